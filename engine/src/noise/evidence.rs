//! Evidence: why changed land of a step is noise or counts.

use std::fmt;

use super::stretches::{PartedLengths, Stretches, share};
use crate::measure::Length;
use crate::model::Snapshot;

/// Snapshots with less of their border in common were not drawn by one hand.
const ALIKE: f64 = 0.4;

/// Which of two snapshots is a simplified drawing of the other: where their borders part, it goes straight from one common
/// position to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simplified {
    /// The earlier one.
    Earlier,
    /// The later one.
    Later,
}

impl Simplified {
    /// Its own of something that both snapshots have, in order.
    pub(super) fn own<T>(self, [earlier, later]: [T; 2]) -> T {
        match self {
            Self::Earlier => earlier,
            Self::Later => later,
        }
    }
}

/// What the borders of two snapshots tell of how they were drawn. As text, it says so to a person.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Evidence {
    /// Of how much border there is in the two snapshots, that drawn in two ways counted once.
    pub border: Length,
    /// How much of it both have, position by position.
    pub common: Length,
    /// How much of it was drawn anew: it differs, to both sides alike, and changed land along it may be noise.
    pub redrawn: Length,
    /// Pieces narrower than this are noise along the border drawn anew; where this differs from stretch to stretch, along
    /// the worst.
    pub width: Length,
    /// Which snapshot is a simplified drawing of the other one, if one is; all land along it is noise.
    pub simplified: Option<Simplified>,
    /// How far apart two drawings of one line may lie by what both snapshots state, if they do: the best of each, added up.
    pub stated: Option<Length>,
    /// Whether any land changed hands.
    pub has_change: bool,
}

impl Evidence {
    /// Of stretches, of which those along which noise is narrower than `widths` were drawn anew.
    pub(super) fn new(
        stretches: &Stretches,
        widths: &[Length],
        simplified: Option<Simplified>,
        stated: Option<Length>,
    ) -> Self {
        let redrawn = stretches.all.iter().zip(widths);
        let redrawn = redrawn.filter(|(_, width)| **width > Length::ZERO);
        let parted = redrawn.map(|(stretch, _)| stretch.parted_m);
        let parted = parted.fold(PartedLengths::default(), |sum, more| PartedLengths {
            before_m: sum.before_m + more.before_m,
            after_m: sum.after_m + more.after_m,
        });
        let borders = &stretches.borders;
        Self {
            border: Length::from_m(borders.all_m()),
            common: Length::from_m(borders.common_m),
            redrawn: Length::from_m(parted.mean_m()),
            width: widths.iter().copied().fold(Length::ZERO, Length::max),
            simplified,
            stated,
            has_change: !stretches.all.is_empty(),
        }
    }

    /// Which share of the border both snapshots have, position by position; 1 without any border.
    pub fn common_share(&self) -> f64 {
        share(self.common.m(), (self.border - self.common).m())
    }

    /// Which share of the border was drawn anew.
    pub fn redrawn_share(&self) -> f64 {
        1.0 - share((self.border - self.redrawn).m(), self.redrawn.m())
    }

    /// Whether any land may be noise.
    pub fn has_noise(&self) -> bool {
        self.width > Length::ZERO
    }
}

/// The evidence of a step, and between which snapshots that is.
#[derive(Debug, Clone, PartialEq)]
pub struct StepEvidence {
    /// The dates of the snapshots, or what they are called where they have none.
    pub between: [String; 2],
    /// The evidence.
    pub evidence: Evidence,
}

/// Why changed land is noise or counts in each of some steps. As text, it says so to a person.
#[derive(Debug, Clone, PartialEq)]
pub struct NoiseReasons(pub Vec<StepEvidence>);

