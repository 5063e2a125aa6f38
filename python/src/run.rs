//! Long work: on a thread of its own and without Python's lock, so that other threads of Python go on, progress is told on
//! the thread that waits, and Ctrl-C ends the waiting at once and the work soon after.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use landshift::{Error, ErrorKind, Observer, Progress};
use pyo3::prelude::*;

use crate::error::{Result, raised};

/// How often it is looked whether Ctrl-C was pressed.
const TICK: Duration = Duration::from_millis(50);

/// As much as the main thread of a program has.
const STACK: usize = 8 << 20;

/// Listens to work, and has it stop.
#[derive(Default)]
pub struct Monitor {
    is_cancelled: AtomicBool,
    stages: Mutex<Option<Sender<&'static str>>>,
}

impl Observer for Monitor {
    fn stage(&self, name: &'static str) {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = &*stages {
            // Nobody waits any more for work that was cancelled.
            let _ = sender.send(name);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }
}

impl Monitor {
    /// The handle by which work reports its stages.
    pub fn progress(self: &Arc<Self>) -> Progress {
        Progress::new(Arc::clone(self))
    }

    fn listen(&self) -> Receiver<&'static str> {
        let (sender, receiver) = channel();
        self.is_cancelled.store(false, Ordering::Relaxed);
        *self.stages.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        receiver
    }
}

/// Does work and waits for it. `told`, if any, is called with the name of each stage.
///
/// # Errors
///
/// That of the work, of `told`, and of a signal such as Ctrl-C; then the work ends at its next stage.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    monitor: &Arc<Monitor>,
    told: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> PyResult<T> {
    let stages = monitor.listen();
    let (sender, receiver) = channel();
    let receiver = Mutex::new(receiver);
    let work = move || {
        let done = catch_unwind(AssertUnwindSafe(work));
        let _ = sender.send(done.unwrap_or_else(|_| Err(fault())));
    };
    let spawned = thread::Builder::new().stack_size(STACK).spawn(work);
    spawned.map_err(|e| raised(py, &Error::failed("cannot start a thread", &e)))?;
    loop {
        let done = py.detach(|| {
            let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
            receiver.recv_timeout(TICK)
        });
        let heard = py
            .check_signals()
            .and_then(|()| stages.try_iter().try_for_each(|stage| tell(told, stage)));
        match done {
            Ok(done) => return heard.and_then(|()| done.map_err(|error| raised(py, &error))),
            Err(RecvTimeoutError::Timeout) => {
                heard.inspect_err(|_| monitor.is_cancelled.store(true, Ordering::Relaxed))?;
            }
            Err(RecvTimeoutError::Disconnected) => return Err(raised(py, &fault())),
        }
    }
}

/// Work that a study has no part in, and that has no stages.
///
/// # Errors
///
/// As [`run`].
pub fn run_alone<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> PyResult<T> {
    run(py, &Arc::default(), None, work)
}

fn tell(told: Option<&Bound<'_, PyAny>>, stage: &str) -> PyResult<()> {
    told.map_or(Ok(()), |told| told.call1((stage,)).map(drop))
}

/// A panic, which is a fault of the library and was printed.
fn fault() -> Error {
    Error::new("landshift failed; this is a fault of its own").of_kind(ErrorKind::Internal)
}
