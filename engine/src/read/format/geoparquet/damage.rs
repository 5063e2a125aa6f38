//! What is said of files that are not as they should be.

use crate::error::ErrorKind;
use crate::{Error, Result};

/// The error for a file that is not as it was written.
pub(super) fn broken(message: impl Into<String>) -> Error {
    Error::new(message)
        .of_kind(ErrorKind::Syntax)
        .with_hint("the file is damaged or cut short, or was written by a faulty program")
}

/// The error for what Parquet has and is not read.
pub(super) fn unread<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::new(message)
        .of_kind(ErrorKind::Syntax)
        .with_hint("write it in a plainer way: ogr2ogr -t_srs EPSG:4326 out.fgb IN"))
}
