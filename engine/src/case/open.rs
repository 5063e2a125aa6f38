//! Cases by their paths: all of this room that needs a file system.

use std::path::{Path, PathBuf};

use super::read::Case;
use crate::Result;
use crate::files::{Folder, Reach};

/// The usual name of a scenario's file.
const SCENARIO: &str = "scenario.toml";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_outside_the_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let scenario = "id = \"x\"\ntitle = \"t\"\nsnapshot = [{ path = \"a\" }, { path = \"b\" }]\n";
        std::fs::write(inner.join(SCENARIO), scenario).unwrap();
        std::fs::write(folder.path().join("secret.geojson"), "{}").unwrap();
        let in_folder = Case::open(&inner, Reach::Inside).unwrap();
        for name in ["../secret.geojson", "/etc/passwd", "a/../../secret.geojson"] {
            let error = in_folder.file(name).unwrap_err().to_string();
            assert!(error.contains("outside"), "{error}");
        }
        std::fs::write(
            folder.path().join("secret.geojson"),
            r#"{"type": "FeatureCollection", "features": []}"#,
        )
        .unwrap();
        let anywhere = Case::open(&inner, Reach::Anywhere).unwrap();
        assert_eq!(
            anywhere.file("../secret.geojson").unwrap().name,
            "../secret.geojson"
        );
    }
}
