//! `landshift compare`: how far two sources of one date agree.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{Accuracies, Breakdown, Naming, tell};
use super::limit::Limit;
use super::output::{Targets, check_table, format_of, formats, tables};
use crate::Result;
use crate::change::Overlay;
use crate::measure::{Area, EdgeModel};
use crate::model::Date;
use crate::progress::stage;
use crate::report::{Comparison, Format, default_table};

/// Two sources of one date: how far they agree, who holds what by which, and where they differ most
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The snapshot of one source, GeoJSON; `-` is stdin
    a: PathBuf,
    /// The snapshot of the other, GeoJSON; `-` is stdin
    b: PathBuf,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the two, where the files do not say or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["A", "B"])]
    dates: Vec<Date>,
    #[command(flatten)]
    targets: Targets,
    /// The format of all outputs [default: by each file's ending, else text]; GeoJSON holds the pieces of disagreement
    #[arg(long, value_parser = formats::<Comparison>())]
    format: Option<Format>,
    /// The table to write as CSV
    #[arg(long, value_parser = tables::<Comparison>(), default_value = default_table::<Comparison>())]
    table: String,
    #[command(flatten)]
    breakdown: Breakdown,
    /// How many of the largest pieces of disagreement are told
    #[arg(long, value_name = "N", default_value_t = 10)]
    pieces: usize,
    /// Pieces of disagreement narrower than this are one line drawn twice: kept, flagged, summed apart; `auto`: as the
    /// stated accuracy or the pieces themselves suggest, and why is told; `0m`: all count
    #[arg(long, value_name = "LENGTH|auto", default_value = "auto")]
    tolerance: Limit,
    #[command(flatten)]
    accuracy: Accuracies,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
    /// Exit with 1 if they disagree
    #[arg(long)]
    exit_code: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let snapshots = [self.a.as_path(), self.b.as_path()];
        let inputs: Vec<&Path> = snapshots.into_iter().chain(self.breakdown.paths()).collect();
        let targets = self.targets.check(&inputs)?;
        let formats: Vec<Format> = targets
            .iter()
            .map(|target| format_of::<Comparison>(self.format, target))
            .collect();
        check_table::<Comparison>(&self.table, &formats, &[])?;
        let snapshots = self.naming.read(&snapshots, &self.dates, tell)?;
        let [units, places] = self.breakdown.read(None)?;
        stage("overlaying");
        let overlay = Overlay::new(snapshots, units, self.edges);
        stage("measuring");
        let tolerance_m = self.tolerance.of(&overlay, &[[0, 1]]);
        let overlay = overlay.opened([[0, 1]], tolerance_m);
        let accuracy = self.accuracy.of(None);
        let comparison = Comparison::of(&overlay, &places, tolerance_m, &accuracy, self.pieces)?;
        for (target, format) in targets.iter().zip(formats) {
            target.show(&comparison, format, &self.table)?;
        }
        let change = comparison.agreement.change();
        Ok(if self.exit_code && change.changed_area() > Area::ZERO {
            Outcome::ChangesFound
        } else {
            Outcome::Fine
        })
    }
}
