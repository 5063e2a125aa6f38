//! Features as rows of columns of one kind each, for formats whose columns have types.

use std::io;

use hashbrown::HashMap;
use serde::Serialize;
use serde_json::{Map, Value};

pub(super) use super::layer::ColumnKind;
use super::layer::{LandLayer, Member, OutGeometry};
use super::style::Style;
use crate::error::escaped_json;

/// A layer as a table.
pub(super) struct Sheet<'a> {
    pub name: &'a str,
    pub members: &'a [Member],
    pub columns: Vec<Column>,
    pub rows: Vec<Row<'a>>,
    pub style: Option<&'a Style>,
}

/// A column of properties.
pub(super) struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// A feature.
pub(super) struct Row<'a> {
    pub id: Option<usize>,
    /// The value of each column.
    pub cells: Vec<Cell>,
    pub geometry: OutGeometry<'a>,
}

/// A value, of the kind of its column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    /// Text, a day, or JSON.
    Text(String),
}

impl<'a> Sheet<'a> {
    /// The table of features. A column is of the kind that all its values have, of texts where they differ.
    pub(super) fn of<P: Serialize>(layer: &'a LandLayer<'a, P>) -> io::Result<Self> {
        let features = &layer.features;
        let stated = layer.columns.iter();
        let mut columns: Vec<(String, Option<ColumnKind>)> = stated
            .map(|(name, kind)| ((*name).to_owned(), Some(*kind)))
            .collect();
        let names = columns.iter().enumerate();
        let mut places: HashMap<String, usize> =
            names.map(|(place, (name, _))| (name.clone(), place)).collect();
        let mut properties: Vec<Map<String, Value>> = Vec::with_capacity(features.len());
        for feature in features {
            let Value::Object(row) = serde_json::to_value(&feature.properties)? else {
                return Err(io::Error::other("properties are no object"));
            };
            for (key, value) in &row {
                let place = places.get(key).copied().unwrap_or_else(|| {
                    columns.push((key.clone(), None));
                    places.insert(key.clone(), columns.len() - 1);
                    columns.len() - 1
                });
                let kind = &mut columns[place].1;
                *kind = ColumnKind::joined(*kind, ColumnKind::of(value));
            }
            properties.push(row);
        }
        let columns: Vec<Column> = columns
            .into_iter()
            .map(|(name, kind)| Column {
                name,
                kind: kind.unwrap_or(ColumnKind::Text),
            })
            .collect();
        let rows = features.iter().zip(properties);
        let rows = rows.map(|(feature, mut row)| Row {
            id: feature.id,
            cells: columns
                .iter()
                .map(|column| {
                    row.remove(&column.name)
                        .map_or(Cell::Null, |v| cell(v, column.kind))
                })
                .collect(),
            geometry: feature.geometry,
        });
        Ok(Self {
            name: layer.name,
            members: &layer.members,
            rows: rows.collect(),
            columns,
            style: layer.style.as_ref(),
        })
    }

    /// Whether all features are land, or nowhere.
    pub(super) fn is_land(&self) -> bool {
        let mut geometries = self.rows.iter().map(|row| row.geometry);
        geometries.all(|geometry| matches!(geometry, OutGeometry::Land(_)))
    }

    /// The values of a column; none where there is no such column.
    pub(super) fn cells(&self, column: &str) -> impl Iterator<Item = &Cell> {
        let place = self.columns.iter().position(|known| known.name == column);
        let rows = self.rows.iter();
        rows.filter_map(move |row| place.and_then(|place| row.cells.get(place)))
    }

    /// The values of a column of texts.
    pub(super) fn texts(&self, column: &str) -> impl Iterator<Item = Option<&str>> {
        self.cells(column).map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The members as one JSON object, for formats with room for a text. What a terminal would obey is escaped.
    pub(super) fn members(&self) -> io::Result<String> {
        let mut text = b"{".to_vec();
        for (i, (name, value)) in self.members.iter().enumerate() {
            if i > 0 {
                text.push(b',');
            }
            serde_json::to_writer(&mut text, name)?;
            text.push(b':');
            text.extend(value.get().bytes());
        }
        text.push(b'}');
        String::from_utf8(escaped_json(text)).map_err(io::Error::other)
    }
}

impl Row<'_> {
    /// Whether it is nowhere.
    pub(super) fn is_nowhere(&self) -> bool {
        matches!(self.geometry, OutGeometry::Land([]))
    }
}

