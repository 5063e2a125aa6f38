//! Parts of the JSON of several results.

use schemars::JsonSchema;
use serde::Serialize;

use super::quantity::{Day, Hash, Km, Km2, Metres, Share};
use crate::change::{Transition, Unusable, Weighed, WeighedChange};
use crate::measure::{Area, AreaRange};
use crate::model::{ProblemCount, ProblemKind, Unit};
use crate::noise::{Evidence, Simplified};
use crate::overlay::{SnapshotFigures, UnitOverlap, WithinFigures};

/// A snapshot: what it is, and how much land it covers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SnapshotRecord {
    /// The file it was read from.
    path: String,
    /// YYYY, YYYY-MM or YYYY-MM-DD, as precise as its source; null where the file has none.
    date: Option<Day>,
    /// All land that anybody holds, km².
    area_km2: Km2,
    /// What it calls itself.
    title: Option<String>,
    /// Sources that its features state.
    sources: Vec<String>,
    /// A hash of who holds what, whatever the spelling of the file.
    hash: Hash,
    /// What was read otherwise than written, by kind; empty where nothing was.
    problems: Vec<ProblemCountRecord>,
}

/// How often there are problems of a kind in an input.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProblemCountRecord {
    /// What kind of thing, as `check` lists it.
    #[schemars(extend("enum" = ProblemKind::ALL.map(ProblemKind::name)))]
    kind: String,
    /// How often.
    #[schemars(range(min = 1))]
    count: usize,
    /// How much land it concerns, km²; null for what is not about land.
    area_km2: Option<Km2>,
}

impl From<&ProblemCount> for ProblemCountRecord {
    fn from(problem: &ProblemCount) -> Self {
        // Of land a few grid units wide, rounding may leave less than nothing.
        let area = |area_mm2: i128| Area::from_units(area_mm2.max(0)).into();
        Self {
            kind: problem.kind.name().to_owned(),
            count: problem.count,
            area_km2: problem.area_mm2.map(area),
        }
    }
}

impl From<&SnapshotFigures> for SnapshotRecord {
    fn from(snapshot: &SnapshotFigures) -> Self {
        Self {
            path: snapshot.path.clone(),
            date: snapshot.date.map(Into::into),
            area_km2: snapshot.area.into(),
            title: snapshot.title.clone(),
            sources: snapshot.sources.clone(),
            hash: Hash(snapshot.hash.clone()),
            problems: snapshot.problems.iter().map(Into::into).collect(),
        }
    }
}

/// What the borders of two snapshots tell of how they were drawn, and so which changed land is noise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvidenceRecord {
    /// The length of all borders, km; what was drawn in two ways counts once.
    border_km: Km,
    /// The share of the borders that both snapshots have, position by position.
    common_share: Share,
    /// The share that was drawn anew: it differs, to both sides alike.
    redrawn_share: Share,
    /// Pieces narrower than this, in metres, are noise along the borders drawn anew; 0 where there are none.
    tolerance_m: Metres,
    /// Which of the two is a simplified drawing of the other one, all land along which is noise; null where neither is.
    simplified: Option<SimplifiedRecord>,
    /// How far apart two drawings of one line may lie by what both snapshots state, in metres; null where they do not.
    stated_m: Option<Metres>,
}

/// The earlier or the later of two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum SimplifiedRecord {
    Earlier,
    Later,
}

impl From<Simplified> for SimplifiedRecord {
    fn from(simplified: Simplified) -> Self {
        match simplified {
            Simplified::Earlier => Self::Earlier,
            Simplified::Later => Self::Later,
        }
    }
}

impl From<&Evidence> for EvidenceRecord {
    fn from(evidence: &Evidence) -> Self {
        Self {
            border_km: evidence.border.into(),
            common_share: Share(evidence.common_share()),
            redrawn_share: Share(evidence.redrawn_share()),
            tolerance_m: Metres(evidence.width.m()),
            simplified: evidence.simplified.map(Into::into),
            stated_m: evidence.stated.map(|length| Metres(length.m())),
        }
    }
}

/// How far the result closes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Closure {
    /// Largest difference between a controller's rings and its land in the result, as a share of all land.
    #[schemars(range(min = 0.0))]
    pub(in crate::report) max_relative: f64,
}

