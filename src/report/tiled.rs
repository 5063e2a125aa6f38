//! The change matrix that was measured tile by tile.

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{Document, Grid};
use super::parts::names::arrow;
use super::parts::quantity::{Day, Edges, Generator, Hash, Km2};
use super::parts::records::Closure;
use super::result::{Report, Table};
use crate::change::Fate;
use crate::measure::{AreaUnits, count};
use crate::tiles::{TiledCell, TiledChange, TiledSnapshot};

/// What land changed hands between two snapshots, by the sums of all tiles. Every piece counts; a holder that is null is
/// nobody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What land changed hands between two snapshots, measured tile by tile")]
pub struct TiledRecord {
    generator: Generator,
    /// The earlier snapshot.
    before: TiledSnapshotRecord,
    /// The later snapshot.
    after: TiledSnapshotRecord,
    /// How edges between two positions run.
    edges: Edges,
    /// Every pair of holders that occurs, unchanged land included: unchanged first, then by size.
    transitions: Vec<CellRecord>,
    /// How many tiles were added up.
    tiles: usize,
    /// How many edges the mosaic of both snapshots has.
    edge_count: usize,
    /// How far the result closes.
    closure: Closure,
}

/// A snapshot that was tiled.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TiledSnapshotRecord {
    /// The file it was read from.
    path: String,
    /// YYYY, YYYY-MM or YYYY-MM-DD, as precise as its source; null where the file has none.
    date: Option<Day>,
    /// A hash of who holds what, whatever the spelling of the file.
    hash: Hash,
}

/// Land by holder before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CellRecord {
    /// Holder before; null is nobody.
    from: Option<String>,
    /// Holder after; null is nobody.
    to: Option<String>,
    /// How much it is, km².
    area_km2: Km2,
    /// The same to the last square millimetre, as text, since numbers may not hold all digits.
    area_mm2: String,
    /// Whether it did not change hands but passed to the heir of its holder, who has another name.
    succession: bool,
}

/// Land by holder before and after, in a row.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CellRow {
    /// The earlier snapshot: its date, or its file where there is none.
    before: String,
    /// The later snapshot.
    after: String,
    #[serde(flatten)]
    cell: CellRecord,
}

impl From<&TiledSnapshot> for TiledSnapshotRecord {
    fn from(snapshot: &TiledSnapshot) -> Self {
        Self {
            path: snapshot.name.clone(),
            date: snapshot.date.clone().map(Into::into),
            hash: Hash(snapshot.hash.clone()),
        }
    }
}

impl From<&TiledCell> for CellRecord {
    fn from(cell: &TiledCell) -> Self {
        Self {
            from: cell.from.clone(),
            to: cell.to.clone(),
            area_km2: cell.area.into(),
            area_mm2: cell.area.units().to_string(),
            succession: cell.fate == Fate::Succession,
        }
    }
}

impl Report for TiledChange {
    type Record = TiledRecord;

    fn document(&self) -> Document {
        let mut page = Document::default();
        let unit = AreaUnits::default().of(self.cells.iter().map(|cell| cell.area));
        let mut table = Grid::new(1, ["from → to", unit.symbol(), "mm²"]);
        // Changed land comes before land that did not change.
        let (kept, changed): (Vec<_>, Vec<_>) = self.cells.iter().partition(|cell| cell.from == cell.to);
        for cell in changed.into_iter().chain(kept) {
            let mm2 = cell.area.units().to_string();
            table.row([
                arrow(cell.from.as_deref(), cell.to.as_deref()),
                cell.area.number(unit),
                mm2,
            ]);
        }
        page.table(table);
        let [before, after] = names(self);
        page.list(vec![
            format!("Between {before} and {after}; every piece counts, however narrow."),
            format!(
                "The sums of {} tiles, with {} edges.",
                count(self.tiles as u64),
                count(self.edge_count as u64)
            ),
        ]);
        page
    }

    fn record(&self) -> Self::Record {
        TiledRecord {
            generator: Generator,
            before: (&self.before).into(),
            after: (&self.after).into(),
            edges: Edges(self.edges),
            transitions: self.cells.iter().map(Into::into).collect(),
            tiles: self.tiles,
            edge_count: self.edge_count,
            closure: Closure {
                max_relative: self.closure,
            },
        }
    }

    fn tables() -> Vec<Table<Self>> {
        vec![Table::new(
            "changes",
            "What went from whom to whom, and what did not",
            rows,
        )]
    }
}

fn rows(change: &TiledChange) -> Vec<CellRow> {
    let [before, after] = names(change);
    let row = |cell: &TiledCell| CellRow {
        before: before.clone(),
        after: after.clone(),
        cell: cell.into(),
    };
    change.cells.iter().map(row).collect()
}

/// What rows call the two snapshots: by their dates, if these tell them apart, else by their files.
fn names(change: &TiledChange) -> [String; 2] {
    let TiledChange { before, after, .. } = change;
    let is_told_apart = before.date != after.date;
    [before, after].map(|snapshot| {
        let date = snapshot.date.clone().filter(|_| is_told_apart);
        date.unwrap_or_else(|| snapshot.name.clone())
    })
}
