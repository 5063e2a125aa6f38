//! That maps say what is so: names by date, what the frame holds, sources, scripts, the check of every picture.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

/// Draws a map of files in a folder; returns the SVG and what was said on stderr.
fn map(folder: &Path, files: &[&str], arguments: &[&str]) -> (String, String) {
    let output = landshift(folder)
        .arg("map")
        .args(files)
        .args(["--tolerance", "0m", "--overwrite", "-o", "map.svg"])
        .args(arguments)
        .assert()
        .success()
        .get_output()
        .clone();
    let svg = fs::read_to_string(folder.join("map.svg")).unwrap();
    (svg, String::from_utf8(output.stderr).unwrap())
}

/// The texts of an SVG, in order.
fn texts(svg: &str) -> Vec<&str> {
    let ends = svg.split("</text>").filter_map(|part| part.rsplit_once('>'));
    ends.map(|(_, text)| text).collect()
}

/// A file: its name, its date, and who holds which rectangle.
type File<'a> = (&'a str, &'a str, &'a [(&'a str, [f64; 4])]);

fn holders(files: &[File]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, date, lands) in files {
        fs::write(folder.path().join(name), rectangles(date, lands)).unwrap();
    }
    folder
}

#[test]
fn land_borders_and_towns_of_today_are_around_maps_of_today() {
    let (west, east) = ([12.0, 50.0, 14.0, 51.0], [14.0, 50.0, 15.0, 51.0]);
    let (before, after) = (
        [("Left", west), ("Right", east)],
        [("Left", west), ("Left", east)],
    );
    let folder = holders(&[
        ("a.geojson", "2001", &before),
        ("b.geojson", "2011", &after),
        ("c.geojson", "1938", &before),
        ("d.geojson", "1945", &after),
        (
            "around.geojson",
            "2011",
            &[("Elsewhere", [8.0, 46.0, 11.0, 54.0])],
        ),
    ]);
    let (today, old) = (["a.geojson", "b.geojson"], ["c.geojson", "d.geojson"]);
    let extent = ["--extent=9,48,18,53"];
    let (svg, _) = map(folder.path(), &today, &extent);
    for drawn in [
        "POLAND",
        "Munich",
        "base-border",
        "locator",
        "Natural Earth",
        "GeoNames",
    ] {
        assert!(svg.contains(drawn), "{drawn}");
    }
    // The data covers most of what is Czechia's north, and its lines there.
    let (svg, _) = map(folder.path(), &today, &[extent[0], "--no-base"]);
    for drawn in ["POLAND", "base-land", "locator", "Natural Earth", "GeoNames"] {
        assert!(
            !svg.contains(&format!(">{drawn}<")) && !svg.contains(&format!("\"{drawn}\"")),
            "{drawn}"
        );
    }
    let (svg, _) = map(folder.path(), &today, &[extent[0], "--context", "around.geojson"]);
    assert!(svg.contains("neighbours") && !svg.contains("POLAND"));
    let (svg, _) = map(folder.path(), &old, &extent);
    assert!(svg.contains("base-land") && svg.contains("Natural Earth"));
    assert!(!svg.contains("POLAND") && !svg.contains("GeoNames") && !svg.contains("\"base-border\""));
}

#[test]
fn inland_data_has_no_sea_beside_it_however_near_the_frame_is() {
    let east = ("B", [10.5, 50.0, 13.0, 50.5]);
    let north = ("C", [10.0, 50.5, 13.0, 51.0]);
    let west = [10.0, 50.0, 10.5, 50.5];
    let folder = holders(&[
        ("a.geojson", "2000", &[("A", west), east, north]),
        ("b.geojson", "2001", &[("B", west), east, north]),
    ]);
    for medium in ["phone", "web", "slide"] {
        let (svg, _) = map(folder.path(), &["a.geojson", "b.geojson"], &["--for", medium]);
        assert!(svg.contains("class=\"rim-land\""), "{medium}");
        assert!(!svg.contains("class=\"rim-sea\""), "{medium}");
    }
}

#[test]
fn each_panel_names_its_own_holders_in_the_middle_of_their_land() {
    let all = [10.0, 40.0, 20.0, 48.0];
    let folder = holders(&[
        ("a.geojson", "1914", &[("Ottoman Empire", all)]),
        ("b.geojson", "1938", &[("Turkey", all)]),
        (
            "c.geojson",
            "1960",
            &[
                ("Turkey", [10.0, 40.0, 20.0, 41.0]),
                ("Georgia", [10.0, 41.0, 20.0, 48.0]),
            ],
        ),
    ]);
    let files = ["a.geojson", "b.geojson", "c.geojson"];
    let (svg, _) = map(folder.path(), &files, &["--kind", "multiples"]);
    let all = texts(&svg);
    let count = |name: &str| all.iter().filter(|text| **text == name).count();
    assert_eq!((count("OTTOMAN EMPIRE"), count("TURKEY")), (1, 2), "{all:?}");
    // The two names of 1938 and 1960 are not squeezed into what Turkey keeps.
    let rows: Vec<&str> = svg
        .split("<text")
        .filter(|part| part.contains(">TURKEY<"))
        .collect();
    let y = |row: &str| -> f64 {
        let y = row.split(" y=\"").nth(1).unwrap().split('"').next().unwrap();
        y.parse().unwrap()
    };
    assert!(y(rows[0]) + 40.0 < y(rows[1]), "{rows:?}");
    assert!(
        ["a.geojson", "b.geojson", "c.geojson"]
            .iter()
            .all(|file| all.iter().any(|text| text.contains(file))),
        "every source is named"
    );
    // The state before has the name of who is about to lose its land.
    let (svg, _) = map(
        folder.path(),
        &["b.geojson", "c.geojson"],
        &["--kind", "before-after"],
    );
    assert!(texts(&svg).contains(&"TURKEY"), "{:?}", texts(&svg));
}

#[test]
fn the_frame_is_the_scope() {
    let west = ("West", [0.0, 40.0, 4.0, 44.0]);
    let folder = holders(&[
        (
            "a.geojson",
            "1990",
            &[
                west,
                ("East", [4.0, 40.0, 6.0, 44.0]),
                ("Far", [50.0, 0.0, 70.0, 20.0]),
            ],
        ),
        (
            "b.geojson",
            "2000",
            &[
                ("West", [0.0, 40.0, 5.0, 44.0]),
                ("East", [5.0, 40.0, 6.0, 44.0]),
                ("Farther", [50.0, 0.0, 60.0, 20.0]),
                ("Far", [60.0, 0.0, 70.0, 20.0]),
            ],
        ),
    ]);
    let files = ["a.geojson", "b.geojson"];
    let (svg, said) = map(folder.path(), &files, &[]);
    assert!(texts(&svg)[0].starts_with("Farther gained"), "{said}");
    // A half of what went from the one to the other is in the frame.
    let (svg, said) = map(folder.path(), &files, &["--extent=3,42,7,45"]);
    let all = texts(&svg);
    let (within, _) = map(folder.path(), &files, &["--within=3,42,7,45"]);
    let title = texts(&within)[0].split_once(": ").unwrap().1;
    assert_eq!(all[0], title, "figures are those of --within");
    assert!(
        all.contains(&"Outside the map’s extent")
            && all
                .iter()
                .any(|text| text.contains("3° E to 7° E and 42° N to 45° N")),
        "{all:?}"
    );
    assert!(!all.iter().any(|text| text.contains("Farther")), "{all:?}");
    assert!(svg.contains("class=\"change-west-to-east") || svg.contains("class=\"change-east-to-west"));
    assert!(!said.contains("check "), "{said}");
    // What changed around it is seen in the corners of the map and counted nowhere.
    let (svg, _) = map(
        folder.path(),
        &files,
        &["--extent=2,42.5,7,43", "--kind", "before-after"],
    );
    assert!(svg.contains("class=\"change-around\""));
    let error = failure(landshift(folder.path()).args([
        "map",
        "a.geojson",
        "b.geojson",
        "-o",
        "x.svg",
        "--extent=100,42,101,43",
    ]));
    assert!(error.contains("no snapshot has any land within"), "{error}");
}

#[test]
fn a_strip_over_the_date_line_is_one_area() {
    let halves = |south: f64, north: f64, who: &str| {
        let ring = |w: f64, e: f64| json!([[[w, south], [e, south], [e, north], [w, north], [w, south]]]);
        json!({"type": "Feature", "properties": {"controller": who},
            "geometry": {"type": "MultiPolygon", "coordinates": [ring(177.0, 180.0), ring(-180.0, -178.0)]}})
    };
    let layer = |date: &str, features: Vec<serde_json::Value>| {
        json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
    };
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.geojson"),
        layer("2001", vec![halves(-19.0, -16.0, "Vanua")]),
    )
    .unwrap();
    let after = vec![halves(-19.0, -17.0, "Vanua"), halves(-17.0, -16.0, "Lau")];
    fs::write(folder.path().join("b.geojson"), layer("2002", after)).unwrap();
    let (svg, _) = map(folder.path(), &["a.geojson", "b.geojson"], &[]);
    let all = texts(&svg);
    assert!(!all.iter().any(|text| text.starts_with("in 2")), "{all:?}");
    assert_eq!(svg.matches("data-from=\"Vanua\"").count(), 1, "one area");
    let path = svg.split("class=\"change-vanua-to-lau\" data").nth(1).unwrap();
    let path = path.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(path.matches('M').count(), 1, "without a seam: {path}");
}

