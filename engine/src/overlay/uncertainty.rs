//! Uncertainty: by how much an area may be off, since the lines that bound it are known to some metres only.
//!
//! A line between two holders that is off by *a* metres adds or takes, to first order, *a* times its length. How long
//! a crooked line is depends on the scale one looks at; here it is as long as it is once all detail finer than its
//! accuracy is gone (Douglas & Peucker, *Algorithms for the reduction of the number of points required to represent a
//! digitized line*, Cartographica 1973). Two figures follow: the *worst case*, in which all lines are off outward or
//! inward at once, and the *root-sum-square*, in which each line is off as a whole and by itself.
//! `docs/uncertainty.md` has the method at length and what it leaves out.

use std::collections::BTreeMap;

use geo_types::{Coord, LineString};

use super::Step;
use super::boundaries::{BoundaryKind, is_map_edge};
use super::{ControllerId, Overlay};
use crate::measure::{Area, AreaRange, LocalPlane, densified_line, flat};
use crate::model::{GridLine, UnitId};
use crate::mosaic::{FaceId, Side};

/// By how much an area may be more or less than it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Margin {
    /// All lines off to the same side at once.
    pub worst: Area,
    /// Each line off as a whole, independent of the others: the root of the sum of squares.
    pub rss: Area,
}

impl Margin {
    /// The worst case as lowest and highest area, none below nothing.
    pub fn range(&self, area: Area) -> AreaRange {
        AreaRange {
            low: (area - self.worst).max(Area::ZERO),
            high: area + self.worst,
        }
    }

    /// The worst case of land of which some more may be noise: left out of the lowest and taken into the highest area.
    pub fn range_with_noise(&self, area: Area, noise: Area) -> AreaRange {
        AreaRange {
            low: self.range(area).low,
            high: self.range(area + noise).high,
        }
    }

    /// The worst case of a net, which may be negative: all that is gained by noise real, or all that is lost by it.
    pub fn range_of_net(&self, net: Area, noise: Moved) -> AreaRange {
        AreaRange {
            low: net - self.worst - noise.lost,
            high: net + self.worst + noise.gained,
        }
    }
}

/// How much one gained and how much one lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// Held after and not before.
    pub gained: Area,
    /// Held before and not after.
    pub lost: Area,
}

/// By how much what one gained and lost may be off; none where it did not, or the accuracy of a line is not known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MovedMargins {
    pub(crate) gained: Option<Margin>,
    pub(crate) lost: Option<Margin>,
    /// Of gained less lost.
    pub(crate) net: Option<Margin>,
}

/// By how much the area of something is off, line by line, in m²; none where the accuracy of a line is not known.
#[derive(Debug, Clone, Default)]
struct Offsets(BTreeMap<Line, Option<f64>>);

impl Offsets {
    fn add(&mut self, line: Line, offset_m2: Option<f64>) {
        let sum = self.0.entry(line).or_insert(Some(0.0));
        *sum = sum.zip(offset_m2).map(|(sum, more)| sum + more);
    }

    /// Those of both together.
    fn with(mut self, other: Self) -> Self {
        for (line, offset_m2) in other.0 {
            self.add(line, offset_m2);
        }
        self
    }

    /// What all of them come to; none if any is not known.
    fn margin(self) -> Option<Margin> {
        let offsets_m2: Option<Vec<f64>> = self.0.into_values().collect();
        Some(margin(&offsets_m2?))
    }
}

/// What runs along an edge, and is off as a whole if it is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    /// The line between two controllers in a snapshot, by its place in the overlay; the lesser one first, none where the
    /// data ends.
    Holders(usize, [Option<ControllerId>; 2]),
    /// The line between two units; none outside.
    Units([Option<UnitId>; 2]),
}

/// Where lines of one kind and accuracy part two keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch<K> {
    sides: [Option<K>; 2],
    line: Line,
    /// In micrometres, to be ordered; none where it is not known.
    accuracy_um: Option<u64>,
}

