//! In which encoding the text of a table is: as its `.cpg` states, else the number in its header, else UTF-8 where it is
//! that, else Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::error::ErrorKind;
use crate::{Error, Result};

/// How the text of a table is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// As something states.
    Stated(&'static Encoding),
    /// As UTF-8, or where it is not that, as Windows-1252.
    Guessed,
    /// In one that is stated and not known: its letters of ASCII alone.
    Ascii(u16),
}

/// Bytes of the name of an encoding.
const LONGEST: usize = 64;

impl Text {
    /// What a `.cpg` and the number in the header of the table state.
    ///
    /// # Errors
    ///
    /// When the `.cpg` names an encoding that is not known.
    pub(super) fn stated(cpg: Option<&[u8]>, driver: u8) -> Result<Self> {
        let named = cpg.map(|cpg| String::from_utf8_lossy(&cpg[..cpg.len().min(LONGEST)]));
        let named = named.as_deref().map(str::trim).filter(|name| !name.is_empty());
        match named {
            None => Ok(of_driver(driver)),
            Some(name) => of_name(name).map(Self::Stated).ok_or_else(|| {
                Error::new(format!("the encoding `{name}` of its table (.cpg) is not known"))
                    .of_kind(ErrorKind::Syntax)
                    .with_hint("save the table as UTF-8: ogr2ogr -lco ENCODING=UTF-8 out.shp IN")
            }),
        }
    }

    /// What some bytes are; none if they are not in this encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Stated(encoding) => encoding.decode_without_bom_handling_and_without_replacement(bytes),
            Self::Guessed => UTF_8
                .decode_without_bom_handling_and_without_replacement(bytes)
                .or_else(|| WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes)),
            Self::Ascii(_) => std::str::from_utf8(bytes)
                .ok()
                .filter(|text| text.is_ascii())
                .map(Cow::Borrowed),
        }
    }
}

/// An encoding as people name it: `UTF-8`, `ISO 8859-5`, `88595`, `ANSI 1251`, `CP1251`, `1251`, `Big5`.
fn of_name(name: &str) -> Option<&'static Encoding> {
    if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
        return Some(encoding);
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    let number = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if let Some(part) = number.strip_prefix("8859") {
        return Encoding::for_label(format!("iso-8859-{part}").as_bytes());
    }
    of_code_page(number.parse().ok()?)
}

/// A code page of Windows or DOS by its number.
fn of_code_page(page: u16) -> Option<&'static Encoding> {
    let label = match page {
        65001 => "utf-8".to_owned(),
        874 | 1250..=1258 => format!("windows-{page}"),
        866 => "ibm866".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20866 => "koi8-r".to_owned(),
        21866 => "koi8-u".to_owned(),
        28591..=28606 => format!("iso-8859-{}", page - 28590),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// What the number in the header of a table means: the code page of its driver.
fn of_driver(driver: u8) -> Text {
    let page = match driver {
        0x01 | 0x09 | 0x0b | 0x0d | 0x0f | 0x11 | 0x15 | 0x18 | 0x19 | 0x1b => 437,
        0x02 | 0x0a | 0x0e | 0x10 | 0x12 | 0x14 | 0x16 | 0x1a | 0x1d | 0x25 | 0x37 => 850,
        0x03 | 0x58 | 0x59 => 1252,
        0x08 | 0x17 | 0x66 => 865,
        0x13 | 0x7b => 932,
        0x1c | 0x6c => 863,
        0x1f | 0x22 | 0x23 | 0x40 | 0x64 => 852,
        0x24 => 860,
        0x26 | 0x65 => 866,
        0x4d | 0x7a => 936,
        0x4e | 0x79 => 949,
        0x4f | 0x78 => 950,
        0x50 | 0x7c => 874,
        0x67 => 861,
        0x6a => 737,
        0x6b | 0x88 => 857,
        0x7d => 1255,
        0x7e => 1256,
        0xc8 => 1250,
        0xc9 => 1251,
        0xca => 1254,
        0xcb => 1253,
        0xcc => 1257,
        // 0x57 is "the code page of the machine".
        _ => return Text::Guessed,
    };
    of_code_page(page).map_or(Text::Ascii(page), Text::Stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_known_by_every_usual_name() {
        for (name, known) in [
            ("UTF-8", "UTF-8"),
            ("utf8\r\n", "UTF-8"),
            ("65001", "UTF-8"),
            ("1251", "windows-1251"),
            ("CP1251", "windows-1251"),
            ("ANSI 1251", "windows-1251"),
            ("ISO-8859-5", "ISO-8859-5"),
            ("ISO 8859-5", "ISO-8859-5"),
            ("88595", "ISO-8859-5"),
            ("88591", "windows-1252"),
            ("OEM 866", "IBM866"),
            ("Big5", "Big5"),
            ("936", "GBK"),
            ("SHIFT_JIS", "Shift_JIS"),
        ] {
            let text = Text::stated(Some(name.as_bytes()), 0).unwrap();
            assert!(
                matches!(text, Text::Stated(encoding) if encoding.name() == known),
                "{name}: {text:?}"
            );
        }
        let error = Text::stated(Some(b"Klingon"), 0).unwrap_err().to_string();
        assert!(error.starts_with("the encoding `Klingon`"), "{error}");
    }

    #[test]
    fn text_is_decoded_as_stated_or_guessed() {
        let decoded = |cpg: Option<&[u8]>, driver, bytes: &[u8]| {
            Text::stated(cpg, driver)
                .unwrap()
                .decode(bytes)
                .map(Cow::into_owned)
        };
        let cyrillic = [0xc3, 0xee, 0xf0];
        assert_eq!(decoded(Some(b"1251"), 0, &cyrillic).unwrap(), "Гор");
        assert_eq!(decoded(Some(b""), 0xc9, &cyrillic).unwrap(), "Гор");
        assert_eq!(decoded(None, 0x57, "Гор".as_bytes()).unwrap(), "Гор");
        assert_eq!(decoded(None, 0, b"K\xf6ln").unwrap(), "Köln");
        assert_eq!(decoded(Some(b"UTF-8"), 0, b"K\xf6ln"), None);
        assert_eq!(
            (decoded(None, 2, b"Koln").as_deref(), decoded(None, 2, b"K\x94ln")),
            (Some("Koln"), None)
        );
    }
}
