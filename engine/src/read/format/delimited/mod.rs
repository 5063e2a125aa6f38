//! Tables of text (CSV, RFC 4180; TSV): a header, and a row for each feature, with a column of geometries in well-known text or
//! binary, or two of longitude and latitude. Cells are separated by commas, semicolons, tabs or bars.

mod names;
mod separator;

use csv::{ByteRecord, ErrorKind as Fault, Reader};
use hashbrown::HashSet;
use serde_json::{Map, Number, Value};

use self::names::{GEOMETRIES, LATITUDES, LONGITUDES, named};
use self::separator::{reader, separator};
use super::content::Content;
use super::hex::{self, HexWkb};
use super::reader::{Format, list, without_layers};
use super::srid::WGS84;
use super::wkt::{self, Wkt};
use crate::error::ErrorKind;
use crate::model::Feature;
use crate::read::land::{
    Collector, Conversion, Converter, Inspection, Mode, Place, Position, Source, error_at,
};
use crate::read::reference::System;
use crate::{Error, Result, memory};

/// The format.
pub(super) struct Delimited;

impl Format for Delimited {
    fn name(&self) -> &'static str {
        "delimited text"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        separator(head).is_some()
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        without_layers(layer)?;
        let bytes = content.bytes;
        let separator = separator(&bytes[..bytes.len().min(super::reader::HEAD)]).unwrap_or(b',');
        let columns = Columns::find(bytes, separator)?;
        let system = content.system(|| match columns.srid {
            None | Some(0 | WGS84) => Ok(None),
            Some(srid) => System::of_code("EPSG", &srid.to_string()).map(Some),
        })?;
        let mut collector = Collector::new(mode, Conversion::Parallel)
            .in_system(system)
            .filtered(content.filter);
        let mut rows = Rows::of(bytes, separator);
        let header = rows.next()?.unwrap_or_default();
        while let Some(row) = rows.next()? {
            if row.cells.len() != header.cells.len() {
                return Err(uneven(&row, header.cells.len()));
            }
            let feature = Feature {
                properties: columns.properties(&row),
                ..Feature::default()
            };
            collector.feature(feature, columns.geometry(row))?;
        }
        collector.finish()
    }
}

/// The rows of a table, the header first.
struct Rows<'b> {
    bytes: &'b [u8],
    reader: Reader<&'b [u8]>,
}

/// A row, and in which line it begins, from 1.
#[derive(Default)]
struct Row {
    cells: Vec<String>,
    line: usize,
}

impl<'b> Rows<'b> {
    fn of(bytes: &'b [u8], separator: u8) -> Self {
        Self {
            bytes,
            reader: reader(bytes, separator),
        }
    }

    fn next(&mut self) -> Result<Option<Row>> {
        let mut record = ByteRecord::new();
        if !self
            .reader
            .read_byte_record(&mut record)
            .map_err(|e| failed(&e))?
        {
            return Ok(None);
        }
        let line = record.position().map_or(0, |position| {
            // It may be that of blank lines before the row.
            let rest = self.bytes.get(position.byte() as usize..).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
            position.line() as usize + blank.filter(|byte| **byte == b'\n').count()
        });
        let cells = record.iter().map(|cell| String::from_utf8(cell.to_vec()));
        let cells: std::result::Result<Vec<String>, _> = cells.collect();
        let cells = cells.map_err(|_| {
            Error::new("the text is not UTF-8")
                .of_kind(ErrorKind::Syntax)
                .at_position(format!("line {line}"))
                .with_hint("save it as UTF-8")
        })?;
        Ok(Some(Row { cells, line }))
    }
}

fn failed(error: &csv::Error) -> Error {
    match error.kind() {
        Fault::Io(e) => Error::failed("cannot read it", e),
        _ => Error::new(format!("the table cannot be read: {error}")).of_kind(ErrorKind::Syntax),
    }
}

