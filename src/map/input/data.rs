//! What a map is drawn from: plain data, already measured and dissolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::change::Succession;
use crate::language::Language;
use crate::map::input::ranges::Ranges;
use crate::map::input::unit_land::{MapUnits, UnitLand, is_shown};
use crate::measure::{Area, AreaRange};
use crate::model::{Annotation, ControllerStyle, Date, GridLine, GridPoint, GridPolygon};

/// Everything that one before/after or change map shows.
#[derive(Debug, Clone, Default)]
pub struct MapInput {
    /// The language of all that the program itself writes, and what it calls the names of the data.
    pub language: Language,
    /// The finding, in a few words.
    pub title: String,
    /// What, where and when.
    pub subtitle: String,
    /// Sources, each as it should be printed.
    pub credits: Vec<String>,
    /// Further remarks for the small print.
    pub notes: Vec<String>,
    /// The earlier state.
    pub before: DatedLand,
    /// The later state.
    pub after: DatedLand,
    /// Land that changed hands; several entries may share one `from → to`.
    pub transfers: Vec<ChangedLand>,
    /// Changed land around the frame, where all figures are about what the map frames: drawn, but not counted.
    pub around: Vec<ChangedLand>,
    /// What the map frames, where all figures are about that: west, south, east and north in degrees.
    pub frame: Option<[f64; 4]>,
    /// Who succeeded whom: land that is not drawn as change.
    pub successions: Vec<Succession>,
    /// Land held by somebody other than its sovereign that did not change hands; part of the table and the balance
    /// bar. Empty where that is not shown.
    pub kept: Vec<Region>,
    /// Whose land is what they hold and no country of theirs, as where the data is the outline of one side.
    pub outlined: BTreeSet<String>,
    /// Colours and short names.
    pub controllers: Vec<ControllerStyle>,
    /// Settlements and named areas.
    pub places: Vec<MapPlace>,
    /// What the scenario says at places of the map.
    pub annotations: Vec<Annotation>,
    /// Neighbouring land, and water.
    pub context: Vec<Context>,
    /// Countries of the wider region, for the locator map.
    pub locator: Vec<Context>,
    /// What is shown around where context, locator or places are not given; none leaves the maps without.
    pub base: Option<Arc<BaseMap>>,
    /// Reference lines, such as a former border.
    pub outlines: Vec<ReferenceLines>,
    /// A second table next to the change map, such as areas by district.
    pub breakdown: Option<UnitBars>,
    /// How far the areas of the table and the balance may be off, where that is known.
    pub ranges: Ranges,
    /// What became of units, where the map is of that.
    pub units: Option<MapUnits>,
}

impl MapInput {
    /// Whether the data distinguishes sovereigns from holders, so that borders are recognised ones.
    pub(in crate::map) fn has_sovereigns(&self) -> bool {
        let mut regions = self.before.regions.iter().chain(&self.after.regions);
        regions.any(|region| region.sovereign.is_some())
    }

    /// Who holds the land of a controller in the end, as far as only names change: its last heir, or itself.
    pub(in crate::map) fn last_heir<'a>(&'a self, name: &'a str) -> &'a str {
        let steps = self.successions.iter();
        steps.fold(name, |name, step| if step.from == name { &step.to } else { name })
    }

    /// From whom a controller took over its land by succession, last.
    pub(in crate::map) fn predecessor(&self, name: &str) -> Option<&str> {
        let mut steps = self.successions.iter().rev();
        steps.find(|step| step.to == name).map(|step| step.from.as_str())
    }

    /// The land that the map is about: of the units that something happened to, or what changed hands.
    pub(in crate::map) fn focus(&self) -> impl Iterator<Item = &GridPolygon> {
        let units = self.units.iter().flat_map(|units| &units.land);
        let units = units.filter(|unit: &&UnitLand| is_shown(unit.event));
        let changed = self
            .transfers
            .iter()
            .filter(|t| self.units.is_none() && t.is_change());
        let changed = changed.flat_map(|t| &t.polygons);
        units.flat_map(|unit| &unit.polygons).chain(changed)
    }

    /// The lines of the earlier state that the later one shows as a ghost: those that move.
    pub(in crate::map) fn earlier_line(&self) -> LineKind {
        if self.has_sovereigns() {
            LineKind::Control
        } else {
            LineKind::Border
        }
    }
}

/// The state on one date.
#[derive(Debug, Clone, Default)]
pub struct DatedLand {
    /// The date as a heading, such as `12 May 1994`.
    pub heading: String,
    /// The date itself, where the data states it.
    pub date: Option<Date>,
    /// A line under it, such as `After the first war`.
    pub caption: Option<String>,
    /// Who holds what.
    pub regions: Vec<Region>,
    /// Who holds the land around the frame, where all figures are about what the map frames: drawn, but not counted.
    pub around: Vec<Region>,
    /// The lines between them. Where there are none, the outlines of the regions are drawn.
    pub boundaries: Vec<Boundary>,
    /// How far the land that each controller holds may be off, where that is known.
    pub ranges: BTreeMap<String, AreaRange>,
}

