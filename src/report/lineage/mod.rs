//! What became of every unit from one edition of a layer to the next, and the weights by which figures are carried over.

mod figures;
mod graph;
mod land;
mod page;
mod reason;
mod record;

use std::io::{self, Write};

pub use figures::LineageReport;

use super::document::Document;
use super::graph::Graph;
use super::result::{Report, Table, default_table};
use crate::Result;
use crate::write::LandFormat;

impl Report for LineageReport {
    type Record = record::LineageRecord;

    const LAND: Option<&'static str> =
        Some("The land that went from unit to unit, piece by piece, with all its units");

    const GRAPH: Option<&'static str> = Some("The graph of units in time, joined by land");

    fn document(&self) -> Document {
        page::page(self)
    }

    fn graph(&self) -> Result<Graph> {
        Ok(graph::graph(self))
    }

    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        match &self.moved {
            Some(moved) => land::write(self, moved, format, out),
            None => Err(io::Error::other("the land that moved was not asked for")),
        }
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn usual_table(&self) -> &'static str {
        if self.is_state() {
            "state"
        } else {
            default_table::<Self>()
        }
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new(
                "units",
                "What became of each unit, and what each came from",
                record::units,
            ),
            Table::new(
                "crosswalk",
                "Weights by area, or by what --places or --units count, that carry figures of earlier units to later ones",
                record::crosswalk,
            ),
            Table::new("events", "How many units each event befell", record::events),
            Table::new("state", "The units on a date, given --on", record::state)
                .given("on", LineageReport::is_state),
        ]
    }
}