#[test]
fn what_the_table_leaves_out_is_counted_in_changes() {
    let count = 40;
    let land = |n: usize| {
        let (x, y) = ((n % 10) as f64, 40.0 + (n / 10) as f64 * 1.25);
        [x, y, x + 0.9, y + 0.9 + 0.001 * n as f64]
    };
    let lands = |prefix: &str| -> Vec<(String, [f64; 4])> {
        let both = |n| {
            let [w, s, e, north] = land(n);
            let middle = f64::midpoint(w, e);
            let (kept, moved) = if prefix == "New" {
                ("Old", "New")
            } else {
                ("Old", "Old")
            };
            [
                (format!("{kept}{n}"), [w, s, middle, north]),
                (format!("{moved}{n}"), [middle, s, e, north]),
            ]
        };
        (0..count).flat_map(both).collect()
    };
    let folder = tempfile::tempdir().unwrap();
    for (file, date, prefix) in [("a.geojson", "2001", "Old"), ("b.geojson", "2002", "New")] {
        let lands = lands(prefix);
        let lands: Vec<(&str, [f64; 4])> = lands.iter().map(|(name, land)| (name.as_str(), *land)).collect();
        fs::write(folder.path().join(file), rectangles(date, &lands)).unwrap();
    }
    let (svg, _) = map(
        folder.path(),
        &["a.geojson", "b.geojson"],
        &["--size", "1200x900"],
    );
    let all = texts(&svg);
    let swatches = all.iter().filter(|text| text.contains(" → ")).count();
    assert!(swatches > 0 && all.contains(&"Other changes"), "{all:?}");
    let table = svg
        .split("id=\"table\"")
        .nth(1)
        .unwrap()
        .split("</g>\n")
        .collect::<String>();
    let table = texts(&table);
    let more = table.iter().find_map(|text| text.strip_suffix(" more")).unwrap();
    let shown = table
        .iter()
        .take_while(|text| !text.ends_with(" more"))
        .filter(|text| text.contains(" → "));
    assert_eq!(more.parse::<usize>().unwrap() + shown.count(), count, "{table:?}");
}

