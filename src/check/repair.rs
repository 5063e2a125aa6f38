//! Every face of the mosaic assigned to one holder, by a stated policy.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::coverage::Coverage;
use super::land::Land;
use super::policy::{Gaps, Policy};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::math::cos;
use crate::measure::{EdgeModel, Inscribed, Length};
use crate::model::{GridPoint, Layer, Overlaps, ProblemCount, ProblemKind, Snapshot, Territory, to_degrees};
use crate::mosaic::{Builder, FaceId, Flaws, Side, at_once};
use crate::{Error, Result};

/// Who gets a face: a feature, by its index in the land, or several controllers, who contest it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Holder {
    Feature(usize),
    Contested(Vec<String>),
}

/// A snapshot in which every piece of land has one holder, overlaps of controllers assigned by the policy.
/// Contested land becomes its own territory, with the status `contested`.
///
/// # Errors
///
/// When controllers overlap and the policy is to refuse that.
pub fn resolve(snapshot: Snapshot, overlaps: Overlaps) -> Result<Snapshot> {
    let policy = Policy {
        overlaps,
        ..Policy::default()
    };
    let land = Land::of_snapshot(&snapshot);
    let assignment = Assignment::new(&land, &policy);
    let holders = assignment.holders().map_err(|e| e.in_file(&snapshot.name))?;
    let dissolved = assignment
        .coverage
        .mosaic
        .dissolve(|face| holders.get(&face).cloned());
    let territory = |(holder, polygons): (Holder, _)| match holder {
        Holder::Feature(n) => Territory {
            polygons,
            ..Territory::clone(&snapshot.territories[n])
        },
        Holder::Contested(controllers) => Territory {
            controller: contested_name(&controllers),
            properties: contested_properties(&controllers),
            polygons,
            ..Territory::default()
        },
    };
    let territories = dissolved.into_iter().map(territory).map(Into::into).collect();
    let Coverage { mosaic, .. } = &assignment.coverage;
    let mut resolved = (assignment.coverage.flaws()).counts(mosaic, |place| land.describe(place));
    // What becomes of overlaps of controllers is what was asked for.
    resolved.retain(|count| count.kind != ProblemKind::Overlap);
    Ok(Snapshot {
        territories,
        resolved,
        overlaps: Some(overlaps),
        ..snapshot
    })
}

/// What is wrong with the land of a snapshot, by kind: for those who do not overlay it anyway.
pub fn flaws(snapshot: &Snapshot) -> Vec<ProblemCount> {
    let land = Land::of_snapshot(snapshot);
    let coverage = Coverage::of(&land, &Policy::default());
    coverage
        .flaws()
        .counts(&coverage.mosaic, |place| land.describe(place))
}

/// What is wrong with the land of a layer that is one piece of land together, by kind.
pub fn flaws_of_land(layer: &Layer) -> Vec<ProblemCount> {
    flaws_of_features(layer, |_| 0)
}

/// What is wrong with the land of single features of a layer, which may overlap, by kind.
pub fn flaws_of_single(layer: &Layer) -> Vec<ProblemCount> {
    let mut flaws = flaws_of_features(layer, |place| place);
    flaws.retain(|count| count.kind != ProblemKind::Overlap);
    flaws
}

/// What is wrong with the land of a layer's features, each of this holder.
fn flaws_of_features(layer: &Layer, holder: impl Fn(usize) -> usize) -> Vec<ProblemCount> {
    let land = |place: usize| layer.features[place].geometry.polygons.as_slice();
    let mut builder = Builder::new(EdgeModel::default());
    let id = builder.land((0..layer.features.len()).map(land));
    let mosaic = builder.build();
    let feature = |place: usize| (land(place), holder(place));
    let flaws = Flaws::of(&mosaic, id, feature, at_once);
    flaws.counts(&mosaic, |place| layer.features[place].describe())
}

/// Land in which every face is assigned to one holder, by a policy.
pub(super) struct Assignment<'a> {
    pub(super) coverage: Coverage<'a>,
    pub(super) policy: Policy,
}

impl<'a> Assignment<'a> {
    pub(super) fn new(land: &'a Land<'a>, policy: &Policy) -> Self {
        Self {
            coverage: Coverage::of(land, policy),
            policy: *policy,
        }
    }

    /// The holder of every face that gets one.
    pub(super) fn holders(&self) -> Result<BTreeMap<FaceId, Holder>> {
        let Coverage { mosaic, layer, .. } = &self.coverage;
        let irregular = self.coverage.irregular();
        let mut holders = BTreeMap::new();
        for face in mosaic.faces() {
            let covering = irregular
                .get(&face)
                .map(|irregular| irregular.covering.as_slice());
            let holder = match covering {
                Some(several @ [_, _, ..]) => Some(self.overlap(face, several)?),
                Some([only]) => Some(Holder::Feature(*only)),
                Some([]) => None,
                None => mosaic.label(*layer, face).map(Holder::Feature),
            };
            if let Some(holder) = holder {
                holders.insert(face, holder);
            }
        }
        if self.policy.gives_gaps_away() {
            self.fill_gaps(&mut holders);
        }
        Ok(holders)
    }

