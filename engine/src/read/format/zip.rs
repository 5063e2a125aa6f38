//! Zip archives (PKWARE APPNOTE 6.3): which files they hold, and each of them unpacked, so that no small archive fills the
//! memory. Stored and deflated files of one archive; no encryption.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::gzip::{MAX_RATIO, check_memory, most};
use crate::error::ErrorKind;
use crate::{Error, Result, memory};

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";

/// Lengths of the records without what varies.
const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
const END_LENGTH: usize = 22;
const LOCATOR_LENGTH: usize = 20;

/// What a number of 32 bits is where one of 64 bits is elsewhere.
const ELSEWHERE: u64 = 0xffff_ffff;

/// Whether bytes are an archive, of some files or none.
pub(super) fn recognises(head: &[u8]) -> bool {
    head.starts_with(LOCAL) || head.starts_with(END)
}

/// An archive.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    files: Vec<Packed>,
}

/// A file of an archive.
pub(super) struct Packed {
    /// Its path in the archive, with `/`.
    pub path: String,
    is_encrypted: bool,
    method: u16,
    checksum: u32,
    /// Its size in bytes, packed …
    length: u64,
    /// … and unpacked.
    unpacked: u64,
    /// Where its local header is.
    at: u64,
}

impl<'a> Archive<'a> {
    /// The archive that some bytes are.
    ///
    /// # Errors
    ///
    /// When it is damaged, cut short or one of several parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        let (count, start) = directory(bytes).ok_or_else(|| damaged("its list of files is not there"))?;
        let mut rest = start
            .and_then(|start| bytes.get(start..))
            .ok_or_else(|| damaged("its list of files is not where it should be"))?;
        let mut files = Vec::new();
        for _ in 0..count {
            let (file, length) =
                Packed::listed(rest).ok_or_else(|| damaged("its list of files is cut short"))?;
            rest = &rest[length..];
            files.push(file);
        }
        Ok(Self { bytes, files })
    }

    /// Its files, without folders and what systems add for themselves.
    pub(super) fn files(&self) -> impl Iterator<Item = &Packed> {
        self.files.iter().filter(|file| file.is_of_user())
    }

    /// How a file starts, up to so many bytes; as far as it can be unpacked.
    pub(super) fn head(&self, file: &Packed, length: usize) -> Vec<u8> {
        let mut head = Vec::new();
        if let Ok(unpacking) = self.unpacking(file) {
            // What is damaged is said when all of it is unpacked.
            let _ = unpacking.take(length as u64).read_to_end(&mut head);
        }
        head
    }

    /// A file unpacked.
    ///
    /// # Errors
    ///
    /// When it is damaged, encrypted, packed by another method, much larger than it is packed, or larger than the memory.
    pub(super) fn unpack(&self, file: &Packed) -> Result<Cow<'a, [u8]>> {
        self.unpack_at_most(file, most(usize::try_from(file.length).unwrap_or(usize::MAX)))
    }

    fn unpack_at_most(&self, file: &Packed, most: u64) -> Result<Cow<'a, [u8]>> {
        let path = &file.path;
        if file.unpacked > most {
            return Err(Error::new(format!(
                "unpacked, its file `{path}` is more than {MAX_RATIO} times as large"
            ))
            .of_kind(ErrorKind::Syntax)
            .with_hint("no usual map is packed so tightly; if you trust it, unpack it first"));
        }
        let bytes = match self.unpacking(file)? {
            Unpacking::Stored(bytes) => Cow::Borrowed(bytes),
            Unpacking::Deflated(deflated) => {
                memory::require(file.unpacked, || format!("unpacking `{path}`"))?;
                check_memory(file.length, file.unpacked)?;
                let mut bytes = Vec::new();
                let mut limited = deflated.take(file.unpacked + 1);
                limited.read_to_end(&mut bytes).map_err(|e| match e.kind() {
                    io::ErrorKind::OutOfMemory => Error::failed("cannot unpack it", &e),
                    _ => damaged(&format!("its file `{path}` cannot be unpacked: {e}")),
                })?;
                Cow::Owned(bytes)
            }
        };
        let mut checksum = Crc::new();
        checksum.update(&bytes);
        if bytes.len() as u64 != file.unpacked || checksum.sum() != file.checksum {
            return Err(damaged(&format!("its file `{path}` is not what was packed")));
        }
        Ok(bytes)
    }

    fn unpacking(&self, file: &Packed) -> Result<Unpacking<'a>> {
        const STORED: u16 = 0;
        const DEFLATED: u16 = 8;
        let Packed { path, method, .. } = file;
        let refused = |what: String| Error::new(what).of_kind(ErrorKind::Syntax);
        if file.is_encrypted {
            return Err(refused(format!("its file `{path}` is encrypted")).with_hint("unpack it first"));
        }
        let packed = self
            .packed(file)
            .ok_or_else(|| damaged(&format!("its file `{path}` is not where it should be")))?;
        match *method {
            STORED => Ok(Unpacking::Stored(packed)),
            DEFLATED => Ok(Unpacking::Deflated(DeflateDecoder::new(packed))),
            _ => Err(refused(format!(
                "its file `{path}` is packed by method {method}, which is not read"
            ))
            .with_hint("unpack it first, or pack it as usual: by deflate")),
        }
    }

    /// The packed bytes of a file.
    fn packed(&self, file: &Packed) -> Option<&'a [u8]> {
        let header = self.bytes.get(usize::try_from(file.at).ok()?..)?;
        let fixed = header
            .get(..LOCAL_LENGTH)
            .filter(|fixed| fixed.starts_with(LOCAL))?;
        let start = LOCAL_LENGTH + usize::from(u16_at(fixed, 26)?) + usize::from(u16_at(fixed, 28)?);
        header.get(start..)?.get(..usize::try_from(file.length).ok()?)
    }
}

