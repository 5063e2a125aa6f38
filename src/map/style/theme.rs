//! Who has which colour, which changes there are, and how every class looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::Result;
use crate::language::{Language, fill};
use crate::map::fonts::files::Fonts;
use crate::map::input::data::{ChangedLand, MapInput, Region};
use crate::map::style::class::{Classes, Hatch, Style};
use crate::map::style::classes::{define_map, define_texts, land, stroke};
use crate::map::style::color::Color;
use crate::map::style::controller::{Controller, OTHERS, tint_class};
use crate::map::style::emphasis::{dim, dimmed, pale};
use crate::map::style::events;
use crate::map::style::palette::{Hatches, Scheme, dots_around, hatch, slug};
use crate::map::style::political;
use crate::map::style::sheet::MapStyle;
use crate::map::style::status;
use crate::measure::Area;
use crate::model::ControllerStyle;

/// More controllers than this cannot each have a colour that a reader can distinguish.
const MANY: usize = 12;

/// More transitions than this are not distinguished on one map: the rest is drawn and summed as one.
const MOST_TRANSITIONS: usize = 11;

/// All land that went from one to another, or between pairs that are too many to distinguish.
#[derive(Debug, Clone)]
pub(in crate::map) struct DrawnTransition<'a> {
    pub from: Option<usize>,
    pub to: Option<usize>,
    /// How many pairs of holders it stands for: 1, or all that are left over.
    pub pairs: usize,
    /// Whether it is drawn dimmed, as others are highlighted.
    pub dimmed: bool,
    pub area: Area,
    pub class: String,
    pub hatch: Hatch,
    pub fill: Color,
    /// Its pieces, the largest first.
    pub transfers: Vec<&'a ChangedLand>,
}

/// The colours and classes of one map.
#[derive(Debug)]
pub(in crate::map) struct Theme<'a> {
    pub language: &'a Language,
    pub map_style: &'a MapStyle,
    pub controllers: Vec<Controller>,
    /// Where each name stands among them.
    indices: BTreeMap<String, usize>,
    /// The largest first, noise left out.
    pub transitions: Vec<DrawnTransition<'a>>,
    /// The statuses of land that the data states, in order of name.
    pub statuses: Vec<String>,
}

impl<'a> Theme<'a> {
    pub fn new(input: &'a MapInput, map_style: &'a MapStyle) -> Result<Self> {
        let mut controllers = controllers(input, map_style)?;
        if input.transfers.iter().any(|t| t.dimmed) {
            dim(&mut controllers, input, map_style);
        }
        let names = controllers.iter().enumerate();
        let mut theme = Self {
            language: &input.language,
            map_style,
            indices: names.map(|(i, c)| (c.name.clone(), i)).collect(),
            controllers,
            transitions: Vec::new(),
            statuses: status::all(input),
        };
        theme.transitions = theme.transitions_of(input);
        Ok(theme)
    }

    /// The same for maps: where there are many states, in the tints of a political map; else with land that stays its holder's
    /// as pale as can be told apart, so that the change is what is seen.
    pub fn of_maps(input: &'a MapInput, map_style: &'a MapStyle) -> Result<Self> {
        let mut theme = Self::new(input, map_style)?;
        let own = |name: &str| {
            let mut styles = input.controllers.iter();
            styles.any(|style| style.name == name && style.color.is_some())
        };
        let tints = &map_style.fill.states;
        if theme.controllers.len() <= MANY || tints.is_empty() {
            pale(&mut theme.controllers, &own, map_style);
            return Ok(theme);
        }
        let all = theme.controllers.iter();
        let land_of = all.map(|c| (c.name.as_str(), c.land.as_str())).collect();
        let given = political::tints(input, &land_of, tints.len());
        let tints: Vec<Option<usize>> = theme
            .controllers
            .iter()
            .map(|c| given.get(c.land.as_str()).copied())
            .collect();
        for (controller, tint) in theme.controllers.iter_mut().zip(tints) {
            controller.tint = tint.filter(|_| !own(&controller.name));
        }
        Ok(theme)
    }

    /// The same for maps of units, which tell what became of them and not whose they are.
    pub fn of_units(input: &'a MapInput, map_style: &'a MapStyle) -> Self {
        Self {
            language: &input.language,
            map_style,
            controllers: Vec::new(),
            indices: BTreeMap::new(),
            transitions: Vec::new(),
            statuses: Vec::new(),
        }
    }

