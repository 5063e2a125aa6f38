//! One change in every format: the numbers agree, and no name breaks out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ChangeReport;
use crate::change::Change;
use crate::measure::{AreaRange, AreaUnit};
use crate::model::{Claim, Claims, Layer, ReferenceLayers, Snapshot};
use crate::overlay::{Accuracy, Step};
use crate::report::format::Format;
use crate::report::result::Report;
use crate::report::testing::{self, csv_of, json_of, layers, number, snapshot, study};

fn change(change: &Change, format: Format) -> crate::Result<String> {
    ChangeReport::from(change.clone()).written(format, None)
}

/// The change between two snapshots, all pieces counted.
fn changed(snapshots: Vec<Snapshot>, layers: ReferenceLayers, accuracy: Accuracy) -> ChangeReport {
    let study = study(snapshots, layers, 0.0, accuracy);
    study.change(Step::overall(2)).unwrap()
}

/// Names that some format could take for its own.
const WILD: [&str; 5] = [
    "a|b",
    "say \"so\"",
    "two\nlines",
    "<script>alert(1)</script>",
    "=1+1",
];

/// Two controllers and a sliver; land on either rim that only one snapshot has.
fn usual() -> Change {
    testing::change(
        snapshot(
            "before.geojson",
            Some("1994-05-12"),
            &[("Reds", "", [0., 0., 3., 1.]), ("Blues", "", [3., 0., 6., 1.])],
        ),
        snapshot(
            "after.geojson",
            Some("2020-12-01"),
            &[
                ("Reds", "", [0.5, 0., 2., 1.]),
                ("Blues", "", [2., 0., 7., 0.999]),
                ("Reds", "", [3., 0.999, 6., 1.]),
            ],
        ),
        250.0,
    )
}

fn wild() -> Change {
    let strips = |shift: usize| -> Vec<(&str, &str, [f64; 4])> {
        let strip = |i: usize| {
            let west = f64::from(i as u8);
            (WILD[(i + shift) % WILD.len()], "", [west, 0., west + 1., 1.])
        };
        (0..WILD.len()).map(strip).collect()
    };
    testing::change(
        snapshot("a|b.geojson", None, &strips(0)),
        snapshot("<after>.geojson", None, &strips(1)),
        0.0,
    )
}

type Transitions = BTreeMap<(Option<String>, Option<String>), f64>;

fn from_json(change_: &Change) -> Transitions {
    let value: Value = serde_json::from_str(&change(change_, Format::Json).unwrap()).unwrap();
    let name = |value: &Value| value.as_str().map(str::to_owned);
    let transitions = value["transitions"].as_array().unwrap();
    transitions
        .iter()
        .map(|t| {
            (
                (name(&t["from"]), name(&t["to"])),
                t["area_km2"].as_f64().unwrap(),
            )
        })
        .collect()
}

fn from_csv(change_: &Change) -> Transitions {
    let text = change(change_, Format::Csv).unwrap();
    let name = |cell: &str| {
        let plain = if cell == "'=1+1" { "=1+1" } else { cell };
        (!plain.is_empty()).then(|| plain.to_owned())
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| ((name(&row[2]), name(&row[3])), row[4].parse().unwrap()))
        .collect()
}

/// The changed land of a table: the first cell is `from → to`, the second its area.
fn from_table(rows: impl Iterator<Item = Vec<String>>) -> Transitions {
    let name = |text: &str| (text != "(none)").then(|| text.to_owned());
    rows.filter_map(|cells| {
        let (from, to) = cells.first()?.split_once(" → ")?;
        let area = cells.get(1)?.trim_start_matches(|c: char| !c.is_ascii_digit());
        (!area.is_empty()).then(|| ((name(from), name(to)), number(area)))
    })
    .collect()
}

fn from_text(change_: &Change) -> Transitions {
    let text = change(change_, Format::Text).unwrap();
    let cells = |line: &str| {
        line.trim()
            .split("  ")
            .filter(|c| !c.is_empty())
            .map(str::to_owned)
            .collect()
    };
    from_table(text.lines().map(cells))
}

fn from_markdown(change_: &Change) -> Transitions {
    let text = change(change_, Format::Markdown).unwrap();
    let cells = |line: &str| {
        line.trim_matches('|')
            .split('|')
            .map(|c| c.trim().to_owned())
            .collect()
    };
    from_table(text.lines().map(cells))
}

#[test]
fn every_format_has_the_same_numbers() {
    let change_ = usual();
    let json = from_json(&change_);
    assert_eq!(json.len(), change_.transitions.len());
    assert_eq!(json, from_csv(&change_));
    let text = from_text(&change_);
    assert_eq!(text, from_markdown(&change_));
    assert_eq!(text.len(), change_.changes().count());
    for (pair, area) in text {
        assert!(
            (json[&pair] - area).abs() <= 0.05,
            "{pair:?}: {area} is {}",
            json[&pair]
        );
    }
}

