//! How files name a reference system.

/// An authority and its code, such as `EPSG` and `25832`, of a name: `EPSG:25832`, `urn:ogc:def:crs:EPSG::25832`,
/// `http://www.opengis.net/def/crs/EPSG/0/25832`.
pub(super) fn parts(name: &str) -> Option<(&str, &str)> {
    let marks = [':', '/', '#'];
    let (before, code) = name.trim().rsplit_once(marks)?;
    // Between them, a name may have a version.
    let mut words = before.rsplit(marks);
    let authority = words.find(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    Some((authority, code.trim()))
}

/// The code of EPSG for what others have under theirs: Web Mercator had several before.
#[cfg(feature = "reproject")]
pub(super) fn epsg_code(authority: &str, code: &str) -> Option<u16> {
    const WEB_MERCATOR: u16 = 3857;
    match (authority.to_ascii_uppercase().as_str(), code) {
        ("EPSG" | "ESRI", "900913" | "102100" | "102113") => Some(WEB_MERCATOR),
        ("EPSG", code) => code.parse().ok(),
        _ => None,
    }
}

/// Whether an authority's code is longitude and latitude on WGS 84, or on what equals it on maps: ETRS89 is taken for it by
/// every program.
pub(super) fn is_degrees(authority: &str, code: &str) -> bool {
    match authority.to_ascii_uppercase().as_str() {
        "EPSG" => matches!(code, "4326" | "4979" | "4258" | "4937"),
        "OGC" | "CRS" => matches!(code.to_ascii_uppercase().as_str(), "CRS84" | "CRS84H" | "84"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_an_authority_and_a_code() {
        for name in [
            "EPSG:25832",
            "urn:ogc:def:crs:EPSG::25832",
            "urn:ogc:def:crs:EPSG:9.9:25832",
            "http://www.opengis.net/def/crs/EPSG/0/25832",
            "http://www.opengis.net/gml/srs/EPSG#25832",
        ] {
            assert_eq!(parts(name), Some(("EPSG", "25832")), "{name}");
        }
        assert_eq!(parts("urn:ogc:def:crs:OGC:1.3:CRS84"), Some(("OGC", "CRS84")));
        assert_eq!(parts("WGS 84"), None);
    }
}