    /// Gives those without a colour of their own, by their places, one of these of the palette, by its place and how often it was given
    /// before; who has the same land has the same.
    pub fn recolour(&mut self, input: &MapInput, given: impl IntoIterator<Item = (usize, [usize; 2])>) {
        let colours = self.map_style.fill.palette.len();
        let own = input.controllers.iter().filter(|style| style.color.is_some());
        let own: BTreeSet<&str> = own
            .filter_map(|style| Some(self.controller(&style.name)?.land.as_str()))
            .collect();
        let given = given.into_iter().filter_map(|(i, [colour, times])| {
            let land = &self.controllers.get(i)?.land;
            let scheme = Scheme::default(colour + times * colours, self.map_style);
            (!own.contains(land.as_str())).then(|| (land.clone(), scheme))
        });
        let given: BTreeMap<String, Scheme> = given.collect();
        for controller in &mut self.controllers {
            if let Some(scheme) = given.get(&controller.land) {
                controller.colors = *scheme;
            }
        }
    }

    pub fn index(&self, name: &str) -> Option<usize> {
        self.indices.get(name).copied()
    }

    pub fn controller(&self, name: &str) -> Option<&Controller> {
        self.index(name).map(|i| &self.controllers[i])
    }

    /// A controller's short name, or how land that the data leaves out is called.
    pub fn short(&self, controller: Option<usize>) -> &str {
        controller.map_or(&self.language.words.legend.outside, |i| {
            &self.controllers[i].short
        })
    }

    /// What a controller is called beside its predecessor, if it has one.
    pub fn with_former(&self, controller: &Controller, former: Option<&Controller>) -> String {
        let (to, form) = (controller.title.as_str(), &self.language.words.legend.heir);
        former.map_or_else(
            || to.to_owned(),
            |former| fill(form, &[("to", to), ("from", &former.title)]),
        )
    }

    /// What tables, legends and labels call a transition.
    pub fn label(&self, t: &DrawnTransition) -> String {
        if t.pairs > 1 {
            let count = self.language.count(t.pairs);
            fill(&self.language.words.legend.other_changes, &[("count", &count)])
        } else {
            let change = format!("{} → {}", self.short(t.from), self.short(t.to));
            let is_rest = |o: &DrawnTransition| !o.dimmed && t.dimmed && (o.from, o.to) == (t.from, t.to);
            if self.transitions.iter().any(is_rest) {
                fill(&self.language.words.legend.elsewhere, &[("change", &change)])
            } else {
                change
            }
        }
    }

    /// What a table calls some land of the transition that is left over: how many pairs of holders that is between.
    #[cfg(feature = "page")]
    pub fn label_of_rest(&self, transfers: &[&ChangedLand]) -> String {
        let index = |name: &Option<String>| name.as_ref().and_then(|name| self.index(name));
        let pairs = transfers.iter().map(|t| (index(&t.from), index(&t.to)));
        let pairs: BTreeSet<(Option<usize>, Option<usize>)> = pairs.collect();
        match pairs.first() {
            Some(&(from, to)) if pairs.len() == 1 => format!("{} → {}", self.short(from), self.short(to)),
            _ => {
                let count = self.language.count(pairs.len());
                fill(&self.language.words.legend.other_changes, &[("count", &count)])
            }
        }
    }

