//! The `crs` member of old GeoJSON: the reference system of all positions, WGS 84 where there is none.

use serde::Deserialize;
use serde_json::Value;

use crate::read::reference::System;
use crate::{Error, Result};

/// The reference system that the first document of a text states, wherever in it the member stands; none if it states
/// none, or is not well-formed.
///
/// # Errors
///
/// When it is not read.
pub(super) fn of(text: &[u8]) -> Result<Option<System>> {
    #[derive(Deserialize)]
    struct Document {
        #[serde(default)]
        crs: Value,
    }
    if !text.trim_ascii_start().starts_with(b"{") {
        return Ok(None);
    }
    let mut documents = serde_json::Deserializer::from_slice(text).into_iter();
    match documents.next() {
        Some(Ok(Document { crs: Value::Null })) => Ok(None),
        Some(Ok(Document { crs })) => system(&crs).map(Some),
        _ => Ok(None),
    }
}

/// Refuses a `crs` other than that of the whole text.
pub(super) fn check(crs: &Value, whole: &System) -> Result<()> {
    let found = system(crs)?;
    if *crs == Value::Null || found.is(whole) {
        return Ok(());
    }
    Err(Error::new(format!(
        "a `crs` in it is {}, and that of the whole is {}",
        found.title(),
        whole.title()
    ))
    .with_hint("write it in one reference system: ogr2ogr -t_srs EPSG:4326 out.geojson IN"))
}

/// The system that a `crs` states.
///
/// Null is fine (RFC 7946 then holds), and so is any spelling of CRS84, EPSG:4326 or WGS 84.
fn system(crs: &Value) -> Result<System> {
    let properties = &crs["properties"];
    match (crs, &properties["name"], &properties["code"]) {
        (Value::Null, ..) => Ok(System::default()),
        (Value::String(name), ..) | (_, Value::String(name), _) => System::named(name),
        (_, _, code @ (Value::Number(_) | Value::String(_))) => {
            System::named(&format!("EPSG:{}", code.to_string().trim_matches('"')))
        }
        _ => System::named(&crs.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_spelling_of_wgs84_passes_and_others_are_named() {
        for name in [
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "urn:ogc:def:crs:EPSG::4326",
            "EPSG:4326",
            "epsg:4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "http://www.opengis.net/def/crs/EPSG/0/4326",
            "WGS 84",
        ] {
            let crs = json!({"type": "name", "properties": {"name": name}});
            assert!(check(&crs, &System::default()).is_ok(), "{name}");
        }
        assert!(check(&Value::Null, &System::default()).is_ok());
        assert!(
            check(
                &json!({"type": "EPSG", "properties": {"code": 4326}}),
                &System::default()
            )
            .is_ok()
        );
        for name in [
            "EPSG:27",
            "urn:ogc:def:crs:OGC:1.3:CRS83",
            "a projection of our own",
        ] {
            let crs = json!({"type": "name", "properties": {"name": name}});
            let error = check(&crs, &System::default()).unwrap_err().to_string();
            let name = name.replace("urn:ogc:def:crs:OGC:1.3", "OGC");
            assert!(
                error.contains(&format!("its reference system is `{name}`")),
                "{error}"
            );
        }
        let link = check(
            &json!({"type": "link", "properties": {"href": "x.proj4"}}),
            &System::default(),
        );
        assert!(link.unwrap_err().to_string().contains("x.proj4"));
        let code = check(
            &json!({"type": "EPSG", "properties": {"code": 27}}),
            &System::default(),
        );
        assert!(code.unwrap_err().to_string().contains("`EPSG:27`"));
    }

    #[test]
    fn it_is_found_wherever_it_stands() {
        let unread = r#"{"type": "FeatureCollection", "features": [1, {"crs": 5}], "crs": {"properties": {"name": "EPSG:27"}}}"#;
        assert!(of(unread.as_bytes()).is_err());
        for other in [
            "",
            "{",
            "[1]",
            r#"{"features": [{"crs": "EPSG:27"}]}"#,
            r#"{"crs": null} {"crs": "EPSG:27"}"#,
        ] {
            assert!(of(other.as_bytes()).is_ok(), "{other}");
        }
    }
}
