//! `landshift timeline`: what changed hands over a whole series of snapshots.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::hints;
use super::inputs::{self, Layers, Measuring, Naming, Weighing};
use super::output::{Outputs, say};
use crate::case::Case;
use crate::error::{ErrorKind, printable};
use crate::karabakh::Karabakh;
use crate::model::Snapshot;
use crate::report::Timeline;
use crate::{Error, Result};

/// What changed hands over many dates: each controller's gains and losses, and every step
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Two or more dated snapshots in any order, GeoJSON, or one scenario [default: the built-in case of Karabakh]
    #[arg(value_name = "SCENARIO | FILE")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs<Timeline>,
    #[command(flatten)]
    layers: Layers,
    #[command(flatten)]
    weighing: Weighing,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    measuring: Measuring,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let (given, files): (Vec<&str>, Vec<&Path>) = self.layers.named().unzip();
        let inputs: Vec<&Path> = self.inputs.iter().map(PathBuf::as_path).chain(files).collect();
        let case = self.case()?;
        let of_case = ["units", "places"].into_iter().filter(|_| case.is_some());
        let given: Vec<&str> = given.into_iter().chain(of_case).collect();
        let outputs = self.outputs.check(&inputs, &given)?;
        let snapshots = match &case {
            Some(case) => case.snapshots()?,
            None => self.files()?,
        };
        let mut layers = self.layers.read(&snapshots, case.as_ref())?;
        self.weighing.weigh(&mut layers)?;
        let settings = self.measuring.settings(case.as_ref());
        let study = inputs::unreported_study(snapshots, layers, settings)?;
        inputs::report_repairs(&study);
        let timeline = study.series()?;
        say(&understood(study.snapshots().iter().map(AsRef::as_ref)));
        inputs::report_noise(&study);
        self.outputs.write(&timeline, &outputs)?;
        Ok(Outcome::Fine)
    }

    /// The scenario, if that is what the command is about.
    fn case(&self) -> Result<Option<Case>> {
        let name = match self.inputs.as_slice() {
            [] => Path::new("karabakh"),
            [one] => one,
            _ => return Ok(None),
        };
        let is_layer = name.extension().is_some_and(|ending| ending != "toml") && !name.is_dir();
        if is_layer || name == Path::new("-") {
            return Err(Error::new("is one snapshot, and a series needs two")
                .of_kind(ErrorKind::Options)
                .in_file(name.display().to_string())
                .with_hint("name all the files of the series, or one scenario.toml"));
        }
        if !self.naming.is_default() {
            return Err(Error::new(
                "--by, --as, --date-pattern and --overlap are for files, and this is a scenario",
            )
            .of_kind(ErrorKind::Options)
            .in_file(name.display().to_string())
            .with_hint("name the files of the scenario instead"));
        }
        Karabakh::or_case_at(name).map(Some)
    }

    fn files(&self) -> Result<Vec<Snapshot>> {
        let mut files = self.inputs.iter();
        if let Some(scenario) = files.find(|path| path.extension().is_some_and(|e| e == "toml")) {
            return Err(Error::new("is a scenario among snapshots")
                .of_kind(ErrorKind::Options)
                .in_file(scenario.display().to_string())
                .with_hint("name one scenario, or the files of a series"));
        }
        self.naming.read_each(&self.inputs, &[])?.into_iter().collect()
    }
}

/// How the snapshots were understood, in one line however many there are.
fn understood<'a>(snapshots: impl ExactSizeIterator<Item = &'a Snapshot>) -> String {
    let count = snapshots.len();
    let mut sources: Vec<String> = Vec::new();
    for snapshot in snapshots {
        let source = hints::controllers_from(&snapshot.controller_from);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    format!("{count} snapshots, {}", printable(&sources.join("; ")))
}
