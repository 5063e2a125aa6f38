//! How outputs of this program are recognised: each format has the mark at a place of its own.

/// The name of this program in its outputs: every format but CSV has it at a place of its own in its first or last 2,000
/// bytes.
pub const MARK: &str = "landshift";

/// The member in which a file with an index states for each feature its place in the layer, where the index has them in
/// another order.
pub(crate) const FEATURE_ORDER: &str = "feature_order";

/// What stands before the members of the whole in the text beside a shapefile.
#[cfg(feature = "shapefile")]
pub(crate) const OF_THE_WHOLE: &str = "\nOf the whole: ";

/// Whether a file that begins and ends with these bytes has the mark where its format has it. The word alone is none: it
/// may be anybody's.
#[cfg(feature = "files")]
pub(super) fn is_marked(start: &[u8], end: &[u8]) -> bool {
    match start {
        [b'{', ..] => has_member(start) || has_member(end),
        [b'<', ..] => MARKUP.iter().any(|place| has(start, place.as_bytes())),
        [b'f', b'g', b'b', ..] => has_title(start),
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => is_untouched_database(start),
        [b'P', b'K', ..] => end.ends_with(b"\x09\0landshift"),
        [b'P', b'A', b'R', b'1', ..] => has(end, CREATED_BY),
        // A comment of Mermaid.
        [b'%', b'%', ..] => start.starts_with(b"%% Made with landshift\n"),
        [b'%', b'P', b'D', b'F', ..] => has(start, b"/Producer (landshift)"),
        [0x89, b'P', b'N', b'G', ..] => has(start, b"\0\0\0\x12tEXtSoftware\0landshift"),
        [b'G', b'I', b'F', ..] => has(start, b"\x21\xfe\x09landshift\0"),
        _ => has_last_note(end),
    }
}

/// Where SVG, HTML, KML and GraphML have it.
#[cfg(feature = "files")]
const MARKUP: [&str; 4] = [
    "<metadata>Made with landshift</metadata>",
    "<meta name=\"generator\" content=\"landshift\">",
    "<Document>\n<name>landshift ",
    "<desc>Made with landshift</desc>",
];

/// The sixth field of a Parquet file's description (`created_by`), before the seventh.
#[cfg(feature = "files")]
const CREATED_BY: &[u8] = b"\x18\x09landshift\x19";

#[cfg(feature = "files")]
fn has(bytes: &[u8], place: &[u8]) -> bool {
    bytes.windows(place.len()).any(|window| window == place)
}

/// Whether JSON has a member of the whole that says so: one at the start of a line, indented by two at most.
#[cfg(feature = "files")]
fn has_member(bytes: &[u8]) -> bool {
    const MEMBERS: [&[u8]; 3] = [
        b"\"generator\": \"landshift\"",
        b"\"generator\": \"landshift ",
        b"\"landshift\": {",
    ];
    let bytes = bytes.strip_prefix(b"{").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').any(|line| {
        let member = line.trim_ascii_start();
        line.len() - member.len() <= 2 && MEMBERS.iter().any(|marked| member.starts_with(marked))
    })
}

/// Whether a FlatGeobuf has a title of the mark and the layer's name, and that name after it. Both are strings behind their
/// lengths.
#[cfg(feature = "files")]
fn has_title(bytes: &[u8]) -> bool {
    const TITLE: &[u8] = b"landshift ";
    let places = bytes.windows(TITLE.len()).enumerate();
    let mut places = places.filter(|(at, window)| *at >= 4 && *window == TITLE);
    places.any(|(at, _)| {
        let length = usize::from(bytes[at - 4]);
        let title = bytes.get(at..at + length).unwrap_or_default();
        let name = title.strip_prefix(TITLE).unwrap_or_default();
        let length = [name.len() as u8, 0, 0, 0];
        // At the next multiple of four after the byte that ends the title.
        let next = (at + title.len() + 1).next_multiple_of(4);
        let named = [length.as_slice(), name].concat();
        !name.is_empty() && bytes.get(next..next + named.len()) == Some(&named)
    })
}

/// Whether a GeoPackage has the mark in the free space of its first page, and nobody has changed it since it was made: the
/// counter of changes (SQLite file format, section 1.3.6) is still that of one that was just written.
#[cfg(feature = "files")]
fn is_untouched_database(bytes: &[u8]) -> bool {
    let at = |place: usize, what: &[u8]| bytes.get(place..place + what.len()) == Some(what);
    let journal: [u8; 2] = [1, 1];
    at(18, &journal) && at(24, &FIRST_CHANGE.to_be_bytes()) && at(MARK_OF_DATABASE, MARK.as_bytes())
}

/// The counter of changes of a database as it is written.
pub(crate) const FIRST_CHANGE: u32 = 1;
/// Where a database has the mark: in the free space of its first page.
pub(crate) const MARK_OF_DATABASE: usize = 1000;

/// Whether a text for people ends in the note that it does, as an item of a list or not.
#[cfg(feature = "files")]
fn has_last_note(end: &[u8]) -> bool {
    let last = end.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
    matches!(last, Some(b"- Made with landshift." | b"Made with landshift."))
}

#[cfg(all(test, feature = "files"))]
mod tests {
    use super::*;

    #[test]
    fn the_word_alone_is_no_mark() {
        for text in [
            "We use landshift for this.",
            "Made with landshift.\nAnd then edited by me.\n",
            "{\n\"name\": \"districts_for_landshift\"}",
            "{\n\"generator\": \"landshift_fan 1\"}",
            "{\n\"features\": [\n    {\"generator\": \"landshift\"}]}",
            "{\"landshift\": \"my notes\"}",
            "<svg><text>landshift</text></svg>",
            "<kml><Document><name>landshift notes</name>",
            "fgb\x03fgb\x01\0\0\0\0\x0f\0\0\0landshift notes\0\x01\0\0\0",
            "PK\x03\x04landshift.shp",
            "PAR1\x18\x09landshift\x25",
            "%PDF-1.7 (landshift)",
            "%% landshift\nflowchart LR\n",
            "GIF89alandshift",
        ] {
            assert!(!is_marked(text.as_bytes(), text.as_bytes()), "{text}");
        }
        for text in [
            "{\"generator\": \"landshift\"}",
            "{\n\"type\": \"FeatureCollection\",\n\"landshift\": {\"kind\":\"diff\"",
            "{\n  \"generator\": \"landshift check --fix\",",
            "Notes\n\n- Made with landshift.\n",
            "<kml>\n<Document>\n<name>landshift diff</name>",
            "<graphml>\n<desc>Made with landshift</desc>",
            "%% Made with landshift\nflowchart LR\n",
        ] {
            assert!(is_marked(text.as_bytes(), text.as_bytes()), "{text}");
        }
    }
}
