//! Formats that are not read, so that errors name them and what to do.

use crate::Error;
use crate::error::ErrorKind;

/// How files of formats that are not read start, and what to call them.
const OTHERS: [(&[u8], &str); 6] = [
    (b"\x00\x00\x27\x0a", "a shapefile"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"BZh", "compressed by bzip2"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
];

/// The error for a file that starts as one of a format that is not read; none where it may be UTF-8 text.
pub(super) fn recognise(head: &[u8]) -> Option<Error> {
    let refused =
        |what: String, hint: &str| Some(Error::new(what).of_kind(ErrorKind::Syntax).with_hint(hint));
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        return refused(
            format!("this is {what}, not GeoJSON"),
            "unpack or convert it, for instance: ogr2ogr out.geojson IN -t_srs EPSG:4326",
        );
    }
    if is_dbase(head) {
        return refused(
            "this is the table of a shapefile (.dbf), not its shapes".into(),
            "name the file .shp beside it",
        );
    }
    let utf16 = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, ..] => (*a == 0) != (*b == 0),
        _ => false,
    };
    if utf16 {
        return refused(
            "the text is UTF-16 or UTF-32, not UTF-8".into(),
            "save it as UTF-8",
        );
    }
    if head.trim_ascii_start().starts_with(b"<") {
        return refused(
            "this is XML or HTML, not GeoJSON".into(),
            "if it is KML, GPX or GML, convert it: ogr2ogr out.geojson IN",
        );
    }
    None
}

/// Whether a file starts as a table of dBASE III or later: its version, and the day of its last change.
fn is_dbase(head: &[u8]) -> bool {
    const HEAD: usize = 32;
    match head {
        [0x03 | 0x30 | 0x83 | 0x8b, _, month, day, ..] => {
            head.len() >= HEAD && (1..=12).contains(month) && (1..=31).contains(day)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_formats_are_named() {
        let table = [b"\x03\x7c\x05\x0c".as_slice(), &[0; 28]].concat();
        let cases: [(&[u8], &str); 6] = [
            (&table, "the table of a shapefile"),
            (b"\xff\xfe{\0}\0", "the text is UTF-16"),
            (b"{\0}\0", "the text is UTF-16"),
            (b"\0{\0}", "the text is UTF-16"),
            (b"\n <kml>", "this is XML or HTML"),
            (b"\x00\x00\x27\x0a\0\0", "this is a shapefile"),
        ];
        for (bytes, what) in cases {
            let error = recognise(bytes).unwrap();
            assert!(error.to_string().contains(what), "{error}");
            assert_eq!(error.kind(), ErrorKind::Syntax);
        }
        assert!(recognise(b"{}").is_none() && recognise(b"").is_none());
    }
}
