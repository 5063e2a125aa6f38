//! The version of this program that made a file: those of another one are not read.

use serde::Deserialize;

use crate::error::ErrorKind;
use crate::{Error, Result};

/// The version of this program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is read of a file first: of one of another version nothing else is known.
#[derive(Debug, Deserialize)]
pub(super) struct Version {
    version: String,
}

impl Version {
    /// Refuses files of other versions.
    pub(super) fn check(&self) -> Result<()> {
        if self.version == VERSION {
            return Ok(());
        }
        Err(Error::new(format!(
            "was made by landshift {}, and this is {VERSION}",
            self.version
        ))
        .of_kind(ErrorKind::Base)
        .with_hint("use one version for all tiles"))
    }
}
