//! `landshift diff`: what changed between two snapshots.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{self, Accuracies, Pair, Recognition};
use super::limit::Limit;
use super::output::{Targets, check_table, format_of, formats, tables};
use crate::Result;
use crate::change::{self, Overlay};
use crate::measure::{Area, EdgeModel};
use crate::progress::stage;
use crate::report::{ChangeReport, Format, default_table};

/// Compare two snapshots: the change matrix as a table, or the changed land as GeoJSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    #[command(flatten)]
    targets: Targets,
    /// The format of all outputs [default: by each file's ending, else text]; GeoJSON is a patch for `landshift apply`
    #[arg(long, value_parser = formats::<ChangeReport>())]
    format: Option<Format>,
    /// Changed pieces narrower than this are noise: kept, flagged, summed apart; `auto`: as the stated accuracy or the
    /// pieces themselves suggest, and why is told; `0m`: all count
    #[arg(long, value_name = "LENGTH|auto", default_value = "auto")]
    tolerance: Limit,
    #[command(flatten)]
    accuracy: Accuracies,
    #[command(flatten)]
    recognition: Recognition,
    #[command(flatten)]
    breakdown: inputs::Breakdown,
    /// The table to write as CSV
    #[arg(long, value_parser = tables::<ChangeReport>(), default_value = default_table::<ChangeReport>())]
    table: String,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
    /// Exit with 1 if land changed hands
    #[arg(long)]
    exit_code: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let snapshots = [&self.pair.before, &self.pair.after].map(PathBuf::as_path);
        let inputs: Vec<&Path> = snapshots
            .into_iter()
            .chain(self.recognition.path.as_deref())
            .chain(self.breakdown.paths())
            .collect();
        let targets = self.targets.check(&inputs)?;
        let formats: Vec<Format> = targets
            .iter()
            .map(|target| format_of::<ChangeReport>(self.format, target))
            .collect();
        check_table::<ChangeReport>(&self.table, &formats, &self.given())?;
        let snapshots = self.pair.read()?;
        let claims = self.recognition.read(None)?;
        let [units, places] = self.breakdown.read(None)?;
        stage("overlaying");
        let overlay = Overlay::with_claims(snapshots, units, claims, self.edges);
        stage("measuring");
        let (overlay, change) = self.tolerance.change(overlay)?;
        let accuracy = self.accuracy.of(None);
        let change = change.with_margins(&overlay, [0, 1], &accuracy);
        let breakdown = change::Breakdown::of(&overlay, &change, &places, &accuracy)?;
        let result = ChangeReport::new(change, breakdown);
        for (target, format) in targets.iter().zip(formats) {
            target.show(&result, format, &self.table)?;
        }
        let found = result.change.changed_area() > Area::ZERO;
        // The process ends here: taking millions of rings apart first would only make the user wait.
        std::mem::forget((result, overlay));
        Ok(if self.exit_code && found {
            Outcome::ChangesFound
        } else {
            Outcome::Fine
        })
    }

    /// What is given to break the change down by.
    fn given(&self) -> Vec<&'static str> {
        let [has_units, has_places] = self.breakdown.is_given();
        let given = [
            ("claims", self.recognition.path.is_some()),
            ("units", has_units),
            ("places", has_places),
        ];
        let given = given.into_iter().filter(|(_, is_given)| *is_given);
        given.map(|(what, _)| what).collect()
    }
}
