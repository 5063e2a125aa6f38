//! The display list: groups, paths and texts with classes, and one style per class.
//!
//! Positions are whole numbers of 1/16 of a layout pixel, so the list is exact and its bytes repeat.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::fonts::face::Face;
use crate::map::fonts::files::{FontKey, Fonts, UsedGlyphs};
use crate::map::plane::rect::Rect;
use crate::map::scene::node::{Group, Node, text_box};
use crate::map::scene::record::DrawRecord;
use crate::map::scene::sheet::{Legibility, Sheet};
use crate::map::style::class::{Classes, Style, TextStyle};
use crate::map::style::color::Color;

/// How an SVG has its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SvgText {
    /// As text, in the used part of the fonts, which the file carries.
    #[default]
    Font,
    /// As the outlines of its letters, for programs that know no font inside a file.
    Outline,
}

/// A drawn map, to be written as SVG, PNG or PDF.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(in crate::map) width: f64,
    pub(in crate::map) height: f64,
    pub(in crate::map) pixel_width: u32,
    /// The paper that it fills, in true size.
    pub(in crate::map) sheet: Option<Sheet>,
    /// How large its letters are seen, if it is made for that.
    pub(in crate::map) legibility: Option<Legibility>,
    pub(in crate::map) svg_text: SvgText,
    /// The ground of the page.
    pub(in crate::map) background: Color,
    pub(in crate::map) title: String,
    pub(in crate::map) description: String,
    pub(in crate::map) lang: String,
    pub(in crate::map) styles: Classes,
    pub(in crate::map) nodes: Vec<Node>,
    pub(in crate::map) open: Vec<Group>,
    pub(in crate::map) left_out: Vec<String>,
    pub(in crate::map) record: DrawRecord,
}

impl Scene {
    pub(in crate::map) fn new(width: f64, height: f64, pixel_width: u32) -> Self {
        Self {
            width,
            height,
            pixel_width,
            sheet: None,
            legibility: None,
            svg_text: SvgText::default(),
            background: Color::WHITE,
            title: String::new(),
            description: String::new(),
            lang: "en".into(),
            styles: Classes::default(),
            nodes: Vec::new(),
            open: Vec::new(),
            left_out: Vec::new(),
            record: DrawRecord::default(),
        }
    }

    /// Labels that found no room, in the order of their importance.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Every character that neither the embedded fonts nor those that were given can draw, once, in order of appearance.
    pub fn missing_glyphs(&self) -> Vec<char> {
        let mut missing = Vec::new();
        self.each_text(&mut |content, style, _| {
            for c in style.missing(content) {
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
    #[cfg(feature = "png")]
    pub(in crate::map) fn walk<'a>(&'a self, see: &mut dyn FnMut(&[&'a str], &'a Node)) {
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

    pub(in crate::map) fn each_text(&self, see: &mut dyn FnMut(&str, &TextStyle, Rect)) {
        fn walk(scene: &Scene, nodes: &[Node], see: &mut dyn FnMut(&str, &TextStyle, Rect)) {
            for node in nodes {
                match node {
                    Node::Group(group) => walk(scene, &group.children, see),
                    Node::Text(text) => {
                        if let Some(style) = scene.style(&text.class).and_then(|s| s.text.as_ref()) {
                            see(&text.content, style, text_box(text, style));
                        }
                    }
                    Node::Shape(_) => {}
                }
            }
        }
        walk(self, &self.nodes, see);
    }

    /// The characters that are drawn of each face.
    pub(in crate::map) fn characters(&self) -> BTreeMap<Face, BTreeSet<char>> {
        let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
        self.each_text(&mut |content, style, _| used.entry(style.face).or_default().extend(content.chars()));
        used
    }

    /// The fonts that were given, with the glyphs that are drawn of each.
    pub(in crate::map) fn given_glyphs(&self) -> (Fonts, UsedGlyphs) {
        let (mut fonts, mut used) = (Fonts::default(), UsedGlyphs::new());
        self.each_text(&mut |content, style, _| {
            if style.fonts.len() == 0 {
                return;
            }
            fonts = style.fonts.clone();
            for glyph in style.set(content).glyphs {
                if let FontKey::Given(n) = glyph.font {
                    used.entry(n).or_default().insert(glyph.glyph);
                }
            }
        });
        (fonts, used)
    }

    pub(in crate::map) fn style(&self, class: &str) -> Option<&Style> {
        self.styles.get(class)
    }

    /// States how a class looks; the first statement stays.
    pub(in crate::map) fn define(&mut self, class: &str, style: Style) {
        self.styles.define(class, style);
    }

    pub(in crate::map) fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(group) => group.children.push(node),
            None => self.nodes.push(node),
        }
    }

    pub(in crate::map) fn open_group(&mut self, id: &str, clip: Option<[i32; 4]>) {
        self.open.push(Group {
            id: id.to_owned(),
            clip,
            children: Vec::new(),
        });
    }

    /// Closes the innermost open group; an empty one leaves no trace.
    pub(in crate::map) fn close_group(&mut self) {
        if let Some(group) = self.open.pop()
            && !group.children.is_empty()
        {
            self.push(Node::Group(group));
        }
    }
}
