//! Composing: a control layer made from base units, front lines and seed points.
//!
//! A [`Recipe`] names layers of land and lines, and rules that give land its properties. All layers go into one
//! mosaic; a rule selects faces by what covers them or by which piece holds a point; faces with the same properties
//! are dissolved into one feature. So the result is a coverage by construction: no overlaps, and no gaps but the land
//! that no rule selects.
//!
//! ```
//! use landshift::compose::compose;
//! use landshift::files::MemoryFiles;
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

mod lines;
mod recipe;
mod rules;

use std::io::{self, Write};

use serde_json::{Map, Value};

pub use recipe::{Condition, Recipe, RecipeLayer, Rule, Values};

use crate::error::ErrorKind;
use crate::files::{Files, resolve};
use crate::measure::EdgeModel;
use crate::model::{Feature, GridLine, GridPoint, GridPolygon, GridRing, Layer, to_grid};
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic};
use crate::write::{OutFeature, feature_collection};
use crate::{Error, Result};

/// A composed layer.
#[derive(Debug, Clone)]
pub struct Composed {
    /// Members of the collection: generator, title and date.
    pub members: Map<String, Value>,
    /// Properties and land of each feature.
    pub features: Vec<(Map<String, Value>, Vec<GridPolygon>)>,
}

impl Composed {
    /// Writes the layer as GeoJSON.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let features = self.features.iter().map(|(properties, polygons)| OutFeature {
            id: None,
            properties,
            polygons,
        });
        feature_collection(out, &self.members, features)
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
    let read = |path: &str| layer(&resolve(recipe, path), files);
    let recipe = Recipe::read(files, recipe)?;
    let ground = Ground::overlay(&recipe, read).map_err(of_recipe)?;
    let mut features = rules::apply(&recipe.rules, &ground).map_err(of_recipe)?;
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
    Ok(Composed { members, features })
}

/// A layer among files.
fn layer(name: &str, files: &dyn Files) -> Result<Layer> {
    let label = files.label(name);
    let bytes = files.read(name).map_err(|e| e.in_file(&label))?;
    Layer::read(bytes, &label)
}

/// The layers of a recipe in one mosaic.
struct Ground {
    mosaic: Mosaic,
    layers: Vec<GroundLayer>,
    clip: Option<LayerId>,
}

/// A layer of a recipe: its features' properties, its land and its lines.
struct GroundLayer {
    name: String,
    properties: Vec<Map<String, Value>>,
    land: LayerId,
    lines: LayerId,
}

impl Ground {
    fn overlay(recipe: &Recipe, read: impl Fn(&str) -> Result<Layer>) -> Result<Self> {
        let specs = recipe.layers.iter();
        let layers: Vec<(&RecipeLayer, Vec<Feature>)> = specs
            .map(|spec| Ok((spec, features(spec, read(&spec.path)?)?)))
            .collect::<Result<_>>()?;
        let frame = recipe.clip.map(rectangle);
        let mut builder = Builder::new(EdgeModel::default());
        let clip = frame
            .as_ref()
            .map(|frame| builder.land([std::slice::from_ref(frame)]));
        let mut ground = Vec::with_capacity(layers.len());
        for (spec, features) in &layers {
            ground.push(GroundLayer {
                name: spec.name.clone(),
                properties: features.iter().map(|f| f.properties.clone()).collect(),
                land: builder.land(features.iter().map(|f| f.geometry.polygons.as_slice())),
                lines: builder.lines(features.iter().flat_map(|f| &f.geometry.lines)),
            });
        }
        Ok(Self {
            mosaic: builder.build(),
            layers: ground,
            clip,
        })
    }

    fn layer(&self, name: &str) -> Result<&GroundLayer> {
        self.layers
            .iter()
            .find(|layer| layer.name == name)
            .ok_or_else(|| {
                let known: Vec<&str> = self.layers.iter().map(|layer| layer.name.as_str()).collect();
                Error::new(format!("there is no layer `{name}`"))
                    .with_hint(format!("layers are: {}", known.join(", ")))
            })
    }

    fn is_inside_clip(&self, face: FaceId) -> bool {
        self.clip
            .is_none_or(|clip| self.mosaic.label(clip, face).is_some())
    }
}

/// The features of a layer that take part, their lines joined, lengthened and buffered as the recipe asks.
fn features(spec: &RecipeLayer, layer: Layer) -> Result<Vec<Feature>> {
    let mut features = layer.features;
    features.retain(|feature| spec.only.iter().all(|(key, values)| values.contain(feature, key)));
    if features.is_empty() {
        return Err(Error::new(format!("layer `{}` has no features", spec.name)));
    }
    let mut lines: Vec<GridLine> = features
        .iter_mut()
        .flat_map(|f| f.geometry.lines.drain(..))
        .collect();
    let mut land = Vec::new();
    if let Some(reach) = spec.join {
        let (open, closed) = lines::join(lines, reach.0);
        lines = open;
        land.extend(closed);
    }
    if let Some(by) = spec.extend {
        lines = lines
            .iter()
            .map(|line| lines::extend(line, by.0))
            .collect::<Result<_>>()?;
    }
    if let Some(distance) = spec.buffer {
        land.extend(lines::buffer(&lines, distance.0)?);
        lines.clear();
    }
    if !lines.is_empty() || !land.is_empty() {
        let mut made = Feature::default();
        made.geometry.lines = lines;
        made.geometry.polygons = land;
        features.push(made);
    }
    Ok(features)
}

fn rectangle([west, south, east, north]: [f64; 4]) -> GridPolygon {
    let corners = [
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ];
    let at = |(lon, lat)| GridPoint {
        x: to_grid(lon),
        y: to_grid(lat),
    };
    GridPolygon::new(GridRing::new(corners.map(at).to_vec()), vec![])
}
