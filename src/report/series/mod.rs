//! A series: the controllers over all steps, each step, land that went back and forth, fronts, units and places.

mod figures;
mod land;
mod page;
mod periods;
mod record;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use figures::Timeline;

use super::document::Document;
use super::result::{Report, Table, default_table};
use crate::write::LandFormat;

impl Report for Timeline {
    type Record = record::SeriesRecord;

    const LAND: Option<&'static str> = Some("Who held which land from when to when, as a layer");

    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn usual_table(&self) -> &'static str {
        match self.periods {
            Some(_) => "periods",
            None => default_table::<Self>(),
        }
    }

    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        match &self.history {
            Some(history) => land::write(history, format, out),
            None => Err(io::Error::other("the history of the land was not asked for")),
        }
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new("changes", "What changed hands in each step", record::changes),
            Table::new(
                "controllers",
                "The controllers over the whole series",
                record::controllers,
            ),
            Table::new("times", "Land by how often it changed hands", record::times),
            Table::new("fronts", "Where controllers met on each date", record::fronts),
            Table::new(
                "units",
                "What changed hands in each unit and step, given units",
                record::unit_changes,
            )
            .given("units", Timeline::has_units),
            Table::new(
                "places",
                "The places that changed hands in each step, given places",
                record::place_changes,
            )
            .given("places", Timeline::has_places),
            Table::new(
                "periods",
                "What each controller gained and lost by month, quarter, year or so many days, given --every",
                periods::rows,
            )
            .given("every", Timeline::has_periods),
        ]
    }
}
