//! The figures of a page.

use crate::change::Breakdown;
use crate::report::{ChangeReport, Timeline};

/// The figures of a page.
pub(crate) struct PageReports {
    /// Of each change whose maps are drawn, in their order.
    pub(crate) pairs: Vec<ChangeReport>,
    /// Of a long series.
    pub(crate) series: Option<Timeline>,
}

impl PageReports {
    /// Those of some changes.
    pub(crate) fn of_pairs(pairs: Vec<ChangeReport>) -> Self {
        Self { pairs, series: None }
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
