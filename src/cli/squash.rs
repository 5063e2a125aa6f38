//! `landshift squash`: consecutive diffs as one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::LayerOutputs;
use super::{Outcome, crs, progress, remarks, sources};
use crate::Result;
use crate::diff::{Diff, squash};

/// Make one diff of consecutive ones, without the snapshots between
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The diffs, in order of time
    #[arg(required = true, value_name = "DIFF")]
    diffs: Vec<PathBuf>,
    #[command(flatten)]
    outputs: LayerOutputs,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs: Vec<&Path> = self.diffs.iter().map(PathBuf::as_path).collect();
        self.outputs.check(&inputs)?;
        crs::refuse_of_all("diffs, which are in longitude and latitude")?;
        progress::stage("reading");
        let diffs: Vec<Diff> = self
            .diffs
            .iter()
            .map(|path| Diff::from_layer(sources::diff(path)?))
            .collect::<Result<_>>()?;
        remarks::report_rest_of(&diffs, &inputs);
        progress::stage("overlaying");
        let squashed = squash(&diffs)?;
        self.outputs.write(squashed.layer())?;
        Ok(Outcome::Fine)
    }
}
