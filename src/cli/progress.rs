//! What long work is doing: a line on the terminal, or told to whoever asked.

use std::io::{IsTerminal, stderr};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::threads;
use crate::progress::{Observer, Progress};

/// Work that is done sooner needs no line.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

static LINE: OnceLock<ProgressBar> = OnceLock::new();
static TELL: OnceLock<fn(&'static str)> = OnceLock::new();

/// From now on has something done with each stage that the work enters.
pub(super) fn tell(tell: fn(&'static str)) {
    TELL.get_or_init(|| tell);
}

/// From half a second on, shows on stderr which stage the work is in and for how long it has run; only on a terminal.
pub(super) fn show() {
    if !stderr().is_terminal() {
        return;
    }
    let line = LINE.get_or_init(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()));
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        line.set_style(style);
    }
    // Without a thread to spare there is no line.
    let _ = threads::start(thread::Builder::new(), || {
        thread::sleep(PATIENCE);
        if !line.is_finished() {
            line.set_draw_target(ProgressDrawTarget::stderr());
            line.enable_steady_tick(TICK);
        }
    });
}

/// Shows the stages of the library's work on the line.
struct StageLine;

impl Observer for StageLine {
    fn stage(&self, name: &'static str) {
        stage(name);
    }
}

/// The handle by which the library reports its stages.
pub(super) fn handle() -> Progress {
    Progress::new(Arc::new(StageLine))
}

/// Shows that work enters a stage.
pub(super) fn stage(name: &'static str) {
    if let Some(line) = LINE.get() {
        line.set_message(name);
    }
    if let Some(tell) = TELL.get() {
        tell(name);
    }
}

/// Does something with the line out of the way, such as printing a message.
pub(super) fn aside(f: impl FnOnce()) {
    match LINE.get() {
        Some(line) => line.suspend(f),
        None => f(),
    }
}

/// Takes the line away for good: what follows is output, or the end.
pub(super) fn clear() {
    if let Some(line) = LINE.get() {
        line.finish_and_clear();
    }
}
