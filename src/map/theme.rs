//! Who has which colour, which changes there are, and how every class looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::Result;
use crate::language::{Language, fill};
use crate::measure::Area;

use super::color::Color;
use super::input::{MapInput, Region, Transfer};
use super::look::{Look, Type};
use super::palette::{Scheme, hatch, slug};
use super::scene::{Hatch, Scene, Stroke, Style, TextStyle};
use super::status;
use super::text::Face;
use crate::model::ControllerStyle;

/// A controller as it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Controller {
    /// As the data has it.
    pub name: String,
    /// What it is called on the map.
    pub title: String,
    /// The same for tight places.
    pub short: String,
    pub colors: Scheme,
    slug: String,
    /// One of many that the change does not concern: drawn in a neutral tint.
    pub bystander: bool,
}

/// More controllers than this cannot each have a colour that a reader tells apart.
const MANY: usize = 12;

/// The class of all bystanders' land.
pub(super) const OTHERS: &str = "home-others";

/// More transitions than this are not told apart on one map: the rest is drawn and summed as one.
const TOLD_APART: usize = 11;

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

/// All land that went from one to another, or between pairs that are too many to tell apart.
#[derive(Debug, Clone)]
pub(super) struct Transition<'a> {
    pub from: Option<usize>,
    pub to: Option<usize>,
    /// How many pairs of holders it stands for: 1, or all that are left over.
    pub pairs: usize,
    /// Whether it stands back behind others that are highlighted.
    pub muted: bool,
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
    pub language: &'a Language,
    pub look: &'a Look,
    pub controllers: Vec<Controller>,
    /// Where each name stands among them.
    indices: BTreeMap<String, usize>,
    /// The largest first, noise left out.
    pub transitions: Vec<Transition<'a>>,
    /// The sum of what is noise.
    pub noise: Area,
    /// What the data says of the status of land, in order of name.
    pub statuses: Vec<String>,
}

impl<'a> Theme<'a> {
    pub fn new(input: &'a MapInput, look: &'a Look) -> Result<Self> {
        let mut controllers = controllers(input, look)?;
        if input.transfers.iter().any(|t| t.muted) {
            mute(&mut controllers, input, look);
        }
        let names = controllers.iter().enumerate();
        let mut theme = Self {
            language: &input.language,
            look,
            indices: names.map(|(i, c)| (c.name.clone(), i)).collect(),
            controllers,
            transitions: Vec::new(),
            statuses: status::all(input),
            noise: input.transfers.iter().filter(|t| t.noise).map(|t| t.area).sum(),
        };
        theme.transitions = theme.gather(input);
        Ok(theme)
    }

    pub fn index(&self, name: &str) -> Option<usize> {
        self.indices.get(name).copied()
    }

    pub fn controller(&self, name: &str) -> Option<&Controller> {
        self.index(name).map(|i| &self.controllers[i])
    }

    /// A controller's short name, or how nobody is written.
    pub fn short(&self, controller: Option<usize>) -> &str {
        controller.map_or(&self.language.words.nobody, |i| &self.controllers[i].short)
    }

    /// What tables, legends and labels call a transition.
    pub fn label(&self, t: &Transition) -> String {
        if t.pairs > 1 {
            let count = self.language.count(t.pairs);
            fill(&self.language.words.legend.other_changes, &[("count", &count)])
        } else {
            let change = format!("{} → {}", self.short(t.from), self.short(t.to));
            let is_rest = |o: &Transition| !o.muted && t.muted && (o.from, o.to) == (t.from, t.to);
            if self.transitions.iter().any(is_rest) {
                fill(&self.language.words.legend.elsewhere, &[("change", &change)])
            } else {
                change
            }
        }
    }

