//! `landshift apportion`: figures of earlier units carried over to later ones.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Outputs;
use super::{Outcome, progress, remarks, sources};
use crate::Result;
use crate::apportion::{Apportioned, CrosswalkTable, ValueTable, apportion};

/// Carry figures of earlier units over to later ones by the weights that `lineage` writes
///
/// Counts are shared out by area: whole numbers stay whole, and totals stay the same to the last one. Each figure has the least and
/// the most that it can be.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The figures, CSV with a heading row: a column with the codes of units and columns of numbers
    values: PathBuf,
    /// The weights, CSV as `lineage --table crosswalk` writes it
    #[arg(long = "with", value_name = "FILE")]
    weights: PathBuf,
    /// The column with the codes of units [default: the first]
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,
    /// Columns that are rates and no counts, such as densities: their means by area
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    rates: Vec<String>,
    #[command(flatten)]
    outputs: Outputs<Apportioned>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let outputs = self.outputs.check(&[&self.values, &self.weights], &[])?;
        progress::stage("reading");
        let values = ValueTable::read(
            sources::text(&self.values)?.as_bytes(),
            &name(&self.values),
            self.unit.as_deref(),
        )?;
        let crosswalk = CrosswalkTable::read(sources::text(&self.weights)?.as_bytes(), &name(&self.weights))?;
        let apportioned = apportion(&values, &crosswalk, &self.rates)?;
        remarks::report_notes(&apportioned.notes());
        self.outputs.write(&apportioned, &outputs)?;
        Ok(Outcome::Fine)
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