/// Land held by one controller under one sovereign.
#[derive(Debug, Clone, Default)]
pub struct Region {
    /// Who holds it in fact.
    pub controller: String,
    /// Who is recognised as sovereign, where that is known.
    pub sovereign: Option<String>,
    /// What the land is called, where all of it has one name.
    pub name: Option<String>,
    /// Its status as the data states it, such as `contested`.
    pub status: Option<String>,
    /// Its measured area.
    pub area: Area,
    /// Its land.
    pub polygons: Vec<GridPolygon>,
}

impl Region {
    /// Whether somebody other than the recognised sovereign holds it.
    ///
    /// ```
    /// use landshift::map::Region;
    /// let mut region = Region { controller: "A".into(), ..Region::default() };
    /// assert!(!region.is_held_by_other());
    /// region.sovereign = Some("B".into());
    /// assert!(region.is_held_by_other());
    /// ```
    pub fn is_held_by_other(&self) -> bool {
        self.sovereign.as_ref().is_some_and(|s| *s != self.controller)
    }
}

/// Lines of one kind.
#[derive(Debug, Clone)]
pub struct Boundary {
    /// What the lines are.
    pub kind: LineKind,
    /// The lines.
    pub lines: Vec<GridLine>,
}

/// What a line between two pieces of land is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A recognised border: solid.
    Border,
    /// A line of control, where no recognised border runs: dashed.
    Control,
    /// A coast or the edge of the data: thin.
    Edge,
}

/// A piece of land that changed hands.
#[derive(Debug, Clone, Default)]
pub struct ChangedLand {
    /// Who held it before; none if nobody did.
    pub from: Option<String>,
    /// Who holds it after; none if nobody does.
    pub to: Option<String>,
    /// Its measured area.
    pub area: Area,
    /// Whether it is drawing noise, which is summed but not drawn as change.
    pub noise: bool,
    /// Whether it is drawn dimmed, as other changes are highlighted.
    pub dimmed: bool,
    /// Its land.
    pub polygons: Vec<GridPolygon>,
}

impl ChangedLand {
    /// Whether it is drawn as change: it has another holder, and is no noise.
    pub fn is_change(&self) -> bool {
        !self.noise && self.from != self.to
    }

    /// Whether findings and balances are about it: it is change, and where some is highlighted, of that.
    pub fn is_told(&self) -> bool {
        self.is_change() && !self.dimmed
    }
}

/// A named place.
#[derive(Debug, Clone)]
pub struct MapPlace {
    /// Its name.
    pub name: String,
    /// The name others give it, written after the first.
    pub name_alt: Option<String>,
    /// How it is marked.
    pub kind: PlaceKind,
    /// Ranks 0 and 1 are named before anything else; the higher the rank, the sooner a place gives way.
    pub rank: u8,
    /// Where it is.
    pub at: GridPoint,
}

/// How a place is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A capital: a square, bold.
    Capital,
    /// A city: an open circle.
    City,
    /// A town: a small open circle.
    Town,
    /// A village: a dot.
    Village,
    /// An area without a mark, named around its point.
    Area,
}

/// Land or water around what the map is about.
#[derive(Debug, Clone)]
pub struct Context {
    /// Its name, written where it fits.
    pub name: Option<String>,
    /// What it is.
    pub kind: ContextKind,
    /// Its extent.
    pub polygons: Vec<GridPolygon>,
}

/// What a piece of context is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextKind {
    /// A neighbouring country.
    Land,
    /// A lake or sea.
    Water,
}

/// What a map shows around its data where nothing else is given: present-day countries, lakes, borders and towns.
#[derive(Debug, Clone, Default)]
pub struct BaseMap {
    /// Countries and lakes; land whose status is disputed has no name.
    pub areas: Vec<Context>,
    /// Borders between countries.
    pub borders: Vec<GridLine>,
    /// Borders that are lines of control, or that one side does not recognise.
    pub disputed: Vec<GridLine>,
    /// Towns, the largest first.
    pub places: Vec<MapPlace>,
}

/// Lines to compare with, such as a former border.
#[derive(Debug, Clone, Default)]
pub struct ReferenceLines {
    /// What the legend calls them.
    pub label: String,
    /// The lines.
    pub lines: Vec<GridLine>,
}

/// Areas by unit, as bars next to the change map.
#[derive(Debug, Clone, Default)]
pub struct UnitBars {
    /// What is listed, such as `By district, km²`.
    pub heading: String,
    /// In the order to print.
    pub rows: Vec<UnitBar>,
    /// How much land lies in several units: sums over them count it more than once.
    pub overlap: Area,
}

/// The area of one unit.
#[derive(Debug, Clone, Default)]
pub struct UnitBar {
    /// What the unit is called.
    pub name: String,
    /// Land of it that changed hands, noise left out.
    pub area: Area,
}