#[test]
fn many_dates_are_a_count_and_a_range() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (1..=9).map(|day| format!("f-2025-05-{day:02}.geojson")).collect();
    for (n, name) in names.iter().enumerate() {
        let date = format!("2025-05-{:02}", n + 1);
        let east = 11.0 + n as f64 / 10.0;
        let lands = [("A", [10.0, 40.0, east, 41.0]), ("B", [east, 40.0, 13.0, 41.0])];
        fs::write(folder.path().join(name), rectangles(&date, &lands)).unwrap();
    }
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    for kind in ["multiples", "shares"] {
        let (svg, _) = map(folder.path(), &files, &["--kind", kind]);
        let small = texts(&svg).join(" ");
        assert!(small.contains("As of 9 dates, 1–9 May 2025."), "{kind}: {small}");
        assert!(
            small.contains("9 files, f-2025-05-01.geojson to f-2025-05-09.geojson"),
            "{kind}: {small}"
        );
    }
    let mut many = landshift(folder.path());
    many.arg("map")
        .args(&files)
        .args(["--kind", "flows", "-o", "f.svg"]);
    let message = failure(&mut many);
    assert!(message.contains("flows between 9 dates"), "{message}");
    // A pair of dates and a series say the same.
    let (series, _) = map(folder.path(), &files, &["--kind", "multiples"]);
    let (pair, _) = map(folder.path(), &files, &["--kind", "change"]);
    assert_eq!(texts(&series)[0], texts(&pair)[0]);
}

