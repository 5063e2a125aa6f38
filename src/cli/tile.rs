//! `landshift tile`: two snapshots parted into tiles, to be measured each by itself.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::Pair;
use super::output::{check_no_input, print};
use super::values::Choice;
use super::{Outcome, progress, remarks, strict};
use crate::Result;
use crate::files::NewFolder;
use crate::measure::EdgeModel;
use crate::model::ReferenceLayers;
use crate::mosaic::TileGrid;
use crate::overlay::Settings;
use crate::study::Study;
use crate::tiles::{Manifest, TiledPair};

/// Part two snapshots into tiles, each of which `tile-sums` measures by itself, wherever that is; `merge-sums` adds them up
///
/// Each tile holds all that it takes to measure it exactly: sums are those of one run over all land, to the last square millimetre.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    /// Columns and rows of tiles of one size, as 8x4
    #[arg(long, value_name = "NxM")]
    grid: TileGrid,
    /// The folder that is made, with a file for each tile and their list, tiles.json
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// How many passes of noding tiles are made for; those that need more say so
    #[arg(long, value_name = "N", default_value_t = TiledPair::PASSES, value_parser = clap::value_parser!(u16).range(1..=64))]
    passes: u16,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: Choice<EdgeModel>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        strict::refuse("tile")?;
        let inputs: Vec<&Path> = self.pair.paths().collect();
        check_no_input(&self.output, &inputs)?;
        let folder = NewFolder::begin(&self.output)?;
        let study = self.study()?;
        let tiles = study.tiled(study.overall(), self.grid, self.passes)?;
        drop(study);
        progress::stage("writing");
        let manifest = tiles.files(|name, bytes| folder.write(name, bytes))?;
        folder.write(Manifest::FILE, &manifest.to_json()?)?;
        folder.finish()?;
        let count = manifest.tile_count();
        print(|out| {
            let list = self.output.join(Manifest::FILE);
            writeln!(out, "{count} tiles, listed in {}", list.display())
        })?;
        Ok(Outcome::Fine)
    }

    fn study(&self) -> Result<Study> {
        let settings = Settings::default().edges(self.edges.0);
        let study = remarks::study(self.pair.read()?, ReferenceLayers::default(), settings)?;
        remarks::report_order(&study);
        remarks::report_read(&study)?;
        Ok(study)
    }
}
