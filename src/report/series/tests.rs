//! A series in every format.

use std::sync::Arc;

use super::Timeline;
use crate::change::Breakdown;
use crate::measure::AreaUnit;
use crate::model::{ReferenceLayers, Snapshot};
use crate::overlay::Accuracy;
use crate::report::result::Report;
use crate::report::testing::{csv_of, json_of, layers, number, places, snapshot, study, units};

/// Reds advance for two steps and lose some in the third; the second moves only a sliver.
fn usual() -> Timeline {
    let steps = [
        ("2020-01-01", 3.0),
        ("2020-01-02", 4.0),
        ("2020-01-03", 4.001),
        ("2020-01-05", 3.5),
    ];
    let snapshots = steps.map(|(date, x)| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        snapshot(&format!("{date}.geojson"), Some(date), &land)
    });
    timeline(snapshots.to_vec(), 250.0)
}

#[test]
fn the_numbers_of_all_formats_agree() {
    let usual = usual();
    let json = json_of(&usual);
    assert_eq!(json.as_object().unwrap().keys().next().unwrap(), "generator");
    let changes = json["changes"].as_array().unwrap();
    let csv = csv_of(&usual, "changes");
    assert!(
        csv.starts_with("before,after,from,to,area_km2,noise_km2,low_km2,high_km2,rss_km2,parts,succession\n2020-01-01,2020-01-02,Blues,Reds,")
    );
    assert_eq!(csv.lines().count(), 1 + changes.len());
    for (line, change) in csv.lines().skip(1).zip(changes) {
        let area: f64 = line.split(',').nth(4).unwrap().parse().unwrap();
        assert!((area - change["area_km2"].as_f64().unwrap()).abs() < 1e-9);
    }
    let text = usual.document().text();
    let reds = text.lines().find(|line| line.starts_with("Reds")).unwrap();
    let cells: Vec<&str> = reds.split_whitespace().collect();
    let record = json["controllers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["name"] == "Reds")
        .unwrap();
    for (cell, key) in cells[1..].iter().zip([
        "first_km2",
        "last_km2",
        "gained_km2",
        "gained_noise_km2",
        "lost_km2",
        "lost_noise_km2",
        "net_km2",
    ]) {
        assert!(
            (number(cell) - record[key].as_f64().unwrap()).abs() <= 0.05,
            "{key}: {reds}"
        );
    }
    assert_eq!(cells.last(), Some(&"2020-01-02"));
    assert_eq!(record["largest_gain"]["after"], "2020-01-02");
}

#[test]
fn the_summary_leaves_slivers_out() {
    let text = usual().document().text();
    assert!(
        text.starts_with("4 snapshots from 1 January 2020 to 5 January 2020: "),
        "{text}"
    );
    assert!(text.contains("changed hands in 2 of 3 steps."), "{text}");
    let markdown = usual().document().markdown();
    assert!(
        markdown.contains("| 2020-01-03 | 2020-01-05 | Reds → Blues |"),
        "{markdown}"
    );
}

#[test]
fn slivers_alone_are_said() {
    let day = |date: &str, x: f64| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        snapshot(date, Some(date), &land)
    };
    let of = |x, tolerance_m| {
        let days = vec![day("2020", 3.0), day("2021", x)];
        timeline(days, tolerance_m).document().text()
    };
    let slivers = of(3.001, 250.0);
    assert!(
        slivers.contains("no land changed hands but 12 km² in slivers narrower than 250 m."),
        "{slivers}"
    );
    assert!(of(3.0, 250.0).contains(": no land changed hands.\n"));
}

#[test]
fn snapshots_say_who_held_what() {
    let json = json_of(&usual());
    for snapshot in json["snapshots"].as_array().unwrap() {
        let held = snapshot["controllers"].as_array().unwrap();
        let sum: f64 = held.iter().map(|h| h["area_km2"].as_f64().unwrap()).sum();
        assert!((sum - snapshot["area_km2"].as_f64().unwrap()).abs() < 1e-6);
        assert_eq!(snapshot["hash"].as_str().unwrap().len(), 32);
    }
}

