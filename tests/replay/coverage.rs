//! Coverages drawn from bytes: cells between shared corners, and what real ones suffer from: corners a grid unit off, T-junctions
//! beside the neighbour's edge, edges that run on along the next cell, holes that touch their shell or one another, cells
//! drawn twice, spikes; in the middle of nowhere, across ±180° and around the poles.

#[path = "../mending/mod.rs"]
mod mending;
#[path = "../patches/mod.rs"]
mod patches;

use std::collections::BTreeMap;

use landshift::check::Policy;
use landshift::diff::{Diff, apply, squash};
use landshift::{ReadOptions, Snapshot};
use landshift_engine::measure::Area;
use landshift_engine::model::{Overlaps, to_degrees};
use serde_json::{Value, json};

use mending::check_fix;
use patches::{change, differ, reread};

/// A position in grid units.
type At = (i64, i64);

/// Cells along each side of a coverage.
const CELLS: usize = 4;

/// Where the coverage lies, and how wide and high its cells are.
struct Site {
    low: At,
    step: At,
}

const DEGREE: i64 = 1_000_000_000;

const SITES: [Site; 7] = [
    Site::new((46 * DEGREE, 39 * DEGREE), (DEGREE / 10, DEGREE / 10)),
    Site::new((46 * DEGREE, 39 * DEGREE), (1000, 1000)),
    Site::new((46 * DEGREE, 39 * DEGREE), (3, 3)),
    Site::new((-70 * DEGREE, -DEGREE / 5), (20 * DEGREE, DEGREE / 10)),
    Site::new((1798 * DEGREE / 10, -17 * DEGREE), (DEGREE / 10, DEGREE / 10)),
    Site::new((-180 * DEGREE, 80 * DEGREE), (90 * DEGREE, 5 * DEGREE / 2)),
    Site::new((-180 * DEGREE, -90 * DEGREE), (90 * DEGREE, 45 * DEGREE)),
];

impl Site {
    const fn new(low: At, step: At) -> Self {
        Self { low, step }
    }
}

/// Numbers from bytes; 0 when there are no more.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> usize {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(first)
    }
}

/// The laws, for the three snapshots that some bytes stand for.
pub fn check(data: &[u8]) {
    let mut bytes = Bytes(data);
    let site = &SITES[bytes.next() % SITES.len()];
    let corners = corners(site, &mut bytes);
    let texts = ["1994-05-12", "2020-12-01", "2023-10-01"].map(|date| text(date, &corners, &mut bytes));
    // Whose the same land is that two have, nobody but the author can say.
    let policy = Policy {
        overlaps: Overlaps::First,
        ..Policy::default()
    };
    check_fix(&texts[0], &policy);
    let read = |text: &String| Snapshot::read(text.as_str(), "x.geojson", &ReadOptions::default());
    let [Ok(first), Ok(second), Ok(third)] = texts.each_ref().map(read) else {
        return;
    };
    check_transpose(&first, &second);
    check_patches([&first, &second, &third]);
}

/// Overlays close, or there is no change; there and back it has the same figures.
fn check_transpose(one: &Snapshot, other: &Snapshot) {
    let areas = |before: &Snapshot, after: &Snapshot, turn: fn(Pair) -> Pair| -> BTreeMap<Pair, Area> {
        let transitions = change(before, after).transitions.into_iter();
        let areas = transitions.map(|t| (turn((t.from, t.to)), t.area));
        areas.filter(|(_, area)| *area != Area::ZERO).collect()
    };
    assert_eq!(
        areas(one, other, |pair| pair),
        areas(other, one, |(from, to)| (to, from))
    );
}

type Pair = (Option<String>, Option<String>);

/// Diffs lead from each snapshot to the next exactly, and back; so does one of both.
fn check_patches([first, second, third]: [&Snapshot; 3]) {
    let [one, two] = [(first, second), (second, third)].map(|(a, b)| reread(&Diff::of(&change(a, b))));
    let made = apply(first.clone(), &one).expect("a diff applies to its base");
    assert!(!differ(&made, second), "there");
    let undone = apply(made, &reread(&one.clone().inverted())).expect("an inverse applies to what was made");
    assert!(!differ(&undone, first), "and back");
    let both = squash(&[one, two]).expect("consecutive diffs squash");
    let made = apply(first.clone(), &reread(&both)).expect("a squashed diff applies to the first base");
    assert!(!differ(&made, third), "squashed");
}