    /// Who gets land that several features have.
    fn overlap(&self, face: FaceId, features: &[usize]) -> Result<Holder> {
        let (first, last) = (features[0], features[features.len() - 1]);
        let controllers = self.coverage.controllers(features);
        if controllers.len() < 2 {
            return Ok(Holder::Feature(first));
        }
        match self.policy.overlaps {
            Overlaps::First => Ok(Holder::Feature(first)),
            Overlaps::Last => Ok(Holder::Feature(last)),
            Overlaps::Contested => Ok(Holder::Contested(
                controllers.into_iter().map(str::to_owned).collect(),
            )),
            Overlaps::Error => Err(
                Error::new(format!("{} have the same land", controllers.join(" and ")))
                    .of_kind(ErrorKind::Geometry)
                    .in_feature(self.coverage.land.describe(first))
                    .at_place(self.corner(face))
                    .with_hint(
                        Hint::from("say whose it is with ")
                            .option(OptionName::Overlap)
                            .and(" first, last or contested"),
                    ),
            ),
        }
    }

    /// A corner of a face, in degrees.
    fn corner(&self, face: FaceId) -> Option<[f64; 2]> {
        let mut sides = self.coverage.mosaic.sides();
        let side = sides.find(|side| side.left == face || side.right == face)?;
        Some([side.from.x, side.from.y].map(to_degrees))
    }

    /// Gives every gap that counts to one of those around it.
    fn fill_gaps(&self, holders: &mut BTreeMap<FaceId, Holder>) {
        let mosaic = &self.coverage.mosaic;
        let gaps: Vec<_> = self.coverage.counted_gaps().collect();
        let gap_of: BTreeMap<FaceId, usize> = gaps
            .iter()
            .enumerate()
            .flat_map(|(gap, piece)| piece.faces.iter().map(move |&face| (face, gap)))
            .collect();
        let mut around: Vec<BTreeMap<Holder, Vec<Side>>> = vec![BTreeMap::new(); gaps.len()];
        for side in mosaic.sides() {
            for (inside, outside) in [(side.left, side.right), (side.right, side.left)] {
                if let (Some(&gap), Some(holder)) = (gap_of.get(&inside), holders.get(&outside)) {
                    around[gap].entry(holder.clone()).or_default().push(side);
                }
            }
        }
        for (piece, around) in gaps.iter().zip(around) {
            let middle = Inscribed::in_land(&piece.polygon, piece.area).map(|circle| circle.centre);
            let middle = middle.or(piece.polygon.exterior().0.first().copied());
            if let Some(holder) = self.heir(around, middle) {
                holders.extend(piece.faces.iter().map(|&face| (face, holder.clone())));
            }
        }
    }

    /// Who of those around a gap gets it.
    fn heir(&self, around: BTreeMap<Holder, Vec<Side>>, middle: Option<GridPoint>) -> Option<Holder> {
        let model = self.coverage.mosaic.edge_model();
        let border = |sides: &[Side]| -> Length { sides.iter().map(|s| model.length(s.from, s.to)).sum() };
        let distance = |sides: &[Side]| {
            let distances = sides.iter().map(|side| Some(distance_squared(middle?, side)));
            distances.flatten().reduce(f64::min)
        };
        let mut best: Option<(f64, Holder)> = None;
        for (holder, sides) in around {
            let cost = match self.policy.gaps {
                Some(Gaps::LongestBorder) => -border(&sides).m(),
                _ => distance(&sides)?,
            };
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, holder));
            }
        }
        best.map(|(_, holder)| holder)
    }
}

/// What land is called that several controllers have.
pub(super) fn contested_name(controllers: &[String]) -> String {
    let mut names: Vec<&str> = controllers.iter().map(String::as_str).collect();
    names.sort_unstable();
    format!("Contested: {}", names.join(" / "))
}

pub(super) fn contested_properties(controllers: &[String]) -> Map<String, Value> {
    let name = contested_name(controllers);
    let properties =
        json!({"controller": name, "name": name, "status": "contested", "claimants": controllers});
    properties.as_object().cloned().unwrap_or_default()
}

/// The square of the distance from a position to an edge, in degrees of latitude; enough to compare those near it.
fn distance_squared(p: GridPoint, side: &Side) -> f64 {
    let narrow = cos(to_degrees(p.y).to_radians());
    let flat = |q: GridPoint| {
        [
            (to_degrees(q.x) - to_degrees(p.x)) * narrow,
            to_degrees(q.y) - to_degrees(p.y),
        ]
    };
    let ([ax, ay], [bx, by]) = (flat(side.from), flat(side.to));
    let (dx, dy) = (bx - ax, by - ay);
    let along = ((-ax * dx - ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    let (x, y) = (ax + along * dx, ay + along * dy);
    x * x + y * y
}
