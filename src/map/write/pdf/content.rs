//! What the page shows, as operators of a content stream.
//!
//! Its unit is the subpixel of the scene, down positive, so that points are whole numbers.

use std::collections::BTreeSet;

use pdf_writer::types::LineJoinStyle;
use pdf_writer::{Content, Name, Str, TextStr};
use tiny_skia::{Path, PathSegment, Point};

use crate::map::fonts::text::printable;
use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::list::Scene;
use crate::map::scene::node::{Node, Shape, Text, text_box};
use crate::map::style::class::{Hatch, Stroke, Style, TextStyle};
use crate::map::style::color::Color;
use crate::map::write::path::{self, HatchMarks, Letters};
use crate::map::write::pdf::font::Fonts;
use crate::map::write::pdf::parts::{Painted, Role, opacity_name, rounded};

pub(in crate::map) struct PdfPainter<'a> {
    scene: &'a Scene,
    fonts: &'a Fonts,
    out: Content,
    opacities: BTreeSet<u8>,
    letters: Letters,
}

impl<'a> PdfPainter<'a> {
    pub fn new(scene: &'a Scene, fonts: &'a Fonts) -> Self {
        Self {
            scene,
            fonts,
            out: Content::new(),
            opacities: BTreeSet::new(),
            letters: Letters::default(),
        }
    }

    /// Paints the scene on a page of this width and height in points, `points` to a layout pixel.
    pub fn page(mut self, [width, height]: [f32; 2], points: f64) -> Painted {
        let scene = self.scene;
        self.out.begin_marked_content(Name(b"Artifact"));
        self.fill_with(scene.background);
        self.out.rect(0.0, 0.0, width, height).fill_nonzero();
        self.out.end_marked_content();
        let zoom = (points / f64::from(SUBPIXELS)) as f32;
        self.out
            .transform([zoom, 0.0, 0.0, -zoom, 0.0, height])
            .set_line_join(LineJoinStyle::RoundJoin);
        let mut roles = Vec::new();
        for node in &scene.nodes {
            match role(node) {
                Some(role) => {
                    let mut content = self.out.begin_marked_content_with_properties(Name(role.tag()));
                    content.properties().identify(roles.len() as i32);
                    roles.push(role);
                }
                None => {
                    self.out.begin_marked_content(Name(b"Artifact"));
                }
            }
            self.nodes(std::slice::from_ref(node));
            self.out.end_marked_content();
        }
        Painted {
            content: self.out,
            opacities: self.opacities,
            roles,
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => match group.clip {
                    Some(clip) => {
                        self.out.save_state();
                        let [l, t, r, b] = clip.map(|v| v as f32);
                        self.out.rect(l, t, r - l, b - t).clip_nonzero().end_path();
                        self.nodes(&group.children);
                        self.out.restore_state();
                    }
                    None => self.nodes(&group.children),
                },
                Node::Shape(shape) => self.shape(shape),
                Node::Text(text) => self.text(text),
            }
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let (Some(style), Some(path)) = (self.scene.style(&shape.class), path::of_shape(shape)) else {
            return;
        };
        match (style.fill, &style.stroke) {
            (Some(fill), Some(stroke)) if fill.a >= 1.0 && stroke.color.a >= 1.0 => {
                self.fill_with(fill);
                self.stroke_with(stroke);
                self.trace(&path);
                self.out.fill_even_odd_and_stroke();
            }
            // One after the other, or no fill would be seen through the line.
            (fill, stroke) => {
                if let Some(fill) = fill {
                    self.fill_with(fill);
                    self.trace(&path);
                    self.out.fill_even_odd();
                }
                if let Some(stroke) = stroke {
                    self.stroke(&path, stroke);
                }
            }
        }
        if let Some(hatch) = style.hatch {
            self.hatch(&path, &hatch);
        }
    }

    /// The marks of a hatch inside the path: as lines, since viewers draw tiles blurred or with seams.
    fn hatch(&mut self, path: &Path, hatch: &Hatch) {
        self.out.save_state();
        self.trace(path);
        self.out.clip_even_odd().end_path();
        for marks in path::of_hatch(hatch, path.bounds()) {
            match marks {
                HatchMarks::Lines(lines) => self.stroke(
                    &lines,
                    &Stroke {
                        color: hatch.color,
                        width: hatch.width,
                        dash: Vec::new(),
                    },
                ),
                HatchMarks::Dots(dots) => {
                    self.fill_with(hatch.color);
                    self.trace(&dots);
                    self.out.fill_nonzero();
                }
            }
        }
        self.out.restore_state();
    }

    fn text(&mut self, text: &Text) {
        let Some(Style {
            fill: Some(fill),
            text: Some(style),
            ..
        }) = self.scene.style(&text.class)
        else {
            return;
        };
        // The halo is drawn, not set, or a search would find every name twice.
        if let Some((color, width)) = style.halo
            && let Some(outlines) = self.letters.of_text(text, style)
        {
            let halo = Stroke {
                color,
                width: width * 2.0,
                dash: Vec::new(),
            };
            self.stroke(&outlines, &halo);
        }
        self.fill_with(*fill);
        if style.set(&text.content).is_shaped {
            self.draw_line(text, style);
            return;
        }
        if style.spacing == 0.0 {
            self.set_line(text, style);
            return;
        }
        // Viewers take the gaps between spaced letters for spaces between words, unless the actual text is stated.
        self.begin_span(text);
        self.set_line(text, style);
        self.out.end_marked_content();
    }

