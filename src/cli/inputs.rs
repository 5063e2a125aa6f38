//! Reading what a command is given, and telling the person how it was understood.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::say;
use crate::map::Surroundings;
use crate::model::{Date, Notices, Snapshot};
use crate::progress::stage;
use crate::read::{self, Case, SnapshotOptions};
use crate::{Error, Result};

/// The earlier and the later snapshot.
#[derive(Debug, Clone, Args)]
pub(super) struct Pair {
    /// The earlier snapshot, GeoJSON; `-` is stdin
    pub(super) before: PathBuf,
    /// The later snapshot, GeoJSON; `-` is stdin
    pub(super) after: PathBuf,
    /// The property that names the controller [default: controller, else name, …]
    #[arg(long, value_name = "PROP")]
    by: Option<String>,
    /// The controller of all land, for files that outline what one side holds
    #[arg(long = "as", value_name = "NAME", conflicts_with = "by")]
    name: Option<String>,
    /// The dates of the two snapshots, where the files do not say or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["BEFORE", "AFTER"])]
    dates: Vec<Date>,
}

impl Pair {
    /// Reads both, at the same time, and tells of them one after the other.
    pub(super) fn read(&self) -> Result<[Snapshot; 2]> {
        if self.before == Path::new("-") && self.after == Path::new("-") {
            return Err(Error::new(
                "only one of the two snapshots can come from standard input",
            ));
        }
        stage("reading");
        let read = |path: &Path, date: Option<&Date>| {
            let options = SnapshotOptions {
                by: self.by.clone(),
                name: self.name.clone(),
                date: date.copied(),
            };
            read::snapshot(path, &options)
        };
        let (before, after) = rayon::join(
            || read(&self.before, self.dates.first()),
            || read(&self.after, self.dates.get(1)),
        );
        let before = before.inspect(tell)?;
        let after = after.inspect(tell)?;
        Ok([before, after])
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
pub(super) fn surroundings(case: &Case) -> Result<Surroundings> {
    let scenario = &case.scenario;
    let outlines = scenario
        .outlines
        .iter()
        .map(|o| Ok((o.label.clone(), case.file(&o.path)?)));
    Ok(Surroundings {
        title: scenario.title.clone(),
        credits: scenario.credits.clone(),
        notes: scenario.notes.clone(),
        captions: scenario.snapshots.iter().map(|s| s.caption.clone()).collect(),
        controllers: scenario.controllers.clone(),
        places: case.layer(scenario.places.as_ref())?,
        context: case.layer(scenario.context.as_ref())?,
        locator: case.layer(scenario.locator.as_ref())?,
        outlines: outlines.collect::<Result<_>>()?,
    })
}
