//! Squashing: consecutive diffs as one, without the snapshots between.

use std::collections::BTreeMap;

use super::borders::BordersByHolder;
use super::exact::{in_degrees, on_grid};
use super::form::{DegreesRing, Diff, Header, Holder, Piece, SnapshotId};
use super::parts::{LandTable, Parts, mark_successions, used};
use super::verify::edge_model;
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel, Length, snapping_area};
use crate::model::GridLine;
use crate::mosaic::{self, Builder, FaceId, LayerId, Mosaic};
use crate::noise::{is_narrower, strip_cuts};
use crate::{Error, Result};

/// Who held a piece of land before the first diff that concerns it, and after the last; and the places of its properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Held<'a> {
    from: &'a Holder<'a>,
    to: &'a Holder<'a>,
    from_land: Option<usize>,
    to_land: Option<usize>,
}

impl Held<'_> {
    /// Whether the snapshots differ there.
    fn is_change(&self) -> bool {
        self.from.in_snapshot() != self.to.in_snapshot()
    }
}

/// The diff that does what several do one after another.
///
/// Land that comes back to its first holder is not in it.
///
/// # Errors
///
/// When there is none, or when they are not consecutive: each must start from the snapshot that the one before leads
/// to, by its land or, where it remembers no land, by what every controller holds; and land that two of them concern must lie with the holder to whom the earlier one gave it.
pub fn squash(diffs: &[Diff]) -> Result<Diff<'static>> {
    let (Some(first), Some(last)) = (diffs.first(), diffs.last()) else {
        return Err(Error::new("there is no diff to squash"));
    };
    for (n, pair) in diffs.windows(2).enumerate() {
        follows(&pair[0].header, &pair[1].header).map_err(|e| e.at_position(format!("diff {}", n + 2)))?;
    }
    let mut header = Header {
        before: first.header.before.clone(),
        after: last.header.after.clone(),
        tolerance_m: diffs
            .iter()
            .map(|diff| diff.header.tolerance_m)
            .fold(0.0, f64::max),
        lands: Vec::new(),
        bends: BTreeMap::new(),
        digest: None,
        ..first.header.clone()
    };
    let model = edge_model(&header)?;
    let mut table = LandTable::default();
    let lands: Vec<Vec<usize>> = diffs
        .iter()
        .map(|diff| diff.header.lands.iter().map(|land| table.place(land)).collect())
        .collect();
    let mut overlaid = Overlaid::new(diffs, &lands, &[], model);
    overlaid.check()?;
    let tolerance = Length::from_m(header.tolerance_m);
    let cuts = overlaid.cut_lines(tolerance);
    if !cuts.is_empty() {
        overlaid = Overlaid::new(diffs, &lands, &cuts, model);
    }
    let pieces = overlaid.changed().into_iter().map(|piece| Piece {
        from: piece.key.from.to_owned(),
        to: piece.key.to.to_owned(),
        from_land: piece.key.from_land,
        to_land: piece.key.to_land,
        area_km2: piece.area.km2(),
        noise: is_narrower(&piece.polygon, piece.area, tolerance),
        succession: false,
        polygons: vec![piece.polygon].into(),
    });
    let Parts { mut pieces, lands } = used(pieces.collect(), &table.lands);
    mark_successions(&mut pieces, &header.before);
    header.lands = lands;
    if diffs.iter().all(|diff| diff.header.after.land.is_some()) {
        header.bends = bends(diffs, &pieces);
    } else {
        // What was bent is not known, so the result cannot be proved.
        header.after.land = None;
    }
    Ok(Diff { header, pieces })
}

/// What the borders of the pieces lack of what the diffs do one after another.
fn bends(diffs: &[Diff], pieces: &[Piece]) -> BTreeMap<String, Vec<DegreesRing>> {
    let mut lacking = BordersByHolder::new();
    for diff in diffs {
        add(&mut lacking, &diff.pieces, 1);
        for (holder, rings) in &diff.header.bends {
            let borders = lacking.entry(holder.clone()).or_default();
            borders.append(&on_grid(rings), 1);
        }
    }
    add(&mut lacking, pieces, -1);
    in_degrees(&lacking)
}

/// Adds what pieces give to holders and take from them, so many times.
fn add(borders: &mut BordersByHolder, pieces: &[Piece], times: i32) {
    for piece in pieces {
        for (holder, sign) in piece.parties() {
            let of_holder = borders.entry(holder.to_owned()).or_default();
            of_holder.add(&piece.polygons, sign * times);
        }
    }
}

/// Who is said to hold the land that snapshots leave out, by some of the diffs, and the place of the first one that says
/// otherwise; none where they agree. One with no such land says nothing.
pub fn unlike_rest(diffs: &[Diff]) -> Option<(String, usize)> {
    let of_diff = |diff: &Diff| {
        let parties = diff.pieces.iter().flat_map(|piece| [&piece.from, &piece.to]);
        let mut left_out = parties.filter(|holder| holder.in_snapshot().is_none());
        // Beyond all the land in question, nobody holds land beside who holds the rest.
        let first = left_out.next()?.name().map(str::to_owned);
        let named = left_out.find_map(|holder| holder.name().map(str::to_owned));
        Some(first.or(named))
    };
    let said = diffs.iter().enumerate();
    let said: Vec<(usize, Option<String>)> = said
        .filter_map(|(place, diff)| Some((place, of_diff(diff)?)))
        .collect();
    let name = said.iter().find_map(|(_, name)| name.clone())?;
    let other = said.iter().find(|(_, other)| other.as_ref() != Some(&name))?;
    Some((name, other.0))
}

