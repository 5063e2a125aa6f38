//! What a Parquet file says of itself at its end: columns, and where their values are.

use serde_json::Value;

use super::damage::broken;
use super::thrift::{Fields, Item, structure};
use crate::Result;
use crate::files::MARK;

/// How a file starts and ends.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// The description of a file.
pub(super) struct Footer<'b> {
    /// The columns that are neither lists nor structures.
    pub(super) columns: Vec<Column<'b>>,
    pub(super) groups: Vec<Group<'b>>,
    /// What GeoParquet adds: the columns of geometries.
    pub(super) geo: Option<Value>,
    /// Members of the whole as JSON, which this program adds.
    pub(super) members: Option<&'b str>,
}

/// A column of the file.
pub(super) struct Column<'b> {
    pub(super) name: &'b str,
    /// How values are stored.
    pub(super) storage: i64,
    pub(super) meaning: Meaning,
    pub(super) is_optional: bool,
}

/// What the values of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What they are stored as.
    Plain,
    Text,
    Unsigned,
    /// Days since 1970.
    Date,
    /// So many parts of a second since 1970, in UTC or on the clock of a place.
    Moment {
        parts: i64,
        is_utc: bool,
    },
    /// None that is read.
    Other,
}

/// Rows that are stored together.
pub(super) struct Group<'b> {
    pub(super) rows: usize,
    chunks: Vec<(&'b str, Chunk)>,
}

/// Where the values of a column in a group are.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    pub(super) start: usize,
    pub(super) length: usize,
    pub(super) codec: i64,
}

impl Group<'_> {
    /// Where the values of a column are.
    pub(super) fn chunk(&self, column: &Column<'_>) -> Result<Chunk> {
        let found = self.chunks.iter().find(|(name, _)| *name == column.name);
        let found =
            found.ok_or_else(|| broken(format!("it has no values of its column `{}`", column.name)))?;
        Ok(found.1)
    }
}

impl<'b> Footer<'b> {
    /// The footer of a file.
    pub(super) fn of(bytes: &'b [u8]) -> Result<Self> {
        let footer = footer(bytes).ok_or_else(|| broken("it does not end as Parquet does"))?;
        let mut rest = footer;
        let fields = structure(&mut rest).ok_or_else(|| broken("its footer is damaged"))?;
        let columns = columns(fields.list(2)).ok_or_else(|| broken("its schema is damaged"))?;
        let groups: Option<_> = fields.list(4).iter().map(group).collect();
        let metadata = fields.list(5).iter().filter_map(Item::fields);
        let metadata: Vec<_> = metadata.collect();
        let text = |key: &str| {
            let pair = metadata.iter().find(|pair| pair.text(1) == Some(key))?;
            pair.text(2)
        };
        let geo = text("geo");
        Ok(Self {
            columns,
            groups: groups.ok_or_else(|| broken("a group of its rows is damaged"))?,
            members: text(MARK),
            geo: geo
                .map(serde_json::from_str)
                .transpose()
                .map_err(|e| broken(format!("its `geo` is no JSON: {e}")))?,
        })
    }
}

fn footer(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_suffix(MAGIC)?;
    let (rest, length) = rest.split_last_chunk()?;
    let start = rest.len().checked_sub(u32::from_le_bytes(*length) as usize)?;
    rest.get(start..)
}

/// The columns of a schema, which lists its tree from the root on.
fn columns<'b>(schema: &[Item<'b>]) -> Option<Vec<Column<'b>>> {
    let elements: Vec<&Fields<'b>> = schema.iter().map(Item::fields).collect::<Option<_>>()?;
    let (root, mut rest) = elements.split_first()?;
    let mut columns = Vec::new();
    for _ in 0..root.size(5)? {
        let (element, after) = rest.split_first()?;
        rest = after;
        if let Some(children) = element.size(5).filter(|&children| children > 0) {
            rest = without(rest, children)?;
        } else if let repetition @ 0..=1 = element.integer(3).unwrap_or(0) {
            columns.push(Column {
                name: element.text(4)?,
                storage: element.integer(1)?,
                meaning: meaning(element),
                is_optional: repetition == 1,
            });
        }
    }
    Some(columns)
}

/// The rest after so many elements and all in them.
fn without<'s, 'b>(mut rest: &'s [&'s Fields<'b>], mut count: usize) -> Option<&'s [&'s Fields<'b>]> {
    while count > 0 {
        let (element, after) = rest.split_first()?;
        count = count - 1 + element.size(5).unwrap_or(0);
        rest = after;
    }
    Some(rest)
}

fn meaning(element: &Fields<'_>) -> Meaning {
    let logical = element.fields(10);
    if let Some((logical, kind)) = logical.and_then(|logical| Some((logical, logical.first()?))) {
        return match kind {
            1 | 4 | 12 => Meaning::Text,
            6 => Meaning::Date,
            8 => moment(logical.fields(8)),
            10 if logical.fields(10).and_then(|integer| integer.flag(2)) == Some(false) => Meaning::Unsigned,
            10 => Meaning::Plain,
            _ => Meaning::Other,
        };
    }
    match element.integer(6) {
        None | Some(15..=18) => Meaning::Plain,
        Some(0 | 4 | 19) => Meaning::Text,
        Some(6) => Meaning::Date,
        Some(9) => Meaning::Moment {
            parts: 1000,
            is_utc: true,
        },
        Some(10) => Meaning::Moment {
            parts: 1_000_000,
            is_utc: true,
        },
        Some(11..=14) => Meaning::Unsigned,
        Some(_) => Meaning::Other,
    }
}

fn moment(timestamp: Option<&Fields<'_>>) -> Meaning {
    let Some(timestamp) = timestamp else {
        return Meaning::Other;
    };
    let parts = match timestamp.fields(2).and_then(Fields::first) {
        Some(1) => 1000,
        Some(2) => 1_000_000,
        Some(3) => 1_000_000_000,
        _ => return Meaning::Other,
    };
    let is_utc = timestamp.flag(1) == Some(true);
    Meaning::Moment { parts, is_utc }
}

fn group<'b>(item: &Item<'b>) -> Option<Group<'b>> {
    let group = item.fields()?;
    let mut chunks = Vec::new();
    for chunk in group.list(1) {
        let metadata = chunk.fields()?.fields(3)?;
        // Columns in structures have longer paths.
        let [name] = metadata.list(3) else { continue };
        let data = metadata.size(9)?;
        let dictionary = metadata.size(11).filter(|&at| at > 0);
        let chunk = Chunk {
            start: dictionary.map_or(data, |at| at.min(data)),
            length: metadata.size(7)?,
            codec: metadata.integer(4)?,
        };
        chunks.push((name.text()?, chunk));
    }
    Some(Group {
        rows: group.size(3)?,
        chunks,
    })
}
