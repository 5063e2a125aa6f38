//! The entries of the display list: groups, paths and texts, each with a class.

use crate::map::fonts::text;
use crate::map::plane::rect::{Rect, SUBPIXELS};
use crate::map::style::class::TextStyle;

/// One entry of the display list.
#[derive(Debug, Clone)]
pub(in crate::map) enum Node {
    Group(Group),
    Shape(Shape),
    Text(Text),
}

/// Entries that belong together: a layer.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct Group {
    pub id: String,
    /// Left, top, right, bottom in subpixels.
    pub clip: Option<[i32; 4]>,
    pub children: Vec<Node>,
}

/// A compound path, filled by the even-odd rule, or circles.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct Shape {
    pub id: Option<String>,
    pub class: String,
    /// What it is, for who points at it.
    pub title: Option<String>,
    pub data: Vec<(&'static str, String)>,
    pub paths: Vec<SubPath>,
    pub circles: Vec<Circle>,
}

#[derive(Debug, Clone)]
pub(in crate::map) struct SubPath {
    pub points: Vec<(i32, i32)>,
    pub closed: bool,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::map) struct Circle {
    pub at: (i32, i32),
    pub radius: i32,
}

/// One line of text.
#[derive(Debug, Clone)]
pub(in crate::map) struct Text {
    pub class: String,
    pub content: String,
    /// Where the baseline meets the anchor.
    pub at: (i32, i32),
    pub anchor: Anchor,
}

/// Which part of a text its position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::map) enum Anchor {
    #[default]
    Start,
    Middle,
    End,
}

/// The box of a text: its advance width, from the height of a capital to the depth of a descender.
pub(in crate::map) fn text_box(text: &Text, style: &TextStyle) -> Rect {
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
