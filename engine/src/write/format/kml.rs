//! KML 2.2 (OGC 07-147r2): a placemark for each feature, with its data and its colours.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::geojson::degrees;
use super::xml::escaped;
use crate::files::MARK;
use crate::model::{GridPoint, GridPolygon, GridRing};
use crate::write::classes::{Class, Colour, classes};
use crate::write::layer::OutGeometry;
use crate::write::positions;
use crate::write::sheet::{Cell, ColumnKind, Row, Sheet};

/// Writes a document.
pub(super) fn write(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let classes = classes(sheet);
    let mut head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
         <name>{MARK} {}</name>\n<description>{}</description>\n",
        sheet.name,
        escaped(&sheet.members()?)
    );
    for (number, class) in classes.iter().enumerate() {
        style(number, class, &mut head);
    }
    // Writing to a text cannot fail.
    let _ = writeln!(head, "<Schema name=\"{0}\" id=\"{0}\">", sheet.name);
    for column in &sheet.columns {
        let kind = match column.kind {
            ColumnKind::Boolean => "bool",
            ColumnKind::Real => "double",
            // There are whole numbers of 32 bits alone, and days are texts.
            ColumnKind::Integer | ColumnKind::Date | ColumnKind::Text | ColumnKind::Json => "string",
        };
        let kind = if is_int(sheet, &column.name) { "int" } else { kind };
        let name = escaped(&column.name);
        let _ = writeln!(head, "<SimpleField type=\"{kind}\" name=\"{name}\"/>");
    }
    head.push_str("</Schema>\n");
    out.write_all(head.as_bytes())?;
    for row in &sheet.rows {
        let class = classes.iter().position(|class| class.has(sheet, row));
        let class = class.map(|number| (number, classes[number].label.as_str()));
        out.write_all(placemark(sheet, row, class).as_bytes())?;
    }
    out.write_all(b"</Document>\n</kml>\n")
}

/// Whether a column has whole numbers, none of more than 32 bits.
fn is_int(sheet: &Sheet<'_>, column: &str) -> bool {
    let mut cells = sheet.cells(column).filter(|cell| **cell != Cell::Null).peekable();
    cells.peek().is_some()
        && cells.all(|cell| matches!(cell, Cell::Integer(number) if i32::try_from(*number).is_ok()))
}

/// How features of a class are drawn: alpha, blue, green and red.
fn style(number: usize, class: &Class, out: &mut String) {
    let colour = |alpha: u8, [red, green, blue]: Colour| format!("{alpha:02x}{blue:02x}{green:02x}{red:02x}");
    let _ = writeln!(
        out,
        "<Style id=\"class{number}\"><LineStyle><color>{}</color><width>1.5</width></LineStyle>\
         <PolyStyle><color>{}</color></PolyStyle></Style>",
        colour(0xff, class.outline),
        colour(0xa0, class.fill)
    );
}

fn placemark(sheet: &Sheet<'_>, row: &Row<'_>, class: Option<(usize, &str)>) -> String {
    let mut out = "<Placemark>\n".to_owned();
    let mut columns = sheet.columns.iter().zip(&row.cells);
    let name = columns.find_map(|(column, cell)| match cell {
        Cell::Text(text) if column.name == "name" => Some(text.as_str()),
        _ => None,
    });
    if let Some(name) = name.or(class.map(|(_, label)| label)) {
        let _ = writeln!(out, "<name>{}</name>", escaped(name));
    }
    if let Some((number, _)) = class {
        let _ = writeln!(out, "<styleUrl>#class{number}</styleUrl>");
    }
    let _ = writeln!(out, "<ExtendedData><SchemaData schemaUrl=\"#{}\">", sheet.name);
    for (column, cell) in sheet.columns.iter().zip(&row.cells) {
        let value = match cell {
            Cell::Null => continue,
            Cell::Boolean(flag) => u8::from(*flag).to_string(),
            Cell::Integer(number) => number.to_string(),
            Cell::Real(number) => number.to_string(),
            Cell::Text(text) => escaped(text).into_owned(),
        };
        let name = escaped(&column.name);
        let _ = writeln!(out, "<SimpleData name=\"{name}\">{value}</SimpleData>");
    }
    out.push_str("</SchemaData></ExtendedData>\n");
    match row.geometry {
        OutGeometry::Point(p) => {
            out.push_str("<Point><coordinates>");
            position(p, &mut out);
            out.push_str("</coordinates></Point>\n");
        }
        OutGeometry::Land([]) => {}
        OutGeometry::Land(polygons) => {
            out.push_str("<MultiGeometry>\n");
            for land in polygons {
                polygon(land, &mut out);
            }
            out.push_str("</MultiGeometry>\n");
        }
    }
    out.push_str("</Placemark>\n");
    out
}

fn polygon(polygon: &GridPolygon, out: &mut String) {
    out.push_str("<Polygon>");
    boundary("outerBoundaryIs", polygon.exterior(), out);
    for hole in polygon.interiors() {
        boundary("innerBoundaryIs", hole, out);
    }
    out.push_str("</Polygon>\n");
}

fn boundary(kind: &str, ring: &GridRing, out: &mut String) {
    let _ = write!(out, "<{kind}><LinearRing><coordinates>");
    for (place, p) in positions::ring(ring).enumerate() {
        if place > 0 {
            out.push(' ');
        }
        position(p, out);
    }
    let _ = write!(out, "</coordinates></LinearRing></{kind}>");
}

fn position(p: GridPoint, out: &mut String) {
    let mut text = Vec::new();
    degrees(&mut text, p.x);
    text.push(b',');
    degrees(&mut text, p.y);
    out.extend(text.into_iter().map(char::from));
}