    /// Transfers by transition, the largest of each first; noise is left out.
    pub fn by_transition<'b>(&self, transfers: &'b [Transfer]) -> Vec<Vec<&'b Transfer>> {
        let index = |name: &Option<String>| name.as_ref().and_then(|n| self.index(n));
        let mut pairs: BTreeMap<_, usize> = BTreeMap::new();
        let mut rest = None;
        for (n, transition) in self.transitions.iter().enumerate() {
            if transition.pairs > 1 {
                rest = Some(n);
            } else {
                pairs.insert((transition.from, transition.to, transition.muted), n);
            }
        }
        let mut sorted = vec![Vec::new(); self.transitions.len()];
        for transfer in transfers.iter().filter(|t| !t.noise && t.from != t.to) {
            let pair = (index(&transfer.from), index(&transfer.to), transfer.muted);
            if let Some(n) = pairs.get(&pair).copied().or(rest) {
                sorted[n].push(transfer);
            }
        }
        for transfers in &mut sorted {
            transfers.sort_by_key(|t| std::cmp::Reverse(t.area));
        }
        sorted
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
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        for transfer in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
            let find = |name: &Option<String>| name.as_ref().and_then(|n| self.index(n));
            let (from, to) = (find(&transfer.from), find(&transfer.to));
            let key = (from, to, transfer.muted);
            let n = *known.entry(key).or_insert(transitions.len());
            if n == transitions.len() {
                transitions.push(Transition {
                    from,
                    to,
                    pairs: 1,
                    muted: transfer.muted,
                    area: Area::ZERO,
                    class: String::new(),
                    hatch: hatch(0, Color::WHITE, 0.0),
                    fill: Color::WHITE,
                    transfers: Vec::new(),
                });
            }
            transitions[n].area += transfer.area;
            transitions[n].transfers.push(transfer);
        }
        transitions.sort_by_key(|t| (t.muted, std::cmp::Reverse(t.area)));
        merge_the_rest(&mut transitions);
        for (n, transition) in transitions.iter_mut().enumerate() {
            let fills = &self.look.fill;
            let mut colors = transition.to.map_or_else(
                || Scheme::of(fills.neutral, self.look),
                |i| self.controllers[i].colors,
            );
            if transition.muted {
                colors = Scheme::of(fills.neutral, self.look);
            } else if let Some(own) = fills.changes.get(n) {
                colors = Scheme::of(*own, self.look);
            }
            let name = |who: Option<usize>| who.map_or("nobody", |i| self.controllers[i].slug.as_str());
            transition.class = if transition.pairs > 1 {
                "change-others".to_owned()
            } else {
                format!("change-{}-to-{}", name(transition.from), name(transition.to))
            };
            if transition.muted {
                transition.class.push_str("-muted");
            }
            transition.hatch = hatch(n, colors.deep, fills.hatch_width);
            transition.fill = colors.gained;
            transition.transfers.sort_by_key(|t| std::cmp::Reverse(t.area));
        }
        transitions
    }

    /// States how every class looks; `thin` is what becomes of the width of lines, less than 1 on small scales.
    pub fn define(&self, scene: &mut Scene, thin: f64) {
        scene.background = self.look.ground.page;
        scene.define(OTHERS, land(self.look.ground.others));
        for controller in self.controllers.iter().filter(|c| !c.bystander) {
            for (class, color) in [
                (controller.home(), controller.colors.home),
                (controller.held(), controller.colors.held),
            ] {
                let hatch = controller.colors.texture(color, self.look);
                scene.define(&class, Style { hatch, ..land(color) });
            }
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
        status::define(scene, self);
        define_map(scene, self.look, thin);
        define_texts(scene, &self.look.text);
    }
}

/// Makes land held of another's grey, in shades that can be told apart: the most land has the darkest.
fn mute(controllers: &mut [Controller], input: &MapInput, look: &Look) {
    let mut held: BTreeMap<&str, Area> = BTreeMap::new();
    for region in input.before.regions.iter().chain(&input.after.regions) {
        if region.is_held_by_other() {
            *held.entry(&region.controller).or_default() += region.area;
        }
    }
    let mut order: Vec<(&str, Area)> = held.into_iter().collect();
    order.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
    for controller in controllers {
        let nth = order
            .iter()
            .position(|(name, _)| *name == controller.name)
            .unwrap_or(0);
        let share = 0.35 + 0.225 * (nth % 3) as f64;
        controller.colors.held = look.fill.neutral.mix(look.ground.page, share);
    }
}

/// Makes one transition of all that are too many to tell apart.
fn merge_the_rest(transitions: &mut Vec<Transition>) {
    if transitions.len() <= TOLD_APART + 1 {
        return;
    }
    let rest = transitions.split_off(TOLD_APART);
    let pairs = rest.len();
    let merged = rest.into_iter().reduce(|mut all, one| {
        all.area += one.area;
        all.transfers.extend(one.transfers);
        all
    });
    transitions.extend(merged.map(|all| Transition {
        from: None,
        to: None,
        pairs,
        ..all
    }));
}

