//! Opening: lines across the narrow places of a piece of land that is wide in one place and a narrow strip elsewhere.
//!
//! The morphological opening of a piece is what a disc sweeps moved about inside it (Serra, *Image Analysis and
//! Mathematical Morphology*, 1982); what it leaves are narrow strips, and the rounding of corners. Where the disc's centre
//! may be, is the *core* of the piece. Land farther from the core than the disc is wide is cut off at the
//! narrowest place nearby, unless it is a corner: what tapers steadily, as the tip of a triangle does, has no
//! narrowest place.

use geo::orient;
use geo::{Area as _, BooleanOps, Buffer, ConvexHull, CoordsIter, Intersects, Line, Orient, unary_union};
use geo_types::{Coord, LineString, MultiPoint, MultiPolygon, Point, Polygon, Rect};

use super::outline::{Direction, Outline, Stop, foot};
use super::straits::straits;
use super::width;
use crate::measure::{Area, Length, flat};
use crate::model::{GridLine, GridPolygon, rings};

/// A part is a corner if what it lacks to be convex, together with the land next to it, is less than this share of its
/// area: a strip is cut off if the land that it is attached to is half as wide again, or more.
const LACKS: f64 = 0.25;
/// No cut is longer than this many times the tolerance. What it cuts off is longer than the tolerance: the way around it is
/// twice that or more.
const MOUTH: f64 = 1.5;
/// Where there are fewer straits than one per this many positions, only the land around them is looked at.
const FEW: usize = 16;
/// Land nearer than this many times the tolerance to the edge of that window may differ from the whole.
const MARGIN: f64 = 4.0;
/// By how many metres a cut may be longer for each metre that it is nearer to the core: at the foot of a strip rather
/// than along it.
const NEARER: f64 = 0.1;
/// A cut to a position that is there already is preferred to one shorter by this share of the tolerance.
const NEW: f64 = 0.01;
/// How many places for a cut are tried, the best first.
const TRIES: usize = 64;
/// A position is on the outline when nearer than this share of the tolerance, or than so many metres: positions in a plane
/// are known to fractions of a millimetre.
const ON: f64 = 1e-4;
const GRAIN_M: f64 = 0.002;

/// The lines that cut off the strips of a piece that are narrower than the tolerance, and longer, from what is wider.
/// None where the piece is narrow throughout, or wide.
pub fn strip_cuts(polygon: &GridPolygon, area: Area, tolerance: Length) -> Vec<GridLine> {
    let tolerance_m = tolerance.m();
    if tolerance_m <= 0.0 || area.circle_m() < tolerance_m {
        return Vec::new();
    }
    let Ok(outline) = Outline::of(polygon) else {
        return Vec::new();
    };
    if !width::fits(&outline.flat, tolerance_m) {
        return Vec::new();
    }
    let most = outline.flat.coords_count() / FEW;
    let window = match straits(&outline.flat, MOUTH * tolerance_m, 2.0 * tolerance_m, most) {
        Some(straits) if straits.is_empty() => return Vec::new(),
        Some(straits) => Some(window(&straits, tolerance_m)),
        None => None,
    };
    let land = window.as_ref().map_or_else(
        || outline.flat.clone().into(),
        |window| outline.flat.intersection(window),
    );
    let core = width::core(&land, tolerance_m);
    if core.0.is_empty() {
        return Vec::new();
    }
    let beyond = land.difference(&core.buffer(tolerance_m));
    let opening = Opening {
        outline,
        core,
        tolerance_m,
    };
    // What the window cuts off is no part.
    let is_whole = |part: &&Polygon| {
        let mut edges = window.iter().flatten().flat_map(rings);
        !edges.any(|edge| flat::is_within(edge, part, MARGIN * tolerance_m))
    };
    let parts = beyond.0.iter().filter(is_whole);
    let parts = parts.map(|part| part.orient(orient::Direction::Default));
    parts.flat_map(|part| opening.cuts(&part)).collect()
}

/// The land around straits, as far as a strip there and what it is attached to depend on it.
fn window(straits: &[Rect], tolerance_m: f64) -> MultiPolygon {
    let by = Coord::from((2.0 * MARGIN * tolerance_m, 2.0 * MARGIN * tolerance_m));
    let boxes: Vec<Polygon> = straits
        .iter()
        .map(|strait| Rect::new(strait.min() - by, strait.max() + by).to_polygon())
        .collect();
    unary_union(&boxes)
}

