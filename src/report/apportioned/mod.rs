//! Figures carried over to later units.

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{Document, Grid};
use super::parts::quantity::Generator;
use super::result::{Report, Table};
use crate::apportion::{Apportioned, ApportionedFigure, UnreadCell};

/// Figures of earlier units carried over to later ones by weights.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "Figures of earlier units carried over to later ones")]
pub struct ApportionedRecord {
    generator: Generator,
    /// By column and unit.
    figures: Vec<FigureRow>,
    /// Columns without numbers, which are left out.
    left_out: Vec<String>,
    /// Cells of the others that are no number, or a count below 0: their units have no value.
    unread: Vec<UnreadRow>,
    /// Earlier units with weights and without values.
    without_values: Vec<String>,
}

/// A cell that has no number that can be used.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnreadRow {
    /// The unit.
    unit: String,
    /// The column.
    column: String,
    /// What is there instead.
    text: String,
}

impl From<&UnreadCell> for UnreadRow {
    fn from(cell: &UnreadCell) -> Self {
        Self {
            unit: cell.unit.clone(),
            column: cell.column.clone(),
            text: cell.text.clone(),
        }
    }
}

/// A figure of a later unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FigureRow {
    /// Its code; null is land of no unit.
    unit: Option<String>,
    /// The column of the values.
    column: String,
    /// The figure: an estimate where an earlier unit was divided; null where one with part in it has no value.
    value: Option<f64>,
    /// The least that it can be: a count of the units that are wholly in it, the lowest rate of those with part in it.
    low: Option<f64>,
    /// The most: a count of all units with part in it, their highest rate.
    high: Option<f64>,
    /// The earlier units with part in it that have no value.
    missing: Vec<String>,
}

impl From<&ApportionedFigure> for FigureRow {
    fn from(figure: &ApportionedFigure) -> Self {
        Self {
            unit: figure.unit.clone(),
            column: figure.column.clone(),
            value: figure.value,
            low: figure.low,
            high: figure.high,
            missing: figure.missing.clone(),
        }
    }
}

impl Report for Apportioned {
    type Record = ApportionedRecord;

    fn document(&self) -> Document {
        let mut page = Document::default();
        let mut table = Grid::new(2, ["unit", "figure", "value", "at least", "at most"]);
        for figure in &self.figures {
            let unit = figure.unit.clone().unwrap_or_else(|| "(no unit)".to_owned());
            let number =
                |number: Option<f64>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
            let numbers = [figure.value, figure.low, figure.high].map(number);
            table.row([unit, figure.column.clone()].into_iter().chain(numbers));
        }
        page.table(table);
        let mut notes = vec![
            "What comes of a unit that was divided is an estimate: figures are taken to be spread evenly over its land."
                .to_owned(),
        ];
        notes.extend(self.notes());
        page.list(notes);
        page
    }

    fn record(&self) -> Self::Record {
        ApportionedRecord {
            generator: Generator,
            figures: figures(self),
            left_out: self.left_out.clone(),
            unread: self.unread.iter().map(Into::into).collect(),
            without_values: self.without_values.clone(),
        }
    }

    fn tables() -> Vec<Table<Self>> {
        vec![Table::new("figures", "The figures of later units", figures)]
    }
}

fn figures(apportioned: &Apportioned) -> Vec<FigureRow> {
    apportioned.figures.iter().map(Into::into).collect()
}
