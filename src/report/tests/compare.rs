//! How the outputs of one result are compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::measure::{Area, AreaUnit, Length, count};
use crate::report::document::{Align, Block, Grid};
use crate::report::format::Format;
use crate::report::result::Report;
use crate::report::testing::{csv_of, json_of};

/// Where the rows of a table are in the JSON.
pub(super) type Rows = fn(&Value) -> Vec<Value>;

/// Compares everything that a result writes.
pub(super) fn compare<R: Report>(result: &R, tables: &[(&str, Rows)]) {
    let json = json_of(result);
    let names: Vec<&str> = R::tables().iter().map(|table| table.name).collect();
    assert!(
        tables.iter().map(|(name, _)| *name).eq(names),
        "every table is compared"
    );
    for table in R::tables().iter().filter(|table| table.is_in(result)) {
        let (_, rows) = tables.iter().find(|(name, _)| *name == table.name).unwrap();
        let csv = csv_of(result, table.name);
        compare_csv(table.name, &csv, &rows(&json));
        let mut text = Vec::new();
        table.write_json(result, &mut text).unwrap();
        compare_csv(
            table.name,
            &csv,
            &serde_json::from_slice::<Vec<Value>>(&text).unwrap(),
        );
    }
    let known = Known::of(&json);
    for block in &result.document().blocks {
        if let Block::Grid(grid) = block {
            known.check(grid);
        }
    }
    compare_pages(result);
}

/// Every cell is the member of its column, digit by digit.
fn compare_csv(name: &str, csv: &str, rows: &[Value]) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), rows.len(), "{name}");
    for (line, row) in lines.iter().zip(rows) {
        let mut compared = 0;
        for (cell, column) in line.iter().zip(&columns) {
            let Some(member) = row.get(column) else { continue };
            compared += 1;
            let same = match member {
                Value::Null => cell.is_empty(),
                Value::Bool(flag) => cell == flag.to_string(),
                Value::Number(number) => cell.parse::<f64>().ok() == number.as_f64(),
                Value::String(text) => cell == text,
                Value::Array(items) => {
                    let names: Vec<&str> = items.iter().map(|item| item.as_str().unwrap()).collect();
                    cell == names.join("; ")
                }
                Value::Object(_) => false,
            };
            assert!(same, "{name}, {column}: {cell} is {member}");
        }
        assert!(compared > 1, "{name}: {row}");
    }
}

/// What a document may say of the numbers of some JSON.
#[derive(Default)]
struct Known {
    words: BTreeSet<String>,
    metres: Vec<f64>,
}

impl Known {
    fn of(json: &Value) -> Self {
        let mut known = Self::default();
        known.collect("", json);
        known
    }

    fn collect(&mut self, key: &str, value: &Value) {
        match value {
            Value::Number(number) => self.number(key, number.as_f64().unwrap()),
            Value::String(text) => {
                self.words.insert(text.clone());
            }
            Value::Array(items) => {
                for item in items {
                    self.collect(key, item);
                }
                self.sums(items);
                self.words.insert(count(items.len() as u64));
            }
            Value::Object(members) => {
                for (key, member) in members {
                    self.collect(key, member);
                }
                // The range of a measured area beside a published one.
                if let [Some(area), Some(worst)] = ["area_km2", "worst_km2"].map(|k| members.get(k)?.as_f64())
                {
                    let [area, worst] = [area, worst].map(Area::from_km2);
                    self.area((area - worst).max(Area::ZERO));
                    self.area(area + worst);
                }
                if let [Some(area), Some(noise)] = ["area_km2", "noise_km2"].map(|k| members.get(k)?.as_f64())
                {
                    self.area(Area::from_km2(area) - Area::from_km2(noise));
                }
                if let [Some(area), Some(noise)] =
                    ["changed_km2", "noise_km2"].map(|k| members.get(k)?.as_f64())
                {
                    self.area(Area::from_km2(area) - Area::from_km2(noise));
                }
            }
            _ => {}
        }
    }

    /// Sums and differences that tables have beside the areas.
    fn sums(&mut self, rows: &[Value]) {
        let mut by_holder: BTreeMap<(&str, String), Area> = BTreeMap::new();
        let area = |row: &Value, key: &str| Some(Area::from_km2(row.get(key)?.as_f64()?));
        for row in rows {
            for side in ["from", "to", "all", "population"] {
                let holder = row.get(side).map(Value::to_string).unwrap_or_default();
                if let Some(area) = area(row, "area_km2") {
                    *by_holder.entry((side, holder)).or_default() += area;
                }
            }
        }
        for sum in by_holder.into_values() {
            self.area(sum);
        }
        // The difference from the first date to the last, by controller and of all.
        let mut by_controller: BTreeMap<String, BTreeMap<String, Area>> = BTreeMap::new();
        let mut dates: Vec<String> = Vec::new();
        for row in rows {
            let date = row.get("snapshot").or(row.get("key")).map(Value::to_string);
            if let (Some(date), Some(area)) = (date, area(row, "area_km2")) {
                let controller = row.get("controller").map(Value::to_string).unwrap_or_default();
                let areas = by_controller.entry(controller).or_default();
                areas.insert(date.clone(), area);
                dates.push(date);
            }
        }
        if let (Some(first), Some(last)) = (dates.first(), dates.last()) {
            for areas in by_controller.values() {
                let of = |date| areas.get(date).copied().unwrap_or_default();
                self.area(of(last) - of(first));
            }
        }
    }

