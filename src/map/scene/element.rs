//! Elements for plotters that keep what its own lose: compound paths, classes, data, text anchors.

use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};

use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::node::{Anchor, Circle, Node, Shape, SubPath, Text};
use crate::map::scene::recorder::Recorder;

/// All rings of a piece of land, or a set of lines, as one path.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct PathElement {
    points: Vec<Pt>,
    /// Where each part ends in `points`.
    ends: Vec<usize>,
    closed: bool,
    class: String,
    id: Option<String>,
    title: Option<String>,
    data: Vec<(&'static str, String)>,
}

impl PathElement {
    /// Closed rings, filled by the even-odd rule.
    pub fn rings(class: &str, rings: &[Vec<Pt>]) -> Self {
        Self::parts(class, rings, true)
    }

    /// Open lines.
    pub fn lines(class: &str, lines: &[Vec<Pt>]) -> Self {
        Self::parts(class, lines, false)
    }

    fn parts(class: &str, parts: &[Vec<Pt>], closed: bool) -> Self {
        let mut element = Self {
            class: class.to_owned(),
            closed,
            ..Self::default()
        };
        for part in parts {
            element.points.extend_from_slice(part);
            element.ends.push(element.points.len());
        }
        element
    }

    /// A rectangle.
    pub fn rect(class: &str, (x, y, w, h): (f64, f64, f64, f64)) -> Self {
        Self::rings(class, &[vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h)]])
    }

    #[must_use]
    pub fn id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    #[must_use]
    pub fn title(mut self, title: Option<String>) -> Self {
        self.title = title;
        self
    }

    #[must_use]
    pub fn data(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.data.push((key, value.into()));
        self
    }
}

impl<'a> PointCollection<'a, Pt> for &'a PathElement {
    type Point = &'a Pt;
    type IntoIter = std::slice::Iter<'a, Pt>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl Drawable<Recorder> for PathElement {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        let points: Vec<BackendCoord> = points.collect();
        let mut start = 0;
        let mut paths = Vec::with_capacity(self.ends.len());
        for &end in &self.ends {
            let mut part = points[start..end].to_vec();
            part.dedup();
            if self.closed && part.len() > 1 && part.first() == part.last() {
                part.pop();
            }
            // A ring of two positions covers nothing.
            if part.len() > if self.closed { 2 } else { 1 } {
                paths.push(SubPath {
                    points: part,
                    closed: self.closed,
                });
            }
            start = end;
        }
        if !paths.is_empty() {
            backend.record(Node::Shape(Shape {
                id: self.id.clone(),
                class: self.class.clone(),
                title: self.title.clone(),
                data: self.data.clone(),
                paths,
                circles: Vec::new(),
            }));
        }
        Ok(())
    }
}

/// A dot.
#[derive(Debug, Clone)]
pub(in crate::map) struct Dot {
    pub at: Pt,
    /// In layout pixels.
    pub radius: f64,
    pub class: &'static str,
}

impl<'a> PointCollection<'a, Pt> for &'a Dot {
    type Point = &'a Pt;
    type IntoIter = std::iter::Once<&'a Pt>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<Recorder> for Dot {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        let radius = (self.radius * f64::from(SUBPIXELS)).round() as i32;
        backend.record(Node::Shape(Shape {
            class: self.class.to_owned(),
            circles: points.map(|at| Circle { at, radius }).collect(),
            ..Shape::default()
        }));
        Ok(())
    }
}

/// One line of text.
#[derive(Debug, Clone)]
pub(in crate::map) struct Label {
    /// Where the baseline meets the anchor.
    pub at: Pt,
    pub content: String,
    pub class: String,
    pub anchor: Anchor,
}

impl<'a> PointCollection<'a, Pt> for &'a Label {
    type Point = &'a Pt;
    type IntoIter = std::iter::Once<&'a Pt>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<Recorder> for Label {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        for at in points {
            backend.record(Node::Text(Text {
                class: self.class.clone(),
                content: self.content.clone(),
                at,
                anchor: self.anchor,
            }));
        }
        Ok(())
    }
}
