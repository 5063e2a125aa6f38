//! `landshift lineage`: what became of every unit from one edition of a layer to the next.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{Measuring, Naming};
use super::messages::say;
use super::output::{Output, Outputs};
use super::times::{SeriesFiles, understood};
use super::values::Choice;
use super::{Outcome, remarks, sources};
use crate::error::ErrorKind;
use crate::lineage::{LineageOptions, LinkBy};
use crate::model::{Date, ReferenceLayers};
use crate::report::LineageReport;
use crate::study::{LineageQuery, Remark};
use crate::{Error, Result};

/// What became of every unit of a layer: split, merged, renamed, enlarged, and the weights that carry figures over
///
/// Units, such as districts, are told apart by what --by names, best a code. Land links the units of one edition with those of
/// the next. `--table crosswalk` as CSV has weights by area, or by what --places or --units count.
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
    /// By what a unit is the same in two editions
    #[arg(long, value_enum, value_name = "BY", default_value = "land")]
    link: Choice<LinkBy>,
    /// The property of the first edition with codes that units keep for as long as they go on; new units get the next code
    /// under the same parent, as AF0104 follows AF0103
    #[arg(long, value_name = "PROPERTY")]
    assign: Option<String>,
    /// This unit alone, by code or name, with all that it came from and all that became of it
    #[arg(long, value_name = "UNIT")]
    of: Option<String>,
    /// The units on this date, those of the last edition up to then, in place of what became of them; with --of its ancestors or
    /// descendants alone
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    measuring: Measuring,
}

/// What weights are by in place of area.
#[derive(Debug, Clone, Args)]
struct Counting {
    /// Points that weights of the crosswalk count in place of area, such as buildings; or whose numbers they add up, given --weigh
    #[arg(long, value_name = "FILE", conflicts_with = "units")]
    places: Option<PathBuf>,
    /// Areas smaller than the units, such as census blocks, whose numbers weights of the crosswalk add up in place of area: those
    /// of --weigh, each spread evenly over its area
    #[arg(long, value_name = "FILE", requires = "weigh")]
    units: Option<PathBuf>,
    /// The property that tells these areas apart [default: an id that every one has, else `name`]
    #[arg(long, value_name = "PROP", requires = "units")]
    units_by: Option<String>,
    /// The property of --places or --units with numbers, such as `population`
    #[arg(long, value_name = "PROP")]
    weigh: Option<String>,
}

impl Counting {
    fn paths(&self) -> impl Iterator<Item = &Path> {
        [&self.places, &self.units]
            .into_iter()
            .filter_map(|path| path.as_deref())
    }

    fn read(&self) -> Result<ReferenceLayers> {
        let layers = ReferenceLayers {
            units_by: self.units_by.clone(),
            weigh: self.weigh.clone(),
            ..ReferenceLayers::default()
        };
        match (&self.places, &self.units) {
            (Some(places), _) => layers.with_places(sources::layer(places)?),
            (None, Some(units)) => layers.with_units(sources::layer(units)?),
            (None, None) if self.weigh.is_some() => {
                let error = Error::new("--weigh is about places or units, and there are none");
                Err(error
                    .of_kind(ErrorKind::Options)
                    .with_hint("name a file of them with --places or --units"))
            }
            (None, None) => Ok(layers),
        }
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let files = SeriesFiles::of(&self.editions)?;
        let editions = files.paths.iter().map(PathBuf::as_path);
        let inputs: Vec<&Path> = editions
            .chain(self.naming.path())
            .chain(self.counting.paths())
            .collect();
        let given: Vec<&str> = self.on.map(|_| "on").into_iter().collect();
        let outputs = self.outputs.check(&inputs, &given)?;
        let snapshots = self.naming.read_series(&files)?;
        let settings = self.measuring.settings(None);
        let study = remarks::unreported_study(snapshots, self.counting.read()?, settings)?;
        let mut lineage = study.lineage_of(&LineageQuery {
            options: LineageOptions {
                name: self.unit_name.clone(),
                link: self.link.0,
            },
            assign: self.assign.clone(),
            of: self.of.clone(),
            on: self.on,
        })?;
        if outputs.iter().any(Output::is_land) {
            let moved = study.moved_land(&lineage)?;
            lineage = lineage.with_moved(moved);
        }
        say(&understood(study.snapshots().iter().map(AsRef::as_ref)));
        remarks::report_read(&study)?;
        remarks::report(Remark::of_shared_codes(
            study.snapshots(),
            self.unit_name.as_deref(),
        ));
        self.outputs.write(&lineage, &outputs)?;
        Ok(Outcome::Fine)
    }
}
