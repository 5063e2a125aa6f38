//! Shapefiles (ESRI Technical Description, 1998) in a zip archive: one of land, and one of points where there are any. They
//! have no room for what is said of the whole and for long names; a text beside them has both.

mod shapes;
mod table;
mod zip;

use std::io::{self, Write};

use self::shapes::{Shapes, shapes};
use self::table::{Fields, table};
use self::zip::Archive;
use crate::files::{MARK, OF_THE_WHOLE};
use crate::write::layer::OutGeometry;
use crate::write::sheet::{Row, Sheet};

const WGS_84: &[u8] =
    b"GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// Writes the archive.
pub(super) fn write(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let is_point = |row: &&Row<'_>| matches!(row.geometry, OutGeometry::Point(_));
    let (points, land): (Vec<&Row<'_>>, Vec<&Row<'_>>) = sheet.rows.iter().partition(is_point);
    let fields = Fields::of(sheet);
    fields.check(sheet)?;
    let mut archive = Archive::default();
    let points_name = format!("{}_points", sheet.name);
    let parts = [
        (sheet.name, land, shapes::LAND),
        (points_name.as_str(), points, shapes::POINT),
    ];
    for (name, rows, kind) in parts {
        if rows.is_empty() && kind == shapes::POINT {
            continue;
        }
        let Shapes { main, index } = shapes(&rows, kind)?;
        archive.add(out, &format!("{name}.shp"), &main)?;
        archive.add(out, &format!("{name}.shx"), &index)?;
        archive.add(out, &format!("{name}.dbf"), &table(&fields, &rows)?)?;
        archive.add(out, &format!("{name}.prj"), WGS_84)?;
        archive.add(out, &format!("{name}.cpg"), b"UTF-8")?;
    }
    archive.add(
        out,
        &format!("{}.txt", sheet.name),
        notes(sheet, &fields)?.as_bytes(),
    )?;
    archive.finish(out, MARK)
}

/// What shapefiles have no room for.
fn notes(sheet: &Sheet<'_>, fields: &Fields) -> io::Result<String> {
    let names = fields.names().zip(&sheet.columns);
    let names: Vec<String> = names
        .map(|(name, column)| format!("  {name}  {}\n", column.name))
        .collect();
    let cut: Vec<&str> = fields
        .cut()
        .filter_map(|place| sheet.columns.get(place))
        .map(|column| column.name.as_str())
        .collect();
    let cut = match cut.as_slice() {
        [] => String::new(),
        cut => format!(
            "Texts cut to {} bytes are in: {}\n",
            table::LONGEST,
            cut.join(", ")
        ),
    };
    Ok(format!(
        "{MARK} {}\n\nNames of columns, and what they are short for:\n{}{cut}{OF_THE_WHOLE}{}\n",
        sheet.name,
        names.concat(),
        sheet.members()?
    ))
}
