//! Who has which colour, which changes there are, and how every class looks.

use std::collections::BTreeSet;

use crate::Result;
use crate::measure::Area;

use super::color::{Color, GREY, INK, WHITE};
use super::input::{MapInput, Region, Transfer};
use super::palette::{default_color, hatch, slug};
use super::scene::{Hatch, Scene, Stroke, Style, TextStyle};
use super::text::Face;

/// A controller as it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Controller {
    pub name: String,
    pub short: String,
    pub color: Color,
    slug: String,
    /// One of many that the change does not concern: drawn in a neutral tint.
    pub bystander: bool,
}

/// More controllers than this cannot each have a colour that a reader tells apart.
const MANY: usize = 12;

/// The class of all bystanders' land.
pub(super) const OTHERS: &str = "home-others";

impl Controller {
    /// Class of its land where it is sovereign, or nobody says who is.
    pub fn home(&self) -> String {
        if self.bystander {
            OTHERS.to_owned()
        } else {
            format!("home-{}", self.slug)
        }
    }

    /// Class of land that it holds and another is sovereign of.
    pub fn held(&self) -> String {
        format!("held-{}", self.slug)
    }
}

/// All land that went from one to another.
#[derive(Debug, Clone)]
pub(super) struct Transition<'a> {
    pub from: Option<usize>,
    pub to: Option<usize>,
    pub area: Area,
    pub class: String,
    pub hatch: Hatch,
    pub fill: Color,
    /// Its pieces, the largest first.
    pub transfers: Vec<&'a Transfer>,
}

/// The colours and classes of one map.
#[derive(Debug)]
pub(super) struct Theme<'a> {
    pub controllers: Vec<Controller>,
    /// The largest first, noise left out.
    pub transitions: Vec<Transition<'a>>,
    /// The sum of what is noise.
    pub noise: Area,
}

impl<'a> Theme<'a> {
    pub fn new(input: &'a MapInput) -> Result<Self> {
        let controllers = controllers(input)?;
        let mut theme = Self {
            controllers,
            transitions: Vec::new(),
            noise: input.transfers.iter().filter(|t| t.noise).map(|t| t.area).sum(),
        };
        theme.transitions = theme.gather(input);
        Ok(theme)
    }

    pub fn index(&self, name: &str) -> Option<usize> {
        self.controllers.iter().position(|c| c.name == name)
    }

    pub fn controller(&self, name: &str) -> Option<&Controller> {
        self.index(name).map(|i| &self.controllers[i])
    }

    /// A controller's short name, or how nobody is written.
    pub fn short(&self, controller: Option<usize>) -> &str {
        controller.map_or("nobody", |i| &self.controllers[i].short)
    }

    /// The class of a region's fill.
    pub fn fill(&self, region: &Region) -> Option<String> {
        let controller = self.controller(&region.controller)?;
        Some(if region.is_held_by_other() {
            controller.held()
        } else {
            controller.home()
        })
    }

    fn gather(&self, input: &'a MapInput) -> Vec<Transition<'a>> {
        let mut transitions: Vec<Transition<'a>> = Vec::new();
        for transfer in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
            let find = |name: &Option<String>| name.as_ref().and_then(|n| self.index(n));
            let (from, to) = (find(&transfer.from), find(&transfer.to));
            match transitions.iter_mut().find(|t| t.from == from && t.to == to) {
                Some(known) => {
                    known.area += transfer.area;
                    known.transfers.push(transfer);
                }
                None => transitions.push(Transition {
                    from,
                    to,
                    area: transfer.area,
                    class: String::new(),
                    hatch: hatch(0, INK),
                    fill: WHITE,
                    transfers: vec![transfer],
                }),
            }
        }
        transitions.sort_by_key(|t| std::cmp::Reverse(t.area));
        for (n, transition) in transitions.iter_mut().enumerate() {
            let color = transition.to.map_or(GREY, |i| self.controllers[i].color);
            let name = |who: Option<usize>| who.map_or("nobody", |i| self.controllers[i].slug.as_str());
            transition.class = format!("change-{}-to-{}", name(transition.from), name(transition.to));
            transition.hatch = hatch(n, color.deep());
            transition.fill = color.gained();
            transition.transfers.sort_by_key(|t| std::cmp::Reverse(t.area));
        }
        transitions
    }

    /// States how every class looks; `thin` is what becomes of the width of lines, less than 1 on small scales.
    pub fn define(&self, scene: &mut Scene, thin: f64) {
        scene.define(OTHERS, land(BYSTANDERS));
        for controller in &self.controllers {
            scene.define(&controller.home(), land(controller.color.pale()));
            scene.define(&controller.held(), land(controller.color.full()));
        }
        for t in &self.transitions {
            let style = Style {
                fill: Some(t.fill),
                hatch: Some(t.hatch),
                stroke: Some(stroke(t.hatch.color, 1.6, &[])),
                text: None,
            };
            scene.define(&t.class, style);
        }
        define_map(scene, thin);
        define_texts(scene);
    }
}