fn uneven(row: &Row, columns: usize) -> Error {
    Error::new(format!(
        "the row has {} cells, and the header {columns}",
        row.cells.len()
    ))
    .of_kind(ErrorKind::Syntax)
    .at_position(format!("line {}", row.line))
    .with_hint(
        "a cell with a separator in it is written in quotes, and so is one with quotes, which are doubled",
    )
}

/// Which columns of a table hold what.
struct Columns {
    names: Vec<String>,
    geometry: GeometryColumns,
    /// The reference system that the first geometry states, if it does.
    srid: Option<u32>,
    /// Whether each is of numbers alone.
    numeric: Vec<bool>,
}

enum GeometryColumns {
    /// One of well-known text.
    Text(usize),
    /// One of well-known binary in hexadecimal digits.
    Digits(usize),
    /// One of longitudes and one of latitudes.
    Degrees { lon: usize, lat: usize },
}

impl GeometryColumns {
    fn has(&self, column: usize) -> bool {
        match *self {
            Self::Text(own) | Self::Digits(own) => column == own,
            Self::Degrees { lon, lat } => column == lon || column == lat,
        }
    }
}

impl GeometryColumns {
    /// The reference system that the first geometry states, if it does.
    fn srid(&self, samples: &[Option<String>]) -> Option<u32> {
        let sample = |column: usize| samples[column].as_deref();
        match *self {
            Self::Text(column) => sample(column).and_then(wkt::srid),
            Self::Digits(column) => sample(column).and_then(hex::beginning)?.srid,
            Self::Degrees { .. } => None,
        }
    }
}

impl Columns {
    /// The columns of a table, all of whose rows are looked at.
    ///
    /// # Errors
    ///
    /// When two have one name, none has geometries, or a row cannot be read.
    fn find(bytes: &[u8], separator: u8) -> Result<Self> {
        let mut rows = Rows::of(bytes, separator);
        let names = rows.next()?.unwrap_or_default().cells;
        let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
        if let Some(name) = repeated(&names) {
            return Err(Error::new(format!("two columns are called `{name}`"))
                .of_kind(ErrorKind::Syntax)
                .at_position("line 1"));
        }
        let mut numeric = vec![true; names.len()];
        let mut is_text = vec![false; names.len()];
        let mut samples: Vec<Option<String>> = vec![None; names.len()];
        let mut count = 0_u64;
        while let Some(row) = rows.next()? {
            count += 1;
            for (column, cell) in row.cells.iter().enumerate().take(names.len()) {
                let cell = cell.trim();
                if cell.is_empty() {
                    continue;
                }
                numeric[column] &= number(cell).is_some();
                if samples[column].is_none() {
                    is_text[column] = wkt::recognises(cell);
                    samples[column] = Some(cell.chars().take(SAMPLE).collect());
                }
            }
        }
        // Each row holds the names.
        let row = names.iter().map(|name| VALUE + name.len() as u64).sum::<u64>();
        memory::require(count * row, || format!("a table of {count} rows"))?;
        let text = || {
            let named = GEOMETRIES
                .iter()
                .find_map(|name| named(&names, &[*name]).filter(|column| is_text[*column]));
            named.or_else(|| is_text.iter().position(|is| *is))
        };
        let in_digits = |column: &usize| samples[*column].as_deref().and_then(hex::beginning).is_some();
        let digits = || {
            let named = GEOMETRIES
                .iter()
                .find_map(|name| named(&names, &[*name]).filter(in_digits));
            named.or_else(|| (0..names.len()).find(in_digits))
        };
        let degrees = || {
            let (lon, lat) = (named(&names, &LONGITUDES)?, named(&names, &LATITUDES)?);
            Some(GeometryColumns::Degrees { lon, lat })
        };
        // A table without rows has its column by its name.
        let by_name = || named(&names, &GEOMETRIES).filter(|column| samples[*column].is_none());
        let geometry = text().map(GeometryColumns::Text);
        let geometry = geometry
            .or_else(|| digits().map(GeometryColumns::Digits))
            .or_else(degrees);
        let geometry = geometry.or_else(|| by_name().map(GeometryColumns::Text));
        let geometry = geometry.ok_or_else(|| without_geometries(&names, &samples))?;
        Ok(Self {
            srid: geometry.srid(&samples),
            names,
            geometry,
            numeric,
        })
    }

