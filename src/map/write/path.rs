//! The paths that PNG and PDF draw: shapes, the marks of a hatch, letters. In layout pixels, down positive.

use std::collections::BTreeMap;

use ab_glyph::OutlineCurve;
use tiny_skia::{Path, PathBuilder, Transform};

use crate::map::fonts::files::{FontKey, Fonts};
use crate::map::fonts::text;
use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::node::{Shape, Text, text_box};
use crate::map::style::class::{Hatch, TextStyle};
use crate::math::sin_cos;

/// The marks of one layer of a hatch.
pub(in crate::map) enum HatchMarks {
    /// To be stroked by the hatch's width.
    Lines(Path),
    /// To be filled.
    Dots(Path),
}

/// The marks of every layer of a hatch, where the SVG's pattern has them, as far as the bounds reach.
pub(in crate::map) fn of_hatch(hatch: &Hatch, bounds: tiny_skia::Rect) -> Vec<HatchMarks> {
    let marks = |layer: Option<f64>| match layer {
        Some(angle) => lines(bounds, hatch.spacing, angle).map(HatchMarks::Lines),
        None => dots(bounds, hatch).map(HatchMarks::Dots),
    };
    hatch.layers().into_iter().filter_map(marks).collect()
}

/// Outlines of letters, each read from its font once.
#[derive(Default)]
pub(in crate::map) struct Letters {
    glyphs: BTreeMap<(FontKey, u16), Option<Path>>,
}

impl Letters {
    /// The outlines of a line of text where it stands.
    pub fn of_text(&mut self, text: &Text, style: &TextStyle) -> Option<Path> {
        let rect = text_box(text, style);
        let baseline = text.at.1 as f32 / SUBPIXELS as f32;
        let size = style.size as f32;
        let mut whole = PathBuilder::new();
        for glyph in style.set(&text.content).glyphs {
            let outline = self
                .glyphs
                .entry((glyph.font, glyph.glyph))
                .or_insert_with(|| glyph_path(glyph.font, &style.fonts, glyph.glyph));
            let x = (rect.x + glyph.x * style.size) as f32;
            let raised = baseline - (glyph.y * style.size) as f32;
            let moved = Transform::from_row(size, 0.0, 0.0, -size, x, raised);
            if let Some(outline) = outline.clone().and_then(|o| o.transform(moved)) {
                whole.push_path(&outline);
            }
        }
        whole.finish()
    }
}

/// The outline of a shape, circles included, in layout pixels.
pub(in crate::map) fn of_shape(shape: &Shape) -> Option<Path> {
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
fn lines(bounds: tiny_skia::Rect, spacing: f64, angle: f64) -> Option<Path> {
    let (sin, cos) = sin_cos(angle.to_radians());
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
fn dots(bounds: tiny_skia::Rect, hatch: &Hatch) -> Option<Path> {
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

fn glyph_path(font: FontKey, fonts: &Fonts, glyph: u16) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let mut end: Option<ab_glyph::Point> = None;
    for curve in text::outline(font, fonts, glyph) {
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
