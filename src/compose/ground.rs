//! The layers of a recipe, prepared and in one mosaic.

use serde_json::{Map, Value};

use super::lines;
use super::recipe::{Recipe, RecipeLayer, no_layer};
use crate::measure::{EdgeModel, Length};
use crate::model::{
    Feature, GridLine, GridPoint, GridPolygon, GridRing, Layer, Notices, ProblemCount, to_grid,
};
use crate::mosaic::{Builder, FaceId, Flaws, LayerId, Mosaic, at_once};
use crate::{Error, Result};

/// The layers of a recipe in one mosaic.
pub(super) struct Ground {
    pub(super) mosaic: Mosaic,
    pub(super) layers: Vec<GroundLayer>,
    /// What was read otherwise than written in the files of the layers.
    pub(super) inputs: Vec<ReadInput>,
    pub(super) clip: Option<LayerId>,
}

/// A file of a recipe, and what was read otherwise than written in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadInput {
    /// What it is called.
    pub name: String,
    /// What reading repaired or left out.
    pub notices: Notices,
    /// What is wrong with its land; where its features overlap, the first of them counts.
    pub land: Vec<ProblemCount>,
}

/// A layer of a recipe: its features' properties, its land and its lines.
pub(super) struct GroundLayer {
    pub(super) name: String,
    pub(super) properties: Vec<Map<String, Value>>,
    pub(super) land: LayerId,
    pub(super) lines: LayerId,
    /// Whether land of it is made of lines, which may lie over other land.
    is_made: bool,
    /// By how much its lines were lengthened at both ends.
    pub(super) extended: Length,
}

impl Ground {
    pub(super) fn overlay(recipe: &Recipe, read: impl Fn(&str) -> Result<Layer>) -> Result<Self> {
        let specs = recipe.layers.iter();
        let mut inputs = Vec::with_capacity(recipe.layers.len());
        let layers: Vec<(&RecipeLayer, Vec<Feature>)> = specs
            .map(|spec| {
                let layer = read(&spec.path)?;
                inputs.push(ReadInput {
                    name: layer.name.clone(),
                    notices: layer.notices.clone(),
                    land: Vec::new(),
                });
                Ok((spec, features(spec, layer)?))
            })
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
                is_made: spec.join.or(spec.buffer).is_some(),
                extended: spec.extend.map_or(Length::ZERO, |by| by.0),
                properties: features.iter().map(|f| f.properties.clone()).collect(),
                land: builder.land(features.iter().map(|f| f.geometry.polygons.as_slice())),
                lines: builder.lines(features.iter().flat_map(|f| &f.geometry.lines)),
            });
        }
        let mosaic = builder.build();
        for ((input, made), (_, features)) in inputs.iter_mut().zip(&ground).zip(&layers) {
            let every_one_by_itself = |place: usize| -> (&[GridPolygon], usize) { (&[], place) };
            if !made.is_made {
                let flaws = Flaws::of(&mosaic, made.land, every_one_by_itself, at_once);
                input.land = flaws.counts(&mosaic, |place| features[place].describe());
            }
        }
        Ok(Self {
            mosaic,
            layers: ground,
            inputs,
            clip,
        })
    }

    pub(super) fn layer(&self, name: &str) -> Result<&GroundLayer> {
        self.layers
            .iter()
            .find(|layer| layer.name == name)
            .ok_or_else(|| no_layer(name, self.layers.iter().map(|layer| layer.name.as_str())))
    }

    pub(super) fn is_inside_clip(&self, face: FaceId) -> bool {
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
