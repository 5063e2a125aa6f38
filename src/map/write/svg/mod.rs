//! Writes a scene as SVG: real text, one group per layer, one style block, nothing from outside.

#[cfg(feature = "page")]
pub(in crate::map) mod parts;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::map::fonts::face::Face;
use crate::map::fonts::files::FontKey;
use crate::map::fonts::scripts::is_spaced;
use crate::map::fonts::subset::{FOR_BROWSERS, FOR_BROWSERS_SHAPED, base64, of_glyphs, subset};
use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::list::{Scene, SvgText};
use crate::map::scene::node::{Anchor, Group, Node, Shape, Text, text_box};
use crate::map::style::class::{Hatch, Style, TextStyle};
use crate::map::write::outline;
use crate::map::write::xml::{escape, number};
use crate::write::MARK;

/// The class of letters that join.
const JOINED: &str = "joined";

/// The class of letters that are outlines.
const LETTERS: &str = "letters";

/// The embedded family.
const OURS: &str = "'Landshift Sans'";

/// Open Sans has the widths of Noto Sans, so a picture whose embedded font is ignored still fits.
const OTHERS: &str = "'Noto Sans','Open Sans',sans-serif";

impl Scene {
    /// The map as an SVG document: text as text, styles by class, the used part of the font embedded.
    ///
    /// The same input gives the same bytes.
    pub fn to_svg(&self) -> String {
        Writer {
            unembedded: Unembedded::Outlined,
            ..Writer::new(self)
        }
        .document()
    }
}

/// What becomes of text in fonts that cannot be embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unembedded {
    /// It is drawn as outlines.
    Outlined,
    /// It is text in a font of the viewer's, which a page enlarges with its map.
    OfViewer,
}

struct Writer<'a> {
    scene: &'a Scene,
    unembedded: Unembedded,
    out: String,
    clips: Vec<[i32; 4]>,
    used: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self {
            scene,
            unembedded: Unembedded::OfViewer,
            out: String::new(),
            clips: Vec::new(),
            used: BTreeSet::new(),
        }
    }
}

