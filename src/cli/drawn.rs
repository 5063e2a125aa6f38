//! What maps and pages are drawn from: snapshots or a scenario, what is around them, and how they are read and measured.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::inputs::{self, Layers, Measuring, Naming, ScenarioFiles};
use super::messages::say;
use super::remarks;
use super::rest::RestOptions;
use super::sources;
use super::style::StyleOptions;
use super::times::{SeriesFiles, understood};
use crate::case::Case;
use crate::error::ErrorKind;
use crate::files::Listing;
use crate::language::Language;
use crate::map::{MapKind, MapOptions, Surroundings};
use crate::model::{Date, Every, ReferenceLayers, Snapshot};
use crate::overlay::Settings;
use crate::read::ReadOptions;
use crate::study::Study;
use crate::{Error, Result};

/// Snapshots or a scenario, and how they are read, measured and drawn.
#[derive(Debug, Args)]
pub(super) struct DrawnInput {
    /// The snapshots in order of time, `-` is stdin; or a folder or quoted pattern of them, or one file whose
    /// features have times of their own [default: those of the scenario]
    #[arg(value_name = "SNAPSHOT")]
    pub(super) snapshots: Vec<PathBuf>,
    /// A scenario to take names, colours, places and surroundings from
    #[arg(long, value_name = "SCENARIO", required_unless_present = "snapshots")]
    pub(super) scenario: Option<PathBuf>,
    #[command(flatten)]
    scenario_files: ScenarioFiles,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the snapshots, where the files do not say or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2..)]
    dates: Vec<Date>,
    /// Neighbouring land and water, GeoJSON: areas with `name`, and `kind` where they are a lake or sea [default: the
    /// scenario's, if any, else Natural Earth's]
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Draw nothing around the data that was not given: no Natural Earth, no towns of GeoNames
    #[arg(long)]
    no_base: bool,
    /// The title [default: what changed most]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// West, south, east and north in degrees; all figures are about what lies inside, the rest is one row [default: the
    /// changed land and a margin]
    #[arg(long, value_name = "W,S,E,N", value_parser = extent, allow_hyphen_values = true)]
    pub(super) extent: Option<[f64; 4]>,
    #[command(flatten)]
    pub(super) style: StyleOptions,
    /// Highlight this; the rest turns grey: a controller, FROM→TO (or FROM:TO), a unit or a place
    #[arg(long, value_name = "NAME")]
    pub(super) highlight: Vec<String>,
    /// Month, quarter, year or a number of days: of many dates the last one of each such period alone, and the periods by
    /// which a chart of them sums
    #[arg(long, value_name = "PERIOD")]
    pub(super) every: Option<Every>,
    #[command(flatten)]
    rest: RestOptions,
    #[command(flatten)]
    layers: Layers,
    #[command(flatten)]
    measuring: Measuring,
}

/// Which of some snapshots are drawn.
type Choose<'a> = dyn Fn(Vec<Snapshot>) -> Result<Vec<Snapshot>> + 'a;

/// How it is told what snapshots were understood to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    /// Each with who holds its land.
    OneByOne,
    /// All in one line: a long series, or editions of units, which nobody holds.
    Together,
}

impl Told {
    /// How it is for a map of a kind.
    pub(super) fn of(kind: MapKind) -> Self {
        if kind.is_of_units() {
            Self::Together
        } else {
            Self::OneByOne
        }
    }

    /// A study of what was read, which is told.
    fn study(self, snapshots: Vec<Snapshot>, layers: ReferenceLayers, settings: Settings) -> Result<Study> {
        match self {
            Self::OneByOne => remarks::study(snapshots, layers, settings),
            Self::Together => {
                let study = remarks::unreported_study(snapshots, layers, settings)?;
                remarks::report_layers(&study);
                say(&understood(study.snapshots().iter().map(AsRef::as_ref)));
                Ok(study)
            }
        }
    }
}

/// What a map is drawn from.
pub(super) struct Drawn {
    pub(super) study: Study,
    pub(super) surroundings: Surroundings,
}

impl DrawnInput {
    /// Takes what is named like a file for the scenario that it is.
    pub(super) fn settle(&mut self) {
        if let ([name], None) = (self.snapshots.as_slice(), &self.scenario)
            && inputs::is_scenario(name)
        {
            self.scenario = self.snapshots.pop();
        }
    }

