//! Plain answers, found without any of the mosaic's own code: every pair of edges, every ring, one at a time.

use landshift_engine::math::hypot;
use landshift_engine::model::{GridPoint, GridPolygon, GridRing};
use landshift_engine::mosaic::Side;

use super::Layer;

/// Twice the signed area of the triangle a, b, p; positive where p lies left of a → b.
fn turn(a: GridPoint, b: GridPoint, p: GridPoint) -> i128 {
    let wide = |v: i64| i128::from(v);
    wide(b.x - a.x) * wide(p.y - a.y) - wide(b.y - a.y) * wide(p.x - a.x)
}

/// How often a ring winds around a position that is not on it.
pub fn winding(ring: &GridRing, p: GridPoint) -> i32 {
    ring.0
        .windows(2)
        .map(|w| {
            let (a, b) = (w[0], w[1]);
            let up = a.y <= p.y && p.y < b.y && turn(a, b, p) > 0;
            let down = b.y <= p.y && p.y < a.y && turn(a, b, p) < 0;
            i32::from(up) - i32::from(down)
        })
        .sum()
}

/// Whether a position that is on no ring belongs to the polygon: the shell winds around it and no hole does.
pub fn covers(polygon: &GridPolygon, p: GridPoint) -> bool {
    winding(polygon.exterior(), p) != 0 && polygon.interiors().iter().all(|hole| winding(hole, p) == 0)
}

/// The features of a layer that cover a position, in order.
pub fn covering(layer: &Layer, p: GridPoint) -> Vec<usize> {
    let covers_it = |feature: &Vec<GridPolygon>| feature.iter().any(|polygon| covers(polygon, p));
    (0..layer.len()).filter(|&i| covers_it(&layer[i])).collect()
}

/// How often the rings of each feature wind around a position, holes negative, where they do on balance.
pub fn windings(layer: &Layer, p: GridPoint) -> Vec<(usize, i32)> {
    let wind = |feature: &Vec<GridPolygon>| feature.iter().flat_map(rings).map(|r| winding(r, p)).sum();
    let all = layer.iter().map(wind).enumerate();
    all.filter(|&(_, winding)| winding != 0).collect()
}

/// The rings of a polygon.
pub fn rings(polygon: &GridPolygon) -> impl Iterator<Item = &GridRing> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// Whether a position lies within `reach` grid units of an edge, or a little further.
pub fn is_near(polygons: &[GridPolygon], p: GridPoint, reach: i64) -> bool {
    polygons.iter().flat_map(rings).any(|ring| {
        ring.0.windows(2).any(|w| {
            let (a, b) = (w[0], w[1]);
            let in_box = a.x.min(b.x) - reach <= p.x
                && p.x <= a.x.max(b.x) + reach
                && a.y.min(b.y) - reach <= p.y
                && p.y <= a.y.max(b.y) + reach;
            // Distance is |turn| / length, and length is at most |Δx| + |Δy|.
            let length = i128::from((b.x - a.x).abs() + (b.y - a.y).abs());
            in_box && turn(a, b, p).abs() <= i128::from(reach) * length
        })
    })
}

/// Whether a position lies on a ring of the polygon.
pub fn is_on(polygon: &GridPolygon, p: GridPoint) -> bool {
    is_near(std::slice::from_ref(polygon), p, 0)
}

/// Whether the segment a–b enters the open pixel of `p`: their shadows overlap along both axes, and its corners lie
/// on both sides.
fn enters_pixel(a: GridPoint, b: GridPoint, p: GridPoint) -> bool {
    let doubled = |q: GridPoint| GridPoint {
        x: 2 * q.x,
        y: 2 * q.y,
    };
    let (a, b, p) = (doubled(a), doubled(b), doubled(p));
    let shadows =
        a.x.min(b.x) < p.x + 1 && a.x.max(b.x) > p.x - 1 && a.y.min(b.y) < p.y + 1 && a.y.max(b.y) > p.y - 1;
    if !shadows {
        return false;
    }
    let corners = [(-1, -1), (-1, 1), (1, -1), (1, 1)].map(|(dx, dy)| {
        turn(
            a,
            b,
            GridPoint {
                x: p.x + dx,
                y: p.y + dy,
            },
        )
    });
    corners.iter().any(|&c| c > 0) && corners.iter().any(|&c| c < 0)
}

/// The first pair of edges that share more than an end, or of which one enters the pixel of the other's end.
pub fn badly_noded(sides: &[Side]) -> Option<(Side, Side)> {
    let mut by_lon: Vec<&Side> = sides.iter().collect();
    by_lon.sort_by_key(|s| (s.from.x, s.from.y, s.to.x, s.to.y));
    for (i, &e) in by_lon.iter().enumerate() {
        for &f in by_lon[i + 1..].iter().take_while(|f| f.from.x <= e.to.x) {
            let (e_low, e_high) = (e.from.y.min(e.to.y), e.from.y.max(e.to.y));
            let (f_low, f_high) = (f.from.y.min(f.to.y), f.from.y.max(f.to.y));
            if f_low > e_high || e_low > f_high {
                continue;
            }
            let same = (e.from, e.to) == (f.from, f.to);
            let opposite = |a, b, c, d| turn(a, b, c).signum() * turn(a, b, d).signum() < 0;
            let cross = opposite(e.from, e.to, f.from, f.to) && opposite(f.from, f.to, e.from, e.to);
            let enters = |s: &Side, p: GridPoint| p != s.from && p != s.to && enters_pixel(s.from, s.to, p);
            if same || cross || enters(e, f.from) || enters(e, f.to) || enters(f, e.from) || enters(f, e.to) {
                return Some((*e, *f));
            }
        }
    }
    None
}

/// Twice the planar area that a closed ring encloses, in squared grid units; positive where counter-clockwise.
pub fn doubled_area(ring: &GridRing) -> i128 {
    let origin = ring.0.first().copied().unwrap_or_default();
    ring.0.windows(2).map(|w| turn(origin, w[0], w[1])).sum()
}

/// Twice the planar area of normalised polygons, each counted for itself.
pub fn doubled_areas(polygons: &[GridPolygon]) -> i128 {
    polygons.iter().flat_map(rings).map(doubled_area).sum()
}

/// The length of all rings in grid units.
pub fn perimeter(polygons: &[GridPolygon]) -> f64 {
    let edges = polygons.iter().flat_map(rings).flat_map(|ring| ring.0.windows(2));
    edges
        .map(|w| hypot((w[1].x - w[0].x) as f64, (w[1].y - w[0].y) as f64))
        .sum()
}

/// The polygon in doubles, moved so that `base` is the origin: exact, and small enough to compute with.
pub fn to_f64(polygon: &GridPolygon, base: GridPoint) -> geo_types::Polygon<f64> {
    let ring = |ring: &GridRing| -> geo_types::LineString<f64> {
        let moved = ring
            .0
            .iter()
            .map(|p| ((p.x - base.x) as f64, (p.y - base.y) as f64));
        moved.collect()
    };
    geo_types::Polygon::new(
        ring(polygon.exterior()),
        polygon.interiors().iter().map(ring).collect(),
    )
}

/// Writes two polygons that oracles disagree about to a file, to be looked at; says where.
pub fn keep_case(one: &geo_types::Polygon<f64>, other: &geo_types::Polygon<f64>) -> String {
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/disagreement.txt");
    let written = std::fs::write(path, format!("{one:?}\n\n{other:?}\n"));
    written.map_or_else(|e| e.to_string(), |()| path.to_owned())
}