#[test]
fn the_outline_of_one_side_is_held_and_the_rest_is_outside_the_data() {
    let folder = holders(&[
        ("a.geojson", "2024", &[("x", [36.0, 47.0, 38.0, 49.0])]),
        ("b.geojson", "2025", &[("x", [35.5, 47.0, 38.0, 49.0])]),
    ]);
    let files = ["a.geojson", "b.geojson"];
    let (svg, said) = map(folder.path(), &files, &["--as", "Russia"]);
    let all = texts(&svg);
    assert!(
        all.contains(&"Held by Russia") && !all.contains(&"RUSSIA"),
        "{all:?}"
    );
    assert!(!all.iter().any(|text| text.contains("nobody")), "{all:?}");
    assert!(
        all.iter().any(|text| text.contains("outside the data")),
        "{all:?}"
    );
    assert!(
        all[0].starts_with("Russia gained") && !all[0].contains("from"),
        "{said}"
    );
    let (svg, _) = map(folder.path(), &files, &["--as", "Russia", "--rest", "Ukraine"]);
    let all = texts(&svg);
    assert!(
        all[0].contains("from Ukraine") && all.contains(&"Held by Russia"),
        "{all:?}"
    );
}

#[test]
fn names_in_any_script_keep_their_order_and_missing_letters_are_told() {
    let folder = holders(&[
        (
            "a.geojson",
            "2001",
            &[
                ("ישראל", [10.0, 40.0, 14.0, 44.0]),
                ("مصر", [14.0, 40.0, 18.0, 44.0]),
                ("საქართველო", [10.0, 36.0, 18.0, 40.0]),
            ],
        ),
        (
            "b.geojson",
            "2002",
            &[
                ("ישראל", [10.0, 40.0, 12.0, 44.0]),
                ("مصر", [12.0, 40.0, 18.0, 44.0]),
                ("საქართველო", [10.0, 36.0, 18.0, 40.0]),
            ],
        ),
    ]);
    let files = ["a.geojson", "b.geojson"];
    let (svg, said) = map(folder.path(), &files, &[]);
    let all = texts(&svg);
    assert!(
        all.contains(&"\u{2068}ישראל\u{2069} → \u{2068}مصر\u{2069}"),
        "{all:?}"
    );
    assert!(all[0].starts_with("\u{2068}مصر\u{2069} gained"), "{all:?}");
    assert!(all.contains(&"საქართველო"), "no capitals: {all:?}");
    let arabic = svg
        .split("<text")
        .find(|part| part.starts_with(" class=\"country") && part.contains("مصر"))
        .unwrap();
    assert!(
        arabic.contains(" joined\""),
        "letters that join are not spaced: {arabic}"
    );
    let told: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("no font has the letters"))
        .collect();
    assert!(
        told.len() == 1 && told[0].contains("م (U+0645)") && told[0].contains("--font FILE"),
        "{said}"
    );
    assert!(!said.contains("check 45"), "{said}");
    // A font that has not the letters either, or is none.
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/map/fonts/LandshiftSans-Bold.ttf");
    let own = own.to_str().unwrap();
    let (_, said) = map(folder.path(), &files, &["--font", own, "--font", own]);
    assert!(said.contains("no font has the letters"), "{said}");
    let error = failure(landshift(folder.path()).args([
        "map",
        "a.geojson",
        "b.geojson",
        "-o",
        "y.svg",
        "--font",
        "a.geojson",
    ]));
    assert!(
        error.contains("a.geojson: is no font") && error.contains(".ttf"),
        "{error}"
    );
    assert!(!folder.path().join("y.svg").exists());
}

/// A folder in which B gains land from A.
fn moved_border() -> tempfile::TempDir {
    holders(&[
        (
            "a.geojson",
            "2001",
            &[("A", [10.0, 40.0, 14.0, 44.0]), ("B", [14.0, 40.0, 18.0, 44.0])],
        ),
        (
            "b.geojson",
            "2002",
            &[("A", [10.0, 40.0, 12.0, 44.0]), ("B", [12.0, 40.0, 18.0, 44.0])],
        ),
    ])
}