/// Whether one diff starts where the other ends.
fn follows(earlier: &Header, later: &Header) -> Result<()> {
    if earlier.edges != later.edges {
        return Err(Error::new(format!(
            "its edges are {}, those of the one before {}",
            later.edges, earlier.edges
        )));
    }
    if earlier.within != later.within {
        let land = |within: &Option<String>| within.clone().unwrap_or_else(|| "all land".to_owned());
        return Err(Error::new(format!(
            "it is about {}, the one before about {}",
            land(&later.within),
            land(&earlier.within)
        ))
        .of_kind(ErrorKind::Base)
        .with_hint("squash diffs that are confined to the same land"));
    }
    let (there, here) = (&earlier.after, &later.before);
    let is_same = match (&there.land, &here.land) {
        (Some(there), Some(here)) => there == here,
        _ => there.hash == here.hash || hold_the_same(there, here),
    };
    if is_same {
        return Ok(());
    }
    Err(Error::new(format!(
        "it starts from `{}` (content {}), but the one before leads to `{}` (content {})",
        here.path, here.hash, there.path, there.hash
    ))
    .of_kind(ErrorKind::Base)
    .with_hint("name consecutive diffs in the order of time"))
}

/// Whether every controller holds the same in both, to a billionth of all land.
fn hold_the_same(one: &SnapshotId, other: &SnapshotId) -> bool {
    let allowed = 1e-9 * one.area_km2.values().sum::<f64>();
    let held = one.area_km2.iter().map(|(name, km2)| (name.as_str(), *km2));
    other.differing(&held.collect(), allowed).is_none()
}

/// The pieces of several diffs, overlaid.
struct Overlaid<'a> {
    diffs: &'a [Diff<'a>],
    /// Per diff and place in its table, the place of properties in that of all.
    lands: &'a [Vec<usize>],
    layers: Vec<LayerId>,
    /// The layer of lines that cut narrow strips off.
    cuts: LayerId,
    mosaic: Mosaic,
}

impl<'a> Overlaid<'a> {
    fn new(diffs: &'a [Diff<'a>], lands: &'a [Vec<usize>], cuts: &[GridLine], edges: EdgeModel) -> Self {
        let mut builder = Builder::new(edges);
        let layers = diffs
            .iter()
            .map(|diff| builder.land(diff.pieces.iter().map(|piece| &*piece.polygons)))
            .collect();
        let cuts = builder.lines(cuts);
        Self {
            diffs,
            lands,
            layers,
            cuts,
            mosaic: builder.build(),
        }
    }

    /// The land that changed hands from the first to the last snapshot.
    fn changed(&self) -> Vec<mosaic::Piece<Held<'a>>> {
        let changed = |face| self.held(face).filter(Held::is_change);
        self.mosaic.pieces_parted(Some(self.cuts), changed)
    }

    /// The lines that cut narrow strips off it.
    fn cut_lines(&self, tolerance: Length) -> Vec<GridLine> {
        if tolerance <= Length::ZERO {
            return Vec::new();
        }
        let pieces = self.changed().into_iter();
        pieces
            .flat_map(|piece| strip_cuts(&piece.polygon, piece.area, tolerance))
            .collect()
    }

    /// The pieces that a face lies in, in the order of the diffs, each with the number of its diff.
    fn pieces(&self, face: FaceId) -> impl Iterator<Item = (usize, &'a Piece<'a>)> + '_ {
        let layers = self.layers.iter().zip(self.diffs).enumerate();
        layers.filter_map(move |(n, (&layer, diff))| {
            let piece = self.mosaic.label(layer, face)?;
            Some((n, &diff.pieces[piece]))
        })
    }

    fn held(&self, face: FaceId) -> Option<Held<'a>> {
        let mut pieces = self.pieces(face);
        let first = pieces.next()?;
        let last = pieces.last().unwrap_or(first);
        let place = |(diff, land): (usize, Option<usize>)| self.lands[diff].get(land?).copied();
        Some(Held {
            from: &first.1.from,
            to: &last.1.to,
            from_land: place((first.0, first.1.from_land)),
            to_land: place((last.0, last.1.to_land)),
        })
    }

    /// Every diff takes land from whom the one before gave it to.
    fn check(&self) -> Result<()> {
        let mut strays: BTreeMap<usize, Area> = BTreeMap::new();
        for face in self.mosaic.faces() {
            let mut holder: Option<Option<&str>> = None;
            for (n, piece) in self.pieces(face) {
                if holder.is_some_and(|holder| holder != piece.from.in_snapshot()) {
                    *strays.entry(n).or_default() += self.mosaic.area(face);
                }
                holder = Some(piece.to.in_snapshot());
            }
        }
        let pieces = self.diffs.iter().flat_map(|diff| &diff.pieces);
        let land = pieces.flat_map(|piece| piece.polygons.iter());
        let allowed = snapping_area(land, self.mosaic.edge_model());
        match strays.into_iter().find(|(_, area)| *area > allowed) {
            None => Ok(()),
            Some((n, area)) => Err(Error::new(format!(
                "it takes {} m² from others than those to whom the diffs before gave them",
                area.m2()
            ))
            .of_kind(ErrorKind::Base)
            .at_position(format!("diff {}", n + 1))
            .with_hint("name consecutive diffs in the order of time")),
        }
    }
}
