//! Places and who held them.

use super::between::Between;
use super::rows::{PlaceChangeRow, PlaceRow};
use crate::change::Overlay;
use crate::measure::{EdgeModel, Length};
use crate::model::{Feature, GridPoint, Layer};
use crate::mosaic::FaceId;
use crate::{Error, Result};

/// A place and the face it lies in.
#[derive(Debug)]
pub(super) struct Place {
    name: String,
    name_alt: Option<String>,
    kind: Option<String>,
    population: Option<u64>,
    at: GridPoint,
    face: FaceId,
}

/// The places of a layer of points.
///
/// # Errors
///
/// When a feature is no point.
pub(super) fn places(layer: &Layer, overlay: &Overlay) -> Result<Vec<Place>> {
    let positions = layer
        .features
        .iter()
        .map(|feature| position(feature).map_err(|e| e.in_file(&layer.name)))
        .collect::<Result<Vec<GridPoint>>>()?;
    let faces = overlay.mosaic().locate(&positions);
    let place = |((feature, at), face): ((&Feature, GridPoint), FaceId)| Place {
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
pub(super) fn held(places: &[Place], overlay: &Overlay, snapshot: usize, key: &str) -> Vec<PlaceRow> {
    let row = |place: &Place| PlaceRow {
        snapshot: key.to_owned(),
        name: place.name.clone(),
        name_alt: place.name_alt.clone(),
        kind: place.kind.clone(),
        population: place.population,
        controller: overlay.controller(snapshot, place.face).map(str::to_owned),
    };
    places.iter().map(row).collect()
}

/// The name of the place nearest to a position, the first of the file where several are, and how far it is.
pub(super) fn nearest(places: &[Place], at: GridPoint) -> Option<(&str, Length)> {
    let distance = |place: &Place| EdgeModel::Geodesic.length(at, place.at);
    let nearest = places.iter().min_by_key(|place| distance(place))?;
    Some((&nearest.name, distance(nearest)))
}

/// The places that changed hands, most populous first, then in the order of their file.
pub(super) fn changed(between: &Between, places: &[Place]) -> Vec<PlaceChangeRow> {
    let [before, after] = between.keys();
    let row = |place: &Place| {
        let [from, to] = between.holders(place.face);
        (from != to).then(|| PlaceChangeRow {
            before: before.clone(),
            after: after.clone(),
            name: place.name.clone(),
            name_alt: place.name_alt.clone(),
            kind: place.kind.clone(),
            population: place.population,
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            noise: between.is_noise(place.face),
        })
    };
    let mut rows: Vec<PlaceChangeRow> = places.iter().filter_map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.population));
    rows
}
