//! Threads of the program, which start one after another.
//!
//! Each reserves address space when it starts: where there is little, two that start at once can fail though there is
//! room for both, and the runtime can only abort then.

use std::sync::mpsc;
use std::{io, thread};

use crate::{Error, Result};

/// Starts a thread, and returns when it is at work.
pub(super) fn start(thread: thread::Builder, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let (at_work, is_at_work) = mpsc::channel();
    thread.spawn(move || {
        let _ = at_work.send(());
        work();
    })?;
    let _ = is_at_work.recv();
    Ok(())
}

/// Has all parallel work done by so many threads; by default one for each core. They start now: what needs them later
/// could do nothing where the system has none to spare.
pub(super) fn set_number(number: Option<u16>) -> Result<()> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(number.unwrap_or(0).into())
        .spawn_handler(|thread| start(thread::Builder::new(), || thread.run()))
        .build_global()
        .map_err(|e| {
            let threads = number.map_or_else(|| "threads".to_owned(), |number| format!("{number} threads"));
            Error::new(format!("cannot start {threads}: {e}"))
                .with_hint("ask for fewer with --threads, or let the program have more memory or processes")
        })
}
