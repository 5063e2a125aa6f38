//! Bytes to JSON text: gzip taken off, byte order mark and record separators removed, other formats named.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use crate::{Error, Result};

/// How many bytes tell one format from another.
const HEAD: u64 = 16;
const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
const RECORD_SEPARATOR: u8 = 0x1e;

/// A gzipped text may be so many times as large as it is packed (GeoJSON is 3 to 30 times) …
const MAX_RATIO: u64 = 100;
/// … or of this size in bytes, whichever is more, so that a small file cannot fill the memory.
const MAX_UNCHECKED: u64 = 1 << 28;

/// Starts of files that are not GeoJSON, and what to call them.
const OTHERS: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"SQLite format 3", "a GeoPackage or other SQLite database"),
    (b"\x00\x00\x27\x0a", "a shapefile"),
    (b"fgb", "a FlatGeobuf file"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"BZh", "compressed by bzip2"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
];

/// A file to read from.
pub(super) fn open(path: &Path) -> Result<File> {
    let fail = |e: io::Error| Error::io("cannot open it", path.display(), &e);
    let file = File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.is_dir() {
        return Err(Error::new("this is a directory")
            .file(path.display().to_string())
            .hint("name a GeoJSON file in it"));
    }
    Ok(file)
}

/// The JSON text that a reader yields, whole.
pub(super) fn read(mut reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = head(&mut reader)?;
    if bytes.starts_with(&GZIP) {
        let packed = rest(bytes, reader)?;
        bytes = unpack(&packed, most(packed.len()))?;
    } else {
        recognise(&bytes)?;
        bytes = rest(bytes, reader)?;
    }
    if bytes.starts_with(&BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    blank_separators(&mut bytes);
    Ok(bytes)
}

/// The first bytes of a stream.
fn head(reader: &mut impl Read) -> Result<Vec<u8>> {
    rest(Vec::new(), reader.take(HEAD))
}

/// What comes next in a stream, after what has been read of it.
fn rest(mut bytes: Vec<u8>, mut reader: impl Read) -> Result<Vec<u8>> {
    reader.read_to_end(&mut bytes).map_err(|e| cannot_read(&e))?;
    Ok(bytes)
}

/// How large a text may be that was packed into so many bytes.
fn most(packed: usize) -> u64 {
    (packed as u64 * MAX_RATIO).max(MAX_UNCHECKED)
}

/// What was gzipped, in one member or several, if it is not larger than `most`.
fn unpack(packed: &[u8], most: u64) -> Result<Vec<u8>> {
    let mut unpacked = MultiGzDecoder::new(packed);
    let bytes = head(&mut unpacked)?;
    recognise(&bytes)?;
    let bytes = rest(bytes, unpacked.take(most))?;
    if bytes.len() as u64 > most {
        return Err(
            Error::new(format!("unpacked, it is more than {MAX_RATIO} times as large"))
                .hint("no usual GeoJSON is packed so tightly; if you trust it, unpack it first: gunzip FILE"),
        );
    }
    Ok(bytes)
}

/// An error of the operating system or of decompression, in the middle of reading.
fn cannot_read(error: &io::Error) -> Error {
    let what = Error::new(format!("cannot read it: {error}"));
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            what.hint("the gzip data is damaged or cut short")
        }
        _ => what,
    }
}

/// Refuse what is certainly no UTF-8 JSON text.
fn recognise(head: &[u8]) -> Result<()> {
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(Error::new(format!("this is {what}, not GeoJSON"))
            .hint("unpack or convert it, for instance: ogr2ogr out.geojson IN -t_srs EPSG:4326"));
    }
    let utf16 = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, ..] => (*a == 0) != (*b == 0),
        _ => false,
    };
    if utf16 {
        return Err(Error::new("the text is UTF-16 or UTF-32, not UTF-8").hint("save it as UTF-8"));
    }
    if head.trim_ascii_start().starts_with(b"<") {
        return Err(Error::new("this is XML or HTML, not GeoJSON")
            .hint("if it is KML, GPX or GML, convert it: ogr2ogr out.geojson IN"));
    }
    Ok(())
}

/// Makes the record separators of RFC 8142 blank: those that start a line. Any other is inside a record, where JSON
/// refuses it.
fn blank_separators(text: &mut [u8]) {
    if !text.contains(&RECORD_SEPARATOR) {
        return;
    }
    let mut starts_line = true;
    for byte in text {
        match *byte {
            RECORD_SEPARATOR if starts_line => *byte = b' ',
            b => starts_line = b == b'\n',
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn read(bytes: &[u8]) -> Result<String> {
        super::read(bytes).map(|text| String::from_utf8(text).unwrap())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn byte_order_mark_and_record_separators_go() {
        assert_eq!(read(b"\xef\xbb\xbf{}").unwrap(), "{}");
        assert_eq!(read(b"\xef\xbb\xbf").unwrap(), "");
        assert_eq!(read(b"\x1e{}\n\x1e{}\n").unwrap(), " {}\n {}\n");
        assert_eq!(read(b"{\"a\x1eb\"}").unwrap(), "{\"a\x1eb\"}");
    }

    #[test]
    fn gzip_is_told_by_content_and_may_have_several_members() {
        let mut bytes = gzip(b"\xef\xbb\xbf{\"a\"");
        bytes.extend(gzip(b": 1}"));
        assert_eq!(read(&bytes).unwrap(), "{\"a\": 1}");
        let error = read(&bytes[..bytes.len() - 12]).unwrap_err().to_string();
        assert!(error.contains("the gzip data is damaged or cut short"), "{error}");
    }

    #[test]
    fn a_small_file_does_not_unpack_to_a_huge_text() {
        let packed = gzip(&[b' '; 10_000]);
        assert_eq!(unpack(&packed, 10_000).unwrap().len(), 10_000);
        let error = unpack(&packed, 9_999).unwrap_err().to_string();
        assert!(
            error.starts_with("unpacked, it is more than 100 times as large"),
            "{error}"
        );
        assert_eq!(most(1000), 256 << 20);
        assert_eq!(most(1 << 30), 100 << 30);
    }

    #[test]
    fn other_formats_are_named() {
        let cases: [(&[u8], &str); 6] = [
            (b"\xff\xfe{\0}\0", "the text is UTF-16"),
            (b"{\0}\0", "the text is UTF-16"),
            (b"\0{\0}", "the text is UTF-16"),
            (b"PK\x03\x04....", "this is a zip archive, not GeoJSON"),
            (b"\n <kml>", "this is XML or HTML"),
            (b"\x00\x00\x27\x0a\0\0", "this is a shapefile"),
        ];
        for (bytes, what) in cases {
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
