//! Cases by their paths: all of this room that needs a file system.

use std::path::{Path, PathBuf};

use super::read::{Case, SCENARIO};
use crate::Result;
use crate::files::{Folder, Reach};

impl Case {
    /// The case of a `scenario.toml`, or of a folder that holds one. Files that it names are read as far as `reach` says: it
    /// may come from anybody.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is no scenario; the error has the line.
    pub fn open(path: &Path, reach: Reach) -> Result<Self> {
        let file: PathBuf = if path.is_dir() {
            path.join(SCENARIO)
        } else {
            path.to_owned()
        };
        let (folder, name) = Folder::of(&file);
        let folder = match reach {
            Reach::Inside => folder,
            Reach::Anywhere => folder.and_beyond(),
        };
        Self::read(folder, &name)
    }
}
