//! The reference system that a `.prj` states, in the well-known text of ESRI or OGC (WKT 1 and 2).

use crate::error::ErrorKind;
use crate::read::reference::{System, state_or_reproject};
use crate::{Error, Result};

/// Datums whose degrees are those of WGS 84 to within two metres, as they are called without `D_`, blanks and the like.
const AS_WGS84: [&str; 17] = [
    "wgs1984",
    "wgs84",
    "worldgeodeticsystem1984",
    "etrs1989",
    "europeanterrestrialreferencesystem1989",
    "northamerican1983",
    "northamericandatum1983",
    "nad83",
    "gda1994",
    "geocentricdatumofaustralia1994",
    "gda2020",
    "geocentricdatumofaustralia2020",
    "nzgd2000",
    "newzealandgeodeticdatum2000",
    "china2000",
    "sirgas2000",
    "jgd2011",
];
/// How the names of whole families of such datums start: realisations of them, and of the international frame.
const FAMILIES: [&str; 5] = [
    "wgs1984",
    "worldgeodeticsystem1984",
    "europeanterrestrialreferencesystem1989",
    "nad1983",
    "itrf",
];

/// Characters of the name of a system that messages show.
const NAME: usize = 80;

/// What a `.prj` states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stated {
    /// Longitude and latitude as on WGS 84.
    Degrees,
    /// Another system: its name, and its number of EPSG where it states one.
    Other { name: String, code: Option<u32> },
    /// A text that is not understood.
    Unknown,
}

/// What a `.prj` states.
pub(super) fn stated(prj: &[u8]) -> Stated {
    const LONGEST: usize = 1 << 16;
    if prj.len() > LONGEST {
        return Stated::Unknown;
    }
    let text = String::from_utf8_lossy(prj);
    let Some(node) = Node::parse(text.trim_start_matches('\u{feff}')) else {
        return Stated::Unknown;
    };
    if node.geographic().is_some_and(Node::is_wgs84) {
        return Stated::Degrees;
    }
    let name = node.name().unwrap_or_default();
    Stated::Other {
        name: name.chars().take(NAME).collect(),
        code: node.code().or_else(|| code_of_name(name)),
    }
}

/// Systems that ESRI and GDAL write without the code of EPSG that they are.
const ESRI_NAMES: [(&str, u32); 25] = [
    ("WGS_1984_Web_Mercator_Auxiliary_Sphere", 3857),
    ("WGS_1984_World_Mercator", 3395),
    ("RGF_1993_Lambert_93", 2154),
    ("British_National_Grid", 27700),
    ("CH1903+_LV95", 2056),
    ("CH1903_LV03", 21781),
    ("ETRS_1989_LAEA", 3035),
    ("ETRS89-extended_LAEA_Europe", 3035),
    ("ETRS_1989_LCC", 3034),
    ("MGI_Austria_Lambert", 31287),
    ("DHDN_3_Degree_Gauss_Zone_2", 31466),
    ("DHDN_3_Degree_Gauss_Zone_3", 31467),
    ("DHDN_3_Degree_Gauss_Zone_4", 31468),
    ("RD_New", 28992),
    ("Belge_Lambert_1972", 31370),
    ("Belge_Lambert_2008", 3812),
    ("ETRS_1989_Poland_CS92", 2180),
    ("NZGD_2000_New_Zealand_Transverse_Mercator", 2193),
    ("EUREF_FIN_TM35FIN", 3067),
    ("SWEREF99_TM", 3006),
    ("NAD_1983_Contiguous_USA_Albers", 5070),
    ("GDA_1994_Australia_Albers", 3577),
    ("ETRS_1989_Portugal_TM06", 3763),
    ("Monte_Mario_Italy_1", 3003),
    ("S-JTSK_Krovak_East_North", 5514),
];

/// The code of EPSG of a system that ESRI writes without one: a well-known one, or a zone of UTM.
fn code_of_name(name: &str) -> Option<u32> {
    if let Some((_, code)) = ESRI_NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let (datum, zone) = name.split_once("_UTM_Zone_")?;
    let (zone, is_north) = match zone.strip_suffix('N') {
        Some(zone) => (zone, true),
        None => (zone.strip_suffix('S')?, false),
    };
    let zone: u32 = zone.parse().ok().filter(|zone| (1..=60).contains(zone))?;
    match (datum, is_north) {
        ("WGS_1984", true) => Some(32600 + zone),
        ("WGS_1984", false) => Some(32700 + zone),
        ("ETRS_1989", true) if (28..=38).contains(&zone) => Some(25800 + zone),
        ("NAD_1983", true) if zone <= 23 => Some(26900 + zone),
        _ => None,
    }
}

