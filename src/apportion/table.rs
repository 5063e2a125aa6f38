//! The tables that go in: values by unit, and the weights of a crosswalk.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::ErrorKind;
use crate::measure::written_number;
use crate::model::canonical;
use crate::{Error, Result};

/// Figures by unit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ValueTable {
    /// What messages call it.
    pub name: String,
    /// The columns with numbers.
    pub columns: Vec<String>,
    /// Columns with words, which are left out.
    pub left_out: Vec<String>,
    /// By unit, a number for each column; none in an empty cell, or one that is no number.
    pub rows: BTreeMap<String, Vec<Option<f64>>>,
    /// Cells of columns with numbers that are none.
    pub unread: Vec<UnreadCell>,
}

/// A cell with something else than a number that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnreadCell {
    /// The unit.
    pub unit: String,
    /// The column.
    pub column: String,
    /// What is there instead.
    pub text: String,
}

/// The weights of one step of a lineage, see the table `crosswalk` of [`LineageReport`](crate::report::LineageReport).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CrosswalkTable {
    /// What messages call it.
    pub name: String,
    /// By earlier unit, the later ones, the one with most land first.
    pub weights: BTreeMap<String, Vec<CrosswalkWeight>>,
}

/// A later unit and the share of an earlier one that it has.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CrosswalkWeight {
    /// The later unit; none where the land is no unit's.
    pub unit: Option<String>,
    /// The land in common, km².
    pub area_km2: f64,
    /// Its share of the earlier unit.
    pub weight: f64,
}

/// By how much weights may miss 1 in sum: they are written with all digits.
const OFF: f64 = 1e-9;

/// A table as text: its headings, and rows with their lines.
struct Cells {
    headings: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Cells {
    fn read(bytes: &[u8]) -> Result<Self> {
        let damaged = |e: &csv::Error| {
            let error =
                Error::new(format!("this is not CSV as it should be: {e}")).of_kind(ErrorKind::Syntax);
            match e.position() {
                Some(position) => error.at_position(format!("line {}", position.line())),
                None => error,
            }
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(bytes))
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let text = |cell: &str| canonical(cell.trim_start_matches('\u{feff}')).into_owned();
        let headings = reader
            .headers()
            .map_err(|e| damaged(&e))?
            .iter()
            .map(text)
            .collect();
        let row = |record: csv::Result<csv::StringRecord>| {
            let record = record.map_err(|e| damaged(&e))?;
            let line = record.position().map_or(0, csv::Position::line);
            Ok((line, record.iter().map(text).collect()))
        };
        let rows: Result<Vec<(u64, Vec<String>)>> = reader.records().map(row).collect();
        Ok(Self {
            headings,
            rows: rows?,
        })
    }

    fn column(&self, name: &str) -> Result<usize> {
        let place = self.headings.iter().position(|heading| heading == name);
        place.ok_or_else(|| {
            Error::new(format!("it has no column `{name}`"))
                .of_kind(ErrorKind::Attribute)
                .with_hint(format!("it has {}", self.headings.join(", ")))
        })
    }
}

/// What cells are separated by: commas, or whichever of the others makes more headings.
fn separator(bytes: &[u8]) -> u8 {
    let headings = |separator: u8| {
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(bytes);
        reader.headers().map_or(0, csv::StringRecord::len)
    };
    // The last of the largest: commas come last.
    let separators = [b'|', b'\t', b';', b','].into_iter();
    separators
        .max_by_key(|&separator| headings(separator))
        .unwrap_or(b',')
}

fn at_line(error: Error, line: u64) -> Error {
    error
        .of_kind(ErrorKind::Attribute)
        .at_position(format!("line {line}"))
}

impl ValueTable {
    /// The values of a CSV file with a heading row; `unit` is the column with the codes of units, the first one if none is named.
    ///
    /// # Errors
    ///
    /// When it is no such file, has no such column or none with numbers, or a unit twice or a row without one.
    pub fn read(bytes: &[u8], name: &str, unit: Option<&str>) -> Result<Self> {
        Self::understand(bytes, name, unit).map_err(|e| e.in_file(name))
    }

