//! Which stage long work is in, for somebody who waits for it.
//!
//! The library names its stages; who runs it may listen. Nobody does by default, and no result depends on it.

use std::sync::OnceLock;

type Observer = Box<dyn Fn(&'static str) + Send + Sync>;

static OBSERVER: OnceLock<Observer> = OnceLock::new();

/// Says that work enters a stage, named by what is being done: `reading`, `writing`.
pub fn stage(name: &'static str) {
    if let Some(observer) = OBSERVER.get() {
        observer(name);
    }
}

/// Has `observer` called at every stage from now on, in the whole process; the first observer stays.
///
/// It is called on the thread that does the work, so it should be quick.
///
/// ```
/// use std::sync::Mutex;
/// static SEEN: Mutex<Vec<&str>> = Mutex::new(Vec::new());
/// landshift::progress::observe(|name| SEEN.lock().unwrap().push(name));
/// landshift::progress::stage("reading");
/// assert_eq!(*SEEN.lock().unwrap(), ["reading"]);
/// ```
pub fn observe(observer: impl Fn(&'static str) + Send + Sync + 'static) {
    // A second observer is left out, as documented.
    let _ = OBSERVER.set(Box::new(observer));
}
