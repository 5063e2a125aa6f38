//! `landshift invert`: the diff that undoes a diff.

use std::path::PathBuf;

use clap::Args;

use super::output::LayerOutputs;
use super::{Outcome, crs, progress, sources};
use crate::Result;
use crate::diff::Diff;

/// Turn a diff around: the one that leads from the later snapshot back to the earlier
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The diff
    diff: PathBuf,
    #[command(flatten)]
    outputs: LayerOutputs,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        self.outputs.check(&[&self.diff])?;
        crs::refuse_of_all("diffs, which are in longitude and latitude")?;
        progress::stage("reading");
        let diff = Diff::from_layer(sources::diff(&self.diff)?)?.inverted();
        self.outputs.write(diff.layer())?;
        Ok(Outcome::Fine)
    }
}