    /// Transfers by transition, the largest of each first; noise is left out.
    pub fn by_transition<'b>(&self, transfers: &'b [ChangedLand]) -> Vec<Vec<&'b ChangedLand>> {
        let index = |name: &Option<String>| name.as_ref().and_then(|n| self.index(n));
        let mut pairs: BTreeMap<_, usize> = BTreeMap::new();
        let mut rest = None;
        for (n, transition) in self.transitions.iter().enumerate() {
            if transition.pairs > 1 {
                rest = Some(n);
            } else {
                pairs.insert((transition.from, transition.to, transition.dimmed), n);
            }
        }
        let mut sorted = vec![Vec::new(); self.transitions.len()];
        for transfer in transfers.iter().filter(|t| !t.noise && t.from != t.to) {
            let pair = (index(&transfer.from), index(&transfer.to), transfer.dimmed);
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

    fn transitions_of(&self, input: &'a MapInput) -> Vec<DrawnTransition<'a>> {
        let mut transitions: Vec<DrawnTransition<'a>> = Vec::new();
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        for transfer in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
            let find = |name: &Option<String>| name.as_ref().and_then(|n| self.index(n));
            let (from, to) = (find(&transfer.from), find(&transfer.to));
            let key = (from, to, transfer.dimmed);
            let n = *known.entry(key).or_insert(transitions.len());
            if n == transitions.len() {
                transitions.push(DrawnTransition {
                    from,
                    to,
                    pairs: 1,
                    dimmed: transfer.dimmed,
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
        transitions.sort_by_key(|t| (t.dimmed, std::cmp::Reverse(t.area)));
        merge_the_rest(&mut transitions);
        let mut hatches = Hatches::default();
        for (n, transition) in transitions.iter_mut().enumerate() {
            let fills = &self.map_style.fill;
            let mut colors = transition
                .to
                .map_or_else(|| Scheme::neutral(self.map_style), |i| self.controllers[i].colors);
            if transition.dimmed {
                colors = dimmed(self.map_style);
            } else if let Some(own) = fills.changes.get(n) {
                colors = Scheme::of(*own, self.map_style);
            }
            let name = |who: Option<usize>| who.map_or("nobody", |i| self.controllers[i].slug.as_str());
            transition.class = if transition.pairs > 1 {
                "change-others".to_owned()
            } else {
                format!("change-{}-to-{}", name(transition.from), name(transition.to))
            };
            if transition.dimmed {
                transition.class.push_str("-muted");
            }
            transition.hatch = hatches.next(&colors, fills.hatch_width);
            transition.fill = colors.gained;
            transition.transfers.sort_by_key(|t| std::cmp::Reverse(t.area));
        }
        transitions
    }

    /// States how every class looks.
    pub fn define(&self, classes: &mut Classes, scales: Scales, fonts: &Fonts) {
        classes.define(OTHERS, land(self.map_style.ground.others));
        for (n, color) in self.map_style.fill.states.iter().enumerate() {
            classes.define(&tint_class(n), land(*color));
        }
        for controller in self.controllers.iter().filter(|c| !c.bystander) {
            for (class, color) in [
                (controller.home(), controller.colors.home),
                (controller.held(), controller.colors.held),
            ] {
                let hatch = controller.colors.texture(color, self.map_style);
                classes.define(&class, Style { hatch, ..land(color) });
            }
        }
        for controller in &self.controllers {
            define_course(classes, controller);
            classes.define(&controller.taken(), land(controller.colors.gained));
        }
        for t in &self.transitions {
            let style = Style {
                fill: Some(t.fill),
                hatch: Some(t.hatch),
                stroke: Some(stroke(t.hatch.color, 1.6, &[])),
                text: None,
            };
            classes.define(&t.class, style);
        }
        let neutral = Scheme::of(self.map_style.fill.neutral, self.map_style);
        let around = Style {
            fill: Some(self.map_style.ground.others),
            hatch: Some(dots_around(neutral.deep)),
            ..Style::default()
        };
        classes.define("change-around", around);
        events::define(classes, self.map_style);
        status::define(classes, &self.statuses, self.map_style);
        define_map(classes, self.map_style, scales.lines);
        define_texts(classes, &self.map_style.text, fonts, scales.display);
    }
}

/// The classes of a controller in charts over time.
fn define_course(classes: &mut Classes, controller: &Controller) {
    let Scheme { home, held, deep, .. } = controller.colors;
    let line = |width, dash: &[f64]| Some(stroke(deep, width, dash));
    let [known, unknown] = controller.course();
    let [gained, lost, moved] = controller.bars();
    let styles = [
        (known, None, line(3.2, &[])),
        (unknown, None, line(2.4, &[2.0, 6.0])),
        (gained, Some(held), line(1.0, &[])),
        (lost, Some(home), line(1.0, &[])),
        (moved, None, line(1.4, &[4.0, 3.0])),
    ];
    for (class, fill, stroke) in styles {
        let style = Style {
            fill,
            stroke,
            ..Style::default()
        };
        classes.define(&class, style);
    }
}

/// What becomes of sizes on a page.
#[derive(Debug, Clone, Copy)]
pub(in crate::map) struct Scales {
    /// Of the widths of lines on maps, less than 1 on small scales.
    pub lines: f64,
    /// Of titles and headings, less than 1 on narrow pages.
    pub display: f64,
}

/// Makes one transition of all that are too many to distinguish.
fn merge_the_rest(transitions: &mut Vec<DrawnTransition>) {
    if transitions.len() <= MOST_TRANSITIONS + 1 {
        return;
    }
    let rest = transitions.split_off(MOST_TRANSITIONS);
    let pairs = rest.len();
    let merged = rest.into_iter().reduce(|mut all, one| {
        all.area += one.area;
        all.transfers.extend(one.transfers);
        all
    });
    transitions.extend(merged.map(|all| DrawnTransition {
        from: None,
        to: None,
        pairs,
        ..all
    }));
}

/// The controllers in the order in which the input first mentions them, each with its own colour and slug.
fn controllers(input: &MapInput, map_style: &MapStyle) -> Result<Vec<Controller>> {
    let regions = input
        .before
        .regions
        .iter()
        .chain(&input.after.regions)
        .chain(&input.kept);
    let around = input.before.around.iter().chain(&input.after.around);
    let transfers = input.transfers.iter().flat_map(|t| [&t.from, &t.to]).flatten();
    let mut known = BTreeSet::new();
    let mut names: Vec<&String> = Vec::new();
    for name in regions.map(|r| &r.controller).chain(transfers) {
        if known.insert(name) {
            names.push(name);
        }
    }
    let inside = names.len();
    for name in around.map(|r| &r.controller) {
        if known.insert(name) {
            names.push(name);
        }
    }
    let style = |name: &str| input.controllers.iter().find(|c| c.name == name);
    let given = |name: &str| -> Result<Option<Scheme>> {
        let color = style(name).and_then(|s| s.color.as_deref());
        color
            .map(|c| Ok(Scheme::of(Color::parse(c)?, map_style)))
            .transpose()
    };
    let used: Vec<Scheme> = names
        .iter()
        .filter_map(|name| given(name).transpose())
        .collect::<Result<_>>()?;
    let concerned = (inside > MANY).then(|| concerned(input));
    let mut slugs = BTreeSet::from(["others".to_owned()]);
    let mut controllers = Vec::new();
    // Colours like one that was given to somebody are given out last.
    let (apart, alike): (Vec<Scheme>, Vec<Scheme>) = (0..200)
        .map(|n| Scheme::default(n, map_style))
        .partition(|scheme| used.iter().all(|u| scheme.is_apart_from(u)));
    let mut defaults = apart.into_iter().chain(alike);
    let stands_by = |n: usize, name: &str| {
        let stands_by = n >= inside || concerned.as_ref().is_some_and(|c| !c.contains(name));
        style(name).is_none() && stands_by
    };
    let mut asking: Vec<(usize, &String)> = names.iter().copied().enumerate().collect();
    asking.retain(|(n, name)| !stands_by(*n, name) && style(name).is_none_or(|s| s.color.is_none()));
    if concerned.is_some() {
        // Where there are more than colours, who gained most has one of its own.
        let gained = gained(input);
        asking.sort_by_key(|(_, name)| std::cmp::Reverse(gained.get(name.as_str()).copied()));
    }
    let neutral = Scheme::of(map_style.fill.neutral, map_style);
    let schemes = asking
        .into_iter()
        .map(|(n, _)| (n, defaults.next().unwrap_or(neutral)));
    let schemes: BTreeMap<usize, Scheme> = schemes.collect();
    for (n, name) in names.into_iter().enumerate() {
        let style = style(name);
        let bystander = stands_by(n, name);
        let colors = given(name)?
            .or_else(|| schemes.get(&n).copied())
            .unwrap_or(neutral);
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
            land: slug.clone(),
            slug,
            outlined: input.outlined.contains(name),
            bystander,
            tint: None,
        });
    }
    let has_color = |name: &str| style(name).is_some_and(|s| s.color.is_some());
    for succession in &input.successions {
        let [from, to] = [&succession.from, &succession.to];
        let place = |name: &str| controllers.iter().position(|c: &Controller| c.name == name);
        if let (Some(one), Some(heir)) = (place(from), place(to))
            && !(has_color(from) && has_color(to))
        {
            let leads = |i: usize| (has_color(&controllers[i].name), !controllers[i].bystander);
            let (of, like) = if leads(heir) > leads(one) {
                (one, heir)
            } else {
                (heir, one)
            };
            controllers[of].colors = controllers[like].colors;
            let land = controllers[like].land.clone();
            controllers[of].land = land;
            controllers[of].bystander = controllers[like].bystander;
        }
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

/// How much each gained.
fn gained(input: &MapInput) -> BTreeMap<&str, Area> {
    let mut gained: BTreeMap<&str, Area> = BTreeMap::new();
    for t in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
        if let Some(to) = &t.to {
            *gained.entry(to).or_default() += t.area;
        }
    }
    gained
}

/// Who gained or lost by a transition that is distinguished, or holds another's land.
fn concerned(input: &MapInput) -> BTreeSet<&str> {
    let mut sums: BTreeMap<[Option<&str>; 2], Area> = BTreeMap::new();
    for t in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
        *sums.entry([t.from.as_deref(), t.to.as_deref()]).or_default() += t.area;
    }
    let mut pairs: Vec<_> = sums.into_iter().collect();
    pairs.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
    let moved = pairs
        .into_iter()
        .take(MOST_TRANSITIONS)
        .flat_map(|(pair, _)| pair);
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let held = regions.filter(|r| r.is_held_by_other());
    moved
        .flatten()
        .chain(held.map(|r| r.controller.as_str()))
        .collect()
}

/// The class of the `n`th reference line; each has its own dashes.
pub(in crate::map) fn outline_class(n: usize) -> String {
    format!("outline-{}", n % 4 + 1)
}
