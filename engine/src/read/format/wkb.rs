//! Well-known binary: geometries as ISO 19125 and SQL/MM have them, and with the flags of PostGIS (EWKB). No format by
//! itself; several hold it.

use super::srid::{WGS84, other_system};
use crate::model::GridPoint;
use crate::read::land::{Chain, Converter, Place, Position, Source, error_at};
use crate::{Error, Result};

/// A geometry in well-known binary: these bytes and no others.
pub(in crate::read) struct Wkb<'b>(pub &'b [u8]);

impl Source for Wkb<'_> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        self::convert(self.0, WGS84, converter, &Place::ROOT)
    }
}

/// What a geometry states at its beginning.
pub(super) struct Beginning {
    /// Its reference system, if it states one.
    pub srid: Option<u32>,
}

/// What bytes, of which there may be more, state if they begin as such a geometry.
pub(super) fn beginning(bytes: &[u8]) -> Option<Beginning> {
    let order = match bytes.first()? {
        0 => Order::Big,
        1 => Order::Little,
        _ => return None,
    };
    let number = |at: usize| Some(order.u32(bytes.get(at..at + 4)?.try_into().ok()?));
    let code = number(1)?;
    let kind = (code & CODE) % 1000;
    let is_kind = (kind::POINT..=kind::MULTI_SURFACE).contains(&kind) || unread(kind).is_some();
    let srid = number(5)?;
    is_kind.then_some(Beginning {
        srid: (code & HAS_SRID != 0).then_some(srid),
    })
}

/// Converts the bytes of a geometry that states this reference system or none.
pub(super) fn convert(bytes: &[u8], srid: u32, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    let mut reader = Reader { rest: bytes, srid };
    geometry(&mut reader, converter, place, DEEPEST)?;
    match reader.rest.len() {
        0 => Ok(()),
        more => Err(damaged(
            place,
            format!("{more} bytes follow after the end of its geometry"),
        )),
    }
}

/// That of a row of a table, which may have none.
impl Source for Option<Wkb<'_>> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        if let Some(wkb) = self {
            return wkb.convert(converter);
        }
        converter.no_geometry();
        Ok(())
    }
}

/// How many collections may be in one another, so that a small file cannot exhaust the stack.
const DEEPEST: usize = 64;

/// Types of geometry by their numbers (ISO 19125-1 and SQL/MM part 3, table 15).
pub(super) mod kind {
    pub(in crate::read) const POINT: u32 = 1;
    pub(in crate::read) const LINE: u32 = 2;
    pub(in crate::read) const POLYGON: u32 = 3;
    pub(in crate::read) const MULTI_POINT: u32 = 4;
    pub(in crate::read) const MULTI_LINE: u32 = 5;
    pub(in crate::read) const MULTI_POLYGON: u32 = 6;
    pub(in crate::read) const COLLECTION: u32 = 7;
    /// May hold curves or lines, and surfaces or polygons: with lines and polygons alone they are what 5 and 6 are.
    pub(in crate::read) const MULTI_CURVE: u32 = 11;
    pub(in crate::read) const MULTI_SURFACE: u32 = 12;
}

/// What a type is called that is not read; none where it is.
fn unread(kind: u32) -> Option<&'static str> {
    let name = match kind {
        8 => "CircularString",
        9 => "CompoundCurve",
        10 => "CurvePolygon",
        13 => "Curve",
        14 => "Surface",
        15 => "PolyhedralSurface",
        16 => "TIN",
        17 => "Triangle",
        18 => "Circle",
        19 => "GeodesicString",
        20 => "EllipticalCurve",
        21 => "NurbsCurve",
        22 => "Clothoid",
        23 => "SpiralCurve",
        24 => "CompoundSurface",
        _ => return None,
    };
    Some(name)
}

/// How a geometry begins: its byte order and type, and what each of its positions holds.
#[derive(Clone, Copy)]
struct Header {
    order: Order,
    kind: u32,
    /// Numbers of a position: two, with Z or M three, with both four.
    numbers: usize,
}