#[test]
fn noise_is_the_difference_between_the_low_and_the_high_end() {
    let value: Value = serde_json::from_str(&change(&usual(), Format::Json).unwrap()).unwrap();
    let sliver = |t: &&Value| t["from"] == "Blues" && t["to"] == "Reds";
    let sliver = value["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .find(sliver)
        .unwrap();
    assert_eq!(sliver["noise_km2"], sliver["area_km2"]);
    assert_eq!(sliver["low_km2"], 0.0);
    assert_eq!(sliver["high_km2"], sliver["area_km2"]);
    let text = change(&usual(), Format::Text).unwrap();
    assert!(
        text.starts_with("Blues gained 12,296 km² from Reds and 12,296 km² from nobody between 12 May 1994"),
        "{text}"
    );
}

#[test]
fn the_json_has_the_keys_of_the_contract_in_its_order() {
    let value: Value = serde_json::from_str(&change(&usual(), Format::Json).unwrap()).unwrap();
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        keys(&value),
        "generator before after edges tolerance_m transitions controllers successions renames overlaps recognition closure evidence pieces unit_changes place_changes within unit_overlaps weighed"
    );
    assert_eq!(
        keys(&value["before"]),
        "path date area_km2 title sources hash problems"
    );
    assert_eq!(
        keys(&value["transitions"][0]),
        "from to area_km2 noise_km2 low_km2 high_km2 rss_km2 parts succession"
    );
    let controller = &value["controllers"][0];
    assert_eq!(
        keys(controller),
        "name before_km2 after_km2 gained_km2 lost_km2 succession_km2 net_km2 margins"
    );
}

/// What the schema names is what is written, everywhere, and nothing else.
#[test]
fn the_schema_names_the_same_keys() {
    for change_ in [usual(), wild()] {
        json_of(&ChangeReport::from(change_));
    }
}

#[test]
fn units_and_places_are_in_every_format_as_the_schema_says() {
    let day = |date, x| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        snapshot("a.geojson", Some(date), &land)
    };
    let units = testing::units(&[("West", [0., 0., 2.5, 1.]), ("East", [2.5, 0., 6., 1.])]);
    let places = testing::places(&[("Town", "", 700, (2.2, 0.5)), ("Far", "", 9, (5.5, 0.5))]);
    let days = vec![day("2001", 2.0), day("2002", 3.0)];
    let result = changed(days, layers(units, places), Accuracy::default());
    let told = &result.change;
    let format = |format| result.written(format, None).unwrap();
    let json = json_of(&result);
    let in_units = json["unit_changes"].as_array().unwrap();
    let sum: f64 = in_units.iter().map(|row| row["area_km2"].as_f64().unwrap()).sum();
    let transitions = json["transitions"].as_array().unwrap();
    let whole = transitions.iter().find(|t| t["from"] != t["to"]).unwrap();
    assert_eq!(in_units.len(), 2);
    assert!((sum - whole["area_km2"].as_f64().unwrap()).abs() < 1e-6, "{json}");
    assert_eq!(json["place_changes"][0]["name"], "Town");
    for text in [format(Format::Text), format(Format::Markdown)] {
        for expected in ["By unit and place", "West", "East", "Blues → Reds: Town."] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
    let csv = |table| csv_of(&result, table);
    assert!(csv("units").contains("2001,2002,East,Blues,Reds,"));
    assert!(
        in_units
            .iter()
            .all(|row| row["rss_km2"].is_null() && row["low_km2"] == row["area_km2"])
    );
    assert!(!format(Format::Text).contains("low–high"));
    assert!(csv("places").contains("2001,2002,Town,"));
    let text = change(told, Format::Text).unwrap();
    assert!(!text.contains("By unit"), "{text}");
}

#[test]
fn units_have_ranges_where_the_lines_of_units_are_known() {
    let day = |date, x| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        snapshot("a.geojson", Some(date), &land)
    };
    let units = testing::units(&[("West", [0., 0., 2.5, 1.]), ("East", [2.5, 0., 6., 1.])]);
    let days = vec![day("2001", 2.0), day("2002", 3.0)];
    let of = |accuracy: &str| {
        let layers = layers(units.clone(), Layer::default());
        let result = changed(days.clone(), layers, accuracy.parse().unwrap());
        (result.change, result.breakdown)
    };
    // Without the unit line nothing is known of what it parts.
    let (_, unknown) = of("border=100m,control=100m,coast=50m");
    assert!(unknown.unit_changes().iter().all(|row| row.margin.is_none()));
    let (told, breakdown) = of("border=100m,control=100m,coast=50m,unit=300m");
    for row in breakdown.unit_changes() {
        // A front of 110.6 km by 100 m, the unit's line by 300 m, and two coasts of 55.7 km by 50 m.
        let worst_km2 = 110.57 * 0.4 + 2.0 * 55.66 * 0.05;
        let AreaRange { low, high } = row.range();
        assert!(
            ((high - row.area).km2() / worst_km2 - 1.0).abs() < 0.01,
            "{row:?}"
        );
        assert!(((row.area - low).km2() / worst_km2 - 1.0).abs() < 0.01, "{row:?}");
        // Two lines off by themselves, and the coast, which is one: that of the Reds after or the Blues before.
        assert!(row.margin.unwrap().rss < row.area - low);
    }
    let row = breakdown.unit_changes()[0].clone();
    let AreaRange { low, high } = row.range();
    let result = ChangeReport::new(told, breakdown);
    let json = json_of(&result);
    assert_eq!(json["unit_changes"][0]["low_km2"].as_f64(), Some(low.km2()));
    let range = format!("{}–{}", low.rounded(AreaUnit::Km2), high.rounded(AreaUnit::Km2));
    for format in [Format::Text, Format::Markdown] {
        let text = result.written(format, None).unwrap();
        assert!(text.contains(&range), "{range} in {text}");
    }
    let csv = csv_of(&result, "units");
    assert!(
        csv.lines()
            .next()
            .unwrap()
            .ends_with("unit_area_km2,low_km2,high_km2,rss_km2,succession,unit_weight,estimate,unit_id")
    );
    assert!(csv.contains(&format!(",{},{},", low.km2(), high.km2())), "{csv}");
}

