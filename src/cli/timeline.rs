//! `landshift timeline`: what changed hands over a whole series of snapshots.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{Accuracies, Breakdown, Naming, tell_notices};
use super::limit::Limit;
use super::output::{Target, check_table, format_of, formats, say, tables};
use crate::error::printable;
use crate::measure::EdgeModel;
use crate::model::Snapshot;
use crate::read::Case;
use crate::report::{Format, Timeline, default_table};
use crate::{Error, Result};

/// What changed hands over many dates: each controller's gains and losses, and every step
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Two or more dated snapshots in any order, GeoJSON, or one scenario [default: the built-in case of Karabakh]
    #[arg(value_name = "SCENARIO | FILE")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// The output's format [default: by the file's ending, else text]
    #[arg(long, value_parser = formats::<Timeline>())]
    format: Option<Format>,
    /// The table to write as CSV
    #[arg(long, value_parser = tables::<Timeline>(), default_value = default_table::<Timeline>())]
    table: String,
    #[command(flatten)]
    breakdown: Breakdown,
    #[command(flatten)]
    naming: Naming,
    /// Changed pieces narrower than this are noise: kept, summed apart; `auto`: as the stated accuracy or
    /// the pieces themselves suggest, and why is told [default: the scenario's, else auto]
    #[arg(long, value_name = "LENGTH|auto")]
    tolerance: Option<Limit>,
    #[command(flatten)]
    accuracy: Accuracies,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs: Vec<&Path> = self.inputs.iter().map(PathBuf::as_path).collect();
        let all: Vec<&Path> = inputs.iter().copied().chain(self.breakdown.paths()).collect();
        self.target.check(&all)?;
        let format = format_of::<Timeline>(self.format, &self.target);
        // Units and places may be those of the scenario, which is read later.
        check_table::<Timeline>(&self.table, &[format], &["units", "places"])?;
        let (snapshots, case) = match inputs.as_slice() {
            [] => self.scenario(Path::new("karabakh"))?,
            [scenario] => self.scenario(scenario)?,
            files => (self.files(files)?, None),
        };
        let [units, places] = self.breakdown.read(case.as_ref())?;
        let limit = Limit::or_of(self.tolerance, case.as_ref().map(|case| &case.scenario));
        let tolerance_m = limit.of_series(&snapshots, self.edges);
        let accuracy = self.accuracy.of(case.as_ref());
        let understood = understood(&snapshots);
        let timeline = Timeline::of(snapshots, &units, &places, self.edges, tolerance_m, &accuracy)?;
        say(&understood);
        self.target.show(&timeline, format, &self.table)?;
        Ok(Outcome::Fine)
    }

    /// The snapshots of a scenario, and the scenario.
    fn scenario(&self, name: &Path) -> Result<(Vec<Snapshot>, Option<Case>)> {
        let is_layer = name.extension().is_some_and(|ending| ending != "toml") && !name.is_dir();
        if is_layer || name == Path::new("-") {
            return Err(Error::new("is one snapshot, and a series needs two")
                .in_file(name.display().to_string())
                .with_hint("name all the files of the series, or one scenario.toml"));
        }
        if !self.naming.is_default() {
            return Err(Error::new(
                "--by, --as, --date-pattern and --overlap are for files, and this is a scenario",
            )
            .in_file(name.display().to_string())
            .with_hint("name the files of the scenario instead"));
        }
        let case = Case::named(name)?;
        let snapshots = case.snapshots()?;
        snapshots.iter().for_each(tell_repairs);
        Ok((snapshots, Some(case)))
    }

    fn files(&self, files: &[&Path]) -> Result<Vec<Snapshot>> {
        if let Some(scenario) = files
            .iter()
            .find(|path| path.extension().is_some_and(|e| e == "toml"))
        {
            return Err(Error::new("is a scenario among snapshots")
                .in_file(scenario.display().to_string())
                .with_hint("name one scenario, or the files of a series"));
        }
        self.naming.read(files, &[], tell_repairs)
    }
}

/// Says what reading a snapshot repaired or left out.
fn tell_repairs(snapshot: &Snapshot) {
    tell_notices(&snapshot.name, &snapshot.notices);
}

/// How the snapshots were understood, in one line however many there are.
fn understood(snapshots: &[Snapshot]) -> String {
    let mut ways: Vec<&str> = Vec::new();
    for snapshot in snapshots {
        if !ways.contains(&snapshot.controller_from.as_str()) {
            ways.push(&snapshot.controller_from);
        }
    }
    format!("{} snapshots, {}", snapshots.len(), printable(&ways.join("; ")))
}