/// The controllers in the order in which the input first mentions them, each with its own colour and slug.
fn controllers(input: &MapInput) -> Result<Vec<Controller>> {
    let regions = input
        .before
        .regions
        .iter()
        .chain(&input.after.regions)
        .chain(&input.kept);
    let transfers = input.transfers.iter().flat_map(|t| [&t.from, &t.to]).flatten();
    let mut names: Vec<&String> = Vec::new();
    for name in regions.map(|r| &r.controller).chain(transfers) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let style = |name: &str| input.controllers.iter().find(|c| c.name == name);
    let mut used: Vec<Color> = Vec::new();
    for name in &names {
        if let Some(color) = style(name).and_then(|s| s.color.as_ref()) {
            used.push(Color::parse(color)?);
        }
    }
    let many = names.len() > MANY;
    let mut slugs = BTreeSet::from(["others".to_owned()]);
    let mut controllers = Vec::new();
    let mut defaults = (0..200).map(default_color);
    for (n, name) in names.into_iter().enumerate() {
        let style = style(name);
        let bystander = many && style.is_none() && !is_concerned(input, name);
        let color = match style.and_then(|s| s.color.as_ref()) {
            Some(color) => Color::parse(color)?,
            None if bystander => GREY,
            // A colour like one that was given to somebody is not given out.
            None => defaults
                .find(|c| used.iter().all(|u| u.full().distance(*c) > 25.0))
                .unwrap_or(GREY),
        };
        let mut slug = slug(name);
        if slug.is_empty() || !slugs.insert(slug.clone()) {
            let numbered = format!("{slug}-{n}");
            numbered.trim_start_matches('-').clone_into(&mut slug);
            slugs.insert(slug.clone());
        }
        controllers.push(Controller {
            name: name.clone(),
            short: style
                .and_then(|s| s.short.clone())
                .unwrap_or_else(|| name.clone()),
            color,
            slug,
            bystander,
        });
    }
    Ok(controllers)
}

/// Whether a controller gained, lost or holds another's land.
fn is_concerned(input: &MapInput, name: &str) -> bool {
    let moved = input
        .transfers
        .iter()
        .filter(|t| !t.noise)
        .flat_map(|t| [&t.from, &t.to])
        .flatten();
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let held = regions.filter(|r| r.is_held_by_other()).map(|r| &r.controller);
    moved.chain(held).any(|who| who == name)
}

pub(super) fn stroke(color: Color, width: f64, dash: &[f64]) -> Stroke {
    Stroke {
        color,
        width,
        dash: dash.to_vec(),
    }
}

/// A fill with a line of its own colour, which closes the hairline that anti-aliasing leaves between neighbours.
fn land(color: Color) -> Style {
    Style {
        fill: Some(color),
        stroke: Some(stroke(color, 0.8, &[])),
        ..Style::default()
    }
}

pub(super) const GROUND: Color = Color::rgb(0xf1, 0xf0, 0xec);
/// Land of controllers without a colour of their own.
const BYSTANDERS: Color = Color::rgb(0xe6, 0xe3, 0xda);
const WATER: Color = Color::rgb(0xc3, 0xdc, 0xea);
const BORDER: Color = Color::rgb(0x43, 0x48, 0x51);

