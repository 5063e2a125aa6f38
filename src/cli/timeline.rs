//! `landshift timeline`: what changed hands over a whole series of snapshots.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{self, Layers, Measuring, Naming, ScenarioFiles, Weighing};
use super::messages::say;
use super::output::{Output, Outputs};
use super::rest::RestOptions;
use super::times::{SeriesFiles, understood};
use super::{Outcome, remarks};
use crate::case::Case;
use crate::error::ErrorKind;
use crate::model::Every;
use crate::report::Timeline;
use crate::{Error, Result};

/// What changed hands over many dates: each controller's gains and losses, and every step
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Dated snapshots in any order, in any format that is read, or a folder or quoted pattern of them; one file whose features have times of
    /// their own; or one scenario [default: the built-in case of Karabakh]
    #[arg(value_name = "SCENARIO | FILE")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs<Timeline>,
    /// Sums by month, quarter, year or a number of days, with totals up to then; also the table that is written as CSV
    #[arg(long, value_name = "PERIOD")]
    every: Option<Every>,
    #[command(flatten)]
    layers: Layers,
    #[command(flatten)]
    rest: RestOptions,
    #[command(flatten)]
    weighing: Weighing,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    measuring: Measuring,
    #[command(flatten)]
    scenario_files: ScenarioFiles,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let case = self.case()?;
        let files = match case {
            Some(_) => None,
            None => Some(self.files()?),
        };
        let (given, reference): (Vec<&str>, Vec<&Path>) = self.layers.named().unzip();
        let stated = ["units", "places"].into_iter().filter(|_| case.is_some());
        let every = self.every.map(|_| "every");
        let given: Vec<&str> = given.into_iter().chain(stated).chain(every).collect();
        let of_case = case.as_ref().map(Case::paths).unwrap_or_default();
        let paths = files.as_ref().map_or(&of_case, |files| &files.paths);
        let inputs: Vec<&Path> = paths
            .iter()
            .map(PathBuf::as_path)
            .chain(reference)
            .chain(self.rest.path())
            .chain(self.naming.path())
            .collect();
        let outputs = self.outputs.check(&inputs, &given)?;
        let snapshots = match (&case, &files) {
            (Some(case), _) => self.naming.read_case(case)?,
            (None, Some(files)) => self.naming.read_series(files)?,
            (None, None) => Vec::new(),
        };
        let renames = self.naming.renames(case.as_ref())?;
        let rest = self.rest.read(case.as_ref(), &renames)?;
        let mut layers = self.layers.read(&snapshots, case.as_ref(), rest)?;
        self.weighing.weigh(&mut layers)?;
        let holder = self.rest.holder(case.as_ref());
        remarks::report_renames(&renames, &snapshots, &layers, holder.as_deref());
        let settings = self.measuring.settings(case.as_ref());
        let study = remarks::unreported_study(snapshots, layers, settings)?;
        remarks::report_layers(&study);
        let mut timeline = study.series()?;
        if let Some(every) = self.every {
            timeline = timeline.every(every);
        }
        if outputs.iter().any(Output::is_land) {
            timeline = timeline.with_history(study.history()?);
        }
        say(&understood(study.snapshots().iter().map(AsRef::as_ref)));
        remarks::report_answer(&study)?;
        self.outputs.write(&timeline, &outputs)?;
        Ok(Outcome::Fine)
    }

    /// The scenario, if that is what the command is about.
    fn case(&self) -> Result<Option<Case>> {
        let name = match self.inputs.as_slice() {
            [] => Path::new("karabakh"),
            [one] if inputs::is_scenario(one) => one,
            _ => {
                self.scenario_files.without_scenario()?;
                return Ok(None);
            }
        };
        self.scenario_files.open(name).map(Some)
    }

    fn files(&self) -> Result<SeriesFiles> {
        let mut files = self.inputs.iter();
        if let Some(scenario) = files.find(|path| path.extension().is_some_and(|e| e == "toml")) {
            return Err(Error::new("is a scenario among snapshots")
                .of_kind(ErrorKind::Options)
                .in_file(scenario.display().to_string())
                .with_hint("name one scenario, or the files of a series"));
        }
        SeriesFiles::of(&self.inputs)
    }
}
