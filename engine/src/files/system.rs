//! What a system tells of files and does with them beyond the standard library; elsewhere than on Unix, less of it.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Which file it is, whatever its names: the device and the number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) device: u64,
    number: u64,
}

/// Whom a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    user: u32,
    group: u32,
}

/// What became of the wish to hold a file for this process alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// No other process can hold it until it is closed, which the end of this one does, too.
    Held,
    /// Another one holds it.
    Elsewhere,
    /// The system cannot do it for files there.
    Unknown,
}

/// Opens a file or folder to read, without waiting for a writer where it is a FIFO, and without following a link.
#[cfg(unix)]
pub(super) fn open_quietly(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path)
}

#[cfg(not(unix))]
pub(super) fn open_quietly(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere the system does not tell")]
pub(super) fn identity(file: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some(Identity {
        device: file.dev(),
        number: file.ino(),
    })
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> Option<Identity> {
    None
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere the system does not tell")]
pub(super) fn owner(file: &Metadata) -> Option<Owner> {
    use std::os::unix::fs::MetadataExt;
    Some(Owner {
        user: file.uid(),
        group: file.gid(),
    })
}

#[cfg(not(unix))]
pub(super) fn owner(_: &Metadata) -> Option<Owner> {
    None
}

/// Whether two files belong to one user, where the system tells.
pub(super) fn is_of_one_user(one: &Metadata, other: &Metadata) -> bool {
    owner(one).map(|owner| owner.user) == owner(other).map(|owner| owner.user)
}

#[cfg(unix)]
pub(super) fn hold(file: &File) -> Hold {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Hold::Held,
        Err(Errno::WOULDBLOCK) => Hold::Elsewhere,
        Err(_) => Hold::Unknown,
    }
}

#[cfg(not(unix))]
pub(super) fn hold(_: &File) -> Hold {
    Hold::Unknown
}

/// Has two folders, or files, change names at one moment, so that neither name is ever without one.
#[cfg(target_os = "linux")]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether what is there is a device that holds data, such as a disk.
#[cfg(unix)]
pub(super) fn is_block_device(file: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.file_type().is_block_device()
}

#[cfg(not(unix))]
pub(super) fn is_block_device(_: &Metadata) -> bool {
    false
}

/// Whether two readers of what is there would each have a part of it, as of a FIFO.
#[cfg(unix)]
pub(super) fn is_fifo(file: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.file_type().is_fifo()
}

#[cfg(not(unix))]
pub(super) fn is_fifo(_: &Metadata) -> bool {
    false
}
