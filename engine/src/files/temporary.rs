//! Unfinished files and folders: under a temporary name next to the target, which they take once they are whole.
//!
//! Whatever ends the program but a kill outright, nothing temporary stays behind: an error drops it, and a program that
//! is asked to stop calls [`abandon`]. What a killed one left, the next one that writes there sweeps away; see
//! [`super::sweep`].

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use super::sweep::{self, PREFIX, RANDOM, SUFFIX, discard};
use super::system::{self, Hold};

/// Another run that sweeps may take a temporary file for one of a killed run in the moment before it is held.
const TRIES: usize = 8;

/// Names are taken within a moment, on a slow disk too.
const PATIENCE_MS: usize = 3000;

/// What this process is writing.
pub(super) static UNFINISHED: Unfinished = Unfinished(Mutex::new(BTreeSet::new()));

/// Puts what `content` writes in the place of `target`, whole or not at all.
pub(super) fn replace(
    target: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    UNFINISHED.replace(target, content)
}

/// Deletes all temporary files, then does `last` before any other file can be begun or take its place: for a program that
/// was asked to stop or cannot go on, with its end as `last`. Where others keep it waiting for long, `last` alone is done.
pub fn abandon(last: impl FnOnce()) {
    UNFINISHED.abandon(last);
}

/// The temporary files and folders that there are. Locked while one is made, while some take their targets' names, and
/// while all are abandoned.
pub(super) struct Unfinished(Mutex<BTreeSet<PathBuf>>);

/// A temporary file on its way to its target's name; deleted where it does not get there.
pub(super) struct Draft<'a> {
    file: File,
    target: PathBuf,
    entry: Entry<'a>,
}

/// A temporary folder; deleted with the files in it where it keeps its name.
pub(super) struct Stage<'a> {
    entry: Entry<'a>,
    _held: File,
}

/// A temporary name, and whatever has it: deleted in the end.
struct Entry<'a> {
    all: &'a Unfinished,
    path: PathBuf,
}

impl Unfinished {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(
        &self,
        target: &Path,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        // Not forced to the disk: whole or not at all holds against every end of the program, and costs no waiting.
        let mut draft = self.begin(target)?;
        content(&mut draft.file)?;
        self.finish(&[draft])
    }

    /// A temporary file next to a target.
    pub(super) fn begin(&self, target: &Path) -> io::Result<Draft<'_>> {
        let folder = folder_of(target);
        let (file, entry) = self.make(folder, |builder| {
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let made = builder.tempfile_in(folder)?;
            Ok(made.keep()?)
        })?;
        sweep::once(folder, &file);
        let target = target.to_owned();
        Ok(Draft { file, target, entry })
    }

    /// A temporary folder next to a target.
    pub(super) fn stage(&self, target: &Path) -> io::Result<Stage<'_>> {
        let folder = folder_of(target);
        let (held, entry) = self.make(folder, |builder| {
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
            let path = builder.tempdir_in(folder)?.keep();
            Ok((system::open_quietly(&path)?, path))
        })?;
        sweep::once(folder, &held);
        Ok(Stage { entry, _held: held })
    }

    /// Makes something under a temporary name that this process holds, so that no other one sweeps it away.
    fn make(
        &self,
        folder: &Path,
        make: impl Fn(&mut tempfile::Builder) -> io::Result<(File, PathBuf)>,
    ) -> io::Result<(File, Entry<'_>)> {
        for _ in 0..TRIES {
            let mut unfinished = self.lock();
            let mut builder = tempfile::Builder::new();
            builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
            let (file, path) = make(&mut builder)?;
            unfinished.insert(path.clone());
            drop(unfinished);
            let entry = Entry { all: self, path };
            let is_ours = match system::hold(&file) {
                Hold::Held => sweep::is_at(&file, &entry.path),
                Hold::Unknown => true,
                Hold::Elsewhere => false,
            };
            if is_ours {
                return Ok((file, entry));
            }
        }
        let folder = folder.display();
        Err(io::Error::other(format!("temporary files vanish from {folder}")))
    }

    fn finish(&self, drafts: &[Draft]) -> io::Result<()> {
        self.finish_after(drafts, || Ok(()))
    }

    /// Does something, then has all drafts take their targets' names in order: a program that is asked to stop waits for it.
    pub(super) fn finish_after(
        &self,
        drafts: &[Draft],
        first: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let _unfinished = self.lock();
        first()?;
        drafts
            .iter()
            .try_for_each(|draft| fs::rename(&draft.entry.path, &draft.target))
    }

    /// Does something to names that a program which is asked to stop waits for.
    pub(super) fn at_once<T>(&self, act: impl FnOnce() -> T) -> T {
        let _unfinished = self.lock();
        act()
    }

    fn abandon(&self, last: impl FnOnce()) {
        let unfinished = self.lock_soon();
        // What cannot be deleted stays; there is no time left to report it.
        for temporary in unfinished.iter().flat_map(|all| all.iter()) {
            discard(temporary);
        }
        last();
    }

    /// Locked, unless another thread holds it for so long that it must have come to a stop.
    fn lock_soon(&self) -> Option<MutexGuard<'_, BTreeSet<PathBuf>>> {
        for _ in 0..PATIENCE_MS {
            match self.0.try_lock() {
                Ok(unfinished) => return Some(unfinished),
                Err(TryLockError::Poisoned(unfinished)) => return Some(unfinished.into_inner()),
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
            }
        }
        None
    }
}

impl Draft<'_> {
    /// Where it is written.
    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }
}

impl Stage<'_> {
    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.entry.path
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        let mut unfinished = self.all.lock();
        discard(&self.path);
        unfinished.remove(&self.path);
    }
}

/// The folder that something is in.
pub(super) fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abandoning_deletes_unfinished_files_and_leaves_the_target() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("x.json");
        fs::write(&target, "old").unwrap();
        let files = || fs::read_dir(folder.path()).unwrap().count();
        let unfinished = Unfinished(Mutex::default());
        let stage = unfinished.stage(&target).unwrap();
        fs::write(stage.path().join("y"), "new").unwrap();
        let written = unfinished.replace(&target, |out| {
            out.write_all(b"new")?;
            assert_eq!(files(), 3);
            unfinished.abandon(|| assert_eq!((files(), fs::read(&target).unwrap()), (1, b"old".to_vec())));
            Ok(())
        });
        assert!(
            written.is_err(),
            "there is nothing left to take the target's name"
        );
        assert_eq!((files(), fs::read(&target).unwrap()), (1, b"old".to_vec()));
    }
}
