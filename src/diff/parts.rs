//! The pieces of a change as a diff has them: each lay in land of one kind before and lies in land of one kind after, so
//! that land keeps and regains its properties.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::slice;

use hashbrown::HashMap;
use serde_json::{Map, Value};

use super::form::{Holder, Piece, SnapshotId};
use crate::change::{Change, Fate, Ground, Transfer};
use crate::measure::Area;
use crate::model::{GridPolygon, GridRing, divisions, rings, with_divisions};
use crate::mosaic::FaceId;
use crate::overlay::{Flow, Heirs};
use crate::parallel::prelude::*;

/// The pieces of a diff and the properties of their land.
pub(super) struct Parts<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) lands: Vec<Map<String, Value>>,
}

/// What kind of land it is in a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
enum Kind {
    /// None: it is nobody's.
    #[default]
    None,
    /// That of somebody, with the properties at this place.
    Of(usize),
    /// The snapshot leaves it out, and somebody holds that.
    Rest,
}

impl Kind {
    /// The place of its properties.
    fn land(self) -> Option<usize> {
        match self {
            Self::Of(place) => Some(place),
            Self::None | Self::Rest => None,
        }
    }

    /// Its holder, by name.
    fn holder(self, name: Option<&str>) -> Holder<'_> {
        match (self, name) {
            (_, None) => Holder::Nobody,
            (Self::Rest, Some(name)) => Holder::Rest(name.into()),
            (_, Some(name)) => Holder::Named(name.into()),
        }
    }
}

/// The kinds of land before and after.
type Kinds = [Kind; 2];

/// The distinct properties of land, in order of first mention.
#[derive(Default)]
pub(super) struct LandTable {
    known: HashMap<String, usize>,
    pub(super) lands: Vec<Map<String, Value>>,
}

impl LandTable {
    /// The place of these properties.
    pub(super) fn place(&mut self, properties: &Map<String, Value>) -> usize {
        let text = Value::from(properties.clone()).to_string();
        let next = self.lands.len();
        let place = *self.known.entry(text).or_insert(next);
        if place == next {
            self.lands.push(properties.clone());
        }
        place
    }
}

/// The pieces of a change, those that lie in land of several kinds in parts.
pub(super) fn parts(change: &Change) -> Parts<'_> {
    let ground = &change.ground;
    let mut table = LandTable::default();
    let kinds = ground.snapshots.each_ref().map(|snapshot| {
        let territories = snapshot.territories.iter().enumerate();
        let kind = territories.map(|(place, territory)| match snapshot.added() {
            Some(added) if added == place => Kind::Rest,
            _ => Kind::Of(table.place(&territory.properties)),
        });
        kind.collect::<Vec<Kind>>()
    });
    let kind = |face: FaceId| -> Kinds {
        [0, 1].map(|side| {
            let label = ground.mosaic.label(ground.layers[side], face);
            let kind = label.and_then(|label| kinds[side].get(label));
            kind.copied().unwrap_or_default()
        })
    };
    let of_transfer: Vec<Option<Kinds>> = change
        .transfers
        .par_iter()
        .map(|transfer| {
            let first = kind(*transfer.faces.first()?);
            transfer
                .faces
                .iter()
                .all(|&face| kind(face) == first)
                .then_some(first)
        })
        .collect();
    let mut divided = divided(change, ground, &of_transfer, kind);
    let mut pieces = Vec::with_capacity(change.transfers.len());
    for (number, (transfer, kinds)) in change.transfers.iter().zip(&of_transfer).enumerate() {
        match (kinds, divided.remove(&number)) {
            (None, Some(parts)) => pieces.extend(parts),
            (kinds, _) => {
                let polygons = Cow::Borrowed(slice::from_ref(&transfer.polygon));
                pieces.push(piece(
                    transfer,
                    transfer.area.km2(),
                    kinds.unwrap_or_default(),
                    polygons,
                ));
            }
        }
    }
    pieces.extend(undrawn(ground, kind));
    used(pieces, &table.lands)
}

/// The land that somebody has of his own in one snapshot, and as the rest of the land in the other: it did not change hands, but
/// the snapshots differ there.
fn undrawn<'a>(ground: &'a Ground, kind: impl Fn(FaceId) -> Kinds + Sync) -> Vec<Piece<'a>> {
    if ground
        .snapshots
        .iter()
        .all(|snapshot| snapshot.completed.is_none())
    {
        return Vec::new();
    }
    let holder = |side: usize, face: FaceId| -> Option<&'a str> {
        let label = ground.mosaic.label(ground.layers[side], face)?;
        Some(ground.snapshots[side].territories.get(label)?.controller.as_str())
    };
    let key = |face: FaceId| {
        let kinds = kind(face);
        let is_undrawn = (kinds[0] == Kind::Rest) != (kinds[1] == Kind::Rest);
        let name = holder(0, face).filter(|_| is_undrawn)?;
        (holder(1, face) == Some(name) && ground.is_inside(face)).then_some((name, kinds))
    };
    let parts = ground.mosaic.pieces_parted(ground.cuts, key).into_iter();
    let piece = |part: crate::mosaic::Piece<(&'a str, Kinds)>| {
        let (name, [from, to]) = part.key;
        Piece {
            from: from.holder(Some(name)),
            to: to.holder(Some(name)),
            area_km2: part.area.km2(),
            noise: false,
            succession: false,
            from_land: from.land(),
            to_land: to.land(),
            polygons: Cow::Owned(vec![part.polygon]),
        }
    };
    parts.map(piece).collect()
}