/// The reference system of the coordinates: degrees as on WGS 84, or one that is read by the code that is stated.
///
/// # Errors
///
/// When another system is stated, or one that is not understood.
pub(super) fn system(prj: &[u8]) -> Result<System> {
    let what = match stated(prj) {
        Stated::Degrees => return Ok(System::Degrees),
        Stated::Other { name, code } => {
            let code = code.map(|code| code.to_string());
            let by_code = code.as_deref().map(|code| System::of_code("EPSG", code));
            if let Some(Ok(system)) = by_code {
                return Ok(system);
            }
            match code {
                Some(code) => format!(
                    "its .prj states the reference system `{name}` (EPSG:{code}), which is not among those that are read"
                ),
                None => format!(
                    "its .prj states the reference system `{name}` without its code, by which alone other systems than longitude and latitude on WGS 84 are read"
                ),
            }
        }
        Stated::Unknown => "the reference system that its .prj states is not understood".to_owned(),
    };
    Err(Error::new(what)
        .of_kind(ErrorKind::Geometry)
        .with_hint(state_or_reproject()))
}

/// A node of well-known text: `KEYWORD["text", 1.5, OTHER[…]]`.
#[derive(Debug, Default)]
struct Node<'t> {
    keyword: &'t str,
    values: Vec<&'t str>,
    nodes: Vec<Node<'t>>,
}

