//! Draws the maps of a folder of GeoJSON files, to be looked at: `LANDSHIFT_DEV_MAP=folder cargo test dev_map`. And the
//! made-up cases of the tests: `LANDSHIFT_DEV_CASES=folder cargo test map::tests`.

use std::path::Path;

use geo_types::{Coord, LineString, Polygon};
use serde_json::Value;

use crate::map::*;
use crate::measure::Area;
use crate::model::{ControllerStyle, GridLine, GridPolygon, to_grid};

/// Writes the pictures of a case, if they are asked for.
pub(super) fn show(name: &str, kind: &str, scenes: &[Scene]) {
    let Some(folder) = std::env::var_os("LANDSHIFT_DEV_CASES") else {
        return;
    };
    for (number, scene) in scenes.iter().enumerate() {
        let file = format!("{name} {kind} {number}.png");
        std::fs::write(Path::new(&folder).join(file), scene.to_png(1.0).unwrap()).unwrap();
    }
}

fn features(folder: &Path, name: &str) -> Vec<Value> {
    let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
        return Vec::new();
    };
    serde_json::from_str::<Value>(&text).unwrap()["features"]
        .as_array()
        .unwrap()
        .clone()
}

fn line(value: &Value) -> GridLine {
    let point = |p: &Value| Coord {
        x: to_grid(p[0].as_f64().unwrap()),
        y: to_grid(p[1].as_f64().unwrap()),
    };
    LineString(value.as_array().unwrap().iter().map(point).collect())
}

fn polygons(geometry: &Value) -> Vec<GridPolygon> {
    let polygon = |rings: &Value| {
        let mut rings = rings.as_array().unwrap().iter().map(line);
        Polygon::new(rings.next().unwrap(), rings.collect())
    };
    match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![polygon(&geometry["coordinates"])],
        "MultiPolygon" => geometry["coordinates"]
            .as_array()
            .unwrap()
            .iter()
            .map(polygon)
            .collect(),
        _ => geometry["geometries"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(polygons)
            .collect(),
    }
}

fn lines(geometry: &Value) -> Vec<GridLine> {
    match geometry["type"].as_str().unwrap() {
        "LineString" => vec![line(&geometry["coordinates"])],
        "MultiLineString" => geometry["coordinates"]
            .as_array()
            .unwrap()
            .iter()
            .map(line)
            .collect(),
        _ => Vec::new(),
    }
}

fn text(feature: &Value, key: &str) -> Option<String> {
    feature["properties"][key].as_str().map(str::to_owned)
}

fn regions(folder: &Path, name: &str) -> Vec<Region> {
    let read = |f: &Value| Region {
        controller: text(f, "controller").unwrap(),
        sovereign: text(f, "sovereign"),
        area: Area::from_km2(f["properties"]["km2"].as_f64().unwrap()),
        polygons: polygons(&f["geometry"]),
        ..Region::default()
    };
    features(folder, name).iter().map(read).collect()
}

fn boundaries(folder: &Path, name: &str) -> Vec<Boundary> {
    let read = |f: &Value| Boundary {
        kind: match text(f, "kind").unwrap().as_str() {
            "control" => BoundaryKind::Control,
            _ => BoundaryKind::Border,
        },
        lines: lines(&f["geometry"]),
    };
    features(folder, name).iter().map(read).collect()
}

fn context(folder: &Path, name: &str) -> Vec<Context> {
    let read = |f: &Value| Context {
        name: text(f, "name"),
        kind: match text(f, "kind").as_deref() {
            Some("water") => ContextKind::Water,
            _ => ContextKind::Land,
        },
        polygons: polygons(&f["geometry"]),
    };
    features(folder, name).iter().map(read).collect()
}

fn place(f: &Value) -> Place {
    Place {
        name: text(f, "name").unwrap(),
        name_alt: text(f, "alt"),
        kind: match text(f, "kind").unwrap().as_str() {
            "capital" => PlaceKind::Capital,
            "city" => PlaceKind::City,
            "area" => PlaceKind::Area,
            _ => PlaceKind::Town,
        },
        rank: f["properties"]["rank"].as_u64().unwrap() as u8,
        at: line(&serde_json::json!([f["geometry"]["coordinates"]])).0[0],
    }
}

