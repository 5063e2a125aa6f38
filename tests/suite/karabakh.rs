//! The reference case: the layers are what the recipes make, cover the land without gap or overlap, put every
//! settlement on its side, and measure what is known of them.

use std::fs;
use std::sync::Arc;

use landshift::{ReferenceLayers, Settings, Snapshot};
use landshift_engine::case::Case;
use landshift_engine::files::Reach;
use landshift_engine::model::{GridPoint, to_grid};
use landshift_engine::overlay::Overlay;
use landshift_engine::progress::Progress;

use crate::support::{karabakh, landshift, stdout};

/// The snapshots of the case, by place: 1994, 2020, 2023.
fn overlay() -> Overlay {
    let case = Case::open(&karabakh(), Reach::Inside).unwrap();
    let layers = ReferenceLayers {
        units: case.layer(case.scenario.units.as_ref()).unwrap(),
        ..ReferenceLayers::default()
    };
    overlay_of(
        case.snapshots(&landshift::ReadOptions::default())
            .unwrap()
            .into_iter()
            .map(Arc::new)
            .collect(),
        layers,
    )
}

fn overlay_of(snapshots: Vec<Arc<Snapshot>>, layers: ReferenceLayers) -> Overlay {
    let settings = Settings::default();
    Overlay::new(snapshots, Arc::new(layers), &settings, &Progress::default()).unwrap()
}

#[test]
fn the_layers_are_what_the_recipes_make_byte_for_byte() {
    for layer in [
        "1994-05-12",
        "1994-05-12-naturalearth",
        "2020-12-01",
        "2023-10-01",
        "districts",
        "nkao_1991_ring",
        "context",
        "de_jure",
    ] {
        let made = stdout(landshift(&karabakh()).args(["compose", &format!("recipes/{layer}.toml")]));
        let committed = fs::read_to_string(karabakh().join(format!("{layer}.geojson"))).unwrap();
        assert!(made == committed, "{layer}.geojson is not what its recipe makes");
    }
}

#[test]
fn each_snapshot_is_a_coverage_of_the_same_land() {
    let overlay = overlay();
    for face in overlay.mosaic().faces() {
        let holders: Vec<_> = (0..3).map(|i| overlay.controller(i, face)).collect();
        assert!(
            holders.iter().all(Option::is_some),
            "a gap of {} m²",
            overlay.mosaic().area(face).m2()
        );
        assert_eq!(
            overlay.units_at(face).len(),
            1,
            "land without a district, or in two"
        );
    }
    for snapshot in overlay.snapshots() {
        let alone = overlay_of(vec![Arc::clone(snapshot)], ReferenceLayers::default());
        let count = |overlay: &Overlay| overlay.mosaic().faces().count();
        let polygons: usize = snapshot.territories.iter().map(|t| t.polygons.len()).sum();
        assert_eq!(
            count(&alone),
            polygons,
            "{}: every face is one polygon: no overlap, no gap",
            snapshot.name
        );
    }
}

#[test]
fn every_feature_says_its_accuracy_source_and_sovereign() {
    for snapshot in overlay().snapshots() {
        assert!(snapshot.notices.is_empty(), "{:?}", snapshot.notices);
        for territory in &snapshot.territories {
            assert!(territory.accuracy_m.is_some_and(|m| m > 0.0));
            assert!(territory.source.is_some() && territory.sovereign.is_some());
        }
    }
}

/// Areas in km² that were measured independently on this data.
#[test]
fn areas_are_those_known_of_this_data() {
    let overlay = overlay();
    let held = |snapshot: usize, name: &str| overlay.areas(snapshot)[name].km2();
    let republic = "Nagorno-Karabakh Republic";
    assert!((held(0, republic) - 12_126.9).abs() < 0.1);
    assert!((held(1, republic) - 3_037.8).abs() < 0.1);
    assert!(!overlay.areas(2).contains_key(republic));
    let mosaic = overlay.mosaic();
    let sovereign =
        mosaic.areas_by(|face| Some(overlay.territory(0, face)?.sovereign.clone().unwrap_or_default()));
    assert!((sovereign["Azerbaijan"].km2() - 86_249.9).abs() < 0.1);
    assert!((sovereign["Armenia"].km2() - 29_588.2).abs() < 0.1);
    let by_unit = mosaic.areas_by(|face| {
        let held = overlay.controller(0, face) == Some(republic);
        let unit = overlay.units_at(face).first().filter(|_| held)?;
        Some(overlay.units().unit(*unit).name.clone())
    });
    let districts = [
        ("Kalbajar", 2_023.1),
        ("Lachin", 1_753.6),
        ("Qubadli", 740.6),
        ("Zangilan", 746.8),
        ("Jabrayil", 845.1),
        ("Fuzuli", 538.1),
        ("Aghdam", 805.5),
    ];
    for (name, km2) in districts {
        assert!(
            (by_unit[name].km2() - km2).abs() < 0.1,
            "{name}: {}",
            by_unit[name].km2()
        );
    }
}

