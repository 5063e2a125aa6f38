//! The command line: parse, dispatch, exit code.

use std::process::ExitCode;

use landshift::cli::{self, StandardOutput};

fn main() -> ExitCode {
    cli::main(standard_output())
}

#[cfg(unix)]
fn standard_output() -> StandardOutput {
    before_main::standard_output()
}

#[cfg(not(unix))]
fn standard_output() -> StandardOutput {
    StandardOutput::Open
}

/// A look at standard output before the runtime opens the null device in its place.
#[cfg(unix)]
mod before_main {
    use std::sync::atomic::{AtomicU8, Ordering};

    use landshift::cli::StandardOutput;
    use rustix::fs::{OFlags, fcntl_getfl};

    const OPEN: u8 = 0;
    const CLOSED: u8 = 1;
    const READ_ONLY: u8 = 2;

    static FOUND: AtomicU8 = AtomicU8::new(OPEN);

    /// One question to the system, which neither allocates nor prints: little else works before `main`.
    #[ctor::ctor]
    fn look() {
        let found = match fcntl_getfl(rustix::stdio::stdout()) {
            Err(_) => CLOSED,
            Ok(flags) if flags & OFlags::ACCMODE == OFlags::RDONLY => READ_ONLY,
            Ok(_) => OPEN,
        };
        FOUND.store(found, Ordering::Relaxed);
    }

    pub(super) fn standard_output() -> StandardOutput {
        match FOUND.load(Ordering::Relaxed) {
            CLOSED => StandardOutput::Closed,
            READ_ONLY => StandardOutput::ReadOnly,
            _ => StandardOutput::Open,
        }
    }
}
