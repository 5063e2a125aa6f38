//! Progress of long work, told as it goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use landshift::{Observer, Progress};

#[link(wasm_import_module = "landshift")]
unsafe extern "C" {
    /// The work enters a stage, whose name is at this address; anything but 0 cancels it.
    safe fn stage(name: *const u8, length: usize) -> u32;
}

/// Tells the caller.
#[derive(Default)]
struct Caller {
    is_cancelled: AtomicBool,
}

impl Observer for Caller {
    fn stage(&self, name: &'static str) {
        if stage(name.as_ptr(), name.len()) != 0 {
            self.is_cancelled.store(true, Ordering::Relaxed);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }
}

/// The handle by which work tells the caller of its stages.
pub fn progress() -> Progress {
    Progress::new(Arc::new(Caller::default()))
}