pub(super) fn load(folder: &Path) -> MapInput {
    let style = |name: &str, color: &str, short: Option<&str>| ControllerStyle {
        name: name.into(),
        color: Some(color.into()),
        short: short.map(str::to_owned),
    };
    MapInput {
        language: crate::language::Language::default(),
        title: "Azerbaijan regained three-quarters of the land it lost in 1994".into(),
        subtitle: "Territorial control in and around Nagorno-Karabakh, before and after the 2020 war".into(),
        credits: vec![
            "Natural Earth 1:10m admin-1".into(),
            "draft lines for development".into(),
        ],
        notes: vec![],
        before: Side {
            heading: "12 May 1994".into(),
            caption: Some("After the first war".into()),
            regions: regions(folder, "before.geojson"),
            boundaries: boundaries(folder, "bound_before.geojson"),
            ..Side::default()
        },
        after: Side {
            heading: "1 December 2020".into(),
            caption: Some("After the second war".into()),
            regions: regions(folder, "after.geojson"),
            boundaries: boundaries(folder, "bound_after.geojson"),
            ..Side::default()
        },
        transfers: features(folder, "transfers.geojson")
            .iter()
            .map(|f| Transfer {
                from: text(f, "from"),
                to: text(f, "to"),
                area: Area::from_km2(f["properties"]["km2"].as_f64().unwrap()),
                noise: false,
                polygons: polygons(&f["geometry"]),
                ..Transfer::default()
            })
            .collect(),
        kept: regions(folder, "kept.geojson"),
        controllers: vec![
            style("Armenia", "#d9720d", None),
            style("Azerbaijan", "#2f6db0", None),
            style("Armenian forces", "#d9720d", None),
            style("Russian peacekeepers", "#a8407c", None),
        ],
        places: features(folder, "places.geojson").iter().map(place).collect(),
        context: context(folder, "context.geojson"),
        locator: context(folder, "locator.geojson"),
        outlines: features(folder, "oblast.geojson")
            .iter()
            .map(|f| (text(f, "label").unwrap(), lines(&f["geometry"])))
            .collect(),
        breakdown: None,
        ..MapInput::default()
    }
}

#[test]
fn dev_map() {
    let Ok(folder) = std::env::var("LANDSHIFT_DEV_MAP") else {
        return;
    };
    let out = std::env::var("LANDSHIFT_DEV_OUT").unwrap();
    draw_all(&load(Path::new(&folder)), &format!("{out}/"));
    draw_all(&super::fixture::input(178.5, 39.0), &format!("{out}/stress_"));
    let mut unknown = super::fixture::input(44.0, 60.0);
    for region in unknown
        .before
        .regions
        .iter_mut()
        .chain(&mut unknown.after.regions)
    {
        region.sovereign = None;
    }
    unknown.kept.clear();
    draw_all(&unknown, &format!("{out}/plain_"));
}

pub(super) fn draw_all(input: &MapInput, prefix: &str) {
    type Draw = fn(&MapInput, &MapOptions) -> crate::Result<Scene>;
    for (name, draw) in [("before_after", before_after as Draw), ("change", change as Draw)] {
        let clock = std::time::Instant::now();
        let scene = draw(input, &MapOptions::default()).unwrap();
        let drawn = clock.elapsed();
        let clock = std::time::Instant::now();
        let (svg, png) = (scene.to_svg(), scene.to_png(1.0).unwrap());
        println!(
            "{prefix}{name}: drawn in {drawn:?}, written in {:?}, svg {} kB, png {} kB; left out {:?}; missing {:?}",
            clock.elapsed(),
            svg.len() / 1000,
            png.len() / 1000,
            scene.left_out(),
            scene.missing_glyphs()
        );
        std::fs::write(format!("{prefix}{name}.svg"), svg).unwrap();
        std::fs::write(format!("{prefix}{name}.png"), png).unwrap();
    }
}
