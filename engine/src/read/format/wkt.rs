//! Well-known text: geometries as ISO 19125 and SQL/MM have them, and PostGIS with `SRID=4326;` before them (EWKT). No format
//! by itself.

use super::srid::other_system;
use crate::read::land::{Chain, Converter, Place, Position, Source, error_at};
use crate::{Error, Result};

use crate::model::GridPoint;

/// A geometry in well-known text, of this reference system or of none that it states; and in which line of its file it begins.
pub(super) struct Wkt {
    pub text: String,
    pub srid: u32,
    pub line: usize,
}

/// How many collections may be in one another, so that a small file cannot exhaust the stack.
const DEEPEST: usize = 64;

/// The kinds that are read.
const KINDS: [&str; 7] = [
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
];
/// Those that are not.
const UNREAD: [&str; 10] = [
    "CIRCULARSTRING",
    "COMPOUNDCURVE",
    "CURVEPOLYGON",
    "MULTICURVE",
    "MULTISURFACE",
    "CURVE",
    "SURFACE",
    "POLYHEDRALSURFACE",
    "TIN",
    "TRIANGLE",
];

/// Whether a text starts as such a geometry, read or not.
pub(super) fn recognises(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    if reader.srid().is_some() {
        return true;
    }
    let Some(kind) = reader.kind() else { return false };
    let is_known = KINDS.contains(&kind.as_str()) || UNREAD.contains(&kind.as_str());
    is_known && (reader.rest.starts_with('(') || reader.is_empty_next())
}

/// The number of the reference system that a text states, if it does.
pub(super) fn srid(text: &str) -> Option<u32> {
    let stated = Reader { rest: text }.srid()?;
    stated.parse().ok()
}

impl Source for Wkt {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        let place = &Place::ROOT.at("line", self.line);
        let mut reader = Reader { rest: &self.text };
        if let Some(stated) = reader.srid().filter(|stated| !stated.is_empty()) {
            match stated.parse() {
                Ok(srid) if srid == 0 || srid == self.srid => {}
                Ok(srid) => return Err(other_system(srid, self.srid, place)),
                Err(_) => return Err(unexpected(stated, "the number of a reference system", place)),
            }
        }
        reader.geometry(converter, place, DEEPEST)?;
        match reader.rest.trim() {
            "" => Ok(()),
            more => Err(unexpected(more, "the end of the geometry", place)),
        }
    }
}

