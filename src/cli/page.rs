//! `landshift page`: one web page that shows what changed.

use std::path::PathBuf;

use clap::Args;

use super::drawn::{Drawn, DrawnInput};
use super::output::Target;
use super::{Outcome, remarks};
use crate::Result;

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
        self.input.settle();
        let case = self.input.case()?;
        let inputs = self.input.paths(case.as_ref())?;
        let target = Target::new(Some(&self.output), self.overwrite);
        target.check_ending(&ENDINGS)?;
        target.check(&inputs)?;
        let Drawn { study, surroundings } = self.input.read_dates(case.as_ref())?;
        let options = self.input.page_options()?;
        let page = study.page(&surroundings, &options, self.input.title.as_deref())?;
        remarks::report_answer(&study)?;
        target.write(|out| out.write_all(page.as_bytes()))?;
        Ok(Outcome::Fine)
    }
}
