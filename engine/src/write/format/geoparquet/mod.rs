//! GeoParquet 1.1 (<https://geoparquet.org>): columns of values, of geometries as well-known binary, and of the boxes around
//! them, by which readers leave out what is elsewhere.

mod pages;
mod thrift;

use std::io::{self, Write};

use serde_json::json;

use self::pages::{Values, page};
use self::thrift::{Item, Struct, structure};
use crate::files::MARK;
use crate::write::names::distinct;
use crate::write::positions::Box;
use crate::write::sheet::{ColumnKind, Row, Sheet};

const MAGIC: &[u8] = b"PAR1";
/// The column of geometries, and that of boxes.
const GEOMETRY: &str = "geometry";
const BOX: &str = "bbox";
const SIDES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];
/// So many bytes of geometries and rows are stored together at most, but for one row that has more.
const MOST_BYTES: usize = 1 << 26;
const MOST_ROWS: usize = 1 << 16;

/// Types of values.
mod kind {
    pub(super) const BOOLEAN: i32 = 0;
    pub(super) const INT: i32 = 1;
    pub(super) const LONG: i32 = 2;
    pub(super) const DOUBLE: i32 = 5;
    pub(super) const BYTES: i32 = 6;
}

/// A column of a file.
struct Leaf<'a> {
    /// Its name, after that of the structure that it is in.
    path: Vec<&'a str>,
    kind: i32,
}

/// Where the values of a column in a group of rows are.
struct Chunk {
    start: usize,
    size: usize,
    unpacked: usize,
    /// The least and the largest of its numbers.
    range: Option<[f64; 2]>,
}

/// Writes a `GeoParquet`.
pub(super) fn write(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = sheet.columns.iter().map(|column| column.name.as_str());
    let names = distinct(names, &[GEOMETRY, BOX], |name, _| name.to_owned());
    let leaves = leaves(sheet, &names);
    out.write_all(MAGIC)?;
    let mut at = MAGIC.len();
    let mut groups: Vec<(usize, Vec<Chunk>)> = Vec::new();
    let mut rest = sheet.rows.as_slice();
    while !rest.is_empty() {
        let (rows, after) = group(rest);
        rest = after;
        let mut chunks = Vec::new();
        for values in values(sheet, rows) {
            let (bytes, unpacked) = page(&values)?;
            out.write_all(&bytes)?;
            chunks.push(Chunk {
                start: at,
                size: bytes.len(),
                unpacked,
                range: values.range(),
            });
            at += bytes.len();
        }
        groups.push((rows.len(), chunks));
    }
    let geo = geo(sheet).to_string();
    let members = sheet.members()?;
    let mut footer = Vec::new();
    structure(
        &description(
            sheet,
            &names,
            &leaves,
            &groups,
            &[("geo", &geo), (MARK, &members)],
        ),
        &mut footer,
    );
    let length = (footer.len() as u32).to_le_bytes();
    out.write_all(&[&footer, length.as_slice(), MAGIC].concat())
}

/// The first rows, which are stored together, and those after them.
fn group<'r, 'a>(rows: &'r [Row<'a>]) -> (&'r [Row<'a>], &'r [Row<'a>]) {
    let mut bytes = 0;
    let fits = |row: &&Row<'_>| {
        bytes += pages::size(row.geometry);
        bytes <= MOST_BYTES
    };
    let count = rows.iter().take(MOST_ROWS).take_while(fits).count();
    rows.split_at(count.max(1))
}

fn leaves<'a>(sheet: &Sheet<'_>, names: &'a [String]) -> Vec<Leaf<'a>> {
    let columns = sheet.columns.iter().zip(names).map(|(column, name)| Leaf {
        path: vec![name],
        kind: match column.kind {
            ColumnKind::Boolean => kind::BOOLEAN,
            ColumnKind::Integer => kind::LONG,
            ColumnKind::Real => kind::DOUBLE,
            ColumnKind::Date => kind::INT,
            ColumnKind::Text | ColumnKind::Json => kind::BYTES,
        },
    });
    let geometry = Leaf {
        path: vec![GEOMETRY],
        kind: kind::BYTES,
    };
    let sides = SIDES.map(|side| Leaf {
        path: vec![BOX, side],
        kind: kind::DOUBLE,
    });
    columns.chain([geometry]).chain(sides).collect()
}

/// The values of each column.
fn values(sheet: &Sheet<'_>, rows: &[Row<'_>]) -> Vec<Values> {
    let columns = sheet.columns.iter().enumerate();
    let cells = columns
        .map(|(place, column)| Values::of_cells(column.kind, rows.iter().map(|row| &row.cells[place])));
    let geometries =
        Values::of_geometries(rows.iter().map(|row| (!row.is_nowhere()).then_some(row.geometry)));
    let boxes: Vec<Option<[f64; 4]>> = rows
        .iter()
        .map(|row| Box::of(row.geometry).map(Box::degrees))
        .collect();
    let sides =
        (0..SIDES.len()).map(|side| Values::of_reals(boxes.iter().map(|area| area.map(|area| area[side]))));
    cells.chain([geometries]).chain(sides).collect()
}

