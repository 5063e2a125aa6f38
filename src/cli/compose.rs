//! `landshift compose`: base units, front lines and seed points make a control layer.

use std::path::PathBuf;

use clap::Args;

use super::output::Target;
use super::{Outcome, progress};
use crate::Result;
use crate::compose::compose;
use crate::files::Folder;

/// Make a control layer from base units, front lines and seed points, as a recipe says
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The recipe, TOML
    recipe: PathBuf,
    #[command(flatten)]
    target: Target,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        self.target.check(&[&self.recipe])?;
        progress::stage("composing");
        let (folder, name) = Folder::of(&self.recipe);
        let layer = compose(&name, &folder.and_beyond())?;
        self.target.write(|out| layer.write(out))?;
        Ok(Outcome::Fine)
    }
}
