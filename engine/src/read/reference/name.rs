//! How files name a reference system.

/// An authority and its code, such as `EPSG` and `25832`, of a name: `EPSG:25832`, `urn:ogc:def:crs:EPSG::25832`,
/// `http://www.opengis.net/def/crs/EPSG/0/25832`. None where it has anything else beside them, such as a second code.
pub(super) fn parts(name: &str) -> Option<(&str, &str)> {
    let marks = [':', '/', '#'];
    let (before, code) = name.trim().rsplit_once(marks)?;
    let mut words = before.rsplit(marks);
    let last = words.next()?;
    // Between them, a name may have a version: any number in a URN or an address, elsewhere one with a point.
    let has_version = last.chars().all(|c| c.is_ascii_digit() || c == '.');
    let authority = if has_version { words.next()? } else { last };
    let is_short = words.clone().next().is_none();
    if has_version && is_short && !last.is_empty() && !last.contains('.') {
        return None;
    }
    // A number before the authority is the code of another system.
    if words.any(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_authority =
        authority.starts_with(|c: char| c.is_ascii_alphabetic()) && authority.chars().all(is_word);
    is_authority.then_some((authority, code.trim()))
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
        assert_eq!(parts("EPSG::4326"), Some(("EPSG", "4326")));
        for name in [
            "WGS 84",
            "WGS 84 / UTM zone 33N",
            "EPSG:2154,EPSG:3857",
            "EPSG:2154:3857",
            "EPSG:2154 EPSG:3857",
            "EPSG:2154:EPSG:3857",
            "urn:ogc:def:crs:EPSG::2154:EPSG::3857",
            "EPSG:2154/EPSG::2154:3857",
            "urn:ogc:def:crs:EPSG::2154,EPSG:3857",
            ":25832",
            "25832",
        ] {
            assert_eq!(parts(name), None, "{name}");
        }
    }
}
