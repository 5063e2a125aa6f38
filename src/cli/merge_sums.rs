//! `landshift merge-sums`: the change matrix by the sums of all tiles.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Outputs;
use super::{Outcome, progress, sources};
use crate::Result;
use crate::tiles::{Manifest, TileSums, TiledChange, merged};

/// Add up what `tile-sums` measured: the change matrix of all land, once every tile is there just once
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The list of all tiles, tiles.json
    tiles: PathBuf,
    /// The sums of all tiles, in any order
    #[arg(required = true)]
    sums: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs<TiledChange>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs: Vec<&Path> = self
            .sums
            .iter()
            .chain([&self.tiles])
            .map(PathBuf::as_path)
            .collect();
        let outputs = self.outputs.check(&inputs, &[])?;
        progress::stage("reading");
        let manifest = read(&self.tiles, Manifest::read)?;
        let named = |path: &PathBuf| Ok((path.display().to_string(), read(path, TileSums::read)?));
        let sums: Vec<(String, TileSums)> = self.sums.iter().map(named).collect::<Result<_>>()?;
        let change = merged(&manifest, &sums)?;
        self.outputs.write(&change, &outputs)?;
        Ok(Outcome::Fine)
    }
}

fn read<T>(path: &Path, of: impl Fn(&[u8]) -> Result<T>) -> Result<T> {
    of(&sources::bytes(path)?).map_err(|e| e.in_file(path.display().to_string()))
}