/// What is left of a text.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a sign, if it is next.
    fn takes(&mut self, sign: char) -> bool {
        self.skip_blanks();
        let after = self.rest.strip_prefix(sign);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn expect(&mut self, sign: char, place: &Place<'_>) -> Result<()> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(unexpected(self.rest, &format!("`{sign}`"), place))
    }

    /// Takes the number of a reference system, if one is stated.
    fn srid(&mut self) -> Option<&'t str> {
        self.skip_blanks();
        let stated = self
            .rest
            .get(..5)
            .filter(|start| start.eq_ignore_ascii_case("SRID="))?;
        let (number, rest) = self.rest[stated.len()..].split_once(';')?;
        self.rest = rest;
        Some(number.trim())
    }

    /// The next letters, without taking them.
    fn word(&mut self) -> &'t str {
        self.skip_blanks();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic());
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    /// Takes the kind of a geometry, in capitals, and whether it has heights or measures, which says nothing of how many
    /// numbers there are that the numbers do not.
    fn kind(&mut self) -> Option<String> {
        let word = self.word();
        self.rest = &self.rest[word.len()..];
        let word = word.to_ascii_uppercase();
        let plain = ["ZM", "Z", "M"]
            .into_iter()
            .find_map(|mark| word.strip_suffix(mark));
        let plain = plain.filter(|plain| KINDS.contains(plain)).unwrap_or(&word);
        if matches!(self.word().to_ascii_uppercase().as_str(), "Z" | "M" | "ZM") {
            self.rest = &self.rest[self.word().len()..];
        }
        self.skip_blanks();
        (!plain.is_empty()).then(|| plain.to_owned())
    }

    fn is_empty_next(&mut self) -> bool {
        self.word().eq_ignore_ascii_case("EMPTY")
    }

    /// Takes `EMPTY`, if it is next.
    fn takes_empty(&mut self) -> bool {
        let is_empty = self.is_empty_next();
        if is_empty {
            self.rest = &self.rest["EMPTY".len()..];
        }
        is_empty
    }

    /// Takes a geometry; `depth` is how many collections may still be in it.
    fn geometry(&mut self, converter: &mut Converter, place: &Place<'_>, depth: usize) -> Result<()> {
        let start = self.rest;
        let Some(kind) = self.kind().filter(|kind| KINDS.contains(&kind.as_str())) else {
            return Err(no_kind(start, place));
        };
        if self.takes_empty() {
            converter.empty(place);
            return Ok(());
        }
        match kind.as_str() {
            "POINT" => {
                let positions = self.positions(place)?;
                if positions.0.len() != 1 {
                    return Err(error_at(
                        place,
                        format!("the point has {} positions, not one", positions.0.len()),
                    ));
                }
                let points = positions.on_grid(converter, place)?;
                converter.points(points);
            }
            "LINESTRING" => converter.line(self.positions(place)?, place)?,
            "POLYGON" => self.polygon(converter, place)?,
            "MULTIPOINT" => {
                let points = self.points(place)?.on_grid(converter, place)?;
                converter.points(points);
            }
            "MULTILINESTRING" => self.parts(place, "line", |reader, place| {
                if reader.takes_empty() {
                    converter.empty(place);
                    return Ok(());
                }
                converter.line(reader.positions(place)?, place)
            })?,
            "MULTIPOLYGON" => {
                self.parts(place, "polygon", |reader, place| reader.polygon(converter, place))?;
            }
            _ => {
                let Some(depth) = depth.checked_sub(1) else {
                    return Err(error_at(
                        place,
                        format!("more than {DEEPEST} collections are in one another"),
                    ));
                };
                self.parts(place, "geometry", |reader, place| {
                    reader.geometry(converter, place, depth)
                })?;
            }
        }
        Ok(())
    }

    /// Takes the parts of what consists of several, each by `part`.
    fn parts(
        &mut self,
        place: &Place<'_>,
        what: &'static str,
        mut part: impl FnMut(&mut Self, &Place<'_>) -> Result<()>,
    ) -> Result<()> {
        self.expect('(', place)?;
        for i in 0.. {
            part(self, &place.at(what, i))?;
            if !self.takes(',') {
                break;
            }
        }
        self.expect(')', place)
    }

    fn polygon(&mut self, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
        if self.takes_empty() {
            converter.empty(place);
            return Ok(());
        }
        let mut rings = Vec::new();
        self.parts(place, "ring", |reader, place| {
            if !reader.takes_empty() {
                rings.push(reader.positions(place)?);
            }
            Ok(())
        })?;
        if rings.is_empty() {
            converter.empty(place);
            return Ok(());
        }
        converter.polygon(rings, place)
    }

    /// Takes the positions of a line or ring.
    fn positions(&mut self, place: &Place<'_>) -> Result<Positions> {
        let mut positions = Vec::new();
        self.parts(place, "position", |reader, place| {
            positions.push(reader.position(place)?);
            Ok(())
        })?;
        Ok(Positions(positions))
    }

    /// Takes points, each in parentheses of its own or not.
    fn points(&mut self, place: &Place<'_>) -> Result<Positions> {
        let mut points = Vec::new();
        self.parts(place, "position", |reader, place| {
            if reader.takes_empty() {
                return Ok(());
            }
            let is_enclosed = reader.takes('(');
            points.push(reader.position(place)?);
            if is_enclosed {
                reader.expect(')', place)
            } else {
                Ok(())
            }
        })?;
        Ok(Positions(points))
    }

    fn position(&mut self, place: &Place<'_>) -> Result<Position> {
        let (lon, lat) = (self.number(place)?, self.number(place)?);
        let mut more = 0;
        while self.is_number_next() {
            self.number(place)?;
            more += 1;
        }
        Ok(Position {
            lon,
            lat,
            extra: more > 1,
        })
    }

    fn is_number_next(&mut self) -> bool {
        self.skip_blanks();
        !self.rest.starts_with([',', ')']) && !self.rest.is_empty()
    }

    fn number(&mut self, place: &Place<'_>) -> Result<f64> {
        self.skip_blanks();
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'));
        let (number, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let is_digits = number
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
        let parsed = number.parse().ok().filter(|_| is_digits);
        let parsed = parsed.ok_or_else(|| unexpected(self.rest, "a number", place))?;
        self.rest = rest;
        Ok(parsed)
    }
}

/// The positions of a line or ring.
struct Positions(Vec<Position>);

impl Chain for Positions {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        converter.chain(self.0, place)
    }
}

fn no_kind(start: &str, place: &Place<'_>) -> Error {
    let kind = Reader { rest: start }.kind().unwrap_or_default();
    if UNREAD.contains(&kind.as_str()) {
        return error_at(place, format!("its geometry is a {kind}, which is not read"))
            .with_hint("make polygons of it: ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg IN");
    }
    unexpected(start, "a kind of geometry, such as POLYGON", place)
}

