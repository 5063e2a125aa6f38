//! Parts of the JSON of several results.

use crate::measure::AreaRange;
use schemars::JsonSchema;
use serde::Serialize;

use super::quantity::{Day, Hash, Km, Km2, Metres, Share};
use crate::change::Transition;
use crate::noise::Evidence;
use crate::overlay::SnapshotFigures;

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
    /// How far apart two drawings of one line may lie by what both snapshots state, in metres; null where they do not.
    stated_m: Option<Metres>,
}

impl From<&Evidence> for EvidenceRecord {
    fn from(evidence: &Evidence) -> Self {
        Self {
            border_km: evidence.border.into(),
            common_share: Share(evidence.common_share()),
            redrawn_share: Share(evidence.redrawn_share()),
            tolerance_m: Metres(evidence.width.m()),
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
