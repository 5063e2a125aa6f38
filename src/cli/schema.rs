//! `landshift schema`: the JSON Schemas.

use clap::Args;

use super::Outcome;
use super::output::print;
use super::values::Choice;
use crate::report::Schema;
use crate::{Result, report};

/// Print the JSON Schema of what `diff`, `timeline`, `compare`, `align`, `report`, `lineage`, `apportion`, `check`, `info` or `merge-sums` writes as JSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The command whose JSON is described
    #[arg(value_enum, default_value_t)]
    what: Choice<Schema>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        print(|out| out.write_all(report::schema(self.what.0).as_bytes()))?;
        Ok(Outcome::Fine)
    }
}
