//! What became of units over the editions of a layer: columns of those that exchanged land, joined by flows (an alluvial diagram).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::apart::apart;
use super::bands::{Held, Inside, Order};
use super::columns::{MOST_BANDS, Shown};
use super::flows::{columns_with_flows, curves};
use crate::Result;
use crate::map::input::series::MapSeries;
use crate::map::page::header::note_on_same_units;
use crate::map::page::options::MapOptions;
use crate::map::page::rows::shown;
use crate::map::scene::list::Scene;
use crate::map::style::theme::Theme;
use crate::measure::Area;

/// Draws the units that exchanged land, as columns along a true axis of time, and what land went from one to another. Related units
/// stand beside one another; those that exchanged least are one where they are too many, or left out where they have most land.
///
/// # Errors
///
/// As [`flows`](super::flows::flows), and if no land went from unit to unit.
pub(in crate::map) fn lineage(series: &MapSeries, options: &MapOptions) -> Result<Scene> {
    let what = Shown {
        order: by_kinship,
        joins: curves,
        inside: Inside::Names,
        colours: apart_by_column,
        note_on_heirs: note_on_same_units,
    };
    columns_with_flows(series, options, &what)
}

/// Gives units that stand near one another colours of their own.
fn apart_by_column(theme: &mut Theme, series: &MapSeries, held: &[Held]) {
    let bands = by_kinship(series, theme, held, MOST_BANDS).bands;
    let is_in = |unit: &usize| held.iter().map(|held| held.contains_key(unit)).collect();
    let present: Vec<Vec<bool>> = bands.iter().map(is_in).collect();
    let colours = apart(&present, theme.map_style.fill.palette.len());
    theme.recolour(&series.input, bands.into_iter().zip(colours));
}

/// Land that two units exchanged, by their places in the theme.
type Exchanged = BTreeMap<[usize; 2], Area>;

/// The units that exchanged most land, each beside the one with which it exchanged most.
fn by_kinship(series: &MapSeries, theme: &Theme, held: &[Held], most: usize) -> Order {
    let exchanged = exchanged(series, theme);
    let mut of_unit: BTreeMap<usize, Area> = BTreeMap::new();
    for (units, area) in &exchanged {
        for unit in BTreeSet::from(*units) {
            *of_unit.entry(unit).or_default() += *area;
        }
    }
    let all: BTreeSet<usize> = held.iter().flatten().map(|(unit, _)| *unit).collect();
    let mut units: Vec<usize> = of_unit
        .keys()
        .copied()
        .filter(|unit| all.contains(unit))
        .collect();
    units.sort_by_key(|unit| (Reverse(of_unit[unit]), *unit));
    let mut left_out = all.len() - units.len();
    let mut rest = units.split_off(shown(units.len(), most));
    let land = |units: &[usize]| -> Option<Area> {
        let sums = held
            .iter()
            .map(|held| units.iter().filter_map(|unit| held.get(unit)).copied().sum());
        sums.max()
    };
    // Large ones that exchanged little would leave no room for what happened.
    if land(&rest) > land(&units) {
        left_out += rest.len();
        rest.clear();
    }
    Order {
        bands: beside_kin(units, held, &exchanged),
        rest,
        left_out,
    }
}

/// What units exchanged in all steps, without noise.
fn exchanged(series: &MapSeries, theme: &Theme) -> Exchanged {
    let place = |unit: Option<&str>| theme.index(series.input.last_heir(unit?));
    let mut exchanged = Exchanged::new();
    let pieces = series.states.iter().flat_map(|state| &state.transfers);
    for piece in pieces.filter(|piece| !piece.noise) {
        let units = [&piece.from, &piece.to].map(|unit| place(unit.as_deref()));
        let pair = match units {
            [Some(from), Some(to)] => [from.min(to), from.max(to)],
            // Land that was or is no unit's.
            [Some(one), None] | [None, Some(one)] => [one, one],
            [None, None] => continue,
        };
        *exchanged.entry(pair).or_default() += piece.area;
    }
    exchanged
}

/// Units in an order in which each follows the one of those before it with which it exchanged most land; where it did with none, the
/// largest is next.
fn beside_kin(mut units: Vec<usize>, held: &[Held], exchanged: &Exchanged) -> Vec<usize> {
    let largest = |unit: usize| held.iter().filter_map(|held| held.get(&unit)).max().copied();
    units.sort_by_key(|unit| (Reverse(largest(*unit)), *unit));
    let between = |one: usize, other: usize| exchanged.get(&[one.min(other), one.max(other)]).copied();
    let mut order: Vec<usize> = Vec::new();
    while !units.is_empty() {
        let pairs = units.iter().enumerate().flat_map(|(n, unit)| {
            let placed = order.iter().enumerate();
            placed.filter_map(move |(place, kin)| Some((between(*unit, *kin)?, Reverse(n), place)))
        });
        match pairs.max() {
            Some((_, Reverse(n), place)) => order.insert(place + 1, units.remove(n)),
            None => order.push(units.remove(0)),
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stand_beside_their_kin() {
        let km2 = Area::from_km2;
        let held = [Held::from([
            (0, km2(9.0)),
            (1, km2(8.0)),
            (2, km2(5.0)),
            (3, km2(4.0)),
            (4, km2(1.0)),
        ])];
        let exchanged = Exchanged::from([([0, 3], km2(2.0)), ([1, 4], km2(1.0)), ([2, 4], km2(0.5))]);
        assert_eq!(
            beside_kin(vec![0, 1, 2, 3, 4], &held, &exchanged),
            [0, 3, 1, 4, 2]
        );
    }
}