impl Writer<'_> {
    fn document(mut self) -> String {
        for node in &self.scene.nodes {
            self.node(node, 1);
        }
        let body = std::mem::take(&mut self.out);
        let scene = self.scene;
        let [width, height] = size(scene);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
             role=\"img\" lang=\"{}\" aria-labelledby=\"title desc\">\n",
            number(scene.width),
            number(scene.height),
            escape(&scene.lang),
        );
        let _ = writeln!(out, "  <title id=\"title\">{}</title>", escape(&scene.title));
        let _ = writeln!(out, "  <desc id=\"desc\">{}</desc>", escape(&scene.description));
        let _ = writeln!(out, "  <metadata>Made with {MARK}</metadata>");
        out.push_str(&self.styles());
        out.push_str(&self.definitions());
        // On a dark ground of the viewer's, too, the page is what the colours were chosen for.
        let _ = writeln!(
            out,
            "  <rect id=\"page\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            number(scene.width),
            number(scene.height),
            scene.background
        );
        out.push_str(&body);
        out.push_str("</svg>\n");
        out
    }

    fn styles(&self) -> String {
        format!("  <style>\n{}  </style>\n", self.rules())
    }

    /// The fonts, and how each class that is used looks.
    fn rules(&self) -> String {
        let mut css = String::new();
        if self.scene.svg_text == SvgText::Font {
            self.fonts(&mut css);
        }
        css.push_str("    path{fill:none;fill-rule:evenodd;stroke-linejoin:round}\n");
        if self.scene.svg_text == SvgText::Outline || self.used.contains(LETTERS) {
            css.push_str("    path.letters{fill-rule:nonzero}\n");
        }
        for (class, style) in &self.scene.styles.all {
            if self.used.contains(class) {
                let rule = match (&style.text, self.scene.svg_text) {
                    (Some(text), SvgText::Outline) => rule_of_letters(class, style, text),
                    _ => rule(class, style),
                };
                let _ = writeln!(css, "    {rule}");
                if let Some(hatch) = style.hatch {
                    for k in 0..hatch.layers().len() {
                        let _ = writeln!(
                            css,
                            "    .{class} .{class}-hatch{k}{{fill:url(#{class}-lines{k});stroke:none}}"
                        );
                    }
                }
            }
        }
        css
    }

    /// Embeds what is used of the fonts, and asks for them.
    fn fonts(&self, css: &mut String) {
        for (face, chars) in self.scene.characters() {
            if let Some(font) = subset(face, &chars, &FOR_BROWSERS) {
                let (weight, slant) = weight_and_slant(face);
                let _ = writeln!(
                    css,
                    "    @font-face{{font-family:'Landshift Sans';font-weight:{weight};font-style:{slant};\
                     src:url(data:font/ttf;base64,{}) format('truetype')}}",
                    base64(&font)
                );
            }
        }
        let families = self.given_fonts(css);
        let _ = writeln!(
            css,
            "    text{{font-family:{OURS},{families}{OTHERS};font-variant-ligatures:none;white-space:pre}}"
        );
        if self.used.contains(JOINED) {
            let _ = writeln!(
                css,
                "    text.{JOINED}{{font-variant-ligatures:normal;letter-spacing:0}}"
            );
        }
    }

    /// Embeds what is used of the fonts that were given; returns the families to ask for, each with a comma after it.
    fn given_fonts(&self, css: &mut String) -> String {
        let (fonts, used) = self.scene.given_glyphs();
        let mut families = String::new();
        for (n, glyphs) in used {
            let Some(file) = fonts.get(n) else { continue };
            // Outlines that cannot be embedded are the viewer's, if it has the font.
            let quoted: String = file
                .family
                .chars()
                .filter(|c| !"'\"\\<>&{};".contains(*c))
                .collect();
            if let Some(font) = of_glyphs(file.bytes(), glyphs, &FOR_BROWSERS_SHAPED) {
                let (weight, slant) = file.weight_and_slant();
                let _ = writeln!(
                    css,
                    "    @font-face{{font-family:'Landshift {n}';font-weight:{weight};font-style:{slant};\
                     src:url(data:font/ttf;base64,{}) format('truetype')}}",
                    base64(&font)
                );
                let _ = write!(families, "'Landshift {n}',");
            }
            let _ = write!(families, "'{quoted}',");
        }
        families
    }

    fn definitions(&self) -> String {
        let defs = self.patterns_and_clips();
        if defs.is_empty() {
            defs
        } else {
            format!("  <defs>\n{defs}  </defs>\n")
        }
    }

    fn patterns_and_clips(&self) -> String {
        let mut defs = String::new();
        for (class, style) in &self.scene.styles.all {
            let Some(hatch) = style.hatch.filter(|_| self.used.contains(class)) else {
                continue;
            };
            for (k, layer) in hatch.layers().into_iter().enumerate() {
                defs.push_str(&pattern(&format!("{class}-lines{k}"), &hatch, layer));
            }
        }
        for (i, clip) in self.clips.iter().enumerate() {
            let _ = writeln!(
                defs,
                "    <clipPath id=\"clip{i}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
                sub(clip[0]),
                sub(clip[1]),
                sub(clip[2] - clip[0]),
                sub(clip[3] - clip[1])
            );
        }
        defs
    }

    fn node(&mut self, node: &Node, depth: usize) {
        let indent = "  ".repeat(depth);
        match node {
            Node::Group(group) => self.group(group, depth),
            Node::Shape(shape) => self.shape(shape, &indent),
            Node::Text(text) if self.is_outlined(text) => self.letters(text, &indent),
            Node::Text(text) => self.text(text, &indent),
        }
    }

    fn group(&mut self, group: &Group, depth: usize) {
        let indent = "  ".repeat(depth);
        let _ = write!(self.out, "{indent}<g");
        if !group.id.is_empty() {
            let _ = write!(self.out, " id=\"{}\"", escape(&group.id));
        }
        if let Some(clip) = group.clip {
            let known = self.clips.iter().position(|c| *c == clip);
            let n = known.unwrap_or_else(|| {
                self.clips.push(clip);
                self.clips.len() - 1
            });
            let _ = write!(self.out, " clip-path=\"url(#clip{n})\"");
        }
        self.out.push_str(">\n");
        for child in &group.children {
            self.node(child, depth + 1);
        }
        let _ = writeln!(self.out, "{indent}</g>");
    }

    fn shape(&mut self, shape: &Shape, indent: &str) {
        self.used.insert(shape.class.clone());
        let hatch = self.scene.style(&shape.class).and_then(|style| style.hatch);
        let mut head = String::new();
        if let Some(id) = &shape.id {
            let _ = write!(head, " id=\"{}\"", escape(id));
        }
        let _ = write!(head, " class=\"{}\"", shape.class);
        for (key, value) in &shape.data {
            let _ = write!(head, " data-{key}=\"{}\"", escape(value));
        }
        let title = shape.title.as_deref().map(escape);
        let title = title.map_or_else(String::new, |title| format!("<title>{title}</title>"));
        for circle in &shape.circles {
            let _ = writeln!(
                self.out,
                "{indent}<circle{head} cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                sub(circle.at.0),
                sub(circle.at.1),
                sub(circle.radius)
            );
        }
        if shape.paths.is_empty() {
            return;
        }
        let d = path_data(shape);
        let Some(hatch) = hatch else {
            let _ = if title.is_empty() {
                writeln!(self.out, "{indent}<path{head} d=\"{d}\"/>")
            } else {
                writeln!(self.out, "{indent}<path{head} d=\"{d}\">{title}</path>")
            };
            return;
        };
        // Ground and lines are two fills of one path: the group carries the style, the path inherits it.
        let _ = writeln!(self.out, "{indent}<g{head}>{title}<path d=\"{d}\"/>");
        for k in 0..hatch.layers().len() {
            let _ = writeln!(
                self.out,
                "{indent}  <path class=\"{}-hatch{k}\" d=\"{d}\"/>",
                shape.class
            );
        }
        let _ = writeln!(self.out, "{indent}</g>");
    }

    /// Whether a text is drawn as outlines: as all are, or as it has letters of a font that cannot be embedded.
    fn is_outlined(&self, text: &Text) -> bool {
        if self.scene.svg_text == SvgText::Outline {
            return true;
        }
        let style = self.scene.style(&text.class).and_then(|s| s.text.as_ref());
        let Some(style) = style.filter(|_| self.unembedded == Unembedded::Outlined) else {
            return false;
        };
        let is_lost = |font: FontKey| match font {
            FontKey::Built(_) => false,
            FontKey::Given(n) => style.fonts.get(n).is_some_and(|file| !file.is_true_type),
        };
        style
            .set(&text.content)
            .glyphs
            .iter()
            .any(|glyph| is_lost(glyph.font))
    }

    /// A text as the outlines of its letters, over those of its halo.
    fn letters(&mut self, text: &Text, indent: &str) {
        self.used.insert(text.class.clone());
        let style = self.scene.style(&text.class).and_then(|s| s.text.as_ref());
        let Some((style, d)) = style.map(|style| (style, outline::of_text(text, style))) else {
            return;
        };
        if d.is_empty() {
            return;
        }
        if self.scene.svg_text == SvgText::Font {
            // Its class has the halo as well.
            self.used.insert(LETTERS.to_owned());
        } else if style.halo.is_some() {
            let _ = writeln!(
                self.out,
                "{indent}<path class=\"{}-halo\" d=\"{d}\"/>",
                text.class
            );
        }
        let _ = writeln!(
            self.out,
            "{indent}<path class=\"{} letters\" aria-label=\"{}\" d=\"{d}\"/>",
            text.class,
            escape(&text.content)
        );
    }

    fn text(&mut self, text: &Text, indent: &str) {
        self.used.insert(text.class.clone());
        // With the length stated, a viewer without the embedded font still keeps the line inside its box. Viewers
        // disagree on whether the space after the last letter counts, so spaced lines go without.
        let style = self.scene.style(&text.class).and_then(|s| s.text.as_ref());
        let line = style.map(|style| style.set(&text.content)).unwrap_or_default();
        let is_joined = !is_spaced(&text.content);
        let is_apart = |style: &&TextStyle| style.spacing > 0.0 && !is_joined;
        let length = style
            .filter(|style| !is_apart(style) && text.content.chars().count() > 1)
            .map_or_else(String::new, |style| {
                let width = number(line.width * style.size);
                // Letters that join are drawn wider or narrower, not apart.
                let adjust = if line.is_shaped || is_joined {
                    " lengthAdjust=\"spacingAndGlyphs\""
                } else {
                    ""
                };
                format!(" textLength=\"{width}\"{adjust}")
            });
        let joined = if is_joined {
            self.used.insert(JOINED.to_owned());
            format!(" {JOINED}")
        } else {
            String::new()
        };
        // For the same reason they start where they are measured to start, whatever they are anchored by.
        let spaced = style.filter(is_apart);
        let (x, anchor) = match (spaced, text.anchor) {
            (Some(style), _) => (number(text_box(text, style).x), ""),
            (None, Anchor::Start) => (sub(text.at.0), ""),
            (None, Anchor::Middle) => (sub(text.at.0), " text-anchor=\"middle\""),
            (None, Anchor::End) => (sub(text.at.0), " text-anchor=\"end\""),
        };
        let _ = writeln!(
            self.out,
            "{indent}<text class=\"{}{joined}\" x=\"{x}\" y=\"{}\"{anchor}{length}>{}</text>",
            text.class,
            sub(text.at.1),
            escape(&text.content)
        );
    }
}

