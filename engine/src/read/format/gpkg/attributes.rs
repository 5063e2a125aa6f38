//! The values of a row as the properties of a feature, the same as `ogr2ogr` writes into GeoJSON.

use serde_json::{Map, Number, Value as Json};

use crate::error::ErrorKind;
use crate::read::format::sqlite::{Affinity, Column, Table, Value};
use crate::{Error, Result};

/// Makes properties of rows.
pub(super) struct Attributes<'t> {
    /// The columns that are properties, and where they are in a row.
    columns: Vec<(usize, &'t Column, Kind)>,
    /// How much they may still take.
    room: usize,
}

/// What the values of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Real,
    /// A moment, with three digits of the second.
    Moment,
    Other,
}

impl Kind {
    fn of(column: &Column) -> Self {
        match column.declared.as_str() {
            "BOOLEAN" => Self::Boolean,
            "DATETIME" => Self::Moment,
            _ if column.affinity() == Affinity::Real => Self::Real,
            _ => Self::Other,
        }
    }
}

/// Properties may be so many times as large as the file, since names of columns stand once in it, …
const MOST_TIMES: usize = 200;
/// … or of this size in bytes, whichever is more, so that a small file cannot fill the memory.
const MOST_UNCHECKED: usize = 1 << 28;
/// What a property takes in addition to its name and text.
const NODE: usize = 64;

impl<'t> Attributes<'t> {
    /// The properties of a table: all columns but that of geometries, the number of a row, bytes, and what
    /// is computed. `size` is that of the file.
    pub(super) fn of(table: &'t Table<'_>, geometry: usize, size: usize) -> Self {
        let columns = table.columns().iter().enumerate();
        Self {
            columns: columns
                .filter(|(i, column)| *i != geometry && table.key() != Some(*i) && may_be_property(column))
                .map(|(i, column)| (i, column, Kind::of(column)))
                .collect(),
            room: size.saturating_mul(MOST_TIMES).max(MOST_UNCHECKED),
        }
    }

    /// The properties of a row.
    pub(super) fn properties(&mut self, values: &[Value<'_>]) -> Result<Map<String, Json>> {
        let mut properties = Map::new();
        for (i, column, kind) in &self.columns {
            let Some(value) = json(&values[*i], *kind) else {
                continue;
            };
            let size = NODE + column.name.len() + values[*i].text().map_or(0, str::len);
            self.room = self.room.checked_sub(size).ok_or_else(|| {
                Error::new(format!(
                    "its attributes are more than {MOST_TIMES} times as large as the file"
                ))
                .of_kind(ErrorKind::Syntax)
                .with_hint("the file is damaged, or has columns without use: drop them")
            })?;
            properties.insert(column.name.clone(), value);
        }
        Ok(properties)
    }
}

fn may_be_property(column: &Column) -> bool {
    !column.is_virtual && column.declared != "BLOB"
}

fn json(value: &Value<'_>, kind: Kind) -> Option<Json> {
    Some(match (value, kind) {
        (Value::Blob(_), _) => return None,
        (Value::Null, _) => Json::Null,
        (Value::Integer(number @ (0 | 1)), Kind::Boolean) => Json::Bool(*number == 1),
        (Value::Integer(number), Kind::Real) => real(*number as f64),
        (Value::Integer(number), _) => Json::from(*number),
        (Value::Real(number), _) => real(*number),
        // Whole seconds are written without their digits.
        (Value::Text(text), Kind::Moment) => Json::from(text.replacen(".000", "", 1)),
        (Value::Text(text), _) => Json::from(text.as_ref()),
    })
}

fn real(number: f64) -> Json {
    Number::from_f64(number).map_or(Json::Null, Json::Number)
}