/// Which byte of a number is first.
#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

impl Order {
    fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Big => u32::from_be_bytes(bytes),
            Self::Little => u32::from_le_bytes(bytes),
        }
    }

    fn f64(self, bytes: [u8; 8]) -> f64 {
        match self {
            Self::Big => f64::from_be_bytes(bytes),
            Self::Little => f64::from_le_bytes(bytes),
        }
    }
}

/// What is left of a geometry, and the reference system that it may state.
struct Reader<'b> {
    rest: &'b [u8],
    srid: u32,
}

/// In the code of a type, that a reference system follows.
const HAS_SRID: u32 = 0x2000_0000;
/// The code of a type without flags.
const CODE: u32 = 0x1fff_ffff;

impl<'b> Reader<'b> {
    fn bytes(&mut self, count: usize, place: &Place<'_>) -> Result<&'b [u8]> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| damaged(place, "its geometry ends too early"))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self, place: &Place<'_>) -> Result<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N, place)?);
        Ok(array)
    }

    fn header(&mut self, place: &Place<'_>) -> Result<Header> {
        let order = match self.array(place)? {
            [0] => Order::Big,
            [1] => Order::Little,
            [other] => {
                let what = format!("its geometry starts with the byte {other}, which is no byte order");
                return Err(damaged(place, what));
            }
        };
        let code = order.u32(self.array(place)?);
        let [flag_z, flag_m, flag_srid] = [0x8000_0000, 0x4000_0000, HAS_SRID].map(|flag| code & flag != 0);
        let code = code & CODE;
        let (has_z, has_m) = match code / 1000 {
            0 => (flag_z, flag_m),
            1 => (true, flag_m),
            2 => (flag_z, true),
            3 => (true, true),
            _ => return Err(damaged(place, format!("{code} is not a type of geometry"))),
        };
        if flag_srid {
            let srid = order.u32(self.array(place)?);
            if srid != 0 && srid != self.srid {
                return Err(other_system(srid, self.srid, place));
            }
        }
        Ok(Header {
            order,
            kind: code % 1000,
            numbers: 2 + usize::from(has_z) + usize::from(has_m),
        })
    }

    /// How many parts follow, each of which takes `least` bytes or more.
    fn count(&mut self, order: Order, least: usize, what: &str, place: &Place<'_>) -> Result<usize> {
        let count = order.u32(self.array(place)?) as usize;
        match count.checked_mul(least) {
            Some(bytes) if bytes <= self.rest.len() => Ok(count),
            _ => Err(damaged(
                place,
                format!("it should have {count} {what}, which its geometry has no room for"),
            )),
        }
    }

    fn positions(&mut self, header: Header, place: &Place<'_>) -> Result<Positions<'b>> {
        let size = header.numbers * size_of::<f64>();
        let count = self.count(header.order, size, "positions", place)?;
        let bytes = self.bytes(count * size, place)?;
        Ok(Positions { bytes, header })
    }

    fn position(&mut self, header: Header, place: &Place<'_>) -> Result<Positions<'b>> {
        let bytes = self.bytes(header.numbers * size_of::<f64>(), place)?;
        Ok(Positions { bytes, header })
    }
}

/// The least bytes of a ring, and of a geometry.
const RING: usize = 4;
const GEOMETRY: usize = 9;

/// Reads one geometry; `depth` is how many collections may still be in it.
fn geometry(reader: &mut Reader, converter: &mut Converter, place: &Place<'_>, depth: usize) -> Result<()> {
    let header = reader.header(place)?;
    match header.kind {
        kind::POINT => point(reader, header, converter, place),
        kind::LINE => {
            let line = reader.positions(header, place)?;
            if line.bytes.is_empty() {
                converter.empty(place);
                return Ok(());
            }
            converter.line(Ok(line), place)
        }
        kind::POLYGON => polygon(reader, header, converter, place),
        _ => parts(reader, header, converter, place, depth),
    }
}

/// Reads the parts of a geometry that consists of others.
fn parts(
    reader: &mut Reader,
    header: Header,
    converter: &mut Converter,
    place: &Place<'_>,
    depth: usize,
) -> Result<()> {
    let (name, of) = match header.kind {
        kind::MULTI_POINT => ("position", Some(kind::POINT)),
        kind::MULTI_LINE | kind::MULTI_CURVE => ("line", Some(kind::LINE)),
        kind::MULTI_POLYGON | kind::MULTI_SURFACE => ("polygon", Some(kind::POLYGON)),
        kind::COLLECTION => ("geometry", None),
        other => return Err(not_read(other, place)),
    };
    let Some(depth) = depth.checked_sub(1) else {
        return Err(damaged(
            place,
            format!("more than {DEEPEST} collections are in one another"),
        ));
    };
    let count = reader.count(header.order, GEOMETRY, "parts", place)?;
    if count == 0 && of.is_some() {
        converter.empty(place);
    }
    for i in 0..count {
        let place = place.at(name, i);
        if let Some(of) = of {
            let found = Reader { ..*reader }.header(&place)?.kind;
            if unread(found).is_some() {
                return Err(not_read(found, &place));
            }
            if found != of {
                return Err(damaged(&place, format!("it is of type {found}, not {of}")));
            }
        }
        geometry(reader, converter, &place, depth)?;
    }
    Ok(())
}

fn point(reader: &mut Reader, header: Header, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    let Some(position) = reader.position(header, place)?.iter().next() else {
        return Ok(());
    };
    // This is how an empty point is written.
    if position.lon.is_nan() && position.lat.is_nan() {
        converter.empty(place);
        return Ok(());
    }
    let point = converter.snap(position, place)?;
    converter.points([point]);
    Ok(())
}

fn polygon(reader: &mut Reader, header: Header, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    let count = reader.count(header.order, RING, "rings", place)?;
    if count == 0 {
        converter.empty(place);
        return Ok(());
    }
    // Each is read when the converter asks for it.
    let rings = (0..count).map(|i| reader.positions(header, &place.at("ring", i)));
    converter.polygon(rings, place)
}

/// Positions one after another.
struct Positions<'b> {
    bytes: &'b [u8],
    header: Header,
}

