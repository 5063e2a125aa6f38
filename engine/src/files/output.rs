//! Files out: whole or not at all, and never over something that is no output of this program.

use std::fmt;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::place::Place;
use super::temporary::{self, Draft, UNFINISHED};
use super::{mark, system};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::{Error, Result};

/// Which existing files may be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replace {
    /// Those that this program wrote: they have the mark of their format, or are tables that begin with one of these heading rows.
    OwnOutput {
        /// The heading rows of all tables that are written as CSV, with their line feed.
        csv_headings: Vec<String>,
    },
    /// Any that is not write-protected.
    Unprotected,
    /// Any.
    Any,
}

/// Writes a file: what `content` writes goes to a temporary one next to it, which then takes its name. An error leaves
/// what was there.
///
/// `content` should write in large pieces: there is no buffer beneath it.
///
/// A symbolic link stays one; what it leads to is replaced, or made where there is nothing yet. A device, a FIFO or a
/// socket stays what it is and is written into, as is `/dev/stdout`; a reader of these that has seen enough is no error.
///
/// # Errors
///
/// When the file is there and may not be replaced, `content` fails, or the system refuses.
pub fn write_file(
    path: &Path,
    replace: &Replace,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let place = may_write(path, replace)?;
    let written = match &place {
        Place::File(target) => temporary::replace(target, content),
        _ => write_into(&place, content),
    };
    written.map_err(|e| failed(path, &e))
}

/// Files that are written together: each is made whole beside its place, then all take their names, or none does.
///
/// ```
/// use landshift_engine::files::{Batch, Replace};
/// let folder = tempfile::tempdir().expect("a folder");
/// let (one, two) = (folder.path().join("one"), folder.path().join("none/two"));
/// let mut batch = Batch::default();
/// batch.add(&one, &Replace::Any, |out| out.write_all(b"1"))?;
/// assert!(batch.add(&two, &Replace::Any, |out| out.write_all(b"2")).is_err());
/// drop(batch);
/// assert!(!one.exists());
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Default)]
pub struct Batch<'a> {
    drafts: Vec<Draft<'static>>,
    acts: Vec<Box<dyn FnOnce() -> Result<()> + 'a>>,
}

impl<'a> Batch<'a> {
    /// Adds a file with what `content` writes; a device, a FIFO or a socket is written into by [`finish`](Self::finish).
    ///
    /// # Errors
    ///
    /// As [`write_file`]. What was there stays.
    pub fn add(
        &mut self,
        path: &Path,
        replace: &Replace,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()> + 'a,
    ) -> Result<()> {
        let path = path.to_owned();
        match may_write(&path, replace)? {
            Place::File(target) => {
                let mut draft = UNFINISHED.begin(&target).map_err(|e| failed(&path, &e))?;
                content(draft.file()).map_err(|e| failed(&path, &e))?;
                self.drafts.push(draft);
            }
            place => self.act(move || write_into(&place, content).map_err(|e| failed(&path, &e))),
        }
        Ok(())
    }

    /// Adds what is done once all files are whole, before they take their names: where it fails, they do not.
    pub fn act(&mut self, act: impl FnOnce() -> Result<()> + 'a) {
        self.acts.push(Box::new(act));
    }

    /// Has all files take their names.
    ///
    /// # Errors
    ///
    /// When what is to be done before fails, or the system refuses; then what was there stays.
    pub fn finish(self) -> Result<()> {
        self.acts.into_iter().try_for_each(|act| act())?;
        let finished = UNFINISHED.finish(&self.drafts);
        finished.map_err(|refused| failed(&refused.target, &refused.error))
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (files, acts) = (self.drafts.len(), self.acts.len());
        let mut batch = f.debug_struct("Batch");
        batch.field("files", &files).field("acts", &acts).finish()
    }
}

