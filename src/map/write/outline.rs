//! The letters of an SVG whose text is outlines, in layout pixels, down positive.

use std::fmt::Write as _;

use ab_glyph::{OutlineCurve, Point};

use crate::map::fonts::text;
use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::node::{Text, text_box};
use crate::map::style::class::TextStyle;
use crate::map::write::xml::number;

/// The outlines of a line of text where it stands, as the data of a path; empty where nothing is seen of it.
///
/// Hundredths of a pixel, each point relative to the one before it as written, so that no rounding adds up.
pub(in crate::map) fn of_text(text: &Text, style: &TextStyle) -> String {
    let left = text_box(text, style).x;
    let baseline = f64::from(text.at.1) / f64::from(SUBPIXELS);
    let mut pen = Pen::default();
    for glyph in style.set(&text.content).glyphs {
        let at = |p: Point| {
            let x = left + (glyph.x + f64::from(p.x)) * style.size;
            let y = baseline - (glyph.y + f64::from(p.y)) * style.size;
            [x, y].map(|v| (v * 100.0).round() as i64)
        };
        pen.draw(&text::outline(glyph.font, &style.fonts, glyph.glyph), at);
    }
    pen.data
}

/// Writes the data of a path.
#[derive(Default)]
struct Pen {
    data: String,
    /// Where it is, in hundredths.
    at: [i64; 2],
}

impl Pen {
    /// Adds the contours of a glyph.
    fn draw(&mut self, curves: &[OutlineCurve], at: impl Fn(Point) -> [i64; 2]) {
        let mut end: Option<Point> = None;
        for curve in curves {
            let (OutlineCurve::Line(start, _)
            | OutlineCurve::Quad(start, _, _)
            | OutlineCurve::Cubic(start, _, _, _)) = *curve;
            if end != Some(start) {
                if end.is_some() {
                    self.data.push('Z');
                }
                let [x, y] = at(start).map(hundredths);
                let _ = write!(self.data, "M{x} {y}");
                self.at = at(start);
            }
            let to = match *curve {
                OutlineCurve::Line(_, to) => {
                    self.step('l', &[at(to)]);
                    to
                }
                OutlineCurve::Quad(_, bend, to) => {
                    self.step('q', &[at(bend), at(to)]);
                    to
                }
                OutlineCurve::Cubic(_, leave, arrive, to) => {
                    self.step('c', &[at(leave), at(arrive), at(to)]);
                    to
                }
            };
            end = Some(to);
        }
        if end.is_some() {
            self.data.push('Z');
        }
    }

    /// A step relative to where the pen is, by the points of a curve, of which the last is where it goes.
    fn step(&mut self, command: char, points: &[[i64; 2]]) {
        self.data.push(command);
        let from = self.at;
        for (n, v) in points
            .iter()
            .flat_map(|p| [p[0] - from[0], p[1] - from[1]])
            .enumerate()
        {
            // A sign separates as well as a space.
            if n > 0 && v >= 0 {
                self.data.push(' ');
            }
            self.data.push_str(&hundredths(v));
        }
        self.at = points.last().copied().unwrap_or(from);
    }
}

/// A number of hundredths as short as SVG reads it.
fn hundredths(v: i64) -> String {
    let text = number(v as f64 / 100.0);
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text.replacen("-0.", "-.", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::fonts::face::Face;
    use crate::map::fonts::files::Fonts;
    use crate::map::scene::node::Anchor;

    #[test]
    fn letters_are_closed_contours_where_the_text_stands() {
        let style = TextStyle {
            face: Face::Regular,
            fonts: Fonts::default(),
            size: 20.0,
            spacing: 0.0,
            halo: None,
        };
        let text = |content: &str| Text {
            class: String::new(),
            content: content.into(),
            at: (160, 480),
            anchor: Anchor::Start,
        };
        let d = of_text(&text("iə"), &style);
        assert_eq!(d.matches('M').count(), d.matches('Z').count());
        assert!(
            d.matches('M').count() >= 4,
            "a dot, a stem, a bowl and its hole: {d}"
        );
        let first: Vec<f64> = d[1..]
            .split(['l', 'q', ' '])
            .take(2)
            .filter_map(|n| n.parse().ok())
            .collect();
        assert!(
            (10.0..16.0).contains(&first[0]) && (14.0..31.0).contains(&first[1]),
            "{first:?}"
        );
        assert_eq!(of_text(&text(" "), &style), "");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [7, -50, 0, 150, -105].map(hundredths),
            [".07", "-.5", "0", "1.5", "-1.05"]
        );
    }
}