#[test]
fn a_title_about_a_place_is_about_the_place() {
    let folder = moved_border();
    let places = json!({"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"name": "Town", "rank": 1}, "geometry": {"type": "Point", "coordinates": [13.0, 42.0]}}]});
    fs::write(folder.path().join("p.geojson"), places.to_string()).unwrap();
    let units = rectangles("2001", &[("x", [12.0, 40.0, 13.0, 42.0])]).replace("controller", "name");
    fs::write(folder.path().join("u.geojson"), units).unwrap();
    let files = ["a.geojson", "b.geojson"];
    let (svg, _) = map(
        folder.path(),
        &files,
        &["--places", "p.geojson", "--highlight", "Town"],
    );
    assert_eq!(texts(&svg)[0], "Town: A → B");
    let (svg, _) = map(
        folder.path(),
        &files,
        &["--units", "u.geojson", "--highlight", "x"],
    );
    let all = texts(&svg);
    let (area, _) = all[0]
        .strip_prefix("x: B gained ")
        .unwrap()
        .split_once(" km²")
        .unwrap();
    let ledger = svg.split("id=\"ledger\"").nth(1).unwrap();
    assert!(
        ledger.contains(&format!(">+{area}<")),
        "the balance is of the district: {area}"
    );
}

#[test]
fn every_map_is_checked_and_what_fails_is_told() {
    let folder = moved_border();
    let files = ["a.geojson", "b.geojson"];
    for kind in [
        "change",
        "before-after",
        "multiples",
        "shares",
        "flows",
        "lineage",
    ] {
        let (_, said) = map(folder.path(), &files, &["--kind", kind]);
        assert!(!said.contains("check "), "{kind}: {said}");
    }
    let (_, said) = map(folder.path(), &files, &["--width", "400"]);
    assert!(
        said.contains("check 40 of the map fails") && said.contains("400 px wide"),
        "{said}"
    );
    let (_, said) = map(folder.path(), &files, &["--title", "B gained 12,345 km² from A"]);
    assert!(
        said.contains("check 36 of the map fails") && said.contains("12,345 km²"),
        "{said}"
    );
    let (_, said) = map(folder.path(), &files, &["--extent=-60,-30,90,70"]);
    assert!(said.contains("check 42 of the map fails"), "{said}");
}

#[test]
fn a_sentence_that_ends_with_degrees_has_one_stop() {
    let folder = holders(&[
        ("a.geojson", "2001", &[("A", [10.0, 40.0, 14.0, 44.0])]),
        ("b.geojson", "2002", &[("A", [10.0, 40.0, 15.0, 44.0])]),
    ]);
    for kind in ["change", "shares"] {
        let arguments = ["--lang", "ru", "--extent=9,39,16,45", "--kind", kind];
        let (svg, _) = map(folder.path(), &["a.geojson", "b.geojson"], &arguments);
        let small = texts(&svg).join(" ");
        assert!(small.contains("с.\u{a0}ш.") || small.contains("с. ш."), "{small}");
        assert!(!small.contains(".."), "{small}");
    }
}

#[test]
fn a_map_checks_itself_and_says_what_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let lint = |folder: &Path, files: [&str; 2], more: &[&str]| {
        let mut command = landshift(folder);
        command.arg("map").args(files).args(more).arg("--lint");
        command
    };
    let files = ["1994-05-12.geojson", "2020-12-01.geojson"];
    for kind in ["change", "before-after"] {
        let more = ["--scenario", "karabakh", "--kind", kind];
        let found = stdout(&mut lint(&karabakh(), files, &more));
        assert_eq!(found.lines().count(), 48, "{found}");
        assert!(found.contains(" 1 pass areal scale"), "{found}");
    }
    // Every other kind is checked by the same list.
    let moved = moved_border();
    for kind in ["multiples", "animation", "shares", "flows", "lineage"] {
        let more = ["--no-base", "--kind", kind];
        let found = stdout(&mut lint(moved.path(), ["a.geojson", "b.geojson"], &more));
        assert_eq!(found.lines().count(), 48, "{found}");
        let chart =
            found.contains(" 1 n/a  areal scale") && found.contains("not applicable: a chart shows no map");
        assert_eq!(chart, matches!(kind, "shares" | "flows" | "lineage"), "{found}");
    }
    // A name that no embedded font can write.
    let before = rectangles("2001-01-01", &[("北", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]);
    let after = rectangles("2002-06-30", &[("北", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]);
    fs::write(folder.path().join("before.geojson"), before).unwrap();
    fs::write(folder.path().join("after.geojson"), after).unwrap();
    let pair = ["before.geojson", "after.geojson"];
    let message = failure(&mut lint(folder.path(), pair, &["-o", "map.svg"]));
    assert!(message.contains("22 FAIL") && message.contains("北"), "{message}");
    assert!(!folder.path().join("map.svg").exists());
}