    /// Begins what stands for a text, to be searched and copied.
    fn begin_span(&mut self, text: &Text) {
        let content: String = text.content.chars().map(printable).collect();
        self.out
            .begin_marked_content_with_properties(Name(b"Span"))
            .properties()
            .actual_text(TextStr(&content));
    }

    /// Draws a line whose letters are shaped: the outlines of its glyphs, which stand for the text.
    fn draw_line(&mut self, text: &Text, style: &TextStyle) {
        let Some(outlines) = self.letters.of_text(text, style) else {
            return;
        };
        self.begin_span(text);
        self.trace(&outlines);
        self.out.fill_nonzero();
        self.out.end_marked_content();
    }

    /// Sets a line of text, with kerning and spacing as moves between the letters.
    fn set_line(&mut self, text: &Text, style: &TextStyle) {
        let Some(font) = self.fonts.get(style.face) else {
            return;
        };
        let placed = style.set(&text.content).glyphs;
        let start = units(text_box(text, style).x);
        self.out
            .begin_text()
            .set_font(Name(&font.name()), units(style.size))
            .set_text_matrix([1.0, 0.0, 0.0, -1.0, start, text.at.1 as f32]);
        let mut show = self.out.show_positioned();
        let mut items = show.items();
        let (mut run, mut pen) = (Vec::new(), 0.0);
        for (c, glyph) in text.content.chars().zip(placed) {
            let back = ((pen - glyph.x) * 1000.0).round();
            if back != 0.0 {
                items.show(Str(&run)).adjust(back as f32);
                run.clear();
                pen -= back / 1000.0;
            }
            let (cid, width) = font.glyph(c);
            run.extend(cid.to_be_bytes());
            pen += width / 1000.0;
        }
        items.show(Str(&run));
        drop(items);
        drop(show);
        self.out.end_text();
    }

    fn stroke(&mut self, path: &Path, stroke: &Stroke) {
        self.stroke_with(stroke);
        self.trace(path);
        self.out.stroke();
    }

    fn fill_with(&mut self, color: Color) {
        let [r, g, b] = self.color(color);
        self.out.set_fill_rgb(r, g, b);
    }

    fn stroke_with(&mut self, stroke: &Stroke) {
        let [r, g, b] = self.color(stroke.color);
        self.out
            .set_stroke_rgb(r, g, b)
            .set_line_width(units(stroke.width))
            .set_dash_pattern(stroke.dash.iter().map(|d| units(*d)), 0.0);
    }

    /// Sets the opacity of a colour; gives red, green and blue, 0 to 1.
    fn color(&mut self, color: Color) -> [f32; 3] {
        let opacity = (color.a * 255.0).round() as u8;
        self.opacities.insert(opacity);
        self.out.set_parameters(Name(&opacity_name(opacity)));
        [color.r, color.g, color.b].map(|part| rounded(f64::from(part) / 255.0, 1000.0))
    }

    /// States a path, to be painted or clipped to.
    fn trace(&mut self, path: &Path) {
        let at = |p: Point| (units(f64::from(p.x)), units(f64::from(p.y)));
        let mut last = Point::default();
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    self.out.move_to(at(to).0, at(to).1);
                    last = to;
                }
                PathSegment::LineTo(to) => {
                    self.out.line_to(at(to).0, at(to).1);
                    last = to;
                }
                PathSegment::QuadTo(bend, to) => {
                    self.curve(at(toward(last, bend)), at(toward(to, bend)), at(to));
                    last = to;
                }
                PathSegment::CubicTo(leave, arrive, to) => {
                    self.curve(at(leave), at(arrive), at(to));
                    last = to;
                }
                PathSegment::Close => {
                    self.out.close_path();
                }
            }
        }
    }

    fn curve(&mut self, leave: (f32, f32), arrive: (f32, f32), to: (f32, f32)) {
        self.out
            .cubic_to(leave.0, leave.1, arrive.0, arrive.1, to.0, to.1);
    }
}

/// What a part of the page is; none of what only decorates it.
fn role(node: &Node) -> Option<Role> {
    match node {
        Node::Shape(_) => None,
        Node::Text(_) => Some(Role::Paragraph),
        Node::Group(group) if group.id == "header" => Some(Role::Heading),
        Node::Group(group) => {
            let has_text = group.children.iter().all(|node| !matches!(node, Node::Group(_)));
            Some(if has_text { Role::Paragraph } else { Role::Figure })
        }
    }
}

/// Where the handle of a cubic curve stands that is to follow a quadratic one.
fn toward(end: Point, bend: Point) -> Point {
    let part = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
    Point::from_xy(part(end.x, bend.x), part(end.y, bend.y))
}

/// Layout pixels in subpixels, to a tenth.
fn units(pixels: f64) -> f32 {
    rounded(pixels * f64::from(SUBPIXELS), 10.0)
}
