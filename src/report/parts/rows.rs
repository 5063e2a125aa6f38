//! Rows that several results have: the same in their JSON and in their CSV.
//!
//! A row names a snapshot by its date, or by its file where no date identifies it; where every snapshot has a date of
//! its own, the key `K` is a [`Day`](super::quantity::Day). Units, controllers and holders that are none are land outside
//! the units, and nobody.

use schemars::JsonSchema;
use serde::Serialize;

use super::quantity::{Km, Km2, LineKind, SignedKm2};
use super::records::TransitionFigures;
use crate::change::{Fate, PlaceChange, Recognised, Succession, Transition, UnitChange, rename_lines};
use crate::measure::AreaRange;
use crate::overlay::Front;

/// What rows call the two snapshots of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PairKeys {
    pub(in crate::report) before: String,
    pub(in crate::report) after: String,
}

/// Land by holder before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransitionRow<K> {
    /// The earlier snapshot: its date, or its file where there is none.
    before: K,
    /// The later snapshot.
    after: K,
    #[serde(flatten)]
    transition: TransitionRecord,
}

/// Land by holder before and after, unchanged land included.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransitionRecord {
    /// Holder before; null is nobody.
    from: Option<String>,
    /// Holder after; null is nobody.
    to: Option<String>,
    #[serde(flatten)]
    figures: TransitionFigures,
    /// Whether it did not change hands but passed to the heir of its holder, who has another name.
    succession: bool,
}

impl From<&Transition> for TransitionRecord {
    fn from(transition: &Transition) -> Self {
        Self {
            from: transition.from.clone(),
            to: transition.to.clone(),
            figures: transition.into(),
            succession: transition.fate == Fate::Succession,
        }
    }
}

impl<K: From<String>> TransitionRow<K> {
    pub(in crate::report) fn new(keys: &PairKeys, transition: &Transition) -> Self {
        Self {
            before: keys.before.clone().into(),
            after: keys.after.clone().into(),
            transition: transition.into(),
        }
    }
}

/// One whose land another took over by succession: nearly all of it, the one holding next to nothing after, the other
/// before.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SuccessionRecord {
    /// The predecessor.
    from: String,
    /// The heir.
    to: String,
    /// What passed from the one to the other, km².
    area_km2: Km2,
    /// All that the predecessor held before, km².
    before_km2: Km2,
    /// All that the heir holds after, km².
    after_km2: Km2,
}

impl From<&Succession> for SuccessionRecord {
    fn from(succession: &Succession) -> Self {
        Self {
            from: succession.from.clone(),
            to: succession.to.clone(),
            area_km2: succession.area.into(),
            before_km2: succession.before.into(),
            after_km2: succession.after.into(),
        }
    }
}

/// The lines of a file of renames that makes one of those who succeeded one another.
pub(in crate::report) fn renames(successions: &[Succession]) -> Vec<String> {
    rename_lines(successions)
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// A succession between two snapshots.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SuccessionRow<K> {
    /// The earlier snapshot: its date, or its file where there is none.
    before: K,
    /// The later snapshot.
    after: K,
    #[serde(flatten)]
    succession: SuccessionRecord,
}

impl<K: From<String>> SuccessionRow<K> {
    pub(in crate::report) fn new(keys: &PairKeys, succession: &Succession) -> Self {
        Self {
            before: keys.before.clone().into(),
            after: keys.after.clone().into(),
            succession: succession.into(),
        }
    }
}

/// Land of one holder under one recognised sovereign, or under several at once.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecognisedRecord {
    /// Who holds it; null is nobody.
    holder: Option<String>,
    /// Who is recognised as sovereign: empty if nobody; several is land that counts under each of them already.
    sovereigns: Vec<String>,
    /// How much it is before, km².
    before_km2: Km2,
    /// How much it is after, km².
    after_km2: Km2,
    /// After less before, km².
    change_km2: SignedKm2,
}

impl From<&Recognised> for RecognisedRecord {
    fn from(row: &Recognised) -> Self {
        Self {
            holder: row.holder.clone(),
            sovereigns: row.sovereigns.clone(),
            before_km2: row.before.into(),
            after_km2: row.after.into(),
            change_km2: row.change().into(),
        }
    }
}

/// Land by holder and recognised sovereign, between two snapshots.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecognisedRow {
    /// The earlier snapshot.
    before: String,
    /// The later snapshot.
    after: String,
    #[serde(flatten)]
    recognised: RecognisedRecord,
}

impl RecognisedRow {
    pub(in crate::report) fn new(keys: &PairKeys, recognised: &Recognised) -> Self {
        Self {
            before: keys.before.clone(),
            after: keys.after.clone(),
            recognised: recognised.into(),
        }
    }
}

