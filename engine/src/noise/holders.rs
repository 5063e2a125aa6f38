//! Who holds land before and after a step.

use std::collections::BTreeMap;

use crate::measure::Area;
use crate::mosaic::FaceId;
use crate::overlay::{ControllerId, Flow, Heirs, Overlay, Step};

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

    /// All land by its holders, also where figures are about a part of it: who lost all of that part may hold more.
    pub(crate) fn areas_anywhere(overlay: &Overlay, step: Step) -> BTreeMap<Self, Area> {
        overlay
            .mosaic()
            .areas_by(|face| Some(Self::anywhere(overlay, step, face)))
    }

    /// Who is whose heir by land.
    pub(crate) fn heirs(areas: &BTreeMap<Self, Area>) -> Heirs<ControllerId> {
        let flow = |(holders, area): (&Self, &Area)| Flow {
            from: holders.from,
            to: holders.to,
            area: *area,
        };
        Heirs::of(&areas.iter().map(flow).collect::<Vec<_>>())
    }

    /// The same with the name that its holder before has after.
    pub(super) fn renamed(self, heirs: &Heirs<ControllerId>) -> Self {
        Self {
            from: self.from.map(|from| heirs.last(from)),
            to: self.to,
        }
    }

    /// Who holds the land before, and who after.
    pub(super) fn dates(self) -> [Option<ControllerId>; 2] {
        [self.from, self.to]
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
