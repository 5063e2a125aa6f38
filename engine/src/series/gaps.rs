//! Gaps: steps that are far longer than the others, in which what happened when is not known.

use super::figures::Series;
use crate::model::Date;

/// The fewest steps that tell what is usual.
const STEPS: usize = 4;
/// A step is a gap that is longer than the median so many times.
const TIMES: i64 = 3;

/// A step that is far longer than is usual in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArchiveGap {
    /// The place of the step in [`Series::intervals`].
    pub interval: usize,
    /// How many days it takes.
    pub days: i64,
    /// How many days a step takes as a rule: the median.
    pub usual: i64,
}

impl Series {
    /// How many days each step takes.
    pub fn days(&self) -> Vec<i64> {
        let dates: Vec<Date> = self.snapshots.iter().filter_map(|s| s.date).collect();
        dates.windows(2).map(|step| step[0].days_until(step[1])).collect()
    }

    /// The steps that are more than three times as long as the median one, in order of time; none of fewer than four
    /// steps.
    pub fn gaps(&self) -> Vec<ArchiveGap> {
        let days = self.days();
        if days.len() < STEPS {
            return Vec::new();
        }
        let mut sorted = days.clone();
        sorted.sort_unstable();
        let usual = sorted[sorted.len() / 2].max(1);
        let long = days
            .into_iter()
            .enumerate()
            .filter(|&(_, days)| days > TIMES * usual);
        long.map(|(interval, days)| ArchiveGap {
            interval,
            days,
            usual,
        })
        .collect()
    }
}
