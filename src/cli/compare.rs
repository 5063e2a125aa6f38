//! `landshift compare`: how far two sources of one date agree.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{Layers, Measuring, Naming};
use super::output::Outputs;
use super::rest::RestOptions;
use super::{Outcome, remarks};
use crate::Result;
use crate::model::Date;
use crate::report::Comparison;

/// Two sources of one date: how far they agree, who holds what by which, and where they differ most
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The snapshot of one source; `-` is stdin
    a: PathBuf,
    /// The snapshot of the other; `-` is stdin. It is left out where one file is of both dates, as `--at` names them
    b: Option<PathBuf>,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the two, where the files do not state them or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["A", "B"])]
    dates: Vec<Date>,
    #[command(flatten)]
    outputs: Outputs<Comparison>,
    #[command(flatten)]
    layers: Layers,
    #[command(flatten)]
    rest: RestOptions,
    /// How many of the largest pieces of disagreement are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    pieces: usize,
    #[command(flatten)]
    measuring: Measuring,
    /// Exit with 1 if they disagree
    #[arg(long)]
    exit_code: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let sources = std::iter::once(self.a.as_path())
            .chain(self.b.as_deref())
            .chain(self.naming.path());
        let (given, files): (Vec<&str>, Vec<&Path>) = self.layers.named().unzip();
        let inputs: Vec<&Path> = sources.chain(files).chain(self.rest.path()).collect();
        let outputs = self.outputs.check(&inputs, &given)?;
        let snapshots = self.naming.read_pair(&self.a, self.b.as_deref(), &self.dates)?;
        let renames = self.naming.renames(None)?;
        let rest = self.rest.read(None, &renames)?;
        let layers = self.layers.read(&snapshots, None, rest)?;
        remarks::report_renames(&renames, &snapshots, &layers, self.rest.holder(None).as_deref());
        let study = remarks::study(snapshots, layers, self.measuring.settings(None))?;
        let comparison = study.agreement(self.pieces)?;
        remarks::report_answer(&study)?;
        self.outputs.write(&comparison, &outputs)?;
        let disagree = comparison.agreement.disagreed() > comparison.agreement.noise();
        Ok(Outcome::of_change(self.exit_code, disagree))
    }
}
