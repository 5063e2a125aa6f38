//! Switches: steps between which the drawing seems to have changed, and not only the land.
//!
//! Two editions of one border differ by slivers along all of it, so a step from one source to another has many times
//! the slivers of the usual step.

use std::collections::BTreeSet;

use super::figures::Series;
use crate::measure::{Area, Length};

/// The fewest steps that tell what is usual.
const STEPS: usize = 5;
/// A step stands out that is beyond the median of the others so many times.
const TIMES: f64 = 10.0;
/// The fewest pieces that tell of another drawing; a few may always come together.
const PIECES: usize = 10;

/// A step between which the source seems to have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// The place of the step in [`Series::intervals`].
    pub interval: usize,
    /// What tells it, at least one sign.
    pub signs: Vec<Sign>,
    /// The noise of the step.
    pub noise: Area,
    /// Its pieces that are noise; without a tolerance, all its pieces.
    pub pieces: usize,
}

/// What tells that the source changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Far more noise than in the other steps.
    Noise,
    /// Far more pieces than in the other steps.
    Pieces,
    /// The two snapshots state other sources.
    Sources,
}

impl Sign {
    /// What outputs call it: `noise`, `pieces` or `sources`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Noise => "noise",
            Self::Pieces => "pieces",
            Self::Sources => "sources",
        }
    }
}

impl Series {
    /// The steps between which the source seems to have changed: noise or pieces stand out from the other steps (beyond
    /// ten times their median; of five steps or more, and with ten pieces or more), or the snapshots state other
    /// sources.
    pub fn switches(&self) -> Vec<Switch> {
        let noise: Vec<Area> = self
            .intervals
            .iter()
            .map(|i| i.changes.iter().map(|t| t.noise).sum())
            .collect();
        let pieces = self.intervals.iter().map(|interval| match interval.tolerance {
            Length::ZERO => interval.changes.iter().map(|t| t.parts).sum(),
            _ => interval.noise_parts,
        });
        let pieces: Vec<usize> = pieces.collect();
        let much_noise = stands_out(&noise.iter().map(|area| area.km2()).collect::<Vec<_>>());
        let many_pieces = stands_out(&pieces.iter().map(|&n| n as f64).collect::<Vec<_>>());
        let switch = |interval: usize| {
            let signs = [
                (Sign::Noise, much_noise[interval] && pieces[interval] >= PIECES),
                (Sign::Pieces, many_pieces[interval] && pieces[interval] >= PIECES),
                (Sign::Sources, self.states_other_sources(interval)),
            ];
            let signs: Vec<Sign> = signs
                .into_iter()
                .filter_map(|(sign, is)| is.then_some(sign))
                .collect();
            (!signs.is_empty()).then_some(Switch {
                interval,
                signs,
                noise: noise[interval],
                pieces: pieces[interval],
            })
        };
        (0..self.intervals.len()).filter_map(switch).collect()
    }

    fn states_other_sources(&self, interval: usize) -> bool {
        let sources = |snapshot: usize| self.snapshots[snapshot].sources.iter().collect::<BTreeSet<_>>();
        let [before, after] = [sources(interval), sources(interval + 1)];
        !before.is_empty() && !after.is_empty() && before != after
    }
}

/// Which values are far above the others.
fn stands_out(values: &[f64]) -> Vec<bool> {
    let is_far = |(place, &value): (usize, &f64)| {
        let others: Vec<f64> = values[..place]
            .iter()
            .chain(&values[place + 1..])
            .copied()
            .collect();
        value > TIMES * median(others)
    };
    if values.len() < STEPS {
        return vec![false; values.len()];
    }
    values.iter().enumerate().map(is_far).collect()
}

/// The upper median; the values are not none.
fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_above_the_others_stands_out() {
        let out = |values: &[f64]| stands_out(values).iter().position(|&is| is);
        assert_eq!(out(&[1.0, 2.0, 1.5, 40.0, 1.0]), Some(3));
        assert_eq!(out(&[1.0, 2.0, 1.5, 9.0, 1.0]), None, "not ten times the median");
        assert_eq!(
            out(&[1.0, 20.0, 9.0, 85.0, 1.0, 15.0]),
            None,
            "they vary so anyway"
        );
        assert_eq!(out(&[1.0, 1.0, 40.0, 1.0]), None, "too few to tell");
        assert_eq!(out(&[0.0, 0.0, 0.0, 3.0, 0.0]), Some(3));
        assert_eq!(out(&[2.0; 9]), None);
    }
}
