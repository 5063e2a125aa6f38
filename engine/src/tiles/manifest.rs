//! What all tiles have in common, and which there are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::file::{self, Heading, hash_of};
use super::mm2;
use super::version::{VERSION, of_this_version};
use crate::error::{ErrorKind, escaped_json};
use crate::measure::{Area, EdgeModel, polygons_area, snapping_area};
use crate::model::Snapshot;
use crate::mosaic::{Builder, Tile, TileGrid, Tiling};
use crate::progress::Progress;
use crate::{Error, Result};

/// What the generator of a manifest is called.
const GENERATOR: &str = "landshift tiles";

/// Two snapshots, parted into tiles.
#[derive(Debug)]
pub struct TiledPair {
    tiling: Tiling,
    work: Work,
    id: String,
    /// Per snapshot, who holds each territory.
    holders: [Vec<String>; 2],
}

/// What is measured, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Work {
    version: String,
    /// The name of an [`EdgeModel`].
    pub(super) edges: String,
    /// Columns and rows.
    grid: [u32; 2],
    passes: u16,
    pub(super) before: TiledSnapshot,
    pub(super) after: TiledSnapshot,
}

/// A snapshot that was tiled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TiledSnapshot {
    /// The file that it was read from.
    pub name: String,
    /// Its date, as precise as its source.
    pub date: Option<String>,
    /// See [`Snapshot::content_hash`].
    pub hash: String,
    /// All who hold land in it.
    pub holders: Vec<TiledHolder>,
}

/// Who holds land in a snapshot, and what their rings enclose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TiledHolder {
    /// Their name.
    pub name: String,
    /// The signed area of their rings before they were tiled, in mm² as text.
    #[serde(with = "mm2", rename = "rings_mm2")]
    pub rings: Area,
    /// By how much it may differ from their land, since borders are snapped to the grid.
    #[serde(with = "mm2", rename = "snapping_mm2")]
    pub snapping: Area,
}

/// The list of all tiles of two snapshots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    generator: String,
    /// A hash of the rest but the tiles: those of one manifest state it, and no others.
    id: String,
    #[serde(flatten)]
    pub(super) work: Work,
    pub(super) tiles: Vec<Listed>,
}

/// A tile by its column and row, as in `3-2`, with its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) tile: String,
    file: String,
    bytes: usize,
    /// What the file states, see [`file::bytes`].
    pub(super) xxh3: String,
}

impl TiledPair {
    /// How many passes of noding tiles are made for, if nothing else is asked for: the most that any layers needed so far.
    pub const PASSES: u16 = 8;

