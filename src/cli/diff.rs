//! `landshift diff`: what changed between two snapshots.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{self, Accuracies, Pair, Recognition};
use super::limit::Limit;
use super::output::{Format, Target, Targets, only_csv_has_a_table};
use crate::change::{Change, Overlay};
use crate::diff::Diff;
use crate::measure::{Area, EdgeModel};
use crate::progress::stage;
use crate::report::{Breakdown, ChangeTable};
use crate::{Error, Result, report};

/// Compare two snapshots: the change matrix as a table, or the changed land as GeoJSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    #[command(flatten)]
    targets: Targets,
    /// The format of all outputs [default: by each file's ending, else text]; GeoJSON is a patch for `landshift apply`
    #[arg(long, value_enum)]
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
    #[arg(long, value_enum, default_value_t)]
    table: ChangeTable,
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
        self.check_table(&targets)?;
        let snapshots = self.pair.read()?;
        let claims = self.recognition.read(None)?;
        let [units, places] = self.breakdown.read(None)?;
        stage("overlaying");
        let overlay = Overlay::with_claims(snapshots, units, claims, self.edges);
        stage("measuring");
        let (overlay, change) = self.tolerance.change(overlay)?;
        let accuracy = self.accuracy.of(None);
        let change = change.with_margins(&overlay, [0, 1], &accuracy);
        let breakdown = Breakdown::of(&overlay, &change, &places, &accuracy)?;
        for target in &targets {
            self.write(&change, &breakdown, target)?;
        }
        let found = change.changed_area() > Area::ZERO;
        // The process ends here: taking millions of rings apart first would only make the person wait.
        std::mem::forget((change, overlay));
        Ok(if self.exit_code && found {
            Outcome::ChangesFound
        } else {
            Outcome::Fine
        })
    }

    /// Says at once if the table cannot be written.
    fn check_table(&self, targets: &[Target]) -> Result<()> {
        let [has_units, has_places] = self.breakdown.is_given();
        let (what, is_given) = match self.table {
            ChangeTable::Changes => return Ok(()),
            ChangeTable::Claims => ("claims", self.recognition.path.is_some()),
            ChangeTable::Units => ("units", has_units),
            ChangeTable::Places => ("places", has_places),
        };
        if !is_given {
            return Err(
                Error::new(format!("--table {what} tells of {what}, and there are none"))
                    .with_hint(format!("name a file of them with --{what}")),
            );
        }
        let is_csv = |target| Format::of(self.format, target) == Format::Csv;
        if targets.iter().any(is_csv) {
            return Ok(());
        }
        Err(only_csv_has_a_table())
    }

    /// Writes the change in the target's format; as GeoJSON it is a patch for `landshift apply`.
    fn write(&self, change: &Change, breakdown: &Breakdown, target: &Target) -> Result<()> {
        let text = match Format::of(self.format, target).table() {
            None => {
                // It borrows its land, and is left as it is, like that.
                let diff = ManuallyDrop::new(Diff::of(change));
                return target.write(|out| diff.write(out));
            }
            Some(report::Format::Csv) => report::change_csv(change, breakdown, self.table)?,
            Some(table) => report::change(change, breakdown, table)?,
        };
        target.write(|out| out.write_all(text.as_bytes()))
    }
}
