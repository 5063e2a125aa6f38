//! `landshift schema`: the JSON Schema of a change.

use clap::Args;

use super::Outcome;
use super::output::print;
use crate::{Result, report};

/// Print the JSON Schema of `diff --format json`
#[derive(Debug, Args)]
pub(super) struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every command runs the same way")]
    pub(super) fn run(&self) -> Result<Outcome> {
        print(|out| out.write_all(report::schema().as_bytes()))?;
        Ok(Outcome::Fine)
    }
}
