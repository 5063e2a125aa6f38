//! A layer repaired: every piece of land has one holder, and the features keep their properties.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value};

use super::coverage::Coverage;
use super::land::{Land, features};
use super::list::{KEPT_GAPS, found, times_and_faults};
use super::policy::{Gaps, Policy};
use super::problem::{Kind, Problem};
use super::repair::{Assignment, Holder, contested_name, contested_properties};
use super::rings;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::measure::{Area, AreaUnits, EdgeModel, polygons_area};
use crate::model::{ControllerSource, Feature, GridPolygon, Notices, Overlaps, Unnamed, canonical};
use crate::read::{Inspection, ReadOptions, controller_source};
use crate::write::{LandLayer, OutFeature, OutGeometry, Style};
use crate::{Error, Result};

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
    pub features: Vec<FixedFeature>,
    /// What was done, problem by problem.
    pub actions: Vec<Action>,
    /// By controller: what it had, land that others have as well included, and what it has now.
    pub areas: BTreeMap<String, ControllerAreas>,
    /// What was read otherwise than written because the options ask for it: names, land without one.
    pub as_asked: Notices,
    /// In which unit areas are told.
    pub area_units: AreaUnits,
    /// How a GIS is to draw it.
    pub style: Style,
}

/// A feature of a repaired layer.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedFeature {
    /// Its properties.
    pub properties: Map<String, Value>,
    /// Its land.
    pub polygons: Vec<GridPolygon>,
}

/// What a controller has before and after a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControllerAreas {
    /// Before, land that others have as well included.
    pub before: Area,
    /// After.
    pub after: Area,
}

impl Fixed {
    /// The layer to write.
    ///
    /// # Errors
    ///
    /// When a member is no JSON.
    pub fn layer(&self) -> io::Result<LandLayer<'_, &Map<String, Value>>> {
        let features = self.features.iter().map(|feature| OutFeature {
            id: None,
            properties: &feature.properties,
            geometry: OutGeometry::Land(&feature.polygons),
        });
        LandLayer::new("control", features.collect())
            .styled(self.style.clone())
            .with_members(self.members.clone())
    }
}

/// What every holder has.
type LandByHolder = BTreeMap<Holder, Vec<GridPolygon>>;

/// Repairs a layer: the result passes the check, and repairing it again changes nothing.
///
/// Rings are closed, wound and cut at ±180° as RFC 7946 has it, spikes and repeated positions are gone, land that a
/// ring winds around belongs to it, overlaps and gaps are assigned as the policy states. Features keep their properties; an
/// `id` is dropped, since parts of a feature may have gone elsewhere. Names are written as they are read, with the options: where
/// ids or one name for all name who holds the land, they become the property `controller`.
///
/// # Errors
///
/// When there is something that only the user can repair: a feature that cannot be read, land without a controller, or
/// an overlap of controllers where the policy does not decide whose it is; or when there is no land, or features hold at
/// different times.
pub fn fix(inspection: &Inspection, options: &ReadOptions, policy: &Policy) -> Result<Fixed> {
    let (spans, unnamed) = times_and_faults(inspection, options);
    if spans.is_some() {
        return Err(
            Error::new("cannot be mended as a whole: its features hold at different times")
                .in_file(&inspection.layer.name)
                .with_hint(Hint::from("choose the date with ").option(OptionName::At)),
        );
    }
    let land = Land::of(&inspection.layer, options, spans, &unnamed);
    let assignment = Assignment::new(&land, &policy.of_borders());
    // Borders that are cut where narrow gaps end are for the list alone, where no gap is given away.
    let cut = (policy.of_borders() != *policy).then(|| Coverage::of(&land, policy));
    // Gaps that are kept are listed too, unless the file states that already.
    let listing = Policy {
        gaps: policy.gaps.filter(|&gaps| gaps != Gaps::Keep),
        ..*policy
    };
    let coverage = cut.as_ref().unwrap_or(&assignment.coverage);
    let found = found(inspection, options, &unnamed, coverage, &listing);
    if let Some(problem) = found.problems.iter().find(|p| !p.kind.is_fixable()) {
        return Err(Error::new(format!("cannot be mended: {}", problem.what))
            .in_file(&found.file)
            .in_feature(&problem.place)
            .at_place(problem.at)
            .with_hint("correct it in the file, or take the feature out"));
    }
    let holders = assignment.holders().map_err(|e| e.in_file(&found.file))?;
    let land = assignment
        .coverage
        .mosaic
        .dissolve(|face| holders.get(&face).cloned());
    let mut problems = found.problems;
    let land = settled(land, policy, &mut problems).map_err(|e| e.in_file(&found.file))?;
    if land.is_empty() {
        return Err(Error::new("cannot be mended: there is no land in it")
            .of_kind(ErrorKind::Geometry)
            .in_file(&found.file));
    }
    let controller_from = controller_source(&inspection.layer, options)?;
    let actions = problems.into_iter().map(|problem| Action {
        done: done(*policy, &problem),
        problem,
    });
    Ok(Fixed {
        members: members(*policy, inspection),
        areas: areas(&assignment, &land),
        features: fixed_features(land, inspection, &controller_from, options),
        actions: actions.collect(),
        as_asked: found.as_asked,
        area_units: AreaUnits::default(),
        style: Style::of_holders(&controller_from),
    })
}

