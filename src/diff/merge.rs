//! Merging: two diffs of one base as one, joined where they agree.

use std::collections::BTreeMap;

use super::form::{Diff, Header, Holder, Piece, SnapshotId};
use super::parts::{LandTable, Parts, mark_successions, used};
use super::verify::edge_model;
use crate::error::ErrorKind;
use crate::measure::{Area, Inscribed, snapping_area};
use crate::model::{Date, GridPolygon, to_degrees};
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic};
use crate::{Error, Result};

/// Land that two diffs give to different holders.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Conflict {
    /// Who held it; none for nobody.
    pub from: Option<String>,
    /// To whom each of the two gives it; none for nobody.
    pub to: [Option<String>; 2],
    /// How much it is.
    pub area: Area,
    /// A place well inside it: longitude and latitude in degrees.
    pub place: [f64; 2],
    /// Its shape.
    pub polygon: GridPolygon,
}

/// Two diffs in one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Merged {
    /// What either does and the other does not contradict: land in conflict stays with whom it was.
    pub diff: Diff<'static>,
    /// Land that they give to different holders, the largest first.
    pub conflicts: Vec<Conflict>,
}

/// What becomes of a piece of land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Fate<'a> {
    Moves {
        from: &'a Holder<'a>,
        to: &'a Holder<'a>,
        from_land: Option<usize>,
        to_land: Option<usize>,
    },
    Contested {
        from: &'a Holder<'a>,
        to: [&'a Holder<'a>; 2],
    },
}

/// Two diffs of one base as one. Where both concern the same land and agree on its holder, the first one's properties count.
///
/// Borders of the two are bent to one another where they cross, so that what the merged diff leads to is proved by areas,
/// to what that may move.
///
/// # Errors
///
/// When they are not of one base, or do not agree from whom land is taken.
pub fn merge(diffs: [&Diff; 2]) -> Result<Merged> {
    let [one, other] = diffs;
    same_base(&one.header, &other.header)?;
    let model = edge_model(&one.header)?;
    let mut table = LandTable::default();
    let lands = diffs.map(|diff| -> Vec<usize> {
        let lands = diff.header.lands.iter();
        lands.map(|land| table.place(land)).collect()
    });
    let mut builder = Builder::new(model);
    let layers = diffs.map(|diff| builder.land(diff.pieces.iter().map(|piece| &*piece.polygons)));
    let overlaid = Overlaid {
        diffs,
        lands,
        layers,
        mosaic: builder.build(),
    };
    overlaid.check()?;
    let (mut pieces, mut conflicts) = (Vec::new(), Vec::new());
    let name = |holder: &Holder| holder.name().map(str::to_owned);
    for piece in overlaid.mosaic.pieces(|face| overlaid.fate(face)) {
        match piece.key {
            Fate::Moves {
                from,
                to,
                from_land,
                to_land,
            } => pieces.push(Piece {
                from: from.to_owned(),
                to: to.to_owned(),
                area_km2: piece.area.km2(),
                noise: overlaid.is_noise(&piece.faces),
                succession: false,
                from_land,
                to_land,
                polygons: vec![piece.polygon].into(),
            }),
            Fate::Contested { from, to } => {
                let circle = Inscribed::in_land(&piece.polygon, piece.area);
                let first = piece.polygon.exterior().0.first().copied().unwrap_or_default();
                let place = circle.map_or(first, |circle| circle.centre);
                conflicts.push(Conflict {
                    from: name(from),
                    to: to.map(name),
                    area: piece.area,
                    place: [place.x, place.y].map(to_degrees),
                    polygon: piece.polygon,
                });
            }
        }
    }
    let Parts { mut pieces, lands } = used(pieces, &table.lands);
    mark_successions(&mut pieces, &one.header.before);
    let header = Header {
        after: after(diffs, &pieces),
        tolerance_m: one.header.tolerance_m.max(other.header.tolerance_m),
        lands,
        bends: BTreeMap::new(),
        digest: None,
        ..one.header.clone()
    };
    Ok(Merged {
        diff: Diff { header, pieces },
        conflicts,
    })
}