/// The controllers in the order in which the input first mentions them, each with its own colour and slug.
fn controllers(input: &MapInput, look: &Look) -> Result<Vec<Controller>> {
    let regions = input
        .before
        .regions
        .iter()
        .chain(&input.after.regions)
        .chain(&input.kept);
    let transfers = input.transfers.iter().flat_map(|t| [&t.from, &t.to]).flatten();
    let mut known = BTreeSet::new();
    let mut names: Vec<&String> = Vec::new();
    for name in regions.map(|r| &r.controller).chain(transfers) {
        if known.insert(name) {
            names.push(name);
        }
    }
    let style = |name: &str| input.controllers.iter().find(|c| c.name == name);
    let given = |name: &str| -> Result<Option<Scheme>> {
        let color = style(name).and_then(|s| s.color.as_deref());
        color.map(|c| Ok(Scheme::of(Color::parse(c)?, look))).transpose()
    };
    let used: Vec<Scheme> = names
        .iter()
        .filter_map(|name| given(name).transpose())
        .collect::<Result<_>>()?;
    let concerned = (names.len() > MANY).then(|| concerned(input));
    let mut slugs = BTreeSet::from(["others".to_owned()]);
    let mut controllers = Vec::new();
    // Colours like one that was given to somebody are given out last.
    let (apart, alike): (Vec<Scheme>, Vec<Scheme>) = (0..200)
        .map(|n| Scheme::default(n, look))
        .partition(|scheme| used.iter().all(|u| scheme.is_apart_from(u)));
    let mut defaults = apart.into_iter().chain(alike);
    for (n, name) in names.into_iter().enumerate() {
        let style = style(name);
        let bystander = style.is_none() && concerned.as_ref().is_some_and(|c| !c.contains(name.as_str()));
        let colors = match given(name)? {
            Some(scheme) => scheme,
            None if bystander => Scheme::of(look.fill.neutral, look),
            None => defaults.next().unwrap_or(Scheme::of(look.fill.neutral, look)),
        };
        let mut slug = slug(name);
        if slug.is_empty() || !slugs.insert(slug.clone()) {
            let numbered = format!("{slug}-{n}");
            numbered.trim_start_matches('-').clone_into(&mut slug);
            slugs.insert(slug.clone());
        }
        controllers.push(Controller {
            name: name.clone(),
            title: input.language.name(name).to_owned(),
            short: short(&input.language, name, style),
            colors,
            slug,
            bystander,
        });
    }
    Ok(controllers)
}

/// What a controller is called in tight places.
fn short(language: &Language, name: &str, style: Option<&ControllerStyle>) -> String {
    match style.and_then(|s| s.short.as_deref()) {
        // A short name without a translation gives way to a long one with one.
        Some(short) if language.knows(short) || !language.knows(name) => language.name(short).to_owned(),
        _ => language.name(name).to_owned(),
    }
}

/// Who gained or lost by a transition that is told apart, or holds another's land.
fn concerned(input: &MapInput) -> BTreeSet<&str> {
    let mut sums: BTreeMap<[Option<&str>; 2], Area> = BTreeMap::new();
    for t in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
        *sums.entry([t.from.as_deref(), t.to.as_deref()]).or_default() += t.area;
    }
    let mut pairs: Vec<_> = sums.into_iter().collect();
    pairs.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
    let moved = pairs.into_iter().take(TOLD_APART).flat_map(|(pair, _)| pair);
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let held = regions.filter(|r| r.is_held_by_other());
    moved
        .flatten()
        .chain(held.map(|r| r.controller.as_str()))
        .collect()
}

