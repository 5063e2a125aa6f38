//! Who holds land before and after a step.

use crate::mosaic::FaceId;
use crate::overlay::{ControllerId, Overlay, Step};

/// Who holds land before and after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holders {
    /// Before; none where the earlier snapshot has no land.
    pub from: Option<ControllerId>,
    /// After; none where the later snapshot has no land.
    pub to: Option<ControllerId>,
}

impl Holders {
    /// Those of a face; nobody outside the land that all answers are about.
    pub fn of(overlay: &Overlay, step: Step, face: FaceId) -> Self {
        Self {
            from: overlay.controller_id(step.before(), face),
            to: overlay.controller_id(step.after(), face),
        }
    }

    /// Those of a face anywhere: what is noise depends on whole pieces, also where only a part of them is asked about.
    pub(crate) fn anywhere(overlay: &Overlay, step: Step, face: FaceId) -> Self {
        Self {
            from: overlay.controller_anywhere(step.before(), face),
            to: overlay.controller_anywhere(step.after(), face),
        }
    }

    /// Those of land that went the other way.
    pub(super) fn reversed(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
        }
    }

    /// Whether the land changed hands.
    pub fn is_change(self) -> bool {
        self.from != self.to
    }
}

/// Who holds a face before and after; none where that is the same.
pub(super) fn changed(overlay: &Overlay, step: Step, face: FaceId) -> Option<Holders> {
    Some(Holders::anywhere(overlay, step, face)).filter(|holders| holders.is_change())
}
