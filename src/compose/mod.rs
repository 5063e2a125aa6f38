//! Composing: a control layer made from base units, front lines and seed points.
//!
//! A [`Recipe`] names layers of land and lines, and rules that give land its properties. All layers go into one
//! mosaic; a rule selects faces by what covers them or by which piece holds a point; faces with the same properties
//! are dissolved into one feature. So the result is a coverage by construction: no overlaps, and no gaps but the land
//! that no rule selects.
//!
//! ```
//! use landshift::compose::compose;
//! use landshift::MemoryFiles;
//! let square = r#"{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]]}"#;
//! let recipe = r#"
//!     layer = [{ name = "unit", path = "../source/unit.geojson" }]
//!     rule = [{ where = { unit = true }, set = { controller = "A" } }]
//! "#;
//! let files = MemoryFiles::from([("recipes/made.toml", recipe), ("source/unit.geojson", square)]);
//! let composed = compose("recipes/made.toml", &files)?;
//! assert_eq!(composed.features[0].0["controller"], "A");
//! # Ok::<(), landshift::Error>(())
//! ```

mod doubts;
mod ground;
mod lines;
mod pieces;
mod recipe;
mod rules;

use std::io;

use serde_json::{Map, Value};

pub use doubts::Doubt;
use ground::Ground;
pub use ground::ReadInput;
pub use recipe::{Condition, Recipe, RecipeLayer, Rule, Values};

use crate::error::ErrorKind;
use crate::files::{Files, resolve};
use crate::model::{GridPolygon, Layer};
use crate::write::{LandLayer, OutFeature, OutGeometry, Style};
use crate::{Error, Result};

/// A composed layer.
#[derive(Debug, Clone)]
pub struct Composed {
    /// Members of the collection: generator, title and date.
    pub members: Map<String, Value>,
    /// Properties and land of each feature.
    pub features: Vec<(Map<String, Value>, Vec<GridPolygon>)>,
    /// What the recipe may not have meant: lines that cut nothing, rules without land.
    pub doubts: Vec<Doubt>,
    /// The files of its layers, and what was read otherwise than written in them.
    pub inputs: Vec<ReadInput>,
}

impl Composed {
    /// The layer to write.
    ///
    /// # Errors
    ///
    /// When a member is no JSON.
    pub fn layer(&self) -> io::Result<LandLayer<'_, &Map<String, Value>>> {
        let features = self.features.iter().map(|(properties, polygons)| OutFeature {
            id: None,
            properties,
            geometry: OutGeometry::Land(polygons),
        });
        LandLayer::new("control", features.collect())
            .styled(Style::Each("controller".to_owned()))
            .with_members(self.members.clone())
    }
}

/// Makes the layer that a recipe describes. `recipe` is its name among `files`; the paths in it are relative to it.
///
/// # Errors
///
/// When the recipe or one of its layers cannot be read, names something unknown, or seeds land that it does not select.
pub fn compose(recipe: &str, files: &dyn Files) -> Result<Composed> {
    let label = files.label(recipe);
    let of_recipe = |e: Error| e.of_kind(ErrorKind::Settings).in_file(&label);
    let read =
        |path: &str| Layer::among(files, &resolve(recipe, path)).map_err(|e| e.in_file(files.label(recipe)));
    let recipe = Recipe::read(files, recipe)?;
    let ground = Ground::overlay(&recipe, read).map_err(of_recipe)?;
    let rules::Applied { mut features, doubts } = rules::apply(&recipe.rules, &ground).map_err(of_recipe)?;
    let mut members = Map::new();
    members.insert("generator".into(), "landshift compose".into());
    if let Some(title) = &recipe.title {
        members.insert("title".into(), title.as_str().into());
    }
    if let Some(date) = recipe.date {
        members.insert("date".into(), date.to_string().into());
    }
    if let Some(date) = recipe.date {
        for (properties, _) in &mut features {
            properties
                .entry("date")
                .or_insert_with(|| Value::from(date.to_string()));
        }
    }
    Ok(Composed {
        members,
        features,
        doubts,
        inputs: ground.inputs,
    })
}
