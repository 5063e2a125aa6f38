//! `landshift apply`: a diff makes the later snapshot from the earlier one.

use std::path::PathBuf;

use clap::Args;
use serde_json::Map;

use super::inputs::{self, Reading};
use super::output::{LayerOutputs, say};
use super::{Outcome, progress, sources};
use crate::Result;
use crate::diff::{Diff, apply, read_base};
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
        self.outputs.check(&[&self.before, &self.diff])?;
        progress::stage("reading");
        let diff = Diff::from_layer(sources::layer(&self.diff)?)?;
        let base = read_base(
            sources::layer(&self.before)?,
            &self.reading.options(),
            &diff.header.before,
        )?;
        for remark in Remark::of_snapshot(&base) {
            say(&inputs::text(&remark));
        }
        progress::stage("overlaying");
        let after = apply(base, &diff)?;
        self.outputs
            .write(|out| write::snapshot(out, &after, "landshift apply", &Map::new()))?;
        Ok(Outcome::Fine)
    }
}
