//! The web page of a study.

use super::core::Study;
use crate::change::Breakdown;
use crate::error::ErrorKind;
use crate::language::isolated;
use crate::lineage::LineageOptions;
use crate::map::{
    self, MapInput, MapKind, MapOptions, MapPair, MapPairs, MapStep, MapSteps, MeasuredChange, Medium,
    PictureInput, Scene, Surroundings, draw_web,
};
use crate::measure::Area;
use crate::page::{PageReports, PageUnits, UnitPicture, page};
use crate::report::{ChangeReport, Timeline};
use crate::{Error, Result};

/// Up to so many dates every pair is shown; of more, each with the next, and the first with the last.
const ALL_PAIRS: usize = 6;

/// Up to so many dates each is drawn by itself; of more, every line once.
const DRAWN_DATES: usize = 12;

/// A picture of units that is larger is drawn coarser, in bytes.
const LARGEST_PICTURE: usize = 130_000;

/// The most editions whose units have room in a diagram.
const MOST_COLUMNS: usize = 8;

/// The most dates of a page.
const MOST_DATES: usize = 1000;

/// How much coarser a page is drawn that would be too large, one after the other.
const GRAINS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

/// What a page has beside its maps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageQuery {
    /// What stands in the place of the finding over all dates.
    pub title: Option<String>,
    /// How holders are told apart as units, such as districts: with it a section says what became of each.
    pub units: Option<LineageOptions>,
}

impl Study {
    /// One self-contained web page of what changed: maps of every date, changes and tables. Up to 6 dates every pair can be
    /// compared; of more, each date with the next and the first with the last. More than 12 are a series: each has a date of
    /// its own and they are shown in order of time.
    ///
    /// # Errors
    ///
    /// As [`Study::picture`]; of a series also as [`Study::series`]; and when there are more dates than 1000.
    pub fn page(
        &self,
        surroundings: &Surroundings,
        options: &MapOptions,
        wanted: &PageQuery,
    ) -> Result<String> {
        let title = wanted.title.as_deref();
        let dates = self.snapshots().len();
        if dates > MOST_DATES {
            let error = Error::new(format!(
                "a page has at most {MOST_DATES} dates, and there are {dates}"
            ));
            return Err(error
                .of_kind(ErrorKind::Options)
                .with_hint("take one date of each period, as with --every month; or name fewer snapshots"));
        }
        let called = wanted
            .units
            .is_some()
            .then(|| surroundings.calling_units(self.snapshots()));
        let surroundings = called.as_ref().unwrap_or(surroundings);
        let units = wanted.units.as_ref();
        let units = units.map(|units| self.page_units(units, surroundings, options));
        let units = units.transpose()?;
        if dates > DRAWN_DATES {
            return self.page_of_series(surroundings, options, (title, units));
        }
        let (mut pairs, mut reports) = (Vec::new(), Vec::new());
        for places in places(dates) {
            let (input, report) = self.pair(places, surroundings)?;
            pairs.push(MapPair { places, input });
            reports.push(report);
        }
        if let Some(overall) = pairs.last_mut() {
            retitle(&mut overall.input, title);
        }
        self.remember_successions(pairs.iter().flat_map(|pair| pair.input.successions.clone()));
        self.within_budget(
            &MapPairs::new(dates, pairs)?,
            &PageReports {
                units,
                ..PageReports::of_pairs(reports)
            },
            options,
        )
    }

    /// What a map of two dates shows, and its report. A step that other reports of this study have, too, has its overlay and
    /// their numbers; any other two dates are a study of their own, as those of `diff`, with a tolerance of their own.
    fn pair(&self, places: [usize; 2], surroundings: &Surroundings) -> Result<(MapInput, ChangeReport)> {
        let mut steps = self.steps().chain([self.overall()]);
        if let Some(step) = steps.find(|step| step.places() == places) {
            let report = self.change(step)?;
            return Ok((self.pair_input(&report, surroundings)?, report));
        }
        let part = self.of_places(places);
        let report = part.change(part.overall())?;
        let input = part.pair_input(&report, &surroundings.of_places(places))?;
        self.take_remarks_of(&part);
        Ok((input, report))
    }

