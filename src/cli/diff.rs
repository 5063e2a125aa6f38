//! `landshift diff`: what changed between two snapshots.

use clap::Args;

use super::Outcome;
use super::inputs::Pair;
use super::output::{Format, Target, Targets};
use crate::change::{Accuracy, Change, Overlay};
use crate::diff::Diff;
use crate::measure::{EdgeModel, Length};
use crate::model::Layer;
use crate::progress::stage;
use crate::{Result, report};

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
    /// Changed pieces narrower than this are noise: kept, flagged, summed apart
    #[arg(long, value_name = "LENGTH", default_value = "0m")]
    tolerance: Length,
    /// How far lines may be from the truth, for ranges of areas: one LENGTH, or border=…,control=…,coast=…,unit=…
    /// [default: as `accuracy_m` of the territories says]
    #[arg(long, value_name = "LENGTH")]
    accuracy: Option<Accuracy>,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
    /// Exit with 1 if land changed hands
    #[arg(long)]
    exit_code: bool,
}

/// Writes a change in a format; as GeoJSON it is a patch for `landshift apply`.
fn write(change: &Change, format: Format, target: &Target) -> Result<()> {
    let Some(table) = format.table() else {
        let diff = Diff::of(change);
        return target.write(|out| diff.write(out));
    };
    let text = report::change(change, table)?;
    target.write(|out| out.write_all(text.as_bytes()))
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let targets = self.targets.check(&[&self.pair.before, &self.pair.after])?;
        let snapshots = self.pair.read()?;
        stage("overlaying");
        let overlay = Overlay::new(snapshots, Layer::default(), self.edges);
        stage("measuring");
        let change = Change::between(&overlay, 0, 1, self.tolerance.m())?;
        let change = change.with_margins(&overlay, [0, 1], &self.accuracy.unwrap_or_default());
        for target in &targets {
            write(&change, Format::of(self.format, target), target)?;
        }
        let found = change
            .changes()
            .any(|t| t.without_noise() > crate::measure::Area::ZERO);
        // The process ends here: taking millions of rings apart first would only make the person wait.
        std::mem::forget((change, overlay));
        Ok(if self.exit_code && found {
            Outcome::ChangesFound
        } else {
            Outcome::Fine
        })
    }
}
