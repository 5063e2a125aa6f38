//! Cases by their paths: all of this room that needs a file system.

use std::path::{Path, PathBuf};

use super::read::{Case, SCENARIO};
use crate::Result;
use crate::files::Folder;

impl Case {
    /// The case of a `scenario.toml`, or of a folder that holds one.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is no scenario; the error has the line.
    pub fn open(path: &Path) -> Result<Self> {
        let file: PathBuf = if path.is_dir() {
            path.join(SCENARIO)
        } else {
            path.to_owned()
        };
        let (folder, name) = Folder::of(&file);
        Self::read(folder, &name)
    }
}
