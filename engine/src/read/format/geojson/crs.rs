//! The `crs` member of old GeoJSON: fine when it names WGS 84, refused otherwise.

use serde_json::Value;

use crate::{Error, Result};

/// Refuse a coordinate reference system other than longitude and latitude on WGS 84.
///
/// Null is fine (RFC 7946 then holds), and so is any spelling of CRS84, EPSG:4326 or WGS 84.
pub(super) fn check(crs: &Value) -> Result<()> {
    let properties = &crs["properties"];
    let name = match (crs, &properties["name"], &properties["code"]) {
        (Value::Null, ..) => return Ok(()),
        (Value::String(name), ..) | (_, Value::String(name), _) => name.clone(),
        (_, _, code @ (Value::Number(_) | Value::String(_))) => {
            format!("EPSG:{}", code.to_string().trim_matches('"'))
        }
        _ => crs.to_string(),
    };
    if is_wgs84(&name) {
        return Ok(());
    }
    Err(Error::new(format!(
        "its `crs` is `{name}`, but coordinates must be longitude and latitude on WGS 84"
    ))
    .with_hint("reproject it first, for instance: ogr2ogr -t_srs EPSG:4326 out.geojson IN"))
}

fn is_wgs84(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let last = name.rsplit([':', '/', '#']).next().unwrap_or_default().trim();
    match last {
        "CRS84" | "CRS84H" | "WGS84" | "WGS 84" => true,
        "4326" | "4979" => name.contains("EPSG"),
        _ => false,
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
            assert!(check(&crs).is_ok(), "{name}");
        }
        assert!(check(&Value::Null).is_ok());
        assert!(check(&json!({"type": "EPSG", "properties": {"code": 4326}})).is_ok());
        for name in [
            "urn:ogc:def:crs:EPSG::3857",
            "EPSG:32638",
            "EPSG:4258",
            "urn:ogc:def:crs:OGC:1.3:CRS83",
        ] {
            let crs = json!({"type": "name", "properties": {"name": name}});
            let error = check(&crs).unwrap_err().to_string();
            assert!(error.contains(&format!("its `crs` is `{name}`")), "{error}");
        }
        let link = check(&json!({"type": "link", "properties": {"href": "x.proj4"}}));
        assert!(link.unwrap_err().to_string().contains("x.proj4"));
        let code = check(&json!({"type": "EPSG", "properties": {"code": 3857}}));
        assert!(code.unwrap_err().to_string().contains("`EPSG:3857`"));
    }
}