#[test]
fn wild_names_survive_json_and_csv() {
    let change_ = wild();
    let json = from_json(&change_);
    assert_eq!(json.len(), WILD.len());
    assert!(json.contains_key(&(Some("=1+1".to_owned()), Some("a|b".to_owned()))));
    assert_eq!(json, from_csv(&change_));
}

#[test]
fn wild_names_do_not_break_out_of_text_and_markdown() {
    let markdown = change(&wild(), Format::Markdown).unwrap();
    assert!(!markdown.contains("<script"));
    let cells = |line: &str| line.matches('|').count();
    let table = |heading: &str| {
        let (_, rest) = markdown.split_once(heading).unwrap();
        rest.trim_start()
            .lines()
            .take_while(|l| l.starts_with('|'))
            .map(cells)
            .collect::<Vec<_>>()
    };
    assert_eq!(table("## Land that changed hands"), [5; WILD.len() + 2]);
    assert_eq!(table("## Controllers, km²"), [7; WILD.len() + 2]);
    let text = change(&wild(), Format::Text).unwrap();
    assert!(text.contains("two\\nlines → <script>"), "{text}");
}

#[test]
fn a_snapshot_without_a_date_goes_by_its_file() {
    let text = change(&wild(), Format::Text).unwrap();
    let unwrapped = text.replace('\n', " ");
    assert!(
        unwrapped.contains("between a|b.geojson and <after>.geojson"),
        "{text}"
    );
    let csv = change(&wild(), Format::Csv).unwrap();
    assert!(
        csv.lines()
            .nth(1)
            .unwrap()
            .starts_with("a|b.geojson,<after>.geojson,"),
        "{csv}"
    );
    let value: Value = serde_json::from_str(&change(&wild(), Format::Json).unwrap()).unwrap();
    assert!(value["before"]["date"].is_null());
}

#[test]
fn nothing_changed_is_said_in_words() {
    let same = || snapshot("a.geojson", Some("1994"), &[("Reds", "", [0., 0., 1., 1.])]);
    let text = change(&testing::change(same(), same(), 0.0), Format::Text).unwrap();
    assert!(
        text.starts_with("No land changed hands between a.geojson and a.geojson."),
        "{text}"
    );
    assert!(text.contains("None."));
}

#[test]
fn recognition_is_in_every_format_as_the_schema_says() {
    let claim = |sovereign: &str, bounds| Claim {
        sovereign: sovereign.to_owned(),
        polygons: vec![testing::rectangle(bounds)],
    };
    let claims = Claims {
        name: "a|b.geojson".to_owned(),
        sovereigns: vec![claim("=X", [0., 0., 4., 1.]), claim("Y|Z", [3., 0., 5., 1.])],
        ..Claims::default()
    };
    let before = snapshot("before.geojson", Some("1994"), &[("Reds", "", [0., 0., 6., 1.])]);
    let after = snapshot("after.geojson", Some("2020"), &[("Blues", "", [0., 0., 6., 1.])]);
    let layers = ReferenceLayers {
        claims,
        ..ReferenceLayers::default()
    };
    let told = changed(vec![before, after], layers, Accuracy::default()).change;
    let json = json_of(&ChangeReport::from(told.clone()));
    let rows = json["recognition"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 8, "each holder under X, Y, both and nobody");
    let csv = csv_of(&ChangeReport::from(told.clone()), "claims");
    assert_eq!(csv.lines().count(), 1 + rows.len());
    assert!(
        csv.contains(",Reds,'=X,") && csv.contains(",Reds,'=X; Y|Z,"),
        "{csv}"
    );
    let markdown = change(&told, Format::Markdown).unwrap();
    assert!(markdown.contains("| Reds | =X and Y&#124;Z |"), "{markdown}");
    assert!(markdown.contains("is what a&#124;b.geojson says"), "{markdown}");
    for row in rows {
        let km2 = row["change_km2"].as_f64().unwrap();
        let expected = row["after_km2"].as_f64().unwrap() - row["before_km2"].as_f64().unwrap();
        assert!((km2 - expected).abs() < 1e-9);
    }
}
