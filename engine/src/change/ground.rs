//! What a change was measured on, for those who need its land to the last edge.

use std::fmt;
use std::sync::Arc;

use crate::model::Snapshot;
use crate::mosaic::{LayerId, Mosaic};
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
}

impl Ground {
    pub(super) fn of(overlay: &Overlay, step: Step) -> Self {
        Self {
            mosaic: overlay.shared_mosaic(),
            snapshots: step.places().map(|place| Arc::clone(&overlay.snapshots()[place])),
            layers: step.places().map(|place| overlay.layer(place)),
            cuts: overlay.cut_layer(step),
        }
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