/// The error for what is not as it should be.
fn unexpected(found: &str, wanted: &str, place: &Place<'_>) -> Error {
    const SHOWN: usize = 20;
    let shown: String = found.trim_start().chars().take(SHOWN).collect();
    let found = match shown.as_str() {
        "" => "its geometry ends".to_owned(),
        shown => format!("its geometry has `{shown}`"),
    };
    error_at(place, format!("{found} where {wanted} should be"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Feature, Layer};
    use crate::read::land::{Collector, Conversion, Mode};

    fn layer(text: &str) -> Result<Layer> {
        let mut collector = Collector::new(Mode::Strict, Conversion::Immediate);
        let text = text.to_owned();
        let (srid, line) = (4326, 2);
        collector.feature(Feature::default(), Wkt { text, srid, line })?;
        Ok(collector.finish()?.layer)
    }

    #[test]
    fn every_kind_is_what_it_is_in_geojson() {
        let square = "[[10,20],[11,20],[11,21],[10,21],[10,20]]";
        let text = "(10 20, 11 20, 11 21, 10 21, 10 20)";
        for (text, geometry) in [
            (
                "point(1 2)".to_owned(),
                r#"{"type":"Point","coordinates":[1,2]}"#.to_owned(),
            ),
            (
                "POINT Z (1 2 3)".to_owned(),
                r#"{"type":"Point","coordinates":[1,2]}"#.to_owned(),
            ),
            (
                "MULTIPOINT (1 2, 3 4)".to_owned(),
                r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#.to_owned(),
            ),
            (
                "MULTIPOINT((1 2),EMPTY,(3 4))".to_owned(),
                r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#.to_owned(),
            ),
            (
                "LINESTRINGM(1 2 0,\n3 4 0)".to_owned(),
                r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#.to_owned(),
            ),
            (
                "MultiLineString ((1 2, 3 4))".to_owned(),
                r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}"#.to_owned(),
            ),
            (
                format!("SRID=4326;POLYGON({text})"),
                format!(r#"{{"type":"Polygon","coordinates":[{square}]}}"#),
            ),
            (
                format!(" Multipolygon (({text}))"),
                format!(r#"{{"type":"MultiPolygon","coordinates":[[{square}]]}}"#),
            ),
            (
                format!("GEOMETRYCOLLECTION(POINT(1 2), GEOMETRYCOLLECTION(POLYGON({text})))"),
                format!(
                    r#"{{"type":"GeometryCollection","geometries":[{{"type":"Point","coordinates":[1,2]}},
                    {{"type":"Polygon","coordinates":[{square}]}}]}}"#
                ),
            ),
            (
                "POLYGON EMPTY".to_owned(),
                r#"{"type":"Polygon","coordinates":[]}"#.to_owned(),
            ),
            (
                "POINT (1e1 -2.5E0)".to_owned(),
                r#"{"type":"Point","coordinates":[10,-2.5]}"#.to_owned(),
            ),
        ] {
            let (read, same) = (layer(&text).unwrap(), Layer::read(&geometry, "").unwrap());
            assert_eq!(read.features[0].geometry, same.features[0].geometry, "{text}");
            assert_eq!(read.notices.iter().count(), same.notices.iter().count(), "{text}");
            assert!(recognises(&text), "{text}");
        }
    }

    #[test]
    fn faults_have_their_places() {
        let deep = "GEOMETRYCOLLECTION(".repeat(10_000);
        for (text, what) in [
            (
                "POLYGON((0 0, 1 0, 1 91, 0 0))",
                "feature 0, line 2, ring 0, position 2: latitude 91",
            ),
            (
                "POLYGON((0 0, 1 x, 1 1, 0 0))",
                "line 2, ring 0, position 1: its geometry has `x, 1 1, 0 0))` where a number",
            ),
            (
                "POLYGON((0 0, 1",
                "line 2, ring 0, position 1: its geometry ends where a number",
            ),
            (
                "POLYGON((0 0, 1 1, 0 0)",
                "line 2: its geometry ends where `)` should be",
            ),
            (
                "POLYGON((0 0, 1 1, 0 0))",
                "line 2, ring 0: the ring has 3 positions",
            ),
            (
                "MULTIPOLYGON(((0 0)), POLYGON",
                "polygon 0, ring 0: the ring has 1 position",
            ),
            ("POINT(nan inf)", "where a number should be"),
            ("POINT(1 2, 3 4)", "the point has 2 positions"),
            (
                "POINT(1 2) x",
                "its geometry has `x` where the end of the geometry",
            ),
            (
                "CURVEPOLYGON((0 0))",
                "its geometry is a CURVEPOLYGON, which is not read",
            ),
            (
                "SRID=3857;POINT(1 2)",
                "in the reference system 3857, and those of the file are in 4326",
            ),
            ("hello", "where a kind of geometry, such as POLYGON"),
            ("", "its geometry ends where a kind of geometry"),
            (&deep, "more than 64 collections"),
        ] {
            let error = layer(text).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
        for text in ["hello", "", "POLYGON", "POINT OF NO RETURN", "Curve", "SRID"] {
            assert!(!recognises(text), "{text}");
        }
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let whole = "SRID=4326;GEOMETRYCOLLECTION Z(POINT(1 2), MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0))), LINESTRING EMPTY)é";
        for at in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
            let _ = (layer(&whole[..at]), recognises(&whole[at..]));
            for other in ["(", ")", ",", ";", "é", "\0", "Z", "9"] {
                let _ = layer(&format!("{}{other}{}", &whole[..at], &whole[at..]));
            }
        }
    }
}