/// Width and height of the document: of a sheet in true size, else in pixels.
fn size(scene: &Scene) -> [String; 2] {
    if let Some(sheet) = scene.sheet {
        return sheet.millimetres().map(|side| format!("{side}mm"));
    }
    let height = (scene.height * f64::from(scene.pixel_width) / scene.width).round();
    [scene.pixel_width.to_string(), height.to_string()]
}

/// The pattern of one layer of a hatch.
fn pattern(id: &str, hatch: &Hatch, layer: Option<f64>) -> String {
    let (s, middle) = (number(hatch.spacing), number(hatch.spacing / 2.0));
    match layer {
        // Lines along a long tile: joints between tiles are few and lie across a line, not along it.
        Some(angle) => format!(
            "    <pattern id=\"{id}\" patternUnits=\"userSpaceOnUse\" width=\"400\" height=\"{s}\" \
             patternTransform=\"rotate({angle})\"><rect y=\"{y}\" width=\"400\" height=\"{w}\" \
             fill=\"{c}\"/></pattern>\n",
            y = number((hatch.spacing - hatch.width) / 2.0),
            w = number(hatch.width),
            c = hatch.color,
        ),
        None => format!(
            "    <pattern id=\"{id}\" patternUnits=\"userSpaceOnUse\" width=\"{s}\" height=\"{s}\"><circle \
             cx=\"{middle}\" cy=\"{middle}\" r=\"{r}\" fill=\"{c}\"/></pattern>\n",
            r = number(hatch.width / 2.0),
            c = hatch.color,
        ),
    }
}

