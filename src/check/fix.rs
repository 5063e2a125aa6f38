//! Mending: every face of the mosaic goes to one holder, by a stated policy, and the land of each is put together anew.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::coverage::Coverage;
use super::{Gaps, KEPT_GAPS, Kind, Land, Policy, Problem, features, found};
use crate::error::{Hint, OptionName};
use crate::measure::{Area, Inscribed, Length};
use crate::model::{Feature, GridPoint, GridPolygon, Overlaps, Snapshot, Territory, to_degrees};
use crate::mosaic::{FaceId, Side};
use crate::read::{Inspection, ReadOptions, snapshot_faults};
use crate::write::OutFeature;
use crate::{Error, Result};

/// Who gets a face: a feature, by its place among the land, or several controllers, who contest it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Holder {
    Feature(usize),
    Contested(Vec<String>),
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The problem that it was done about.
    pub problem: Problem,
    /// What was done.
    pub done: String,
}

/// A layer that passes the check.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// Members of the collection.
    pub members: Map<String, Value>,
    /// The features with their land: those of the file, then contested land.
    pub features: Vec<(Map<String, Value>, Vec<GridPolygon>)>,
    /// What was done, problem by problem.
    pub actions: Vec<Action>,
    /// By controller: what it had, land that others have as well included, and what it has now.
    pub areas: BTreeMap<String, [Area; 2]>,
}

impl Fixed {
    /// The features as they are written.
    pub fn out(&self) -> impl Iterator<Item = OutFeature<'_, &Map<String, Value>>> {
        self.features.iter().map(|(properties, polygons)| OutFeature {
            id: None,
            properties,
            polygons,
        })
    }
}

/// Mends a layer.
///
/// Rings are closed, wound and cut at ±180° as RFC 7946 has it, spikes and repeated positions are gone, land that a
/// ring winds around belongs to it, overlaps and gaps go where the policy says. Features keep their properties; an
/// `id` is dropped, since parts of a feature may have gone elsewhere.
///
/// # Errors
///
/// When there is something that only the person can mend: a feature that cannot be read, land without a controller, or
/// an overlap of controllers where the policy does not say whose it is.
pub fn fix(inspection: &Inspection, options: &ReadOptions, policy: &Policy) -> Result<Fixed> {
    let unnamed = snapshot_faults(&inspection.layer, options);
    let land = Land::of(&inspection.layer, options, &unnamed);
    let mending = Mending::new(&land, policy);
    // Gaps that are kept are told of too, unless the file has said so already.
    let telling = Policy {
        gaps: policy.gaps.filter(|&gaps| gaps != Gaps::Keep),
        ..*policy
    };
    let found = found(inspection, &unnamed, &mending.coverage, &telling);
    if let Some(problem) = found.problems.iter().find(|p| !p.kind.is_fixable()) {
        return Err(Error::new(format!("cannot be mended: {}", problem.what))
            .in_file(&found.file)
            .in_feature(&problem.place)
            .with_hint("mend it in the file, or take the feature out"));
    }
    let holders = mending.holders().map_err(|e| e.in_file(&found.file))?;
    let actions = found.problems.into_iter().map(|problem| Action {
        done: mending.done(&problem),
        problem,
    });
    Ok(Fixed {
        members: mending.members(inspection),
        features: mending.features(&holders, inspection),
        actions: actions.collect(),
        areas: mending.areas(&holders),
    })
}

/// A snapshot in which every piece of land has one holder, overlaps of controllers going where the policy says.
/// Contested land becomes a territory of its own, with the status `contested`.
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
    let mending = Mending::new(&land, &policy);
    let holders = mending.holders().map_err(|e| e.in_file(&snapshot.name))?;
    let dissolved = mending
        .coverage
        .mosaic
        .dissolve(|face| holders.get(&face).cloned());
    let territory = |(holder, polygons): (Holder, _)| match holder {
        Holder::Feature(n) => Territory {
            polygons,
            ..snapshot.territories[n].clone()
        },
        Holder::Contested(controllers) => Territory {
            controller: contested_name(&controllers),
            properties: contested_properties(&controllers),
            polygons,
            ..Territory::default()
        },
    };
    let territories = dissolved.into_iter().map(territory).collect();
    Ok(Snapshot {
        territories,
        overlaps: Some(overlaps),
        ..snapshot
    })
}

struct Mending<'a> {
    coverage: Coverage<'a>,
    policy: Policy,
}

impl<'a> Mending<'a> {
    fn new(land: &'a Land<'a>, policy: &Policy) -> Self {
        Self {
            coverage: Coverage::of(land),
            policy: *policy,
        }
    }

    /// The holder of every face that gets one.
    fn holders(&self) -> Result<BTreeMap<FaceId, Holder>> {
        let Coverage { mosaic, layer, .. } = &self.coverage;
        let irregular = self.coverage.irregular();
        let mut holders = BTreeMap::new();
        for face in mosaic.faces() {
            let covering = irregular
                .get(&face)
                .map(|irregular| irregular.covering.as_slice());
            let holder = match covering {
                Some(several @ [_, _, ..]) => Some(self.overlap(several)?),
                Some([only]) => Some(Holder::Feature(*only)),
                Some([]) => None,
                None => mosaic.label(*layer, face).map(Holder::Feature),
            };
            if let Some(holder) = holder {
                holders.insert(face, holder);
            }
        }
        if !matches!(self.policy.gaps, None | Some(Gaps::Keep)) {
            self.fill_gaps(&mut holders);
        }
        Ok(holders)
    }

