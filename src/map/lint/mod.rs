//! Checks a finished map against a cartographer's list of 35 items, as far as a program can.
//!
//! Every item is measured on the finished scene, on its pixels, on the SVG as written, or by putting its numbers beside
//! the input, not on what the layout meant to do. SVG and PNG are two writings of one scene, so what holds for its
//! boxes holds for both.

mod color;
mod document;
mod figures;
mod geometry;
mod layout;

use std::fmt;

use super::input::MapInput;
use super::scene::{Node, Scene, Shape, Style};

/// What a check found of one item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its number in the list.
    pub item: u8,
    /// What is asked for.
    pub title: &'static str,
    /// Whether the map passes.
    pub verdict: Verdict,
    /// What was measured, or why nothing was.
    pub figure: String,
}

/// Whether a map passes an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Pass,
    /// It does not.
    Fail,
    /// The map has nothing that the item is about.
    Void,
    /// Only a person can say.
    Eye,
}

impl Verdict {
    /// In one word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "FAIL",
            Self::Void => "n/a",
            Self::Eye => "eye",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>2} {:<4} {:<38} {}",
            self.item,
            self.verdict.name(),
            self.title,
            self.figure
        )
    }
}

/// A verdict with what was measured.
type Measured = (Verdict, String);

fn judged(passes: bool, figure: impl Into<String>) -> Measured {
    let verdict = if passes { Verdict::Pass } else { Verdict::Fail };
    (verdict, figure.into())
}

fn void(why: &str) -> Measured {
    (Verdict::Void, why.to_owned())
}

fn eye(what: &str) -> Measured {
    (Verdict::Eye, what.to_owned())
}

/// `none`, or how many there are and the first of them.
fn listed(bad: &[String], of: &str) -> Measured {
    match bad {
        [] => judged(true, of),
        [one] => judged(false, one.clone()),
        [first, rest @ ..] => judged(false, format!("{first}, and {} more", rest.len())),
    }
}

/// Everything the checks look at.
struct Subject<'a> {
    scene: &'a Scene,
    input: &'a MapInput,
    svg: String,
    /// All shapes with the ids of the groups around them.
    shapes: Vec<Grouped<'a>>,
}

/// A shape with the ids of the groups around it, from the outermost.
type Grouped<'a> = (Vec<&'a str>, &'a Shape);

impl<'a> Subject<'a> {
    fn new(scene: &'a Scene, input: &'a MapInput) -> Self {
        let mut shapes = Vec::new();
        scene.walk(&mut |ids, node| {
            if let Node::Shape(shape) = node {
                shapes.push((ids.to_vec(), shape));
            }
        });
        Self {
            scene,
            input,
            svg: scene.to_svg(),
            shapes,
        }
    }

    /// The shapes of the maps themselves.
    fn on_maps(&self) -> impl Iterator<Item = &Grouped<'a>> {
        self.shapes
            .iter()
            .filter(|(ids, _)| ids.iter().any(|id| id.ends_with("-map")))
    }

    fn style(&self, class: &str) -> Option<&'a Style> {
        self.scene.style(class)
    }
}

/// Whether a class is the fill of land that a controller holds, or that changed hands.
fn is_land(class: &str) -> bool {
    ["home-", "held-", "change-"]
        .iter()
        .any(|start| class.starts_with(start))
}

/// One item: its number, title and check.
type Check = (u8, &'static str, fn(&Subject) -> Measured);

const CHECKS: [Check; 34] = [
    (1, "areal scale within 1 ± 0.001", geometry::areal_scale),
    (2, "panels at one extent and scale", geometry::same_panels),
    (3, "scale bar within 1 % at the centre", geometry::scale_bar),
    (4, "printed numbers are measured areas", figures::numbers),
    (5, "table and matrix close", figures::closes),
    (6, "dates, sources, disclaimer", figures::small_print),
    (7, "lines of control unlike borders", color::line_kinds),
    (8, "status has its own fill", color::status),
    (9, "slivers are said, not drawn", figures::slivers),
    (10, "holes and exclaves by pixel", geometry::holes),
    (11, "no hairline along shared edges", geometry::hairlines),
    (12, "simplified by half a pixel at most", geometry::simplification),
    (13, "coordinates finer than a pixel", geometry::precision),
    (14, "edges are anti-aliased", geometry::smooth_edges),
    (15, "every text on canvas and panel", layout::inside),
    (16, "no texts overlap or are covered", layout::apart),
    (17, "labels in their land, or led to it", layout::anchored),
    (18, "map labels have a halo", layout::halos),
    (19, "text contrast 4.5 or more", layout::contrast),
    (20, "legible at 800 pixels", layout::legible),
    (21, "at most 4 type sizes on the map", layout::sizes),
    (22, "every glyph is in the font", layout::glyphs),
    (23, "one controller, one colour", color::one_to_one),
    (24, "fills apart in every vision", color::differences),
    (25, "changes differ without colour", color::hatches),
    (26, "lines part neighbours by 3 : 1", color::line_contrast),
    (27, "figure over ground", |_| {
        eye("the change is the most saturated")
    }),
    (28, "title and subtitle differ", layout::titles),
    (29, "legend matches the map", color::legend),
    (30, "earlier line as a ghost", color::ghost),
    (31, "locator covers no change", layout::locator),
    (32, "neatline, margins, no axes", layout::neatline),
    (33, "SVG has titles, ids, classes, data", document::structure),
    (34, "SVG is one style block and light", document::style),
];

/// What colours fail of the list: contrast of text and lines, and differences of fills in every vision.
pub fn lint_colors(scene: &Scene, input: &MapInput) -> Vec<Finding> {
    let subject = Subject::new(scene, input);
    let checks = CHECKS.iter().filter(|(item, ..)| [19, 24, 26].contains(item));
    let findings = checks.map(|(item, title, check)| {
        let (verdict, figure) = check(&subject);
        Finding {
            item: *item,
            title,
            verdict,
            figure,
        }
    });
    findings.filter(|f| f.verdict == Verdict::Fail).collect()
}

/// Checks a map; `again` is the same map drawn once more.
///
/// ```
/// # use landshift::map::{lint, Verdict, MapInput, MapOptions, change};
/// # fn check(input: &MapInput) -> landshift::Result<()> {
/// let draw = || change(input, &MapOptions::default());
/// for finding in lint(&draw()?, &draw()?, input) {
///     assert_ne!(finding.verdict, Verdict::Fail, "{finding}");
/// }
/// # Ok(())
/// # }
/// ```
pub fn lint(scene: &Scene, again: &Scene, input: &MapInput) -> Vec<Finding> {
    let subject = Subject::new(scene, input);
    let finding = |item, title, (verdict, figure): Measured| Finding {
        item,
        title,
        verdict,
        figure,
    };
    let mut findings: Vec<Finding> = CHECKS
        .iter()
        .map(|(item, title, check)| finding(*item, title, check(&subject)))
        .collect();
    let repeats = document::repeats(&subject, again);
    findings.push(finding(35, "same bytes again; one scene for both", repeats));
    findings
}
