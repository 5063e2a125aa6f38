//! Whether standard output can be written at all.

use std::sync::OnceLock;

use crate::error::ErrorKind;
use crate::{Error, Result};

/// What standard output was when the process was started.
///
/// The Rust runtime opens the null device in place of a closed descriptor before `main`, and takes a descriptor that is
/// open for reading alone as written: whoever starts the program has to look before, or a result is lost without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum StandardOutput {
    /// Open, or not looked at.
    #[default]
    Open,
    /// Closed, as by `>&-` of a shell.
    Closed,
    /// Open for reading alone, as by `1<FILE`.
    ReadOnly,
}

static AT_START: OnceLock<StandardOutput> = OnceLock::new();

/// Remembers what it was.
pub(super) fn remember(stdout: StandardOutput) {
    AT_START.get_or_init(|| stdout);
}

/// Fails where it cannot be written.
pub(super) fn check() -> Result<()> {
    let what = match AT_START.get() {
        None | Some(StandardOutput::Open) => return Ok(()),
        Some(StandardOutput::Closed) => "cannot write: it is closed",
        Some(StandardOutput::ReadOnly) => "cannot write: it is open for reading alone",
    };
    Err(Error::new(what)
        .of_kind(ErrorKind::Io)
        .in_file("standard output")
        .with_hint("have it go to a file, a program or /dev/null, or name a file with -o where the command takes one"))
}
