//! GeoJSON out: RFC 7946, one feature a line, the same bytes for the same content.

use std::io::{self, Write};

use crate::error::escaped_json;
use crate::parallel::alongside;
use crate::parallel::prelude::*;
use serde::Serialize;

use crate::model::{GRID_PER_DEGREE, GridPoint, GridPolygon, GridRing, rings, to_degrees, with_divisions};

/// A feature to write.
#[derive(Debug, Clone, Copy)]
pub struct OutFeature<'a, P> {
    /// Its `id`, if it has one: a number, written as text.
    pub id: Option<usize>,
    /// Its properties: what serialises as a JSON object.
    pub properties: P,
    /// Its land: one polygon, or several as one geometry; none is written as a null geometry.
    pub polygons: &'a [GridPolygon],
}

/// Text in the making.
type Out = Vec<u8>;

/// So many positions are put into words at a time, by all threads, before they are written.
const BATCH: usize = 1 << 16;
/// Digits of an angle before the point, in whole degrees, and after it, as many as the grid has.
const WHOLE: usize = 3;
const DECIMALS: usize = 9;
/// The last of ASCII and a control character; what is before it is escaped by all writers of JSON.
const DELETE: u8 = 0x7f;
/// So many features are one thread's portion.
const PORTION: usize = 64;

/// Writes a feature collection: its foreign members, then its features, one a line.
///
/// ```
/// use landshift_engine::write::{OutFeature, feature_collection};
/// use serde_json::Map;
/// let (mut text, nothing) = (Vec::new(), Map::new());
/// feature_collection(&mut text, &nothing, [OutFeature { id: None, properties: &nothing, polygons: &[] }])?;
/// let feature = r#"{"type":"Feature","geometry":null,"properties":{}}"#;
/// let expected = format!("{{\n\"type\": \"FeatureCollection\",\n\"features\": [\n{feature}\n]\n}}\n");
/// assert_eq!(String::from_utf8_lossy(&text), expected);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// When `out` takes no more, or a value is no JSON.
pub fn feature_collection<'a, P: Serialize + Sync>(
    out: &mut dyn Write,
    members: impl IntoIterator<Item = (impl AsRef<str>, &'a (impl Serialize + 'a))>,
    features: impl IntoIterator<Item = OutFeature<'a, P>>,
) -> io::Result<()> {
    let mut text = b"{\n\"type\": \"FeatureCollection\",\n".to_vec();
    for (key, value) in members {
        json(&mut text, key.as_ref())?;
        text.extend(b": ");
        json(&mut text, value)?;
        text.extend(b",\n");
    }
    text.extend(b"\"features\": [");
    out.write_all(&text)?;
    let mut features = features.into_iter();
    let mut ready = portions(&batch(&mut features), Vec::new())?;
    let mut spent = Vec::new();
    // Every line begins with the comma after the one before.
    if let Some(first) = ready.first_mut() {
        first.remove(0);
    }
    let mut coming = batch(&mut features);
    while !ready.is_empty() {
        let mut next = Ok(Vec::new());
        // One batch goes out while the next is put into words, in the memory of the one before.
        let other = || next = portions(&coming, spent);
        coming = alongside(other, || {
            ready.iter().try_for_each(|portion| out.write_all(portion))?;
            io::Result::Ok(batch(&mut features))
        })?;
        spent = std::mem::replace(&mut ready, next?);
    }
    out.write_all(b"\n]\n}\n")?;
    out.flush()
}

/// The next features, until they have positions enough.
fn batch<'a, P>(features: &mut impl Iterator<Item = OutFeature<'a, P>>) -> Vec<OutFeature<'a, P>> {
    let mut positions = 0;
    let mut batch = Vec::new();
    while positions < BATCH
        && let Some(feature) = features.next()
    {
        let rings = feature.polygons.iter().flat_map(rings);
        positions += 1 + rings.map(|ring| ring.0.len()).sum::<usize>();
        batch.push(feature);
    }
    batch
}

