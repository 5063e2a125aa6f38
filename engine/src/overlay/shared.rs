//! The faces that lie in more than one unit.

use hashbrown::HashMap;

use crate::model::{UnitId, UnitList};
use crate::mosaic::{FaceId, LayerId, Mosaic};

/// The units of every face that lies in more than one.
#[derive(Debug, Default)]
pub(super) struct SharedFaces(HashMap<FaceId, Vec<UnitId>>);

impl SharedFaces {
    pub(super) fn of(mosaic: &Mosaic, layer: LayerId, list: &UnitList) -> Self {
        let shared = mosaic.overlaps(layer).filter_map(|overlap| {
            let mut units: Vec<UnitId> = overlap.covering.iter().map(|f| list.of_features[*f]).collect();
            units.sort_unstable();
            units.dedup();
            (units.len() > 1).then_some((overlap.face, units))
        });
        Self(shared.collect())
    }

    /// All of them.
    pub(super) fn all(&self) -> &HashMap<FaceId, Vec<UnitId>> {
        &self.0
    }

    pub(super) fn get(&self, face: FaceId) -> Option<&[UnitId]> {
        self.0.get(&face).map(Vec::as_slice)
    }
}