    /// Parts the land of an earlier and a later snapshot, whose edges follow the model
    /// ([`follow_edges`](crate::overlay::follow_edges)).
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop, or memory does not suffice.
    pub fn new(
        pair: [&Snapshot; 2],
        edges: EdgeModel,
        grid: TileGrid,
        passes: u16,
        progress: &Progress,
    ) -> Result<Self> {
        let [before, after] = pair.map(|snapshot| TiledSnapshot::of(snapshot, edges));
        let work = Work {
            version: VERSION.to_owned(),
            edges: edges.name().to_owned(),
            grid: [grid.columns, grid.rows].map(u32::from),
            passes,
            before,
            after,
        };
        let mut builder = Builder::new(edges);
        for snapshot in pair {
            builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice()));
        }
        Ok(Self {
            tiling: builder.tiled(grid, passes, progress)?,
            id: work.id()?,
            work,
            holders: pair.map(|snapshot| {
                snapshot
                    .territories
                    .iter()
                    .map(|t| t.controller.clone())
                    .collect()
            }),
        })
    }

    /// The names of all files: of the tiles, and of the manifest.
    pub fn file_names(grid: TileGrid) -> impl Iterator<Item = String> {
        let columns = 0..grid.columns.get();
        let tiles = columns.flat_map(move |column| {
            (0..grid.rows.get()).map(move |row| file_name(&tile_name([column, row])))
        });
        tiles.chain([Manifest::FILE.to_owned()])
    }

    /// Hands over each tile, as the name and the content of its file, one after another.
    ///
    /// # Errors
    ///
    /// The first that `out` returns.
    pub fn files(&self, mut out: impl FnMut(&str, &[u8]) -> Result<()>) -> Result<Manifest> {
        let mut tiles = Vec::new();
        self.tiling.each(|at, tile| {
            let name = tile_name(at);
            let (bytes, xxh3) = file::bytes(&self.heading(&name, &tile), &tile)?;
            let listed = Listed {
                file: file_name(&name),
                tile: name,
                bytes: bytes.len(),
                xxh3,
            };
            out(&listed.file, &bytes)?;
            tiles.push(listed);
            Ok::<(), Error>(())
        })?;
        Ok(Manifest {
            generator: GENERATOR.to_owned(),
            id: self.id.clone(),
            work: self.work.clone(),
            tiles,
        })
    }

    fn heading(&self, name: &str, tile: &Tile) -> Heading {
        let mut heading = Heading {
            version: VERSION.to_owned(),
            tiles: self.id.clone(),
            tile: name.to_owned(),
            edges: self.work.edges.clone(),
            names: Vec::new(),
            holders: Default::default(),
        };
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (layer, feature) in tile.features() {
            let holder = self.holders[layer.index()][feature].as_str();
            let place = *places.entry(holder).or_insert_with(|| {
                heading.names.push(holder.to_owned());
                heading.names.len() - 1
            });
            heading.holders[layer.index()].insert(feature, place);
        }
        heading
    }
}

impl Work {
    fn id(&self) -> Result<String> {
        let text = serde_json::to_vec(self).map_err(|e| Error::new(e.to_string()))?;
        Ok(hash_of(&text))
    }
}

impl TiledSnapshot {
    fn of(snapshot: &Snapshot, edges: EdgeModel) -> Self {
        let mut holders: BTreeMap<&str, [Area; 2]> = BTreeMap::new();
        for territory in &snapshot.territories {
            let [rings, snapping] = holders.entry(&territory.controller).or_default();
            *rings += polygons_area(&territory.polygons, edges);
            *snapping += snapping_area(&territory.polygons, edges);
        }
        let holders = holders.into_iter().map(|(name, [rings, snapping])| TiledHolder {
            name: name.to_owned(),
            rings,
            snapping,
        });
        Self {
            name: snapshot.name.clone(),
            date: snapshot.date.map(|date| date.to_string()),
            hash: snapshot.as_read().content_hash(),
            holders: holders.collect(),
        }
    }
}

impl Manifest {
    /// What its file is called.
    pub const FILE: &str = "tiles.json";

    /// What the files that belong to it state.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How many tiles there are.
    pub fn tile_count(&self) -> usize {
        self.tiles.len()
    }

    /// It as JSON.
    ///
    /// # Errors
    ///
    /// None that can be foreseen.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        let json = serde_json::to_vec_pretty(self).map_err(|e| Error::new(e.to_string()))?;
        Ok([escaped_json(json).as_slice(), b"\n"].concat())
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// When it is none, was damaged, or is of another version of this program.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let invalid = |what: &str| {
            Error::new(format!("is no list of tiles: {what}"))
                .of_kind(ErrorKind::Syntax)
                .with_hint("name the tiles.json that `landshift tile` wrote")
        };
        let manifest: Self = of_this_version(bytes, invalid)?;
        if manifest.generator != GENERATOR {
            return Err(invalid("it says that it is something else"));
        }
        if manifest.id != manifest.work.id()? {
            return Err(invalid("it was changed"));
        }
        Ok(manifest)
    }
}

fn tile_name([column, row]: [u32; 2]) -> String {
    format!("{column}-{row}")
}

fn file_name(tile: &str) -> String {
    format!("{tile}.tile")
}
