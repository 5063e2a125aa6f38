//! Made-up histories of units whose truth is known: how much of it `lineage` finds, and how much of what it finds is true.
//!
//! `LANDSHIFT_HISTORIES=FOLDER` makes many more and keeps them there with their truth, for other programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{landshift, stdout};

/// Units in a row and in a column; each is so many fields wide and high.
const UNITS: usize = 10;
const FIELDS: usize = 4;

/// The width of a field, and how far its corners and the points of its sides are off a straight grid, in degrees.
const FIELD: f64 = 0.05;
const ROUGH: f64 = 0.008;

/// How far a border that is drawn anew is off, in degrees: some seventy metres.
const REDRAWN: f64 = 0.0007;

/// So many points between the corners of a field.
const POINTS: usize = 6;

/// The fields of a unit by column and row.
type Fields = BTreeSet<(usize, usize)>;

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    /// A number from 0 to 1.
    fn roll(&mut self) -> f64 {
        // The constants of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, most: usize) -> usize {
        (self.roll() * most as f64) as usize
    }

    /// Two offsets that belong to a point alone, whatever was rolled before.
    fn of_point(seed: u64, point: [usize; 3], most: f64) -> [f64; 2] {
        let [a, b, c] = point.map(|part| part as u64 + 1);
        let mut dice = Self(seed ^ (a * 73_856_093) ^ (b * 19_349_663) ^ (c * 83_492_791));
        for _ in 0..4 {
            dice.roll();
        }
        [0; 2].map(|_| most * (2.0 * dice.roll() - 1.0))
    }
}

/// A unit of an edition.
#[derive(Clone)]
struct Unit {
    code: String,
    name: String,
    fields: Fields,
}

/// Two editions and what became of each unit of the first one; of the second one, those that are new.
struct History {
    editions: [Vec<Unit>; 2],
    truth: BTreeMap<String, &'static str>,
}

impl History {
    /// One in which one pair of neighbours in `calm` met with an event.
    fn new(seed: u64, calm: usize) -> Self {
        let mut dice = Dice(seed);
        let mut history = Self {
            editions: [Vec::new(), Vec::new()],
            truth: BTreeMap::new(),
        };
        for row in 0..UNITS {
            for pair in 0..UNITS / 2 {
                let event = dice.below(9 * calm);
                history.happen(
                    &mut dice,
                    event,
                    [2 * pair, 2 * pair + 1].map(|column| block(column, row)),
                );
            }
        }
        history
    }

    fn happen(&mut self, dice: &mut Dice, event: usize, [mut left, mut right]: [Unit; 2]) {
        let mut before = vec![left.clone(), right.clone()];
        let mut events = ["unchanged"; 2];
        let new_code = format!("N{}", left.code);
        match event {
            0 => {
                left.name += " Renamed";
                events[0] = "renamed";
            }
            1 => {
                left.code.clone_from(&new_code);
                events[0] = "recoded";
            }
            2 | 3 => {
                // A part of a quarter or a half is a unit of its own; which of the two keeps the code is open.
                let cut = left.columns()[1 + dice.below(FIELDS / 2)];
                let mut other = left.clone();
                left.fields.retain(|field| field.0 < cut);
                other.fields.retain(|field| field.0 >= cut);
                let renamed = if dice.below(2) == 0 { &mut left } else { &mut other };
                renamed.name += " Part";
                renamed.code = new_code;
                self.editions[1].push(other);
                events[0] = "split";
            }
            4 | 5 => {
                left.fields.append(&mut right.fields);
                if dice.below(2) == 0 {
                    (left.code, left.name) = (right.code.clone(), right.name.clone());
                }
                events = ["merged"; 2];
            }
            6 => {
                let border = left.columns()[FIELDS - 1];
                let ceded: Fields = left
                    .fields
                    .iter()
                    .copied()
                    .filter(|field| field.0 == border)
                    .collect();
                for field in ceded.into_iter().take(1 + dice.below(FIELDS)) {
                    left.fields.remove(&field);
                    right.fields.insert(field);
                }
                events = ["reduced", "enlarged"];
            }
            7 => {
                left.fields.clear();
                events[0] = "dissolved";
            }
            8 => {
                before.remove(0);
                self.truth.insert(left.code.clone(), "created");
            }
            _ => {}
        }
        for unit in &before {
            let event = events[usize::from(unit.code == before[before.len() - 1].code)];
            self.truth.insert(unit.code.clone(), event);
        }
        self.editions[0].append(&mut before);
        self.editions[1].extend([left, right].into_iter().filter(|unit| !unit.fields.is_empty()));
    }

    /// Writes both editions; the later one with its borders drawn anew or as they were.
    fn write(&self, folder: &Path, name: &str, redrawn: f64) -> [String; 2] {
        let files = ["2000", "2010"].map(|year| format!("{name}-{year}-01-01.geojson"));
        for ((file, units), redrawn) in files.iter().zip(&self.editions).zip([0.0, redrawn]) {
            let feature = |unit: &Unit| {
                json!({"type": "Feature", "properties": {"code": unit.code, "name": unit.name},
                    "geometry": {"type": "Polygon", "coordinates": [outline(&unit.fields, redrawn)]}})
            };
            let features: Vec<Value> = units.iter().map(feature).collect();
            let text = json!({"type": "FeatureCollection", "features": features}).to_string();
            fs::write(folder.join(file), text).unwrap();
        }
        files
    }
}

impl Unit {
    /// Its columns of fields from west to east.
    fn columns(&self) -> Vec<usize> {
        let columns: BTreeSet<usize> = self.fields.iter().map(|field| field.0).collect();
        columns.into_iter().collect()
    }
}