/// The rules of letters that are outlines, and of their halo.
fn rule_of_letters(class: &str, style: &Style, text: &TextStyle) -> String {
    let mut css = String::new();
    push_fill(&mut css, style);
    let letters = format!(".{class}{{{}}}", css.trim_end_matches(';'));
    let Some((color, width)) = text.halo else {
        return letters;
    };
    format!(
        "{letters}.{class}-halo{{stroke:{color};stroke-width:{};stroke-opacity:{}}}",
        number(width * 2.0),
        number(f64::from(color.a))
    )
}

fn push_fill(css: &mut String, style: &Style) {
    if let Some(fill) = style.fill {
        let _ = write!(css, "fill:{fill};");
        if fill.a < 1.0 {
            let _ = write!(css, "fill-opacity:{};", number(f64::from(fill.a)));
        }
    }
}

fn rule(class: &str, style: &Style) -> String {
    let mut css = String::new();
    push_fill(&mut css, style);
    if let Some(stroke) = &style.stroke {
        let _ = write!(
            css,
            "stroke:{};stroke-width:{};",
            stroke.color,
            number(stroke.width)
        );
        if stroke.color.a < 1.0 {
            let _ = write!(css, "stroke-opacity:{};", number(f64::from(stroke.color.a)));
        }
        if !stroke.dash.is_empty() {
            let dash: Vec<String> = stroke.dash.iter().map(|&d| number(d)).collect();
            let _ = write!(css, "stroke-dasharray:{};", dash.join(" "));
        }
    }
    if let Some(text) = &style.text {
        let (weight, slant) = weight_and_slant(text.face);
        let _ = write!(css, "font-size:{}px;font-weight:{weight};", number(text.size));
        if slant != "normal" {
            let _ = write!(css, "font-style:{slant};");
        }
        if text.spacing > 0.0 {
            let _ = write!(css, "letter-spacing:{}px;", number(text.spacing));
        }
        if let Some((color, width)) = text.halo {
            let _ = write!(
                css,
                "paint-order:stroke;stroke:{color};stroke-width:{};stroke-linejoin:round;",
                number(width * 2.0)
            );
            if color.a < 1.0 {
                let _ = write!(css, "stroke-opacity:{};", number(f64::from(color.a)));
            }
        }
    }
    let body = css.trim_end_matches(';');
    if style.hatch.is_some() {
        // The paths inside inherit; the rule for all paths must not win over that.
        format!(".{class}{{{body}}}.{class} path{{fill:inherit}}")
    } else {
        format!(".{class}{{{body}}}")
    }
}

