//! `landshift apply`: a diff makes the later snapshot from the earlier one.

use std::path::PathBuf;

use clap::Args;
use serde_json::Map;

use super::inputs::Reading;
use super::output::LayerOutputs;
use super::rest::RestOptions;
use super::{Outcome, progress, remarks, sources, strict};
use crate::Result;
use crate::diff::{Diff, apply, flaws_of_base, read_base, with_rest};
use crate::model::Snapshot;
use crate::read::Unnamed;
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
    rest: RestOptions,
    #[command(flatten)]
    outputs: LayerOutputs,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs = [self.before.as_path(), &self.diff].into_iter();
        self.outputs
            .check(&inputs.chain(self.rest.path()).collect::<Vec<_>>())?;
        progress::stage("reading");
        let (layer, options) = (
            sources::layer(&self.before)?,
            self.reading.options(Unnamed::Stop)?,
        );
        let diff = match Diff::from_layer(sources::layer(&self.diff)?) {
            Ok(diff) => diff,
            // What is wrong with the first file is told first.
            Err(error) => return Err(Snapshot::of(layer, &options).err().unwrap_or(error)),
        };
        let base = read_base(layer, &options, &diff.header.before)?;
        let remarks = Remark::of_snapshot(&base, flaws_of_base(&base, &diff));
        strict::check(&remarks)?;
        remarks::report(remarks);
        let base = self.completed(base, &diff)?;
        progress::stage("overlaying");
        let after = apply(base, &diff)?;
        self.outputs
            .write(|out| write::snapshot(out, &after, "landshift apply", &Map::new()))?;
        Ok(Outcome::Fine)
    }

    /// The base with the rest of its land: of all that the options name, else of what it and the diff cover.
    fn completed(&self, base: Snapshot, diff: &Diff) -> Result<Snapshot> {
        match self.rest.read(None, &self.reading.renames()?)? {
            Some(rest) => with_rest(base, diff, rest),
            None => Ok(base),
        }
    }
}
