//! The pieces of a change as a diff has them: each lay in land of one kind before and lies in land of one kind after, so
//! that land keeps and regains its properties.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::slice;

use hashbrown::HashMap;
use serde_json::{Map, Value};

use super::form::{Piece, SnapshotId};
use crate::change::{Change, Fate, Flow, Ground, Heirs, Transfer};
use crate::measure::Area;
use crate::mosaic::FaceId;
use crate::parallel::prelude::*;

/// The pieces of a diff and the properties of their land.
pub(super) struct Parts<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) lands: Vec<Map<String, Value>>,
}

/// The kinds of land before and after; none is nobody's.
type Lands = [Option<usize>; 2];

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
        let territories = snapshot.territories.iter();
        territories
            .map(|t| table.place(&t.properties))
            .collect::<Vec<usize>>()
    });
    let kind = |face: FaceId| -> Lands {
        [0, 1].map(|side| {
            let label = ground.mosaic.label(ground.layers[side], face)?;
            kinds[side].get(label).copied()
        })
    };
    let of_transfer: Vec<Option<Lands>> = change
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
    for (number, (transfer, lands)) in change.transfers.iter().zip(&of_transfer).enumerate() {
        match (lands, divided.remove(&number)) {
            (None, Some(parts)) => pieces.extend(parts),
            (lands, _) => {
                let polygons = Cow::Borrowed(slice::from_ref(&transfer.polygon));
                pieces.push(piece(
                    transfer,
                    transfer.area.km2(),
                    lands.unwrap_or_default(),
                    polygons,
                ));
            }
        }
    }
    used(pieces, &table.lands)
}

fn piece<'a>(
    transfer: &'a Transfer,
    area_km2: f64,
    [from_land, to_land]: Lands,
    polygons: Cow<'a, [crate::model::GridPolygon]>,
) -> Piece<'a> {
    Piece {
        from: transfer.from.as_deref().map(Cow::Borrowed),
        to: transfer.to.as_deref().map(Cow::Borrowed),
        area_km2,
        noise: transfer.noise,
        succession: transfer.fate == Fate::Succession,
        from_land,
        to_land,
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
        let [from, to] = [&piece.from, &piece.to].map(|holder| holder.as_deref());
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
        .map(|piece| Fate::of(piece.from.as_deref(), piece.to.as_deref(), &heirs))
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
    of_transfer: &[Option<Lands>],
    kind: impl Fn(FaceId) -> Lands,
) -> HashMap<usize, Vec<Piece<'a>>> {
    let several = of_transfer
        .iter()
        .enumerate()
        .filter(|(_, lands)| lands.is_none());
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
        let (number, lands) = part.key;
        let transfer = &change.transfers[number];
        let polygons = Cow::Owned(vec![part.polygon]);
        let parts = divided.entry(number).or_default();
        parts.push(piece(transfer, part.area.km2(), lands, polygons));
    }
    divided
}

/// The pieces with those properties alone that some of them have.
pub(super) fn used<'a>(mut pieces: Vec<Piece<'a>>, lands: &[Map<String, Value>]) -> Parts<'a> {
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
