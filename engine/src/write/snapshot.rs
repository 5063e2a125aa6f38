//! A snapshot out: a layer of control, one feature a territory.

use std::borrow::Cow;
use std::io;

use serde_json::{Map, Value};

use super::layer::{LandLayer, OutFeature, OutGeometry};
use super::style::{CONTROLLER, Style, holder_property};
use crate::model::{ControllerSource, Snapshot, Territory};

/// The layer that a snapshot is, with its title, its date and `more` members; `generator` names the command that made
/// it.
///
/// # Errors
///
/// When a member is no JSON.
pub fn snapshot<'a>(
    snapshot: &'a Snapshot,
    generator: &str,
    more: &Map<String, Value>,
) -> io::Result<LandLayer<'a, Cow<'a, Map<String, Value>>>> {
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
        properties: named(territory, &snapshot.controller_from),
        geometry: OutGeometry::Land(&territory.polygons),
    });
    LandLayer::new("control", features.collect())
        .styled(Style::of_holders(&snapshot.controller_from))
        .with_members(members)
}

/// The properties of a territory, with its controller where they do not name it as they did when it was read: ids, files and
/// options may have named it, or a name was read as another.
fn named<'a>(territory: &'a Territory, source: &ControllerSource) -> Cow<'a, Map<String, Value>> {
    let key = holder_property(source);
    let properties = Cow::Borrowed(&territory.properties);
    if properties.get(key).and_then(Value::as_str) == Some(&territory.controller) {
        return properties;
    }
    let mut properties = properties.into_owned();
    properties.insert(CONTROLLER.to_owned(), territory.controller.as_str().into());
    Cow::Owned(properties)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layer;
    use crate::model::Unnamed;
    use crate::read::ReadOptions;
    use crate::write::LandFormat;

    #[test]
    fn who_holds_land_is_written_whatever_named_it() {
        let layer = |features: &str| {
            let text = format!(r#"{{"type": "FeatureCollection", "features": [{features}]}}"#);
            Layer::read(text, "a.geojson").unwrap()
        };
        let feature = |id: &str, properties: &str| {
            format!(
                r#"{{"type": "Feature", "id": "{id}", "properties": {properties}, "geometry": {{"type": "Polygon",
                    "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}}}}"#
            )
        };
        let by_ids = [feature("X", r#"{"n": 1}"#), feature("Y", "{}")].join(",");
        for (features, options) in [
            (by_ids.clone(), ReadOptions::default()),
            (by_ids, ReadOptions::default().name("Z")),
            (feature("1", "{}"), ReadOptions::default().unnamed(Unnamed::File)),
            (feature("1", r#"{"name": " N  M "}"#), ReadOptions::default()),
        ] {
            let read = Snapshot::of(layer(&features), &options).unwrap();
            let mut text = Vec::new();
            let layer = snapshot(&read, "test", &Map::new()).unwrap();
            layer.write(LandFormat::GeoJson, &mut text).unwrap();
            let again = Layer::read(&text, "a.geojson").unwrap();
            let again = Snapshot::of(again, &ReadOptions::default()).unwrap();
            assert_eq!(again.controllers(), read.controllers());
        }
    }
}
