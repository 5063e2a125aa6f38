//! `landshift diff`: what changed between two snapshots.

use std::path::Path;

use clap::Args;

use super::inputs::{ClaimsFile, Layers, Measuring, Pair, Weighing};
use super::output::Outputs;
use super::rest::RestOptions;
use super::{Outcome, remarks};
use crate::Result;
use crate::measure::Area;
use crate::report::ChangeReport;
use crate::study::Study;

/// Compare two snapshots: the change matrix as a table, or the changed land as GeoJSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    #[command(flatten)]
    outputs: Outputs<ChangeReport>,
    #[command(flatten)]
    measuring: Measuring,
    #[command(flatten)]
    recognition: ClaimsFile,
    #[command(flatten)]
    layers: Layers,
    #[command(flatten)]
    rest: RestOptions,
    #[command(flatten)]
    weighing: Weighing,
    /// Exit with 1 if land changed hands
    #[arg(long)]
    exit_code: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let (given, files): (Vec<&str>, Vec<&Path>) =
            self.recognition.named().chain(self.layers.named()).unzip();
        let inputs: Vec<&Path> = self.pair.paths().chain(files).chain(self.rest.path()).collect();
        let outputs = self.outputs.check(&inputs, &given)?;
        let study = self.study()?;
        let change = study.change(study.overall())?;
        remarks::report_answer(&study)?;
        self.outputs.write(&change, &outputs)?;
        let found = change.change.changed_area() > Area::ZERO;
        // The process ends here: taking millions of rings apart first would only make the user wait.
        std::mem::forget((change, study));
        Ok(Outcome::of_change(self.exit_code, found))
    }

    fn study(&self) -> Result<Study> {
        let snapshots = self.pair.read()?;
        let renames = self.pair.renames()?;
        let rest = self.rest.read(None, &renames)?;
        let mut layers = self.layers.read(&snapshots, None, rest)?;
        self.weighing.weigh(&mut layers)?;
        layers.claims = self.recognition.read(None, &renames)?;
        remarks::report_renames(&renames, &snapshots, &layers, self.rest.holder(None).as_deref());
        let study = remarks::study(snapshots, layers, self.measuring.settings(None))?;
        remarks::report_order(&study);
        Ok(study)
    }
}
