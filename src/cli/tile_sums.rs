//! `landshift tile-sums`: what one tile adds to the change matrix.

use std::path::PathBuf;

use clap::Args;

use super::output::Target;
use super::{Outcome, progress, sources};
use crate::Result;
use crate::tiles::TileSums;

/// Measure one tile that `tile` made: what it adds to every cell of the change matrix, in whole mm²
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file of the tile
    tile: PathBuf,
    /// Write to this file, JSON with a line for each cell [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let target = Target::new(self.output.as_deref(), self.overwrite);
        target.check(&[&self.tile])?;
        target.check_ending(&["json"])?;
        progress::stage("reading");
        let tile = sources::bytes(&self.tile)?;
        progress::stage("overlaying");
        let sums = TileSums::of(&tile).map_err(|e| e.in_file(self.tile.display().to_string()))?;
        let json = sums.to_json()?;
        target.write(|out| out.write_all(json.as_bytes()))?;
        Ok(Outcome::Fine)
    }
}
