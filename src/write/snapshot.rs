//! A snapshot out: a GeoJSON layer of control, one feature a territory.

use serde_json::Map;

use super::geojson::{OutFeature, feature_collection};
use crate::Result;
use crate::model::Snapshot;

/// The snapshot as GeoJSON text, with its title and date.
///
/// # Errors
///
/// When a value cannot be written as JSON.
pub fn snapshot(snapshot: &Snapshot, generator: &str) -> Result<String> {
    let mut members = Map::new();
    members.insert("generator".into(), generator.into());
    if let Some(title) = &snapshot.title {
        members.insert("title".into(), title.as_str().into());
    }
    if let Some(date) = snapshot.date {
        members.insert("date".into(), date.to_string().into());
    }
    let features = snapshot.territories.iter().map(|territory| OutFeature {
        id: None,
        properties: territory.properties.clone(),
        polygons: territory.polygons.clone(),
    });
    feature_collection(&members, features)
}
