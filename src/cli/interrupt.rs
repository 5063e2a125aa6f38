//! Being asked to stop: no temporary file stays behind.

use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, exit};

use super::{progress, threads};
use crate::files;

/// Has Ctrl-C and its like clean up before they end the program. It ends by the signal, so that a shell sees 130 for an
/// interrupt, 143 for a termination and 129 for a hangup, and stops its script.
pub(super) fn watch() {
    let ignored = ignored();
    let handled = [SIGHUP, SIGINT, SIGTERM]
        .into_iter()
        .filter(|signal| ignored & (1 << (signal - 1)) == 0);
    // Where signals cannot be watched, they end the program as they always would.
    let Ok(mut signals) = Signals::new(handled) else {
        return;
    };
    let _ = threads::start(thread::Builder::new(), move || {
        if let Some(signal) = signals.forever().next() {
            files::abandon(|| {
                progress::clear();
                end_by(signal);
            });
        }
    });
}

/// Ends the program as the signal would have. The first process of a container cannot end by one, unless by force: there the
/// code says which it was, as a shell does.
fn end_by(signal: i32) {
    if std::process::id() == 1 {
        exit(128 + signal);
    }
    let _ = emulate_default_handler(signal);
}

/// The signals that the program was started to ignore (`nohup`, `&` in a script), as a bit mask; none where the system
/// does not tell.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok())
        .unwrap_or(0)
}