/// The corners of the cells, some of them moved.
fn corners(site: &Site, bytes: &mut Bytes) -> Vec<At> {
    let side = CELLS + 1;
    let corner = |i: usize| {
        let moved = |bytes: &mut Bytes, step: i64| match bytes.next() % 8 {
            0..4 => 0,
            4 => 1,
            5 => -1,
            6 => step / 3,
            _ => -step / 4,
        };
        let (x, y) = ((i % side) as i64 * site.step.0, (i / side) as i64 * site.step.1);
        let at = (site.low.0 + x, site.low.1 + y);
        // What closes around the earth, or at a pole, stays there.
        let rim = [180 * DEGREE, 90 * DEGREE];
        let is_inner = at.0.abs() != rim[0] && at.1.abs() != rim[1];
        let by = (moved(bytes, site.step.0), moved(bytes, site.step.1));
        if is_inner { (at.0 + by.0, at.1 + by.1) } else { at }
    };
    (0..side * side).map(corner).collect()
}

/// A snapshot as a file.
fn text(date: &str, corners: &[At], bytes: &mut Bytes) -> String {
    let mut features = Vec::new();
    for cell in 0..CELLS * CELLS {
        let (holder, quirk) = (bytes.next() % 5, bytes.next());
        let Some(controller) = ["A", "B", "C", "A"].get(holder) else {
            continue;
        };
        let start = cell / CELLS * (CELLS + 1) + cell % CELLS;
        let shell = [0, 1, CELLS + 2, CELLS + 1].map(|step| corners[start + step]);
        let rings = with_quirk(shell, quirk % 16, quirk / 16);
        let feature = json!({"type": "Feature", "properties": {"controller": controller}, "geometry":
            {"type": "Polygon", "coordinates": rings.iter().map(|ring| positions(ring)).collect::<Value>()}});
        features.extend(std::iter::repeat_n(feature, 1 + usize::from(quirk % 16 == TWICE)));
    }
    json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

fn positions(ring: &[At]) -> Value {
    let closed = ring.iter().chain(ring.first());
    let longitude = |x: i64| if x > 180 * DEGREE { x - 360 * DEGREE } else { x };
    closed
        .map(|&(x, y)| json!([to_degrees(longitude(x)), to_degrees(y)]))
        .collect()
}

const TWICE: usize = 13;

/// The rings of a cell, with one thing that is strange about it: at one of four corners or edges, to either side.
fn with_quirk(shell: [At; 4], quirk: usize, place: usize) -> Vec<Vec<At>> {
    let (k, sign) = (place % 4, [1, -1, 0, 2][place / 4]);
    let (from, to, across) = (shell[k], shell[(k + 1) % 4], shell[(k + 2) % 4]);
    let middle = between(from, to);
    let inner = |at: At| between(at, across);
    let mut outer = shell.to_vec();
    let holes = match quirk {
        // A corner that the neighbour does not have, on its edge or beside it.
        8 => {
            outer.insert(k + 1, (middle.0 + sign, middle.1 + sign));
            vec![]
        }
        // An edge that runs on along the neighbour's.
        9 => {
            outer.insert(k + 1, (to.0 + (to.0 - from.0) / 2, to.1 + (to.1 - from.1) / 2));
            outer.insert(k + 2, to);
            vec![]
        }
        // A hole that touches the shell in the middle of an edge, or nearly.
        10 => vec![vec![(middle.0, middle.1 + sign), inner(from), inner(to)]],
        // One that touches it in a corner.
        11 => vec![vec![from, inner(middle), inner(from)]],
        // Two that touch each other.
        12 => vec![
            vec![inner(from), inner(middle), between(from, inner(middle))],
            vec![inner(from), inner(inner(middle)), inner(inner(from))],
        ],
        // Out and back.
        14 => {
            let after = k + 1;
            outer.splice(after..after, [middle, inner(middle), (middle.0 + sign, middle.1)]);
            vec![]
        }
        15 => {
            outer.reverse();
            vec![]
        }
        _ => vec![],
    };
    std::iter::once(outer).chain(holes).collect()
}

fn between(a: At, b: At) -> At {
    (a.0.midpoint(b.0), a.1.midpoint(b.1))
}
