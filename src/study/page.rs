//! The web page of a study.

use super::core::Study;
use crate::error::ErrorKind;
use crate::language::isolated;
use crate::map::{MapInput, MapOptions, MapPair, MapPairs, MeasuredChange, Surroundings, draw_web};
use crate::page::{BUDGET, page};
use crate::report::ChangeReport;
use crate::{Error, Result};

/// Up to so many dates every pair is shown; of more, each with the next, and the first with the last.
const ALL_PAIRS: usize = 6;

/// The most dates of a page.
const MOST_DATES: usize = 60;

/// How much coarser a page is drawn that would be too large, one after the other.
const GRAINS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

impl Study {
    /// One self-contained web page of what changed: maps of every date, changes and tables. Up to 6 dates every pair can be
    /// compared; of more, each date with the next and the first with the last. `title` stands in the place of the finding
    /// over all dates.
    ///
    /// # Errors
    ///
    /// As [`Study::picture`], and when there are more than 60 dates.
    pub fn page(
        &self,
        surroundings: &Surroundings,
        options: &MapOptions,
        title: Option<&str>,
    ) -> Result<String> {
        let dates = self.snapshots().len();
        if dates > MOST_DATES {
            return Err(Error::new(format!(
                "a page has at most {MOST_DATES} dates, and there are {dates}"
            ))
            .of_kind(ErrorKind::Options)
            .with_hint(
                "name fewer snapshots; of one file whose features have times, choose dates with --at",
            ));
        }
        let (mut pairs, mut reports) = (Vec::new(), Vec::new());
        for places in places(dates) {
            let part = self.of_places(places);
            let report = part.change(part.overall())?;
            pairs.push(MapPair {
                places,
                input: part.pair_input(&report, &surroundings.of_places(places))?,
            });
            reports.push(report);
            self.take_remarks_of(&part);
        }
        if let (Some(title), Some(overall)) = (title, pairs.last_mut()) {
            overall.input.title = isolated(title).into_owned();
        }
        self.remember_successions(pairs.iter().flat_map(|pair| pair.input.successions.clone()));
        self.progress().stage("drawing")?;
        self.within_budget(&MapPairs::new(dates, pairs)?, &reports, options)
    }

    /// The page, drawn as fine as fits.
    fn within_budget(
        &self,
        pairs: &MapPairs,
        reports: &[ChangeReport],
        options: &MapOptions,
    ) -> Result<String> {
        let mut made = String::new();
        for grain in GRAINS {
            let maps = draw_web(pairs, options, grain)?;
            made = page(&maps, reports, (grain > 1.0).then_some(maps.scale * grain))?;
            if made.len() <= BUDGET {
                break;
            }
            self.progress().stage("drawing")?;
        }
        Ok(made)
    }

    /// What a map of the only change shows.
    fn pair_input(&self, report: &ChangeReport, surroundings: &Surroundings) -> Result<MapInput> {
        let measured = MeasuredChange {
            overlay: self.classified()?.overlay(),
            change: &report.change,
        };
        MapInput::of_change(measured, surroundings)
    }
}

/// The pairs of so many dates that a page shows, the one over all last.
fn places(dates: usize) -> Vec<[usize; 2]> {
    let all = (0..dates).flat_map(|before| (before + 1..dates).map(move |after| [before, after]));
    let overall = [0, dates.saturating_sub(1)];
    let is_shown = |[before, after]: &[usize; 2]| dates <= ALL_PAIRS || after - before == 1;
    let mut shown: Vec<[usize; 2]> = all.filter(|pair| *pair != overall && is_shown(pair)).collect();
    shown.push(overall);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_dates_are_shown_in_pairs_many_in_steps() {
        assert_eq!(places(2), [[0, 1]]);
        assert_eq!(places(3), [[0, 1], [1, 2], [0, 2]]);
        assert_eq!(places(6).len(), 15);
        assert_eq!(places(7).len(), 7);
        assert_eq!(places(7).last(), Some(&[0, 6]));
    }
}
