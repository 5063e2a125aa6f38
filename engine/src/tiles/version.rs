//! The version of this program that made a file: those of another one are not read.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::ErrorKind;
use crate::{Error, Result};

/// The version of this program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What JSON that states a version holds; `invalid` says what is wrong with some that cannot be read.
///
/// # Errors
///
/// When it cannot be read, or is of another version of this program.
pub(super) fn of_this_version<T: DeserializeOwned>(
    json: &[u8],
    invalid: impl Fn(&str) -> Error,
) -> Result<T> {
    let unread = |e: serde_json::Error| invalid(&e.to_string());
    let stated: Version = serde_json::from_slice(json).map_err(unread)?;
    stated.check()?;
    serde_json::from_slice(json).map_err(unread)
}

/// What is read of a file first: of one of another version nothing else is known.
#[derive(Debug, Deserialize)]
struct Version {
    version: String,
}

impl Version {
    /// Refuses files of other versions.
    fn check(&self) -> Result<()> {
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
