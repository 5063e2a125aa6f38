//! The bands of a chart of columns: what each held on each date, and what it was called.

use std::collections::BTreeMap;

use crate::language::fill;
use crate::map::input::series::{MapSeries, SeriesState};
use crate::map::plane::geometry::Pt;
use crate::map::scene::element::PathElement;
use crate::map::style::controller::OTHERS;
use crate::map::style::theme::Theme;
use crate::measure::{Area, AreaRange};

/// What stands in the parts of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// How much each is, and whose where that is another name than beside the last column, or none there.
    Areas,
    /// Whose each is as well.
    Names,
}

/// The areas of one date, by the places of their holders in the theme.
pub(super) type Held = BTreeMap<usize, Area>;

/// Whose parts of columns are told apart.
pub(super) struct Order {
    /// From the bottom up.
    pub(super) bands: Vec<usize>,
    /// Those who are one part together, above.
    pub(super) rest: Vec<usize>,
    /// How many are left out.
    pub(super) left_out: usize,
}

/// What one controller held, or all that are too many to distinguish, on each date.
pub(super) struct Band {
    pub(super) class: String,
    /// What its holder is called last.
    pub(super) name: String,
    /// What its holder was called on each date.
    names: Vec<String>,
    /// Whose it is, by their places in the theme.
    pub(super) holders: Vec<usize>,
    pub(super) areas: Vec<Area>,
    /// How far each may be off, where that is known.
    pub(super) ranges: Vec<Option<AreaRange>>,
    /// Its part of each column from the bottom, in m².
    pub(super) spans: Vec<(f64, f64)>,
}

impl Band {
    /// Whether it is in the last column, beside which its name stands.
    pub(super) fn is_in_last(&self) -> bool {
        self.spans.last().is_some_and(|span| span.1 > span.0)
    }

    /// The name that its part of a column needs, since it does not stand beside the last one.
    pub(super) fn name_inside(&self, column: usize, inside: Inside) -> Option<&str> {
        let name = self.names[column].as_str();
        let is_elsewhere = self.is_in_last()
            && (inside == Inside::Areas && name == self.name || column + 1 == self.names.len());
        Some(name).filter(|_| !is_elsewhere)
    }

    /// The names that its parts of columns need.
    pub(super) fn names_inside(&self, inside: Inside) -> impl Iterator<Item = &str> {
        let parts = self.spans.iter().enumerate().filter(|(_, span)| span.1 > span.0);
        parts.filter_map(move |(column, _)| self.name_inside(column, inside))
    }

    /// Land in its colour.
    pub(super) fn filled(&self, rings: &[Vec<Pt>]) -> PathElement {
        PathElement::rings(&self.class, rings).data("controller", self.name.clone())
    }
}

/// Who held what on each date.
pub(super) fn bands(series: &MapSeries, theme: &Theme, held: &[Held], order: Order) -> Vec<Band> {
    let rest = order.rest;
    let areas = |who: &[usize]| -> Vec<Area> {
        let sum = |sums: &Held| who.iter().filter_map(|i| sums.get(i)).copied().sum();
        held.iter().map(sum).collect()
    };
    let input = &series.input;
    let ranges = |who: &str| {
        let range = |state: &SeriesState| {
            let mut ranges = state.side.ranges.iter();
            ranges
                .find(|(name, _)| input.last_heir(name) == who)
                .map(|(_, range)| *range)
        };
        series.states.iter().map(range).collect()
    };
    let mut bands: Vec<Band> = order
        .bands
        .into_iter()
        .map(|i| Band {
            class: class_of(series, theme, i),
            name: theme.controllers[i].short.clone(),
            names: called(series, theme, i),
            areas: areas(&[i]),
            ranges: ranges(&theme.controllers[i].name),
            holders: vec![i],
            spans: Vec::new(),
        })
        .collect();
    if !rest.is_empty() {
        let count = theme.language.count(rest.len());
        let name = fill(&theme.language.words.table.others, &[("count", &count)]);
        bands.push(Band {
            class: OTHERS.to_owned(),
            names: vec![name.clone(); held.len()],
            name,
            areas: areas(&rest),
            ranges: vec![None; held.len()],
            holders: rest,
            spans: Vec::new(),
        });
    }
    let mut bases = vec![0.0; held.len()];
    for band in &mut bands {
        let parts = band.areas.iter().zip(&mut bases);
        let parts = parts.map(|(area, base)| {
            let low = std::mem::replace(base, *base + area.m2());
            (low, *base)
        });
        band.spans = parts.collect();
    }
    bands
}

/// What one was called on each date: as those from whom it took over its land were.
fn called(series: &MapSeries, theme: &Theme, i: usize) -> Vec<String> {
    let called = |state: &SeriesState| {
        let mut held: BTreeMap<&str, Area> = BTreeMap::new();
        for region in &state.side.regions {
            if theme.index(series.input.last_heir(&region.controller)) == Some(i) {
                *held.entry(&region.controller).or_default() += region.area;
            }
        }
        let most = held.into_iter().max_by_key(|(_, area)| *area);
        let controller = most.and_then(|(name, _)| theme.controller(name));
        controller.unwrap_or(&theme.controllers[i]).short.clone()
    };
    series.states.iter().map(called).collect()
}

/// The class of the colour that a controller's land has on maps: that of land of its own, if it ever had any.
fn class_of(series: &MapSeries, theme: &Theme, i: usize) -> String {
    let controller = &theme.controllers[i];
    let regions = series.states.iter().flat_map(|s| &s.side.regions);
    let mut own = regions.filter(|r| r.controller == controller.name);
    if own.any(|r| !r.is_held_by_other()) {
        controller.home()
    } else {
        controller.held()
    }
}
