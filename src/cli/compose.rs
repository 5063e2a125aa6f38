//! `landshift compose`: base units, front lines and seed points make a control layer.

use std::path::{Path, PathBuf};

use clap::Args;

use super::messages::say;
use super::output::LayerOutputs;
use super::{Outcome, crs, progress, remarks, strict};
use crate::Result;
use crate::compose::compose;
use crate::error::printable;
use crate::files::Folder;
use crate::study::Remark;

/// A first recipe, as `--help` shows it.
const EXAMPLE: &str = r#"A first recipe, front.toml; its paths are relative to it:

  title = "Control on 12 May 1994"
  date = "1994-05-12"

  [[layer]]                          # land that does not change: districts, a country
  name = "districts"
  path = "districts.geojson"

  [[layer]]                          # the front line, GeoJSON lines
  name = "front"
  path = "front.geojson"
  extend = "5km"                     # lengthen both ends, so that they cut the border

  [[rule]]                           # all of this land is B's, ...
  where = { districts = true }
  set = { controller = "B" }

  [[rule]]                           # ... but the piece beyond the front that holds this place
  where = { districts = true }
  cut_by = ["front"]
  seeds = [[46.75, 39.83]]
  set = { controller = "A" }

Then: landshift compose front.toml -o 1994-05-12.geojson

`where` selects land by layer: true is inside, false outside, { name = ["Lachin", "Kalbajar"] } those features. A later
rule overrides an earlier one. A layer may also have `only` (features by property), `join` (chain lines over gaps) and
`buffer` (land along lines). A line that cuts nothing and a rule that is left without land are reported."#;

/// Make a control layer from base units, front lines and seed points, as a recipe says
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The recipe, TOML
    recipe: PathBuf,
    #[command(flatten)]
    outputs: LayerOutputs,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        self.outputs.check(&[&self.recipe])?;
        crs::refuse("the layers that a recipe names")?;
        progress::stage("composing");
        let (folder, name) = Folder::of(&self.recipe);
        let layer = compose(&name, &folder.and_beyond())?;
        let files = layer.inputs.iter().map(|input| Path::new(&input.name));
        self.outputs.check(&files.collect::<Vec<_>>())?;
        let remarks = layer.inputs.iter();
        let remarks =
            remarks.filter_map(|input| Remark::of_input(&input.name, &input.notices, input.land.clone()));
        let remarks: Vec<Remark> = remarks.collect();
        strict::check(&remarks)?;
        remarks::report(remarks);
        for doubt in &layer.doubts {
            say(&printable(&format!("{}: {doubt}", self.recipe.display())));
        }
        self.outputs.write(layer.layer())?;
        Ok(Outcome::Fine)
    }
}
