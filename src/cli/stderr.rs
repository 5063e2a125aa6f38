//! Standard error, out of the way of the Rust runtime.
//!
//! When an allocation fails, the runtime prints where and how often it did, from each thread, and then aborts. So that users
//! see one message of ours instead, the descriptor of standard error is a pipe while the program works, and messages go
//! to what it was before. On a terminal, where the line of progress needs the descriptor, all stays as it is.

use std::fs::File;
use std::io::{self, IsTerminal, PipeReader, Write};
use std::os::fd::AsFd;
use std::sync::OnceLock;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::stdio::dup2_stderr;

/// What standard error was before.
static BEFORE: OnceLock<File> = OnceLock::new();

/// Has what the runtime prints go to a pipe; none on a terminal. A reader of it does not wait.
pub(super) fn divert() -> io::Result<Option<PipeReader>> {
    let stderr = io::stderr();
    if stderr.is_terminal() {
        return Ok(None);
    }
    let (reader, writer) = io::pipe()?;
    for end in [reader.as_fd(), writer.as_fd()] {
        fcntl_setfl(end, fcntl_getfl(end)? | OFlags::NONBLOCK)?;
    }
    let before = File::from(stderr.as_fd().try_clone_to_owned()?);
    BEFORE.get_or_init(|| before);
    dup2_stderr(writer)?;
    Ok(Some(reader))
}

/// Has the descriptor be what it was: for a panic, and where data is written to it.
pub(super) fn restore() {
    if let Some(before) = BEFORE.get() {
        let _ = dup2_stderr(before);
    }
}

/// Prints to what standard error was; where that is gone nobody reads it.
pub(super) fn print(text: &[u8]) {
    let _ = match BEFORE.get() {
        Some(mut before) => before.write_all(text),
        None => io::stderr().write_all(text),
    };
}