/// What the column of geometries is.
fn geo(sheet: &Sheet<'_>) -> serde_json::Value {
    let kinds = if sheet.is_land() {
        json!(["MultiPolygon"])
    } else {
        json!(["MultiPolygon", "Point"])
    };
    let sides = SIDES.map(|side| (side.to_owned(), json!([BOX, side])));
    let mut column = json!({
        "encoding": "WKB",
        "geometry_types": kinds,
        "edges": "planar",
        "orientation": "counterclockwise",
        "covering": {"bbox": serde_json::Map::from_iter(sides)},
    });
    let around = sheet
        .rows
        .iter()
        .filter_map(|row| Box::of(row.geometry))
        .reduce(Box::and);
    if let Some(around) = around {
        column["bbox"] = json!(around.degrees());
    }
    json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}})
}

/// The description of the file at its end.
fn description<'d>(
    sheet: &Sheet<'_>,
    names: &'d [String],
    leaves: &'d [Leaf<'_>],
    groups: &'d [(usize, Vec<Chunk>)],
    texts: &'d [(&'d str, &'d str)],
) -> Struct<'d> {
    const VERSION: i32 = 1;
    let texts = texts
        .iter()
        .map(|(key, text)| Item::Struct(vec![(1, Item::text(key)), (2, Item::text(text))]));
    let groups = groups
        .iter()
        .map(|(rows, chunks)| Item::Struct(row_group(leaves, *rows, chunks)));
    // All columns are in the order of their type.
    let orders = leaves
        .iter()
        .map(|_| Item::Struct(vec![(1, Item::Struct(Vec::new()))]));
    vec![
        (1, Item::Int(VERSION)),
        (2, Item::List(schema(sheet, names, leaves))),
        (3, Item::Long(sheet.rows.len() as i64)),
        (4, Item::List(groups.collect())),
        (5, Item::List(texts.collect())),
        (6, Item::text(MARK)),
        (7, Item::List(orders.collect())),
    ]
}

/// The columns, from the root of their tree on.
fn schema<'s>(sheet: &Sheet<'_>, names: &'s [String], leaves: &'s [Leaf<'_>]) -> Vec<Item<'s>> {
    const REQUIRED: i32 = 0;
    const OPTIONAL: i32 = 1;
    // Texts and days, in the older words and in the newer ones.
    let meaning = |kind: ColumnKind| match kind {
        ColumnKind::Text | ColumnKind::Json => Some((0, 1)),
        ColumnKind::Date => Some((6, 6)),
        _ => None,
    };
    let mut schema = vec![Item::Struct(vec![
        (4, Item::text("schema")),
        (5, Item::Int(names.len() as i32 + 2)),
    ])];
    let kinds = sheet
        .columns
        .iter()
        .map(|column| meaning(column.kind))
        .chain([None]);
    for (leaf, meaning) in leaves.iter().zip(kinds) {
        let mut element = vec![
            (1, Item::Int(leaf.kind)),
            (3, Item::Int(OPTIONAL)),
            (4, Item::text(leaf.path[0])),
        ];
        if let Some((older, newer)) = meaning {
            element.push((6, Item::Int(older)));
            element.push((10, Item::Struct(vec![(newer, Item::Struct(Vec::new()))])));
        }
        schema.push(Item::Struct(element));
    }
    schema.push(Item::Struct(vec![
        (3, Item::Int(OPTIONAL)),
        (4, Item::text(BOX)),
        (5, Item::Int(SIDES.len() as i32)),
    ]));
    schema.extend(SIDES.iter().map(|side| {
        Item::Struct(vec![
            (1, Item::Int(kind::DOUBLE)),
            (3, Item::Int(REQUIRED)),
            (4, Item::text(side)),
        ])
    }));
    schema
}

fn row_group<'d>(leaves: &'d [Leaf<'_>], rows: usize, chunks: &'d [Chunk]) -> Struct<'d> {
    let columns = leaves.iter().zip(chunks).map(|(leaf, chunk)| {
        Item::Struct(vec![
            (2, Item::Long(0)),
            (3, Item::Struct(column(leaf, rows, chunk))),
        ])
    });
    let size: usize = chunks.iter().map(|chunk| chunk.unpacked).sum();
    vec![
        (1, Item::List(columns.collect())),
        (2, Item::Long(size as i64)),
        (3, Item::Long(rows as i64)),
    ]
}

fn column<'d>(leaf: &'d Leaf<'_>, rows: usize, chunk: &'d Chunk) -> Struct<'d> {
    let path = leaf.path.iter().map(|name| Item::text(name));
    let mut fields = vec![
        (1, Item::Int(leaf.kind)),
        (
            2,
            Item::List(vec![Item::Int(pages::PLAIN), Item::Int(pages::RUNS)]),
        ),
        (3, Item::List(path.collect())),
        (4, Item::Int(pages::SNAPPY)),
        (5, Item::Long(rows as i64)),
        (6, Item::Long(chunk.unpacked as i64)),
        (7, Item::Long(chunk.size as i64)),
        (9, Item::Long(chunk.start as i64)),
    ];
    if let Some([least, most]) = &chunk.range {
        fields.push((
            12,
            Item::Struct(vec![(5, Item::Real(*most)), (6, Item::Real(*least))]),
        ));
    }
    fields
}
