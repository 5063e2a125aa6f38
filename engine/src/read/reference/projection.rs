//! A system that is not longitude and latitude on WGS 84.

use std::sync::atomic::{AtomicUsize, Ordering};

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::codes::loss_m;
use crate::error::ErrorKind;
use crate::math;
use crate::{Error, Result};

/// A system and the way from it to WGS 84.
pub(in crate::read) struct Projection {
    code: u16,
    /// How many metres the shift of the datum may be wrong by; 0 where there is none.
    loss_m: u32,
    source: Proj,
    target: Proj,
    /// How many positions were set between others.
    added: AtomicUsize,
}

/// No system has positions that are farther from its origin, in whatever unit.
const FARTHEST: f64 = 1e8;
/// By how much an edge may run beside the one that is straight in the system.
const TOLERANCE_M: f64 = 1.0;
/// Edges that are shorter on the ground stray by a quarter of that at most below 85° of latitude.
const SHORT_M: f64 = 1000.0;
/// Edges that are shorter stray in the same direction all along.
const CROSSING_M: f64 = 20_000.0;
/// The length of a degree of a meridian, roughly.
const DEGREE_M: f64 = 111_320.0;
/// How often an edge may be halved.
const DEEPEST: u32 = 14;
/// So many positions a layer may get in addition, so that a small file cannot fill the memory.
const MOST_ADDED: usize = 1 << 24;

impl Projection {
    /// The one that EPSG has under a code, if it is read.
    pub(super) fn of_epsg(code: u16) -> Option<Self> {
        let loss_m = loss_m(code)?;
        let definition = crs_definitions::from_code(code)?;
        Some(Self {
            code,
            loss_m,
            source: Proj::from_proj_string(definition.proj4).ok()?,
            target: Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").ok()?,
            added: AtomicUsize::new(0),
        })
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        format!("EPSG:{}", self.code)
    }

    /// Its name, how exactly it becomes WGS 84, and how many positions were added.
    pub(super) fn describe(&self) -> String {
        let loss = match self.loss_m {
            0 => String::new(),
            loss => format!(", by a shift of its datum that is exact to {loss} m"),
        };
        let added = match self.added.load(Ordering::Relaxed) {
            0 => String::new(),
            added => format!(", with {added} positions added along its long edges"),
        };
        self.name() + &loss + &added
    }

    /// Whether its positions are in metres or the like, not in degrees.
    pub(super) fn is_projected(&self) -> bool {
        !self.source.is_latlong()
    }

    pub(super) fn degrees(&self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let [lon, lat] = if self.source.is_latlong() {
            self.to_wgs84([x.to_radians(), y.to_radians()])?
        } else {
            let found = (x.abs() < FARTHEST && y.abs() < FARTHEST).then(|| self.to_wgs84([x, y]))??;
            self.leads_back([x, y], found).then_some(found)?
        };
        Some([lon.to_degrees(), lat.to_degrees()])
    }

    fn to_wgs84(&self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let mut point = (x, y, 0.0);
        transform(&self.source, &self.target, &mut point).ok()?;
        (point.0.is_finite() && point.1.is_finite()).then_some([point.0, point.1])
    }

    /// Whether a place is where a position says: outside its domain, a projection gives anything.
    fn leads_back(&self, [x, y]: [f64; 2], [lon, lat]: [f64; 2]) -> bool {
        /// These repeat themselves beyond 180°, and have no other end.
        const CYLINDRICAL: [&str; 4] = ["merc", "cea", "eqc", "mill"];
        /// The shift of a datum is not exact there and back.
        const TOLERANCE: f64 = 100.0;
        if CYLINDRICAL.contains(&self.source.projname()) {
            return true;
        }
        let mut point = (lon, lat, 0.0);
        if transform(&self.target, &self.source, &mut point).is_err() {
            return false;
        }
        let middle = self.source.false_easting() / self.source.to_meter();
        // Half a turn from the middle, either side is right.
        let is_x = |found: f64| (found - x).abs() < TOLERANCE;
        (is_x(point.0) || is_x(2.0 * middle - point.0)) && (point.1 - y).abs() < TOLERANCE
    }