#[test]
fn ranges_are_told_step_by_step_where_the_accuracy_is_known() {
    let steps = [
        ("2020-01-01", 3.0, 100.0),
        ("2020-01-02", 4.0, 700.0),
        ("2020-01-03", 5.0, 300.0),
    ];
    let snapshots = steps.map(|(date, x, accuracy_m)| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        let mut snapshot = snapshot(date, Some(date), &land);
        for territory in snapshot.territories.iter_mut().map(Arc::make_mut) {
            territory.accuracy_m = Some(accuracy_m);
        }
        snapshot
    });
    let known = timeline(snapshots.to_vec(), 0.0);
    let json = json_of(&known);
    let half_width = |step: usize| {
        let change = &json["changes"][step];
        let [low, high] = ["low_km2", "high_km2"].map(|key| change[key].as_f64().unwrap());
        (high - low) / 2.0
    };
    // The land between two meridians a degree long, each off as its own snapshot says, and by the same parallels.
    let degree_km = 110.57;
    assert!(
        (half_width(0) - (0.1 + 0.7) * degree_km - 2.0 * 0.7 * 111.3).abs() < 2.0,
        "{}",
        half_width(0)
    );
    assert!(half_width(0) < half_width(1), "{json}");
    let text = known.document().text();
    assert!(
        text.contains("low–high") && text.contains("root-sum-square"),
        "{text}"
    );
    let csv = csv_of(&known, "changes");
    let high = json["changes"][1]["high_km2"].as_f64().unwrap();
    assert!(
        csv.lines().nth(2).unwrap().contains(&format!(",{high},")),
        "{csv}"
    );
}

fn timeline(snapshots: Vec<Snapshot>, tolerance_m: f64) -> Timeline {
    let study = study(
        snapshots,
        ReferenceLayers::default(),
        tolerance_m,
        Accuracy::default(),
    );
    study.series().unwrap()
}

/// A loses a square to B and takes it back, and loses another to B, who loses it to C.
fn back_and_forth() -> Timeline {
    let day = |date: &str, [one, other]: [&str; 2]| {
        let land = [
            ("A", "", [0., 0., 1., 1.]),
            (one, "", [1., 0., 2., 1.]),
            (other, "", [2., 0., 3., 1.]),
        ];
        snapshot(&format!("{date}.geojson"), Some(date), &land)
    };
    let days = [
        day("2020-01-01", ["A", "A"]),
        day("2020-01-02", ["B", "B"]),
        day("2020-01-03", ["A", "C"]),
    ];
    let units = units(&[("East", [1.0, 0.0, 3.0, 1.0])]);
    let places = places(&[
        ("Middle", "", 500, (1.5, 0.5)),
        ("Edge", "", 0, (2.5, 0.5)),
        ("West", "", 9, (0.5, 0.5)),
    ]);
    let study = study(days.to_vec(), layers(units, places), 250.0, Accuracy::default());
    study.series().unwrap()
}

#[test]
fn land_that_went_back_and_forth_is_told_apart() {
    let timeline = back_and_forth();
    let series = &timeline.series;
    let of = |name: &str| series.controllers.iter().find(|c| c.name == name).unwrap();
    let squares = |area: crate::measure::Area| (area.km2() / 12_308.8).round();
    assert_eq!((squares(of("A").kept), squares(of("A").retaken)), (1.0, 1.0));
    assert_eq!((squares(of("B").kept), squares(of("B").retaken)), (0.0, 0.0));
    assert_eq!(
        series.times.iter().map(|&area| squares(area)).collect::<Vec<_>>(),
        [0.0, 2.0]
    );
    let text = timeline.document().text();
    assert!(text.contains("2×"), "{text}");
}

