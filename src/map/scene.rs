//! The display list: groups, paths and texts with classes, and one style per class.
//!
//! Positions are whole numbers of 1/16 of a layout pixel, so the list is exact and its bytes repeat.

use std::collections::{BTreeMap, BTreeSet};

use super::color::Color;
use super::element::Pt;
use super::text::{self, Face};
use super::view::Extent;
use crate::measure::Area;

/// Backend units in one layout pixel.
pub const SUBPIXELS: i32 = 16;

/// A drawn map, to be written as SVG, PNG or PDF.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) pixel_width: u32,
    /// The paper; white is left out.
    pub(super) background: Color,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) lang: String,
    pub(super) styles: Vec<(String, Style)>,
    pub(super) nodes: Vec<Node>,
    pub(super) open: Vec<Group>,
    pub(super) left_out: Vec<String>,
    pub(super) record: Record,
}

/// What was decided while drawing, for the check of the finished map.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    pub panels: Vec<PanelRecord>,
    pub labels: Vec<LabelRecord>,
    /// Boxes that stand on a map: locator and scale bar.
    pub boxes: Vec<Rect>,
    /// Changed land too small to be drawn.
    pub unseen: Area,
    /// How many ranges are written.
    pub ranges: usize,
}

/// A map on the page: which part of the globe on which rectangle.
#[derive(Debug, Clone)]
pub(super) struct PanelRecord {
    pub id: String,
    pub rect: Rect,
    pub extent: Extent,
    /// Which of the states of the series it shows.
    pub state: usize,
}

/// A label of a piece of land, in layout pixels of the page.
#[derive(Debug, Clone)]
pub(super) struct LabelRecord {
    pub rect: Rect,
    /// From the label to the land.
    pub leader: Option<(Pt, Pt)>,
    pub names: Named,
}

/// The land that a label names: rings, less other rings, by the even-odd rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub land: Vec<Vec<Pt>>,
    pub less: Vec<Vec<Pt>>,
}

/// One entry of the display list.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Group(Group),
    Shape(Shape),
    Text(Text),
}

/// Entries that belong together: a layer.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub id: String,
    /// Left, top, right, bottom in subpixels.
    pub clip: Option<[i32; 4]>,
    pub children: Vec<Node>,
}

/// A compound path, filled by the even-odd rule, or circles.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub id: Option<String>,
    pub class: String,
    pub data: Vec<(&'static str, String)>,
    pub paths: Vec<SubPath>,
    pub circles: Vec<Circle>,
}

#[derive(Debug, Clone)]
pub(super) struct SubPath {
    pub points: Vec<(i32, i32)>,
    pub closed: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Circle {
    pub at: (i32, i32),
    pub radius: i32,
}

/// One line of text.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub class: String,
    pub content: String,
    /// Where the baseline meets the anchor.
    pub at: (i32, i32),
    pub anchor: Anchor,
}

/// Which part of a text its position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Anchor {
    #[default]
    Start,
    Middle,
    End,
}

/// How everything of a class looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Style {
    pub fill: Option<Color>,
    pub hatch: Option<Hatch>,
    pub stroke: Option<Stroke>,
    pub text: Option<TextStyle>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stroke {
    pub color: Color,
    pub width: f64,
    pub dash: Vec<f64>,
}

/// Parallel lines, or dots on a square grid, over a fill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hatch {
    pub color: Color,
    /// Of a line, or across a dot.
    pub width: f64,
    pub spacing: f64,
    pub marks: Marks,
}

/// What a hatch is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Marks {
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

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextStyle {
    pub face: Face,
    pub size: f64,
    pub spacing: f64,
    pub halo: Option<(Color, f64)>,
}

impl TextStyle {
    /// The width of `content` in layout pixels.
    pub fn width(&self, content: &str) -> f64 {
        text::width(content, self.face, self.size, self.spacing)
    }
}

/// A rectangle in layout pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    pub(super) fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.w
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.h
    }

    pub(super) fn center(&self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Grown by `by` on every side.
    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }
}

