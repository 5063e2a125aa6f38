//! `landshift info`: what is in files.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{Reading, Told};
use super::output::Outputs;
use super::{Outcome, progress, sources};
use crate::Result;
use crate::contents::contents;
use crate::model::Unnamed;
use crate::report::Inventory;

/// What is in files: format, features, properties, who holds how much, dates, and whether anything is wrong
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files of any format that is read; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    told: Told,
    #[command(flatten)]
    outputs: Outputs<Inventory>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let inputs: Vec<&Path> = self
            .files
            .iter()
            .map(PathBuf::as_path)
            .chain(self.reading.path())
            .collect();
        let outputs = self.outputs.check(&inputs, &[])?;
        let options = self.reading.options(Unnamed::File)?;
        progress::stage("reading");
        let files = self.files.iter();
        let found = files.map(|file| Ok(contents(sources::inspection(file, &options)?, &options)));
        let inventory = Inventory::new(found.collect::<Result<_>>()?).area_units(self.told.area_units());
        self.outputs.write(&inventory, &outputs)?;
        Ok(Outcome::Fine)
    }
}