#[test]
fn units_places_and_fronts_are_told_by_step() {
    let timeline = back_and_forth();
    let steps = || timeline.breakdowns.iter();
    let shares = steps()
        .flat_map(Breakdown::unit_changes)
        .map(|row| (row.area.km2() / row.unit_area.km2(), row.to.as_deref()));
    let shares: Vec<_> = shares.map(|(share, to)| ((share * 100.0).round(), to)).collect();
    assert_eq!(shares, [(100.0, Some("B")), (50.0, Some("A")), (50.0, Some("C"))]);
    let places: Vec<_> = timeline
        .steps()
        .flat_map(|step| {
            let changes = step.breakdown.place_changes().iter();
            changes.map(move |change| (step.keys.after.clone(), change.place.clone()))
        })
        .map(|(after, place)| (after, place.name, place.population))
        .collect();
    assert_eq!(places.len(), 4);
    assert_eq!(
        places[0],
        ("2020-01-02".to_owned(), "Middle".to_owned(), Some(500))
    );
    // On the last day A meets C along one meridian of a degree.
    let dates = timeline.series.snapshots.iter().zip(&timeline.series.fronts);
    let last = dates.filter(|(snapshot, _)| snapshot.date.unwrap().to_string() == "2020-01-03");
    let last: Vec<_> = last.flat_map(|(_, fronts)| fronts).collect();
    let between = &last[0].between;
    assert_eq!((&*between[0], &*between[1], last.len()), ("A", "C", 1));
    assert!((last[0].length.km() - 110.57).abs() < 0.1);
    assert_eq!(Timeline::tables().len(), 7);
    for table in Timeline::tables().iter().filter(|table| table.name != "periods") {
        let csv = csv_of(&timeline, table.name);
        assert!(csv.lines().count() > 1, "{table:?}: {csv}");
    }
    let text = timeline.document().text();
    assert!(text.contains("East  A → B") && text.contains("100"), "{text}");
}

/// As [`usual`], with lines known to 200 m.
fn usual_with_ranges() -> Timeline {
    let steps = [("2020-01-01", 3.0), ("2020-01-02", 4.0), ("2020-01-05", 3.5)];
    let snapshots = steps.map(|(date, x)| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        snapshot(&format!("{date}.geojson"), Some(date), &land)
    });
    let accuracy = "200m".parse().unwrap();
    let study = study(snapshots.to_vec(), ReferenceLayers::default(), 0.0, accuracy);
    study.series().unwrap()
}

#[test]
fn totals_have_ranges_in_every_format() {
    let known = usual_with_ranges();
    let reds = known
        .series
        .controllers
        .iter()
        .find(|c| c.name == "Reds")
        .unwrap();
    let [gained, net] = [reds.spreads.gained, reds.spreads.net].map(|spread| spread.unwrap());
    let json = json_of(&known);
    let record = json["controllers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["name"] == "Reds")
        .unwrap();
    assert_eq!(record["gained_low_km2"].as_f64(), Some(gained.range.low.km2()));
    assert_eq!(record["net_high_km2"].as_f64(), Some(net.range.high.km2()));
    assert_eq!(record["net_rss_km2"].as_f64(), Some(net.rss.km2()));
    let csv = csv_of(&known, "controllers");
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .ends_with(",net_low_km2,net_high_km2,net_rss_km2,succession_km2"),
        "{csv}"
    );
    assert!(
        csv.contains(&format!(
            ",{},{},{}",
            net.range.low.km2(),
            net.range.high.km2(),
            net.rss.km2()
        )),
        "{csv}"
    );
    let [range, signed] = [
        format!(
            "{}–{}",
            gained.range.low.rounded(AreaUnit::Km2),
            gained.range.high.rounded(AreaUnit::Km2)
        ),
        format!(
            "+{} … +{}",
            net.range.low.rounded(AreaUnit::Km2),
            net.range.high.rounded(AreaUnit::Km2)
        ),
    ];
    for text in [known.document().text(), known.document().markdown()] {
        assert!(
            text.contains(&range) && text.contains(&signed),
            "{range}, {signed} in {text}"
        );
        assert!(text.contains("Over the series, ranges and ±"), "{text}");
    }
    let unknown = usual();
    assert!(!unknown.document().text().contains("may be off"));
    let json = json_of(&unknown);
    assert!(json["controllers"][0]["gained_low_km2"].is_null());
}

/// What the schema names is what is written, everywhere, and nothing else.
#[test]
fn the_schema_names_the_same_keys() {
    for timeline in [usual(), back_and_forth(), usual_with_ranges()] {
        json_of(&timeline);
    }
}
