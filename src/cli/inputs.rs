//! Reading what a command is given, and telling the person how it was understood.

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::output::say;
use crate::change::Accuracy;
use crate::check;
use crate::language::Language;
use crate::map::{ReferenceLayer, Surroundings};
use crate::model::{Claims, Date, Layer, Notices, Overlaps, Reference, Snapshot};
use crate::progress::stage;
use crate::read::{self, Case, DatePattern, SnapshotOptions};
use crate::{Error, Result};

/// Who controls the land of a snapshot, where its file does not say it the usual way.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Naming {
    /// The property that names the controller [default: controller, else name, …]
    #[arg(long, value_name = "PROP")]
    by: Option<String>,
    /// The controller of all land, for files that outline what one side holds
    #[arg(long = "as", value_name = "NAME", conflicts_with = "by")]
    name: Option<String>,
    /// How the files' names tell their dates, such as `%d.%m.%Y`: %Y is the year, %m the month, %d the day [default: what
    /// the files state, else a day such as 1994-05-12 or 19940512 in their names]
    #[arg(long, value_name = "PATTERN")]
    date_pattern: Option<DatePattern>,
    /// Whose land is that several controllers have [default: the first one's in the file, and the overlap is told]
    #[arg(long, value_enum, value_name = "POLICY")]
    overlap: Option<Overlaps>,
}

impl Naming {
    /// Whether nothing is said.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Reads snapshots at the same time, and tells of them by `tell` one after the other; `dates` overrule those of the
    /// files, in order.
    pub(super) fn read<P: AsRef<Path> + Sync>(
        &self,
        paths: &[P],
        dates: &[Date],
        tell: fn(&Snapshot),
    ) -> Result<Vec<Snapshot>> {
        let stdins = paths.iter().filter(|path| path.as_ref() == Path::new("-"));
        if stdins.count() > 1 {
            return Err(Error::new(
                "only one of the snapshots can come from standard input",
            ));
        }
        stage("reading");
        let read = |(n, path): (usize, &P)| {
            let options = SnapshotOptions {
                by: self.by.clone(),
                name: self.name.clone(),
                date: dates.get(n).copied(),
                date_pattern: self.date_pattern.clone(),
            };
            let snapshot = read::snapshot(path.as_ref(), &options)?;
            match self.overlap {
                Some(policy) => check::resolve(snapshot, policy),
                None => Ok(snapshot),
            }
        };
        let snapshots: Vec<Result<Snapshot>> = paths.par_iter().enumerate().map(read).collect();
        snapshots
            .into_iter()
            .map(|snapshot| snapshot.inspect(tell))
            .collect()
    }
}

/// The layers by which changed land is broken down.
#[derive(Debug, Clone, Args)]
pub(super) struct Breakdown {
    /// Polygons, GeoJSON, by which changes are broken down, such as districts [default: the scenario's, if any]
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// Points, GeoJSON, of settlements that may change hands [default: the scenario's, if any]
    #[arg(long, value_name = "FILE")]
    places: Option<PathBuf>,
}

impl Breakdown {
    /// Whether files of units and of places are named.
    pub(super) fn is_given(&self) -> [bool; 2] {
        [&self.units, &self.places].map(Option::is_some)
    }

    /// The files that are named.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        [&self.units, &self.places]
            .into_iter()
            .flatten()
            .map(PathBuf::as_path)
    }

    /// Units and places: from the files that are named, else those of the case, else none.
    pub(super) fn read(&self, case: Option<&Case>) -> Result<[Layer; 2]> {
        let layer = |path: &Option<PathBuf>, entry: fn(&Case) -> Option<&Reference>| match (path, case) {
            (Some(path), _) => read::layer(path),
            (None, Some(case)) => case.layer(entry(case)),
            (None, None) => Ok(Layer::default()),
        };
        let units = layer(&self.units, |case| case.scenario.units.as_ref())?;
        let places = layer(&self.places, |case| case.scenario.places.as_ref())?;
        if let (Some(path), true) = (
            &self.units,
            units.features.iter().all(|f| f.geometry.polygons.is_empty()),
        ) {
            return Err(Error::new("has no polygons")
                .file(path.display().to_string())
                .hint("units are areas, such as districts; points are given as --places"));
        }
        Ok([units, places])
    }
}

