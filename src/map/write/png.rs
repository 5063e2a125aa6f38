//! Draws a scene as PNG with `tiny-skia`; text from the outlines of the embedded fonts.

use tiny_skia::Stroke as SkStroke;
use tiny_skia::{FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, StrokeDash, Transform};

use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::list::Scene;
use crate::map::scene::node::{Node, Shape, Text};
use crate::map::style::class::{Hatch, Stroke, Style};
use crate::map::style::color::Color;
use crate::map::write::animated::{FrameChange, each_change, size};
use crate::map::write::path::{self, HatchMarks, Letters};
use crate::write::MARK;
use crate::{Error, Result};

/// The picture as PNG, with the name of the program in it.
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
pub(in crate::map) fn animation(scenes: &[Scene], seconds: f64, scale: f64) -> Result<Vec<u8>> {
    let failed = |e: png::EncodingError| Error::new(format!("cannot write the animation as PNG: {e}"));
    let mut bytes = Vec::new();
    let mut writer = begin(&mut bytes, size(scenes, scale)?, scenes.len()).map_err(failed)?;
    each_change(scenes, seconds, scale, |change| {
        write_frame(&mut writer, &change).map_err(failed)
    })?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

fn begin(
    bytes: &mut Vec<u8>,
    [width, height]: [u32; 2],
    frames: usize,
) -> std::result::Result<png::Writer<&mut Vec<u8>>, png::EncodingError> {
    let mut encoder = png::Encoder::new(bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_animated(frames as u32, 0)?;
    encoder.add_text_chunk("Software".to_owned(), MARK.to_owned())?;
    encoder.write_header()
}

fn write_frame(
    writer: &mut png::Writer<&mut Vec<u8>>,
    change: &FrameChange,
) -> std::result::Result<(), png::EncodingError> {
    let [left, top, width, height] = change.rect;
    // A box must fit at every moment: first to the corner, then its size, then its place.
    writer.set_frame_position(0, 0)?;
    writer.set_frame_dimension(width, height)?;
    writer.set_frame_position(left, top)?;
    writer.set_frame_delay(change.delay, 100)?;
    writer.write_image_data(&change.pixels.concat())
}

/// The largest picture, in pixels: 400 MB in memory.
const MAX_PIXELS: f64 = 1e8;

fn too_large(w: f64, h: f64) -> Error {
    Error::new(format!("cannot draw a picture of {w} × {h} pixels"))
        .with_hint("choose a width and scale that give at most 100 million pixels")
}

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

    /// Width and height in pixels, `scale` times those that were asked for.
    pub(in crate::map) fn pixels(&self, scale: f64) -> Result<[u32; 2]> {
        let zoom = scale * f64::from(self.pixel_width) / self.width;
        let (w, h) = ((self.width * zoom).round(), (self.height * zoom).round());
        // A scale that is not a number fails every comparison.
        if w >= 1.0 && h >= 1.0 && w * h <= MAX_PIXELS {
            Ok([w as u32, h as u32])
        } else {
            Err(too_large(w, h))
        }
    }

    pub(in crate::map) fn rasterise(&self, scale: f64) -> Result<Pixmap> {
        let [w, h] = self.pixels(scale)?;
        let mut pixmap = Pixmap::new(w, h).ok_or_else(|| too_large(f64::from(w), f64::from(h)))?;
        pixmap.fill(color(self.background));
        let mut painter = PngPainter {
            scene: self,
            pixmap,
            zoom: (scale * f64::from(self.pixel_width) / self.width) as f32,
            letters: Letters::default(),
        };
        painter.nodes(&self.nodes, None);
        Ok(painter.pixmap)
    }
}

struct PngPainter<'a> {
    scene: &'a Scene,
    pixmap: Pixmap,
    zoom: f32,
    letters: Letters,
}

impl PngPainter<'_> {
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
        let (Some(style), Some(path)) = (scene.style(&shape.class), path::of_shape(shape)) else {
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
        let (paint, transform) = (paint(hatch.color), self.transform());
        let stroke = SkStroke {
            width: hatch.width as f32,
            ..SkStroke::default()
        };
        for marks in path::of_hatch(hatch, path.bounds()) {
            match marks {
                HatchMarks::Lines(lines) => {
                    self.pixmap
                        .stroke_path(&lines, &paint, &stroke, transform, Some(&inside));
                }
                HatchMarks::Dots(dots) => {
                    self.pixmap
                        .fill_path(&dots, &paint, FillRule::Winding, transform, Some(&inside));
                }
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
        let Some(path) = self.letters.of_text(text, style) else {
            return;
        };
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