/// A file while it is unpacked.
enum Unpacking<'a> {
    Stored(&'a [u8]),
    Deflated(DeflateDecoder<&'a [u8]>),
}

impl Read for Unpacking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(bytes) => bytes.read(buffer),
            Self::Deflated(deflated) => deflated.read(buffer),
        }
    }
}

impl Packed {
    /// The file that the record of a list is about, and the length of the record.
    fn listed(rest: &[u8]) -> Option<(Self, usize)> {
        let fixed = rest
            .get(..CENTRAL_LENGTH)
            .filter(|fixed| fixed.starts_with(CENTRAL))?;
        let length = |at| u16_at(fixed, at).map(usize::from);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let name_end = CENTRAL_LENGTH + name;
        let extra_end = name_end + extra;
        let end = extra_end + comment;
        rest.get(..end)?;
        let mut numbers = [u32_at(fixed, 24)?, u32_at(fixed, 20)?, u32_at(fixed, 42)?].map(u64::from);
        in_64_bits(&rest[name_end..extra_end], &mut numbers)?;
        let [unpacked, packed, at] = numbers;
        let file = Self {
            path: String::from_utf8_lossy(&rest[CENTRAL_LENGTH..name_end]).replace('\\', "/"),
            is_encrypted: u16_at(fixed, 8)? & 1 != 0,
            method: u16_at(fixed, 10)?,
            checksum: u32_at(fixed, 16)?,
            length: packed,
            unpacked,
            at,
        };
        Some((file, end))
    }

    fn is_of_user(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        !name.is_empty() && !name.starts_with('.') && !self.path.split('/').any(|part| part == "__MACOSX")
    }
}

/// Replaces numbers that are elsewhere by those of the extra field 1, which has them in the same order.
fn in_64_bits(mut extra: &[u8], numbers: &mut [u64; 3]) -> Option<()> {
    const ZIP_64: u16 = 1;
    if !numbers.contains(&ELSEWHERE) {
        return Some(());
    }
    loop {
        let (tag, length) = (u16_at(extra, 0)?, usize::from(u16_at(extra, 2)?));
        let mut field = extra.get(4..4 + length)?;
        if tag == ZIP_64 {
            for number in numbers.iter_mut().filter(|number| **number == ELSEWHERE) {
                *number = u64_at(field, 0)?;
                field = &field[8..];
            }
            return Some(());
        }
        extra = &extra[4 + length..];
    }
}