/// The file of who is recognised as sovereign over what, if one is named.
#[derive(Debug, Clone, Args)]
pub(super) struct Recognition {
    /// Land, GeoJSON, with the property `sovereign`: who is recognised as sovereign over what; claims may overlap. Adds
    /// who holds land that whom is recognised as sovereign over [default: the scenario's, if any]
    #[arg(long = "claims", value_name = "FILE")]
    pub(super) path: Option<PathBuf>,
}

impl Recognition {
    /// The claims: from the file that is named, else those of the case, else none.
    pub(super) fn read(&self, case: Option<&Case>) -> Result<Claims> {
        let claims = match (&self.path, case) {
            (Some(path), _) => read::claims(path)?,
            (None, Some(case)) => case.claims()?,
            (None, None) => Claims::default(),
        };
        tell_notices(&claims.name, &claims.notices);
        Ok(claims)
    }
}

/// The earlier and the later snapshot.
#[derive(Debug, Clone, Args)]
pub(super) struct Pair {
    /// The earlier snapshot, GeoJSON; `-` is stdin
    pub(super) before: PathBuf,
    /// The later snapshot, GeoJSON; `-` is stdin
    pub(super) after: PathBuf,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the two snapshots, where the files do not say or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["BEFORE", "AFTER"])]
    dates: Vec<Date>,
}

impl Pair {
    /// Reads both.
    pub(super) fn read(&self) -> Result<Vec<Snapshot>> {
        self.naming.read(&[&self.before, &self.after], &self.dates, tell)
    }
}

/// How well lines are known.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Accuracies {
    /// How far lines may be from the truth, for ranges of areas: one LENGTH, or border=…,control=…,coast=…,unit=…
    /// [default: as `accuracy_m` of the territories says]
    #[arg(long = "accuracy", value_name = "LENGTH")]
    stated: Option<Accuracy>,
}

impl Accuracies {
    /// What is stated, else what the case says of its units; of all else the territories tell themselves.
    pub(super) fn of(self, case: Option<&Case>) -> Accuracy {
        self.stated.unwrap_or_else(|| Accuracy {
            unit_m: case
                .and_then(|case| case.scenario.units.as_ref())
                .and_then(|units| units.accuracy_m),
            ..Accuracy::default()
        })
    }
}

/// Says how a snapshot was understood.
pub(super) fn tell(snapshot: &Snapshot) {
    let date = snapshot
        .date
        .map_or_else(|| "no date".to_owned(), |date| date.to_string());
    say(&format!(
        "{}: {date}, {} controllers, {}",
        crate::error::printable(&snapshot.name),
        snapshot.controllers().len(),
        crate::error::printable(&snapshot.controller_from)
    ));
    tell_notices(&snapshot.name, &snapshot.notices);
}

/// Says what reading repaired or left out.
pub(super) fn tell_notices(name: &str, notices: &Notices) {
    for notice in notices {
        say(&format!("{}: {notice}", crate::error::printable(name)));
    }
}

/// What the maps of a case show around the land in question.
pub(super) fn surroundings(case: &Case, mut language: Language) -> Result<Surroundings> {
    let scenario = &case.scenario;
    let outlines = scenario.outlines.iter().map(|o| {
        Ok(ReferenceLayer {
            label: o.label.clone(),
            layer: case.file(&o.path)?,
        })
    });
    let outlines = outlines.collect::<Result<_>>()?;
    let places = case.layer(scenario.places.as_ref())?;
    let context = case.layer(scenario.context.as_ref())?;
    let locator = case.layer(scenario.locator.as_ref())?;
    let units = case.layer(scenario.units.as_ref())?;
    language.call(scenario.names.get(language.code()).cloned().unwrap_or_default());
    let named = [&units, &places, &context, &locator]
        .into_iter()
        .flat_map(|layer| &layer.features);
    language.learn(named.map(|feature| &feature.properties));
    Ok(Surroundings {
        language,
        highlight: Vec::new(),
        title: scenario.title.clone(),
        credits: scenario.credits.clone(),
        notes: scenario.notes.clone(),
        captions: scenario.snapshots.iter().map(|s| s.caption.clone()).collect(),
        controllers: scenario.controllers.clone(),
        places,
        context,
        locator,
        outlines,
        accuracy: Accuracy::default(),
    })
}
