//! Files out: whole or not at all, and never over something that is no output of this program.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::mark::MARK;
use super::temporary;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::{Error, Result};

/// Which existing files may be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replace {
    /// Those that this program wrote: they carry [`MARK`], or are tables that begin with one of these heading rows.
    OwnOutput {
        /// The heading rows of all tables that are written as CSV, with their line feed.
        csv_headings: Vec<String>,
    },
    /// Any.
    Any,
}

/// Writes a file: what `content` writes goes to a temporary one next to it, which then takes its name. An error leaves
/// what was there.
///
/// `content` should write in large pieces: there is no buffer beneath it.
///
/// A symbolic link stays one; what it points to is replaced.
///
/// # Errors
///
/// When the file is there and may not be replaced, `content` fails, or the system refuses.
pub fn write_file(
    path: &Path,
    replace: &Replace,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    check_target(&target, replace)?;
    let fail = |e: &io::Error| Error::io("cannot write the file", path.display(), e);
    temporary::replace(&target, content).map_err(|e| fail(&e))
}

/// Whether a file may be written: it is not there yet, or may be replaced.
///
/// # Errors
///
/// When it may not, with what to do.
pub fn check_target(path: &Path, replace: &Replace) -> Result<()> {
    let fail = |e: &io::Error| Error::io("cannot write the file", path.display(), e);
    if path.is_dir() {
        return Err(Error::new("is a folder")
            .of_kind(ErrorKind::Io)
            .in_file(path.display().to_string())
            .with_hint("name a file"));
    }
    let Replace::OwnOutput { csv_headings } = replace else {
        return Ok(());
    };
    if !path.exists() || is_own_output(path, csv_headings).map_err(|e| fail(&e))? {
        return Ok(());
    }
    Err(Error::new("the file is there and is not an output of landshift")
        .of_kind(ErrorKind::Options)
        .in_file(path.display().to_string())
        .with_hint(Hint::from("choose another name, or give ").option(OptionName::Overwrite)))
}

/// Whether a file is empty, or an output of this program.
fn is_own_output(path: &Path, headings: &[String]) -> io::Result<bool> {
    const LOOK: u64 = 2000;
    let mut file = fs::File::open(path)?;
    let (mut start, mut end) = (Vec::new(), Vec::new());
    Read::by_ref(&mut file).take(LOOK).read_to_end(&mut start)?;
    let rest = file.metadata()?.len().saturating_sub(LOOK);
    file.seek(SeekFrom::Start(rest.max(start.len() as u64)))?;
    file.take(LOOK).read_to_end(&mut end)?;
    let marked = |bytes: &[u8]| bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
    let table = headings
        .iter()
        .any(|heading| start.starts_with(heading.as_bytes()));
    Ok(start.is_empty() || marked(&start) || marked(&end) || table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Replace {
        Replace::OwnOutput {
            csv_headings: vec!["one,two\n".to_owned()],
        }
    }

    fn text(text: &str) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
        move |out| out.write_all(text.as_bytes())
    }

    #[test]
    fn what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.json");
        fs::write(&path, "mine").unwrap();
        let error = write_file(&path, &own(), text("new")).unwrap_err();
        assert!(error.to_string().contains("`overwrite`"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        write_file(&path, &Replace::Any, text("landshift 1")).unwrap();
        write_file(&path, &own(), text("landshift 2")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"landshift 2");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no temporary file is left"
        );
    }

    #[test]
    fn content_that_fails_halfway_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        fs::write(&path, "landshift").unwrap();
        let error = write_file(&path, &own(), |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        let error = error.unwrap_err().to_string();
        assert!(error.contains("x.json") && error.contains("no more"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"landshift");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_an_error_that_names_the_file() {
        let path = Path::new("no/such/folder/x.svg");
        assert!(
            write_file(path, &Replace::Any, text(""))
                .unwrap_err()
                .to_string()
                .contains("x.svg")
        );
    }
}