fn write_into(place: &Place, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = place.open()?;
    match content(&mut out).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Whether a file may be written: it is not there yet, but its folder is, or it may be replaced, or is something to write into.
///
/// # Errors
///
/// When it may not, with what to do.
pub fn check_target(path: &Path, replace: &Replace) -> Result<()> {
    match may_write(path, replace)? {
        Place::File(file) if !temporary::folder_of(&file).is_dir() => {
            let folder = temporary::folder_of(&file).display().to_string();
            Err(Error::new(format!("there is no folder `{folder}`"))
                .of_kind(ErrorKind::Options)
                .in_file(path.display().to_string())
                .with_hint("make it first"))
        }
        _ => Ok(()),
    }
}

/// Where a file is written, if it may be.
pub(super) fn may_write(path: &Path, replace: &Replace) -> Result<Place> {
    let refused = |what: &str| {
        Error::new(what)
            .of_kind(ErrorKind::Options)
            .in_file(path.display().to_string())
    };
    let place = Place::of(path).map_err(|e| failed(path, &e))?;
    let folder = || refused("is a folder").with_hint("name a file");
    match (&place, replace) {
        (Place::Folder, _) => return Err(folder()),
        _ if path.as_os_str().as_encoded_bytes().ends_with(b"/") => return Err(folder()),
        (_, Replace::Any) => return Ok(place),
        (Place::Stream(stream), _) if is_disk(stream) => {
            let hint = Hint::from("name a file, or give ").option(OptionName::Overwrite);
            return Err(refused("is a disk, whose content would be lost").with_hint(hint));
        }
        _ => {}
    }
    let kept = |what: &str| {
        let hint = Hint::from("choose another name, or give ").option(OptionName::Overwrite);
        Err(refused(what).with_hint(hint))
    };
    if let Place::File(file) = &place {
        if let Replace::OwnOutput { csv_headings } = replace
            && !is_own_output(file, csv_headings).map_err(|e| failed(path, &e))?
        {
            return kept("the file is there and is not an output of landshift");
        }
        if fs::metadata(file).is_ok_and(|found| found.permissions().readonly()) {
            return kept("the file is there and is write-protected");
        }
    }
    Ok(place)
}

pub(super) fn failed(path: &Path, error: &io::Error) -> Error {
    Error::io("cannot write the file", path.display(), error)
}

fn is_disk(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| system::is_block_device(&found))
}

/// Whether there is a file at a path that has the mark of its format.
pub(super) fn is_marked(path: &Path) -> bool {
    Look::at(path).is_ok_and(|look| look.is_some_and(|look| look.is_marked()))
}

/// Whether a file is not there, is empty, or is an output of this program.
fn is_own_output(path: &Path, headings: &[String]) -> io::Result<bool> {
    let Some(look) = Look::at(path)? else {
        return Ok(true);
    };
    let table = headings
        .iter()
        .any(|heading| look.start.starts_with(heading.as_bytes()));
    Ok(look.start.is_empty() || look.is_marked() || table)
}

/// What a file begins and ends with; of a short one both are all of it.
struct Look {
    start: Vec<u8>,
    end: Vec<u8>,
}

impl Look {
    /// None where there is no file. Whatever takes its place meanwhile, this does not wait.
    fn at(path: &Path) -> io::Result<Option<Self>> {
        const LOOK: u64 = 2000;
        let mut file = match system::open_quietly(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("it is no file any more"));
        }
        let (mut start, mut end) = (Vec::new(), Vec::new());
        Read::by_ref(&mut file).take(LOOK).read_to_end(&mut start)?;
        file.seek(SeekFrom::Start(file.metadata()?.len().saturating_sub(LOOK)))?;
        file.take(LOOK).read_to_end(&mut end)?;
        Ok(Some(Self { start, end }))
    }

    fn is_marked(&self) -> bool {
        mark::is_marked(&self.start, &self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "{\"generator\": \"landshift\"}";
    const TWO: &str = "{\"generator\": \"landshift diff\"}";

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
        write_file(&path, &Replace::Any, text(ONE)).unwrap();
        write_file(&path, &own(), text(TWO)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), TWO.as_bytes());
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
        fs::write(&path, ONE).unwrap();
        let error = write_file(&path, &own(), |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        let error = error.unwrap_err().to_string();
        assert!(error.contains("x.json") && error.contains("no more"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), ONE.as_bytes());
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
