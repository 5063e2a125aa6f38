//! `landshift align`: one snapshot's borders moved onto another's where they are one line drawn twice.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{Confining, Naming, Told};
use super::output::{Output, Outputs, print};
use super::rest::RestOptions;
use super::values::Choice;
use super::{Outcome, remarks};
use crate::Result;
use crate::change::Alignment;
use crate::files::Batch;
use crate::measure::EdgeModel;
use crate::model::{Date, ReferenceLayers};
use crate::overlay::{Settings, ToleranceSetting};
use crate::report::Report;

/// Move a snapshot's borders onto another's where they are one line drawn twice, and report what moved
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  landshift align 2024.geojson --to 2023.geojson --tolerance 250m -o aligned.geojson\n\n\
    Every changed piece narrower than the tolerance goes back to its holder in A; wider change stays. Without -o, only \
    what would move is reported. Islands narrower than the tolerance that only one of the two has follow A, too."
)]
pub(super) struct Arguments {
    /// The snapshot to align; `-` is stdin
    b: PathBuf,
    /// The snapshot whose lines stay; `-` is stdin
    #[arg(long, value_name = "A")]
    to: PathBuf,
    /// How far apart two drawings of one line may be, as in `diff`; `auto`: as the stated accuracy or the pieces
    /// themselves suggest, and why is reported. There is no default, since land is moved
    #[arg(long, value_name = "LENGTH|auto")]
    tolerance: ToleranceSetting,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the two, where the files do not state them or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["A", "B"])]
    dates: Vec<Date>,
    #[command(flatten)]
    rest: RestOptions,
    #[command(flatten)]
    outputs: Outputs<Alignment>,
    #[command(flatten)]
    confining: Confining,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: Choice<EdgeModel>,
    #[command(flatten)]
    told: Told,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let files = [self.to.as_path(), self.b.as_path()];
        let within = self.confining.named().map(|(_, path)| path);
        let inputs: Vec<&Path> = files
            .into_iter()
            .chain(self.rest.path())
            .chain(within)
            .chain(self.naming.path())
            .collect();
        let outputs = self.outputs.check(&inputs, &[])?;
        let snapshots = self.naming.read_pair(&self.to, Some(&self.b), &self.dates)?;
        let settings = Settings::default().edges(self.edges.0).tolerance(self.tolerance);
        let settings = settings.area_units(self.told.area_units());
        let renames = self.naming.renames(None)?;
        let mut layers = ReferenceLayers {
            rest: self.rest.read(None, &renames)?,
            ..ReferenceLayers::default()
        };
        remarks::report_renames(&renames, &snapshots, &layers, self.rest.holder(None).as_deref());
        self.confining.confine(&mut layers, &snapshots, None)?;
        let study = remarks::study(snapshots, layers, settings)?;
        let alignment = study.alignment()?;
        remarks::report_answer(&study)?;
        let mut batch = Batch::default();
        self.outputs.add(&mut batch, &alignment, &outputs)?;
        // Who has the land written to a file still reads what moved.
        if outputs.iter().all(Output::is_file) {
            batch.act(|| print(|out| out.write_all(alignment.document().text().as_bytes())));
        }
        batch.finish()?;
        Ok(Outcome::Fine)
    }
}