impl ColumnKind {
    /// That of a value; none of null.
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_i64() => Self::Integer,
            Value::Number(number) if number.is_f64() => Self::Real,
            Value::String(text) if is_day(text) => Self::Date,
            Value::Array(_) | Value::Object(_) => Self::Json,
            _ => Self::Text,
        })
    }

    fn joined(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (one, other) if one == other => one,
            (kind, None) | (None, kind) => kind,
            (Some(Self::Integer | Self::Real), Some(Self::Integer | Self::Real)) => Some(Self::Real),
            _ => Some(Self::Text),
        }
    }
}

/// Whether a text is a day of the years 1 to 9999, written in full.
fn is_day(text: &str) -> bool {
    let is_day = text.len() == 10 && text.as_bytes()[4] == b'-' && text >= "0001";
    is_day && text.parse::<jiff::civil::Date>().is_ok()
}

fn cell(value: Value, kind: ColumnKind) -> Cell {
    match (kind, value) {
        (_, Value::Null) => Cell::Null,
        (ColumnKind::Boolean, Value::Bool(flag)) => Cell::Boolean(flag),
        (ColumnKind::Integer, Value::Number(number)) => number.as_i64().map_or(Cell::Null, Cell::Integer),
        (ColumnKind::Real, Value::Number(number)) => number.as_f64().map_or(Cell::Null, Cell::Real),
        (_, Value::String(text)) => Cell::Text(text),
        (_, value) => Cell::Text(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::write::layer::OutFeature;

    #[test]
    fn a_column_is_of_the_kind_of_all_its_values() {
        let rows = [
            json!({"n": 1, "r": 1, "flag": true, "day": "1994-05-12", "mixed": 1, "none": null, "list": [1]}),
            json!({"n": null, "r": 0.5, "flag": false, "day": "2020-11-10", "mixed": "x", "late": "1994"}),
        ];
        let features = rows.map(|properties| OutFeature {
            id: None,
            properties,
            geometry: OutGeometry::Land(&[]),
        });
        let layer = LandLayer::new("x", features.to_vec());
        let sheet = Sheet::of(&layer).unwrap();
        let kinds: Vec<_> = sheet.columns.iter().map(|c| (c.name.as_str(), c.kind)).collect();
        let expected = [
            ("n", ColumnKind::Integer),
            ("r", ColumnKind::Real),
            ("flag", ColumnKind::Boolean),
            ("day", ColumnKind::Date),
            ("mixed", ColumnKind::Text),
            ("none", ColumnKind::Text),
            ("list", ColumnKind::Json),
            ("late", ColumnKind::Text),
        ];
        assert_eq!(kinds, expected);
        let mixed: Vec<_> = sheet.texts("mixed").collect();
        assert_eq!(mixed, [Some("1"), Some("x")]);
        let reals: Vec<_> = sheet.cells("r").cloned().collect();
        assert_eq!(reals, [Cell::Real(1.0), Cell::Real(0.5)]);
        assert_eq!(sheet.texts("late").collect::<Vec<_>>(), [None, Some("1994")]);
        assert_eq!(sheet.texts("list").next(), Some(Some("[1]")));
    }

    #[test]
    fn days_are_written_in_full() {
        let days = ["1994-05-12", "0001-01-01", "9999-12-31"];
        assert!(days.into_iter().all(is_day));
        let others = [
            "1994-05",
            "1994-02-30",
            "0000-01-01",
            "-1994-05-1",
            "12.05.1994",
            "19940512  ",
        ];
        assert!(!others.into_iter().any(is_day));
    }
}