impl Overlay {
    /// By how much the area of every key may be off, given the lines of the snapshots (by their places) that part the
    /// keys. A key along whose rim the accuracy of some line is not known has no margin.
    pub fn margins<K: Ord + Clone>(
        &self,
        snapshots: &[usize],
        key: impl Fn(FaceId) -> Option<K>,
    ) -> BTreeMap<K, Margin> {
        let offsets = self.offsets(snapshots, key).into_iter();
        offsets
            .filter_map(|(key, offsets)| Some((key, offsets.margin()?)))
            .collect()
    }

    /// By how much what each gained, what each lost, and the one less the other may be off; `change` says who lost a face
    /// to whom.
    ///
    /// A line by which one gains moves the gain as much as the line of a loss moves the loss, and a line that bounds
    /// both moves the net twice: to first order the worst case of a net is that of the gain and of the loss together.
    pub(crate) fn moved_margins<K: Ord + Clone>(
        &self,
        snapshots: &[usize],
        change: impl Fn(FaceId) -> Option<[Option<K>; 2]>,
    ) -> BTreeMap<K, MovedMargins> {
        let side = |n: usize| self.offsets(snapshots, |face| change(face)?[n].clone());
        let mut moved: BTreeMap<K, [Option<Offsets>; 2]> = BTreeMap::new();
        for n in [0, 1] {
            for (key, offsets) in side(n) {
                moved.entry(key).or_default()[n] = Some(offsets);
            }
        }
        let margins = |[lost, gained]: [Option<Offsets>; 2]| MovedMargins {
            net: lost
                .iter()
                .chain(&gained)
                .cloned()
                .reduce(Offsets::with)
                .and_then(Offsets::margin),
            gained: gained.and_then(Offsets::margin),
            lost: lost.and_then(Offsets::margin),
        };
        moved
            .into_iter()
            .map(|(key, sides)| (key, margins(sides)))
            .collect()
    }

    /// By how much the land that each controller holds in a snapshot, by its place in the overlay, may be off.
    pub fn held_margins(&self, snapshot: usize) -> BTreeMap<&str, Margin> {
        self.margins(&[snapshot], |face| self.controller(snapshot, face))
    }

    /// By how much some land as a whole may be off, given the lines of both snapshots of a step.
    pub fn margin_of_sum(&self, step: Step, is_counted: impl Fn(FaceId) -> bool) -> Option<Margin> {
        let counted = |face| is_counted(face).then_some(());
        self.margins(&step.places(), counted).remove(&())
    }

    /// The controller of which some land is all that it holds in a snapshot, and that holds all of the land; if there
    /// is one, only the lines of that snapshot bound the land.
    pub fn sole_holder(&self, snapshot: usize, is_counted: impl Fn(FaceId) -> bool) -> Option<&str> {
        let holder = |face| self.controller(snapshot, face);
        let areas = self
            .mosaic()
            .areas_by(|face| is_counted(face).then(|| holder(face)));
        let mut holders = areas.keys();
        let (Some(Some(one)), None) = (holders.next(), holders.next()) else {
            return None;
        };
        let elsewhere = |face| (holder(face) == Some(*one) && !is_counted(face)).then_some(());
        self.mosaic().areas_by(elsewhere).is_empty().then_some(*one)
    }

