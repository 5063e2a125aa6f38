//! What a change was measured on, for those who need its land to the last edge.

use std::fmt;
use std::sync::Arc;

use crate::measure::Area;
use crate::model::Snapshot;
use crate::mosaic::{FaceId, LayerId, Mosaic};
use crate::overlay::{Overlay, Step};

/// The two snapshots of a change and the mosaic that they are in.
#[derive(Clone)]
pub struct Ground {
    /// The mosaic.
    pub mosaic: Arc<Mosaic>,
    /// The earlier and the later snapshot.
    pub snapshots: [Arc<Snapshot>; 2],
    /// Their layers in the mosaic.
    pub layers: [LayerId; 2],
    /// The layer of the lines that cut narrow strips off changed land, if any do.
    pub cuts: Option<LayerId>,
    /// The layers that confine what figures are about: land that has a label in all of them.
    pub confines: Vec<LayerId>,
}

impl Ground {
    pub(super) fn of(overlay: &Overlay, step: Step) -> Self {
        Self {
            mosaic: overlay.shared_mosaic(),
            snapshots: step.places().map(|place| Arc::clone(&overlay.snapshots()[place])),
            layers: step.places().map(|place| overlay.layer(place)),
            cuts: overlay.cut_layer(step),
            confines: overlay.confines(),
        }
    }

    /// Whether a face is part of the land that figures are about.
    pub fn is_inside(&self, face: FaceId) -> bool {
        let mut confines = self.confines.iter();
        confines.all(|layer| self.mosaic.label(*layer, face).is_some())
    }

    /// How much land was added to a snapshot for whoever holds what it leaves out, of the land that figures are about.
    pub fn added(&self, side: usize) -> Area {
        let Some(added) = self.snapshots[side].added() else {
            return Area::ZERO;
        };
        let is_added = |face: &FaceId| {
            self.mosaic.label(self.layers[side], *face) == Some(added) && self.is_inside(*face)
        };
        let faces = self.mosaic.faces().filter(is_added);
        faces.map(|face| self.mosaic.area(face)).sum()
    }
}

/// All are equal: a change is what was found, not what it was found on.
impl PartialEq for Ground {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ground").finish_non_exhaustive()
    }
}
