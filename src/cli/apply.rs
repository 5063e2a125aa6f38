//! `landshift apply`: a diff makes the later snapshot from the earlier one.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Map;

use super::inputs::Reading;
use super::output::LayerOutputs;
use super::{Outcome, progress, remarks, sources, strict};
use crate::Result;
use crate::diff::{Diff, apply, flaws_of_base, read_base};
use crate::error::ErrorKind;
use crate::model::{Snapshot, Unnamed};
use crate::study::Remark;
use crate::write;

/// Apply a diff to the earlier snapshot: gives the later one
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The earlier snapshot, the one the diff was made from
    before: PathBuf,
    /// The diff
    diff: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    outputs: LayerOutputs,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs = [self.before.as_path(), &self.diff];
        let inputs: Vec<&Path> = inputs.into_iter().chain(self.reading.path()).collect();
        self.outputs.check(&inputs)?;
        progress::stage("reading");
        let (layer, options) = (
            sources::layer(&self.before)?,
            self.reading.options(Unnamed::Stop)?,
        );
        let diff = sources::diff(&self.diff)?;
        // What a diff of plain outlines knows is no fault of theirs.
        let knows_names = Diff::is_stated_by(&diff);
        let diff = match Diff::from_layer(diff) {
            Ok(diff) => diff,
            // What is wrong with the first file is told first.
            Err(error) => {
                let of_base = Snapshot::of(layer, &options).err();
                let of_base = of_base.filter(|e| !knows_names || e.kind() != ErrorKind::Attribute);
                return Err(of_base.unwrap_or(error));
            }
        };
        let base = read_base(layer, &options, &diff.header.before)?;
        let remarks = Remark::of_snapshot(&base, flaws_of_base(&base, &diff));
        strict::check(&remarks)?;
        remarks::report(remarks);
        progress::stage("overlaying");
        let after = apply(base, &diff)?;
        self.outputs
            .write(write::snapshot(&after, "landshift apply", &Map::new()))?;
        Ok(Outcome::Fine)
    }
}
