//! How everything of a class is drawn: fill, hatch, stroke, text.

use crate::map::fonts::face::Face;
use crate::map::fonts::files::Fonts;
use crate::map::fonts::line::{self, SetLine};
use crate::map::style::color::Color;

/// How everything of a class looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::map) struct Style {
    pub fill: Option<Color>,
    pub hatch: Option<Hatch>,
    pub stroke: Option<Stroke>,
    pub text: Option<TextStyle>,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::map) struct Stroke {
    pub color: Color,
    pub width: f64,
    pub dash: Vec<f64>,
}

/// Parallel lines, or dots on a square grid, over a fill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct Hatch {
    pub color: Color,
    /// Of a line, or across a dot.
    pub width: f64,
    pub spacing: f64,
    pub marks: Marks,
}

/// What a hatch is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) enum Marks {
    /// Directions in degrees, clockwise from the horizontal; one or two.
    Lines([Option<f64>; 2]),
    Dots,
}

impl Hatch {
    /// Its layers: the direction of lines, or none for dots.
    pub fn layers(&self) -> Vec<Option<f64>> {
        match self.marks {
            Marks::Lines(angles) => angles.into_iter().flatten().map(Some).collect(),
            Marks::Dots => vec![None],
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::map) struct TextStyle {
    pub face: Face,
    /// Asked for what the face lacks.
    pub fonts: Fonts,
    pub size: f64,
    pub spacing: f64,
    pub halo: Option<(Color, f64)>,
}

impl TextStyle {
    /// The width of `content` in layout pixels.
    pub fn width(&self, content: &str) -> f64 {
        self.set(content).width * self.size
    }

    /// The glyphs of a line, in ems.
    pub fn set(&self, content: &str) -> SetLine {
        line::set(content, self.face, &self.fonts, self.spacing / self.size)
    }

    /// The characters of a text that no font has.
    pub fn missing(&self, content: &str) -> Vec<char> {
        line::missing(content, self.face, &self.fonts)
    }
}

/// How every class of a picture is drawn, in the order in which they were defined.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct Classes {
    pub all: Vec<(String, Style)>,
}

impl Classes {
    pub fn get(&self, class: &str) -> Option<&Style> {
        let mut all = self.all.iter();
        all.find(|(name, _)| name == class).map(|(_, style)| style)
    }

    /// States how a class is drawn; the first statement stays.
    pub fn define(&mut self, class: &str, style: Style) {
        if self.get(class).is_none() {
            self.all.push((class.to_owned(), style));
        }
    }
}
