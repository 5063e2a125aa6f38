//! The trait through which named files are read.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::ErrorKind;
use crate::{Error, Result};

/// Where named files are. Names are paths with `/`, relative to a place that the implementation chooses.
///
/// ```
/// use landshift_engine::files::{Files, MemoryFiles};
/// let files = MemoryFiles::from([("case/scenario.toml", "id = 'x'")]);
/// assert_eq!(files.read("case/scenario.toml")?.as_ref(), b"id = 'x'");
/// assert!(files.read("case/front.geojson").is_err());
/// # Ok::<(), landshift_engine::Error>(())
/// ```
pub trait Files: fmt::Debug + Send + Sync {
    /// The content of a file.
    ///
    /// # Errors
    ///
    /// When there is no such file, it cannot be read, or it lies where files must not be read from.
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>>;

    /// Whether there is a file of this name.
    fn has(&self, name: &str) -> bool;

    /// What messages call a file, such as its path on the disk.
    fn label(&self, name: &str) -> String {
        name.to_owned()
    }

    /// Where a file is on the disk; none where it is not on one, or must not be read.
    fn path(&self, _name: &str) -> Option<PathBuf> {
        None
    }
}

/// The text of a file, UTF-8. Errors name the file.
///
/// # Errors
///
/// Those of [`Files::read`], and when it is not UTF-8.
pub fn read_text(files: &dyn Files, name: &str) -> Result<String> {
    let bytes = files.read(name).map_err(|e| e.in_file(files.label(name)))?;
    String::from_utf8(bytes.into_owned()).map_err(|_| {
        Error::new("the text is not UTF-8")
            .of_kind(ErrorKind::Syntax)
            .in_file(files.label(name))
            .with_hint("save it as UTF-8")
    })
}

/// The name of a file that another one refers to: relative to the folder of `name`.
///
/// ```
/// use landshift_engine::files::resolve;
/// assert_eq!(resolve("recipes/context.toml", "../source/water.geojson"), "recipes/../source/water.geojson");
/// assert_eq!(resolve("scenario.toml", "1994.geojson"), "1994.geojson");
/// ```
pub fn resolve(name: &str, reference: &str) -> String {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    folder.join(reference).display().to_string()
}