    /// Who gets land that several features have.
    fn overlap(&self, features: &[usize]) -> Result<Holder> {
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
                    .in_feature(self.coverage.land.describe(first))
                    .with_hint(
                        Hint::from("say whose it is with ")
                            .option(OptionName::Overlap)
                            .and(" first, last or contested"),
                    ),
            ),
        }
    }

    /// Gives every gap to one of those around it.
    fn fill_gaps(&self, holders: &mut BTreeMap<FaceId, Holder>) {
        let mosaic = &self.coverage.mosaic;
        let gaps = mosaic.pieces(|face| (!holders.contains_key(&face)).then_some(()));
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

    fn members(&self, inspection: &Inspection) -> Map<String, Value> {
        let mut members = inspection.layer.members.clone();
        members.insert("generator".into(), "landshift check --fix".into());
        match self.policy.gaps {
            None | Some(Gaps::Keep) => members.insert(KEPT_GAPS.into(), "kept".into()),
            Some(Gaps::Nearest | Gaps::LongestBorder) => members.remove(KEPT_GAPS),
        };
        members
    }

    /// The features with the land they have now, then contested land.
    fn features(
        &self,
        holders: &BTreeMap<FaceId, Holder>,
        inspection: &Inspection,
    ) -> Vec<(Map<String, Value>, Vec<GridPolygon>)> {
        let of_file: Vec<&Feature> = features(&inspection.layer).collect();
        let land = self.coverage.mosaic.dissolve(|face| holders.get(&face).cloned());
        let properties = |holder: &Holder| match holder {
            Holder::Feature(feature) => of_file[*feature].properties.clone(),
            Holder::Contested(controllers) => contested_properties(controllers),
        };
        land.into_iter()
            .map(|(holder, polygons)| (properties(&holder), polygons))
            .collect()
    }

    /// By controller, what it has in the file and what it has now.
    fn areas(&self, holders: &BTreeMap<FaceId, Holder>) -> BTreeMap<String, [Area; 2]> {
        let now = self.coverage.mosaic.areas_by(|face| holders.get(&face).cloned());
        let mut areas: BTreeMap<String, [Area; 2]> = BTreeMap::new();
        for (controller, area) in self.before() {
            areas.entry(controller).or_default()[0] = area;
        }
        for (holder, area) in now {
            let name = match holder {
                Holder::Feature(feature) => self.coverage.land.0[feature].controller.clone(),
                Holder::Contested(controllers) => contested_name(&controllers),
            };
            areas.entry(name).or_default()[1] += area;
        }
        areas
    }

    /// What every controller has in the file, land that others have as well included.
    fn before(&self) -> BTreeMap<String, Area> {
        let Coverage { mosaic, layer, .. } = &self.coverage;
        let irregular = self.coverage.irregular();
        let mut areas: BTreeMap<String, Area> = BTreeMap::new();
        for face in mosaic.faces() {
            let label: Vec<usize> = mosaic.label(*layer, face).into_iter().collect();
            let covering = irregular
                .get(&face)
                .map_or(label.as_slice(), |irregular| &irregular.covering);
            for controller in self.coverage.controllers(covering) {
                *areas.entry(controller.to_owned()).or_default() += mosaic.area(face);
            }
        }
        areas
    }

    /// What is done about a problem.
    fn done(&self, problem: &Problem) -> String {
        match problem.kind {
            Kind::Overlap | Kind::SliverOverlap => match self.policy.overlaps {
                Overlaps::First => "given to the first of them".into(),
                Overlaps::Last => "given to the last of them".into(),
                Overlaps::Contested => "kept as contested".into(),
                Overlaps::Error => "left".into(),
            },
            Kind::OverlapWithin => "given to the first of them".into(),
            Kind::Gap | Kind::SliverGap => match self.policy.gaps {
                None | Some(Gaps::Keep) => "kept, and said so in the file".into(),
                Some(Gaps::Nearest) => "given to who is nearest".into(),
                Some(Gaps::LongestBorder) => "given to who has the longest border".into(),
            },
            Kind::SelfIntersection => "taken as land of the feature".into(),
            Kind::HoleOutside => "hole dropped there".into(),
            Kind::DuplicateId => "ids dropped".into(),
            Kind::UnclosedRing => "closed".into(),
            Kind::MisWoundRing => "turned".into(),
            Kind::Across180 => "cut at ±180°".into(),
            Kind::DuplicatePosition | Kind::DegenerateRing | Kind::ExtraNumbers | Kind::Spike => {
                "dropped".into()
            }
            Kind::InvalidFeature | Kind::Attribute => "left".into(),
        }
    }
}

/// What land is called that several controllers have.
fn contested_name(controllers: &[String]) -> String {
    let mut names: Vec<&str> = controllers.iter().map(String::as_str).collect();
    names.sort_unstable();
    format!("Contested: {}", names.join(" / "))
}

fn contested_properties(controllers: &[String]) -> Map<String, Value> {
    let name = contested_name(controllers);
    let properties =
        json!({"controller": name, "name": name, "status": "contested", "claimants": controllers});
    properties.as_object().cloned().unwrap_or_default()
}

/// The square of the distance from a position to an edge, in degrees of latitude; enough to compare those near it.
fn distance_squared(p: GridPoint, side: &Side) -> f64 {
    let narrow = to_degrees(p.y).to_radians().cos();
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