/// How much land went from one holder to another, or stayed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransitionFigures {
    /// All of it, noise included, km².
    area_km2: Km2,
    /// The part in pieces narrower than the tolerance, km².
    noise_km2: Km2,
    /// The least that the data allows, km²: without noise, and less the worst case of its lines' accuracy.
    low_km2: Km2,
    /// The most, km²: with noise, and more by the worst case.
    high_km2: Km2,
    /// The margin of the area without noise if each line is off independently, km²; null where no accuracy is known.
    rss_km2: Option<Km2>,
    /// Pieces that hang together along edges.
    #[schemars(range(min = 1))]
    parts: usize,
}

impl From<&Transition> for TransitionFigures {
    fn from(transition: &Transition) -> Self {
        let AreaRange { low, high } = transition.range();
        Self {
            area_km2: transition.area.into(),
            noise_km2: transition.noise.into(),
            low_km2: low.into(),
            high_km2: high.into(),
            rss_km2: transition.margin.map(|margin| margin.rss.into()),
            parts: transition.parts,
        }
    }
}

/// The land that all figures are about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WithinRecord {
    /// What it is called.
    name: String,
    /// Where it is from: a file, a box, a unit, or what somebody held.
    about: String,
    /// How large it is, held by anybody or not, km².
    area_km2: Km2,
}

impl From<&WithinFigures> for WithinRecord {
    fn from(within: &WithinFigures) -> Self {
        Self {
            name: within.name.clone(),
            about: within.about.clone(),
            area_km2: within.area.into(),
        }
    }
}

/// Land that lies in two units, and counts in each.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitOverlapRecord {
    /// The unit that comes first in the file.
    one: UnitRecord,
    /// The other.
    other: UnitRecord,
    /// How much land lies in both, km².
    area_km2: Km2,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnitRecord {
    /// Its name.
    unit: String,
    /// What tells it apart from others of its name; null where its file states nothing.
    unit_id: Option<String>,
}

impl From<&Unit> for UnitRecord {
    fn from(unit: &Unit) -> Self {
        Self {
            unit: unit.name.clone(),
            unit_id: unit.id.clone(),
        }
    }
}

impl From<&UnitOverlap> for UnitOverlapRecord {
    fn from(overlap: &UnitOverlap) -> Self {
        Self {
            one: (&overlap.one).into(),
            other: (&overlap.other).into(),
            area_km2: overlap.area.into(),
        }
    }
}

/// Numbers of units, such as populations, shared out by area: estimates, as if each were spread evenly over its unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WeighedRecord {
    /// The property of the units that has the numbers.
    column: String,
    /// How they are shared out.
    #[schemars(extend("const" = METHOD))]
    method: String,
    /// The sum of the numbers; null where units overlap, so that sums would count some of it twice.
    whole: Option<f64>,
    /// How much of it is on land that went from one to another, the most first; empty where units overlap.
    changes: Vec<WeighedChangeRecord>,
    /// The units without a number that can be used, which count nothing.
    unusable: Vec<UnusableRecord>,
}

const METHOD: &str = "areal weighting";

/// An estimate of how much is on land that went from one to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WeighedChangeRecord {
    /// Holder before; null is nobody.
    from: Option<String>,
    /// Holder after; null is nobody.
    to: Option<String>,
    /// How much.
    estimate: f64,
}

/// A unit whose number cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnusableRecord {
    /// The unit as tables call it.
    unit: String,
    /// What it has instead; null where it has nothing.
    value: Option<String>,
}

impl From<&Weighed> for WeighedRecord {
    fn from(weighed: &Weighed) -> Self {
        let changes = weighed.totals.iter().flat_map(|totals| &totals.changes);
        let change = |change: &WeighedChange| WeighedChangeRecord {
            from: change.from.clone(),
            to: change.to.clone(),
            estimate: change.estimate,
        };
        let unusable = |one: &Unusable| UnusableRecord {
            unit: one.unit.clone(),
            value: one.value.clone(),
        };
        Self {
            column: weighed.column.clone(),
            method: METHOD.to_owned(),
            whole: weighed.totals.as_ref().map(|totals| totals.whole),
            changes: changes.map(change).collect(),
            unusable: weighed.unusable.iter().map(unusable).collect(),
        }
    }
}
