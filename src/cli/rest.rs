//! The land that outlines leave out: who holds it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::sources;
use crate::Result;
use crate::case::Case;
use crate::model::{Renames, RestOfLand, canonical};

/// Who holds the land that a snapshot leaves out.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct RestOptions {
    /// Who holds the land that a file leaves out, for outlines of what the other side holds [default: the scenario's, if any,
    /// else nobody]
    #[arg(long, value_name = "NAME")]
    rest: Option<String>,
    /// All the land in question, of which --rest holds what is left [default: the land that any of the files covers]
    #[arg(long, value_name = "FILE", requires = "rest")]
    land: Option<PathBuf>,
}

impl RestOptions {
    /// The file that is named.
    pub(super) fn path(&self) -> Option<&Path> {
        self.land.as_deref()
    }

    /// The rest as the options state it, else as the case does, its holder by the name that renames say.
    ///
    /// # Errors
    ///
    /// When the file of all the land cannot be read, or has no land.
    pub(super) fn read(&self, case: Option<&Case>, renames: &Renames) -> Result<Option<RestOfLand>> {
        let rest = match &self.rest {
            None => case.map_or(Ok(None), Case::rest)?,
            Some(name) => {
                let land = self.land.as_deref().map(sources::layer).transpose()?;
                Some(RestOfLand::new(name, land)?)
            }
        };
        Ok(rest.map(|rest| rest.renamed(renames)))
    }

    /// Who is named as the holder of the rest, by the options or else by the case, before any renames.
    pub(super) fn holder(&self, case: Option<&Case>) -> Option<String> {
        let of_case = || case.and_then(|case| case.scenario.rest.as_deref());
        let name = self.rest.as_deref().or_else(of_case);
        name.map(|name| canonical(name).into_owned())
    }
}
