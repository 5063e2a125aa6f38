//! The figures of a page.

use crate::change::Breakdown;
use crate::map::MapUnits;
use crate::report::{ChangeReport, LineageReport, Timeline};

/// A picture of units.
pub(crate) struct UnitPicture {
    /// What it says, for who does not see it.
    pub(crate) told: String,
    /// For wide screens, then for narrow ones.
    pub(crate) svg: [String; 2],
}

/// What a page shows of units by what became of them.
pub(crate) struct PageUnits {
    pub(crate) units: MapUnits,
    /// The map, and the diagram if units exchanged land.
    pub(crate) pictures: Vec<UnitPicture>,
    /// All that is known of them.
    pub(crate) lineage: LineageReport,
}

/// The figures of a page.
pub(crate) struct PageReports {
    /// Of each change whose maps are drawn, in their order.
    pub(crate) pairs: Vec<ChangeReport>,
    /// Of a long series.
    pub(crate) series: Option<Timeline>,
    /// Of units, where the page is to tell of them.
    pub(crate) units: Option<PageUnits>,
}

impl PageReports {
    /// Those of some changes.
    pub(crate) fn of_pairs(pairs: Vec<ChangeReport>) -> Self {
        Self {
            pairs,
            series: None,
            units: None,
        }
    }

    /// A page larger than this is drawn coarser, in bytes.
    pub(crate) fn budget(&self) -> usize {
        if self.series.is_some() {
            1_200_000
        } else {
            1_000_000
        }
    }

    /// All that changes are broken down by.
    pub(super) fn breakdowns(&self) -> impl Iterator<Item = &Breakdown> {
        let steps = self.series.iter().flat_map(|series| &series.breakdowns);
        self.pairs.iter().map(|report| &report.breakdown).chain(steps)
    }
}
