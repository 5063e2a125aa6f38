//! Draws a scene as PNG with `tiny-skia`; text from the outlines of the embedded fonts.

use std::collections::BTreeMap;

use ab_glyph::OutlineCurve;
use tiny_skia::{
    FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Stroke as SkStroke, StrokeDash,
    Transform,
};

use crate::write::MARK;
use crate::{Error, Result};

use super::color::Color;
use super::scene::{Hatch, Node, SUBPIXELS, Scene, Shape, Stroke, Style, Text, text_box};
use super::text::{self, Face};

/// The picture as PNG; it says what made it.
fn encode(pixmap: &Pixmap) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.add_text_chunk("Software".to_owned(), MARK.to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque(pixmap))?;
    writer.finish()?;
    Ok(bytes)
}

/// Red, green and blue of every pixel: pages have a ground, so nothing shows through.
fn opaque(pixmap: &Pixmap) -> Vec<u8> {
    let pixels = pixmap.pixels().iter();
    pixels.flat_map(|p| [p.red(), p.green(), p.blue()]).collect()
}

/// Pictures of one size shown one after another, for ever, as an animated PNG; the last one stays longer.
///
/// # Errors
///
/// As [`Scene::to_png`], or if there is no picture or they differ in size.
pub fn animation(scenes: &[Scene], seconds: f64, scale: f64) -> Result<Vec<u8>> {
    let pictures: Vec<Pixmap> = scenes.iter().map(|s| s.rasterise(scale)).collect::<Result<_>>()?;
    let Some(first) = pictures.first() else {
        return Err(Error::new("an animation needs a picture"));
    };
    let size = (first.width(), first.height());
    if pictures.iter().any(|p| (p.width(), p.height()) != size) {
        return Err(Error::new("the pictures of an animation differ in size"));
    }
    encode_all(&pictures, seconds).map_err(|e| Error::new(format!("cannot write the animation as PNG: {e}")))
}

fn encode_all(pictures: &[Pixmap], seconds: f64) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let Some(first) = pictures.first() else {
        return Ok(bytes);
    };
    let mut encoder = png::Encoder::new(&mut bytes, first.width(), first.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_animated(pictures.len() as u32, 0)?;
    encoder.add_text_chunk("Software".to_owned(), MARK.to_owned())?;
    let mut writer = encoder.write_header()?;
    for (n, picture) in pictures.iter().enumerate() {
        let stay = if n + 1 == pictures.len() { 2.0 } else { 1.0 };
        writer.set_frame_delay((seconds * stay * 100.0) as u16, 100)?;
        writer.write_image_data(&opaque(picture))?;
    }
    writer.finish()?;
    Ok(bytes)
}

/// The largest picture, in pixels: 400 MB in memory.
const MAX_PIXELS: f64 = 1e8;

impl Scene {
    /// The map as a PNG, `scale` times the width that was asked for.
    ///
    /// # Errors
    ///
    /// If the scale is not positive or the picture would hold more than 100 million pixels.
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>> {
        let pixmap = self.rasterise(scale)?;
        encode(&pixmap).map_err(|e| Error::new(format!("cannot write the picture as PNG: {e}")))
    }

    pub(super) fn rasterise(&self, scale: f64) -> Result<Pixmap> {
        let zoom = scale * f64::from(self.pixel_width) / self.width;
        let (w, h) = ((self.width * zoom).round(), (self.height * zoom).round());
        // A scale that is not a number fails every comparison.
        let fits = w >= 1.0 && h >= 1.0 && w * h <= MAX_PIXELS;
        let pixmap = fits.then(|| Pixmap::new(w as u32, h as u32)).flatten();
        let Some(mut pixmap) = pixmap else {
            return Err(Error::new(format!("cannot draw a picture of {w} × {h} pixels"))
                .hint("choose a width and scale that give at most 100 million pixels"));
        };
        pixmap.fill(color(self.background));
        let mut painter = Painter {
            scene: self,
            pixmap,
            zoom: zoom as f32,
            glyphs: BTreeMap::new(),
        };
        painter.nodes(&self.nodes, None);
        Ok(painter.pixmap)
    }
}

struct Painter<'a> {
    scene: &'a Scene,
    pixmap: Pixmap,
    zoom: f32,
    glyphs: BTreeMap<(Face, u16), Option<Path>>,
}

