//! `landshift timeline`: what changed hands over a whole series of snapshots.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{Naming, tell_notices};
use super::output::{Target, ending, say};
use crate::change::Series;
use crate::error::printable;
use crate::measure::{EdgeModel, Length};
use crate::model::Snapshot;
use crate::read::Case;
use crate::report::{self, Format};
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
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    naming: Naming,
    /// Changed pieces narrower than this are noise: kept, summed apart [default: the scenario's, else 0m]
    #[arg(long, value_name = "LENGTH")]
    tolerance: Option<Length>,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs: Vec<&Path> = self.inputs.iter().map(PathBuf::as_path).collect();
        self.target.check(&inputs)?;
        let (snapshots, tolerance_m) = match inputs.as_slice() {
            [] => self.scenario(Path::new("karabakh"))?,
            [scenario] => self.scenario(scenario)?,
            files => (self.files(files)?, 0.0),
        };
        let tolerance_m = self.tolerance.map_or(tolerance_m, Length::m);
        let understood = understood(&snapshots);
        let series = Series::of(snapshots, self.edges, tolerance_m)?;
        say(&understood);
        let by_ending = self.target.file().and_then(format_of);
        let text = report::series(&series, self.format.or(by_ending).unwrap_or_default())?;
        self.target.write(|out| out.write_all(text.as_bytes()))?;
        Ok(Outcome::Fine)
    }

    /// The snapshots of a scenario, and its tolerance in metres.
    fn scenario(&self, name: &Path) -> Result<(Vec<Snapshot>, f64)> {
        let is_layer = name.extension().is_some_and(|ending| ending != "toml") && !name.is_dir();
        if is_layer || name == Path::new("-") {
            return Err(Error::new("is one snapshot, and a series needs two")
                .file(name.display().to_string())
                .hint("name all the files of the series, or one scenario.toml"));
        }
        if !self.naming.is_default() {
            return Err(Error::new("--by and --as are for files, and this is a scenario")
                .file(name.display().to_string())
                .hint("name the files of the scenario instead"));
        }
        let case = Case::named(name)?;
        let snapshots = case.snapshots()?;
        snapshots.iter().for_each(tell_repairs);
        Ok((snapshots, case.scenario.tolerance_m))
    }

    fn files(&self, files: &[&Path]) -> Result<Vec<Snapshot>> {
        if let Some(scenario) = files
            .iter()
            .find(|path| path.extension().is_some_and(|e| e == "toml"))
        {
            return Err(Error::new("is a scenario among snapshots")
                .file(scenario.display().to_string())
                .hint("name one scenario, or the files of a series"));
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

/// The format that a file's ending asks for.
fn format_of(path: &Path) -> Option<Format> {
    match ending(path)?.as_str() {
        "json" => Some(Format::Json),
        "csv" => Some(Format::Csv),
        "md" => Some(Format::Markdown),
        _ => None,
    }
}
