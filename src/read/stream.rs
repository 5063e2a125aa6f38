//! Bytes to JSON text: gzip taken off, byte order mark and record separators removed, other formats named.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::{Error, Result};

/// How many bytes tell one format from another.
const HEAD: u64 = 16;

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

/// The JSON text in a stream of bytes, buffered.
pub(super) fn text<'a>(reader: impl Read + 'a) -> Result<impl Read + 'a> {
    let (head, whole) = peek(reader)?;
    let plain: Box<dyn Read + 'a> = if head.starts_with(&[0x1f, 0x8b]) {
        let (head, whole) = peek(MultiGzDecoder::new(BufReader::new(whole)))?;
        recognise(&head)?;
        Box::new(whole)
    } else {
        recognise(&head)?;
        Box::new(whole)
    };
    Ok(BufReader::with_capacity(1 << 16, Text::new(plain)))
}

/// The first bytes of a stream, and the whole stream.
fn peek<R: Read>(mut reader: R) -> Result<(Vec<u8>, impl Read)> {
    let mut head = Vec::new();
    reader
        .by_ref()
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(|e| cannot_read(&e))?;
    Ok((head.clone(), Cursor::new(head).chain(reader)))
}

/// An error of the operating system or of decompression, in the middle of reading.
pub(super) fn cannot_read(error: &io::Error) -> Error {
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

/// Removes the byte order mark and makes record separators (RFC 8142) blank.
struct Text<R> {
    inner: R,
    /// At the very start of the text.
    start: bool,
    /// A record separator counts only here: anywhere else it is inside a record, and JSON refuses it.
    line_start: bool,
}

const RECORD_SEPARATOR: u8 = 0x1e;
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

impl<R: Read> Text<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            start: true,
            line_start: true,
        }
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut length = self.inner.read(buffer)?;
        if self.start && length > 0 {
            self.start = false;
            // The head of the stream comes in one piece (see `peek`), so the mark is never torn.
            if buffer[..length].starts_with(&BYTE_ORDER_MARK) {
                buffer.copy_within(BYTE_ORDER_MARK.len()..length, 0);
                length -= BYTE_ORDER_MARK.len();
                if length == 0 {
                    return self.read(buffer);
                }
            }
        }
        let text = &mut buffer[..length];
        if text.contains(&RECORD_SEPARATOR) {
            for byte in text {
                match *byte {
                    RECORD_SEPARATOR if self.line_start => *byte = b' ',
                    b => self.line_start = b == b'\n',
                }
            }
        } else if let Some(last) = text.last() {
            self.line_start = *last == b'\n';
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn read(bytes: &[u8]) -> Result<String> {
        let mut out = String::new();
        text(bytes)?
            .read_to_string(&mut out)
            .map_err(|e| cannot_read(&e))?;
        Ok(out)
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