impl Painter<'_> {
    fn nodes(&mut self, nodes: &[Node], mask: Option<&Mask>) {
        for node in nodes {
            match node {
                Node::Group(group) => {
                    let inner = group.clip.and_then(|clip| self.clip(clip));
                    self.nodes(&group.children, inner.as_ref().or(mask));
                }
                Node::Shape(shape) => self.shape(shape, mask),
                Node::Text(text) => self.text(text, mask),
            }
        }
    }

    fn transform(&self) -> Transform {
        Transform::from_scale(self.zoom, self.zoom)
    }

    fn mask_of(&self, path: &Path) -> Option<Mask> {
        let mut mask = Mask::new(self.pixmap.width(), self.pixmap.height())?;
        mask.fill_path(path, FillRule::EvenOdd, true, self.transform());
        Some(mask)
    }

    fn clip(&self, clip: [i32; 4]) -> Option<Mask> {
        let [l, t, r, b] = clip.map(|v| v as f32 / SUBPIXELS as f32);
        let rect = tiny_skia::Rect::from_ltrb(l, t, r, b)?;
        self.mask_of(&PathBuilder::from_rect(rect))
    }

    fn shape(&mut self, shape: &Shape, mask: Option<&Mask>) {
        let scene = self.scene;
        let (Some(style), Some(path)) = (scene.style(&shape.class), path_of(shape)) else {
            return;
        };
        let transform = self.transform();
        if let Some(fill) = style.fill {
            self.pixmap
                .fill_path(&path, &paint(fill), FillRule::EvenOdd, transform, mask);
        }
        if let Some(stroke) = &style.stroke {
            self.pixmap
                .stroke_path(&path, &paint(stroke.color), &sk_stroke(stroke), transform, mask);
        }
        // Last, as in the SVG.
        if let Some(hatch) = style.hatch {
            self.hatch(&path, &hatch, mask);
        }
    }

    /// The lines that the SVG's pattern draws, inside the path.
    fn hatch(&mut self, path: &Path, hatch: &Hatch, outer: Option<&Mask>) {
        let Some(mut inside) = self.mask_of(path) else {
            return;
        };
        if let Some(outer) = outer {
            let both = inside.data_mut().iter_mut().zip(outer.data());
            both.for_each(|(a, b)| *a = (u16::from(*a) * u16::from(*b) / 255) as u8);
        }
        for layer in hatch.layers() {
            let Some(angle) = layer else {
                if let Some(dots) = hatch_dots(path.bounds(), hatch) {
                    let (paint, transform) = (paint(hatch.color), self.transform());
                    self.pixmap
                        .fill_path(&dots, &paint, FillRule::Winding, transform, Some(&inside));
                }
                continue;
            };
            if let Some(lines) = hatch_lines(path.bounds(), hatch.spacing, angle) {
                let stroke = SkStroke {
                    width: hatch.width as f32,
                    ..SkStroke::default()
                };
                self.pixmap.stroke_path(
                    &lines,
                    &paint(hatch.color),
                    &stroke,
                    self.transform(),
                    Some(&inside),
                );
            }
        }
    }

    fn text(&mut self, text: &Text, mask: Option<&Mask>) {
        let scene = self.scene;
        let Some(Style {
            fill: Some(fill),
            text: Some(style),
            ..
        }) = scene.style(&text.class)
        else {
            return;
        };
        let rect = text_box(text, style);
        let baseline = text.at.1 as f32 / SUBPIXELS as f32;
        let (placed, _) = text::set(&text.content, style.face, style.spacing / style.size);
        let size = style.size as f32;
        let mut whole = PathBuilder::new();
        for glyph in placed {
            let outline = self
                .glyphs
                .entry((style.face, glyph.glyph.0))
                .or_insert_with(|| glyph_path(style.face, glyph.glyph.0));
            let x = (rect.x + glyph.x * style.size) as f32;
            let moved = Transform::from_row(size, 0.0, 0.0, -size, x, baseline);
            if let Some(outline) = outline.clone().and_then(|o| o.transform(moved)) {
                whole.push_path(&outline);
            }
        }
        let Some(path) = whole.finish() else { return };
        let transform = self.transform();
        if let Some((halo, width)) = style.halo {
            let stroke = SkStroke {
                width: (width * 2.0) as f32,
                line_join: LineJoin::Round,
                ..SkStroke::default()
            };
            self.pixmap
                .stroke_path(&path, &paint(halo), &stroke, transform, mask);
        }
        self.pixmap
            .fill_path(&path, &paint(*fill), FillRule::Winding, transform, mask);
    }
}

