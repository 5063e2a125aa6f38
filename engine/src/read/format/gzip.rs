//! Gzip around any format, recognised by content.

use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;

use crate::error::ErrorKind;
use crate::{Error, Result, memory};

const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A gzipped text may be so many times as large as it is packed (GeoJSON is 3 to 30 times) …
pub(super) const MAX_RATIO: u64 = 100;
/// … or of this size in bytes, whichever is more, so that a small file cannot fill the memory.
const MAX_UNCHECKED: u64 = 1 << 25;

/// Whether bytes are gzipped.
pub(super) fn recognises(head: &[u8]) -> bool {
    head.starts_with(&MAGIC)
}

/// What was gzipped, in one member or several. `look` sees how it starts before the rest is unpacked.
pub(super) fn unpack(packed: &[u8], look: impl Fn(&[u8]) -> Result<()>) -> Result<Vec<u8>> {
    unpack_at_most(packed, most(packed.len()), look)
}

/// How large a text may be that was packed into so many bytes.
pub(super) fn most(packed: usize) -> u64 {
    (packed as u64 * MAX_RATIO).max(MAX_UNCHECKED)
}

/// Refuses what may take more memory than there is, of so many bytes in place of those that were packed: what is packed more
/// tightly than maps are has little land and many features, each of which takes many times its text.
///
/// # Errors
///
/// When it may.
pub(super) fn check_memory(packed: u64, unpacked: u64) -> Result<()> {
    const TIGHT: u64 = 30;
    const TIMES: u64 = 40;
    if unpacked <= packed.saturating_mul(TIGHT) {
        return Ok(());
    }
    memory::require(unpacked.saturating_mul(TIMES), || {
        format!(
            "unpacking what is {} times as large as it is packed",
            unpacked / packed.max(1)
        )
    })
}

fn unpack_at_most(packed: &[u8], most: u64, look: impl Fn(&[u8]) -> Result<()>) -> Result<Vec<u8>> {
    let mut unpacked = MultiGzDecoder::new(packed);
    let mut bytes = Vec::new();
    let mut read = |bytes: &mut Vec<u8>, limit: u64| {
        let mut part = Read::by_ref(&mut unpacked).take(limit);
        part.read_to_end(bytes).map_err(|e| damaged(&e))
    };
    read(&mut bytes, super::reader::HEAD as u64)?;
    look(&bytes)?;
    read(&mut bytes, most)?;
    if bytes.len() as u64 > most {
        return Err(
            Error::new(format!("unpacked, it is more than {MAX_RATIO} times as large"))
                .of_kind(ErrorKind::Syntax)
                .with_hint(
                    "no usual GeoJSON is packed so tightly; if you trust it, unpack it first: gunzip FILE",
                ),
        );
    }
    check_memory(packed.len() as u64, bytes.len() as u64)?;
    Ok(bytes)
}

fn damaged(error: &io::Error) -> Error {
    const DOING: &str = "cannot read it";
    if error.kind() == io::ErrorKind::OutOfMemory {
        return Error::failed(DOING, error);
    }
    Error::new(format!("{DOING}: {error}"))
        .of_kind(ErrorKind::Syntax)
        .with_hint("the gzip data is damaged or cut short")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn there_may_be_several_members_and_a_cut_is_noticed() {
        let mut bytes = gzip(b"{\"a\"");
        bytes.extend(gzip(b": 1}"));
        assert!(recognises(&bytes));
        assert_eq!(unpack(&bytes, |_| Ok(())).unwrap(), b"{\"a\": 1}");
        let error = unpack(&bytes[..bytes.len() - 12], |_| Ok(()))
            .unwrap_err()
            .to_string();
        assert!(error.contains("the gzip data is damaged or cut short"), "{error}");
    }

    #[test]
    fn a_small_file_does_not_unpack_to_a_huge_text() {
        let packed = gzip(&[b' '; 10_000]);
        let unpack = |most| unpack_at_most(&packed, most, |_| Ok(()));
        assert_eq!(unpack(10_000).unwrap().len(), 10_000);
        let error = unpack(9_999).unwrap_err().to_string();
        assert!(
            error.starts_with("unpacked, it is more than 100 times as large"),
            "{error}"
        );
        assert_eq!(most(1000), 32 << 20);
        assert_eq!(most(1 << 30), 100 << 30);
    }
}
