//! Waiting until files change: woken by the system, judged by the files themselves.
//!
//! What the system tells of a folder is a reason to look, no more: it also tells of files that are nobody's input, such as the
//! outputs of this program, and on network drives it may tell nothing. So a slow look is taken in any case.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, SystemTime};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::{Error, Result};

/// How long nobody may be told anything before the files are looked at.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Files are whole when they stay as they are for so long.
const QUIET: Duration = Duration::from_millis(300);
/// A file that never stays as it is must not keep all others waiting: 15 s.
const MOST_LOOKS: usize = 50;

/// The files as they are: of each its length, and when it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State(Vec<(PathBuf, Option<(u64, SystemTime)>)>);

impl State {
    /// Of these files.
    pub(super) fn of(files: &[PathBuf]) -> Self {
        let state = |path: &PathBuf| {
            let found = fs::metadata(path).ok()?;
            Some((found.len(), found.modified().ok()?))
        };
        Self(files.iter().map(|path| (path.clone(), state(path))).collect())
    }
}

/// Waits for changes in some folders.
pub(super) struct Watcher {
    woken: Receiver<()>,
    _system: RecommendedWatcher,
}

impl Watcher {
    /// Of the folders that names stand for: files, folders and patterns.
    ///
    /// # Errors
    ///
    /// When one is not there, or the system watches no more.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a Path>) -> Result<Self> {
        let (wake, woken) = mpsc::channel();
        let tell = move |event: notify::Result<Event>| {
            // To look at a folder is an event of it, too, and would call for the next look at once.
            let is_look = event.is_ok_and(|event| event.kind.is_access());
            if !is_look {
                // When the program ends, nobody listens any more.
                let _ = wake.send(());
            }
        };
        let mut system = notify::recommended_watcher(tell).map_err(|e| failed(Path::new("files"), &e))?;
        for name in names {
            let (folder, mode) = watched(name);
            system.watch(&folder, mode).map_err(|e| failed(&folder, &e))?;
        }
        Ok(Self {
            woken,
            _system: system,
        })
    }

    /// Waits until the files are no longer in a state, and then until they stay as they are.
    pub(super) fn wait(&self, earlier: &State, look: impl Fn() -> State) -> State {
        loop {
            // Where the system tells nothing, the time does.
            if self.woken.recv_timeout(HEARTBEAT) == Err(mpsc::RecvTimeoutError::Disconnected) {
                thread::sleep(HEARTBEAT);
            }
            let found = look();
            if found != *earlier {
                return self.settled(found, look);
            }
        }
    }

    fn settled(&self, mut found: State, look: impl Fn() -> State) -> State {
        for _ in 0..MOST_LOOKS {
            thread::sleep(QUIET);
            while self.woken.try_recv().is_ok() {}
            let now = look();
            if now == found {
                break;
            }
            found = now;
        }
        found
    }
}

/// The folder in which all changes to what a name stands for are seen.
fn watched(name: &Path) -> (PathBuf, RecursiveMode) {
    if name.is_dir() {
        return (name.to_owned(), RecursiveMode::NonRecursive);
    }
    let is_pattern = |part: &Path| part.to_string_lossy().contains(['*', '?', '[']);
    let folders: Vec<&Path> = name.ancestors().skip(1).collect();
    let fixed = folders.iter().position(|folder| !is_pattern(folder));
    let folder = fixed.map_or(Path::new(""), |place| folders[place]);
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mode = match fixed {
        Some(0) => RecursiveMode::NonRecursive,
        _ => RecursiveMode::Recursive,
    };
    (folder.to_owned(), mode)
}

fn failed(path: &Path, error: &notify::Error) -> Error {
    let hint = match error.kind {
        notify::ErrorKind::PathNotFound => "make the folder first; files may come later",
        notify::ErrorKind::MaxFilesWatch => "have the system watch more (fs.inotify.max_user_watches)",
        _ => "name a folder that is there and can be read",
    };
    let what = match &error.kind {
        notify::ErrorKind::PathNotFound => "there is no such folder".to_owned(),
        notify::ErrorKind::Io(error) => error.to_string(),
        notify::ErrorKind::MaxFilesWatch => "the system watches no more files".to_owned(),
        _ => error.to_string(),
    };
    Error::new(format!("cannot watch it: {what}"))
        .of_kind(crate::error::ErrorKind::Io)
        .in_file(path.display().to_string())
        .with_hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_wake_and_looks_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.geojson");
        fs::write(&file, "a").unwrap();
        let watcher = Watcher::of(std::iter::once(folder.path())).unwrap();
        for _ in 0..3 {
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
            assert_eq!(fs::read_to_string(&file).unwrap(), "a");
        }
        let woken = |within| watcher.woken.recv_timeout(within).is_ok();
        assert!(!woken(Duration::from_millis(500)), "by a look");
        fs::write(&file, "b").unwrap();
        assert!(woken(Duration::from_secs(60)), "not by a change");
    }

    #[test]
    fn a_name_is_watched_where_all_it_stands_for_lies() {
        let folder = tempfile::tempdir().unwrap();
        let inside = |name: &str| folder.path().join(name);
        let of = |name: &str| watched(&inside(name));
        assert_eq!(
            watched(folder.path()),
            (folder.path().into(), RecursiveMode::NonRecursive)
        );
        assert_eq!(
            of("a.geojson"),
            (folder.path().into(), RecursiveMode::NonRecursive)
        );
        assert_eq!(
            of("*.geojson"),
            (folder.path().into(), RecursiveMode::NonRecursive)
        );
        assert_eq!(
            of("*/*.geojson"),
            (folder.path().into(), RecursiveMode::Recursive)
        );
        assert_eq!(of("x/**/*.geojson"), (inside("x"), RecursiveMode::Recursive));
        assert_eq!(watched(Path::new("*.kml")).0, Path::new("."));
    }
}
