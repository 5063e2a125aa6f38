//! Places, such as towns, and who held them.

use std::collections::BTreeSet;

use super::land::ChangedFaces;
use crate::change::Fate;
use crate::measure::{EdgeModel, Length};
use crate::model::{Feature, GridPoint, Layer};
use crate::mosaic::FaceId;
use crate::overlay::Overlay;
use crate::{Error, Result};

/// A place that is nearer than so many metres to a border lies on it: coordinates are written to about as much.
const ON_BORDER_M: f64 = 1.0;

/// A place: a named point of land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Its name.
    pub name: String,
    /// Its other name.
    pub name_alt: Option<String>,
    /// What it is, such as `town`.
    pub kind: Option<String>,
    /// Its population, as its file has it.
    pub population: Option<u64>,
    /// Its position.
    pub at: GridPoint,
    /// The faces of the mosaic that it lies in: several where lines run through it.
    faces: Vec<FaceId>,
}

impl Settlement {
    /// The faces that it lies in.
    pub(super) fn faces(&self) -> &[FaceId] {
        &self.faces
    }
}

/// Who holds a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PlaceHolder {
    /// Nobody.
    #[default]
    Nobody,
    /// One controller. Where the land of one ends at the place and nobody's begins, it is that one.
    One(String),
    /// Those who meet at the place, in alphabetical order: it lies on their border.
    Border(Vec<String>),
}

impl PlaceHolder {
    fn of(place: &Settlement, overlay: &Overlay, snapshot: usize) -> Self {
        let holders = place
            .faces
            .iter()
            .filter_map(|face| overlay.controller(snapshot, *face));
        let holders: BTreeSet<&str> = holders.collect();
        let mut holders: Vec<String> = holders.into_iter().map(str::to_owned).collect();
        match (holders.pop(), holders.is_empty()) {
            (None, _) => Self::Nobody,
            (Some(one), true) => Self::One(one),
            (Some(last), false) => {
                holders.push(last);
                Self::Border(holders)
            }
        }
    }

    /// The one that holds it, if one does.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::One(name) => Some(name),
            Self::Nobody | Self::Border(_) => None,
        }
    }

    /// Those on whose border it lies.
    pub fn border(&self) -> &[String] {
        match self {
            Self::Border(names) => names,
            Self::Nobody | Self::One(_) => &[],
        }
    }
}

/// A place that changed hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChange {
    /// The place.
    pub place: Settlement,
    /// Holder before.
    pub from: PlaceHolder,
    /// Holder after.
    pub to: PlaceHolder,
    /// What became of it: it changed hands, or passed to its holder's heir.
    pub fate: Fate,
    /// Whether it lies in a piece of land that is noise: then only the drawing may have moved.
    pub noise: bool,
}

/// A place and who held it on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHolding {
    /// The place.
    pub place: Settlement,
    /// Who held it.
    pub holder: PlaceHolder,
}

/// The place nearest to a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestPlace {
    /// Its name.
    pub name: String,
    /// How far it is, along the shortest path.
    pub distance: Length,
}

/// The places of a layer of points, each in its face.
///
/// # Errors
///
/// When a feature is no point.
pub(super) fn locate(layer: &Layer, overlay: &Overlay) -> Result<Vec<Settlement>> {
    let positions = layer
        .features
        .iter()
        .map(|feature| position(feature).map_err(|e| e.in_file(&layer.name)))
        .collect::<Result<Vec<GridPoint>>>()?;
    let faces = overlay.mosaic().locate_near(&positions, ON_BORDER_M);
    let place = |((feature, at), faces): ((&Feature, GridPoint), Vec<FaceId>)| Settlement {
        name: feature.text("name").unwrap_or_else(|| feature.describe()),
        name_alt: feature.text("name_alt"),
        kind: feature.text("kind"),
        population: population(feature),
        at,
        faces,
    };
    let features = layer.features.iter().zip(positions);
    Ok(features.zip(faces).map(place).collect())
}

/// Its property `population`, or `pop_max` as Natural Earth calls it.
fn population(feature: &Feature) -> Option<u64> {
    let number = |key: &str| feature.text(key)?.parse().ok();
    number("population").or_else(|| number("pop_max"))
}

fn position(feature: &Feature) -> Result<GridPoint> {
    let point = feature.geometry.points.first().copied();
    point.ok_or_else(|| {
        Error::new("a place must be a point")
            .in_feature(feature)
            .with_hint("give areas as units, not as places")
    })
}

/// The places and who held them on the date of a snapshot, in the order of their file.
pub(super) fn holdings(places: &[Settlement], overlay: &Overlay, snapshot: usize) -> Vec<PlaceHolding> {
    let holding = |place: &Settlement| PlaceHolding {
        place: place.clone(),
        holder: PlaceHolder::of(place, overlay, snapshot),
    };
    let inside = places.iter().filter(|place| is_inside(place, overlay));
    inside.map(holding).collect()
}

/// The places that lie on a border on the date of a snapshot.
pub(super) fn on_border(places: &[Settlement], overlay: &Overlay, snapshot: usize) -> Vec<PlaceHolding> {
    let mut holdings = holdings(places, overlay, snapshot);
    holdings.retain(|held| !held.holder.border().is_empty());
    holdings
}

/// Whether a place is part of the land that all answers are about.
fn is_inside(place: &Settlement, overlay: &Overlay) -> bool {
    place.faces.iter().any(|face| overlay.is_inside(*face))
}

/// The place nearest to a position, the first of the file where several are.
pub(super) fn nearest(places: &[Settlement], at: GridPoint) -> Option<NearestPlace> {
    let distance = |place: &Settlement| EdgeModel::Geodesic.length(at, place.at);
    let nearest = places.iter().min_by_key(|place| distance(place))?;
    Some(NearestPlace {
        name: nearest.name.clone(),
        distance: distance(nearest),
    })
}

/// The places that changed hands, most populous first, then in the order of their file.
pub(super) fn changes(places: &[Settlement], land: &ChangedFaces) -> Vec<PlaceChange> {
    let change = |place: &Settlement| {
        let [from, to] = land
            .places()
            .map(|snapshot| PlaceHolder::of(place, land.overlay, snapshot));
        let changed: Vec<_> = place
            .faces
            .iter()
            .filter(|face| land.holders(**face).differ())
            .collect();
        (from != to).then(|| PlaceChange {
            place: place.clone(),
            from,
            to,
            fate: changed
                .first()
                .map_or(Fate::ChangedHands, |face| land.fate(land.holders(**face))),
            noise: changed.iter().all(|face| land.is_noise(**face)),
        })
    };
    let mut changes: Vec<PlaceChange> = places.iter().filter_map(change).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.place.population));
    changes
}
