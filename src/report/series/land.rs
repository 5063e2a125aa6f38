//! The history of a series as a layer.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, json};

use crate::model::Date;
use crate::series::{HeldLand, LandHistory};
use crate::write::{ColumnKind, LandFormat, LandLayer, MARK, OutFeature, OutGeometry, Style};

/// The properties of a piece, in the order they are written.
#[derive(Serialize)]
struct Properties<'a> {
    controller: &'a str,
    start_date: Date,
    /// The first date on which it no longer holds; null if it holds on the last.
    end_date: Option<Date>,
    area_km2: f64,
}

const COLUMNS: [(&str, ColumnKind); 4] = [
    ("controller", ColumnKind::Text),
    ("start_date", ColumnKind::Date),
    ("end_date", ColumnKind::Date),
    ("area_km2", ColumnKind::Real),
];

/// Writes a history: one feature for all land that a controller held from one date to another. The collection says that
/// ends are excluded, and of which dates there are snapshots.
pub(super) fn write(history: &LandHistory, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
    let members = Map::from_iter([
        ("generator".to_owned(), json!(format!("{MARK} timeline"))),
        ("end_date".to_owned(), json!("exclusive")),
        ("edges".to_owned(), json!(history.edges.name())),
        ("dates".to_owned(), serde_json::to_value(&history.dates)?),
    ]);
    LandLayer::new("history", history.pieces.iter().map(feature).collect())
        .with_columns(&COLUMNS)
        .styled(Style::Each("controller".to_owned()))
        .with_members(members)?
        .write(format, out)
}

fn feature(piece: &HeldLand) -> OutFeature<'_, Properties<'_>> {
    OutFeature {
        id: None,
        properties: Properties {
            controller: &piece.controller,
            start_date: piece.start,
            end_date: piece.end,
            area_km2: piece.area.km2(),
        },
        geometry: OutGeometry::Land(&piece.polygons),
    }
}
