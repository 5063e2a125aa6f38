//! `landshift check`: what is wrong with files, and how to mend one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::WHOSE;
use super::output::{Target, format_of, formats, print, say};
use crate::check::{self, Checked, Gaps, Policy};
use crate::measure::Length;
use crate::model::Overlaps;
use crate::progress::stage;
use crate::read::{self, ReadOptions};
use crate::report::{Format, Problems, Report, default_table};
use crate::{Error, Result};

/// Find what is wrong with files: invalid rings, overlaps, gaps, slivers, doubtful attributes; and mend one with --fix
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Layers of control, GeoJSON; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The property that names the controller [default: controller, else name, …]
    #[arg(long, value_name = "PROP")]
    by: Option<String>,
    /// The format of the list [default: by the ending of its file, else text]
    #[arg(long, value_parser = formats::<Problems>())]
    format: Option<Format>,
    /// Mend the file, and write it to --output
    #[arg(long, requires = "path")]
    fix: bool,
    /// What becomes of land that several controllers have
    #[arg(long, value_enum, value_name = "POLICY", requires = "fix", default_value_t)]
    overlap: Overlaps,
    /// What becomes of land that nobody has, with land all around; `keep` also has the list leave it out
    #[arg(long, value_enum, value_name = "POLICY")]
    gap: Option<Gaps>,
    /// Overlaps and gaps narrower than this are slivers
    #[arg(long, value_name = "LENGTH", default_value = "10m")]
    sliver: Length,
    #[command(flatten)]
    target: Target,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs: Vec<&Path> = self.files.iter().map(PathBuf::as_path).collect();
        self.target.check(&inputs)?;
        if self.fix { self.mend() } else { self.list() }
    }

    fn options(&self) -> ReadOptions {
        ReadOptions {
            by: self.by.clone(),
            ..ReadOptions::default()
        }
    }

    fn policy(&self) -> Policy {
        Policy {
            overlaps: self.overlap,
            gaps: self.gap,
            sliver_m: self.sliver.m(),
        }
    }

    fn list(&self) -> Result<Outcome> {
        if matches!(self.gap, Some(Gaps::Nearest | Gaps::LongestBorder)) {
            return Err(
                Error::new("gaps are given away by --fix only").with_hint("add --fix -o FILE, or say --gap keep")
            );
        }
        stage("checking");
        let checked: Vec<Checked> = self
            .files
            .iter()
            .map(|file| {
                Ok(check::check(
                    &read::inspect(file)?,
                    &self.options(),
                    &self.policy(),
                ))
            })
            .collect::<Result<_>>()?;
        let problems = Problems::new(checked);
        let format = format_of::<Problems>(self.format, &self.target);
        self.target.show(&problems, format, default_table::<Problems>())?;
        Ok(if problems.is_empty() {
            Outcome::Fine
        } else {
            Outcome::ProblemsFound
        })
    }

    fn mend(&self) -> Result<Outcome> {
        let [file] = self.files.as_slice() else {
            return Err(Error::new("--fix mends one file at a time"));
        };
        stage("mending");
        let fixed =
            check::fix(&read::inspect(file)?, &self.options(), &self.policy()).map_err(|e| e.with_hint(WHOSE))?;
        self.target.write(|out| fixed.land(out))?;
        let told = fixed.document().text();
        match self.target.file() {
            Some(_) => print(|out| out.write_all(told.as_bytes()))?,
            None => say(told.trim_end()),
        }
        Ok(Outcome::Fine)
    }
}