/// A piece whose core is not empty.
struct Opening<'a> {
    outline: Outline<'a>,
    core: MultiPolygon,
    tolerance_m: f64,
}

/// Where a part far from the core meets what is nearer: the outline of the part from there on to the next such place,
/// and the outline of the piece from both ends of the gap towards the core.
struct Mouth {
    /// From the end of the gap round the part to its start; part of a ring, unless the part has several mouths on it.
    around: Vec<Coord>,
    start: Vec<Stop>,
    end: Vec<Stop>,
}

impl Opening<'_> {
    /// The cuts that separate a part far from the core from the rest; none if it is no narrow strip.
    fn cuts(&self, part: &Polygon) -> Vec<GridLine> {
        let Some(mouths) = rings(part)
            .map(|ring| self.mouths(ring))
            .collect::<Option<Vec<Vec<Mouth>>>>()
        else {
            return Vec::new();
        };
        let mouths: Vec<Mouth> = mouths.into_iter().flatten().collect();
        let Some(cuts) = mouths
            .iter()
            .map(|mouth| self.cut(mouth))
            .collect::<Option<Vec<_>>>()
        else {
            return Vec::new();
        };
        if let ([mouth], [cut]) = (mouths.as_slice(), cuts.as_slice())
            && !(mouth.is_long(cut, self.tolerance_m) && mouth.is_narrow(cut))
        {
            return Vec::new();
        }
        let line = |cut: &[Stop; 2]| GridLine::new(cut.map(|stop| self.outline.to_grid(stop.place)).to_vec());
        cuts.iter()
            .map(line)
            .filter(|line| line.0[0] != line.0[1])
            .collect()
    }

    /// The mouths on a ring of a part; none where they cannot be determined.
    fn mouths(&self, ring: &LineString) -> Option<Vec<Mouth>> {
        let is_gap = |line: Line| {
            let middle = (line.start + line.end) / 2.0;
            let nearest = self.outline.nearest(middle);
            nearest.is_some_and(|(_, m)| m > GRAIN_M.max(ON * self.tolerance_m))
        };
        let lines: Vec<Line> = ring.lines().collect();
        let gaps: Vec<bool> = lines.iter().map(|&line| is_gap(line)).collect();
        let count = lines.len();
        let before = |i: usize| gaps[(i + count - 1) % count];
        let starts: Vec<usize> = (0..count).filter(|&i| gaps[i] && !before(i)).collect();
        let mouth = |&first: &usize| {
            let length = (0..count).take_while(|n| gaps[(first + n) % count]).count();
            let end = first + length;
            let rest = (end..first + count).take_while(|i| !gaps[i % count]);
            let mut around: Vec<Coord> = rest.map(|i| lines[i % count].start).collect();
            let [from, to] = [lines[first].start, lines[end % count].start];
            around.push(from);
            let wall = |at: Coord, direction: Direction| {
                let (place, _) = self.outline.nearest(at)?;
                // Both walks together do not go all around the ring.
                let reach_m = (2.0 * self.tolerance_m).min(self.outline.length_m(place.ring) / 3.0);
                Some(self.outline.walk(place, direction, reach_m))
            };
            Some(Mouth {
                around,
                start: wall(from, Direction::Forward)?,
                end: wall(to, Direction::Backward)?,
            })
        };
        starts.iter().map(mouth).collect()
    }

    /// The best cut across a mouth.
    fn cut(&self, mouth: &Mouth) -> Option<[Stop; 2]> {
        let near = |wall: &[Stop]| -> Vec<Stop> {
            let stops = wall.iter().copied();
            stops
                .take_while(|stop| stop.walked_m <= self.tolerance_m)
                .collect()
        };
        let [start, end] = [near(&mouth.start), near(&mouth.end)];
        let with_feet = |wall: &[Stop], across: &[Stop], all: &[Stop], direction| {
            let pairs = all.windows(2).take(wall.len());
            let feet = pairs.flat_map(|pair| {
                across
                    .iter()
                    .map(move |to| foot([pair[0], pair[1]], direction, to.at))
            });
            let feet = feet.filter(|foot| foot.place.is_new() && foot.walked_m <= self.tolerance_m);
            feet.chain(wall.iter().copied()).collect::<Vec<Stop>>()
        };
        let starts = with_feet(&start, &end, &mouth.start, Direction::Forward);
        let ends = with_feet(&end, &start, &mouth.end, Direction::Backward);
        let cost = |[from, to]: [Stop; 2]| {
            let new = f64::from(u8::from(from.place.is_new()) + u8::from(to.place.is_new()));
            let nearer_m = from.walked_m.midpoint(to.walked_m);
            flat::distance(from.at, to.at) + NEW * self.tolerance_m * new - NEARER * nearer_m
        };
        let pairs = starts
            .iter()
            .flat_map(|&from| ends.iter().map(move |&to| [from, to]));
        let mut pairs: Vec<(f64, [Stop; 2])> = pairs.map(|pair| (cost(pair), pair)).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let pairs = pairs.into_iter().map(|(_, pair)| pair).take(TRIES);
        pairs.into_iter().find(|&[from, to]| self.may_cut(from.at, to.at))
    }

    fn may_cut(&self, from: Coord, to: Coord) -> bool {
        from != to && self.outline.sees(from, to) && !Line::new(from, to).intersects(&self.core)
    }
}