fn piece<'a>(
    transfer: &'a Transfer,
    area_km2: f64,
    [from, to]: Kinds,
    polygons: Cow<'a, [crate::model::GridPolygon]>,
) -> Piece<'a> {
    Piece {
        from: from.holder(transfer.from.as_deref()),
        to: to.holder(transfer.to.as_deref()),
        area_km2,
        noise: transfer.noise,
        succession: transfer.fate == Fate::Succession,
        from_land: from.land(),
        to_land: to.land(),
        polygons,
    }
}

/// States which pieces passed to the heir of their holder, by what everyone held before.
pub(super) fn mark_successions(pieces: &mut [Piece], before: &SnapshotId) {
    let held = before.area_km2.iter();
    let mut kept: BTreeMap<&str, Area> = held
        .map(|(name, km2)| (name.as_str(), Area::from_km2(*km2)))
        .collect();
    let mut flows: Vec<Flow<&str>> = Vec::new();
    for piece in pieces.iter() {
        let [from, to] = [&piece.from, &piece.to].map(Holder::in_snapshot);
        let area = Area::from_km2(piece.area_km2);
        if let Some(left) = from.and_then(|from| kept.get_mut(from)) {
            *left -= area;
        }
        flows.push(Flow { from, to, area });
    }
    let kept = kept.into_iter().filter(|(_, area)| *area > Area::ZERO);
    flows.extend(kept.map(|(name, area)| Flow {
        from: Some(name),
        to: Some(name),
        area,
    }));
    let heirs = Heirs::of(&flows);
    let fates: Vec<Fate> = pieces
        .iter()
        .map(|piece| Fate::of(piece.from.in_snapshot(), piece.to.in_snapshot(), &heirs))
        .collect();
    drop(flows);
    for (piece, fate) in pieces.iter_mut().zip(fates) {
        piece.succession = fate == Fate::Succession;
    }
}

/// The parts of the transfers that lie in land of several kinds, by their number, the largest part first.
fn divided<'a>(
    change: &'a Change,
    ground: &Ground,
    of_transfer: &[Option<Kinds>],
    kind: impl Fn(FaceId) -> Kinds,
) -> HashMap<usize, Vec<Piece<'a>>> {
    let several = of_transfer
        .iter()
        .enumerate()
        .filter(|(_, kinds)| kinds.is_none());
    let number_of: HashMap<FaceId, usize> = several
        .flat_map(|(number, _)| {
            change.transfers[number]
                .faces
                .iter()
                .map(move |&face| (face, number))
        })
        .collect();
    let mut divided: HashMap<usize, Vec<Piece>> = HashMap::new();
    if number_of.is_empty() {
        return divided;
    }
    let key = |face: FaceId| Some((*number_of.get(&face)?, kind(face)));
    for part in ground.mosaic.pieces_parted(ground.cuts, key) {
        let (number, kinds) = part.key;
        let transfer = &change.transfers[number];
        let polygons = Cow::Owned(vec![part.polygon]);
        let parts = divided.entry(number).or_default();
        parts.push(piece(transfer, part.area.km2(), kinds, polygons));
    }
    divided
}

/// The pieces with those properties alone that some of them have.
pub(super) fn used<'a>(mut pieces: Vec<Piece<'a>>, lands: &[Map<String, Value>]) -> Parts<'a> {
    pieces.iter_mut().for_each(divide);
    let mut place_of: Vec<Option<usize>> = vec![None; lands.len()];
    let mut order = Vec::new();
    for land in pieces
        .iter_mut()
        .flat_map(|piece| [&mut piece.from_land, &mut piece.to_land])
    {
        let Some(old) = *land else { continue };
        let Some(place) = place_of.get_mut(old) else {
            continue;
        };
        if place.is_none() {
            *place = Some(order.len());
            order.push(old);
        }
        *land = *place;
    }
    Parts {
        pieces,
        lands: order.into_iter().map(|old| lands[old].clone()).collect(),
    }
}

/// Has a piece be what is read of it once it is written: with edges divided that a reader would take the other way round.
fn divide(piece: &mut Piece) {
    let is_divided = |polygon: &GridPolygon| rings(polygon).any(|ring| !divisions(ring).is_empty());
    if !piece.polygons.iter().any(is_divided) {
        return;
    }
    let whole = |ring: &GridRing| with_divisions(ring).unwrap_or_else(|| ring.clone());
    for polygon in piece.polygons.to_mut() {
        let holes = polygon.interiors().iter().map(whole).collect();
        *polygon = GridPolygon::new(whole(polygon.exterior()), holes);
    }
}