impl Positions<'_> {
    fn iter(&self) -> impl Iterator<Item = Position> + '_ {
        let Header { order, numbers, .. } = self.header;
        let number = move |bytes: &[u8]| {
            let mut array = [0; size_of::<f64>()];
            array.copy_from_slice(bytes);
            order.f64(array)
        };
        let size = numbers * size_of::<f64>();
        self.bytes.chunks_exact(size).map(move |position| Position {
            lon: number(&position[..8]),
            lat: number(&position[8..16]),
            extra: numbers > 3,
        })
    }
}

/// A line or ring, or why it cannot be read.
impl Chain for Result<Positions<'_>> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        converter.chain(self?.iter(), place)
    }
}

/// The error for a geometry of a type that is not read.
pub(super) fn not_read(kind: u32, place: &Place<'_>) -> Error {
    match unread(kind) {
        Some(name @ ("PolyhedralSurface" | "TIN" | "Triangle")) => {
            error_at(place, format!("it is a {name}, which is not read"))
                .with_hint("make polygons of it: ogr2ogr -nlt MULTIPOLYGON out.geojson IN")
        }
        Some(name) => error_at(place, format!("it is a {name}; curves are not read"))
            .with_hint("make straight edges of its curves: ogr2ogr -nlt CONVERT_TO_LINEAR out.geojson IN"),
        None => damaged(place, format!("{kind} is not a type of geometry")),
    }
}

