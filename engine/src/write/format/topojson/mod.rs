//! TopoJSON 1.0 (<https://github.com/topojson/topojson-specification>): borders that features share are held once. Positions
//! have all digits, or are whole numbers on a grid.

mod arcs;
mod grid;

use std::io::{self, Write};
use std::num::NonZeroU32;

use serde_json::Value;

use self::arcs::Arcs;
use self::grid::Grid;
use super::geojson;
use crate::error::escaped_json;
use crate::files::MARK;
use crate::model::{GridPoint, rings};
use crate::write::layer::OutGeometry;
use crate::write::positions::{self, Box};
use crate::write::sheet::{Cell, ColumnKind, Row, Sheet};

/// What [`MARK`] is called on a coarse grid.
const COARSE: &str = "landshift_quantized";

/// The member that says what made a file.
const GENERATOR: &str = "generator";

/// Writes a topology, whose positions are on a grid of so many lines each way, if that is stated.
pub(super) fn write(sheet: &Sheet<'_>, lines: Option<NonZeroU32>, out: &mut dyn Write) -> io::Result<()> {
    let around = sheet
        .rows
        .iter()
        .filter_map(|row| Box::of(row.geometry))
        .reduce(Box::and);
    let grid = around.zip(lines).map(|(around, lines)| Grid::new(around, lines));
    let all: Vec<Vec<GridPoint>> = sheet
        .rows
        .iter()
        .flat_map(|row| ring_positions(row.geometry))
        .collect();
    let mut arcs = Arcs::between(all.iter().map(Vec::as_slice));
    head(sheet, around, grid.as_ref(), out)?;
    let mut rest = all.iter();
    for (place, row) in sheet.rows.iter().enumerate() {
        let mut text = separator(place);
        geometry(row, &mut arcs, &mut rest, grid.as_ref(), &mut text)?;
        properties(sheet, row, &mut text)?;
        out.write_all(&text)?;
    }
    out.write_all(b"\n]}},\n\"arcs\": [")?;
    for (place, arc) in arcs.held.iter().enumerate() {
        let mut text = separator(place);
        match &grid {
            Some(grid) => serde_json::to_writer(&mut text, &grid.steps(arc))?,
            None => geojson::array(&mut text, arc, |text, p| geojson::position(text, *p)),
        }
        out.write_all(&text)?;
    }
    out.write_all(b"\n]")?;
    members(sheet, grid.is_some(), out)?;
    out.write_all(b"\n}\n")
}

/// What precedes an item of a list.
fn separator(place: usize) -> Vec<u8> {
    let text: &[u8] = if place > 0 { b",\n" } else { b"\n" };
    text.to_vec()
}

/// The start, up to the geometries. Programs look for `objects` near it, to tell a topology from other JSON.
fn head(sheet: &Sheet<'_>, around: Option<Box>, grid: Option<&Grid>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = b"{\"type\":\"Topology\"".to_vec();
    let mut add = |name: &str, value: &Value| {
        text.extend(b",\n");
        serde_json::to_writer(&mut text, name)?;
        text.extend(b": ");
        serde_json::to_writer(&mut text, value)
    };
    if sheet.members.iter().all(|(name, _)| name != GENERATOR) {
        add(GENERATOR, &MARK.into())?;
    }
    if let Some(around) = around {
        add("bbox", &around.degrees().as_slice().into())?;
    }
    if let Some(grid) = grid {
        add("transform", &grid.transform())?;
    }
    text.extend(b",\n\"objects\": {");
    serde_json::to_writer(&mut text, sheet.name)?;
    text.extend(b": {\"type\":\"GeometryCollection\",\"geometries\":[");
    out.write_all(&text)
}

/// The members of the layer.
fn members(sheet: &Sheet<'_>, is_coarse: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    for (name, value) in sheet.members {
        // On a coarse grid nothing is any more what this program proves.
        let name = if is_coarse && name == MARK { COARSE } else { name };
        text.extend(b",\n");
        serde_json::to_writer(&mut text, name)?;
        text.extend(b": ");
        text.extend(value.get().bytes());
    }
    out.write_all(&escaped_json(text))
}

/// The positions of each ring of a geometry.
fn ring_positions(geometry: OutGeometry<'_>) -> impl Iterator<Item = Vec<GridPoint>> {
    let polygons = match geometry {
        OutGeometry::Land(polygons) => polygons,
        OutGeometry::Point(_) => &[],
    };
    polygons
        .iter()
        .flat_map(rings)
        .map(|ring| positions::ring(ring).collect())
}

/// The start of an object: its type, its arcs, which are those of the next rings, and its id.
fn geometry<'r>(
    row: &Row<'_>,
    arcs: &mut Arcs,
    all: &mut impl Iterator<Item = &'r Vec<GridPoint>>,
    grid: Option<&Grid>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    match row.geometry {
        OutGeometry::Point(p) => {
            out.extend(b"{\"type\":\"Point\",\"coordinates\":");
            match grid {
                Some(grid) => serde_json::to_writer(&mut *out, &grid.place(p))?,
                None => geojson::position(out, p),
            }
        }
        OutGeometry::Land([]) => out.extend(b"{\"type\":null"),
        OutGeometry::Land(polygons) => {
            let polygons: Vec<Vec<Vec<i64>>> = polygons
                .iter()
                .map(|polygon| {
                    let rings = all.by_ref().take(1 + polygon.interiors().len());
                    rings.map(|ring| arcs.of_ring(ring)).collect()
                })
                .collect();
            match polygons.as_slice() {
                [one] => {
                    out.extend(b"{\"type\":\"Polygon\",\"arcs\":");
                    serde_json::to_writer(&mut *out, one)?;
                }
                several => {
                    out.extend(b"{\"type\":\"MultiPolygon\",\"arcs\":");
                    serde_json::to_writer(&mut *out, several)?;
                }
            }
        }
    }
    if let Some(id) = row.id {
        write!(out, ",\"id\":\"{id}\"")?;
    }
    Ok(())
}

/// The rest of an object: its properties.
fn properties(sheet: &Sheet<'_>, row: &Row<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend(b",\"properties\":");
    let mut text = b"{".to_vec();
    for (place, (column, cell)) in sheet.columns.iter().zip(&row.cells).enumerate() {
        if place > 0 {
            text.push(b',');
        }
        serde_json::to_writer(&mut text, &column.name)?;
        text.push(b':');
        match cell {
            Cell::Null => text.extend(b"null"),
            Cell::Boolean(flag) => serde_json::to_writer(&mut text, flag)?,
            Cell::Integer(number) => serde_json::to_writer(&mut text, number)?,
            Cell::Real(number) => serde_json::to_writer(&mut text, number)?,
            Cell::Text(json) if column.kind == ColumnKind::Json => text.extend(json.bytes()),
            Cell::Text(string) => serde_json::to_writer(&mut text, string)?,
        }
    }
    text.extend(b"}}");
    out.extend(escaped_json(text));
    Ok(())
}