    /// What the other columns of a row hold. Blank cells are null; only columns of numbers alone have numbers, so that `007`
    /// and what is beside it stay as they are.
    fn properties(&self, row: &Row) -> Map<String, Value> {
        let columns = self.names.iter().zip(&row.cells).zip(&self.numeric).enumerate();
        let columns =
            columns.filter(|(column, ((name, _), _))| !name.is_empty() && !self.geometry.has(*column));
        let value = |cell: &str, is_numeric: bool| match cell.trim() {
            "" => Value::Null,
            digits if is_numeric => number(digits).map_or(Value::Null, Value::Number),
            _ => cell.into(),
        };
        columns
            .map(|(_, ((name, cell), is_numeric))| (name.clone(), value(cell, *is_numeric)))
            .collect()
    }

    fn geometry(&self, mut row: Row) -> Cell {
        let (line, srid) = (row.line, self.srid.filter(|srid| *srid != 0).unwrap_or(WGS84));
        let mut cell = |column: usize| row.cells.get_mut(column).map(std::mem::take).unwrap_or_default();
        match self.geometry {
            GeometryColumns::Text(column) => match cell(column) {
                blank if blank.trim().is_empty() => Cell::Blank,
                text => Cell::Text(Wkt { text, srid, line }),
            },
            GeometryColumns::Digits(column) => match cell(column) {
                blank if blank.trim().is_empty() => Cell::Blank,
                digits => Cell::Digits(HexWkb { digits, srid, line }),
            },
            GeometryColumns::Degrees { lon, lat } => match [cell(lon), cell(lat)] {
                [lon, lat] if lon.trim().is_empty() && lat.trim().is_empty() => Cell::Blank,
                degrees => Cell::Degrees { degrees, line },
            },
        }
    }
}

/// The first name that is there twice.
fn repeated(names: &[String]) -> Option<&String> {
    let mut known = HashSet::new();
    names.iter().find(|name| !name.is_empty() && !known.insert(*name))
}

/// What a value and its name take in memory at least, beside their texts.
const VALUE: u64 = 64;
/// So many characters of the first cell of each column are kept.
const SAMPLE: usize = 24;

/// A number as JSON has it: without leading zeros, plus signs or exponents, which may be parts of names.
fn number(text: &str) -> Option<Number> {
    const MOST_DIGITS: usize = 15;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        && (whole == "0" || !whole.starts_with('0'))
        && digits.len() <= MOST_DIGITS + 1;
    match text.parse::<i64>() {
        _ if !is_number => None,
        Ok(integer) => Some(integer.into()),
        Err(_) => text.parse().ok().and_then(Number::from_f64),
    }
}

fn without_geometries(names: &[String], samples: &[Option<String>]) -> Error {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let column = |is: &dyn Fn(&String) -> bool| {
        let found = samples.iter().position(|sample| sample.as_ref().is_some_and(is));
        found.and_then(|column| names.get(column)).copied()
    };
    let (what, hint) = if let Some(name) = column(&|text| text.starts_with("{\"")) {
        (
            format!("its column `{name}` has geometries as GeoJSON, which are not read from tables"),
            "write them as text (WKT), or the whole table as GeoJSON",
        )
    } else {
        (
            format!(
                "this is a table without geometries: its columns are {}",
                list(&names)
            ),
            "a column has geometries as text (WKT), such as POLYGON ((46 39, 47 39, 47 40, 46 39)); places may have lon and lat",
        )
    };
    Error::new(what).of_kind(ErrorKind::Syntax).with_hint(hint)
}

