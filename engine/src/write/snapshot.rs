//! A snapshot out: a GeoJSON layer of control, one feature a territory.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::geojson::{OutFeature, feature_collection};
use crate::model::Snapshot;

/// Writes the snapshot as GeoJSON, with its title, its date and `more` members; `generator` names the command that made
/// it.
///
/// # Errors
///
/// When `out` takes no more.
pub fn snapshot(
    out: &mut dyn Write,
    snapshot: &Snapshot,
    generator: &str,
    more: &Map<String, Value>,
) -> io::Result<()> {
    let mut members = Map::new();
    members.insert("generator".into(), generator.into());
    if let Some(title) = &snapshot.title {
        members.insert("title".into(), title.as_str().into());
    }
    if let Some(date) = snapshot.date {
        members.insert("date".into(), date.to_string().into());
    }
    members.extend(more.clone());
    let features = snapshot.territories.iter().map(|territory| OutFeature {
        id: None,
        properties: &territory.properties,
        polygons: &territory.polygons,
    });
    feature_collection(out, &members, features)
}
