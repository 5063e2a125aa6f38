//! Mending: every face of the mosaic goes to one holder, by a stated policy, and the land of each is put together anew.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::coverage::{Coverage, inscribed};
use super::{Gaps, KEPT_GAPS, Land, Overlaps, Policy, Problem, check};
use crate::measure::{Area, Length};
use crate::model::{GridPoint, GridPolygon, to_degrees};
use crate::mosaic::{FaceId, Side};
use crate::read::{Inspection, SnapshotOptions};
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
pub fn fix(inspection: &Inspection, options: &SnapshotOptions, policy: &Policy) -> Result<Fixed> {
    let found = check(
        inspection,
        options,
        &Policy {
            gaps: None,
            ..*policy
        },
    );
    if let Some(problem) = found.problems.iter().find(|p| !p.kind.is_fixable()) {
        return Err(Error::new(format!("cannot be mended: {}", problem.what))
            .file(&found.file)
            .feature(&problem.place)
            .hint("mend it in the file, or take the feature out"));
    }
    let land = Land::of(&inspection.layer, options);
    let mending = Mending::new(&land, policy);
    mending
        .holders()
        .map(|holders| {
            let mut fixed = mending.fixed(&holders, inspection);
            fixed.actions = found
                .problems
                .into_iter()
                .map(|problem| Action {
                    done: mending.done(&problem),
                    problem,
                })
                .collect();
            fixed
        })
        .map_err(|e| e.file(found.file))
}

struct Mending<'a> {
    land: &'a Land<'a>,
    coverage: Coverage<'a>,
    policy: Policy,
}

impl<'a> Mending<'a> {
    fn new(land: &'a Land<'a>, policy: &Policy) -> Self {
        Self {
            land,
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
                    .feature(self.land.describe(first))
                    .hint("say whose it is with --overlap first, last or contested"),
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
            let middle = inscribed(&piece.polygon, piece.area).map(|circle| circle.centre);
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
            let distances = sides.iter().map(|side| distance_squared(middle?, side));
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

    fn fixed(&self, holders: &BTreeMap<FaceId, Holder>, inspection: &Inspection) -> Fixed {
        let mosaic = &self.coverage.mosaic;
        let mut members = inspection.layer.members.clone();
        members.insert("generator".into(), "landshift check --fix".into());
        if matches!(self.policy.gaps, None | Some(Gaps::Keep)) {
            members.insert(KEPT_GAPS.into(), "kept".into());
        }
        let land = mosaic.dissolve(|face| holders.get(&face).cloned());
        let areas = mosaic.areas_by(|face| holders.get(&face).cloned());
        let mut by_controller: BTreeMap<String, [Area; 2]> = BTreeMap::new();
        for (holder, area) in areas {
            by_controller.entry(self.name(&holder)).or_default()[1] += area;
        }
        for (controller, area) in self.before() {
            by_controller.entry(controller).or_default()[0] = area;
        }
        Fixed {
            members,
            features: land
                .into_iter()
                .map(|(holder, polygons)| (self.properties(&holder), polygons))
                .collect(),
            actions: Vec::new(),
            areas: by_controller,
        }
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

    fn name(&self, holder: &Holder) -> String {
        match holder {
            Holder::Feature(feature) => self.land.0[*feature].controller.clone(),
            Holder::Contested(controllers) => contested_name(controllers),
        }
    }

    fn properties(&self, holder: &Holder) -> Map<String, Value> {
        match holder {
            Holder::Feature(feature) => self.land.0[*feature].feature.properties.clone(),
            Holder::Contested(controllers) => {
                let properties = json!({
                    "controller": contested_name(controllers),
                    "name": contested_name(controllers),
                    "status": "contested",
                    "claimants": controllers,
                });
                properties.as_object().cloned().unwrap_or_default()
            }
        }
    }

    /// What is done about a problem.
    fn done(&self, problem: &Problem) -> String {
        use super::Kind;
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
pub(crate) fn contested_name<S: AsRef<str>>(controllers: &[S]) -> String {
    let mut names: Vec<&str> = controllers.iter().map(AsRef::as_ref).collect();
    names.sort_unstable();
    format!("Contested: {}", names.join(" / "))
}

/// The square of the distance from a position to an edge, in degrees of latitude; enough to compare those near it.
fn distance_squared(p: GridPoint, side: &Side) -> Option<f64> {
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
    Some(x * x + y * y)
}