#[test]
fn exclaves_are_with_their_holders() {
    let overlay = overlay();
    let mosaic = overlay.mosaic();
    // Held by the country around them since the first war: km² by holder and sovereign.
    for snapshot in 0..3 {
        let areas = mosaic.areas_by(|face| {
            let territory = overlay.territory(snapshot, face)?;
            Some((
                territory.controller.as_str(),
                territory.sovereign.as_deref().unwrap_or_default(),
            ))
        });
        assert!((areas[&("Armenia", "Azerbaijan")].km2() - (26.8 + 7.3)).abs() < 0.1);
        assert!((areas[&("Azerbaijan", "Armenia")].km2() - 35.2).abs() < 0.1);
    }
}

/// Settlements by the side they were on after 10 November 2020; in 1994 all were held by Armenian forces.
const TO_AZERBAIJAN: [(&str, f64, f64); 16] = [
    ("Shusha", 46.7512, 39.7633),
    ("Karintak / Dashalti", 46.7438, 39.7429),
    ("Sghnakh", 46.8015, 39.7221),
    ("Avetaranots", 46.8304, 39.7036),
    ("Taghavard (south)", 46.9173, 39.6661),
    ("Shekher", 46.9783, 39.6493),
    ("Togh", 46.9654, 39.5870),
    ("Hadrut", 47.0314, 39.5190),
    ("Hin Tagher", 46.8226, 39.5100),
    ("Madagiz / Sugovushan", 46.7294, 40.3314),
    ("Aghdam", 46.9274, 39.9910),
    ("Kalbajar", 46.0445, 40.1098),
    ("Fuzuli", 47.1453, 39.6009),
    ("Jabrayil", 47.0284, 39.3992),
    ("Zangilan", 46.6599, 39.0837),
    ("Qubadli", 46.5818, 39.3444),
];
const KEPT: [(&str, f64, f64); 12] = [
    ("Stepanakert / Khankendi", 46.7528, 39.8177),
    ("Shosh", 46.7863, 39.7708),
    ("Karkijahan", 46.7386, 39.8020),
    ("Martuni", 47.1110, 39.7952),
    ("Karmir Shuka", 46.9473, 39.6771),
    ("Turshsu", 46.6431, 39.6875),
    ("Lachin / Berdzor", 46.5488, 39.6402),
    ("Askeran", 46.8354, 39.9379),
    ("Khojaly", 46.7944, 39.9097),
    ("Martakert / Aghdara", 46.8225, 40.2097),
    ("Vank", 46.5442, 40.0528),
    ("Parukh", 46.8014, 40.0186),
];

#[test]
fn every_settlement_is_on_its_side() {
    let overlay = overlay();
    let holders = |lon: f64, lat: f64| {
        let face = overlay.mosaic().locate(&[GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        }])[0];
        [0, 1, 2].map(|i| overlay.controller(i, face).unwrap_or("nobody"))
    };
    let (a, k) = ("Azerbaijan", "Nagorno-Karabakh Republic");
    for (name, lon, lat) in TO_AZERBAIJAN {
        assert_eq!(holders(lon, lat), [k, a, a], "{name}");
    }
    for (name, lon, lat) in KEPT {
        assert_eq!(holders(lon, lat), [k, k, a], "{name}");
    }
    assert_eq!(holders(47.33, 39.45), [a, a, a], "Horadiz");
}

#[test]
fn edges_that_run_the_shortest_way_tell_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let [before, after] =
        ["1994-05-12.geojson", "2020-12-01.geojson"].map(|name| karabakh().join(name).display().to_string());
    let gained = |words: &[&str]| {
        let mut diff = landshift(folder.path());
        let text = stdout(
            diff.args(["diff", &before, &after, "--format", "json"])
                .args(words),
        );
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut changed = json["transitions"].as_array().unwrap().iter();
        let largest = changed.find(|one| one["from"] != one["to"]).unwrap();
        assert_eq!(largest["to"], "Azerbaijan");
        largest["area_km2"].as_f64().unwrap()
    };
    let geodesic = ["--edges", "geodesic"];
    let (straight, shortest) = (gained(&[]), gained(&geodesic));
    assert!((shortest / straight - 1.0).abs() < 1e-4, "{straight} {shortest}");
    assert!(shortest.to_bits() != straight.to_bits());
    let run = |words: &[&str]| drop(stdout(landshift(folder.path()).args(words)));
    run(&[
        "diff",
        &before,
        &after,
        "--edges",
        "geodesic",
        "-o",
        "diff.geojson",
    ]);
    run(&["apply", &before, "diff.geojson", "-o", "after.geojson"]);
    let differ = stdout(
        landshift(folder.path())
            .args(["diff", "after.geojson", &after, "--tolerance", "0m"])
            .args(geodesic),
    );
    assert!(differ.contains("No land changed hands"), "{differ}");
}