    fn understand(bytes: &[u8], name: &str, unit: Option<&str>) -> Result<Self> {
        let cells = Cells::read(bytes)?;
        let unit = unit.map_or(Ok(0), |unit| cells.column(unit))?;
        let others = (0..cells.headings.len()).filter(|column| *column != unit);
        let is_number = |column: &usize| {
            let cells = cells.rows.iter().map(|(_, row)| &row[*column]);
            let (numbers, others): (Vec<&String>, Vec<&String>) = cells
                .filter(|cell| !cell.is_empty())
                .partition(|cell| number(cell).is_some());
            !numbers.is_empty() && numbers.len() >= others.len()
        };
        let (numbers, words): (Vec<usize>, Vec<usize>) = others.partition(is_number);
        if numbers.is_empty() {
            return Err(Error::new("it has no column with numbers")
                .of_kind(ErrorKind::Attribute)
                .with_hint("numbers have a full stop for the decimals; thousands may be parted"));
        }
        let (mut rows, mut unread) = (BTreeMap::new(), Vec::new());
        for (line, row) in &cells.rows {
            let code = row[unit].clone();
            if code.is_empty() {
                return Err(at_line(Error::new("a row without a unit"), *line));
            }
            let values: Vec<Option<f64>> = numbers.iter().map(|column| number(&row[*column])).collect();
            let none = numbers.iter().zip(&values).filter(|(_, value)| value.is_none());
            let stated = none.filter(|(column, _)| !row[**column].is_empty());
            unread.extend(stated.map(|(column, _)| UnreadCell {
                unit: code.clone(),
                column: cells.headings[*column].clone(),
                text: row[*column].clone(),
            }));
            if rows.insert(code.clone(), values).is_some() {
                return Err(at_line(
                    Error::new(format!("the unit `{code}` is there twice")),
                    *line,
                ));
            }
        }
        let named = |columns: Vec<usize>| {
            columns
                .into_iter()
                .map(|column| cells.headings[column].clone())
                .collect()
        };
        Ok(Self {
            name: name.to_owned(),
            columns: named(numbers),
            left_out: named(words),
            rows,
            unread,
        })
    }
}

impl CrosswalkTable {
    /// The weights of a CSV file as `lineage` writes it, of one step.
    ///
    /// # Errors
    ///
    /// When it is no such file or of several steps, or weights are none or do not add up to 1.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self> {
        Self::understand(bytes, name).map_err(|e| e.in_file(name))
    }

    fn understand(bytes: &[u8], name: &str) -> Result<Self> {
        let cells = Cells::read(bytes)?;
        let [from, to, area, weight] =
            ["from", "to", "area_km2", "weight"].map(|column| cells.column(column));
        let (from, to, area, weight) = (from?, to?, area?, weight?);
        let [before, after] = ["before", "after"].map(|column| cells.column(column).ok());
        let step = |row: &Vec<String>| [before, after].map(|column| column.map(|column| row[column].clone()));
        let steps: BTreeSet<_> = cells.rows.iter().map(|(_, row)| step(row)).collect();
        if steps.len() > 1 {
            return Err(Error::new("it has weights of two steps or more")
                .of_kind(ErrorKind::Attribute)
                .with_hint("write the weights of two editions, and carry figures over step by step"));
        }
        let mut weights: BTreeMap<String, Vec<CrosswalkWeight>> = BTreeMap::new();
        for (line, row) in &cells.rows {
            let stated = |column: usize, most: f64| {
                let number = number(&row[column]).filter(|number| (0.0..=most).contains(number));
                number.ok_or_else(|| {
                    let what = &cells.headings[column];
                    at_line(Error::new(format!("`{}` is no {what}", row[column])), *line)
                })
            };
            weights
                .entry(row[from].clone())
                .or_default()
                .push(CrosswalkWeight {
                    unit: Some(row[to].clone()).filter(|code| !code.is_empty()),
                    area_km2: stated(area, f64::MAX)?,
                    weight: stated(weight, 1.0)?,
                });
        }
        for (unit, shares) in &weights {
            let sum: f64 = shares.iter().map(|share| share.weight).sum();
            if (sum - 1.0).abs() > OFF {
                let what = format!("the weights of the unit `{unit}` add up to {sum}, not to 1");
                return Err(Error::new(what).of_kind(ErrorKind::Attribute));
            }
        }
        Ok(Self {
            name: name.to_owned(),
            weights,
        })
    }
}

fn number(text: &str) -> Option<f64> {
    written_number(text).filter(|number| number.is_finite())
}
