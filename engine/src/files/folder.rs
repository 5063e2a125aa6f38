//! Files of a disk.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::source::Files;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::{Error, Result};

/// The files of a folder of the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
    reach: Reach,
}

/// Which files a folder gives access to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Those in it.
    #[default]
    Inside,
    /// Any, by names relative to it.
    Anywhere,
}

impl Folder {
    /// A folder and what is in it: a name that leads out of it is refused. For files that name others and may come from
    /// anybody, such as scenarios.
    pub fn inside(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            reach: Reach::Inside,
        }
    }

    /// Any file, by its path or by one relative to a folder: for names that the user gives.
    pub fn anywhere(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            reach: Reach::Anywhere,
        }
    }

    /// The folder that a file is in, with access to what is in it, and the file's name there.
    pub fn of(file: &Path) -> (Self, String) {
        let name = file
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        (Self::inside(file.parent().unwrap_or(Path::new(""))), name)
    }

    /// The same folder, with access to files outside it by names relative to it, such as `../x`.
    #[must_use]
    pub fn and_beyond(self) -> Self {
        Self::anywhere(self.root)
    }

    fn within_reach(&self, name: &str) -> Result<PathBuf> {
        let is_inside = || {
            let mut parts = Path::new(name).components();
            parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        };
        if self.reach == Reach::Inside && !is_inside() {
            return Err(Error::new(format!("`{name}` lies outside its folder"))
                .of_kind(ErrorKind::Settings)
                .with_hint(
                    Hint::from(
                        "put the file into the folder and name it by its relative path, or allow it with ",
                    )
                    .option(OptionName::AllowOutside),
                ));
        }
        Ok(self.root.join(name))
    }
}

impl Files for Folder {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>> {
        let path = self.within_reach(name)?;
        let mut content = Vec::new();
        open_file(&path)?
            .read_to_end(&mut content)
            .map_err(|e| Error::io("cannot read it", path.display(), &e))?;
        Ok(Cow::Owned(content))
    }

    fn has(&self, name: &str) -> bool {
        self.within_reach(name).is_ok_and(|path| path.exists())
    }

    fn label(&self, name: &str) -> String {
        self.root.join(name).display().to_string()
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.within_reach(name).ok()
    }
}

/// Opens the file at a path.
///
/// # Errors
///
/// When it cannot be opened, or is a folder.
pub(crate) fn open_file(path: &Path) -> Result<File> {
    let fail = |e| Error::io("cannot open it", path.display(), &e);
    let file = File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.is_dir() {
        return Err(Error::new("this is a directory")
            .of_kind(ErrorKind::Io)
            .in_file(path.display().to_string())
            .with_hint("name a file in it"));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn names_that_lead_out_of_a_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::write(folder.path().join("outer.txt"), "x").unwrap();
        fs::write(inner.join("a.txt"), "a").unwrap();
        let inside = Folder::inside(&inner);
        assert_eq!(inside.read("./a.txt").unwrap().as_ref(), b"a");
        for name in ["../outer.txt", "/etc/passwd", "b/../../outer.txt", "b/../a.txt"] {
            let error = inside.read(name).unwrap_err().to_string();
            assert!(error.contains("outside"), "{error}");
            assert!(!inside.has(name));
        }
        assert_eq!(
            Folder::anywhere(&inner).read("../outer.txt").unwrap().as_ref(),
            b"x"
        );
        assert!(inside.read("").unwrap_err().to_string().contains("directory"));
    }
}
