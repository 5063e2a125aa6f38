//! Draws the reference case from its recipes, to be looked at: `LANDSHIFT_REAL=folder LANDSHIFT_DEV_OUT=…`.

use std::path::Path;

use crate::change::{self as ch, Change, Overlay};
use crate::compose::compose;
use crate::map::*;
use crate::measure::{Area, EdgeModel};
use crate::model::{GridPolygon, Layer, Scenario, Snapshot};
use crate::read::ReadOptions;

fn composed(folder: &Path, name: &str) -> Layer {
    let mut text = Vec::new();
    let layer = compose(
        &format!("recipes/{name}.toml"),
        &crate::files::Folder::anywhere(folder),
    )
    .unwrap();
    layer.write(&mut text).unwrap();
    Layer::read(text.as_slice(), &format!("{name}.geojson")).unwrap()
}

fn side(overlay: &Overlay, n: usize, caption: Option<String>) -> Side {
    let key = |face| {
        let t = overlay.territory(n, face)?;
        Some((t.controller.clone(), t.sovereign.clone()))
    };
    let areas = overlay.mosaic().areas_by(key);
    let regions = overlay
        .mosaic()
        .dissolve(key)
        .into_iter()
        .map(|(k, polygons)| Region {
            area: areas[&k],
            controller: k.0,
            sovereign: k.1,
            polygons,
            ..Region::default()
        });
    let kind = |k| match k {
        ch::BoundaryKind::Border => BoundaryKind::Border,
        ch::BoundaryKind::Control => BoundaryKind::Control,
    };
    Side {
        heading: overlay.snapshots()[n].heading(),
        caption,
        regions: regions.collect(),
        boundaries: overlay
            .boundaries(n)
            .into_iter()
            .map(|(k, lines)| Boundary { kind: kind(k), lines })
            .collect(),
        ..Side::default()
    }
}

fn input(folder: &Path, scenario: &Scenario, overlay: &Overlay, a: usize, b: usize) -> MapInput {
    let change = Change::between(overlay, a, b, scenario.tolerance_m.unwrap()).unwrap();
    let losers: Vec<&str> = change
        .transfers
        .iter()
        .filter(|t| !t.noise)
        .filter_map(|t| t.from.as_deref())
        .collect();
    let kept_key = |face| {
        let (t, u) = (overlay.territory(a, face)?, overlay.territory(b, face)?);
        let other = t.sovereign.as_ref().is_some_and(|s| *s != t.controller);
        (t.controller == u.controller && other && losers.contains(&t.controller.as_str()))
            .then(|| (t.controller.clone(), t.sovereign.clone()))
    };
    let kept_areas = overlay.mosaic().areas_by(kept_key);
    let read = |name: &str| -> Vec<crate::model::Feature> {
        crate::model::Layer::open(&folder.join(name)).unwrap().features
    };
    let context = |f: &crate::model::Feature| Context {
        name: f.text("name"),
        kind: match f.text("kind").as_deref() {
            Some("lake" | "sea") => ContextKind::Water,
            _ => ContextKind::Land,
        },
        polygons: f.geometry.polygons.clone(),
    };
    let place = |f: &crate::model::Feature| Place {
        name: f.text("name").unwrap(),
        name_alt: f.text("name_alt"),
        kind: match f.text("kind").as_deref() {
            Some("capital") => PlaceKind::Capital,
            Some("city") => PlaceKind::City,
            Some("town") => PlaceKind::Town,
            _ => PlaceKind::Village,
        },
        rank: f.text("rank").unwrap().parse().unwrap(),
        at: f.geometry.points[0],
    };
    let ring = composed(folder, "nkao_1991_ring");
    let lines = ring
        .features
        .iter()
        .flat_map(|f| f.geometry.polygons.iter().map(|p| p.exterior().clone()));
    MapInput {
        title: format!("{}: who held what", scenario.title),
        subtitle: "Territorial control in and around Nagorno-Karabakh".into(),
        credits: scenario.credits.clone(),
        before: side(overlay, a, scenario.snapshots[a].caption.clone()),
        after: side(overlay, b, scenario.snapshots[b].caption.clone()),
        transfers: change
            .transfers
            .iter()
            .map(|t| Transfer {
                from: t.from.as_deref().map(str::to_owned),
                to: t.to.as_deref().map(str::to_owned),
                area: t.area,
                noise: t.noise,
                polygons: vec![t.polygon.clone()],
                ..Transfer::default()
            })
            .collect(),
        kept: overlay
            .mosaic()
            .dissolve(kept_key)
            .into_iter()
            .map(|(k, polygons): (_, Vec<GridPolygon>)| Region {
                area: kept_areas[&k],
                controller: k.0,
                sovereign: k.1,
                polygons,
                ..Region::default()
            })
            .collect(),
        controllers: scenario.controllers.clone(),
        places: read("places.geojson").iter().map(place).collect(),
        context: composed(folder, "context").features.iter().map(context).collect(),
        locator: read("locator.geojson").iter().map(context).collect(),
        outlines: vec![(scenario.outlines[0].label.clone(), lines.collect())],
        breakdown: Some(breakdown(overlay, a, b)),
        ..MapInput::default()
    }
}

fn breakdown(overlay: &Overlay, a: usize, b: usize) -> Breakdown {
    let by_unit = overlay.mosaic().areas_by(|face| {
        (overlay.controller(a, face) != overlay.controller(b, face)).then(|| overlay.unit(face))?
    });
    let mut rows: Vec<(String, Area)> = by_unit.into_iter().collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.1));
    rows.truncate(10);
    Breakdown {
        heading: "Changed hands, by district, km²".into(),
        rows,
    }
}

#[test]
fn reference_case() {
    let Ok(folder) = std::env::var("LANDSHIFT_REAL") else {
        return;
    };
    let folder = Path::new(&folder);
    let out = std::env::var("LANDSHIFT_DEV_OUT").unwrap();
    let scenario: Scenario =
        toml::from_str(&std::fs::read_to_string(folder.join("scenario.toml")).unwrap()).unwrap();
    let snapshots: Vec<Snapshot> = ["1994-05-12", "2020-12-01", "2023-10-01"]
        .iter()
        .map(|name| Snapshot::of(composed(folder, name), &ReadOptions::default()).unwrap())
        .collect();
    let overlay = Overlay::new(snapshots, composed(folder, "districts"), EdgeModel::default());
    for (a, b) in [(0, 1), (1, 2), (0, 2)] {
        let input = input(folder, &scenario, &overlay, a, b);
        super::dev::draw_all(&input, &format!("{out}/real{a}{b}_"));
    }
}
