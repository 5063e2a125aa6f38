//! What a web page tells of one change: a finding, rows of who took what from whom, the land as it is handed out.

use std::collections::BTreeMap;

use crate::language::Language;
use crate::map::input::data::{ChangedLand, MapInput};
use crate::map::input::ranges::TransitionKey;
use crate::map::plane::geometry::Pt;
use crate::map::plane::simplify::{Simplifier, is_speck};
use crate::map::style::theme::Theme;
use crate::map::view::extent::degrees;
use crate::map::view::window::View;
use crate::math::cos;
use crate::measure::{Area, AreaRange};
use crate::model::{GridPoint, GridRing, rings};

/// A change; its groups are `ID-change`, `wide-ID` and `narrow-ID`.
#[derive(Debug)]
pub struct WebStep {
    /// Its id: `s0-1` from the first date to the second.
    pub id: String,
    /// The places of both dates.
    pub places: [usize; 2],
    /// The finding.
    pub title: String,
    /// What, where and when.
    pub subtitle: String,
    /// What changed hands, the largest first.
    pub rows: Vec<WebRow>,
    /// What they come to.
    pub total: Area,
    /// How areas of this change are told.
    pub language: Language,
    /// The small print.
    pub notes: Vec<String>,
    /// The changed land, simplified as the map is, but not cut off where the map ends; without noise.
    pub land: Vec<WebLand>,
}

/// A piece of changed land in degrees.
#[derive(Debug)]
pub struct WebLand {
    /// Holder before and after, as the data has them.
    pub holders: [Option<String>; 2],
    /// Its measured area.
    pub area: Area,
    /// Its polygons, each of rings of longitudes and latitudes, the outer one first; none of what no pixel shows.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// Land that went from one to another.
#[derive(Debug)]
pub struct WebRow {
    /// The class of its land.
    pub class: String,
    /// From whom to whom.
    pub label: String,
    /// Holder before and after, as the data has them; none of several pairs together.
    pub holders: Option<[Option<String>; 2]>,
    /// All of it.
    pub area: Area,
    /// How far that may be off, where it is known.
    pub range: Option<AreaRange>,
    /// The pieces that the map shows, the largest first.
    pub pieces: Vec<WebPiece>,
    /// How many pieces are too small to be shown.
    pub unseen: usize,
}

/// A piece of changed land that the map shows.
#[derive(Debug)]
pub struct WebPiece {
    /// Its id on the page.
    pub id: String,
    /// From whom to whom.
    pub label: String,
    /// Its area.
    pub area: Area,
}

/// What went from whom to whom, the largest first and what is left over last; `pieces` are those that are drawn of the Nth transition of the theme.
pub(in crate::map) fn rows(
    theme: &Theme,
    transfers: &[ChangedLand],
    ranges: &BTreeMap<TransitionKey, AreaRange>,
    pieces: impl Fn(usize, &[&ChangedLand]) -> Vec<WebPiece>,
) -> Vec<WebRow> {
    let mut rows = Vec::new();
    for (n, transfers) in theme.by_transition(transfers).into_iter().enumerate() {
        if transfers.is_empty() {
            continue;
        }
        let transition = &theme.transitions[n];
        let name = |who: Option<usize>| who.map(|i| theme.controllers[i].name.clone());
        let holders = (transition.pairs == 1).then(|| [name(transition.from), name(transition.to)]);
        let key = holders.clone().map(|[from, to]| TransitionKey {
            from,
            to,
            dimmed: transition.dimmed,
        });
        let pieces = pieces(n, &transfers);
        rows.push(WebRow {
            class: transition.class.clone(),
            label: if transition.pairs > 1 {
                theme.label_of_rest(&transfers)
            } else {
                theme.label(transition)
            },
            holders,
            area: transfers.iter().map(|t| t.area).sum(),
            range: key.and_then(|key| ranges.get(&key).copied()),
            unseen: transfers.len().saturating_sub(pieces.len()),
            pieces,
        });
    }
    rows.sort_by_key(|row| (row.holders.is_none(), std::cmp::Reverse(row.area)));
    rows
}

/// The changed land with no more points and rings than the map has.
pub(in crate::map) fn land(input: &MapInput, view: &View) -> Vec<WebLand> {
    let shrink = cos(view.extent.center().1.to_radians());
    let flat = |at: GridPoint| {
        let (lon, lat) = degrees(at);
        (lon * METRES * shrink, lat * METRES)
    };
    let back = |(x, y): Pt| [x / shrink, y].map(|metres| round(metres / METRES));
    let pieces: Vec<&ChangedLand> = input.transfers.iter().filter(|t| t.is_change()).collect();
    let mut simplifier = Simplifier::new(view.metres_per_pixel() * view.grain);
    let chain = |ring: &GridRing| ring.0.iter().map(|&at| flat(at)).collect::<Vec<Pt>>();
    for ring in pieces.iter().flat_map(|piece| &piece.polygons).flat_map(rings) {
        simplifier.note(&chain(ring), true);
    }
    let reduced = |ring: &GridRing| {
        let mut ring: Vec<[f64; 2]> = simplifier
            .reduce(&chain(ring), true)
            .into_iter()
            .map(back)
            .collect();
        ring.extend(ring.first().copied().filter(|first| ring.last() != Some(first)));
        ring
    };
    // What no pixel shows is left out; its area is stated all the same.
    let is_seen = |ring: &&GridRing| !is_speck(&chain(ring), view.metres_per_pixel() * view.grain);
    let polygons = |piece: &ChangedLand| {
        let seen = piece
            .polygons
            .iter()
            .filter(|polygon| is_seen(&polygon.exterior()));
        seen.map(|polygon| rings(polygon).filter(is_seen).map(reduced).collect())
            .collect()
    };
    let pieces = pieces.into_iter().map(|piece| WebLand {
        holders: [piece.from.clone(), piece.to.clone()],
        area: piece.area,
        polygons: polygons(piece),
    });
    pieces.collect()
}

/// Metres to a degree of latitude, nearly.
const METRES: f64 = 111_320.0;

/// Degrees to about a metre.
fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}