    fn area(&mut self, area: Area) {
        let sign = if area > Area::ZERO { "+" } else { "" };
        for unit in AreaUnit::ALL {
            let rounded = area.rounded(unit);
            let [number, difference] = [area.number(unit), area.difference(unit)];
            self.words
                .extend([format!("{number} {unit}"), format!("{difference} {unit}")]);
            self.words.extend([number, difference]);
            self.words
                .extend([format!("±{rounded}"), format!("{sign}{rounded}"), rounded]);
        }
    }

    fn number(&mut self, key: &str, value: f64) {
        if key.ends_with("_km2") {
            self.area(Area::from_km2(value));
        } else if key.ends_with("_km") {
            self.words.insert(Length::from_m(value * 1000.0).number());
        } else if key.ends_with("_m") {
            self.metres.push(value);
            self.words
                .extend([format!("{value:.1}"), count(value.round() as u64)]);
        } else if ["lon", "lat"].contains(&key) {
            self.words.extend([format!("{value:.6}"), format!("{value:.4}")]);
        } else {
            self.words.extend([count(value as u64), format!("{value:.3}")]);
        }
    }

    /// Every cell of the columns of numbers stands for a number of the JSON.
    fn check(&self, grid: &Grid) {
        for row in &grid.rows {
            assert_eq!(row.len(), grid.columns.len());
            for (cell, column) in row.iter().zip(&grid.columns) {
                if column.align == Align::Right && !["places", "population"].contains(&&*column.heading) {
                    assert!(self.has(cell), "{}: `{cell}` in {row:?}", column.heading);
                }
            }
        }
    }

    fn has(&self, cell: &str) -> bool {
        let is_known = |part: &str| {
            let number = part.trim_end_matches(" km").trim_end_matches(" m");
            let metres = |m: &f64| {
                let scale = if part.ends_with(" km") { 1000.0 } else { 1.0 };
                let told: Option<f64> = number.parse().ok();
                told.is_some_and(|told| (told * scale - m).abs() <= 0.006 * m.abs())
            };
            let word = ["", "–", "n/a", "inside", "within", "outside", "1.000"].contains(&part);
            let of_metres = part.ends_with('m') && self.metres.iter().any(metres);
            word || part.ends_with('%') || self.words.contains(part) || of_metres
        };
        let parts = |mark: &str| {
            let parts: Vec<&str> = cell.split(mark).collect();
            parts.into_iter().all(is_known)
        };
        is_known(cell) || parts("–") || parts(" … ") || parts(", ")
    }
}

/// Text and Markdown have the cells of the document.
fn compare_pages<R: Report>(result: &R) {
    let [text, markdown] =
        [Format::Text, Format::Markdown].map(|format| result.written(format, None).unwrap());
    let plain = markdown.replace('\\', "").replace("&#124;", "|");
    for block in &result.document().blocks {
        let Block::Grid(grid) = block else { continue };
        for row in &grid.rows {
            let line = format!("| {} |", row.join(" | "));
            assert!(plain.contains(&line), "{line}");
            let in_order = |line: &str| {
                let mut from = 0;
                row.iter().all(|cell| {
                    let found = line[from..].find(cell.as_str());
                    from += found.map_or(0, |at| at + cell.len());
                    found.is_some()
                })
            };
            assert!(text.lines().any(in_order), "{row:?}");
        }
    }
}

/// The features of a result's GeoJSON.
pub(super) fn features<R: Report>(result: &R) -> Vec<Value> {
    let text = result.written(Format::GEO_JSON, None).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    json["features"].as_array().unwrap().clone()
}

pub(super) fn array(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The areas of rows by the two holders, noise included.
pub(super) fn by_holders(rows: &[Value], from: &str, to: &str) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in rows.iter().filter(|row| row[from] != row[to]) {
        let area = row["area_km2"].as_f64().unwrap();
        *sums.entry(format!("{} {}", row[from], row[to])).or_insert(0.0) += area;
    }
    sums
}

pub(super) fn properties(features: &[Value]) -> Vec<Value> {
    features
        .iter()
        .map(|feature| feature["properties"].clone())
        .collect()
}

pub(super) fn assert_same(pieces: &BTreeMap<String, f64>, rows: &BTreeMap<String, f64>) {
    assert!(pieces.keys().eq(rows.keys()), "{pieces:?} {rows:?}");
    for (holders, area) in pieces {
        assert!((area - rows[holders]).abs() <= 1e-6, "{holders}: {area}");
    }
}