/// Features put into words by all threads, portion by portion, in memory that was used before.
fn portions<P: Serialize + Sync>(features: &[OutFeature<P>], mut outs: Vec<Out>) -> io::Result<Vec<Out>> {
    let portions = features.par_chunks(PORTION);
    outs.resize_with(portions.len(), Out::new);
    outs.par_iter_mut()
        .zip(portions)
        .try_for_each(|(out, portion)| lines(out, portion))?;
    Ok(outs)
}

fn lines<P: Serialize>(out: &mut Out, features: &[OutFeature<P>]) -> io::Result<()> {
    out.clear();
    for one in features {
        out.extend(b",\n");
        feature(out, one)?;
    }
    Ok(())
}

fn feature<P: Serialize>(out: &mut Out, feature: &OutFeature<P>) -> io::Result<()> {
    out.extend(b"{\"type\":\"Feature\",\"geometry\":");
    match feature.polygons {
        [] => out.extend(b"null"),
        [one] => {
            out.extend(b"{\"type\":\"Polygon\",\"coordinates\":");
            polygon(out, one);
            out.push(b'}');
        }
        several => {
            out.extend(b"{\"type\":\"MultiPolygon\",\"coordinates\":");
            array(out, several, polygon);
            out.push(b'}');
        }
    }
    if let Some(id) = feature.id {
        write!(out, ",\"id\":\"{id}\"")?;
    }
    out.extend(b",\"properties\":");
    json(out, &feature.properties)?;
    out.push(b'}');
    Ok(())
}

/// A value without characters that do something to a terminal.
fn json(out: &mut Out, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, value)?;
    if out[start..].iter().any(|&byte| byte >= DELETE) {
        let tail = escaped_json(out.split_off(start));
        out.extend(tail);
    }
    Ok(())
}