/// A unit as it was at first.
fn block(column: usize, row: usize) -> Unit {
    let number = 1 + row * UNITS + column;
    let fields = (0..FIELDS * FIELDS).map(|n| (column * FIELDS + n % FIELDS, row * FIELDS + n / FIELDS));
    Unit {
        code: format!("{number:03}"),
        name: format!("Unit {number}"),
        fields: fields.collect(),
    }
}

/// The outline of fields that hang together without holes.
fn outline(fields: &Fields, redrawn: f64) -> Vec<[f64; 2]> {
    let mut next: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for &(x, y) in fields {
        let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        let beside = [
            (Some(x), y.checked_sub(1)),
            (Some(x + 1), Some(y)),
            (Some(x), Some(y + 1)),
            (x.checked_sub(1), Some(y)),
        ];
        for (side, (column, row)) in beside.into_iter().enumerate() {
            let is_inside = column.zip(row).is_some_and(|field| fields.contains(&field));
            if !is_inside {
                next.insert(corners[side], corners[(side + 1) % 4]);
            }
        }
    }
    let start = *next.keys().next().unwrap();
    let (mut ring, mut at) = (Vec::new(), start);
    loop {
        let to = next[&at];
        ring.extend(side(at, to, redrawn));
        at = to;
        if at == start {
            break;
        }
    }
    ring.push(ring[0]);
    ring
}

/// The points from one corner to the next but the last, the same in both directions.
fn side(from: (usize, usize), to: (usize, usize), redrawn: f64) -> Vec<[f64; 2]> {
    let (low, high) = (from.min(to), from.max(to));
    let along = usize::from(low.1 == high.1);
    let point = |n: usize| {
        let n = if from == low { n } else { POINTS - n };
        // The last point of a side is the first of the next.
        let ((x, y), n) = if n == POINTS { (high, 0) } else { (low, n) };
        let id = [x, y, if n == 0 { 0 } else { 2 * n + along }];
        let share = n as f64 / POINTS as f64;
        let step = if along == 1 { [share, 0.0] } else { [0.0, share] };
        let rough = Dice::of_point(1, id, ROUGH);
        let drawn = Dice::of_point(2, id, redrawn);
        let at = |axis: usize, place: usize| {
            20.0 + (place as f64 + step[axis]) * FIELD
                + rough[axis] * if n == 0 { 1.0 } else { 0.3 }
                + drawn[axis]
        };
        // Between two corners a side goes from the one to the other.
        let bend = |axis: usize| {
            let ends = [low, high].map(|(x, y)| Dice::of_point(1, [x, y, 0], ROUGH)[axis]);
            if n == 0 {
                0.0
            } else {
                ends[0] * (1.0 - share) + ends[1] * share
            }
        };
        [at(0, x) + bend(0), at(1, y) + bend(1)]
    };
    (0..POINTS).map(point).collect()
}

/// What was found of a class: how often it was true, it was found, and both.
#[derive(Default)]
struct Score {
    is_true: usize,
    found: usize,
    both: usize,
}

fn found(folder: &Path, files: &[String; 2]) -> BTreeMap<String, String> {
    let mut command = landshift(folder);
    command
        .args(["lineage", "--by", "code", "--format", "json"])
        .args(files);
    let json: Value = serde_json::from_str(&stdout(&mut command)).unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let rows = json["units"].as_array().unwrap().iter();
    let rows = rows.filter(|row| row["edition"] == "before" || row["event"] == "created");
    rows.map(|row| (text(row, "code"), text(row, "event"))).collect()
}

/// Borders that are drawn anew are no exchange of land, so a unit whose borders alone are is as good as unchanged.
fn class(event: &str) -> &str {
    if event == "redrawn" { "unchanged" } else { event }
}

#[test]
fn known_histories_are_found() {
    let kept = std::env::var_os("LANDSHIFT_HISTORIES");
    let made = tempfile::tempdir().unwrap();
    let folder = kept.as_ref().map_or(made.path(), Path::new);
    let cases = if kept.is_some() { 20 } else { 2 };
    let drawings = [
        ("same", 0.0, 3),
        ("redrawn", REDRAWN, 3),
        ("upheaval", REDRAWN, 1),
    ];
    for (drawing, redrawn, calm) in drawings {
        let mut scores: BTreeMap<String, Score> = BTreeMap::new();
        for seed in 0..cases {
            let history = History::new(seed, calm);
            let name = format!("{drawing}{seed:02}");
            let files = history.write(folder, &name, redrawn);
            fs::write(
                folder.join(format!("{name}.json")),
                json!(history.truth).to_string(),
            )
            .unwrap();
            let found = found(folder, &files);
            for (code, event) in &history.truth {
                let told = found.get(code).map_or("none", |event| class(event));
                scores.entry((*event).to_owned()).or_default().is_true += 1;
                scores.entry(told.to_owned()).or_default().found += 1;
                scores.entry((*event).to_owned()).or_default().both += usize::from(told == *event);
            }
        }
        for (event, Score { is_true, found, both }) in &scores {
            println!("{drawing} {event}: {is_true} true, {found} found, {both} both");
            let share = |whole: usize| *both as f64 / whole.max(1) as f64;
            let [recall, precision] = [share(*is_true), share(*found)];
            assert!(
                recall >= 0.95 && precision >= 0.95,
                "{drawing} {event}: {recall} {precision}"
            );
        }
        assert!(scores.len() >= 9, "every event was rolled");
    }
}
