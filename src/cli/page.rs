//! `landshift page`: one web page that shows what changed.

use std::path::PathBuf;

use clap::Args;

use super::drawn::{Drawn, DrawnInput};
use super::output::Target;
use super::{Outcome, inputs, remarks};
use crate::error::ErrorKind;
use crate::map::MapOptions;
use crate::model::Snapshot;
use crate::{Error, Result};

/// How the names of pages end.
const ENDINGS: [&str; 2] = ["html", "htm"];

/// Make one web page of what changed: maps to swipe, a timeline, tables; one file that asks for nothing
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: DrawnInput,
    /// The page, an .html file; `-` is stdout
    #[arg(short, long, value_name = "FILE", default_value = "page.html")]
    output: PathBuf,
    /// Replace a file that is not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Arguments {
    pub(super) fn run(mut self) -> Result<Outcome> {
        // A scenario may be named like a file.
        if let ([name], None) = (self.input.snapshots.as_slice(), &self.input.scenario)
            && inputs::is_scenario(name)
        {
            self.input.scenario = self.input.snapshots.pop();
        }
        let case = self.input.case()?;
        let inputs = self.input.paths(case.as_ref())?;
        let target = Target::new(Some(&self.output), self.overwrite);
        target.check_ending(&ENDINGS)?;
        target.check(&inputs)?;
        let Drawn { study, surroundings } = self
            .input
            .read(case.as_ref(), |snapshots| self.chosen(snapshots))?;
        let mut options = MapOptions::default().map_style(self.input.style.read()?);
        options.extent = self.input.extent;
        options.fonts = self.input.style.fonts()?;
        options.dark_style = self.input.style.dark()?;
        let page = study.page(&surroundings, &options, self.input.title.as_deref())?;
        remarks::report_answer(&study)?;
        target.write(|out| out.write_all(page.as_bytes()))?;
        Ok(Outcome::Fine)
    }

    /// Of many snapshots those that are shown.
    ///
    /// # Errors
    ///
    /// When there are two, and those of periods are asked for.
    fn chosen(&self, snapshots: Vec<Snapshot>) -> Result<Vec<Snapshot>> {
        if self.input.every.is_some() && snapshots.len() <= 2 {
            return Err(Error::new("--every is for many dates, and these are two")
                .of_kind(ErrorKind::Options)
                .with_hint("leave it out, or name more snapshots"));
        }
        Ok(self.input.of_periods(snapshots))
    }
}
