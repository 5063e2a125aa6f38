//! Land at ±180°, round the poles and half round the earth: overlays close, diffs lead there and back, and what is mended passes.

use landshift::check::{self, Policy};
use landshift::diff::{Diff, apply};
use landshift::{
    EdgeModel, Format, Inspection, LandFormat, ReadOptions, ReferenceLayers, Report, Settings, Snapshot,
    Study, ToleranceSetting,
};
use landshift_engine::change::Change;
use landshift_engine::measure::Length;
use landshift_engine::model::Overlaps;
use serde_json::{Value, json};

use crate::patches::reread;

type Ring = Vec<[f64; 2]>;

fn frame([west, south, east, north]: [f64; 4]) -> Ring {
    vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ]
}

/// A layer: holders with their polygons.
fn layer(date: &str, land: &[(&str, Vec<Vec<Ring>>)]) -> String {
    let features = land.iter().map(|(name, polygons)| {
        json!({"type": "Feature", "properties": {"controller": name},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons}})
    });
    json!({"type": "FeatureCollection", "date": date, "features": features.collect::<Value>()}).to_string()
}

/// Layers at ±180°, each with what is odd about it.
#[expect(clippy::too_many_lines, reason = "a table, one row a layer")]
fn layers() -> Vec<(&'static str, String)> {
    let square = |frames: &[[f64; 4]]| -> Vec<Vec<Ring>> { frames.iter().map(|&f| vec![frame(f)]).collect() };
    let (west, east) = ([170., 0., 180., 10.], [-180., 0., -170., 10.]);
    let notched = vec![vec![vec![
        [-180., 0.],
        [180., 0.],
        [180., 5.],
        [170., 5.],
        [170., 8.],
        [180., 8.],
        [180., 20.],
        [-180., 20.],
        [-180., 0.],
    ]]];
    let slanted = vec![vec![vec![
        [-180., 10.],
        [175., 35.],
        [180., 90.],
        [-180., 90.],
        [-180., 10.],
    ]]];
    vec![
        (
            "meets exactly there",
            layer("2001", &[("A", square(&[west])), ("B", square(&[east]))]),
        ),
        (
            "one has land on both sides",
            layer(
                "2002",
                &[
                    ("A", square(&[west, [-180., 0., -175., 10.]])),
                    ("B", square(&[[-175., 0., -170., 10.]])),
                ],
            ),
        ),
        (
            "written across",
            layer("2003", &[("A", vec![vec![frame([170., 0., -175., 10.])]])]),
        ),
        (
            "vertices of one side alone",
            layer(
                "2004",
                &[
                    (
                        "A",
                        vec![vec![vec![
                            [170., 0.],
                            [180., 0.],
                            [180., 3.333_333_333],
                            [180., 10.],
                            [170., 10.],
                            [170., 0.],
                        ]]],
                    ),
                    (
                        "B",
                        vec![vec![vec![
                            [-180., 0.],
                            [-170., 0.],
                            [-170., 10.],
                            [-180., 10.],
                            [-180., 7.7],
                            [-180., 0.],
                        ]]],
                    ),
                ],
            ),
        ),
        (
            "rings that are flat there, and a spur",
            layer(
                "2005",
                &[
                    (
                        "A",
                        vec![
                            vec![frame(west)],
                            vec![vec![[180., 0.], [180., 10.], [180., 5.], [180., 0.]]],
                            vec![vec![
                                [180., 0.],
                                [180., 10.],
                                [-180., 10.],
                                [-180., 0.],
                                [180., 0.],
                            ]],
                        ],
                    ),
                    (
                        "B",
                        vec![vec![vec![
                            [-180., -3.],
                            [-180., 0.],
                            [-170., 0.],
                            [-170., 10.],
                            [-180., 10.],
                            [-180., 0.],
                            [-180., -3.],
                        ]]],
                    ),
                ],
            ),
        ),
        (
            "a hole across",
            layer(
                "2006",
                &[(
                    "A",
                    vec![vec![frame([170., 0., -170., 10.]), frame([178., 2., -178., 8.])]],
                )],
            ),
        ),
        (
            "a belt round the earth",
            layer(
                "2007",
                &[("A", square(&[[-180., 0., 180., 10.]])), ("B", square(&[west]))],
            ),
        ),
        (
            "a belt with others in it",
            layer(
                "2008",
                &[
                    ("B", square(&[west, east])),
                    ("A", square(&[[-180., -5., 180., 20.]])),
                ],
            ),
        ),
        ("a belt with a notch", layer("2009", &[("A", notched)])),
        ("a slanted outline of the north", layer("2010", &[("A", slanted)])),
        (
            "the pole in halves",
            layer(
                "2011",
                &[
                    ("A", square(&[[-180., 80., 0., 90.]])),
                    ("B", square(&[[0., 80., 180., 90.]])),
                ],
            ),
        ),
        (
            "long edges across",
            layer(
                "2012",
                &[(
                    "A",
                    vec![vec![vec![
                        [150., 40.],
                        [-160., 45.],
                        [-150., 60.],
                        [150., 60.],
                        [150., 40.],
                    ]]],
                )],
            ),
        ),
        (
            "all the earth",
            layer("2013", &[("A", square(&[[-180., -90., 180., 90.]]))]),
        ),
    ]
}