    /// By how much the area of every key is off by each line.
    fn offsets<K: Ord + Clone>(
        &self,
        snapshots: &[usize],
        key: impl Fn(FaceId) -> Option<K>,
    ) -> BTreeMap<K, Offsets> {
        let stretch = |_, side: &Side| {
            let mut sides = [key(side.left), key(side.right)];
            if sides[0] == sides[1] || is_map_edge(side) {
                return None;
            }
            sides.sort_unstable();
            let lines = || snapshots.iter().filter_map(|&s| self.line(s, side));
            // One line on two dates is as inexact as on the worse of them.
            let worse =
                |(line, a): (Line, Option<f64>), (_, b)| (line, a.zip(b).map(|(a, b): (f64, f64)| a.max(b)));
            let unit_line = || Some((self.unit_line(side)?, self.accuracy.unit_m));
            let (line, metres) = lines().reduce(worse).or_else(unit_line)?;
            Some(Stretch {
                sides,
                line,
                accuracy_um: metres.map(|m| (m * 1e6) as u64),
            })
        };
        let mut offsets: BTreeMap<K, Offsets> = BTreeMap::new();
        for (stretch, lines) in self.mosaic().arcs(stretch) {
            let offset_m2 = stretch.accuracy_um.map(|um| {
                let metres = um as f64 * 1e-6;
                lines
                    .iter()
                    .map(|line| metres * self.length_at_m(line, metres))
                    .sum()
            });
            for side in stretch.sides.into_iter().flatten() {
                offsets.entry(side).or_default().add(stretch.line, offset_m2);
            }
        }
        offsets
    }

    /// Whether anything at all is known of the lines of the snapshots.
    pub fn has_accuracy(&self, snapshots: &[usize]) -> bool {
        let of = snapshots.iter().map(|&s| self.snapshots()[s].as_ref());
        self.accuracy.is_known_of(of)
    }

    /// The line that runs along the edge in a snapshot, and its accuracy in metres where that is known. The rim of the land
    /// that all answers are about is no such line: it is where it was said to be.
    fn line(&self, snapshot: usize, side: &Side) -> Option<(Line, Option<f64>)> {
        let accuracy = &self.accuracy;
        let faces = [side.left, side.right];
        let mut between = faces.map(|face| self.controller_anywhere(snapshot, face));
        let stated = match (between, self.boundary_anywhere(snapshot, side)) {
            ([None, None], _) => return None,
            ([Some(_), Some(_)], kind) => match kind? {
                BoundaryKind::Border => accuracy.border_m,
                BoundaryKind::Control => accuracy.control_m,
            },
            _ => accuracy.coast_m,
        };
        between.sort_unstable();
        let territories = faces
            .into_iter()
            .filter_map(|face| self.territory_anywhere(snapshot, face));
        let own = || territories.filter_map(|t| t.accuracy_m).reduce(f64::max);
        Some((Line::Holders(snapshot, between), stated.or_else(own)))
    }

    /// The line between two units; none where a thread is cut off, which no line of the data does.
    fn unit_line(&self, side: &Side) -> Option<Line> {
        let [left, right] = [side.left, side.right].map(|face| self.units_anywhere(face));
        let alone =
            |these: &[UnitId], those: &[UnitId]| these.iter().find(|unit| !those.contains(unit)).copied();
        let mut between = [alone(left, right), alone(right, left)];
        between.sort_unstable();
        (between != [None, None]).then_some(Line::Units(between))
    }

    /// The length in metres of a line once all detail finer than `scale_m` is gone.
    fn length_at_m(&self, line: &GridLine, scale_m: f64) -> f64 {
        let flat = LocalPlane::around(line.0.iter().copied())
            .and_then(|plane| plane.line_to_plane(&densified_line(line)));
        let Ok(LineString(positions)) = flat else {
            // A line half round the globe lies in no plane; no detail of it is left out.
            let edges = self.mosaic().edge_model();
            return line
                .0
                .windows(2)
                .map(|edge| edges.length(edge[0], edge[1]).m())
                .sum();
        };
        let length = |part: &[Coord]| flat::length_without(scale_m, part);
        match positions.as_slice() {
            [first, .., last] if first == last => {
                // To its farthest position and back, so that a small ring does not vanish.
                let distance = |at: &usize| flat::distance(*first, positions[*at]);
                let farthest = (0..positions.len()).max_by(|a, b| distance(a).total_cmp(&distance(b)));
                let farthest = farthest.unwrap_or(0);
                length(&positions[..=farthest]) + length(&positions[farthest..])
            }
            open => length(open),
        }
    }
}

