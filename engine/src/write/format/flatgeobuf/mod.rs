//! FlatGeobuf, version 3 (<https://flatgeobuf.org>): a header, an index by place, and features in the order of the index.

mod buffer;
mod index;

use std::io::{self, Write};

use serde_json::{Value, json};

use self::buffer::{Field, Table, sized};
use crate::files::{FEATURE_ORDER, MARK};
use crate::model::{GridPolygon, rings, to_degrees};
use crate::write::layer::OutGeometry;
use crate::write::positions::{self, Box};
use crate::write::sheet::{Cell, Column, ColumnKind, Row, Sheet};

const MAGIC: &[u8] = b"fgb\x03fgb\x01";

/// Kinds of geometries and columns, by their places in the schema.
mod kind {
    pub(super) const ANY: u8 = 0;
    pub(super) const POINT: u8 = 1;
    pub(super) const POLYGON: u8 = 3;
    pub(super) const MULTI_POLYGON: u8 = 6;

    pub(super) const BOOL: u8 = 2;
    pub(super) const LONG: u8 = 7;
    pub(super) const DOUBLE: u8 = 10;
    pub(super) const STRING: u8 = 11;
    pub(super) const JSON: u8 = 12;
    pub(super) const DATE_TIME: u8 = 13;
}

/// Fields of the header by their places in the schema.
mod header {
    pub(super) const NAME: usize = 0;
    pub(super) const ENVELOPE: usize = 1;
    pub(super) const KIND: usize = 2;
    pub(super) const COLUMNS: usize = 7;
    pub(super) const COUNT: usize = 8;
    pub(super) const NODE: usize = 9;
    pub(super) const CRS: usize = 10;
    pub(super) const TITLE: usize = 11;
    pub(super) const METADATA: usize = 13;
}

/// Writes a FlatGeobuf, which is made in memory: its index comes before the features. It says in which order they were.
pub(super) fn write(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let boxes: Option<Vec<Box>> = sheet.rows.iter().map(|row| Box::of(row.geometry)).collect();
    // An index has no place for what is nowhere.
    let boxes = boxes.filter(|boxes| !boxes.is_empty());
    let mut order: Vec<usize> = (0..sheet.rows.len()).collect();
    if let Some(boxes) = &boxes {
        order.sort_by_cached_key(|&row| index::on_curve(boxes[row]));
    }
    let features: Vec<Vec<u8>> = order.iter().map(|&row| feature(&sheet.rows[row])).collect();
    out.write_all(MAGIC)?;
    out.write_all(&header(sheet, boxes.as_deref(), &order)?)?;
    if let Some(boxes) = boxes {
        let mut start = 0;
        let entries = order.iter().zip(&features).map(|(&row, feature)| {
            let entry = (boxes[row], start);
            start += feature.len() as u64;
            entry
        });
        out.write_all(&index::tree(entries.collect()))?;
    }
    features.iter().try_for_each(|feature| out.write_all(feature))
}

fn header(sheet: &Sheet<'_>, boxes: Option<&[Box]>, order: &[usize]) -> io::Result<Vec<u8>> {
    const WGS_84: i32 = 4326;
    let title = format!("{MARK} {}", sheet.name);
    let metadata = metadata(sheet, order)?;
    let kind = if sheet.is_land() {
        kind::MULTI_POLYGON
    } else {
        kind::ANY
    };
    let crs = vec![
        (0, Field::Text("EPSG")),
        (1, Field::Int(WGS_84)),
        (2, Field::Text("WGS 84")),
    ];
    let mut fields = vec![
        (header::TITLE, Field::Text(&title)),
        (header::NAME, Field::Text(sheet.name)),
        (header::KIND, Field::Byte(kind)),
        (
            header::COLUMNS,
            Field::Tables(sheet.columns.iter().map(column).collect()),
        ),
        (header::COUNT, Field::Long(sheet.rows.len() as u64)),
        (header::NODE, Field::Short(boxes.map_or(0, |_| index::NODE))),
        (header::CRS, Field::Table(Table(crs))),
        (header::METADATA, Field::Text(&metadata)),
    ];
    let around = boxes.into_iter().flatten().copied().reduce(Box::and);
    if let Some(around) = around {
        fields.push((header::ENVELOPE, Field::Reals(around.degrees().to_vec())));
    }
    Ok(sized(&Table(fields)))
}

/// The members of the layer, and for each feature its place in the layer, where the index has them in another order.
fn metadata(sheet: &Sheet<'_>, order: &[usize]) -> io::Result<String> {
    if order.is_sorted() {
        return sheet.members();
    }
    let mut members: Value = serde_json::from_str(&sheet.members()?)?;
    members[FEATURE_ORDER] = json!(order);
    Ok(members.to_string())
}

fn column(column: &Column) -> Table<'_> {
    let kind = match column.kind {
        ColumnKind::Boolean => kind::BOOL,
        ColumnKind::Integer => kind::LONG,
        ColumnKind::Real => kind::DOUBLE,
        ColumnKind::Text => kind::STRING,
        ColumnKind::Json => kind::JSON,
        ColumnKind::Date => kind::DATE_TIME,
    };
    Table(vec![(0, Field::Text(&column.name)), (1, Field::Byte(kind))])
}

fn feature(row: &Row<'_>) -> Vec<u8> {
    let mut fields = Vec::new();
    if !row.is_nowhere() {
        fields.push((0, Field::Table(geometry(row.geometry))));
    }
    fields.push((1, Field::Bytes(properties(&row.cells))));
    sized(&Table(fields))
}

/// The number of each column that is not null, and its value.
fn properties(cells: &[Cell]) -> Vec<u8> {
    let mut out = Vec::new();
    for (number, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Null) {
        out.extend((number as u16).to_le_bytes());
        match cell {
            Cell::Null => {}
            Cell::Boolean(flag) => out.push((*flag).into()),
            Cell::Integer(number) => out.extend(number.to_le_bytes()),
            Cell::Real(number) => out.extend(number.to_le_bytes()),
            Cell::Text(text) => {
                out.extend((text.len() as u32).to_le_bytes());
                out.extend(text.bytes());
            }
        }
    }
    out
}

/// Fields of a geometry by their places in the schema.
mod field {
    pub(super) const ENDS: usize = 0;
    pub(super) const POSITIONS: usize = 1;
    pub(super) const KIND: usize = 6;
    pub(super) const PARTS: usize = 7;
}

fn geometry(geometry: OutGeometry<'_>) -> Table<'static> {
    match geometry {
        OutGeometry::Point(p) => Table(vec![
            (
                field::POSITIONS,
                Field::Reals([p.x, p.y].map(to_degrees).to_vec()),
            ),
            (field::KIND, Field::Byte(kind::POINT)),
        ]),
        OutGeometry::Land(polygons) => Table(vec![
            (field::KIND, Field::Byte(kind::MULTI_POLYGON)),
            (
                field::PARTS,
                Field::Tables(polygons.iter().map(polygon).collect()),
            ),
        ]),
    }
}

fn polygon(polygon: &GridPolygon) -> Table<'static> {
    let (mut ends, mut positions) = (Vec::new(), Vec::new());
    for ring in rings(polygon) {
        positions.extend(positions::ring(ring).flat_map(|p| [p.x, p.y].map(to_degrees)));
        ends.push((positions.len() / 2) as u32);
    }
    Table(vec![
        (field::ENDS, Field::Numbers(ends)),
        (field::POSITIONS, Field::Reals(positions)),
        (field::KIND, Field::Byte(kind::POLYGON)),
    ])
}
