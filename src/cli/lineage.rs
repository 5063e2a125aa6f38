//! `landshift lineage`: what became of every unit from one edition of a layer to the next.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{Measuring, Naming};
use super::messages::say;
use super::output::Outputs;
use super::times::{SeriesFiles, understood};
use super::{Outcome, remarks};
use crate::error::ErrorKind;
use crate::model::{ReferenceLayers, Snapshot};
use crate::report::LineageReport;
use crate::{Error, Result};

/// What became of every unit of a layer: split, merged, renamed, enlarged, and the weights that carry figures over
///
/// Units, such as districts, are told apart by what --by names, best a code. Land alone links the units of one edition with those
/// of the next. `--table crosswalk` as CSV has weights by area.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The editions of the layer in order of time, two or more, or a folder or quoted pattern of dated ones
    #[arg(required = true)]
    editions: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs<LineageReport>,
    /// The property with the names of units, where --by names their codes [default: name]
    #[arg(long = "name", id = "unit_name", value_name = "PROPERTY")]
    unit_name: Option<String>,
    /// This unit alone, by code or name, with all that it came from and all that became of it
    #[arg(long, value_name = "UNIT")]
    of: Option<String>,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    measuring: Measuring,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let files = SeriesFiles::of(&self.editions)?;
        let inputs: Vec<&Path> = files.paths.iter().map(PathBuf::as_path).collect();
        let outputs = self.outputs.check(&inputs, &[])?;
        let mut snapshots = self.naming.read_series(&files)?;
        let undated = snapshots.iter().find(|snapshot| snapshot.date.is_none());
        if undated.is_none() {
            snapshots.sort_by_key(|snapshot| snapshot.date);
        } else if let Some(undated) = undated.filter(|_| snapshots.iter().any(|s| s.date.is_some())) {
            return Err(Error::new("it has no date, and other editions have one: their order is not known")
                .of_kind(ErrorKind::Attribute)
                .in_file(&undated.name)
                .with_hint("give its name or a member `date` its date, or all files none: they are then taken in the order given"));
        }
        self.check_name(&snapshots)?;
        let settings = self.measuring.settings(None);
        let study = remarks::unreported_study(snapshots, ReferenceLayers::default(), settings)?;
        let mut lineage = study.lineage(self.unit_name.as_deref())?;
        if let Some(unit) = &self.of {
            lineage = lineage.of(unit)?;
        }
        say(&understood(study.snapshots().iter().map(AsRef::as_ref)));
        remarks::report_read(&study)?;
        self.outputs.write(&lineage, &outputs)?;
        Ok(Outcome::Fine)
    }

    /// Refuses a property with names that no unit has.
    fn check_name(&self, snapshots: &[Snapshot]) -> Result<()> {
        let Some(name) = &self.unit_name else {
            return Ok(());
        };
        let mut territories = snapshots.iter().flat_map(|snapshot| &snapshot.territories);
        if territories.any(|territory| territory.properties.contains_key(name)) {
            return Ok(());
        }
        Err(Error::new(format!("no unit has the property `{name}`")).of_kind(ErrorKind::Options))
    }
}