fn margin(offsets_m2: &[f64]) -> Margin {
    let squares: f64 = offsets_m2.iter().map(|m2| m2 * m2).sum();
    Margin {
        worst: Area::from_m2(offsets_m2.iter().sum()),
        rss: Area::from_m2(squares.sqrt()),
    }
}

#[cfg(test)]
mod tests {
    use geo::{Area as _, Buffer};
    use geo_types::{MultiPolygon, Polygon};

    use super::*;
    use crate::math::{cos, hypot, sin};
    use crate::model::{Snapshot, Territory};
    use crate::overlay::Accuracy;
    use crate::testing::{polygon, random, territory};

    type Ring = Vec<(f64, f64)>;

    fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Ring {
        vec![(west, south), (east, south), (east, north), (west, north)]
    }

    fn overlay(snapshots: &[&[(&str, Option<f64>, Ring)]]) -> Overlay {
        let territory = |(controller, accuracy_m, ring): &(&str, Option<f64>, Ring)| Territory {
            accuracy_m: *accuracy_m,
            ..territory(controller, polygon(ring))
        };
        let snapshot = |land: &&[(&str, Option<f64>, Ring)]| Snapshot {
            territories: land.iter().map(territory).map(Into::into).collect(),
            ..Snapshot::default()
        };
        let snapshots = snapshots.iter().map(snapshot).collect();
        crate::testing::overlay(snapshots)
    }

    /// What A holds may be off by so much.
    fn margin_of_a(overlay: &Overlay) -> Option<Margin> {
        overlay
            .margins(&[0], |face| overlay.controller(0, face))
            .get("A")
            .copied()
    }

    /// A's land in metres.
    fn flat(ring: &Ring) -> Polygon {
        let polygon = polygon(ring);
        let plane = LocalPlane::around(polygon.exterior().0.iter().copied()).unwrap();
        Polygon::new(plane.line_to_plane(polygon.exterior()).unwrap(), vec![])
    }

    /// A round, smooth piece of land some 50 km wide.
    fn round() -> Ring {
        let at = |n: u32| {
            let angle = f64::from(n) / 360.0 * std::f64::consts::TAU;
            let radius = 0.25 * (1.0 + 0.1 * cos(3.0 * angle));
            (
                46.0 + radius * cos(angle) / cos(40_f64.to_radians()),
                40.0 + radius * sin(angle),
            )
        };
        (0..360).map(at).collect()
    }

    #[test]
    fn the_worst_case_is_that_of_buffers() {
        for ring in [rectangle(46.0, 40.0, 46.5, 40.5), round()] {
            let land = flat(&ring);
            for accuracy_m in [100.0, 500.0, 2000.0] {
                let overlay = overlay(&[&[("A", Some(accuracy_m), ring.clone())]]);
                let margin = margin_of_a(&overlay).unwrap();
                let grown: MultiPolygon = land.buffer(accuracy_m);
                let shrunk: MultiPolygon = land.buffer(-accuracy_m);
                let half = (grown.unsigned_area() - shrunk.unsigned_area()) / 2.0;
                // To first order: what a corner adds or takes is of the order of the accuracy squared.
                let corners_m2 = 4.0 * accuracy_m * accuracy_m + 0.005 * half;
                assert!(
                    (margin.worst.m2() - half).abs() < corners_m2,
                    "{accuracy_m} m: {margin:?}, {half}"
                );
            }
        }
    }