    /// The page of many dates: its figures are those of the series, and over all those of the first and the last date.
    fn page_of_series(
        &self,
        surroundings: &Surroundings,
        options: &MapOptions,
        (title, units): (Option<&str>, Option<PageUnits>),
    ) -> Result<String> {
        let (series, steps) = self.series_with(|overlay, change| {
            let step = MapStep::of_change(MeasuredChange { overlay, change }, surroundings);
            Ok((step, Breakdown::of(overlay, change)?))
        })?;
        let (steps, breakdowns): (Vec<MapStep>, Vec<Breakdown>) = steps.into_iter().unzip();
        let mut order: Vec<usize> = (0..self.snapshots().len()).collect();
        order.sort_by_key(|&n| self.snapshots()[n].date);
        let ends = [order[0], order[order.len() - 1]];
        let part = self.of_places(ends);
        let report = part.change(part.overall())?;
        let mut overall = part.pair_input(&report, &surroundings.of_places(ends))?;
        retitle(&mut overall, title);
        let caption = |&n: &usize| {
            let caption = surroundings.captions.get(n).cloned().flatten()?;
            Some(surroundings.language.name(&caption).to_owned())
        };
        let steps = MapSteps {
            steps,
            captions: order.iter().map(caption).collect(),
            edges: self.settings().edges,
        };
        let reports = PageReports {
            pairs: vec![report],
            series: Some(Timeline::new(series, breakdowns)),
            units,
        };
        self.within_budget(&MapPairs::of_series(overall, steps), &reports, options)
    }

    /// What the page says of units: from the first edition to the last on the map, in all steps in the diagram.
    fn page_units(
        &self,
        units: &LineageOptions,
        surroundings: &Surroundings,
        options: &MapOptions,
    ) -> Result<PageUnits> {
        let lineage = self.lineage(units)?;
        let map = self.events_input(surroundings, units)?;
        let mut pictures = vec![drawn(MapKind::Events, &map, options)?];
        if lineage.steps.len() < MOST_COLUMNS && lineage.steps.iter().any(|step| step.moved > Area::ZERO) {
            let diagram = self.picture_input(MapKind::Lineage, surroundings)?;
            pictures.push(drawn(MapKind::Lineage, &diagram, options)?);
        }
        Ok(PageUnits {
            units: map.shared().units.clone().unwrap_or_default(),
            pictures,
            lineage,
        })
    }

    /// The page, drawn as fine as fits.
    fn within_budget(&self, pairs: &MapPairs, reports: &PageReports, options: &MapOptions) -> Result<String> {
        self.progress().stage("drawing")?;
        let mut made = String::new();
        for grain in GRAINS {
            let maps = draw_web(pairs, options, grain)?;
            made = page(&maps, reports, (grain > 1.0).then_some(maps.scale * grain))?;
            if made.len() <= reports.budget() {
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

/// A picture for wide and for narrow screens.
fn drawn(kind: MapKind, input: &PictureInput, options: &MapOptions) -> Result<UnitPicture> {
    let draw = |medium| {
        let mut svg = String::new();
        for grain in GRAINS {
            let options = MapOptions {
                map_style: options.map_style.clone(),
                fonts: options.fonts.clone(),
                extent: options.extent,
                grain,
                ..MapOptions::of_medium(medium)
            };
            let picture = map::draw(kind, input, &options)?;
            svg = picture.frames().first().map(Scene::to_svg).unwrap_or_default();
            if svg.len() <= LARGEST_PICTURE {
                break;
            }
        }
        Ok(svg)
    };
    let MapInput { title, subtitle, .. } = input.shared();
    Ok(UnitPicture {
        told: format!("{title}. {subtitle}"),
        svg: [draw(Medium::Web)?, draw(Medium::Phone)?],
    })
}

/// Gives a title in the place of the finding.
fn retitle(input: &mut MapInput, title: Option<&str>) {
    if let Some(title) = title {
        input.title = isolated(title).into_owned();
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
