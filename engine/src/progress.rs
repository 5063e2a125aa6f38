//! Progress and interruption of long work: who runs it passes in an observer, and nothing is process-wide.
//!
//! No result depends on it.

use std::fmt;
use std::sync::Arc;

use crate::{Error, Result};

/// Listens to long work, and may ask it to stop.
///
/// Both methods are called on the threads that do the work, so they should be quick.
pub trait Observer: Send + Sync {
    /// The work enters a stage, named by what is being done: `reading`, `overlaying: finding crossings`.
    fn stage(&self, name: &'static str);

    /// Whether the work should stop. It then ends within a stage, with an error of
    /// [`ErrorKind::Cancelled`](crate::error::ErrorKind::Cancelled).
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// A handle by which work reports its stages; by default nobody listens. Cheap to clone.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use landshift_engine::progress::{Observer, Progress};
///
/// #[derive(Default)]
/// struct Seen(Mutex<Vec<&'static str>>);
///
/// impl Observer for Seen {
///     fn stage(&self, name: &'static str) {
///         self.0.lock().unwrap().push(name);
///     }
/// }
///
/// let seen = Arc::new(Seen::default());
/// Progress::new(Arc::clone(&seen)).stage("reading")?;
/// assert_eq!(*seen.0.lock().unwrap(), ["reading"]);
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<dyn Observer>>);

impl Progress {
    /// Reports to an observer.
    pub fn new<O: Observer + 'static>(observer: Arc<O>) -> Self {
        Self(Some(observer))
    }

    /// Reports that work enters a stage.
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop.
    pub fn stage(&self, name: &'static str) -> Result<()> {
        let Some(observer) = &self.0 else { return Ok(()) };
        if observer.is_cancelled() {
            return Err(Error::cancelled());
        }
        observer.stage(name);
        Ok(())
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let observed = if self.0.is_some() {
            "observed"
        } else {
            "unobserved"
        };
        write!(f, "Progress({observed})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stopped;

    impl Observer for Stopped {
        fn stage(&self, _: &'static str) {}

        fn is_cancelled(&self) -> bool {
            true
        }
    }

    #[test]
    fn cancelled_work_ends_at_its_next_stage() {
        assert!(Progress::default().stage("reading").is_ok());
        let error = Progress::new(Arc::new(Stopped)).stage("reading").unwrap_err();
        assert_eq!(error.to_string(), "the work was cancelled");
    }
}
