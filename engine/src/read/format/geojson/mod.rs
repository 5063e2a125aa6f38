//! GeoJSON (RFC 7946): collections, single features and bare geometries, one or several of them in a text
//! (newline-delimited GeoJSON, RFC 8142 sequences).
//!
//! ```text
//! text ─document─► objects ─sink─► features, each with a source of positions ─► land
//! ```
//!
//! A text is read in one fast pass where well-formed coordinates go from their digits straight to the grid. If it stops
//! at anything unusual, a second, thorough pass accepts it or reports what is wrong and where.

pub(in crate::read) mod collection;
mod coordinates;
mod crs;
mod decimal;
mod document;
mod members;
mod object;
mod pass;
mod scan;
mod sink;
mod source;

use super::content::Content;
use super::foreign;
use super::reader::{Format, without_layers};
use crate::Result;
use crate::read::land::{Inspection, Mode};

const RECORD_SEPARATOR: u8 = 0x1e;

/// The format.
pub(super) struct GeoJson;

impl Format for GeoJson {
    fn name(&self) -> &'static str {
        "GeoJSON"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        foreign::recognise(head).is_none()
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        let bytes = content.bytes;
        without_layers(layer)?;
        if bytes.contains(&RECORD_SEPARATOR) {
            document::read(
                Content {
                    bytes: &without_separators(bytes),
                    ..content
                },
                mode,
            )
        } else {
            document::read(content, mode)
        }
    }
}

/// The text with blanks for the record separators of RFC 8142: those that start a line. Any other is inside a record,
/// where JSON refuses it.
fn without_separators(text: &[u8]) -> Vec<u8> {
    let mut starts_line = true;
    let blank = |&byte: &u8| match byte {
        RECORD_SEPARATOR if starts_line => b' ',
        byte => {
            starts_line = byte == b'\n';
            byte
        }
    };
    text.iter().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_separators_go_where_they_start_a_line() {
        assert_eq!(without_separators(b"\x1e{}\n\x1e{}\n"), b" {}\n {}\n");
        assert_eq!(without_separators(b"{\"a\x1eb\"}"), b"{\"a\x1eb\"}");
    }
}