/// The class of the `n`th reference line; each has its own dashes.
pub(super) fn outline_class(n: usize) -> String {
    format!("outline-{}", n % 4 + 1)
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

fn define_map(scene: &mut Scene, look: &Look, thin: f64) {
    let Look {
        ground,
        text,
        line: lines,
        mark,
        inset,
        chart,
        ..
    } = look;
    let thin = thin * lines.scale;
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
    let accent = Color {
        a: 0.18,
        ..inset.accent
    };
    for (class, style) in [
        ("ground", fill(ground.panel)),
        ("neighbour", both(ground.neighbour, lines.neighbour, 1.2 * thin)),
        ("water", both(ground.sea, lines.shore, thin)),
        ("graticule", line(lines.graticule, 1.0, &[])),
        ("edge", map_line(lines.edge, 1.5, &[])),
        ("border", map_line(lines.border, 2.2, &lines.border_dash)),
        ("casing", map_line(lines.casing, 5.0, &[])),
        ("control", map_line(lines.control, 3.0, &lines.control_dash)),
        ("ghost", map_line(lines.ghost, 2.0, &lines.ghost_dash)),
        ("outline-1", map_line(lines.outline, 2.0, &[2.0, 4.0])),
        ("outline-2", map_line(lines.outline, 1.6, &[9.0, 3.0, 2.0, 3.0])),
        (
            "outline-3",
            map_line(lines.outline, 1.6, &[9.0, 3.0, 2.0, 3.0, 2.0, 3.0]),
        ),
        ("outline-4", map_line(lines.outline, 1.4, &[14.0, 6.0])),
        ("neatline", line(lines.frame, 1.5, &[])),
        ("leader-casing", line(lines.leader_casing, 4.0, &[])),
        ("leader", line(lines.leader, 1.6, &[])),
        ("leader-end", both(lines.leader, ground.page, 1.0)),
        ("capital", both(mark.ink, mark.fill, 1.5)),
        ("city", both(mark.fill, mark.ink, 2.2)),
        ("village", both(mark.ink, mark.fill, 1.0)),
        ("town", both(mark.fill, mark.ink, 1.8)),
        ("plate", fill(ground.plate)),
        ("scale", line(text.ink, 2.0, &[])),
        ("inset-sea", fill(inset.sea)),
        ("inset-land", both(inset.land, inset.border, 0.8)),
        ("inset-frame", line(inset.frame, 1.6, &[])),
        ("inset-box", both(accent, inset.accent, 2.4)),
        ("band", fill(chart.band)),
        ("column", line(lines.border, 1.0, &[])),
        ("band-edge", line(lines.swatch, 1.0, &[])),
        ("swatch-frame", line(lines.swatch, 1.0, &[])),
        ("rule", line(lines.rule, 1.2, &[])),
        ("rule-strong", line(lines.rule_strong, 2.0, &[])),
        ("bar", fill(chart.bar)),
    ] {
        scene.define(class, style);
    }
}

fn define_texts(scene: &mut Scene, text: &Type) {
    let halo = Some((text.halo, text.halo_width));
    let Type {
        ink,
        muted,
        country,
        water,
        ..
    } = *text;
    for (class, color, face, size, spacing, halo) in [
        ("title", ink, Face::Bold, 38.0, 0.0, None),
        ("subtitle", muted, Face::Regular, 24.0, 0.0, None),
        ("heading", ink, Face::Bold, 28.0, 0.0, None),
        ("caption", muted, Face::Regular, 21.0, 0.0, None),
        ("country", country, Face::Bold, 22.0, 6.0, halo),
        ("country-small", country, Face::Bold, 18.0, 2.0, halo),
        ("neighbour-name", muted, Face::Regular, 20.0, 4.0, halo),
        ("change-name", ink, Face::Bold, 20.0, 0.0, halo),
        ("change-area", ink, Face::Regular, 20.0, 0.0, halo),
        ("place-name", ink, Face::Regular, 18.0, 0.0, halo),
        ("capital-name", ink, Face::Bold, 18.0, 0.0, halo),
        ("area-name", ink, Face::Regular, 18.0, 0.0, halo),
        ("water-name", water, Face::Italic, 18.0, 0.0, halo),
        ("scale-text", ink, Face::Regular, 18.0, 0.0, None),
        ("inset-name", muted, Face::Regular, 16.0, 0.5, None),
        ("legend", ink, Face::Regular, 19.0, 0.0, None),
        ("bar-title", ink, Face::Bold, 20.0, 0.0, None),
        ("bar-text", ink, Face::Bold, 19.0, 0.0, halo),
        ("table-head", muted, Face::Regular, 18.0, 0.0, None),
        ("table-name", ink, Face::Bold, 20.0, 0.0, None),
        ("table-detail", muted, Face::Regular, 17.0, 0.0, None),
        ("range-on-land", ink, Face::Regular, 17.0, 0.0, halo),
        ("range", muted, Face::Regular, 17.0, 0.0, None),
        ("table-number", ink, Face::Regular, 21.0, 0.0, None),
        ("table-total", ink, Face::Bold, 21.0, 0.0, None),
        ("foot", muted, Face::Regular, 16.5, 0.0, None),
    ] {
        let style = Style {
            fill: Some(color),
            text: Some(TextStyle {
                face,
                size: size * text.scale,
                spacing,
                halo,
            }),
            ..Style::default()
        };
        scene.define(class, style);
    }
}
