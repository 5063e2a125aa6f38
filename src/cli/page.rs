//! `landshift page`: one web page that shows what changed.

use std::path::PathBuf;

use clap::Args;

use super::drawn::{Drawn, DrawnInput};
use super::output::Target;
use super::values::Choice;
use super::{Outcome, remarks};
use crate::Result;
use crate::lineage::{LineageOptions, LinkBy};
use crate::study::PageQuery;

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
    /// Add what became of units, such as districts told apart by --by: a map, a diagram and tables; units are the same by land, code
    /// or name, as for lineage
    #[arg(long, value_enum, value_name = "BY", num_args = 0..=1, require_equals = true, default_missing_value = "land")]
    lineage: Option<Choice<LinkBy>>,
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
        let units = self.lineage.map(|link| LineageOptions {
            link: link.0,
            ..LineageOptions::default()
        });
        let wanted = PageQuery {
            title: self.input.title.clone(),
            units,
        };
        let page = study.page(&surroundings, &options, &wanted)?;
        remarks::report_answer(&study)?;
        target.write(|out| out.write_all(page.as_bytes()))?;
        Ok(Outcome::Fine)
    }
}