fn members(policy: Policy, inspection: &Inspection) -> Map<String, Value> {
    let mut members = inspection.layer.members.clone();
    members.insert("generator".into(), "landshift check --fix".into());
    match policy.gaps {
        None | Some(Gaps::Keep) => members.insert(KEPT_GAPS.into(), "kept".into()),
        // Wider gaps stay.
        Some(Gaps::Nearest | Gaps::LongestBorder) if policy.gap_width.is_some() => {
            members.insert(KEPT_GAPS.into(), "kept".into())
        }
        Some(Gaps::Nearest | Gaps::LongestBorder) => members.remove(KEPT_GAPS),
    };
    members
}

/// The land that holders have, without spikes or gaps that count: it passes the check, and mending it again leaves it as it
/// is. Gaps that are narrow only since others were given away are added to `gaps`, as problems.
///
/// Each round is one overlay, three where gaps have a width, and there are no more than [`MOST_ROUNDS`].
///
/// # Errors
///
/// When so many rounds do not suffice. The law that few do is tested, not proved.
fn settled(mut land: LandByHolder, policy: &Policy, gaps: &mut Vec<Problem>) -> Result<LandByHolder> {
    let mut bent = 0;
    for _ in 0..MOST_ROUNDS {
        let is_bent = rings::take_spikes_away(land.values_mut());
        if !is_bent && !policy.gives_gaps_away() {
            return Ok(land);
        }
        let policy = if is_bent {
            bent += 1;
            after_bending(bent, policy)
        } else {
            Policy {
                overlaps: Overlaps::First,
                ..*policy
            }
        };
        let holdings = Land::of_parts(land.values().map(Vec::as_slice));
        let assignment = Assignment::new(&holdings, &policy);
        if !is_bent {
            let found = assignment.coverage.problems_of_gaps(policy.sliver);
            if found.is_empty() {
                return Ok(land);
            }
            gaps.extend(found);
        }
        land = assigned(&assignment, &land)?;
    }
    Err(Error::new(format!(
        "cannot be mended: spikes or gaps are left after {MOST_ROUNDS} rounds, in each of which others came up"
    ))
    .of_kind(ErrorKind::Geometry)
    .with_hint(if policy.gives_gaps_away() {
        "keep the gaps, or take another width of them"
    } else {
        "this is a fault of landshift, not of the data; please report it with the file"
    }))
}

/// Nothing that is wider than a few grid units needs more than a few rounds.
const MOST_ROUNDS: usize = 100;

/// Who gets what overlaps, and what is left between, by the few grid units by which rings were bent so many times: another one
/// each time, so that a spike that was given away does not come back for ever.
fn after_bending(times: usize, policy: &Policy) -> Policy {
    let is_even = times.is_multiple_of(2);
    let fill = match policy.gaps {
        Some(Gaps::Nearest | Gaps::LongestBorder) if is_even => Some(Gaps::LongestBorder),
        Some(Gaps::Nearest | Gaps::LongestBorder) => Some(Gaps::Nearest),
        keep => keep,
    };
    let overlaps = if times % 4 < 2 {
        Overlaps::First
    } else {
        Overlaps::Last
    };
    Policy {
        overlaps,
        gaps: fill,
        ..*policy
    }
}

/// Land of holders with every piece in one hand again, after rings were bent by a few grid units or gaps came up.
///
/// # Errors
///
/// None that this policy has.
fn assigned(assignment: &Assignment, land: &LandByHolder) -> Result<LandByHolder> {
    let places = assignment.holders()?;
    let known: Vec<&Holder> = land.keys().collect();
    let holder = |face| match places.get(&face)? {
        Holder::Feature(place) => known.get(*place).map(|&holder| holder.clone()),
        contested @ Holder::Contested(_) => Some(contested.clone()),
    };
    Ok(assignment.coverage.mosaic.dissolve(holder))
}

/// The features with the land they have now, then contested land.
fn fixed_features(
    land: LandByHolder,
    inspection: &Inspection,
    controller_from: &ControllerSource,
    options: &ReadOptions,
) -> Vec<FixedFeature> {
    let of_file: Vec<&Feature> = features(&inspection.layer).collect();
    let properties = |holder: &Holder| match (holder, controller_from) {
        (Holder::Feature(feature), source) => named(of_file[*feature], source, options),
        (Holder::Contested(controllers), ControllerSource::Property(key)) => {
            let mut properties = contested_properties(controllers);
            if let Some(name) = properties.shift_remove(CONTROLLER) {
                properties.shift_insert(0, key.clone(), name);
            }
            properties
        }
        (Holder::Contested(controllers), _) => contested_properties(controllers),
    };
    land.into_iter()
        .map(|(holder, polygons)| FixedFeature {
            properties: properties(&holder),
            polygons,
        })
        .collect()
}

