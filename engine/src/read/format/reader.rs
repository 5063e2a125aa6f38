//! What a format of input has to provide.

use crate::Result;
use crate::read::land::{Inspection, Mode};

/// A format of input. It recognises its files by their content and hands properties and positions to a
/// [`Collector`](crate::read::land::Collector), which does all the rest.
pub(super) trait Format: Sync {
    /// Whether a file that starts with these bytes is in this format; there are [`HEAD`] of them, or fewer in a shorter
    /// file.
    fn recognises(&self, head: &[u8]) -> bool;

    /// All features of a file.
    ///
    /// # Errors
    ///
    /// When the file is not well-formed; in [`Mode::Strict`] also at the first feature in error.
    fn read(&self, bytes: &[u8], mode: Mode) -> Result<Inspection>;
}

/// How many bytes are enough to distinguish formats.
pub(super) const HEAD: usize = 16;