fn snapshots() -> Vec<(&'static str, Snapshot)> {
    let read = |(name, text): (&'static str, String)| {
        (name, Snapshot::read(text, name, &ReadOptions::default()).unwrap())
    };
    layers().into_iter().map(read).collect()
}

fn change(edges: EdgeModel, before: &Snapshot, after: &Snapshot) -> Change {
    let settings = Settings::default()
        .edges(edges)
        .tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let study = Study::new(
        vec![before.clone(), after.clone()],
        ReferenceLayers::default(),
        settings,
    )
    .unwrap();
    study.change(study.overall()).unwrap().change
}

/// Every one of some layers to as many of those after it, and back.
fn there_and_back(edges: EdgeModel, snapshots: &[(&str, Snapshot)], others: usize) {
    for (place, (one, before)) in snapshots.iter().enumerate() {
        for (other, after) in snapshots.iter().skip(place + 1).take(others) {
            let told = format!("{one} → {other}");
            let diff = reread(&Diff::of(&change(edges, before, after)));
            let made = apply(before.clone(), &diff).expect(&told);
            assert!(change(edges, &made, after).transfers.is_empty(), "{told}");
            let undone = apply(made, &reread(&diff.inverted())).expect(&told);
            assert!(
                change(edges, &undone, before).transfers.is_empty(),
                "{told} and back"
            );
        }
    }
}

#[test]
fn diffs_across_180_lead_there_and_back() {
    there_and_back(EdgeModel::StraightLonLat, &snapshots(), usize::MAX);
}

#[test]
fn diffs_across_180_by_the_shortest_way_lead_there_and_back() {
    // A parallel far from the pole has tens of thousands of positions then: a small one will do. Flat rings would take half the time.
    let is_long = |name: &str| {
        ["belt", "outline", "earth", "pole", "flat"]
            .iter()
            .any(|part| name.contains(part))
    };
    let mut land = snapshots();
    land.retain(|(name, _)| !is_long(name));
    let read = |text: String, name: &str| Snapshot::read(text, name, &ReadOptions::default()).unwrap();
    let half = |[west, east]: [f64; 2]| vec![vec![frame([west, 89.9, east, 90.])]];
    let halves = [("A", half([-180., 0.])), ("B", half([0., 180.]))];
    land.push((
        "a small cap",
        read(layer("2014", &[("A", half([-180., 180.]))]), "cap"),
    ));
    land.push(("a small cap in halves", read(layer("2015", &halves), "halves")));
    there_and_back(EdgeModel::Geodesic, &land, 1);
}

#[test]
fn what_is_mended_at_180_passes_and_stays() {
    let (options, policy) = (
        ReadOptions::default(),
        Policy {
            overlaps: Overlaps::First,
            ..Policy::default()
        },
    );
    let mend = |text: &str| {
        let inspection = Inspection::read(text, "x.geojson").unwrap();
        let fixed = check::fix(&inspection, &options, &policy).unwrap();
        fixed.written(Format::Land(LandFormat::GeoJson), None).unwrap()
    };
    for (name, text) in layers() {
        let once = mend(&text);
        let inspection = Inspection::read(once.as_str(), name).unwrap();
        let found = check::check(&inspection, &options, &Policy::default()).problems;
        assert!(found.is_empty(), "{name}: {found:?}");
        assert_eq!(mend(&once), once, "{name}");
        let [before, after] =
            [&text, &once].map(|text| Snapshot::read(text.as_str(), name, &options).unwrap());
        let changed = change(EdgeModel::StraightLonLat, &before, &after).transfers;
        assert!(changed.is_empty(), "{name}: {changed:?}");
    }
}
