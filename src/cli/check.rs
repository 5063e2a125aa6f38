//! `landshift check`: what is wrong with files, and how to repair one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::Reading;
use super::output::{Outputs, print, say};
use super::values::Choice;
use super::{Outcome, progress, sources};
use crate::check::{self, Checked, Gaps, Policy};
use crate::error::ErrorKind;
use crate::measure::Length;
use crate::model::Overlaps;
use crate::report::{Problems, Report};
use crate::{Error, Result};

/// Find what is wrong with files: invalid rings, overlaps, gaps, slivers, doubtful attributes; and repair one with --fix
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Layers of control, GeoJSON; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Repair the file, and write it to --output
    #[arg(long, requires = "paths")]
    fix: bool,
    /// What becomes of land that several controllers have
    #[arg(long, value_enum, value_name = "POLICY", requires = "fix", default_value_t)]
    overlap: Choice<Overlaps>,
    /// What becomes of land that nobody has, with land all around; `keep` also has the list leave it out
    #[arg(long, value_enum, value_name = "POLICY")]
    gap: Option<Choice<Gaps>>,
    /// Overlaps and gaps narrower than this are slivers
    #[arg(long, value_name = "LENGTH", default_value = "10m")]
    sliver: Length,
    #[command(flatten)]
    outputs: Outputs<Problems>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        if self.fix { self.repair() } else { self.list() }
    }

    fn inputs(&self) -> Vec<&Path> {
        self.files.iter().map(PathBuf::as_path).collect()
    }

    fn policy(&self) -> Policy {
        Policy {
            overlaps: self.overlap.0,
            gaps: self.gap.map(|gap| gap.0),
            sliver: self.sliver,
        }
    }

    fn list(&self) -> Result<Outcome> {
        let outputs = self.outputs.check(&self.inputs(), &[])?;
        if matches!(self.gap, Some(Choice(Gaps::Nearest | Gaps::LongestBorder))) {
            return Err(Error::new("gaps are given away by --fix only")
                .of_kind(ErrorKind::Options)
                .with_hint("add --fix -o FILE, or say --gap keep"));
        }
        progress::stage("checking");
        let check = |file: &PathBuf| {
            let inspection = sources::inspection(file)?;
            Ok(check::check(&inspection, &self.reading.options(), &self.policy()))
        };
        let checked: Vec<Checked> = self.files.iter().map(check).collect::<Result<_>>()?;
        let problems = Problems::new(checked);
        self.outputs.write(&problems, &outputs)?;
        Ok(if problems.is_empty() {
            Outcome::Fine
        } else {
            Outcome::ProblemsFound
        })
    }

    fn repair(&self) -> Result<Outcome> {
        let ([file], Some(target)) = (self.files.as_slice(), self.outputs.only_target()) else {
            return Err(
                Error::new("--fix repairs one file at a time, into one file").of_kind(ErrorKind::Options)
            );
        };
        target.check(&self.inputs())?;
        progress::stage("repairing");
        let fixed = check::fix(
            &sources::inspection(file)?,
            &self.reading.options(),
            &self.policy(),
        )?;
        target.write(|out| fixed.land(out))?;
        let report = fixed.document().text();
        match target.file() {
            Some(_) => print(|out| out.write_all(report.as_bytes()))?,
            None => say(report.trim_end()),
        }
        Ok(Outcome::Fine)
    }
}
