//! Rules: which faces they select, and which properties the faces get.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::doubts::{self, Doubt};
use super::ground::{Ground, GroundLayer};
use super::pieces::{PieceId, Pieces};
use super::recipe::{Condition, Rule};

use crate::model::{GridPoint, GridPolygon, to_grid};
use crate::mosaic::{FaceId, Side};
use crate::{Error, Result};

/// The properties that say whose land it is, or what.
const NAMING: [&str; 7] = [
    "controller",
    "name",
    "NAME",
    "name:en",
    "ADMIN",
    "admin",
    "sovereign",
];

/// Properties and the land that has them.
pub(super) type Made = (Map<String, Value>, Vec<GridPolygon>);

/// What the rules make.
pub(super) struct Applied {
    /// The features, in order of the rules.
    pub(super) features: Vec<Made>,
    pub(super) doubts: Vec<Doubt>,
}

/// The land that a rule selects.
struct Selection {
    faces: BTreeSet<FaceId>,
    doubts: Vec<Doubt>,
    /// The seeds, each with its piece.
    seeds: Vec<([f64; 2], PieceId)>,
}

/// The features that the rules make.
pub(super) fn apply(rules: &[Rule], ground: &Ground) -> Result<Applied> {
    let mut rules_of_face: BTreeMap<FaceId, Vec<usize>> = BTreeMap::new();
    let (mut doubts, mut seeds) = (Vec::new(), BTreeMap::new());
    for (number, rule) in rules.iter().enumerate() {
        let selection =
            select(number, rule, ground).map_err(|e| e.at_position(format!("rule {}", number + 1)))?;
        doubts.extend(selection.doubts);
        for face in selection.faces {
            rules_of_face.entry(face).or_default().push(number);
        }
        for (seed, piece) in selection.seeds {
            let (earlier, at) = *seeds.entry(piece).or_insert((number, seed));
            if earlier != number {
                doubts.push(Doubt::OnePiece {
                    rules: [earlier + 1, number + 1],
                    seeds: [at, seed],
                });
            }
        }
    }
    doubts.extend(without_land(rules, rules_of_face.values()));
    let mut made: Vec<Map<String, Value>> = Vec::new();
    let mut number_of: BTreeMap<&[usize], usize> = BTreeMap::new();
    for applied in rules_of_face.values().collect::<BTreeSet<_>>() {
        let mut properties = Map::new();
        for &rule in applied {
            properties.extend(rules[rule].set.clone());
        }
        check_named(&properties, applied)?;
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
    let features = made.into_iter().enumerate();
    Ok(Applied {
        features: features
            .filter_map(|(n, set)| Some((set, land.remove(&n)?)))
            .collect(),
        doubts,
    })
}

/// Land is made for somebody to hold, to claim or to be named: one property says who or what.
fn check_named(properties: &Map<String, Value>, applied: &[usize]) -> Result<()> {
    if NAMING.iter().any(|key| properties.contains_key(*key)) {
        return Ok(());
    }
    let rules: Vec<String> = applied.iter().map(|rule| (rule + 1).to_string()).collect();
    let (what, plural) = (rules.join(" and "), if rules.len() == 1 { "" } else { "s" });
    Err(Error::new("it gives land no `controller`")
        .at_position(format!("rule{plural} {what}"))
        .with_hint(
            "state who holds the land, as in set = { controller = \"A\" }; or its `name` or `sovereign`",
        ))
}

/// The rules of which nothing is seen, since later ones set all that they set on all their land.
fn without_land<'a>(rules: &[Rule], applied: impl Iterator<Item = &'a Vec<usize>>) -> Vec<Doubt> {
    let mut is_seen = vec![false; rules.len()];
    for applied in applied.collect::<BTreeSet<_>>() {
        for (place, &rule) in applied.iter().enumerate() {
            let later = &applied[place + 1..];
            let mut keys = rules[rule].set.keys();
            is_seen[rule] |= keys.any(|key| later.iter().all(|&later| !rules[later].set.contains_key(key)));
        }
    }
    let unseen = (0..rules.len()).filter(|&rule| !is_seen[rule]);
    unseen.map(|rule| Doubt::WithoutLand { rule: rule + 1 }).collect()
}

/// The faces that a rule selects.
fn select(number: usize, rule: &Rule, ground: &Ground) -> Result<Selection> {
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
        Ok(Selection {
            faces: selected,
            doubts: Vec::new(),
            seeds: Vec::new(),
        })
    } else {
        pieces(number, rule, &selected, ground)
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
fn pieces(number: usize, rule: &Rule, selected: &BTreeSet<FaceId>, ground: &Ground) -> Result<Selection> {
    let cutting: Vec<&GroundLayer> = rule
        .cut_by
        .iter()
        .map(|name| ground.layer(name))
        .collect::<Result<_>>()?;
    let pieces = Pieces::new(selected, &neighbours(&cutting, selected, ground));
    let positions: Vec<GridPoint> = rule
        .seeds
        .iter()
        .map(|&[lon, lat]| GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        })
        .collect();
    let divides = |side: &Side| pieces.of(side.left) != pieces.of(side.right);
    let dividing: Vec<Side> = ground.mosaic.sides().filter(divides).collect();
    let mut seeds = Vec::new();
    let faces = ground.mosaic.locate(&positions);
    for ((&seed, &position), face) in rule.seeds.iter().zip(&positions).zip(faces) {
        let Some(piece) = pieces.of(face) else {
            return Err(Error::new(format!(
                "the seed {seed:?} lies outside the land that `where` selects"
            ))
            .with_hint("seeds are [longitude, latitude] in degrees"));
        };
        if let Some(side) = dividing.iter().find(|side| lies_on(side, position)) {
            let of = [side.left, side.right].map(|face| pieces.of(face));
            let line = if of.contains(&None) {
                "the border of the land that the rule selects"
            } else {
                "a line that cuts the land"
            };
            return Err(Error::new(format!("the seed {seed:?} lies on {line}"))
                .with_hint("move it well into the land that is meant"));
        }
        seeds.push((seed, piece));
    }
    let reached: BTreeSet<PieceId> = seeds.iter().map(|&(_, piece)| piece).collect();
    let doubts = cutting
        .iter()
        .flat_map(|layer| doubts::of_layer(number + 1, layer, &ground.mosaic, &pieces, &seeds));
    Ok(Selection {
        doubts: doubts.collect(),
        faces: selected
            .iter()
            .copied()
            .filter(|&face| pieces.of(face).is_some_and(|piece| reached.contains(&piece)))
            .collect(),
        seeds,
    })
}

/// Whether a position lies on an edge, but for the grid unit by which an edge may be bent.
fn lies_on(side: &Side, p: GridPoint) -> bool {
    let product = |u: i64, v: i64| i128::from(u) * i128::from(v);
    let (edge, to) = (side.to - side.from, p - side.from);
    let across = product(edge.x, to.y) - product(edge.y, to.x);
    let along = product(edge.x, to.x) + product(edge.y, to.y);
    let squared = product(edge.x, edge.x) + product(edge.y, edge.y);
    (0..=squared).contains(&along) && across.abs() <= squared.isqrt()
}

/// For each selected face, its neighbours with nothing between them that cuts.
fn neighbours(
    cutting: &[&GroundLayer],
    selected: &BTreeSet<FaceId>,
    ground: &Ground,
) -> BTreeMap<FaceId, Vec<FaceId>> {
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
    neighbours
}