impl Mouth {
    /// Whether what is cut off is longer than the tolerance.
    fn is_long(&self, cut: &[Stop; 2], tolerance_m: f64) -> bool {
        let middle = (cut[0].at + cut[1].at) / 2.0;
        let far = |&at: &Coord| flat::distance(middle, at) >= tolerance_m;
        self.around.iter().any(far)
    }

    /// Whether what is cut off is much narrower than what it is attached to.
    fn is_narrow(&self, cut: &[Stop; 2]) -> bool {
        let to = |wall: &[Stop], cut: Stop| -> Vec<Coord> {
            let nearer = wall.iter().take_while(|stop| stop.walked_m < cut.walked_m);
            nearer.map(|stop| stop.at).chain([cut.at]).collect()
        };
        let all = |wall: &[Stop]| -> Vec<Coord> { wall.iter().map(|stop| stop.at).collect() };
        let shape = |start: Vec<Coord>, end: Vec<Coord>| {
            let ring = end
                .into_iter()
                .rev()
                .chain(self.around.iter().copied())
                .chain(start);
            Polygon::new(LineString::new(ring.collect()), vec![])
        };
        let strip = shape(to(&self.start, cut[0]), to(&self.end, cut[1]));
        let rooted = shape(all(&self.start), all(&self.end));
        let points: MultiPoint = rooted.coords_iter().map(Point).collect();
        let lacks_m2 = points.convex_hull().unsigned_area() - rooted.unsigned_area();
        lacks_m2 > LACKS * strip.unsigned_area()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, polygon_area};
    use crate::model::{GridPoint, GridRing, to_grid};
    use crate::testing::polygon;

    /// The cuts of the land of these corners, in units of about 1,112 m on the equator, at a tolerance in metres; as
    /// pairs of positions in those units, the lesser one first.
    fn cuts(corners: &[(f64, f64)], tolerance_m: f64) -> Vec<[(f64, f64); 2]> {
        let degrees: Vec<_> = corners
            .iter()
            .map(|&(x, y)| (46.0 + x / 100.0, y / 100.0))
            .collect();
        cuts_of(&polygon(&degrees), tolerance_m)
    }

    fn cuts_of(piece: &GridPolygon, tolerance_m: f64) -> Vec<[(f64, f64); 2]> {
        let area = polygon_area(piece, EdgeModel::StraightLonLat);
        let unit = |grid: i64, origin: f64| {
            let degrees = grid as f64 / to_grid(1.0) as f64 - origin;
            (degrees * 1e5).round() / 1e3
        };
        let line = |line: GridLine| {
            let mut ends = [0, 1].map(|end| (unit(line.0[end].x, 46.0), unit(line.0[end].y, 0.0)));
            ends.sort_by(|a, b| a.partial_cmp(b).unwrap());
            ends
        };
        strip_cuts(piece, area, Length::from_m(tolerance_m))
            .into_iter()
            .map(line)
            .collect()
    }

    #[test]
    fn a_strip_is_cut_off_at_its_foot() {
        let middle = [
            (0., 0.),
            (4., 0.),
            (4., 2.),
            (14., 2.),
            (14., 2.5),
            (4., 2.5),
            (4., 6.),
            (0., 6.),
        ];
        assert_eq!(cuts(&middle, 1000.0), [[(4., 2.), (4., 2.5)]]);
        // One side of it goes on straight: the cut is square to it, where the outline has no position.
        let flush = [(0., 0.), (14., 0.), (14., 0.5), (4., 0.5), (4., 6.), (0., 6.)];
        assert_eq!(cuts(&flush, 1000.0), [[(4., 0.), (4., 0.5)]]);
    }

