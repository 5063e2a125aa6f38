//! `landshift check`: what is wrong with files, and how to repair one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{Reading, Told};
use super::messages::say;
use super::output::{Output, Outputs, print};
use super::time_options::TimeOptions;
use super::values::{Choice, GapPolicy};
use super::{Outcome, hints, progress, remarks, sources};
use crate::check::{self, Checked, Fixed, Gaps, Kind, Policy};
use crate::error::ErrorKind;
use crate::files::Batch;
use crate::measure::Length;
use crate::model::{Date, GridPoint, GridPolygon, Layer, NearNames, Overlaps, Unnamed, reach};
use crate::read::{Inspection, ReadOptions, controllers};
use crate::report::{Format, Problems, Report, default_table};
use crate::study::Remark;
use crate::{Error, Result};

/// Find what is wrong with files: invalid rings, overlaps, gaps, slivers, doubtful attributes; and repair one with --fix
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Layers of control; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    times: TimeOptions,
    /// Repair the file, and write it to --output
    #[arg(long, requires = "paths")]
    fix: bool,
    /// What becomes of land that several controllers have
    #[arg(long, value_enum, value_name = "POLICY", requires = "fix", default_value_t)]
    overlap: Choice<Overlaps>,
    /// Who gets land that nobody has, with land all around: `keep`: nobody, and the list leaves it out; `nearest`: who is
    /// nearest to its middle; `longest-border`: who has the longest border with it. With a width, as in 500m or
    /// nearest:500m, only what is narrower counts, and narrow ways between features that are open to one side, such as
    /// the sea, count as well
    #[arg(long, value_name = "POLICY|WIDTH|POLICY:WIDTH")]
    gap: Option<GapPolicy>,
    /// Overlaps and gaps narrower than this are slivers
    #[arg(long, value_name = "LENGTH", default_value = "10m")]
    sliver: Length,
    #[command(flatten)]
    told: Told,
    #[command(flatten)]
    outputs: Outputs<Problems>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        if self.fix { self.repair() } else { self.list() }
    }

    fn inputs(&self) -> Vec<&Path> {
        self.files
            .iter()
            .map(PathBuf::as_path)
            .chain(self.reading.path())
            .collect()
    }

    fn policy(&self) -> Policy {
        Policy {
            overlaps: self.overlap.0,
            gaps: self.gap.and_then(|gap| gap.policy),
            gap_width: self.gap.and_then(|gap| gap.width),
            sliver: self.sliver,
        }
    }

    fn list(&self) -> Result<Outcome> {
        let outputs = self.outputs.check(&self.inputs(), &[])?;
        if matches!(self.policy().gaps, Some(Gaps::Nearest | Gaps::LongestBorder)) {
            return Err(Error::new("gaps are given away by --fix only")
                .of_kind(ErrorKind::Options)
                .with_hint("add --fix -o FILE, or say --gap keep"));
        }
        progress::stage("checking");
        let options = self.options()?;
        let mut holders: Vec<Holders> = Vec::new();
        let mut checked: Vec<Checked> = Vec::new();
        for file in &self.files {
            let inspection = sources::inspection(file, &options)?;
            holders.push(holders_of(&inspection.layer, &options));
            let mut as_asked = None;
            for (date, inspection) in self.moments(inspection)? {
                let found = check::check(&inspection, &options, &self.policy());
                // Of a file as it is on several dates, what concerns all of it.
                as_asked.get_or_insert_with(|| found.as_asked.clone());
                checked.push(Checked { date, ..found });
            }
            let as_asked = as_asked.unwrap_or_default();
            remarks::report(Remark::of_input(
                &file.display().to_string(),
                &as_asked,
                Vec::new(),
            ));
        }
        self.report_near_names(&holders);
        let problems = Problems::new(checked).area_units(self.told.area_units());
        self.outputs.write(&problems, &outputs)?;
        Ok(if problems.is_empty() {
            Outcome::Fine
        } else {
            Outcome::ProblemsFound
        })
    }

    /// How a file is read.
    fn options(&self) -> Result<ReadOptions> {
        // Nothing is compared with one file: all its land may be that of one without a name.
        let options = self.reading.options(Unnamed::File)?;
        Ok(options.times(self.times.columns()))
    }

    /// A file as a whole, or on each of the dates that are asked for.
    fn moments(&self, file: Inspection) -> Result<Vec<(Option<Date>, Inspection)>> {
        let dates = self.times.dates()?;
        if dates.is_empty() {
            return Ok(vec![(None, file)]);
        }
        let columns = self.times.columns();
        let on = |date: Date| Ok((Some(date), file.clone().on(date, &columns)?));
        dates.into_iter().map(on).collect()
    }

    /// Reports names in one file, or in several, that may be meant to be one.
    fn report_near_names(&self, holders: &[Holders]) {
        let names = holders
            .iter()
            .map(|holders| holders.keys().map(String::as_str).collect());
        let near = NearNames::in_reach(&names.collect::<Vec<_>>(), |name, place| holders[place][name]);
        let file = |place: usize| self.files[place].display().to_string();
        remarks::report(Remark::of_near_names(near, file));
    }

    fn repair(&self) -> Result<Outcome> {
        let [file] = self.files.as_slice() else {
            return Err(Error::new("--fix repairs one file at a time").of_kind(ErrorKind::Options));
        };
        self.outputs.check_no_table()?;
        let outputs = self
            .outputs
            .outputs_of::<Fixed>(&self.inputs(), Format::GEO_JSON)?;
        if !outputs.iter().any(Output::is_land) {
            return Err(Error::new("--fix has no file for the repaired layer")
                .of_kind(ErrorKind::Options)
                .with_hint("name one that ends in .geojson or another format of land; .json, .csv, .md and .txt say what was done"));
        }
        progress::stage("repairing");
        let options = self.options()?;
        let moments = self.moments(sources::inspection(file, &options)?)?;
        let [(_, inspection)] = moments.as_slice() else {
            return Err(Error::new("--fix repairs a file as it is on one date at a time")
                .of_kind(ErrorKind::Options)
                .with_hint("give --at once"));
        };
        let fixed = Fixed {
            area_units: self.told.area_units(),
            ..check::fix(inspection, &options, &self.policy())?
        };
        let mut notices = Kind::beside(&inspection.layer.notices);
        notices.append(fixed.as_asked.clone());
        remarks::report(Remark::of_input(&inspection.layer.name, &notices, Vec::new()));
        let table = Some(default_table::<Fixed>());
        let report = fixed.document().with_options(hints::flag).text();
        let mut batch = Batch::default();
        for output in &outputs {
            output.add(&mut batch, &fixed, table)?;
        }
        let is_stdout_free = outputs.iter().all(Output::is_file);
        if is_stdout_free {
            batch.act(|| print(|out| out.write_all(report.as_bytes())));
        }
        batch.finish()?;
        if !is_stdout_free {
            say(report.trim_end());
        }
        Ok(Outcome::Fine)
    }
}

/// Who holds land in a file, and how far it reaches.
type Holders = BTreeMap<String, Option<[GridPoint; 2]>>;

fn holders_of(layer: &Layer, options: &ReadOptions) -> Holders {
    let names = controllers(layer, options).unwrap_or_default().into_iter();
    let land = layer.features.iter().map(|feature| &feature.geometry.polygons);
    let land = land.filter(|polygons| !polygons.is_empty());
    let mut holders: BTreeMap<String, Vec<&GridPolygon>> = BTreeMap::new();
    for (name, polygons) in names.zip(land) {
        if let Some(name) = name {
            holders.entry(name).or_default().extend(polygons);
        }
    }
    let reaches = holders.into_iter().map(|(name, land)| (name, reach(land)));
    reaches.collect()
}
