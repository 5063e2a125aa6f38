//! What the name of an output leads to: a file that is there or not, or something else that is written into.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::system::{self, Identity};

/// So many symbolic links may follow one another.
const MOST_LINKS: usize = 40;

/// What a name leads to, all symbolic links followed. Nothing is opened to find out, so nothing waits for a FIFO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A file, or none yet; the folder of the path is without links.
    File(PathBuf),
    /// A folder.
    Folder,
    /// A device, a FIFO or a socket.
    Stream(PathBuf),
    /// What this process has open under a number, such as `/dev/stdout`.
    Descriptor { number: u32, path: PathBuf },
}

impl Place {
    /// What a name leads to.
    ///
    /// # Errors
    ///
    /// When links lead in a circle, or the system does not tell.
    pub(super) fn of(name: &Path) -> io::Result<Self> {
        let mut path = name.to_owned();
        for _ in 0..MOST_LINKS {
            path = in_plain_folder(&path);
            if let Some(number) = number_of(&path) {
                return Ok(Self::Descriptor { number, path });
            }
            let found = match fs::symlink_metadata(&path) {
                Ok(found) => found,
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Self::File(path)),
                Err(e) => return Err(e),
            };
            if !found.is_symlink() {
                return Ok(Self::of_found(path, &found));
            }
            let target = fs::read_link(&path)?;
            path = path.parent().unwrap_or(Path::new("")).join(target);
        }
        Err(io::Error::other("its symbolic links lead in a circle"))
    }

    fn of_found(path: PathBuf, found: &Metadata) -> Self {
        if found.is_dir() {
            Self::Folder
        } else if found.is_file() {
            Self::File(path)
        } else {
            Self::Stream(path)
        }
    }

    /// Opens what is no file to write into it.
    pub(super) fn open(&self) -> io::Result<Box<dyn io::Write>> {
        match self {
            Self::Descriptor { number: 1, .. } => Ok(Box::new(io::stdout().lock())),
            Self::Descriptor { number: 2, .. } => Ok(Box::new(io::stderr().lock())),
            // A file that a shell opened is written on, and not from its beginning.
            Self::Descriptor { path, .. } => {
                let file = OpenOptions::new().append(true).open(path)?;
                Ok(Box::new(file))
            }
            Self::Stream(path) => open_stream(path),
            Self::File(_) | Self::Folder => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

#[cfg(unix)]
fn open_stream(path: &Path) -> io::Result<Box<dyn io::Write>> {
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net::UnixStream;
    if fs::metadata(path)?.file_type().is_socket() {
        return Ok(Box::new(UnixStream::connect(path)?));
    }
    Ok(Box::new(stream(path)?))
}

#[cfg(not(unix))]
fn open_stream(path: &Path) -> io::Result<Box<dyn io::Write>> {
    Ok(Box::new(stream(path)?))
}

/// Neither made nor cut short: what is there stays what it is.
fn stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// A path whose folder is without links and dots, where there is such a folder.
fn in_plain_folder(path: &Path) -> PathBuf {
    let Some(name) = path.file_name() else {
        return path.to_owned();
    };
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
    folder.map_or_else(|_| path.to_owned(), |folder| folder.join(name))
}

/// The number under which this process has open what a path in a plain folder means.
fn number_of(path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    if path.parent()? == Path::new("/dev") {
        let names = ["stdin", "stdout", "stderr"];
        return names.iter().position(|known| *known == name).map(|n| n as u32);
    }
    let folder = path.parent()?.to_str()?;
    let own = format!("/proc/{}/", std::process::id());
    let is_own = folder == "/dev/fd" || (folder.starts_with(&own) && folder.ends_with("/fd"));
    name.parse().ok().filter(|_| is_own)
}

/// Which file or stream a name means, so that two names of one can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Found(Identity),
    Path(PathBuf),
    Descriptor(u32),
}

impl Meaning {
    fn of(name: &Path) -> Option<Self> {
        match Place::of(name).ok()? {
            Place::Descriptor { number, .. } => Some(Self::Descriptor(number)),
            Place::File(path) | Place::Stream(path) => {
                let found = fs::metadata(&path).ok();
                let identity = found.and_then(|found| system::identity(&found));
                Some(identity.map_or(Self::Path(path), Self::Found))
            }
            Place::Folder => fs::canonicalize(name).ok().map(Self::Path),
        }
    }
}

/// Whether two names are of one file, FIFO or device, there or yet to be made: in other words, through symbolic links, or
/// as hard links.
pub fn is_same_place(one: &Path, other: &Path) -> bool {
    one == other || Meaning::of(one).is_some_and(|meaning| Meaning::of(other) == Some(meaning))
}

/// Whether what is written to one name would be lost or mixed with what is read from another: they are one file or FIFO.
pub fn is_in_the_way(output: &Path, input: &Path) -> bool {
    let found = |path: &Path| fs::metadata(path).ok();
    let Some(input_found) = found(input).filter(|found| found.is_file() || system::is_fifo(found)) else {
        return false;
    };
    let same = found(output).map(|output| system::identity(&output) == system::identity(&input_found));
    match (same, system::identity(&input_found)) {
        (Some(same), Some(_)) => same,
        _ => is_same_place(output, input),
    }
}

/// The number of what this process has open and a name means: 1 of `/dev/stdout`, which is standard output.
pub fn descriptor(name: &Path) -> Option<u32> {
    match Place::of(name) {
        Ok(Place::Descriptor { number, .. }) => Some(number),
        _ => None,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_to_where_nothing_is_yet() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let at = |name: &str| root.join(name);
        fs::create_dir(at("inner")).unwrap();
        symlink("inner/second", at("first")).unwrap();
        symlink("../third", at("inner/second")).unwrap();
        assert_eq!(Place::of(&at("first")).unwrap(), Place::File(at("third")));
        fs::write(at("third"), "x").unwrap();
        assert_eq!(Place::of(&at("first")).unwrap(), Place::File(at("third")));
        assert!(is_same_place(&at("inner/../first"), &at("./third")));
        symlink("circle", at("circle")).unwrap();
        assert!(Place::of(&at("circle")).is_err());
        assert_eq!(Place::of(&at("inner")).unwrap(), Place::Folder);
        fs::hard_link(at("third"), at("hard")).unwrap();
        assert!(is_same_place(&at("hard"), &at("first")) && !is_same_place(&at("hard"), &at("none")));
        assert!(is_in_the_way(&at("hard"), &at("third")));
    }

    #[test]
    fn names_of_what_is_open_are_known_and_devices_are_streams() {
        for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
            if Path::new(name).parent().unwrap().exists() {
                assert_eq!(descriptor(Path::new(name)), Some(1), "{name}");
            }
        }
        // Looked at alone.
        let zero = Path::new("/dev/zero");
        assert_eq!(Place::of(zero).unwrap(), Place::Stream(zero.to_owned()));
        assert!(is_same_place(zero, zero) && !is_in_the_way(zero, zero));
        let folder = tempfile::tempdir().unwrap();
        symlink("/dev/stdout", folder.path().join("out")).unwrap();
        assert_eq!(descriptor(&folder.path().join("out")), Some(1));
    }
}