/// The part of a unit that went from one holder to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitChangeRow<K> {
    /// The earlier snapshot: its date, or its file where there is none.
    before: K,
    /// The later snapshot.
    after: K,
    /// The unit; null outside all units.
    unit: Option<String>,
    /// Holder before; null is nobody.
    from: Option<String>,
    /// Holder after; null is nobody.
    to: Option<String>,
    /// All of it, noise included, km².
    area_km2: Km2,
    /// The part that is noise, km².
    noise_km2: Km2,
    /// The whole unit, or all land outside the units, km².
    unit_area_km2: Km2,
    /// The least that the data allows, km²: without noise, and less the worst case of its lines' accuracy.
    low_km2: Km2,
    /// The most, km²: with noise, and more by the worst case.
    high_km2: Km2,
    /// The margin of the area without noise if each line is off independently, km²; null where no accuracy is known.
    rss_km2: Option<Km2>,
    /// Whether it did not change hands but passed to the heir of its holder.
    succession: bool,
    /// The unit's number that is shared out, such as its population; null where it has none or none was asked for.
    unit_weight: Option<f64>,
    /// The share of that number on the land without noise, estimated by area: as if spread evenly over the unit.
    estimate: Option<f64>,
    /// What tells the unit apart from others of its name; null where its file states nothing.
    unit_id: Option<String>,
}

impl<K: From<String>> UnitChangeRow<K> {
    pub(in crate::report) fn new(keys: &PairKeys, change: &UnitChange) -> Self {
        let AreaRange { low, high } = change.range();
        Self {
            before: keys.before.clone().into(),
            after: keys.after.clone().into(),
            unit: change.unit.as_ref().map(|unit| unit.name.clone()),
            unit_id: change.unit.as_ref().and_then(|unit| unit.id.clone()),
            from: change.from.clone(),
            to: change.to.clone(),
            area_km2: change.area.into(),
            noise_km2: change.noise.into(),
            unit_area_km2: change.unit_area.into(),
            low_km2: low.into(),
            high_km2: high.into(),
            rss_km2: change.margin.map(|margin| margin.rss.into()),
            succession: change.fate == Fate::Succession,
            unit_weight: change.unit_weight,
            estimate: change.estimate,
        }
    }
}

/// A place that changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceChangeRow<K> {
    /// The earlier snapshot: its date, or its file where there is none.
    before: K,
    /// The later snapshot.
    after: K,
    /// Its name.
    name: String,
    /// Its other name.
    name_alt: Option<String>,
    /// What it is, such as `town`.
    kind: Option<String>,
    /// Its population as the places file has it, not of the date.
    population: Option<u64>,
    /// Holder before; null is nobody, or that it lay on a border.
    from: Option<String>,
    /// Holder after; null is nobody, or that it lies on a border.
    to: Option<String>,
    /// Whether it lies in a piece of land that is noise: then only the drawing may have moved.
    noise: bool,
    /// Whether it did not change hands but passed to the heir of its holder.
    succession: bool,
    /// Those on whose border it lay before; empty unless it did.
    from_border: Vec<String>,
    /// Those on whose border it lies after; empty unless it does.
    to_border: Vec<String>,
}

impl<K: From<String>> PlaceChangeRow<K> {
    pub(in crate::report) fn new(keys: &PairKeys, change: &PlaceChange) -> Self {
        let place = &change.place;
        Self {
            before: keys.before.clone().into(),
            after: keys.after.clone().into(),
            name: place.name.clone(),
            name_alt: place.name_alt.clone(),
            kind: place.kind.clone(),
            population: place.population,
            from: change.from.name().map(str::to_owned),
            to: change.to.name().map(str::to_owned),
            noise: change.noise,
            succession: change.fate == Fate::Succession,
            from_border: change.from.border().to_vec(),
            to_border: change.to.border().to_vec(),
        }
    }
}

/// The line along which two controllers met on one date.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FrontRow<K> {
    /// The snapshot: its date, or its file where there is none.
    snapshot: K,
    /// One of them, the first by name.
    one: String,
    /// The other.
    other: String,
    /// Whether a border runs along it.
    kind: LineKind,
    /// How long it is, km.
    length_km: Km,
}

impl<K: From<String>> FrontRow<K> {
    pub(in crate::report) fn new(key: &str, front: &Front) -> Self {
        Self {
            snapshot: key.to_owned().into(),
            one: front.between[0].clone(),
            other: front.between[1].clone(),
            kind: LineKind(front.kind),
            length_km: front.length.into(),
        }
    }
}