impl<'t> Node<'t> {
    /// The node that a text is.
    fn parse(text: &'t str) -> Option<Self> {
        /// How deep nodes may be in one another; real ones are five.
        const DEEPEST: usize = 32;
        let mut open: Vec<Self> = Vec::new();
        let mut rest = text.trim();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if let Some(quoted) = rest.strip_prefix('"') {
                let (value, after) = quoted.split_once('"')?;
                open.last_mut()?.values.push(value);
                rest = after;
            } else if let Some(after) = rest.strip_prefix([']', ')']) {
                let node = open.pop()?;
                match open.last_mut() {
                    Some(parent) => parent.nodes.push(node),
                    None => {
                        return after
                            .trim_matches(['\0', ' ', '\r', '\n'])
                            .is_empty()
                            .then_some(node);
                    }
                }
                rest = after;
            } else {
                let end = rest.find(['[', '(', ']', ')', ',', '"'])?;
                let (word, after) = rest.split_at(end);
                match after.strip_prefix(['[', '(']) {
                    Some(inner) if open.len() < DEEPEST => {
                        open.push(Self {
                            keyword: word.trim(),
                            ..Self::default()
                        });
                        rest = inner;
                    }
                    Some(_) => return None,
                    None => {
                        open.last_mut()?.values.push(word.trim());
                        rest = after;
                    }
                }
            }
        }
    }

    fn is(&self, keywords: &[&str]) -> bool {
        keywords
            .iter()
            .any(|keyword| self.keyword.eq_ignore_ascii_case(keyword))
    }

    fn node(&self, keywords: &[&str]) -> Option<&Self> {
        self.nodes.iter().find(|node| node.is(keywords))
    }

    fn name(&self) -> Option<&'t str> {
        self.values.first().copied()
    }

    /// The geographic system that it is, or the horizontal one of a compound system.
    fn geographic(&self) -> Option<&Self> {
        if self.is(&["COMPD_CS", "COMPOUNDCRS"]) {
            return self.nodes.first()?.geographic();
        }
        self.is(&["GEOGCS", "GEOGCRS", "GEODCRS", "GEOGRAPHICCRS", "GEODETICCRS"])
            .then_some(self)
    }

    /// Whether a geographic system has degrees as WGS 84 has.
    fn is_wgs84(&self) -> bool {
        const DEGREE: f64 = std::f64::consts::PI / 180.0;
        let number = |node: &Self| node.values.get(1).and_then(|value| value.parse::<f64>().ok());
        let plain = |name: &str| {
            let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            letters.to_ascii_lowercase()
        };
        let datum = self
            .node(&["DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF"])
            .and_then(Self::name);
        let is_datum = datum.is_some_and(|datum| {
            let datum = plain(datum.strip_prefix("D_").unwrap_or(datum));
            let datum = datum.trim_end_matches("ensemble");
            AS_WGS84.contains(&datum) || FAMILIES.iter().any(|family| datum.starts_with(family))
        });
        let is_greenwich = self
            .node(&["PRIMEM", "PRIMEMERIDIAN"])
            .is_none_or(|meridian| number(meridian) == Some(0.0));
        let unit = self.node(&["UNIT", "ANGLEUNIT"]);
        let is_degrees = unit
            .and_then(number)
            .is_none_or(|unit| (unit - DEGREE).abs() < 1e-9);
        is_datum && is_greenwich && is_degrees
    }

    /// The number that EPSG has given it, where it states that.
    fn code(&self) -> Option<u32> {
        let authority = self.node(&["AUTHORITY", "ID"])?;
        let is_epsg = authority.name()?.eq_ignore_ascii_case("EPSG");
        authority.values.get(1).filter(|_| is_epsg)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    #[test]
    fn degrees_on_wgs84_and_its_like_pass() {
        let etrs = WGS84.replace("D_WGS_1984", "D_ETRS_1989");
        let nad = r#"GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.01745329251994328]]"#;
        let second = r#"GEOGCRS["WGS 84",ENSEMBLE["World Geodetic System 1984 ensemble",MEMBER["World Geodetic System 1984 (Transit)"],ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]],ENSEMBLEACCURACY[2.0]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],CS[ellipsoidal,2],AXIS["geodetic latitude (Lat)",north],ID["EPSG",4326]]"#;
        let compound = format!(r#"COMPD_CS["x",{WGS84},VERT_CS["EGM96",VERT_DATUM["EGM96",2005]]]"#);
        for text in [WGS84, &etrs, nad, second, &compound, &format!("{WGS84}\r\n")] {
            assert_eq!(stated(text.as_bytes()), Stated::Degrees, "{text}");
        }
    }

    #[test]
    fn others_are_named_with_their_code() {
        let other = |text: &str| match stated(text.as_bytes()) {
            Stated::Other { name, code } => (name, code),
            stated => panic!("{stated:?}"),
        };
        let utm = format!(
            r#"PROJCS["WGS 84 / UTM zone 38N",{WGS84},PROJECTION["Transverse_Mercator"],UNIT["Meter",1.0],AUTHORITY["EPSG","32638"]]"#
        );
        assert_eq!(other(&utm), ("WGS 84 / UTM zone 38N".to_owned(), Some(32638)));
        let esri = utm.replace(r#",AUTHORITY["EPSG","32638"]"#, "");
        assert_eq!(other(&esri).1, None);
        assert_eq!(
            other(&WGS84.replace("D_WGS_1984", "D_Pulkovo_1942")).0,
            "GCS_WGS_1984"
        );
        assert_eq!(
            other(&WGS84.replace("0.0174532925199433", "0.01570796326794897")).1,
            None
        );
        assert_eq!(
            other(&WGS84.replace("\"Greenwich\",0.0", "\"Paris\",2.337229166666667")).1,
            None
        );
        let lambert = utm.replace("32638", "99999");
        let error = system(lambert.as_bytes()).err().unwrap().to_string();
        assert!(
            error.contains("`WGS 84 / UTM zone 38N` (EPSG:99999)") && error.contains("ogr2ogr"),
            "{error}"
        );
        let error = system(esri.as_bytes()).err().unwrap().to_string();
        assert!(error.contains("without its code"), "{error}");
    }

    #[test]
    fn systems_of_esri_that_differ_by_their_zone_have_their_codes() {
        for (name, code) in [
            ("WGS_1984_UTM_Zone_38N", Some(32638)),
            ("WGS_1984_UTM_Zone_5S", Some(32705)),
            ("ETRS_1989_UTM_Zone_33N", Some(25833)),
            ("NAD_1983_UTM_Zone_10N", Some(26910)),
            ("WGS_1984_Web_Mercator_Auxiliary_Sphere", Some(3857)),
            ("RGF_1993_Lambert_93", Some(2154)),
            ("WGS_1984_UTM_Zone_61N", None),
            ("WGS_1984_UTM_Zone_38", None),
            ("NAD_1927_UTM_Zone_10N", None),
        ] {
            assert_eq!(code_of_name(name), code, "{name}");
        }
    }

    #[test]
    fn what_is_no_such_text_is_not_understood() {
        let deep = "A[".repeat(100_000);
        for text in [
            "",
            "WGS84",
            "GEOGCS[",
            "GEOGCS[\"x",
            "]",
            "A[]]",
            "\"",
            &deep,
            "A[] B[]",
        ] {
            assert_eq!(stated(text.as_bytes()), Stated::Unknown, "{text:.20}");
        }
        for at in 0..WGS84.len() {
            assert_eq!(stated(&WGS84.as_bytes()[..at]), Stated::Unknown);
        }
    }
}
