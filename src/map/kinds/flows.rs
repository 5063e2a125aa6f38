//! From whom to whom land went between dates: columns joined by flows (an alluvial diagram).

use std::collections::BTreeMap;

use super::bands::Inside;
use super::columns::{Columns, Shown, as_on_maps, by_size, columns_joined};
use crate::error::ErrorKind;
use crate::map::input::series::{MapSeries, SeriesState};
use crate::map::page::header::note_on_successions;
use crate::map::page::options::MapOptions;
use crate::map::plane::geometry::Pt;
use crate::map::scene::element::PathElement;
use crate::map::scene::list::Scene;
use crate::map::style::theme::Theme;
use crate::{Error, Result};

/// Draws how much land each held on each date, as columns along a true axis of time, and what went from whom to whom between
/// them. Land that nobody held on the other date ends in no flow.
///
/// # Errors
///
/// If there are fewer than two dates or more than have room, or a colour cannot be read.
pub(in crate::map) fn flows(series: &MapSeries, options: &MapOptions) -> Result<Scene> {
    let what = Shown {
        order: by_size,
        joins: curves,
        inside: Inside::Areas,
        colours: as_on_maps,
        note_on_heirs: note_on_successions,
    };
    columns_with_flows(series, options, &what)
}

/// Draws columns of few enough dates.
///
/// # Errors
///
/// As [`flows`].
pub(super) fn columns_with_flows(series: &MapSeries, options: &MapOptions, what: &Shown) -> Result<Scene> {
    let dates = series.states.len();
    if dates > MOST_DATES {
        return Err(Error::new(format!(
            "flows between {dates} dates are too many for one picture; {MOST_DATES} have room"
        ))
        .of_kind(ErrorKind::Options)
        .with_hint("take fewer dates, such as one of each year; shares have room for all"));
    }
    columns_joined(series, options, what)
}

/// Land by the places of its bands on two dates, in m²; none is nobody's.
type Flows = BTreeMap<[Option<usize>; 2], f64>;

/// A flow of so many pixels or more has an outline; of a lower one nothing else would be seen.
const OUTLINED: f64 = 2.0;

/// More columns would leave no room between them.
const MOST_DATES: usize = 8;

/// So many straight parts make up a curve.
const PARTS: usize = 24;

/// All flows, in the colour of who holds the land afterwards: what stays is pale.
pub(super) fn curves(chart: &Columns, series: &MapSeries, theme: &Theme) -> Vec<PathElement> {
    let (mut kept, mut changed) = (Vec::new(), Vec::new());
    for (k, state) in series.states.iter().enumerate().skip(1) {
        let flows = flows_of(chart, series, theme, state, k);
        let ends = [(0, k - 1), (1, k)].map(|(side, column)| stacked(chart, &flows, side, column));
        for (holders, m2) in &flows {
            let ([Some(from), Some(to)], true) = (holders, *m2 > 0.0) else {
                continue;
            };
            let [left, right] = ends.each_ref().map(|end| end[holders]);
            let sides = [chart.side(k - 1, 1.0), chart.side(k, -1.0)];
            let ring = [ring(sides, left, right, *m2)];
            let band = &chart.bands[*to];
            if from == to {
                kept.extend([band.filled(&ring), PathElement::rings("band", &ring)]);
            } else {
                changed.push(band.filled(&ring));
                let is_seen = chart.height(*m2) >= OUTLINED;
                changed.extend(is_seen.then(|| PathElement::rings("column", &ring)));
            }
        }
    }
    // What changed hands lies over what did not.
    kept.extend(changed);
    kept
}

/// What went from band to band in the step to a date, what stayed included.
fn flows_of(chart: &Columns, series: &MapSeries, theme: &Theme, state: &SeriesState, date: usize) -> Flows {
    let band = |holder: Option<&str>| {
        let holder = theme.index(series.input.last_heir(holder?))?;
        chart.bands.iter().position(|band| band.holders.contains(&holder))
    };
    let mut flows = Flows::new();
    for piece in &state.transfers {
        let holders = [&piece.from, &piece.to].map(|holder| band(holder.as_deref()));
        *flows.entry(holders).or_default() += piece.area.m2();
    }
    for (n, band) in chart.bands.iter().enumerate() {
        let gone: f64 = flows
            .iter()
            .filter(|(holders, _)| holders[0] == Some(n) && holders[1] != Some(n))
            .map(|(_, m2)| m2)
            .sum();
        let (low, high) = band.spans[date - 1];
        flows.insert([Some(n); 2], (high - low - gone).max(0.0));
    }
    flows
}

/// Where each flow begins or ends in its part of a column, from the bottom in m²: in the order of the bands at its other end, so
/// that flows cross as little as they can.
fn stacked(chart: &Columns, flows: &Flows, side: usize, column: usize) -> BTreeMap<[Option<usize>; 2], f64> {
    let mut next: Vec<f64> = chart.bands.iter().map(|band| band.spans[column].0).collect();
    let mut order: Vec<_> = flows.iter().collect();
    // What is gained from or lost to nobody is at the top.
    order.sort_by_key(|(holders, _)| (holders[1 - side].is_none(), holders[1 - side]));
    let mut starts = BTreeMap::new();
    for (holders, m2) in order {
        let start = holders[side].map_or(0.0, |band| {
            let start = next[band];
            next[band] += m2;
            start
        });
        starts.insert(*holders, start);
    }
    starts
}

/// A flow as high as its land all along, level at both ends.
fn ring([left, right]: [f64; 2], from: f64, to: f64, m2: f64) -> Vec<Pt> {
    let at = |n: usize| {
        let t = n as f64 / PARTS as f64;
        let ease = t * t * (3.0 - 2.0 * t);
        (left + (right - left) * t, from + (to - from) * ease)
    };
    let lower = (0..=PARTS).map(at);
    let upper = (0..=PARTS).rev().map(at).map(|(x, y)| (x, y + m2));
    lower.chain(upper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_is_as_high_as_its_land_all_along() {
        let ring = ring([10.0, 30.0], 5.0, 1.0, 2.0);
        assert_eq!((ring[0], ring[PARTS]), ((10.0, 5.0), (30.0, 1.0)));
        let (lower, upper) = ring.split_at(PARTS + 1);
        for (low, high) in lower.iter().zip(upper.iter().rev()) {
            assert!((high.1 - low.1 - 2.0).abs() < 1e-12 && (high.0 - low.0).abs() < 1e-12);
        }
    }
}