fn path_of(shape: &Shape) -> Option<Path> {
    let px = |v: i32| v as f32 / SUBPIXELS as f32;
    let mut builder = PathBuilder::new();
    for path in &shape.paths {
        for (i, p) in path.points.iter().enumerate() {
            if i == 0 {
                builder.move_to(px(p.0), px(p.1));
            } else {
                builder.line_to(px(p.0), px(p.1));
            }
        }
        if path.closed {
            builder.close();
        }
    }
    for circle in &shape.circles {
        builder.push_circle(px(circle.at.0), px(circle.at.1), px(circle.radius));
    }
    builder.finish()
}

/// Lines through the middle of every strip of a grid turned about the origin, as far as the bounds reach.
fn hatch_lines(bounds: tiny_skia::Rect, spacing: f64, angle: f64) -> Option<Path> {
    let (sin, cos) = angle.to_radians().sin_cos();
    let corners = [
        (bounds.left(), bounds.top()),
        (bounds.right(), bounds.top()),
        (bounds.left(), bounds.bottom()),
        (bounds.right(), bounds.bottom()),
    ]
    .map(|(x, y)| {
        let (x, y) = (f64::from(x), f64::from(y));
        (x * cos + y * sin, y * cos - x * sin)
    });
    let range = |pick: fn(&(f64, f64)) -> f64| {
        let values = corners.iter().map(pick);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| {
            (lo.min(v), hi.max(v))
        })
    };
    let (along, across) = (range(|c| c.0), range(|c| c.1));
    let mut builder = PathBuilder::new();
    let (first, last) = (
        (across.0 / spacing).floor() as i64,
        (across.1 / spacing).ceil() as i64,
    );
    for k in first..=last {
        let v = (k as f64 + 0.5) * spacing;
        let back = |u: f64| ((u * cos - v * sin) as f32, (u * sin + v * cos) as f32);
        let (a, b) = (back(along.0 - 1.0), back(along.1 + 1.0));
        builder.move_to(a.0, a.1);
        builder.line_to(b.0, b.1);
    }
    builder.finish()
}

/// A dot in the middle of every cell of a grid from the origin, as far as the bounds reach.
fn hatch_dots(bounds: tiny_skia::Rect, hatch: &Hatch) -> Option<Path> {
    let s = hatch.spacing;
    let cells = |from: f32, to: f32| {
        let (first, last) = (
            (f64::from(from) / s).floor() as i64,
            (f64::from(to) / s).ceil() as i64,
        );
        (first..last).map(move |k| ((k as f64 + 0.5) * s) as f32)
    };
    let mut builder = PathBuilder::new();
    for y in cells(bounds.top(), bounds.bottom()) {
        for x in cells(bounds.left(), bounds.right()) {
            builder.push_circle(x, y, (hatch.width / 2.0) as f32);
        }
    }
    builder.finish()
}

fn glyph_path(face: Face, glyph: u16) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let mut end: Option<ab_glyph::Point> = None;
    for curve in text::outline(face, ab_glyph::GlyphId(glyph)) {
        let (OutlineCurve::Line(start, _)
        | OutlineCurve::Quad(start, _, _)
        | OutlineCurve::Cubic(start, _, _, _)) = curve;
        if end != Some(start) {
            if end.is_some() {
                builder.close();
            }
            builder.move_to(start.x, start.y);
        }
        end = Some(match curve {
            OutlineCurve::Line(_, b) => {
                builder.line_to(b.x, b.y);
                b
            }
            OutlineCurve::Quad(_, c, b) => {
                builder.quad_to(c.x, c.y, b.x, b.y);
                b
            }
            OutlineCurve::Cubic(_, c, d, b) => {
                builder.cubic_to(c.x, c.y, d.x, d.y, b.x, b.y);
                b
            }
        });
    }
    if end.is_some() {
        builder.close();
    }
    builder.finish()
}

fn sk_stroke(stroke: &Stroke) -> SkStroke {
    SkStroke {
        width: stroke.width as f32,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Round,
        dash: StrokeDash::new(stroke.dash.iter().map(|&d| d as f32).collect(), 0.0),
        ..SkStroke::default()
    }
}

fn color(c: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(c.r, c.g, c.b, (c.a * 255.0).round() as u8)
}

fn paint(c: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color(c));
    paint.anti_alias = true;
    paint
}
