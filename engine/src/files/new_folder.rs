//! A folder that is new, filled file by file: it takes its name once all is in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::temporary::{Stage, UNFINISHED, folder_of};
use crate::error::ErrorKind;
use crate::{Error, Result};

/// A folder on its way to its name; nothing is left of it where it does not get there.
pub struct NewFolder {
    target: PathBuf,
    stage: Stage<'static>,
}

impl NewFolder {
    /// A folder of a name that nothing has.
    ///
    /// # Errors
    ///
    /// When there is something of that name, or the system refuses.
    pub fn begin(target: &Path) -> Result<Self> {
        let refused = |what: &str, hint: &str| {
            let error = Error::new(what).of_kind(ErrorKind::Options);
            Err(error.in_file(target.display().to_string()).with_hint(hint))
        };
        if target.file_name().is_none() {
            return refused(
                "is no name of a new folder",
                "name a folder that is not there yet",
            );
        }
        if target.symlink_metadata().is_ok() {
            return refused(
                "is there already",
                "name a folder that is not there yet, or remove it first",
            );
        }
        let stage = fs::create_dir_all(folder_of(target)).and_then(|()| UNFINISHED.stage(target));
        Ok(Self {
            stage: stage.map_err(|e| failed(target, &e))?,
            target: target.to_owned(),
        })
    }

    /// Puts a file into it.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        fs::write(self.stage.path().join(name), bytes)
            .map_err(|e| Error::io("cannot write", self.target.join(name).display(), &e))
    }

    /// Gives it its name.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn finish(self) -> Result<()> {
        UNFINISHED
            .at_once(|| fs::rename(self.stage.path(), &self.target))
            .map_err(|e| failed(&self.target, &e))
    }
}

fn failed(folder: &Path, error: &io::Error) -> Error {
    Error::io("cannot make the folder", folder.display(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_there_whole_or_not_at_all() {
        let around = tempfile::tempdir().unwrap();
        let target = around.path().join("inner").join("new");
        let begun = NewFolder::begin(&target).unwrap();
        begun.write("a", b"1").unwrap();
        drop(begun);
        assert_eq!(fs::read_dir(around.path().join("inner")).unwrap().count(), 0);
        let begun = NewFolder::begin(&target).unwrap();
        begun.write("a", b"1").unwrap();
        assert!(!target.exists());
        begun.finish().unwrap();
        assert_eq!(fs::read(target.join("a")).unwrap(), b"1");
        assert_eq!(fs::read_dir(around.path().join("inner")).unwrap().count(), 1);
        assert!(NewFolder::begin(&target).is_err());
    }
}
