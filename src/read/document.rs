//! JSON text of one or more documents to a layer.

use serde::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::de::Read;

use super::members::read_object;
use super::object::Object;
use super::sink::{Inspection, Sink, Way};
use crate::model::Layer;
use crate::{Error, Result};

/// All features of a text of one or more documents.
///
/// The quick way gives up at the first thing out of the ordinary. It is for the exact way to say what that is, or to
/// take it if it is odd but not wrong; both give the same layer for whatever both can read.
pub(super) fn read(text: &[u8]) -> Result<Layer> {
    read_by(Way::Quick, text).or_else(|_| read_by(Way::Exact, text))
}

/// All features of a text of one or more documents; those in error are passed over.
pub(super) fn inspect(text: &[u8]) -> Result<Inspection> {
    read_into(Sink::inspecting(), text)?.into_inspection()
}

fn read_by(way: Way, text: &[u8]) -> Result<Layer> {
    read_into(Sink::new(way), text)?.into_layer()
}

fn read_into<'t>(mut sink: Sink<'t>, text: &'t [u8]) -> Result<Sink<'t>> {
    let mut rest = skip_blank(text);
    if rest.is_empty() {
        return Err(Error::new("the file is empty").hint("a layer without land has \"features\": []"));
    }
    while !rest.is_empty() {
        let (object, length) = match sink.way() {
            Way::Quick => first(Deserializer::from_slice(rest), &mut sink),
            // Byte by byte, the parser knows best at which column it is.
            Way::Exact => first(Deserializer::from_reader(rest), &mut sink),
        }
        .map_err(|e| sink.explain(|| json_error(&e, &text[..text.len() - rest.len()])))?;
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

/// What the JSON parser has to say of a document, in our words where they help; `before` is the text before it.
fn json_error(error: &serde_json::Error, before: &[u8]) -> Error {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let text = text
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&text);
    let placed = |what: String| Error::new(what).position(place(line, column, before));
    if error.is_eof() {
        return placed(format!("the text ends too early: {text}")).hint("the file is cut short");
    }
    match text {
        "number out of range" => placed("a number is out of range".into())
            .hint("coordinates are degrees of longitude and latitude"),
        "invalid unicode code point" => placed("the text is not UTF-8".into()).hint("save it as UTF-8"),
        "recursion limit exceeded" => placed("it is nested too deeply".into()),
        _ if error.is_data() => placed(text.to_string()),
        _ => placed(format!("this is not JSON: {text}"))
            .hint("NaN, Infinity, comments and commas before a closing bracket are not part of JSON"),
    }
}

/// The place in the whole text of a line and column, counted from 1, of what comes after `before`.
fn place(line: usize, column: usize, before: &[u8]) -> String {
    let lines = || before.split(|b| *b == b'\n');
    let column = match line {
        1 => column + lines().next_back().map_or(0, <[u8]>::len),
        _ => column,
    };
    format!("line {}, column {column}", lines().count() - 1 + line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn shown(layer: &Layer) -> String {
        format!("{layer:?}")
    }

    fn error(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().to_string()
    }

    const POINT: &str = r#"{"type": "Point", "coordinates": [1, 2]}"#;

    #[test]
    fn places_are_counted_from_the_start_of_the_text() {
        let later = error(&format!("\n{POINT}\n\n  nonsense"));
        assert!(later.starts_with("line 4, column 4: this is not JSON"), "{later}");
        let beside = error(&format!("\n{POINT} {POINT}{{\"type\": 5}}"));
        assert!(beside.starts_with("line 2, column 92: invalid type"), "{beside}");
        let below = error(&format!("{POINT}{{\n\"type\": 5}}"));
        assert!(below.starts_with("line 2, column 10: invalid type"), "{below}");
    }

    #[test]
    fn the_quick_way_leaves_what_is_odd_to_the_exact_way() {
        for (coordinates, quick) in [
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
            assert_eq!(
                read_by(Way::Quick, text.as_bytes()).is_ok(),
                quick,
                "{coordinates}"
            );
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
        fn both_ways_give_the_same_layer(geometries in prop::collection::vec(geometry(), 1..4)) {
            let text = geometries.join("\n");
            let exact = read_by(Way::Exact, text.as_bytes());
            // 179.9999999999 is no latitude, so some are to be refused.
            match read_by(Way::Quick, text.as_bytes()) {
                Ok(quick) => prop_assert_eq!(shown(&quick), shown(&exact.unwrap())),
                Err(_) => prop_assert!(exact.is_err(), "{}", text),
            }
        }
    }
}