    /// The scenario, if one is named.
    pub(super) fn case(&self) -> Result<Option<Case>> {
        if self.scenario.is_none() {
            self.scenario_files.without_scenario()?;
        }
        let scenario = self.scenario.as_deref();
        scenario.map(|name| self.scenario_files.open(name)).transpose()
    }

    /// All files that are read, those that the scenario names among them.
    pub(super) fn paths(&self, case: Option<&Case>) -> Result<Vec<PathBuf>> {
        let mut paths = case.map(Case::paths).unwrap_or_default();
        for name in &self.snapshots {
            paths.extend(Listing::of(name)?.files);
        }
        paths.extend(self.other_paths().map(Path::to_owned));
        Ok(paths)
    }

    /// The files that options name.
    pub(super) fn other_paths(&self) -> impl Iterator<Item = &Path> {
        let options = [self.context.as_deref(), self.rest.path(), self.naming.path()];
        let options = options.into_iter().flatten().chain(self.style.paths());
        options.chain(self.layers.named().map(|(_, path)| path))
    }

    /// Reads all of it; of the snapshots what is chosen, before any of them is overlaid.
    pub(super) fn read(
        &self,
        case: Option<&Case>,
        told: Told,
        choose: impl Fn(Vec<Snapshot>) -> Result<Vec<Snapshot>>,
    ) -> Result<Drawn> {
        let language = self.style.language()?;
        let mut study = self.study(case, told, &choose)?;
        if let Some(extent) = self.extent {
            study = study.framed(extent)?;
        }
        let surroundings = self.surroundings(case, &study, language)?;
        Ok(Drawn { study, surroundings })
    }

    /// Reads what a page of all dates shows, or of the last of each period.
    ///
    /// # Errors
    ///
    /// When something cannot be read; and when there are two dates, and those of periods are asked for.
    pub(super) fn read_dates(&self, case: Option<&Case>) -> Result<Drawn> {
        self.read(case, Told::OneByOne, |snapshots| {
            if self.every.is_some() && snapshots.len() <= 2 {
                return Err(Error::new("--every is for many dates, and these are two")
                    .of_kind(ErrorKind::Options)
                    .with_hint("leave it out, or name more snapshots"));
            }
            Ok(self.of_periods(snapshots))
        })
    }

    /// How a page is drawn.
    pub(super) fn page_options(&self) -> Result<MapOptions> {
        let mut options = MapOptions::default().map_style(self.style.read()?);
        options.extent = self.extent;
        options.fonts = self.style.fonts()?;
        options.dark_style = self.style.dark()?;
        Ok(options)
    }

    /// The first of some snapshots, and the last of each period that is asked for; those without a date stay.
    pub(super) fn of_periods(&self, snapshots: Vec<Snapshot>) -> Vec<Snapshot> {
        let Some(every) = self.every else {
            return snapshots;
        };
        let origin = snapshots.first().and_then(|snapshot| snapshot.date);
        let period = |snapshot: &Snapshot| every.period(snapshot.date?, origin?);
        let periods: Vec<_> = snapshots.iter().map(period).collect();
        let is_kept = |n: usize| n == 0 || periods[n].is_none() || periods.get(n + 1) != Some(&periods[n]);
        let kept = snapshots.into_iter().enumerate().filter(|(n, _)| is_kept(*n));
        kept.map(|(_, snapshot)| snapshot).collect()
    }

    fn study(&self, case: Option<&Case>, told: Told, choose: &Choose) -> Result<Study> {
        let settings = self.measuring.settings(case);
        match case {
            Some(case) if self.snapshots.is_empty() => {
                if !self.dates.is_empty() {
                    return Err(
                        Error::new("--date is for files, and these are the snapshots of a scenario")
                            .of_kind(ErrorKind::Options)
                            .with_hint("state `date` beside the `path` of its snapshots"),
                    );
                }
                let snapshots = choose(self.naming.read_case(case)?)?;
                let layers = self.layers(&snapshots, Some(case))?;
                let study = remarks::unreported_study(snapshots, layers, settings)?;
                remarks::report_layers(&study);
                Ok(study)
            }
            _ => self.study_of_files(case, settings, told, choose),
        }
    }