fn define_map(scene: &mut Scene, thin: f64) {
    let fill = |color| Style {
        fill: Some(color),
        ..Style::default()
    };
    let line = |color, width, dash: &[f64]| Style {
        stroke: Some(stroke(color, width, dash)),
        ..Style::default()
    };
    // Dashes keep their proportions.
    let map_line = |color, width: f64, dash: &[f64]| {
        let dash: Vec<f64> = dash.iter().map(|d| d * thin).collect();
        line(color, width * thin, &dash)
    };
    let both = |color, edge, width| Style {
        fill: Some(color),
        stroke: Some(stroke(edge, width, &[])),
        ..Style::default()
    };
    for (class, style) in [
        ("ground", fill(GROUND)),
        (
            "neighbour",
            both(GROUND, Color::rgb(0x9a, 0x9d, 0xa2), 1.2 * thin),
        ),
        ("water", both(WATER, Color::rgb(0x7f, 0xab, 0xc4), thin)),
        ("graticule", line(Color::rgba(0xff, 0xff, 0xff, 0.65), 1.0, &[])),
        ("edge", map_line(BORDER, 1.5, &[])),
        ("border", map_line(BORDER, 2.2, &[])),
        ("casing", map_line(Color::rgba(0xff, 0xff, 0xff, 0.75), 5.0, &[])),
        ("control", map_line(INK, 3.0, &[10.0, 4.5])),
        ("ghost", map_line(Color::rgb(0x33, 0x36, 0x3c), 2.0, &[5.0, 4.0])),
        ("outline", map_line(INK, 2.0, &[2.0, 4.0])),
        ("neatline", line(Color::rgb(0x9a, 0x9d, 0xa2), 1.5, &[])),
        (
            "leader-casing",
            line(Color::rgba(0xff, 0xff, 0xff, 0.9), 4.0, &[]),
        ),
        ("leader", line(INK, 1.6, &[])),
        ("leader-end", both(INK, WHITE, 1.0)),
        ("capital", both(INK, WHITE, 1.5)),
        ("city", both(WHITE, INK, 2.2)),
        ("village", both(INK, WHITE, 1.0)),
        ("town", both(WHITE, INK, 1.8)),
        ("plate", fill(Color::rgba(0xff, 0xff, 0xff, 0.82))),
        ("scale", line(INK, 2.0, &[])),
        ("inset-sea", fill(Color::rgb(0xd6, 0xe6, 0xf0))),
        (
            "inset-land",
            both(Color::rgb(0xf4, 0xf3, 0xef), Color::rgb(0xb4, 0xb7, 0xbb), 0.8),
        ),
        ("inset-frame", line(Color::rgb(0x6a, 0x6e, 0x75), 1.6, &[])),
        (
            "inset-box",
            both(
                Color::rgba(0xc6, 0x28, 0x28, 0.18),
                Color::rgb(0xc6, 0x28, 0x28),
                2.4,
            ),
        ),
        ("swatch-frame", line(Color::rgb(0x6a, 0x6e, 0x75), 1.0, &[])),
        ("rule", line(Color::rgb(0xcf, 0xd2, 0xd6), 1.2, &[])),
        ("rule-strong", line(INK, 2.0, &[])),
        ("bar", fill(Color::rgb(0x6f, 0x7b, 0x8a))),
    ] {
        scene.define(class, style);
    }
}

fn define_texts(scene: &mut Scene) {
    let halo = Some((Color::rgba(0xff, 0xff, 0xff, 0.88), 2.4));
    let water = Color::rgb(0x2c, 0x5d, 0x7d);
    for (class, color, face, size, spacing, halo) in [
        ("title", INK, Face::Bold, 38.0, 0.0, None),
        ("subtitle", GREY, Face::Regular, 24.0, 0.0, None),
        ("heading", INK, Face::Bold, 28.0, 0.0, None),
        ("caption", GREY, Face::Regular, 21.0, 0.0, None),
        (
            "country",
            Color::rgb(0x3a, 0x3f, 0x47),
            Face::Bold,
            22.0,
            6.0,
            halo,
        ),
        (
            "country-small",
            Color::rgb(0x3a, 0x3f, 0x47),
            Face::Bold,
            18.0,
            2.0,
            halo,
        ),
        ("neighbour-name", GREY, Face::Regular, 20.0, 4.0, halo),
        ("change-name", INK, Face::Bold, 20.0, 0.0, halo),
        ("change-area", INK, Face::Regular, 20.0, 0.0, halo),
        ("place-name", INK, Face::Regular, 18.0, 0.0, halo),
        ("capital-name", INK, Face::Bold, 18.0, 0.0, halo),
        ("area-name", GREY, Face::Regular, 18.0, 0.0, halo),
        ("water-name", water, Face::Italic, 18.0, 0.0, halo),
        ("scale-text", INK, Face::Regular, 18.0, 0.0, None),
        ("inset-name", GREY, Face::Regular, 16.0, 0.5, None),
        ("legend", INK, Face::Regular, 19.0, 0.0, None),
        ("bar-title", INK, Face::Bold, 20.0, 0.0, None),
        ("bar-text", INK, Face::Bold, 19.0, 0.0, halo),
        ("table-head", GREY, Face::Regular, 18.0, 0.0, None),
        ("table-name", INK, Face::Bold, 20.0, 0.0, None),
        ("table-detail", GREY, Face::Regular, 17.0, 0.0, None),
        ("table-number", INK, Face::Regular, 21.0, 0.0, None),
        ("table-total", INK, Face::Bold, 21.0, 0.0, None),
        ("foot", GREY, Face::Regular, 16.5, 0.0, None),
    ] {
        let style = Style {
            fill: Some(color),
            text: Some(TextStyle {
                face,
                size,
                spacing,
                halo,
            }),
            ..Style::default()
        };
        scene.define(class, style);
    }
}
