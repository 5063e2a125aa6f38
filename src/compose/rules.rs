//! Rules: which faces they select, and which properties the faces get.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

use super::ground::{Ground, GroundLayer};
use super::recipe::{Condition, Rule};

use crate::model::{GridPoint, GridPolygon, to_grid};
use crate::mosaic::FaceId;
use crate::{Error, Result};

/// Properties and the land that has them.
pub(super) type Made = (Map<String, Value>, Vec<GridPolygon>);

/// The features that the rules make, in order of the rules.
pub(super) fn apply(rules: &[Rule], ground: &Ground) -> Result<Vec<Made>> {
    let mut rules_of_face: BTreeMap<FaceId, Vec<usize>> = BTreeMap::new();
    for (number, rule) in rules.iter().enumerate() {
        let faces = select(rule, ground).map_err(|e| e.at_position(format!("rule {}", number + 1)))?;
        for face in faces {
            rules_of_face.entry(face).or_default().push(number);
        }
    }
    let mut made: Vec<Map<String, Value>> = Vec::new();
    let mut number_of: BTreeMap<&[usize], usize> = BTreeMap::new();
    for applied in rules_of_face.values().collect::<BTreeSet<_>>() {
        let mut properties = Map::new();
        for &rule in applied {
            properties.extend(rules[rule].set.clone());
        }
        let number = made
            .iter()
            .position(|known| *known == properties)
            .unwrap_or(made.len());
        if number == made.len() {
            made.push(properties);
        }
        number_of.insert(applied, number);
    }
    let key = |face| {
        rules_of_face
            .get(&face)
            .map(|applied| number_of[applied.as_slice()])
    };
    let mut land = ground.mosaic.dissolve(key);
    Ok(made
        .into_iter()
        .enumerate()
        .filter_map(|(n, set)| Some((set, land.remove(&n)?)))
        .collect())
}

/// The faces that a rule selects.
fn select(rule: &Rule, ground: &Ground) -> Result<BTreeSet<FaceId>> {
    let mut conditions: Vec<(&GroundLayer, &Condition)> = Vec::new();
    for (name, condition) in &rule.conditions {
        conditions.push((ground.layer(name)?, condition));
    }
    let holds = |face| {
        conditions
            .iter()
            .all(|(layer, condition)| is_true(condition, layer, face, ground))
    };
    let selected: BTreeSet<FaceId> = ground
        .mosaic
        .faces()
        .filter(|&face| ground.is_inside_clip(face) && holds(face))
        .collect();
    if selected.is_empty() {
        return Err(
            Error::new("selects no land").with_hint("check the layer names and property values of `where`")
        );
    }
    if rule.seeds.is_empty() {
        Ok(selected)
    } else {
        pieces(rule, &selected, ground)
    }
}

fn is_true(condition: &Condition, layer: &GroundLayer, face: FaceId, ground: &Ground) -> bool {
    let label = ground.mosaic.label(layer.land, face);
    match (condition, label) {
        (Condition::Inside(inside), label) => label.is_some() == *inside,
        (Condition::With(_), None) => false,
        (Condition::With(values), Some(feature)) => values.iter().all(|(key, values)| {
            let text = layer.properties[feature].get(key).map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            values.contain_text(text.as_deref())
        }),
    }
}

/// The connected pieces of the selected faces that hold the seeds.
fn pieces(rule: &Rule, selected: &BTreeSet<FaceId>, ground: &Ground) -> Result<BTreeSet<FaceId>> {
    let neighbours = neighbours(rule, selected, ground)?;
    let seeds: Vec<GridPoint> = rule
        .seeds
        .iter()
        .map(|&[lon, lat]| GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        })
        .collect();
    let mut reached = BTreeSet::new();
    for (seed, face) in rule.seeds.iter().zip(ground.mosaic.locate(&seeds)) {
        if !selected.contains(&face) {
            return Err(Error::new(format!(
                "the seed {seed:?} lies outside the land that `where` selects"
            ))
            .with_hint("seeds are [longitude, latitude] in degrees"));
        }
        let mut queue = VecDeque::from([face]);
        while let Some(face) = queue.pop_front() {
            if reached.insert(face) {
                queue.extend(neighbours.get(&face).into_iter().flatten());
            }
        }
    }
    Ok(reached)
}

/// For each selected face, its neighbours with nothing between them that cuts.
fn neighbours(
    rule: &Rule,
    selected: &BTreeSet<FaceId>,
    ground: &Ground,
) -> Result<BTreeMap<FaceId, Vec<FaceId>>> {
    let cutting: Vec<&GroundLayer> = rule
        .cut_by
        .iter()
        .map(|name| ground.layer(name))
        .collect::<Result<_>>()?;
    let mosaic = &ground.mosaic;
    let mut neighbours: BTreeMap<FaceId, Vec<FaceId>> = BTreeMap::new();
    for (edge, side) in mosaic.sides().enumerate() {
        let cut = cutting.iter().any(|layer| {
            mosaic.is_line(layer.lines, edge)
                || mosaic.label(layer.land, side.left) != mosaic.label(layer.land, side.right)
        });
        if !cut && selected.contains(&side.left) && selected.contains(&side.right) {
            neighbours.entry(side.left).or_default().push(side.right);
            neighbours.entry(side.right).or_default().push(side.left);
        }
    }
    Ok(neighbours)
}
