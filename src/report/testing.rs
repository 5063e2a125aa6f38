//! Small cases for the tests of this module.

use serde_json::Value;

use super::case::CaseReport;
use super::format::Format;
use super::result::Report;
use super::write::json;
use crate::Result;
use crate::change::Change;
use crate::model::{
    Feature, Geometry, GridPoint, GridPolygon, GridRing, Layer, ReferenceLayers, Scenario, Snapshot,
    Territory, to_grid,
};
use crate::overlay::Accuracy;
use crate::study::Study;

/// A rectangle from west, south to east, north, in degrees.
pub(super) fn rectangle([west, south, east, north]: [f64; 4]) -> GridPolygon {
    let corners = [
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ];
    GridPolygon::new(GridRing::new(corners.map(point).to_vec()), vec![])
}

fn point((x, y): (f64, f64)) -> GridPoint {
    GridPoint {
        x: to_grid(x),
        y: to_grid(y),
    }
}

/// A snapshot of rectangles: controller, sovereign, bounds.
pub(super) fn snapshot(name: &str, date: Option<&str>, land: &[(&str, &str, [f64; 4])]) -> Snapshot {
    let territory = |&(controller, sovereign, bounds): &(&str, &str, [f64; 4])| Territory {
        controller: controller.to_owned(),
        sovereign: (!sovereign.is_empty()).then(|| sovereign.to_owned()),
        source: Some(format!("Survey of {name}")),
        polygons: vec![rectangle(bounds)],
        ..Territory::default()
    };
    Snapshot {
        name: name.to_owned(),
        date: date.map(|d| d.parse().unwrap()),
        territories: land.iter().map(territory).map(Into::into).collect(),
        ..Snapshot::default()
    }
}

/// The change between two snapshots.
pub(super) fn change(before: Snapshot, after: Snapshot, tolerance_m: f64) -> Change {
    crate::testing::change(before, after, tolerance_m)
}

/// Units and places, and no claims.
pub(super) fn layers(units: Layer, places: Layer) -> ReferenceLayers {
    ReferenceLayers {
        units,
        places,
        ..ReferenceLayers::default()
    }
}

/// A study of snapshots; pieces narrower than `tolerance_m` metres are noise.
pub(super) fn study(
    snapshots: Vec<Snapshot>,
    layers: ReferenceLayers,
    tolerance_m: f64,
    accuracy: Accuracy,
) -> Study {
    let settings = crate::testing::fixed(tolerance_m).accuracy(accuracy);
    Study::new(snapshots, layers, settings).unwrap()
}

/// All figures of a scenario whose study it is.
pub(super) fn case_of(study: &Study, scenario: &Scenario) -> Result<CaseReport> {
    let changes = study.steps().map(|step| Ok(study.change(step)?.change));
    let changes = changes.collect::<Result<_>>()?;
    CaseReport::new(scenario, study.classified()?.overlay(), changes)
}

/// A layer of named rectangles.
pub(super) fn units(land: &[(&str, [f64; 4])]) -> Layer {
    let feature = |&(name, bounds): &(&str, [f64; 4])| {
        let mut feature = named(name);
        feature.geometry.polygons.push(rectangle(bounds));
        feature
    };
    layer(land.iter().map(feature).collect())
}

/// A layer of places: name, other name, population, position.
pub(super) fn places(places: &[(&str, &str, u64, (f64, f64))]) -> Layer {
    let feature = |&(name, other, population, position): &(&str, &str, u64, (f64, f64))| {
        let mut feature = named(name);
        if !other.is_empty() {
            feature.properties.insert("name_alt".into(), other.into());
        }
        if population > 0 {
            feature.properties.insert("population".into(), population.into());
        }
        feature.geometry.points.push(point(position));
        feature
    };
    layer(places.iter().map(feature).collect())
}

fn named(name: &str) -> Feature {
    let mut feature = Feature::default();
    feature.properties.insert("name".into(), name.into());
    feature.geometry = Geometry::default();
    feature
}

fn layer(mut features: Vec<Feature>) -> Layer {
    for (index, feature) in features.iter_mut().enumerate() {
        feature.index = index;
    }
    Layer {
        features,
        ..Layer::default()
    }
}

/// The number that a cell of a table stands for.
pub(super) fn number(cell: &str) -> f64 {
    let plain = cell.trim().replace(',', "").replace('\u{2212}', "-");
    plain.trim_start_matches('+').parse().unwrap()
}

/// The JSON of a result, once it is valid by its schema.
pub(super) fn json_of<R: Report>(result: &R) -> Value {
    let json = serde_json::from_str(&result.written(Format::Json, None).unwrap()).unwrap();
    let problems = problems::<R>(&json);
    assert!(problems.is_empty(), "{problems:#?}");
    json
}

/// Why some JSON is not valid by the schema of a result.
pub(super) fn problems<R: Report>(json: &Value) -> Vec<String> {
    let schema = json::schema::<R::Record>();
    let validator = jsonschema::draft202012::new(schema.as_value()).unwrap();
    let problems = validator.iter_errors(json);
    problems
        .map(|problem| format!("{}: {problem}", problem.instance_path()))
        .collect()
}

/// A result in a format; as CSV the table of this name.
pub(super) fn csv_of<R: Report>(result: &R, table: &str) -> String {
    result.written(Format::Csv, Some(table)).unwrap()
}