fn array<T>(out: &mut Out, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Out, T)) {
    out.push(b'[');
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

fn polygon(out: &mut Out, polygon: &GridPolygon) {
    array(out, rings(polygon), ring);
}

fn ring(out: &mut Out, ring: &GridRing) {
    let divided = with_divisions(ring);
    array(out, &divided.as_ref().unwrap_or(ring).0, position);
}

fn position(out: &mut Out, position: &GridPoint) {
    array(out, [position.x, position.y], degrees);
}

/// The decimal number of an angle, as short as can be: what the double nearest to it prints as.
fn degrees(out: &mut Out, grid: i64) {
    /// Below this, numbers are written with an exponent.
    const SMALL: u64 = 10_000;
    /// A thousand degrees: with them before it, an angle has all its digits, leading zeros too.
    const LARGE: u64 = 1_000 * GRID_PER_DEGREE.unsigned_abs();
    /// A sign, whole degrees, the point and the decimals.
    const LENGTH: usize = 1 + WHOLE + 1 + DECIMALS;
    let size = grid.unsigned_abs();
    if !(SMALL..LARGE).contains(&size) {
        out.extend(serde_json::Value::from(to_degrees(grid)).to_string().bytes());
        return;
    }
    let mut digits = itoa::Buffer::new();
    let (whole, decimals) = digits.format(LARGE + size).as_bytes()[1..].split_at(WHOLE);
    let mut text = [0; WHOLE + LENGTH];
    text[1..=WHOLE].copy_from_slice(whole);
    text[1 + WHOLE] = b'.';
    text[2 + WHOLE..][..DECIMALS].copy_from_slice(decimals);
    let zeros = whole[..WHOLE - 1].iter().take_while(|&&digit| digit == b'0');
    let mut first = 1 + zeros.count();
    if grid < 0 {
        first -= 1;
        text[first] = b'-';
    }
    let last = decimals.iter().rposition(|&digit| digit != b'0').unwrap_or(0);
    // Copied at a fixed length and then cut, which is faster than just as much as is wanted.
    let start = out.len();
    out.extend_from_slice(&text[first..first + LENGTH]);
    out.truncate(start + 2 + WHOLE + last + 1 - first);
}

#[cfg(test)]
mod tests {
    use geojson::{GeoJson, GeometryValue};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn degrees_text(grid: i64) -> String {
        let mut out = Out::new();
        degrees(&mut out, grid);
        String::from_utf8(out).unwrap()
    }

    /// As `serde_json` prints the double.
    fn double_text(grid: i64) -> String {
        serde_json::to_string(&to_degrees(grid)).unwrap()
    }

    #[test]
    fn angles_print_as_their_doubles() {
        let mut grid = 1;
        while grid <= 200 * GRID_PER_DEGREE {
            for near in [grid - 1, grid, grid + 1, 3 * grid / 2] {
                for grid in [near, -near] {
                    assert_eq!(degrees_text(grid), double_text(grid));
                }
            }
            grid *= 10;
        }
        for (grid, expected) in [
            (-500_000_000, "-0.5"),
            (1, "1e-9"),
            (0, "0.0"),
            (180_000_000_000, "180.0"),
            (-179_999_999_999, "-179.999999999"),
            (-1_000_000_000_000, "-1000.0"),
            (9_000_000_001, "9.000000001"),
            (-40_000_010, "-0.04000001"),
        ] {
            assert_eq!(degrees_text(grid), expected);
        }
    }

    proptest! {
        #[test]
        fn any_angle_prints_as_its_double(
            grid in prop_oneof![
                -180 * GRID_PER_DEGREE..=180 * GRID_PER_DEGREE,
                -1_000_000..1_000_000_i64,
                (-180_000..=180_000_i64).prop_map(|milli| milli * 1_000_000),
            ]
        ) {
            prop_assert_eq!(degrees_text(grid), double_text(grid));
            prop_assert_eq!(crate::model::to_grid(degrees_text(grid).parse().unwrap()), grid);
        }
    }

    fn square(west: i64, size: i64) -> GridRing {
        let corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)];
        corners.map(|(x, y)| GridPoint { x: west + x, y }).to_vec().into()
    }

    #[test]
    fn what_is_written_is_geojson_with_the_same_land() {
        let unit = GRID_PER_DEGREE;
        let one = GridPolygon::new(square(0, 9 * unit), vec![square(unit, unit), square(4 * unit, 1)]);
        let other = GridPolygon::new(square(-unit / 3, 7), vec![]);
        let properties = json!({"name": "a \"b\"\n\u{1f600}", "none": null, "n": 1.5});
        let properties = properties.as_object().unwrap();
        let land = [vec![], vec![one.clone()], vec![one, other]];
        let features = land.iter().map(|polygons| OutFeature {
            id: (polygons.len() == 1).then_some(7),
            properties,
            polygons,
        });
        let members = json!({"x": {"y": [1]}}).as_object().unwrap().clone();
        let mut bytes = Vec::new();
        feature_collection(&mut bytes, &members, features).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().count(), 4 + land.len() + 2, "one feature a line");
        let Ok(GeoJson::FeatureCollection(parsed)) = text.parse::<GeoJson>() else {
            panic!("no feature collection: {text}");
        };
        assert_eq!(parsed.foreign_members.unwrap()["x"], json!({"y": [1]}));
        for (feature, polygons) in parsed.features.iter().zip(&land) {
            assert_eq!(feature.properties.as_ref(), Some(properties));
            assert_eq!(feature.id.is_some(), polygons.len() == 1);
            let written = match feature.geometry.as_ref().map(|g| &g.value) {
                None => vec![],
                Some(GeometryValue::Polygon { coordinates }) => vec![coordinates.clone()],
                Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.clone(),
                other => panic!("{other:?}"),
            };
            let expected: Vec<Vec<Vec<geojson::Position>>> = polygons
                .iter()
                .map(|polygon| {
                    let ring =
                        |ring: &GridRing| ring.0.iter().map(|p| [p.x, p.y].map(to_degrees).into()).collect();
                    rings(polygon).map(ring).collect()
                })
                .collect();
            assert_eq!(written, expected);
        }
    }
}
