//! The land that outlines leave out: who holds it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::sources;
use crate::Result;
use crate::case::Case;
use crate::model::RestOfLand;

/// Who holds the land that a snapshot leaves out.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct RestOptions {
    /// Who holds the land that a file leaves out, for outlines of what the other side holds [default: the scenario's, if any,
    /// else nobody]
    #[arg(long, value_name = "NAME")]
    rest: Option<String>,
    /// All the land in question, GeoJSON, of which --rest holds what is left [default: the land that any of the files covers]
    #[arg(long, value_name = "FILE", requires = "rest")]
    land: Option<PathBuf>,
}

impl RestOptions {
    /// The file that is named.
    pub(super) fn path(&self) -> Option<&Path> {
        self.land.as_deref()
    }

    /// The rest as the options state it, else as the case does.
    ///
    /// # Errors
    ///
    /// When the file of all the land cannot be read, or has no land.
    pub(super) fn read(&self, case: Option<&Case>) -> Result<Option<RestOfLand>> {
        let Some(name) = &self.rest else {
            return case.map_or(Ok(None), Case::rest);
        };
        let land = self.land.as_deref().map(sources::layer).transpose()?;
        RestOfLand::new(name, land).map(Some)
    }
}
