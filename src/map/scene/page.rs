//! A page being laid out: texts are measured at once, drawing waits until the height is known.

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};

use crate::language::Language;
use crate::map::fonts::face::Face;
use crate::map::fonts::files::Fonts;
use crate::map::fonts::text;
use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::rect::{Rect, SUBPIXELS};
use crate::map::scene::element::{Dot, Label, PathElement};
use crate::map::scene::list::Scene;
use crate::map::scene::node::Anchor;
use crate::map::scene::recorder::{Canvas, Recorder};
use crate::map::style::class::TextStyle;
use crate::{Error, Result};

/// Width of a page in layout pixels unless it is for something else; the picture is scaled from it.
pub(in crate::map) const WIDTH: f64 = 1600.0;

/// Left and right margin.
pub(in crate::map) const MARGIN: f64 = 32.0;

/// What will be drawn, in order.
enum Op {
    Text(Label),
    Path(PathElement),
    Dot(Dot),
    Open(String, Option<Rect>),
    Close,
    /// Paths in metres of a projected plane, on a rectangle of the page.
    Map(Rect, PlaneBounds, Vec<PathElement>),
}

/// Collects drawing operations in layout pixels.
pub(in crate::map) struct PageDraft<'a> {
    pub language: &'a Language,
    pub scene: Scene,
    ops: Vec<Op>,
}

impl<'a> PageDraft<'a> {
    /// An empty page, so many layout pixels wide, for a picture of so many pixels.
    pub fn new(width: f64, pixel_width: u32, language: &'a Language) -> Self {
        Self {
            language,
            scene: Scene::new(width, 1.0, pixel_width),
            ops: Vec::new(),
        }
    }

    /// Where the right margin begins.
    pub fn right(&self) -> f64 {
        self.scene.width - MARGIN
    }

    /// From margin to margin.
    pub fn full(&self) -> f64 {
        self.scene.width - 2.0 * MARGIN
    }

    pub fn style(&self, class: &str) -> TextStyle {
        let style = self.scene.style(class).and_then(|style| style.text.clone());
        debug_assert!(style.is_some(), "no text class {class}");
        style.unwrap_or(TextStyle {
            face: Face::Regular,
            fonts: Fonts::default(),
            size: 18.0,
            spacing: 0.0,
            halo: None,
        })
    }

    pub fn width(&self, class: &str, content: &str) -> f64 {
        self.style(class).width(content)
    }

    pub fn wrap(&self, class: &str, content: &str, limit: f64) -> Vec<String> {
        let style = self.style(class);
        text::wrap(content, limit, |line| style.width(line))
    }

    /// A line of text with its baseline at `y`.
    pub fn text(&mut self, class: &str, at: Pt, anchor: Anchor, content: impl Into<String>) {
        self.ops.push(Op::Text(Label {
            at,
            content: content.into(),
            class: class.to_owned(),
            anchor,
        }));
    }

    /// The range of the figure that was written last.
    pub fn range(&mut self, class: &str, at: Pt, anchor: Anchor, content: &str) {
        self.scene.record.ranges += 1;
        self.text(class, at, anchor, content);
    }

    /// Wrapped text from `top` down; returns where it ends.
    pub fn paragraph(&mut self, class: &str, x: f64, top: f64, limit: f64, content: &str) -> f64 {
        let size = self.style(class).size;
        let mut y = top;
        for line in self.wrap(class, content, limit) {
            self.text(class, (x, y + size * 0.95), Anchor::Start, line);
            y += size * 1.35;
        }
        y
    }

    pub fn path(&mut self, element: PathElement) {
        self.ops.push(Op::Path(element));
    }

    pub fn rect(&mut self, class: &str, rect: Rect) {
        self.path(PathElement::rect(class, (rect.x, rect.y, rect.w, rect.h)));
    }

    pub fn line(&mut self, class: &str, points: &[Pt]) {
        self.path(PathElement::lines(class, &[points.to_vec()]));
    }

    pub fn dot(&mut self, class: &'static str, at: Pt, radius: f64) {
        self.ops.push(Op::Dot(Dot { at, radius, class }));
    }

    pub fn map(&mut self, rect: Rect, window: PlaneBounds, elements: Vec<PathElement>) {
        self.ops.push(Op::Map(rect, window, elements));
    }

    pub fn open(&mut self, id: impl Into<String>, clip: Option<Rect>) {
        self.ops.push(Op::Open(id.into(), clip));
    }

    pub fn close(&mut self) {
        self.ops.push(Op::Close);
    }

    /// Draws everything on a page of this height.
    pub fn finish(mut self, height: f64) -> Result<Scene> {
        self.scene.height = height;
        let whole = Rect::new(0.0, 0.0, self.scene.width, height);
        let canvas = Canvas::new(self.scene);
        let plane = PlaneBounds::new((0.0, 0.0), (whole.w, whole.h));
        let page = area(&canvas, whole, plane.min.0..plane.max.0, plane.min.1..plane.max.1);
        for op in &self.ops {
            match op {
                Op::Text(label) => page.draw(label).map_err(|e| failed(&e))?,
                Op::Path(path) => page.draw(path).map_err(|e| failed(&e))?,
                Op::Dot(dot) => page.draw(dot).map_err(|e| failed(&e))?,
                Op::Open(id, clip) => canvas.with(|scene| scene.open_group(id, clip.map(subpixels))),
                Op::Close => canvas.with(Scene::close_group),
                Op::Map(rect, window, elements) => {
                    let map = area(
                        &canvas,
                        *rect,
                        window.min.0..window.max.0,
                        // North is up.
                        window.max.1..window.min.1,
                    );
                    for element in elements {
                        map.draw(element).map_err(|e| failed(&e))?;
                    }
                }
            }
        }
        Ok(canvas.finish())
    }
}

type MapArea = DrawingArea<Recorder, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The plotters area of a rectangle of the page, with the given ranges from left to right and from top to bottom.
fn area(canvas: &Canvas, rect: Rect, x: std::ops::Range<f64>, y: std::ops::Range<f64>) -> MapArea {
    let [left, top, right, bottom] = subpixels(rect);
    let part = canvas
        .root
        .clone()
        .shrink((left, top), (right - left, bottom - top));
    part.apply_coord_spec(Cartesian2d::new(x, y, (left..right, top..bottom)))
}

fn subpixels(rect: Rect) -> [i32; 4] {
    [rect.x, rect.y, rect.right(), rect.bottom()].map(|v| (v * f64::from(SUBPIXELS)).round() as i32)
}

fn failed(error: &DrawingAreaErrorKind<std::convert::Infallible>) -> Error {
    Error::new(format!("cannot draw the map: {error}"))
}
