//! Places, such as towns, and who held them.

use super::land::{ChangedFaces, HolderNames};
use crate::change::Fate;
use crate::measure::{EdgeModel, Length};
use crate::model::{Feature, GridPoint, Layer};
use crate::mosaic::FaceId;
use crate::overlay::Overlay;
use crate::{Error, Result};

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
    /// The face of the mosaic that it lies in.
    face: FaceId,
}

/// A place that changed hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChange {
    /// The place.
    pub place: Settlement,
    /// Holder before; none for nobody.
    pub from: Option<String>,
    /// Holder after; none for nobody.
    pub to: Option<String>,
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
    /// Who held it; none for nobody.
    pub controller: Option<String>,
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
    let faces = overlay.mosaic().locate(&positions);
    let place = |((feature, at), face): ((&Feature, GridPoint), FaceId)| Settlement {
        name: feature.text("name").unwrap_or_else(|| feature.describe()),
        name_alt: feature.text("name_alt"),
        kind: feature.text("kind"),
        population: population(feature),
        at,
        face,
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
            .in_feature(feature.describe())
            .with_hint("give areas as units, not as places")
    })
}

/// The places and who held them on the date of a snapshot, in the order of their file.
pub(super) fn holdings(places: &[Settlement], overlay: &Overlay, snapshot: usize) -> Vec<PlaceHolding> {
    let holding = |place: &Settlement| PlaceHolding {
        place: place.clone(),
        controller: overlay.controller(snapshot, place.face).map(str::to_owned),
    };
    places.iter().map(holding).collect()
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
        let holders = land.holders(place.face);
        let HolderNames { from, to } = holders;
        (from != to).then(|| PlaceChange {
            place: place.clone(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            fate: land.fate(holders),
            noise: land.is_noise(place.face),
        })
    };
    let mut changes: Vec<PlaceChange> = places.iter().filter_map(change).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.place.population));
    changes
}
