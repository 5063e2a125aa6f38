//! A plotters backend that draws nothing: it records drawing calls as a [`Scene`].
//!
//! One backend pixel is 1/16 of a layout pixel, so whole-number backend coordinates are fine enough for print.
//! The elements of this module hand over compound paths with classes; the stock elements of plotters work too and
//! get classes made from their colour and width.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use crate::map::fonts::face::Face;
use crate::map::fonts::files::Fonts;
use crate::map::fonts::text;
use crate::map::plane::rect::SUBPIXELS;
use crate::map::scene::list::Scene;
use crate::map::scene::node::{Anchor, Circle, Node, Shape, SubPath, Text};
use crate::map::style::class::{Stroke, Style, TextStyle};
use crate::map::style::color::Color;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Records drawing calls into a scene that others may hold as well.
#[derive(Debug)]
pub struct Recorder {
    scene: Rc<RefCell<Scene>>,
}

impl Recorder {
    /// A recorder into `scene`.
    pub(in crate::map) fn new(scene: Rc<RefCell<Scene>>) -> Self {
        Self { scene }
    }

    /// Adds one entry.
    pub(in crate::map) fn record(&mut self, node: Node) {
        self.scene.borrow_mut().push(node);
    }

    /// The class for a plain colour and stroke width, defined on first use.
    fn plain(&mut self, color: BackendColor, stroke: Option<u32>) -> String {
        let (r, g, b) = color.rgb;
        let percent = (color.alpha * 100.0).round() as u32;
        let kind = stroke.map_or_else(|| "fill".to_owned(), |w| format!("line{w}"));
        let class = format!("{kind}-{r:02x}{g:02x}{b:02x}-{percent}");
        let color = Color::rgba(r, g, b, color.alpha as f32);
        let style = match stroke {
            None => Style {
                fill: Some(color),
                ..Style::default()
            },
            Some(width) => Style {
                stroke: Some(Stroke {
                    color,
                    width: f64::from(width) / f64::from(SUBPIXELS),
                    dash: Vec::new(),
                }),
                ..Style::default()
            },
        };
        self.scene.borrow_mut().define(&class, style);
        class
    }

    fn path<S: BackendStyle>(&mut self, points: Vec<BackendCoord>, closed: bool, style: &S, fill: bool) {
        let color = style.color();
        if color.alpha > 0.0 {
            let class = self.plain(color, (!fill).then(|| style.stroke_width()));
            self.record(Node::Shape(Shape {
                class,
                paths: vec![SubPath { points, closed }],
                ..Shape::default()
            }));
        }
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.scene.borrow().size();
        let sub = f64::from(SUBPIXELS);
        ((width * sub).round() as u32, (height * sub).round() as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.path(vec![from, to], false, style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.path(vec![a, (b.0, a.1), b, (a.0, b.1)], true, style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(path.into_iter().collect(), false, style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let class = self.plain(style.color(), (!fill).then(|| style.stroke_width()));
        let radius = radius as i32;
        self.record(Node::Shape(Shape {
            class,
            circles: vec![Circle { at, radius }],
            ..Shape::default()
        }));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.path(points.into_iter().collect(), true, style, true);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, content: &str, style: &T, at: BackendCoord) -> Drawn {
        let face = face_of(style);
        let color = style.color();
        let (r, g, b) = color.rgb;
        let size = style.size() / f64::from(SUBPIXELS);
        let class = format!("text-{r:02x}{g:02x}{b:02x}-{face:?}-{size}")
            .to_lowercase()
            .replace('.', "_");
        let text = TextStyle {
            face,
            fonts: Fonts::default(),
            size,
            spacing: 0.0,
            halo: None,
        };
        self.scene.borrow_mut().define(
            &class,
            Style {
                fill: Some(Color::rgba(r, g, b, color.alpha as f32)),
                text: Some(text),
                ..Style::default()
            },
        );
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let down = style.size()
            * match style.anchor().v_pos {
                VPos::Top => text::ASCENT,
                VPos::Center => (text::ASCENT - text::DESCENT) / 2.0,
                VPos::Bottom => -text::DESCENT,
            };
        self.record(Node::Text(Text {
            class,
            content: content.to_owned(),
            at: (at.0, at.1 + down.round() as i32),
            anchor,
        }));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        content: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text::width(content, face_of(style), style.size(), 0.0);
        let height = style.size() * (text::ASCENT + text::DESCENT);
        Ok((width.ceil() as u32, height.ceil() as u32))
    }
}

fn face_of<T: BackendTextStyle>(style: &T) -> Face {
    match style.style() {
        FontStyle::Normal => Face::Regular,
        FontStyle::Bold => Face::Bold,
        FontStyle::Italic | FontStyle::Oblique => Face::Italic,
    }
}

impl Scene {
    /// Draws more onto a finished map with any elements of plotters. Coordinates are [`SUBPIXELS`] to the layout
    /// pixel; [`Scene::size`] has the size of the page in those.
    ///
    /// # Errors
    ///
    /// What `draw` returns.
    ///
    /// ```
    /// use plotters::prelude::*;
    /// # use landshift::map::{Scene, SUBPIXELS};
    /// # fn mark(map: Scene) -> Result<Scene, Box<dyn std::error::Error>> {
    /// let at = (400 * SUBPIXELS, 300 * SUBPIXELS);
    /// map.draw_with(|area| Ok(area.draw(&Circle::new(at, 6 * SUBPIXELS, RED.filled()))?))
    /// # }
    /// ```
    pub fn draw_with<E>(
        self,
        draw: impl FnOnce(&DrawingArea<Recorder, Shift>) -> Result<(), E>,
    ) -> Result<Self, E> {
        let canvas = Canvas::new(self);
        draw(&canvas.root)?;
        Ok(canvas.finish())
    }
}

/// A scene under construction and the plotters area that draws into it.
pub(in crate::map) struct Canvas {
    scene: Rc<RefCell<Scene>>,
    /// The whole picture, in backend pixels.
    pub root: DrawingArea<Recorder, Shift>,
}

impl Canvas {
    pub fn new(scene: Scene) -> Self {
        let scene = Rc::new(RefCell::new(scene));
        let root = Recorder::new(Rc::clone(&scene)).into_drawing_area();
        Self { scene, root }
    }

    /// Reads or changes the scene between drawing calls.
    pub fn with<T>(&self, change: impl FnOnce(&mut Scene) -> T) -> T {
        change(&mut self.scene.borrow_mut())
    }

    /// The finished scene.
    pub fn finish(self) -> Scene {
        self.scene.borrow().clone()
    }
}
