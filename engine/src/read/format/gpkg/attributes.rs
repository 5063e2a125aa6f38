//! The values of a row as the properties of a feature, the same as `ogr2ogr` writes into GeoJSON.

use serde_json::{Map, Number, Value as Json};

use crate::Result;
use crate::read::format::budget::Budget;
use crate::read::format::sqlite::{Affinity, Column, Table, Value};

/// Makes properties of rows.
pub(super) struct Attributes<'t> {
    /// The columns that are properties, and where they are in a row.
    columns: Vec<(usize, &'t Column, Kind)>,
    budget: Budget,
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
            budget: Budget::of_file(size),
        }
    }

    /// The properties of a row.
    pub(super) fn properties(&mut self, values: &[Value<'_>]) -> Result<Map<String, Json>> {
        let mut properties = Map::new();
        for (i, column, kind) in &self.columns {
            let Some(value) = json(&values[*i], *kind) else {
                continue;
            };
            let text = values[*i].text().map_or(0, str::len);
            self.budget.pay(column.name.len() + text)?;
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