    pub(super) fn between(&self, ends: [[f64; 2]; 2], degrees: [[f64; 2]; 2]) -> Result<Vec<[f64; 2]>> {
        let mut between = Vec::new();
        if self.source.is_latlong() || ground_m(degrees) < SHORT_M {
            return Ok(between);
        }
        self.halve(ends, degrees, DEEPEST, &mut between)?;
        Ok(between)
    }

    /// Whether an edge runs beside the one that is straight in the system.
    fn strays(&self, ends: [[f64; 2]; 2], degrees: [[f64; 2]; 2]) -> bool {
        // A long one may be right in its middle and cross the other there.
        // The same from either end, since the land on both sides has this edge.
        let (ends, degrees) = if ends[0] <= ends[1] {
            (ends, degrees)
        } else {
            ([ends[1], ends[0]], [degrees[1], degrees[0]])
        };
        let parts: &[f64] = if ground_m(degrees) < CROSSING_M {
            &[0.5]
        } else {
            &[0.25, 0.5, 0.75]
        };
        let [start, end] = degrees;
        let unwound = [start, [start[0] + turn(end[0] - start[0]), end[1]]];
        parts.iter().any(|&at| {
            let curved = self.degrees(part(ends, at));
            curved.is_some_and(|curved| ground_m([part(unwound, at), curved]) > TOLERANCE_M)
        })
    }

    /// Adds the middle of an edge, and what is needed on both sides of it, if the edge strays.
    fn halve(
        &self,
        [from, to]: [[f64; 2]; 2],
        [start, end]: [[f64; 2]; 2],
        depth: u32,
        into: &mut Vec<[f64; 2]>,
    ) -> Result<()> {
        if depth == 0 || !self.strays([from, to], [start, end]) {
            return Ok(());
        }
        let half = part([from, to], 0.5);
        let Some(middle) = self.degrees(half) else {
            return Ok(());
        };
        if self.added.fetch_add(1, Ordering::Relaxed) >= MOST_ADDED {
            return Err(too_many());
        }
        self.halve([from, half], [start, middle], depth - 1, into)?;
        into.push(middle);
        self.halve([half, to], [middle, end], depth - 1, into)
    }
}

fn too_many() -> Error {
    Error::new(format!(
        "its edges are so long that they need more than {MOST_ADDED} positions to follow them on the earth"
    ))
    .of_kind(ErrorKind::Geometry)
    .with_hint(
        "reproject it to longitude and latitude (WGS 84) first: ogr2ogr -t_srs EPSG:4326 out.geojson IN",
    )
}

/// The position at a part of the way between two; the same from either end for the half.
fn part([a, b]: [[f64; 2]; 2], at: f64) -> [f64; 2] {
    let between = |a: f64, b: f64| a * (1.0 - at) + b * at;
    [between(a[0], b[0]), between(a[1], b[1])]
}

/// A difference of longitudes, the short way round.
fn turn(degrees: f64) -> f64 {
    match degrees {
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    }
}

