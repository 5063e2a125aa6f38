//! What one tile adds to every cell of the change matrix.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::file::{TileFile, hash_of};
use super::mm2;
use super::version::of_this_version;
use crate::error::ErrorKind;
use crate::measure::Area;
use crate::mosaic::TileAreas;
use crate::{Error, Result};

/// What the generator of a file of sums is called.
const GENERATOR: &str = "landshift sums";

/// What one tile adds to every cell of the change matrix: whole square millimetres, which may be negative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TileSums {
    generator: String,
    version: String,
    /// See [`super::Manifest::id`].
    pub(super) tiles: String,
    /// Its column and row, as in `3-2`.
    pub(super) tile: String,
    /// What the file of the tile states as the hash of its content.
    pub(super) tile_xxh3: String,
    /// How many edges of the mosaic start in its window.
    pub(super) edge_count: usize,
    /// By holder before and after.
    pub(super) cells: Vec<CellSum>,
    /// By snapshot and holder, the area times how often their rings wind around it.
    pub(super) rings: Vec<RingSum>,
    /// A hash of the cells and rings.
    xxh3: String,
}

/// What a tile adds to a cell; nobody is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CellSum {
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    #[serde(with = "mm2", rename = "mm2")]
    pub(super) area: Area,
}

/// What a tile adds to what the rings of a holder enclose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RingSum {
    /// 0 is the earlier snapshot, 1 the later one.
    pub(super) snapshot: usize,
    pub(super) holder: String,
    #[serde(with = "mm2", rename = "mm2")]
    pub(super) area: Area,
}

impl TileSums {
    /// Measures a tile, given its file's content.
    ///
    /// # Errors
    ///
    /// When it is no tile, was damaged, is of another version of this program, or is made for too few passes.
    pub fn of(file: &[u8]) -> Result<Self> {
        let TileFile { heading, tile, hash } = TileFile::read(file)?;
        let cell = |labels: &[Option<usize>]| {
            [0, 1].map(|snapshot| {
                let feature = labels.get(snapshot).copied().flatten()?;
                heading.holder(snapshot, feature)
            })
        };
        let TileAreas { areas, wound, edges } = tile.areas_by(heading.edge_model()?, cell)?;
        let mut rings: BTreeMap<(usize, &str), Area> = BTreeMap::new();
        for ((layer, feature), area) in wound {
            if let Some(holder) = heading.holder(layer.index(), feature) {
                *rings.entry((layer.index(), holder)).or_default() += area;
            }
        }
        let cells = areas.into_iter().map(|([from, to], area)| CellSum {
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            area,
        });
        let rings = rings.into_iter().map(|((snapshot, holder), area)| RingSum {
            snapshot,
            holder: holder.to_owned(),
            area,
        });
        let (cells, rings): (Vec<_>, Vec<_>) = (cells.collect(), rings.collect());
        Ok(Self {
            generator: GENERATOR.to_owned(),
            xxh3: hash_of_sums(&cells, &rings)?,
            cells,
            rings,
            version: heading.version,
            tiles: heading.tiles,
            tile: heading.tile,
            tile_xxh3: hash,
            edge_count: edges,
        })
    }

    /// They as JSON, a cell in a line.
    ///
    /// # Errors
    ///
    /// None that can be foreseen.
    pub fn to_json(&self) -> Result<String> {
        let mut out = "{\n".to_owned();
        for (name, value) in [
            ("generator", &self.generator),
            ("version", &self.version),
            ("tiles", &self.tiles),
            ("tile", &self.tile),
            ("tile_xxh3", &self.tile_xxh3),
        ] {
            add_line(&mut out, &format!("\"{name}\": {},", json(value)?));
        }
        add_line(&mut out, &format!("\"edge_count\": {},", self.edge_count));
        add_list(&mut out, "cells", &self.cells)?;
        add_list(&mut out, "rings", &self.rings)?;
        add_line(&mut out, &format!("\"xxh3\": {}", json(&self.xxh3)?));
        out.push_str("}\n");
        Ok(out)
    }

    /// Reads them.
    ///
    /// # Errors
    ///
    /// When they are none, were damaged, or are of another version of this program.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let invalid = |what: &str| {
            Error::new(format!("holds no sums of a tile: {what}"))
                .of_kind(ErrorKind::Syntax)
                .with_hint("measure the tile again by `landshift tile-sums`")
        };
        let sums: Self = of_this_version(bytes, invalid)?;
        if sums.generator != GENERATOR {
            return Err(invalid("it says that it is something else"));
        }
        if sums.xxh3 != hash_of_sums(&sums.cells, &sums.rings)? {
            return Err(invalid("it was changed"));
        }
        Ok(sums)
    }
}

fn hash_of_sums(cells: &[CellSum], rings: &[RingSum]) -> Result<String> {
    Ok(hash_of(json(&(cells, rings))?.as_bytes()))
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::new(e.to_string()))
}

fn add_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn add_list(out: &mut String, name: &str, items: &[impl Serialize]) -> Result<()> {
    let _ = writeln!(out, "\"{name}\": [");
    for (place, item) in items.iter().enumerate() {
        let comma = if place + 1 < items.len() { "," } else { "" };
        add_line(out, &format!("{}{comma}", json(item)?));
    }
    add_line(out, "],");
    Ok(())
}