/// The usual property of who holds land.
const CONTROLLER: &str = "controller";

/// The properties of a feature with the names of who holds it and is sovereign in one form, as they are read: whoever reads the
/// file needs no options for it. A `controller` that names nobody is dropped.
fn named(feature: &Feature, source: &ControllerSource, options: &ReadOptions) -> Map<String, Value> {
    let mut properties = feature.properties.clone();
    let read = |name: &str| options.renames.read(canonical(name).into_owned());
    if let Some(name) = feature.text("sovereign").filter(|name| !name.is_empty()) {
        properties.insert("sovereign".to_owned(), read(&name).into());
    }
    let is_void = |value: &Value| match value {
        Value::String(name) => canonical(name).is_empty(),
        value => !value.is_number() && !value.is_boolean(),
    };
    if properties.get(CONTROLLER).is_some_and(is_void) {
        properties.shift_remove(CONTROLLER);
    }
    let unnamed = match &options.unnamed {
        Unnamed::Named(name) => Some(name.clone()),
        _ => None,
    };
    let (key, name) = match source {
        ControllerSource::Property(key) => (key.as_str(), feature.text(key)),
        ControllerSource::Id => (CONTROLLER, feature.id.clone()),
        ControllerSource::Options => (CONTROLLER, options.name.clone()),
        _ => (CONTROLLER, unnamed.clone()),
    };
    if let Some(name) = name.filter(|name| !name.is_empty()).or(unnamed) {
        properties.insert(key.to_owned(), read(&name).into());
    }
    properties
}

/// By controller, what it has in the file and what it has now.
fn areas(assignment: &Assignment, land: &LandByHolder) -> BTreeMap<String, ControllerAreas> {
    let mut areas: BTreeMap<String, ControllerAreas> = BTreeMap::new();
    for (controller, area) in before(assignment) {
        areas.entry(controller).or_default().before = area;
    }
    for (holder, polygons) in land {
        let name = match holder {
            Holder::Feature(feature) => assignment.coverage.land.holdings[*feature].controller.clone(),
            Holder::Contested(controllers) => contested_name(controllers),
        };
        areas.entry(name).or_default().after += polygons_area(polygons, EdgeModel::default());
    }
    areas
}

/// What every controller has in the file, land that others have as well included.
fn before(assignment: &Assignment) -> BTreeMap<String, Area> {
    let Coverage { mosaic, layer, .. } = &assignment.coverage;
    let irregular = assignment.coverage.irregular();
    let mut areas: BTreeMap<String, Area> = BTreeMap::new();
    for face in mosaic.faces() {
        let label: Vec<usize> = mosaic.label(*layer, face).into_iter().collect();
        let covering = irregular
            .get(&face)
            .map_or(label.as_slice(), |irregular| &irregular.covering);
        for controller in assignment.coverage.controllers(covering) {
            *areas.entry(controller.to_owned()).or_default() += mosaic.area(face);
        }
    }
    areas
}

/// What is done about a problem.
fn done(policy: Policy, problem: &Problem) -> String {
    match problem.kind {
        Kind::Overlap | Kind::SliverOverlap => match policy.overlaps {
            Overlaps::First => "given to the first of them".into(),
            Overlaps::Last => "given to the last of them".into(),
            Overlaps::Contested => "kept as contested".into(),
            Overlaps::Error => "left".into(),
        },
        Kind::OverlapWithin | Kind::DuplicateFeature => "given to the first of them".into(),
        Kind::Gap | Kind::SliverGap => match policy.gaps {
            None | Some(Gaps::Keep) => "kept, and said so in the file".into(),
            Some(Gaps::Nearest) => "given to who is nearest".into(),
            Some(Gaps::LongestBorder) => "given to who has the longest border".into(),
        },
        Kind::SelfIntersection | Kind::PartsOverlap => "taken as land of the feature".into(),
        Kind::HoleOutside => "hole dropped there".into(),
        Kind::LateShell => "taken for the outer ring".into(),
        Kind::HolesOverlap => "made one hole".into(),
        Kind::NoGeometry | Kind::NoLand => "left out, since it is no land".into(),
        Kind::Beyond180 => "brought within ±180°".into(),
        Kind::DuplicateId => "ids dropped".into(),
        Kind::UnclosedRing => "closed".into(),
        Kind::MisWoundRing => "turned".into(),
        Kind::Across180 => "cut at ±180°".into(),
        Kind::WrongBbox => "left out".into(),
        Kind::Respelled => "written alike".into(),
        Kind::NumberName => "written as text".into(),
        Kind::DuplicatePosition
        | Kind::DegenerateRing
        | Kind::ExtraNumbers
        | Kind::Spike
        | Kind::VoidName => "dropped".into(),
        _ => "left".into(),
    }
}