/// Both start from the same land.
fn same_base(one: &Header, other: &Header) -> Result<()> {
    let is_same = match (&one.before.land, &other.before.land) {
        (Some(here), Some(there)) => here == there,
        _ => one.before.hash == other.before.hash,
    };
    if !is_same {
        return Err(Error::new(format!(
            "they start from different snapshots, `{}` (content {}) and `{}` (content {})",
            one.before.path, one.before.hash, other.before.path, other.before.hash
        ))
        .of_kind(ErrorKind::Base)
        .with_hint("two diffs can be merged that were made from one snapshot"));
    }
    if one.edges != other.edges {
        return Err(
            Error::new(format!("their edges differ: {} and {}", one.edges, other.edges))
                .of_kind(ErrorKind::Base),
        );
    }
    Ok(())
}

/// What the merged diff leads to: what everybody held, and what the pieces give and take.
fn after(diffs: [&Diff; 2], pieces: &[Piece]) -> SnapshotId {
    let [one, other] = diffs.map(|diff| &diff.header.after);
    let mut area_km2 = diffs[0].header.before.area_km2.clone();
    for piece in pieces {
        for (holder, sign) in piece.parties() {
            *area_km2.entry(holder.to_owned()).or_default() += f64::from(sign) * piece.area_km2;
        }
    }
    let mut sources = one.sources.clone();
    sources.extend(
        other
            .sources
            .iter()
            .filter(|source| !one.sources.contains(source))
            .cloned(),
    );
    let dates: [Option<Date>; 2] = [one.date, other.date];
    SnapshotId {
        path: format!("{} + {}", one.path, other.path),
        title: None,
        date: dates.into_iter().flatten().max(),
        // The content of no file; the land is proved by its areas.
        hash: String::new(),
        land: None,
        by: None,
        name: None,
        filter: None,
        unnamed: None,
        rename: BTreeMap::new(),
        overlaps: None,
        area_km2,
        sources,
    }
}

/// The pieces of both diffs.
struct Overlaid<'a> {
    diffs: [&'a Diff<'a>; 2],
    lands: [Vec<usize>; 2],
    layers: [LayerId; 2],
    mosaic: Mosaic,
}

impl<'a> Overlaid<'a> {
    /// The pieces of the two that a face lies in.
    fn pieces(&self, face: FaceId) -> [Option<&'a Piece<'a>>; 2] {
        [0, 1].map(|n| {
            let piece = self.mosaic.label(self.layers[n], face)?;
            self.diffs[n].pieces.get(piece)
        })
    }

    fn fate(&self, face: FaceId) -> Option<Fate<'a>> {
        let land = |n: usize, land: Option<usize>| self.lands[n].get(land?).copied();
        let moves = |n: usize, piece: &'a Piece<'a>| Fate::Moves {
            from: &piece.from,
            to: &piece.to,
            from_land: land(n, piece.from_land),
            to_land: land(n, piece.to_land),
        };
        match self.pieces(face) {
            [None, None] => None,
            [Some(one), Some(other)] if one.to.in_snapshot() != other.to.in_snapshot() => {
                Some(Fate::Contested {
                    from: &one.from,
                    to: [&one.to, &other.to],
                })
            }
            [Some(one), _] => Some(moves(0, one)),
            [None, Some(other)] => Some(moves(1, other)),
        }
    }

    /// Whether land is noise in every diff that moves it.
    fn is_noise(&self, faces: &[FaceId]) -> bool {
        let mut pieces = faces.iter().flat_map(|&face| self.pieces(face)).flatten();
        pieces.all(|piece| piece.noise)
    }

    /// Both take land from the same holder.
    fn check(&self) -> Result<()> {
        let differ = |face: &FaceId| {
            let [one, other] = self.pieces(*face);
            matches!((one, other), (Some(one), Some(other)) if one.from.in_snapshot() != other.from.in_snapshot())
        };
        let area: Area = self
            .mosaic
            .faces()
            .filter(differ)
            .map(|face| self.mosaic.area(face))
            .sum();
        let pieces = self.diffs.iter().flat_map(|diff| &diff.pieces);
        let allowed = snapping_area(
            pieces.flat_map(|piece| piece.polygons.iter()),
            self.mosaic.edge_model(),
        );
        if area <= allowed {
            return Ok(());
        }
        Err(Error::new(format!(
            "they take {} m² of land from different holders",
            area.m2()
        ))
        .of_kind(ErrorKind::Base))
    }
}
