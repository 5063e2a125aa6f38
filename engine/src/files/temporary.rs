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
        Ok(self.finish(&[draft])?)
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

    /// Has all drafts take their targets' names in order, or none where one cannot: a program that is asked to stop waits for it.
    pub(super) fn finish(&self, drafts: &[Draft]) -> Result<(), NotTaken> {
        let _unfinished = self.lock();
        take_names(drafts)
    }

    /// Does something, then has all drafts take their targets' names, as [`finish`](Self::finish) does.
    pub(super) fn finish_after(
        &self,
        drafts: &[Draft],
        first: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let _unfinished = self.lock();
        first()?;
        Ok(take_names(drafts)?)
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

    fn path(&self) -> &Path {
        &self.entry.path
    }

    /// Takes its target's name for good.
    fn take_name(&self) -> io::Result<()> {
        fs::rename(self.path(), &self.target)
    }

    /// Takes its target's name, with a way back where there is one. What had the name has the temporary one then, and is
    /// deleted with the draft.
    fn try_name(&self) -> io::Result<Taken> {
        if system::exchange(self.path(), &self.target).is_err() {
            let is_new = fs::symlink_metadata(&self.target).is_err();
            self.take_name()?;
            return Ok(if is_new { Taken::New } else { Taken::ForGood });
        }
        if fs::symlink_metadata(self.path())?.is_dir() {
            // Somebody made a folder of that name meanwhile, which is not deleted for a file.
            system::exchange(self.path(), &self.target)?;
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Taken::InExchange)
    }

    fn give_back(&self, taken: Taken) {
        // What cannot be undone stays; the error that is told is the one that made it necessary.
        let _ = match taken {
            Taken::New => fs::rename(&self.target, self.path()),
            Taken::InExchange => system::exchange(self.path(), &self.target),
            Taken::ForGood => Ok(()),
        };
    }
}

/// What became of the file whose name a draft has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// There was none.
    New,
    /// It has the temporary name.
    InExchange,
    /// It is gone, since the system cannot exchange names there.
    ForGood,
}

/// That a draft cannot take its target's name.
#[derive(Debug)]
pub(super) struct NotTaken {
    pub(super) target: PathBuf,
    pub(super) error: io::Error,
}

impl NotTaken {
    fn by(draft: &Draft) -> impl FnOnce(io::Error) -> Self {
        let target = draft.target.clone();
        move |error| Self { target, error }
    }
}

impl From<NotTaken> for io::Error {
    fn from(refused: NotTaken) -> Self {
        refused.error
    }
}

/// Has all drafts take their targets' names in order, or none where one cannot.
fn take_names(drafts: &[Draft]) -> Result<(), NotTaken> {
    let Some((last, others)) = drafts.split_last() else {
        return Ok(());
    };
    let mut taken = Vec::new();
    let tried = others.iter().try_for_each(|draft| {
        taken.push((draft, draft.try_name().map_err(NotTaken::by(draft))?));
        Ok(())
    });
    let all = tried.and_then(|()| last.take_name().map_err(NotTaken::by(last)));
    if all.is_err() {
        for (draft, taken) in taken.into_iter().rev() {
            draft.give_back(taken);
        }
    }
    all
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
    fn where_one_cannot_take_its_name_none_does() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("old"), "old").unwrap();
        let unfinished = Unfinished(Mutex::default());
        let draft = |name: &str| {
            let mut draft = unfinished.begin(&at(name)).unwrap();
            draft.file().write_all(b"new").unwrap();
            draft
        };
        fs::create_dir(at("folder")).unwrap();
        fs::write(at("folder/mine"), "mine").unwrap();
        for names in [["old", "none", "folder"], ["folder", "old", "none"]] {
            assert!(take_names(&names.map(draft)).is_err(), "{names:?}");
            if cfg!(target_os = "linux") {
                assert_eq!(fs::read(at("old")).unwrap(), b"old");
            }
            assert!(!at("none").exists());
            assert_eq!(fs::read(at("folder/mine")).unwrap(), b"mine");
        }
        take_names(&["old", "none"].map(draft)).unwrap();
        assert_eq!(fs::read(at("old")).unwrap(), b"new");
        assert_eq!(fs::read(at("none")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

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