/// How far two positions in degrees are from one another, roughly.
fn ground_m([a, b]: [[f64; 2]; 2]) -> f64 {
    let middle = f64::midpoint(a[1], b[1]).to_radians();
    let east = turn(b[0] - a[0]) * math::cos(middle);
    let north = b[1] - a[1];
    (east * east + north * north).sqrt() * DEGREE_M
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(code: u16) -> Projection {
        Projection::of_epsg(code).unwrap_or_else(|| panic!("EPSG:{code} is read"))
    }

    /// Where PROJ 9.5 says positions are.
    #[test]
    fn positions_are_where_proj_has_them() {
        for (code, plane, [lon, lat]) in POSITIONS {
            let found = system(code).degrees(plane).unwrap();
            let off = ground_m([[lon, lat], found]);
            assert!(off < 0.01, "EPSG:{code}: {off} m, {found:?}");
        }
        assert!(Projection::of_epsg(27).is_none());
    }

    const POSITIONS: [(u16, [f64; 2], [f64; 2]); 22] = [
        (3857, [5_204_186.194_585, 4_839_819.543_196], [46.75, 39.82]),
        (32638, [649_775.201_985, 4_409_244.284_253], [46.75, 39.82]),
        (32733, [520_629.694_242, 7_556_090.830_571], [15.2, -22.1]),
        (25832, [506_507.732_704, 6_016_905.255_310], [9.1, 54.3]),
        (
            3035,
            [5_099_080.266_233, 4_199_928.537_494],
            [24.1, 60.199_999_999],
        ),
        (2180, [636_640.467_013, 483_432.200_828], [21.0, 52.2]),
        (2193, [1_750_697.521_334, 5_426_376.623_168], [174.8, -41.3]),
        (3067, [429_270.201_325, 7_209_293.752_544], [25.5, 65.0]),
        (5070, [-8_344.393_963, 1_998_995.316_279], [-96.1, 41.0]),
        (3577, [199_585.004_176, -2_704_133.231_042], [134.0, -25.0]),
        (2154, [648_681.834_321, 6_866_893.715_592], [2.3, 48.9]),
        (3031, [1_053_389.560_610, 1_255_380.793_258], [40.0, -75.0]),
        (3413, [422_879.131_348, -1_578_206.403_651], [-30.0, 75.0]),
        (
            6933,
            [11_578_353.630_108, -5_180_102.328_839],
            [120.0, -44.999_999_995],
        ),
        (
            8857,
            [-6_275_737.957_026, 3_764_325.426_892],
            [-70.0, 29.999_999_988],
        ),
        (2263, [984_250.0, 194_305.338_941], [-74.0, 40.7]),
        (
            27700,
            [434_039.457_286, 289_239.281_093],
            [-1.499_999_988, 52.499_999_996],
        ),
        (
            28992,
            [155_876.813_949, 456_861.618_270],
            [5.400_000_002, 52.100_000_004],
        ),
        (
            31370,
            [152_202.884_089, 165_505.135_524],
            [4.399_999_996, 50.800_000_003],
        ),
        (
            31467,
            [3_514_797.802_286, 5_395_844.894_276],
            [9.200_000_003, 48.700_000_004],
        ),
        (
            21781,
            [658_121.836_228, 183_485.727_064],
            [8.200_000_008, 46.800_000_010],
        ),
        (4269, [-100.5, 40.5], [-100.5, 40.5]),
    ];

    #[test]
    fn how_exact_a_shift_is_is_said() {
        assert_eq!(system(25832).describe(), "EPSG:25832");
        let shifted = system(27700);
        let text = "EPSG:27700, by a shift of its datum that is exact to 2 m";
        assert_eq!(shifted.describe(), text);
        shifted.added.store(2, Ordering::Relaxed);
        assert_eq!(
            shifted.describe(),
            format!("{text}, with 2 positions added along its long edges")
        );
    }

    #[test]
    fn long_edges_follow_what_is_straight_in_the_system() {
        // 200 km along a line of northing, 3 degrees beside the middle of the zone.
        let system = system(25832);
        let ends = [[600_000.0, 6_000_000.0], [800_000.0, 6_000_000.0]];
        let degrees = ends.map(|end| system.degrees(end).unwrap());
        let between = system.between(ends, degrees).unwrap();
        assert!((10..100).contains(&between.len()), "{}", between.len());
        // Every point of the straight edge is beside an edge of the chain.
        let chain: Vec<[f64; 2]> = [degrees[0]]
            .into_iter()
            .chain(between.iter().copied())
            .chain([degrees[1]])
            .collect();
        for step in 1..1000 {
            let x = 600_000.0 + 200.0 * f64::from(step);
            let [lon, lat] = system.degrees([x, 6_000_000.0]).unwrap();
            let edge = chain
                .windows(2)
                .find(|edge| edge[0][0] <= lon && lon <= edge[1][0])
                .unwrap();
            let part = (lon - edge[0][0]) / (edge[1][0] - edge[0][0]);
            let off = (edge[0][1] + part * (edge[1][1] - edge[0][1]) - lat) * DEGREE_M;
            assert!(off.abs() <= TOLERANCE_M * 1.05, "{off}");
        }
        // From the other end it is the same.
        let [a, b] = ends;
        let mut back = system.between([b, a], [degrees[1], degrees[0]]).unwrap();
        back.reverse();
        assert_eq!(between, back);
        let near = [a, [a[0] + 100.0, a[1]]];
        assert!(
            system
                .between(near, near.map(|end| system.degrees(end).unwrap()))
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn edges_that_cross_their_straight_line_are_seen() {
        // In Mercator, an edge over the equator is right in its middle alone.
        let system = system(3857);
        let ends = [[-1e6, -8e6], [1e6, 8e6]];
        let degrees = ends.map(|end| system.degrees(end).unwrap());
        assert!(system.between(ends, degrees).unwrap().len() > 50);
    }

    #[test]
    fn every_system_leads_there_and_back() {
        let mut count = 0;
        for code in super::super::codes::all() {
            let system = system(code);
            count += 1;
            if system.source.is_latlong() {
                assert!(system.degrees([20.0, 30.0]).is_some(), "EPSG:{code}");
                continue;
            }
            // On one of these parallels it has land.
            let is_right = [1.0, 30.0, 45.0, 60.0, 80.0, -5.0, -30.0, -45.0, -80.0]
                .into_iter()
                .any(|lat: f64| {
                    let lon = system.source.longitude_of_origin().to_degrees() + 1.0;
                    let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
                    let is_there = transform(&system.target, &system.source, &mut point).is_ok();
                    let found = system.degrees([point.0, point.1]).filter(|_| is_there);
                    found.is_some_and(|found| ground_m([[lon, lat], found]) < 10.0)
                });
            assert!(is_right, "EPSG:{code}");
        }
        assert!(count > 3000);
    }

    #[test]
    fn positions_that_a_projection_does_not_have_are_refused() {
        let is_somewhere = |code: u16, plane: [f64; 2]| system(code).degrees(plane).is_some();
        for plane in [
            [1e9, 0.0],
            [500_000.0, f64::NAN],
            [500_000.0, 3e7],
            [4.5e7, 4.4e6],
            [f64::INFINITY, 0.0],
        ] {
            assert!(!is_somewhere(32638, plane), "{plane:?}");
        }
        assert!(!is_somewhere(8857, [1.7e7, 8e6]) && !is_somewhere(3035, [4e7, 0.0]));
        // Half a turn from the middle, and beyond.
        let half = std::f64::consts::PI * 6_378_137.0;
        for (code, x) in [
            (3857, half),
            (3857, -half),
            (3857, 21e6),
            (8857, 17_243_959.0),
            (8857, -17_243_959.0),
        ] {
            assert!(is_somewhere(code, [x, 0.0]), "{code}: {x}");
        }
    }

    #[test]
    fn a_layer_gets_no_more_positions_than_fit() {
        let system = system(3857);
        system.added.store(MOST_ADDED, Ordering::Relaxed);
        let ends = [[0.0, 0.0], [1e6, 8e6]];
        let degrees = ends.map(|end| system.degrees(end).unwrap());
        let error = system.between(ends, degrees).unwrap_err().to_string();
        assert!(error.contains("more than 16777216 positions"), "{error}");
    }
}