    #[test]
    fn no_random_shift_of_the_line_goes_beyond_the_worst_case() {
        let mut random = random(7);
        let (ring, accuracy_m) = (round(), 500.0);
        let overlay = overlay(&[&[("A", Some(accuracy_m), ring.clone())]]);
        let worst_m2 = margin_of_a(&overlay).unwrap().worst.m2();
        let land = flat(&ring);
        let (area, shell) = (land.unsigned_area(), &land.exterior().0[..360]);
        let mut largest = 0.0_f64;
        for round in 0..2000 {
            // From every position by itself to stretches of ninety positions at once.
            let stretch = 1 + round % 90;
            let mut shift = 0.0;
            let mut moved: Vec<Coord> = Vec::new();
            for (n, at) in shell.iter().enumerate() {
                if n % stretch == 0 {
                    shift = accuracy_m * (2.0 * random() - 1.0);
                }
                let scale = 1.0 + shift / hypot(at.x, at.y);
                moved.push(Coord {
                    x: at.x * scale,
                    y: at.y * scale,
                });
            }
            let moved = Polygon::new(LineString::new(moved), vec![]);
            largest = largest.max((moved.unsigned_area() - area).abs());
        }
        assert!(largest < worst_m2 * 1.02, "{largest} of {worst_m2}");
        assert!(
            largest > worst_m2 * 0.2,
            "the shifts try nothing: {largest} of {worst_m2}"
        );
    }

    #[test]
    fn lines_that_err_by_themselves_add_as_the_root_of_the_sum_of_squares() {
        let mut random = random(7);
        let around = [
            ("A", None, rectangle(46.0, 40.0, 46.5, 40.4)),
            ("W", Some(800.0), rectangle(45.5, 40.0, 46.0, 40.4)),
            ("E", Some(300.0), rectangle(46.5, 40.0, 47.0, 40.4)),
            ("N", Some(500.0), rectangle(46.0, 40.4, 46.5, 40.8)),
            ("S", Some(100.0), rectangle(46.0, 39.6, 46.5, 40.0)),
        ];
        let margin = margin_of_a(&overlay(&[&around])).unwrap();
        let land = flat(&around[0].2);
        let (width, height) = (land.exterior().0[1].x - land.exterior().0[0].x, 44_413.0);
        let mut normal = || (0..12).map(|_| random()).sum::<f64>() - 6.0;
        let rounds = 20_000;
        let mut squares = 0.0;
        for _ in 0..rounds {
            let [w, e, n, s] = [800.0, 300.0, 500.0, 100.0].map(|metres| metres * normal());
            let change = (width + w + e) * (height + n + s) - width * height;
            squares += change * change;
        }
        let deviation = (squares / f64::from(rounds)).sqrt();
        let ratio = margin.rss.m2() / deviation;
        assert!((ratio - 1.0).abs() < 0.03, "{} of {deviation}", margin.rss.m2());
        assert!(margin.rss < margin.worst);
    }

    #[test]
    fn detail_finer_than_the_accuracy_makes_no_line_longer() {
        let jagged = |teeth: u32| -> Ring {
            let tooth = |n: u32| {
                (
                    46.0 + f64::from(n) / f64::from(teeth) / 2.0,
                    40.4 + f64::from(n % 2) * 0.001,
                )
            };
            vec![(46.5, 40.0), (46.0, 40.0)]
                .into_iter()
                .rev()
                .chain((0..=teeth).rev().map(tooth))
                .collect()
        };
        let worst = |ring: Ring, accuracy_m| {
            let overlay = overlay(&[&[("A", Some(accuracy_m), ring)]]);
            margin_of_a(&overlay).unwrap().worst.m2() / accuracy_m
        };
        // 111 m high, the teeth are detail at 500 m and part of the line at 10 m.
        let smooth = worst(rectangle(46.0, 40.0, 46.5, 40.4), 500.0);
        assert!((worst(jagged(1000), 500.0) / smooth - 1.0).abs() < 0.02);
        assert!(worst(jagged(1000), 10.0) > 1.3 * smooth);
    }

    #[test]
    fn a_small_ring_is_off_by_more_than_itself() {
        let ring = rectangle(46.0, 40.0, 46.001, 40.001);
        let margin = margin_of_a(&overlay(&[&[("A", Some(5000.0), ring.clone())]])).unwrap();
        let area = Area::from_m2(flat(&ring).unsigned_area());
        assert!(margin.worst > area);
        assert_eq!(margin.range(area).low, Area::ZERO);
    }

