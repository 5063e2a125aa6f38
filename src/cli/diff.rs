//! `landshift diff`: what changed between two snapshots.

use clap::{Args, ValueEnum};

use super::Outcome;
use super::inputs::Pair;
use super::output::Target;
use crate::Result;
use crate::change::{Change, Overlay};
use crate::diff::Diff;
use crate::measure::{EdgeModel, Length};
use crate::model::Layer;

/// Compare two snapshots: the change matrix as a table, or the changed land as GeoJSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    #[command(flatten)]
    target: Target,
    /// The output's format [default: by the file's ending, else text]
    #[arg(long)]
    format: Option<Format>,
    /// Changed pieces narrower than this are noise: kept, flagged, summed apart
    #[arg(long, value_name = "LENGTH", default_value = "0m")]
    tolerance: Length,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
    /// Exit with 1 if land changed hands
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Geojson,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        self.target.check(&[&self.pair.before, &self.pair.after])?;
        let overlay = Overlay::new(self.pair.read()?.into(), Layer::default(), self.edges);
        let change = Change::between(&overlay, 0, 1, self.tolerance.m())?;
        self.target.write(&Diff::of(&change).to_geojson()?)?;
        let found = change.changes().next().is_some();
        Ok(if self.exit_code && found {
            Outcome::ChangesFound
        } else {
            Outcome::Fine
        })
    }
}
