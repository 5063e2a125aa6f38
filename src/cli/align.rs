//! `landshift align`: one snapshot's borders moved onto another's where they are one line drawn twice.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{Naming, tell};
use super::limit::Limit;
use super::output::{Targets, format_of, formats, print};
use crate::Result;
use crate::change::{Alignment, Overlay};
use crate::measure::EdgeModel;
use crate::model::{Date, Layer};
use crate::progress::stage;
use crate::report::{Format, Report, default_table};

/// Move a snapshot's borders onto another's where they are one line drawn twice, and say what moved
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  landshift align 2024.geojson --to 2023.geojson --tolerance 250m -o aligned.geojson\n\n\
    Every changed piece narrower than the tolerance goes back to its holder in A; wider change stays. Without -o, only \
    what would move is told. Islands narrower than the tolerance that only one of the two has follow A, too."
)]
pub(super) struct Arguments {
    /// The snapshot to align, GeoJSON; `-` is stdin
    b: PathBuf,
    /// The snapshot whose lines stay, GeoJSON; `-` is stdin
    #[arg(long, value_name = "A")]
    to: PathBuf,
    /// How far apart two drawings of one line may be, as in `diff`; `auto`: as the stated accuracy or the pieces
    /// themselves suggest, and why is told. There is no default, since land is moved
    #[arg(long, value_name = "LENGTH|auto")]
    tolerance: Limit,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the two, where the files do not say or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["A", "B"])]
    dates: Vec<Date>,
    #[command(flatten)]
    targets: Targets,
    /// The format of all outputs [default: by each file's ending, else text]; GeoJSON is the aligned snapshot, all
    /// others tell what moved
    #[arg(long, value_parser = formats::<Alignment>())]
    format: Option<Format>,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let snapshots = [self.to.as_path(), self.b.as_path()];
        let targets = self.targets.check(&snapshots)?;
        let snapshots = self.naming.read::<&Path>(&snapshots, &self.dates, tell)?;
        stage("overlaying");
        let overlay = Overlay::new(snapshots, Layer::default(), self.edges);
        stage("measuring");
        let tolerance_m = self.tolerance.of(&overlay, &[[0, 1]]);
        let alignment = Alignment::of(overlay, tolerance_m)?;
        for target in &targets {
            let format = format_of::<Alignment>(self.format, target);
            target.show(&alignment, format, default_table::<Alignment>())?;
        }
        // What moved is printed even if the land goes to a file.
        if targets.iter().all(|target| target.file().is_some()) {
            let told = alignment.document().text();
            print(|out| out.write_all(told.as_bytes()))?;
        }
        Ok(Outcome::Fine)
    }
}