impl fmt::Display for NoiseReasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// So many steps are named.
        const NAMED: usize = 3;
        let steps = &self.0;
        if let [only] = steps.as_slice() {
            return only.evidence.fmt(f);
        }
        let redrawn: Vec<&StepEvidence> = steps.iter().filter(|step| step.evidence.has_noise()).collect();
        let Some(width) = redrawn.iter().map(|step| step.evidence.width).reduce(Length::max) else {
            let common = steps
                .iter()
                .map(|step| step.evidence.common_share())
                .fold(1.0, f64::min);
            if common < ALIKE {
                return write!(
                    f,
                    "all changed land counts: some snapshots draw their borders in other ways than those before (as little as {} \
                     of them is the same, point by point), but too few pieces lie between, or to one side alone, to tell lines \
                     drawn anew from land that moved",
                    percent(common)
                );
            }
            return write!(
                f,
                "all changed land counts: in no step does a border look as if it had been drawn anew (at least {} of it is the \
                 same, point by point)",
                percent(common)
            );
        };
        let named: Vec<String> = redrawn
            .iter()
            .take(NAMED)
            .map(|step| {
                let [before, after] = &step.between;
                format!(
                    "{before} to {after}: {} of it",
                    percent(step.evidence.redrawn_share())
                )
            })
            .collect();
        let more = redrawn.len() - named.len();
        let more = if more > 0 {
            format!("; {more} more")
        } else {
            String::new()
        };
        write!(
            f,
            "in {} of {} steps the border was drawn anew ({}{more}): along the new line, to both sides of the old one, pieces \
             narrower than {} m are noise; elsewhere all changed land counts",
            redrawn.len(),
            steps.len(),
            named.join("; "),
            width.m()
        )
    }
}

/// How far apart two drawings of one line may lie by what both snapshots state, if they do.
pub(super) fn stated(before: &Snapshot, after: &Snapshot) -> Option<Length> {
    let best = |snapshot: &Snapshot| {
        let territories = snapshot.territories.iter();
        territories.filter_map(|t| t.accuracy_m).reduce(f64::min)
    };
    Some(Length::from_m(best(before)? + best(after)?))
}

/// A share in percent as a person says it: never all of what is not all, never nothing of something.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        ..0.1 if percent > 0.0 => "less than 0.1 %".to_owned(),
        ..10.0 => format!("{percent:.1} %"),
        ..99.0 => format!("{percent:.0} %"),
        ..100.0 => format!("{:.1} %", percent.min(99.9)),
        _ => "100 %".to_owned(),
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has_change {
            return f.write_str("no land changed hands");
        }
        let common = percent(self.common_share());
        if !self.has_noise() && self.common_share() < ALIKE {
            return write!(
                f,
                "all changed land counts: the two draw their borders in different ways ({common} of them is the same, point by \
                 point), but too few pieces lie between, or to one side alone, to tell lines drawn anew from land that moved"
            );
        }
        if !self.has_noise() {
            return write!(
                f,
                "all changed land counts: no border looks as if it had been drawn anew ({common} of it is the same in both, \
                 point by point)"
            );
        }
        if let Some(simplified) = self.simplified {
            let which = simplified.own(["earlier", "later"]);
            return write!(
                f,
                "the {which} of the two is the other one simplified: {common} of the border is the same, point by point, and elsewhere \
                 it goes straight from one common position to the next; pieces between, and islands left out, are noise where \
                 narrower than {} m",
                self.width.m()
            );
        }
        write!(
            f,
            "{} of the border was drawn anew, to both sides of the old line, and {common} is the same, point by point: \
             along the new line, pieces narrower than {} m are noise",
            percent(self.redrawn_share()),
            self.width.m(),
        )?;
        match self.stated {
            Some(stated) if stated >= self.width => {
                f.write_str(", as far as two drawings may lie apart by their stated accuracy")
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(common_m: f64) -> Evidence {
        Evidence {
            border: Length::from_m(1000.0),
            common: Length::from_m(common_m),
            redrawn: Length::ZERO,
            width: Length::ZERO,
            simplified: None,
            stated: None,
            has_change: true,
        }
    }

    #[test]
    fn borders_that_have_nothing_in_common_are_not_said_to_be_as_they_were() {
        let step = |common_m| StepEvidence {
            between: ["1994", "2020"].map(str::to_owned),
            evidence: evidence(common_m),
        };
        for (common_m, expected) in [
            (900.0, "had been drawn anew (90 %"),
            (0.0, "in different ways (0.0 %"),
        ] {
            let text = evidence(common_m).to_string();
            assert!(text.contains(expected), "{text}");
        }
        let all = [(900.0, "at least 90 %"), (0.0, "as little as 0.0 %")];
        for (common_m, expected) in all {
            let text = NoiseReasons(vec![step(950.0), step(common_m)]).to_string();
            assert!(text.contains(expected), "{text}");
        }
    }
}