    #[test]
    fn blocks_are_cut_from_the_isthmus_between_them() {
        let blocks = [
            (0., 0.),
            (4., 0.),
            (4., 2.),
            (10., 2.),
            (10., 0.),
            (14., 0.),
            (14., 5.),
            (10., 5.),
            (10., 2.6),
            (4., 2.6),
            (4., 5.),
            (0., 5.),
        ];
        let mut found = cuts(&blocks, 1000.0);
        found.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(found, [[(4., 2.), (4., 2.6)], [(10., 2.), (10., 2.6)]]);
        assert_eq!(cuts(&blocks, 500.0), [[(0.0, 0.0); 2]; 0], "the isthmus is wider");
        assert_eq!(
            cuts(&blocks, 5000.0),
            [[(0.0, 0.0); 2]; 0],
            "all of it is narrower"
        );
    }

    #[test]
    fn what_has_no_narrow_place_is_whole() {
        let none: [[(f64, f64); 2]; 0] = [];
        for tolerance_m in [100.0, 900.0, 1500.0, 2200.0] {
            assert_eq!(
                cuts(&[(0., 0.), (30., 0.), (30., 2.), (0., 2.)], tolerance_m),
                none
            );
            assert_eq!(
                cuts(&[(0., 0.), (40., 0.), (1., 5.)], tolerance_m),
                none,
                "a sharp tip"
            );
            assert_eq!(
                cuts(&[(0., 0.), (40., 1.), (41., 5.), (3., 3.)], tolerance_m),
                none
            );
            // Short beside the tolerance.
            let stub = [
                (0., 0.),
                (4., 0.),
                (4., 2.),
                (4.4, 2.),
                (4.4, 2.1),
                (4., 2.1),
                (4., 6.),
                (0., 6.),
            ];
            assert_eq!(cuts(&stub, tolerance_m.max(500.0)), none);
            // A little narrower than the land it hangs on.
            let ledge = [(0., 0.), (30., 0.), (30., 1.9), (10., 1.9), (10., 2.), (0., 2.)];
            assert_eq!(cuts(&ledge, tolerance_m), none);
        }
    }

    #[test]
    fn land_around_a_hole_is_cut_where_it_is_thin() {
        let ring = |corners: &[(f64, f64)]| {
            let at = |&(x, y): &(f64, f64)| GridPoint {
                x: to_grid(46.0 + x / 100.0),
                y: to_grid(y / 100.0),
            };
            GridRing::new(corners.iter().chain(&corners[..1]).map(at).collect())
        };
        // A frame of 0.5 about a hole, but of 4 in the west.
        let shell = ring(&[(0., 0.), (14., 0.), (14., 8.), (0., 8.)]);
        let hole = ring(&[(4., 0.5), (4., 7.5), (13.5, 7.5), (13.5, 0.5)]);
        let mut found = cuts_of(&GridPolygon::new(shell, vec![hole]), 1000.0);
        found.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(found, [[(4., 0.), (4., 0.5)], [(4., 7.5), (4., 8.)]]);
    }

    #[test]
    fn land_at_the_edge_of_the_map_is_cut_on_its_side_of_it() {
        // The strip runs along 180°; cuts on an edge at 180° stay there.
        for side in [1.0, -1.0] {
            let mut corners = [
                (180.0, 0.0),
                (180.0, 0.2),
                (179.995, 0.2),
                (179.995, 0.1),
                (179.9, 0.1),
                (179.9, 0.0),
            ];
            for corner in &mut corners {
                corner.0 *= side;
            }
            if side < 0.0 {
                corners.reverse();
            }
            let piece = polygon(&corners);
            let area = polygon_area(&piece, EdgeModel::StraightLonLat);
            let mut lines = strip_cuts(&piece, area, Length::from_m(1000.0));
            let line = lines.pop().unwrap();
            let mut lons = [line.0[0].x, line.0[1].x].map(i64::abs);
            lons.sort_unstable();
            assert_eq!(lons, [179.995, 180.0].map(to_grid));
            assert!(lines.is_empty() && line.0[0].x.signum() == line.0[1].x.signum());
        }
    }
}