fn damaged(place: &Place<'_>, message: impl Into<String>) -> Error {
    error_at(place, message).with_hint("the file is damaged, or was written by a faulty program")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Feature, Layer, NoticeKind};
    use crate::read::land::{Collector, Conversion, Mode};

    fn layer(bytes: &[u8]) -> Result<Layer> {
        let mut collector = Collector::new(Mode::Strict, Conversion::Immediate);
        collector.feature(Feature::default(), Wkb(bytes))?;
        Ok(collector.finish()?.layer)
    }

    fn error(bytes: &[u8]) -> String {
        layer(bytes).unwrap_err().to_string()
    }

    /// What the same geometry is in GeoJSON.
    fn geojson(geometry: &str) -> Layer {
        Layer::read(geometry, "").unwrap()
    }

    /// Writes geometries in either byte order.
    #[derive(Clone)]
    struct Writer {
        order: Order,
        bytes: Vec<u8>,
    }

    impl Writer {
        fn new(order: Order) -> Self {
            Self {
                order,
                bytes: Vec::new(),
            }
        }

        fn count(mut self, number: u32) -> Self {
            self.bytes.extend(match self.order {
                Order::Big => number.to_be_bytes(),
                Order::Little => number.to_le_bytes(),
            });
            self
        }

        fn start(mut self, code: u32) -> Self {
            self.bytes.push(u8::from(matches!(self.order, Order::Little)));
            self.count(code)
        }

        fn numbers(mut self, numbers: &[f64]) -> Self {
            for number in numbers {
                self.bytes.extend(match self.order {
                    Order::Big => number.to_be_bytes(),
                    Order::Little => number.to_le_bytes(),
                });
            }
            self
        }

        fn square(self, code: u32) -> Self {
            let ring = [10., 20., 11., 20., 11., 21., 10., 21., 10., 20.];
            self.start(code).count(1).count(5).numbers(&ring)
        }
    }

    const SQUARE: &str = "[[10, 20], [11, 20], [11, 21], [10, 21], [10, 20]]";

    #[test]
    fn every_kind_is_what_it_is_in_geojson() {
        for order in [Order::Big, Order::Little] {
            let new = || Writer::new(order);
            let line = |writer: Writer| writer.start(2).count(2).numbers(&[1., 2., 3., 4.]);
            let cases = [
                (
                    new().start(1).numbers(&[1., 2.]),
                    r#"{"type": "Point", "coordinates": [1, 2]}"#.to_owned(),
                ),
                (
                    line(new()),
                    r#"{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}"#.to_owned(),
                ),
                (
                    new().square(3),
                    format!(r#"{{"type": "Polygon", "coordinates": [{SQUARE}]}}"#),
                ),
                (
                    new().start(4).count(1).start(1).numbers(&[1., 2.]),
                    r#"{"type": "MultiPoint", "coordinates": [[1, 2]]}"#.to_owned(),
                ),
                (
                    line(new().start(5).count(1)),
                    r#"{"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]}"#.to_owned(),
                ),
                (
                    new().start(6).count(1).square(3),
                    format!(r#"{{"type": "MultiPolygon", "coordinates": [[{SQUARE}]]}}"#),
                ),
                (
                    new().start(12).count(1).square(3),
                    format!(r#"{{"type": "MultiPolygon", "coordinates": [[{SQUARE}]]}}"#),
                ),
                (
                    line(new().start(7).count(2).square(3)),
                    format!(
                        r#"{{"type": "GeometryCollection", "geometries": [
                            {{"type": "Polygon", "coordinates": [{SQUARE}]}},
                            {{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}]}}"#
                    ),
                ),
                (
                    new().start(6).count(0),
                    r#"{"type": "MultiPolygon", "coordinates": []}"#.to_owned(),
                ),
                (
                    new().start(3).count(0),
                    r#"{"type": "Polygon", "coordinates": []}"#.to_owned(),
                ),
                (
                    new().start(2).count(0),
                    r#"{"type": "LineString", "coordinates": []}"#.to_owned(),
                ),
                (
                    new().start(1).numbers(&[f64::NAN, f64::NAN]),
                    r#"{"type": "Point", "coordinates": []}"#.to_owned(),
                ),
            ];
            for (writer, text) in cases {
                let (read, same) = (layer(&writer.bytes).unwrap(), geojson(&text));
                assert_eq!(read.features[0].geometry, same.features[0].geometry, "{text}");
                assert_eq!(read.notices, same.notices, "{text}");
            }
        }
    }

    #[test]
    fn heights_and_measures_are_left_out() {
        let new = || Writer::new(Order::Little);
        let line = [1., 2., 9., 3., 4., 9.];
        for code in [1002, 2002, 0x8000_0002, 0x4000_0002] {
            let read = layer(&new().start(code).count(2).numbers(&line).bytes).unwrap();
            let same = geojson(r#"{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}"#);
            assert_eq!(read.features[0].geometry, same.features[0].geometry);
            assert!(read.notices.is_empty());
        }
        for writer in [
            new().start(3001),
            new().start(0xc000_0001),
            new().start(0xe000_0001).count(4326),
        ] {
            let read = layer(&writer.numbers(&[1., 2., 9., 9.]).bytes).unwrap();
            assert_eq!(read.features[0].geometry.points.len(), 1);
            let kinds: Vec<_> = read.notices.iter().map(|notice| notice.kind).collect();
            assert_eq!(kinds, [NoticeKind::ExtraNumbers]);
        }
    }

    #[test]
    fn faults_have_their_places() {
        let new = || Writer::new(Order::Little);
        let off_earth = [10., 20., 11., 20., 11., 91., 10., 20.];
        let deep = (0..2000).fold(new(), |writer, _| writer.start(7).count(1));
        for (writer, what) in [
            (
                new()
                    .start(6)
                    .count(2)
                    .square(3)
                    .start(3)
                    .count(1)
                    .count(4)
                    .numbers(&off_earth),
                "feature 0, polygon 1, ring 0, position 2: latitude 91 is out of range",
            ),
            (
                new().start(3).count(1).count(2).numbers(&[1., 2., 1., 2.]),
                "feature 0, ring 0: the ring has 2 positions",
            ),
            (
                new().start(3).count(1).count(u32::MAX).numbers(&[1.]),
                "feature 0, ring 0: it should have 4294967295 positions, which its geometry has no room for",
            ),
            (new().start(3).count(u32::MAX), "it should have 4294967295 rings"),
            (new().start(6).count(u32::MAX), "it should have 4294967295 parts"),
            (
                new().start(1).numbers(&[1.]),
                "feature 0: its geometry ends too early",
            ),
            (
                new().square(3).count(0),
                "4 bytes follow after the end of its geometry",
            ),
            (
                new().start(6).count(1).start(1).numbers(&[1., 2.]),
                "polygon 0: it is of type 1, not 3",
            ),
            (
                new().start(10).count(0),
                "feature 0: it is a CurvePolygon; curves are not read",
            ),
            (
                new().start(12).count(1).start(10).count(0),
                "polygon 0: it is a CurvePolygon",
            ),
            (
                new().start(15).count(0),
                "it is a PolyhedralSurface, which is not read",
            ),
            (new().start(99), "99 is not a type of geometry"),
            (new().start(7003), "7003 is not a type of geometry"),
            (
                new().start(0x2000_0001).count(3857),
                "its geometry is in the reference system 3857",
            ),
            (deep, "more than 64 collections are in one another"),
            (new(), "its geometry ends too early"),
            (new().count(7), "starts with the byte 7, which is no byte order"),
        ] {
            let error = error(&writer.bytes);
            assert!(error.contains(what), "{error}");
        }
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let new = |order| Writer::new(order).start(7).count(3).square(3).square(1003);
        for order in [Order::Big, Order::Little] {
            let whole = new(order).start(6).count(1).square(3).bytes;
            for at in 0..whole.len() {
                assert!(layer(&whole[..at]).is_err());
                for bit in 0..8 {
                    let mut bytes = whole.clone();
                    bytes[at] ^= 1 << bit;
                    let _ = layer(&bytes);
                }
            }
        }
    }
}
