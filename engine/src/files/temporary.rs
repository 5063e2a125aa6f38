//! Unfinished files: a temporary file next to the target, which takes its name once it is whole.
//!
//! Whatever ends the program but a kill outright, no temporary file stays behind: an error drops it, and a program that
//! is asked to stop calls [`abandon`].

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The files that this process is writing.
static UNFINISHED: Unfinished = Unfinished(Mutex::new(BTreeSet::new()));

/// Puts what `content` writes in the place of `target`, whole or not at all.
pub(super) fn replace(
    target: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    UNFINISHED.replace(target, content)
}

/// Deletes the temporary files of all unfinished files, then does `last` before any other file can be begun or take
/// its place: for a program that was asked to stop, with its end as `last`.
pub fn abandon(last: impl FnOnce()) {
    UNFINISHED.abandon(last);
}

/// The temporary files that there are. Locked while one is made, while one takes its target's name, and while all are
/// abandoned.
struct Unfinished(Mutex<BTreeSet<PathBuf>>);

impl Unfinished {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(
        &self,
        target: &Path,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut temporary = {
            let mut unfinished = self.lock();
            let temporary = next_to(target)?;
            unfinished.insert(temporary.path().to_owned());
            temporary
        };
        // Not forced to the disk: whole or not at all holds against every end of the program, and costs no waiting.
        let written = content(&mut temporary);
        let mut unfinished = self.lock();
        unfinished.remove(temporary.path());
        written?;
        temporary.persist(target)?;
        Ok(())
    }

    fn abandon(&self, last: impl FnOnce()) {
        let unfinished = self.lock();
        for temporary in unfinished.iter() {
            // What cannot be deleted stays; there is no time left to report it.
            let _ = fs::remove_file(temporary);
        }
        last();
    }
}

fn next_to(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".landshift-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
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
        let written = unfinished.replace(&target, |out| {
            out.write_all(b"new")?;
            assert_eq!(files(), 2);
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