fn weight_and_slant(face: Face) -> (u16, &'static str) {
    match face {
        Face::Regular => (400, "normal"),
        Face::Bold => (700, "normal"),
        Face::Italic => (400, "italic"),
    }
}

/// Tenths of a pixel, each point relative to the one before it as written, so that no rounding adds up.
fn path_data(shape: &Shape) -> String {
    let tenth = |v: i32| (f64::from(v) * 10.0 / f64::from(SUBPIXELS)).round() as i64;
    let mut d = String::new();
    for path in &shape.paths {
        let mut last: Option<(i64, i64)> = None;
        for p in &path.points {
            let at = (tenth(p.0), tenth(p.1));
            match last {
                None => {
                    d.push('M');
                    push_tenths(&mut d, at.0, true);
                    push_tenths(&mut d, at.1, false);
                    d.push('l');
                }
                Some(from) if from == at => continue,
                Some(from) => {
                    let first = d.ends_with('l');
                    push_tenths(&mut d, at.0 - from.0, first);
                    push_tenths(&mut d, at.1 - from.1, false);
                }
            }
            last = Some(at);
        }
        if d.ends_with('l') {
            d.push_str("0 0");
        }
        if path.closed {
            d.push('Z');
        }
    }
    d
}

/// A number of tenths as short as SVG reads it; a sign separates as well as a space.
fn push_tenths(d: &mut String, tenths: i64, first: bool) {
    if !first && tenths >= 0 {
        d.push(' ');
    }
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    let _ = match (whole, rest) {
        (_, 0) => write!(d, "{sign}{whole}"),
        (0, _) => write!(d, "{sign}.{rest}"),
        _ => write!(d, "{sign}{whole}.{rest}"),
    };
}

/// A subpixel position in pixels, to two decimals.
fn sub(v: i32) -> String {
    number(f64::from(v) / f64::from(SUBPIXELS))
}