    fn layers(&self, snapshots: &[Snapshot], case: Option<&Case>) -> Result<ReferenceLayers> {
        let renames = self.naming.renames(case)?;
        let layers = self
            .layers
            .read(snapshots, case, self.rest.read(case, &renames)?)?;
        remarks::report_renames(&renames, snapshots, &layers, self.rest.holder(case).as_deref());
        Ok(layers)
    }

    fn study_of_files(
        &self,
        case: Option<&Case>,
        settings: Settings,
        told: Told,
        choose: &Choose,
    ) -> Result<Study> {
        let files = SeriesFiles::of(&self.snapshots)?;
        let is_timed = self.naming.times.is_at();
        if is_timed && files.paths.len() > 1 {
            let paths: Vec<&Path> = files.paths.iter().map(PathBuf::as_path).collect();
            let snapshots = choose(self.naming.read_at(&paths)?)?;
            let layers = self.layers(&snapshots, case)?;
            return told.study(snapshots, layers, settings);
        }
        if is_timed || files.paths.len() == 1 || !files.is_each_named {
            if !self.dates.is_empty() {
                return Err(Error::new("--date states the dates of files that are named one by one")
                    .of_kind(ErrorKind::Options)
                    .with_hint("name each file; or, of one file whose features have times, choose dates with --at"));
            }
            let snapshots = choose(self.naming.read_series(&files)?)?;
            let layers = self.layers(&snapshots, case)?;
            return Told::Together.study(snapshots, layers, settings);
        }
        if !self.dates.is_empty() && self.dates.len() != files.paths.len() {
            let (dates, files) = (self.dates.len(), files.paths.len());
            return Err(
                Error::new(format!("{dates} dates are given for {files} snapshots"))
                    .of_kind(ErrorKind::Options)
                    .with_hint("give --date a date for each, in their order"),
            );
        }
        let snapshots = choose(self.naming.read(&files.paths, &self.dates)?)?;
        let layers = self.layers(&snapshots, case)?;
        let study = told.study(snapshots, layers, settings)?;
        remarks::report_order(&study);
        Ok(study)
    }

    /// What a case shows around, its captions given to the snapshots of the same date.
    fn surroundings(&self, case: Option<&Case>, study: &Study, language: Language) -> Result<Surroundings> {
        let mut surroundings = study.surroundings(case, language)?;
        if self.layers.has_places() {
            surroundings.places.clone_from(&study.layers().places);
        }
        if let Some(path) = &self.context {
            surroundings.context = sources::layer(path)?;
            let mut features = surroundings.context.features.iter();
            if features.all(|f| f.geometry.polygons.is_empty()) {
                return Err(Error::new("has no polygons")
                    .of_kind(ErrorKind::Geometry)
                    .in_file(path.display().to_string())
                    .with_hint("what lies around is areas, such as countries and lakes"));
            }
        }
        remarks::report_layer(&surroundings.context)?;
        remarks::report(study.off_map(&surroundings.context));
        if !self.no_base {
            surroundings = surroundings.on_base();
        }
        surroundings.highlight.clone_from(&self.highlight);
        surroundings.every = self.every;
        // Not all snapshots of the case, or others.
        let are_its_own = self.snapshots.is_empty() && self.every.is_none();
        if let (Some(case), false) = (case, are_its_own) {
            let snapshots = case.snapshots(&ReadOptions::default())?;
            let dates: Vec<Option<Date>> = snapshots.iter().map(|s| s.date).collect();
            let caption = |snapshot: &Arc<Snapshot>| {
                let known = dates.iter().position(|date| *date == snapshot.date)?;
                surroundings.captions.get(known).cloned().flatten()
            };
            surroundings.captions = study.snapshots().iter().map(caption).collect();
        }
        Ok(surroundings)
    }
}

/// Four numbers, parted by commas.
fn extent(text: &str) -> Result<[f64; 4], String> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|n| n.trim().parse()).collect();
    numbers
        .ok()
        .and_then(|n| n.try_into().ok())
        .ok_or_else(|| "give west, south, east and north in degrees, such as 43,38.5,48,41".to_owned())
}