impl Scene {
    pub(super) fn new(width: f64, height: f64, pixel_width: u32) -> Self {
        Self {
            width,
            height,
            pixel_width,
            background: Color::WHITE,
            title: String::new(),
            description: String::new(),
            lang: "en".into(),
            styles: Vec::new(),
            nodes: Vec::new(),
            open: Vec::new(),
            left_out: Vec::new(),
            record: Record::default(),
        }
    }

    /// Labels that found no room, in the order of their importance.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Every character that the embedded fonts cannot draw, once, in order of appearance.
    pub fn missing_glyphs(&self) -> Vec<char> {
        let mut missing = Vec::new();
        self.each_text(&mut |content, style, _| {
            for c in text::missing_glyphs(content, style.face) {
                if !missing.contains(&c) {
                    missing.push(c);
                }
            }
        });
        missing
    }

    /// Width and height in layout pixels.
    pub fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// Every text with the box that it fills, in layout pixels: what a check for overlaps needs.
    pub fn texts(&self) -> Vec<(String, Rect)> {
        let mut all = Vec::new();
        self.each_text(&mut |content, _, rect| all.push((content.to_owned(), rect)));
        all
    }

    /// Every entry with the ids of the groups around it, from the outermost.
    pub(super) fn walk<'a>(&'a self, see: &mut dyn FnMut(&[&'a str], &'a Node)) {
        fn step<'a>(nodes: &'a [Node], ids: &mut Vec<&'a str>, see: &mut dyn FnMut(&[&'a str], &'a Node)) {
            for node in nodes {
                see(ids, node);
                if let Node::Group(group) = node {
                    ids.push(&group.id);
                    step(&group.children, ids, see);
                    ids.pop();
                }
            }
        }
        step(&self.nodes, &mut Vec::new(), see);
    }

    pub(super) fn each_text(&self, see: &mut dyn FnMut(&str, &TextStyle, Rect)) {
        fn walk(scene: &Scene, nodes: &[Node], see: &mut dyn FnMut(&str, &TextStyle, Rect)) {
            for node in nodes {
                match node {
                    Node::Group(group) => walk(scene, &group.children, see),
                    Node::Text(text) => {
                        if let Some(style) = scene.style(&text.class).and_then(|s| s.text) {
                            see(&text.content, &style, text_box(text, &style));
                        }
                    }
                    Node::Shape(_) => {}
                }
            }
        }
        walk(self, &self.nodes, see);
    }

    /// The characters that are drawn of each face.
    pub(super) fn characters(&self) -> BTreeMap<Face, BTreeSet<char>> {
        let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
        self.each_text(&mut |content, style, _| used.entry(style.face).or_default().extend(content.chars()));
        used
    }

    pub(super) fn style(&self, class: &str) -> Option<&Style> {
        self.styles
            .iter()
            .find(|(name, _)| name == class)
            .map(|(_, style)| style)
    }

    /// States how a class looks; the first statement stays.
    pub(super) fn define(&mut self, class: &str, style: Style) {
        if self.style(class).is_none() {
            self.styles.push((class.to_owned(), style));
        }
    }

    pub(super) fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(group) => group.children.push(node),
            None => self.nodes.push(node),
        }
    }

    pub(super) fn open_group(&mut self, id: &str, clip: Option<[i32; 4]>) {
        self.open.push(Group {
            id: id.to_owned(),
            clip,
            children: Vec::new(),
        });
    }

    /// Closes the innermost open group; an empty one leaves no trace.
    pub(super) fn close_group(&mut self) {
        if let Some(group) = self.open.pop()
            && !group.children.is_empty()
        {
            self.push(Node::Group(group));
        }
    }
}

/// The box of a text: its advance width, from the height of a capital to the depth of a descender.
pub(super) fn text_box(text: &Text, style: &TextStyle) -> Rect {
    let width = style.width(&text.content);
    let x = f64::from(text.at.0) / f64::from(SUBPIXELS)
        - match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
    let y = f64::from(text.at.1) / f64::from(SUBPIXELS);
    Rect::new(
        x,
        y - style.size * text::ASCENT,
        width,
        style.size * (text::ASCENT + text::DESCENT),
    )
}
