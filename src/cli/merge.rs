//! `landshift merge`: two diffs of one base as one.

use std::path::PathBuf;

use clap::Args;

use super::messages::say;
use super::output::LayerOutputs;
use super::{Outcome, crs, progress, remarks, sources};
use crate::Result;
use crate::diff::{Conflict, Diff, merge};
use crate::error::printable;

/// Merge two diffs of one snapshot: joined where they agree; land that they give to different holders is listed, and stays
/// with whom it was. Exits with 1 if there is any
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A diff
    one: PathBuf,
    /// Another diff of the same earlier snapshot
    other: PathBuf,
    #[command(flatten)]
    outputs: LayerOutputs,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        self.outputs.check(&[&self.one, &self.other])?;
        crs::refuse_of_all("diffs, which are in longitude and latitude")?;
        progress::stage("reading");
        let one = Diff::from_layer(sources::diff(&self.one)?)?;
        let other = Diff::from_layer(sources::diff(&self.other)?)?;
        progress::stage("overlaying");
        let merged = merge([&one, &other])?;
        remarks::report_rest_of(&[one, other], &[&self.one, &self.other]);
        self.outputs.write(merged.diff.layer())?;
        if merged.conflicts.is_empty() {
            return Ok(Outcome::Fine);
        }
        let (count, plural) = match merged.conflicts.len() {
            1 => (1, ""),
            several => (several, "s"),
        };
        say(&format!("{count} conflict{plural}, left out of the merged diff:"));
        for conflict in &merged.conflicts {
            say(&self.text(conflict));
        }
        Ok(Outcome::ProblemsFound)
    }

    /// A conflict in a line.
    fn text(&self, conflict: &Conflict) -> String {
        let name = |holder: &Option<String>| holder.clone().unwrap_or_else(|| "nobody".to_owned());
        let [lon, lat] = conflict.place;
        let [to_one, to_other] = conflict.to.each_ref().map(name);
        printable(&format!(
            "  {:.6} km² of {} at {lon:.6}, {lat:.6}: {} gives it to {to_one}, {} to {to_other}",
            conflict.area.km2(),
            name(&conflict.from),
            self.one.display(),
            self.other.display()
        ))
    }
}