/// What a row has as its geometry.
enum Cell {
    Blank,
    Text(Wkt),
    Digits(HexWkb),
    Degrees { degrees: [String; 2], line: usize },
}

impl Source for Cell {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        match self {
            Self::Blank => converter.no_geometry(),
            Self::Text(wkt) => wkt.convert(converter)?,
            Self::Digits(wkb) => wkb.convert(converter)?,
            Self::Degrees { degrees, line } => {
                let place = &Place::ROOT.at("line", line);
                let number = |text: &String| {
                    // Tables whose cells are separated otherwise may have decimal commas.
                    let number = text.trim().replace(',', ".").parse::<f64>();
                    number
                        .map_err(|_| error_at(place, format!("`{}` is not a number of degrees", text.trim())))
                };
                let [lon, lat] = &degrees;
                let position = Position {
                    lon: number(lon)?,
                    lat: number(lat)?,
                    extra: false,
                };
                let point = converter.snap(position, place)?;
                converter.points([point]);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Layer;

    fn read(text: &str) -> Result<Layer> {
        Layer::read(text, "a.csv")
    }

    fn error(text: &str) -> String {
        read(text).err().map_or_else(String::new, |e| e.to_string())
    }

    #[test]
    fn rows_are_features_whatever_separates_cells() {
        let comma = "controller,id,wkt,note\r\nA,007,\"POLYGON((0 0, 1 0, 1 1, 0 0))\",1.5\r\nB,12,,-2\r\n";
        let tab = "controller\tid\twkt\tnote\nA\t007\tPOLYGON((0 0, 1 0, 1 1, 0 0))\t1.5\nB\t12\t\t-2\n";
        let semicolon = tab.replace('\t', ";");
        let marked = format!("\u{feff}{comma}");
        for text in [comma, tab, &semicolon, &marked] {
            let layer = read(text).unwrap();
            let properties: Vec<_> = layer
                .features
                .iter()
                .map(|f| Value::Object(f.properties.clone()))
                .collect();
            assert_eq!(
                properties,
                [
                    json!({"controller": "A", "id": "007", "note": 1.5}),
                    json!({"controller": "B", "id": "12", "note": -2})
                ]
            );
            assert_eq!(layer.features[0].geometry.polygons.len(), 1);
            assert_eq!(
                layer.notices.iter().map(ToString::to_string).collect::<Vec<_>>(),
                ["feature without a geometry (1×, first at feature 1)"]
            );
        }
        let unnamed = read("a,what,\nx,\"POINT (1 2)\",\n").unwrap();
        assert_eq!(
            Value::Object(unnamed.features[0].properties.clone()),
            json!({"a": "x"})
        );
    }

    #[test]
    fn geometries_are_in_digits_too() {
        // A square from (46, 39) to (47, 40): little-endian and without a system, then as PostGIS writes it.
        let corners = [
            [46.0_f64, 39.0],
            [47.0, 39.0],
            [47.0, 40.0],
            [46.0, 40.0],
            [46.0, 39.0],
        ];
        let hex = |bytes: &[u8]| {
            let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            digits.concat()
        };
        let plain: Vec<u8> = [1_u32, 5]
            .into_iter()
            .flat_map(u32::to_le_bytes)
            .chain(corners.iter().flatten().flat_map(|number| number.to_le_bytes()))
            .collect();
        let iso = format!("01{}{}", hex(&3_u32.to_le_bytes()), hex(&plain));
        let extended = format!(
            "01{}{}{}",
            hex(&0x2000_0003_u32.to_le_bytes()),
            hex(&4326_u32.to_le_bytes()),
            hex(&plain)
        );
        for digits in [iso.clone(), format!("\\x{iso}"), extended.to_uppercase()] {
            let layer = read(&format!("id,geom\n1,{digits}\n2,\n")).unwrap();
            assert_eq!(layer.features[0].geometry.polygons.len(), 1, "{digits}");
            assert_eq!(layer.features[1].geometry.polygons.len(), 0);
        }
    }

    #[cfg(feature = "reproject")]
    #[test]
    fn geometries_state_their_reference_system() {
        let text = "id,geom\n1,\"SRID=32638;POLYGON((500000 4400000, 510000 4400000, 510000 4410000, 500000 4400000))\"\n";
        let layer = read(text).unwrap();
        let at = layer.features[0].geometry.polygons[0].exterior().0[0];
        assert_eq!(at.x, 45_000_000_000);
    }

    #[test]
    fn places_have_degrees() {
        for text in [
            "name,lat,lon\nShusha,39.76,46.75\n",
            "name;Latitude;Longitude\nShusha;39,76;46,75\n",
            "y\tname\tx\n39.76\tShusha\t46.75\n",
        ] {
            let layer = read(text).unwrap();
            let feature = &layer.features[0];
            assert_eq!(feature.text("name").as_deref(), Some("Shusha"));
            assert_eq!(feature.geometry.points[0].x, 46_750_000_000);
        }
        assert!(read("wkt,name\n").unwrap().features.is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, what) in [
            (
                "name,population\nA,5\n",
                "this is a table without geometries: its columns are `name`, `population`",
            ),
            (
                "id,geom\n1,0103000020E61000000100000005000000\n",
                "feature 0, line 2, ring 0: it should have 5 positions, which its geometry has no room for",
            ),
            (
                "id,geom\n1,0101000020E6100000000000000000F03F00000000000000401\n",
                "line 2: its geometry is no even number of hexadecimal digits",
            ),
            (
                "id,geom\n1,SRID=4326;POINT(1 2)\n2,SRID=3857;POINT(1 2)\n",
                "line 3: its geometry is in the reference system 3857, and those of the file are in 4326",
            ),
            ("id,geom\n1,SRID=99999;POINT(1 2)\n", "99999"),
            (
                "id;geom\n1;{\"type\": \"Point\"}\n",
                "its column `geom` has geometries as GeoJSON",
            ),
            (
                "a,wkt\n1,POINT(1 2)\n1,POINT(1 2),3\n",
                "line 3: the row has 3 cells, and the header 2",
            ),
            (
                "a,wkt\n1,\"POLYGON((0 0, 1 0))\"\n",
                "feature 0, line 2, ring 0: the ring has 3 positions",
            ),
            (
                "a,wkt\n1,POINT(1 2)\n\n2,POINT(1 200)\n",
                "feature 1, line 4, position 0: latitude 200",
            ),
            ("a,a,wkt\n1,1,POINT(1 2)\n", "line 1: two columns are called `a`"),
            (
                "a,lon,lat\n1,2,x\n",
                "feature 0, line 2: `x` is not a number of degrees",
            ),
            ("a,lon,lat\n1,2,500\n", "feature 0, line 2: latitude 500"),
        ] {
            let error = error(text);
            assert!(error.contains(what), "{text}: {error}");
        }
        let latin = Layer::read(b"a,wkt\n\xe9,POINT(1 2)\n", "a.csv")
            .unwrap_err()
            .to_string();
        assert!(latin.contains("line 2: the text is not UTF-8"), "{latin}");
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let whole =
            b"a;wkt;\"b \"\"c\"\"\"\n1;\"POLYGON((0 0, 1 0, 1 1, 0 0))\";x\n\"2\n3\";POINT(1 2);007\n"
                .as_slice();
        for at in 0..whole.len() {
            let _ = Layer::read(&whole[..at], "");
            for bit in 0..8 {
                let mut bytes = whole.to_vec();
                bytes[at] ^= 1 << bit;
                let _ = Layer::read(bytes, "");
            }
        }
    }
}