/// How many files the list of an archive has, and where it starts, if that may be in memory; none where there is no list.
fn directory(bytes: &[u8]) -> Option<(u64, Option<usize>)> {
    const LONGEST_COMMENT: usize = 0xffff;
    let from = bytes.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let tail = &bytes[from..];
    let at = from
        + (0..=tail.len().checked_sub(END_LENGTH)?)
            .rev()
            .find(|&at| tail[at..].starts_with(END))?;
    let end = &bytes[at..];
    let (count, start) = (u64::from(u16_at(end, 10)?), u64::from(u32_at(end, 16)?));
    let (count, start) = match at.checked_sub(LOCATOR_LENGTH).map(|at| &bytes[at..]) {
        Some(locator) if locator.starts_with(LOCATOR_64) => {
            let at = usize::try_from(u64_at(locator, 8)?).ok()?;
            let end = bytes.get(at..).filter(|end| end.starts_with(END_64))?;
            (u64_at(end, 32)?, u64_at(end, 48)?)
        }
        _ => (count, start),
    };
    Some((count, usize::try_from(start).ok()))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

fn damaged(what: &str) -> Error {
    Error::new(format!("the zip archive is damaged or cut short: {what}")).of_kind(ErrorKind::Syntax)
}

/// Archives for tests.
#[cfg(test)]
pub(super) mod testing {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::{CENTRAL, Crc, END, LOCAL};

    /// An archive of files by their paths, deflated.
    pub(in super::super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut local, mut central) = (Vec::new(), Vec::new());
        for (path, bytes) in files {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes).unwrap();
            let packed = encoder.finish().unwrap();
            let mut checksum = Crc::new();
            checksum.update(bytes);
            let mut common = [20, 0, 0, 0, 8, 0, 0, 0, 0, 0].to_vec();
            for number in [checksum.sum(), packed.len() as u32, bytes.len() as u32] {
                common.extend(number.to_le_bytes());
            }
            common.extend((path.len() as u16).to_le_bytes());
            common.extend([0, 0]);
            let at = local.len() as u32;
            central.extend([CENTRAL, &[20, 0], &common, &[0; 10]].concat());
            central.extend(at.to_le_bytes());
            central.extend(path.as_bytes());
            local.extend([LOCAL, &common, path.as_bytes(), &packed].concat());
        }
        let count = (files.len() as u16).to_le_bytes();
        let end = [END, &[0; 4], &count, &count].concat();
        let sizes = [central.len() as u32, local.len() as u32].map(u32::to_le_bytes);
        [local, central, end, sizes.concat(), vec![0, 0]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::zip;
    use super::*;

    fn error<T>(result: Result<T>) -> String {
        result.err().map_or_else(String::new, |e| e.to_string())
    }

    #[test]
    fn files_are_listed_and_unpacked() {
        let bytes = zip(&[
            ("a\\one.txt", b"one"),
            ("folder/", b""),
            ("__MACOSX/a/._one.txt", b"x"),
            (".DS_Store", b"x"),
            ("two.txt", &b"two ".repeat(3000)),
        ]);
        assert!(recognises(&bytes));
        let archive = Archive::open(&bytes).unwrap();
        let files: Vec<&Packed> = archive.files().collect();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a/one.txt", "two.txt"]);
        assert_eq!(archive.unpack(files[0]).unwrap().as_ref(), b"one");
        assert_eq!(archive.unpack(files[1]).unwrap().len(), 12_000);
        assert_eq!(archive.head(files[1], 6), b"two tw");
        // A comment, and no file at all.
        let commented = [&bytes[..bytes.len() - 2], &[3, 0], b"abc"].concat();
        assert_eq!(Archive::open(&commented).unwrap().files().count(), 2);
        assert!(recognises(&zip(&[])));
        assert_eq!(Archive::open(&zip(&[])).unwrap().files().count(), 0);
    }

    #[test]
    fn what_cannot_be_unpacked_is_named() {
        let whole = zip(&[("a.txt", &[b' '; 10_000])]);
        let with = |at: usize, byte: u8| {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            bytes
        };
        let central = whole.windows(4).position(|four| four == CENTRAL).unwrap();
        for (bytes, what) in [
            (with(central + 8, 1), "its file `a.txt` is encrypted"),
            (with(central + 10, 12), "packed by method 12, which is not read"),
            (
                with(central + 16, whole[central + 16] ^ 1),
                "is not what was packed",
            ),
            (with(central + 42, 9), "is not where it should be"),
            (with(central + 24, 0), "is not what was packed"),
            (with(36, 0xff), "cannot be unpacked"),
        ] {
            let archive = Archive::open(&bytes).unwrap();
            let error = error(archive.unpack(&archive.files[0]));
            assert!(error.contains(what), "{error}");
        }
        let archive = Archive::open(&whole).unwrap();
        assert!(archive.unpack_at_most(&archive.files[0], 10_000).is_ok());
        let error = error(archive.unpack_at_most(&archive.files[0], 9_999));
        assert!(
            error.starts_with("unpacked, its file `a.txt` is more than 100 times as large"),
            "{error}"
        );
    }

    #[test]
    fn large_archives_have_their_numbers_elsewhere() {
        let mut extra = b"\x09\x00\x01\x00x\x01\x00\x10\x00".to_vec();
        extra.extend(7_u64.to_le_bytes());
        extra.extend(8_u64.to_le_bytes());
        let mut numbers = [ELSEWHERE, 5, ELSEWHERE];
        in_64_bits(&extra, &mut numbers).unwrap();
        assert_eq!(numbers, [7, 5, 8]);
        assert!(in_64_bits(&extra[..12], &mut [ELSEWHERE; 3]).is_none());

        // The end of one file's archive as zip64 has it.
        let small = zip(&[("a.txt", b"a")]);
        let end = small.len() - END_LENGTH;
        let start = u32_at(&small[end..], 16).unwrap();
        let mut bytes = small[..end].to_vec();
        bytes.extend([END_64, &[0; 28]].concat());
        for number in [1, 46 + 5, u64::from(start)] {
            bytes.extend(u64::to_le_bytes(number));
        }
        bytes.extend([LOCATOR_64, &[0; 4], &(end as u64).to_le_bytes(), &[1, 0, 0, 0]].concat());
        bytes.extend([END, &[0; 4], &[0xff; 12], &[0; 2]].concat());
        let archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.unpack(&archive.files[0]).unwrap().as_ref(), b"a");
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let whole = zip(&[("a.txt", b"some text"), ("b/c.txt", b"more of it")]);
        let all = |bytes: &[u8]| {
            if let Ok(archive) = Archive::open(bytes) {
                for file in &archive.files {
                    let _ = (archive.head(file, 4096), archive.unpack(file));
                }
            }
        };
        for at in 0..whole.len() {
            assert!(Archive::open(&whole[..at]).is_err());
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                all(&bytes);
            }
        }
    }
}