    #[test]
    fn where_nothing_is_known_of_a_line_there_is_no_margin_and_a_stated_accuracy_overrules() {
        let land = [
            ("A", None, rectangle(46.0, 40.0, 46.5, 40.5)),
            ("B", Some(100.0), rectangle(46.5, 40.0, 47.0, 40.5)),
        ];
        let overlay = overlay(&[&land]);
        assert_eq!(margin_of_a(&overlay), None);
        let coast: Accuracy = "coast=50m".parse().unwrap();
        let all: Accuracy = "100m".parse().unwrap();
        let known = |accuracy| Overlay {
            accuracy,
            ..self::overlay(&[&land])
        };
        let (coast, all) = (
            margin_of_a(&known(coast)).unwrap(),
            margin_of_a(&known(all)).unwrap(),
        );
        assert!(coast.worst < all.worst, "{coast:?} {all:?}");
        for wrong in ["", "far", "coast", "coast=50m,sea=3m", "coast=-5m"] {
            assert!(wrong.parse::<Accuracy>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_line_that_stays_counts_once_and_as_on_its_worse_date() {
        let before = [
            ("A", Some(100.0), rectangle(46.0, 40.0, 47.0, 40.5)),
            ("B", Some(100.0), rectangle(47.0, 40.0, 48.0, 40.5)),
        ];
        let after = [
            ("A", Some(100.0), rectangle(46.0, 40.0, 46.5, 40.5)),
            ("B", Some(400.0), rectangle(46.5, 40.0, 48.0, 40.5)),
        ];
        let overlay = overlay(&[&before, &after]);
        let cell = |face| Some([0, 1].map(|s| overlay.controller(s, face)));
        let margins = overlay.margins(&[0, 1], cell);
        let lost = margins[&[Some("A"), Some("B")]];
        // West: the new line, 400 m. East: the old one, 100 m. North and south: coasts of A, then of B, 400 m.
        let coast_m = 2.0 * 42_500.0;
        let expected_m2 = 55_530.0 * (400.0 + 100.0) + coast_m * 400.0;
        assert!(
            (lost.worst.m2() / expected_m2 - 1.0).abs() < 0.01,
            "{} of {expected_m2}",
            lost.worst.m2()
        );
    }

    #[test]
    fn the_net_is_off_by_gain_and_loss_and_a_line_of_both_moves_it_twice() {
        // A swaps the west for the east; along 47 °E it gains on one side and loses on the other.
        let before = [
            ("A", Some(100.0), rectangle(46.0, 40.0, 47.0, 40.5)),
            ("B", Some(100.0), rectangle(47.0, 40.0, 48.0, 40.5)),
        ];
        let after = [
            ("B", Some(100.0), rectangle(46.0, 40.0, 47.0, 40.5)),
            ("A", Some(100.0), rectangle(47.0, 40.0, 48.0, 40.5)),
        ];
        let overlay = overlay(&[&before, &after]);
        let changed = |face| {
            let holders = [0, 1].map(|s| overlay.controller(s, face));
            (holders[0] != holders[1]).then_some(holders)
        };
        let net = overlay.moved_margins(&[0, 1], changed)["A"].net.unwrap();
        let [lost, gained] = [0, 1].map(|n| overlay.margins(&[0, 1], |f| changed(f)?[n])["A"]);
        let sum = gained.worst + lost.worst;
        assert!((net.worst.m2() / sum.m2() - 1.0).abs() < 1e-9, "{net:?}");
        // The line in the middle is one line: its two parts add up before they are squared.
        let apart = hypot(gained.rss.m2(), lost.rss.m2());
        assert!(
            net.rss.m2() > 1.01 * apart && net.rss <= gained.rss + lost.rss,
            "{net:?}"
        );
    }
}
