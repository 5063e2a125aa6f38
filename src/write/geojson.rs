//! GeoJSON out: RFC 7946, one feature a line, the same bytes for the same content.

use geojson::{GeometryValue, JsonObject, Position};

use crate::model::{GridPolygon, GridRing, rings, to_degrees};
use crate::{Error, Result};

/// A feature to write.
#[derive(Debug, Clone, Default)]
pub struct OutFeature {
    /// Its `id`, if it has one.
    pub id: Option<String>,
    /// Its properties, in order.
    pub properties: JsonObject,
    /// Its land; none is written as a null geometry.
    pub polygons: Vec<GridPolygon>,
}

/// A feature collection with further members, one feature a line.
///
/// # Errors
///
/// When a value cannot be written as JSON.
pub fn feature_collection(
    members: &JsonObject,
    features: impl IntoIterator<Item = OutFeature>,
) -> Result<String> {
    let unwritable = |e: serde_json::Error| Error::new(format!("cannot write JSON: {e}"));
    let mut text = String::from("{\n\"type\": \"FeatureCollection\",\n");
    for (key, value) in members {
        let key = serde_json::to_string(key).map_err(unwritable)?;
        let value = serde_json::to_string(value).map_err(unwritable)?;
        text.extend([key.as_str(), ": ", value.as_str(), ",\n"]);
    }
    text.push_str("\"features\": [");
    for (i, feature) in features.into_iter().enumerate() {
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        let feature = geojson::Feature {
            id: feature.id.map(geojson::feature::Id::String),
            geometry: polygons_geometry(&feature.polygons),
            properties: Some(feature.properties),
            ..geojson::Feature::default()
        };
        text.push_str(&serde_json::to_string(&feature).map_err(unwritable)?);
    }
    text.push_str("\n]\n}\n");
    Ok(text)
}

/// A polygon, or several as one geometry; none where there are none.
pub fn polygons_geometry(polygons: &[GridPolygon]) -> Option<geojson::Geometry> {
    let rings = |polygon: &GridPolygon| rings(polygon).map(positions).collect();
    let value = match polygons {
        [] => return None,
        [one] => GeometryValue::Polygon {
            coordinates: rings(one),
        },
        several => GeometryValue::MultiPolygon {
            coordinates: several.iter().map(rings).collect(),
        },
    };
    Some(geojson::Geometry::new(value))
}

fn positions(ring: &GridRing) -> Vec<Position> {
    ring.0
        .iter()
        .map(|p| Position::from([to_degrees(p.x), to_degrees(p.y)]))
        .collect()
}
