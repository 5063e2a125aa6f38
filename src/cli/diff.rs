//! `landshift diff`: what changed between two snapshots.

use std::path::Path;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::inputs::Pair;
use super::output::{Target, Targets, ending, say};
use crate::change::{Accuracy, Change, Overlay, Tolerance};
use crate::diff::Diff;
use crate::measure::{EdgeModel, Length};
use crate::model::Layer;
use crate::progress::stage;
use crate::{Error, Result, report};

/// Compare two snapshots: the change matrix as a table, or the changed land as GeoJSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    #[command(flatten)]
    targets: Targets,
    /// The format of all outputs [default: by each file's ending, else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Changed pieces narrower than this are noise: kept, flagged, summed apart; `auto`: as the stated accuracy or the
    /// pieces themselves suggest, and why is told
    #[arg(long, value_name = "LENGTH|auto", default_value = "0m")]
    tolerance: Limit,
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

/// Below which width pieces are noise.
#[derive(Debug, Clone, Copy)]
enum Limit {
    Given(Length),
    Suited,
}

impl FromStr for Limit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "auto" => Ok(Self::Suited),
            length => length.parse().map(Self::Given),
        }
    }
}

impl Limit {
    /// In metres, for the two snapshots of the overlay.
    fn of(self, overlay: &Overlay) -> f64 {
        match self {
            Self::Given(length) => length.m(),
            Self::Suited => {
                let tolerance = Tolerance::suited(overlay, 0, 1);
                say(&tolerance.to_string());
                tolerance.m()
            }
        }
    }
}

/// The formats of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal
    Text,
    /// The change matrix for programs; `landshift schema` describes it
    Json,
    /// One row for each from → to
    Csv,
    /// Tables in GitHub Flavored Markdown
    #[value(alias = "markdown")]
    Md,
    /// The changed land, a patch for `landshift apply`
    Geojson,
}

impl Format {
    /// The format that a file's ending asks for.
    fn of(path: &Path) -> Option<Self> {
        match ending(path)?.as_str() {
            "geojson" => Some(Self::Geojson),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "md" => Some(Self::Md),
            _ => None,
        }
    }

    fn write(self, change: &Change, target: &Target) -> Result<()> {
        let table = match self {
            Self::Text => report::Format::Text,
            Self::Json => report::Format::Json,
            Self::Csv => report::Format::Csv,
            Self::Md => report::Format::Markdown,
            Self::Geojson => {
                let diff = Diff::of(change);
                return target.write(|out| diff.write(out));
            }
        };
        let text = report::change(change, table)?;
        target.write(|out| out.write_all(text.as_bytes()))
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let targets = self.targets.check(&[&self.pair.before, &self.pair.after])?;
        let snapshots = self.pair.read()?;
        stage("overlaying");
        let overlay = Overlay::new(snapshots, Layer::default(), self.edges);
        stage("measuring");
        let change = Change::between(&overlay, 0, 1, self.tolerance.of(&overlay))?;
        let change = change.with_margins(&overlay, [0, 1], &self.accuracy.unwrap_or_default());
        for target in &targets {
            let by_ending = target.file().and_then(Format::of);
            let format = self.format.or(by_ending).unwrap_or(Format::Text);
            format.write(&change, target)?;
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
