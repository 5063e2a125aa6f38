//! JSON text of one or more documents to a layer.

use serde::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::de::Read;

use super::crs;
use super::members::read_object;
use super::object::Object;
use super::pass::Pass;
use super::sink::Sink;
use crate::error::ErrorKind;
use crate::read::format::content::Content;
use crate::read::format::json;
use crate::read::land::{Inspection, Mode};
use crate::read::reference::System;
use crate::{Error, Result};

/// All features of a text of one or more documents.
///
/// The fast pass gives up at the first thing out of the ordinary. The thorough one then reports what that is, or accepts
/// it if it is unusual but not wrong; both give the same layer for whatever both can read. A reference system stated from
/// elsewhere holds whatever the text says.
pub(super) fn read(content: Content<'_>, mode: Mode) -> Result<Inspection> {
    let text = content.bytes;
    if content.stated.is_some() {
        let sink = Sink::new(Pass::Thorough, mode, content.system(|| crs::of(text))?);
        return read_in(sink.whatever_is_stated().filtered(content.filter), text);
    }
    let fast = match mode {
        Mode::Strict => {
            let sink = Sink::new(Pass::Fast, mode, System::default());
            read_in(sink.filtered(content.filter), text).ok()
        }
        // Which features are in error, and every notice, is for the thorough pass.
        Mode::Inspect => None,
    };
    // The fast pass stops at any system but WGS 84.
    fast.map_or_else(
        || {
            let sink = Sink::new(Pass::Thorough, mode, content.system(|| crs::of(text))?);
            read_in(sink.filtered(content.filter), text)
        },
        Ok,
    )
}

fn read_in<'t>(sink: Sink<'t>, text: &'t [u8]) -> Result<Inspection> {
    read_into(sink, text)
        .and_then(Sink::finish)
        .map_err(|e| e.of_kind(ErrorKind::Syntax))
}

fn read_into<'t>(mut sink: Sink<'t>, text: &'t [u8]) -> Result<Sink<'t>> {
    let mut rest = skip_blank(text);
    if rest.is_empty() {
        return Err(Error::new("the file is empty").with_hint("a layer without land has \"features\": []"));
    }
    while !rest.is_empty() {
        let (object, length) = match sink.pass() {
            Pass::Fast => first(Deserializer::from_slice(rest), &mut sink),
            // Byte by byte, the parser is exact about columns.
            Pass::Thorough => first(Deserializer::from_reader(rest), &mut sink),
        }
        .map_err(|e| sink.explain(|| json::error(&e, &text[..text.len() - rest.len()])))?;
        sink.document(object)?;
        rest = skip_blank(&rest[length..]);
    }
    Ok(sink)
}

/// The first document, and how many bytes it takes.
fn first<'de, R: Read<'de>>(
    mut json: Deserializer<R>,
    sink: &mut Sink<'de>,
) -> serde_json::Result<(Object<'de>, usize)> {
    let object = read_object(&mut json, sink)?;
    Ok((object, json.into_iter::<IgnoredAny>().byte_offset()))
}

/// The text without the white space of JSON at its start.
fn skip_blank(text: &[u8]) -> &[u8] {
    let blank = text
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
    &text[blank.count()..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::model::Layer;

    fn shown(layer: &Layer) -> String {
        format!("{layer:?}")
    }

    fn layer(pass: Pass, text: &str) -> Result<Layer> {
        Ok(read_in(Sink::new(pass, Mode::Strict, System::default()), text.as_bytes())?.layer)
    }

    fn error(text: &str) -> String {
        read(Content::alone(text.as_bytes()), Mode::Strict)
            .unwrap_err()
            .to_string()
    }

    const POINT: &str = r#"{"type": "Point", "coordinates": [1, 2]}"#;

    #[test]
    fn places_are_counted_from_the_start_of_the_text() {
        let later = error(&format!("\n{POINT}\n\n  nonsense"));
        assert!(later.starts_with("line 4, column 4: this is not JSON"), "{later}");
        let on_one_line = error(&format!("\n{POINT} {POINT}{{\"type\": 5}}"));
        assert!(
            on_one_line.starts_with("line 2, column 92: invalid type"),
            "{on_one_line}"
        );
        let below = error(&format!("{POINT}{{\n\"type\": 5}}"));
        assert!(below.starts_with("line 2, column 10: invalid type"), "{below}");
    }

    #[test]
    fn the_fast_pass_leaves_what_is_unusual_to_the_thorough_one() {
        for (coordinates, fast) in [
            ("[[1, 2], [3, 4, 500.5]]", true),
            (" [ [\t1.5e0 ,\r\n-2],[3,4] ] ", true),
            ("[]", true),
            ("[[1, 2], [3, 4, 5, 6]]", false),
            ("[[1, 2], [181, 4]]", false),
            ("[[1, 2], [3]]", false),
            ("[[1, 2], [3, null]]", false),
            ("[[1, 2], [3, 1e999]]", false),
            ("[[1, 2], 3]", false),
            ("[[1, 2], []]", false),
            ("[[1, 2], {}]", false),
            ("[[[[[1, 2], [3, 4]]]]]", false),
            ("\"[[1, 2], [3, 4]]\"", false),
            ("null", false),
            ("[[1, 2], [3, 4]", false),
        ] {
            let text = format!("{{\"type\": \"LineString\", \"coordinates\": {coordinates}}}");
            assert_eq!(layer(Pass::Fast, &text).is_ok(), fast, "{coordinates}");
        }
    }

    fn number() -> impl Strategy<Value = String> {
        prop_oneof![
            8 => "-?[1-8]?[0-9](\\.[0-9]{1,17})?",
            1 => "-?[1-9]{1,2}e-[0-9]",
            1 => select(vec!["90", "-0", "179.9999999999", "-89.12345678950"]).prop_map(str::to_owned),
        ]
    }

    fn array(
        items: impl Strategy<Value = String>,
        lengths: std::ops::Range<usize>,
    ) -> impl Strategy<Value = String> {
        let joined = (
            prop::collection::vec(items, lengths),
            select(vec![",", ", ", " ,\n\t", "\r\n,"]),
        );
        joined.prop_map(|(items, between)| format!("[{}]", items.join(between)))
    }

    fn position() -> impl Strategy<Value = String> {
        array(number(), 2..4)
    }

    fn geometry() -> impl Strategy<Value = String> {
        let ring = || array(position(), 4..9);
        prop_oneof![
            position().prop_map(|p| ("Point", p)),
            array(position(), 0..5).prop_map(|p| ("MultiPoint", p)),
            array(position(), 2..5).prop_map(|p| ("LineString", p)),
            array(ring(), 0..3).prop_map(|p| ("MultiLineString", p)),
            array(ring(), 0..3).prop_map(|p| ("Polygon", p)),
            array(array(ring(), 1..3), 0..3).prop_map(|p| ("MultiPolygon", p)),
        ]
        .prop_map(|(kind, coordinates)| format!("{{\"coordinates\": {coordinates}, \"type\": \"{kind}\"}}"))
    }

    proptest! {
        #[test]
        fn both_passes_give_the_same_layer(geometries in prop::collection::vec(geometry(), 1..4)) {
            let text = geometries.join("\n");
            let thorough = layer(Pass::Thorough, &text);
            // 179.9999999999 is no latitude, so some are to be refused.
            match layer(Pass::Fast, &text) {
                Ok(fast) => prop_assert_eq!(shown(&fast), shown(&thorough.unwrap())),
                Err(_) => prop_assert!(thorough.is_err(), "{}", text),
            }
        }
    }
}
