//! The web page: one file that asks for nothing, whose figures are those of the reports.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;

use crate::support::{failure, landshift, rectangles, stdout};

/// The page of the reference case, made once.
static KARABAKH: LazyLock<String> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    page(folder.path(), &["karabakh"])
});

fn page(folder: &Path, arguments: &[&str]) -> String {
    let mut command = landshift(folder);
    command.arg("page").args(arguments).args(["-o", "page.html"]);
    command.assert().success();
    fs::read_to_string(folder.join("page.html")).unwrap()
}

/// Every value of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let parts = html.split(start.as_str()).skip(1);
    parts
        .filter_map(|part| part.split_once('"'))
        .map(|(value, _)| value)
        .collect()
}

/// The JSON of the script with an id.
fn data(html: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = html.split_once(start.as_str()).unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// Two dates on which land went from one to another, whatever they are called.
fn pair(folder: &Path, names: [&str; 2]) {
    let lands = |border| {
        [
            (names[0], [30.0, 24.0, border, 26.0]),
            (names[1], [border, 24.0, 34.0, 26.0]),
        ]
    };
    fs::write(folder.join("a.geojson"), rectangles("2001-01-01", &lands(32.0))).unwrap();
    fs::write(folder.join("b.geojson"), rectangles("2011-01-01", &lands(33.0))).unwrap();
}

#[test]
fn it_is_one_file_that_asks_for_nothing() {
    let html = &*KARABAKH;
    assert!(
        html.starts_with("<!DOCTYPE html>") && html.len() < 1_000_000,
        "{}",
        html.len()
    );
    for name in [
        "src",
        "srcset",
        "poster",
        "action",
        "xlink:href",
        "style",
        "onclick",
        "onload",
    ] {
        // The snippet for embedding is part of the script.
        let markup = html.split_once("<script>").unwrap().0;
        assert_eq!(values(markup, name), Vec::<&str>::new(), "{name}");
    }
    assert!(values(html, "href").iter().all(|target| target.starts_with('#')));
    assert!(!html.contains("@import") && !html.contains("<link") && !html.contains("<img"));
    let is_embedded = |url: &str| url.starts_with('#') || url.starts_with("data:");
    let urls: Vec<&str> = html.split("url(").skip(1).collect();
    assert!(urls.iter().all(|url| is_embedded(url)), "{}", urls.len());
}

#[test]
fn its_policy_allows_its_own_style_and_script_alone() {
    let policy = values(&KARABAKH, "content");
    let policy = policy
        .iter()
        .find(|content| content.contains("default-src"))
        .unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        !policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"),
        "{policy}"
    );
    assert_eq!(KARABAKH.matches("<style>").count(), 1);
    assert_eq!(
        KARABAKH.matches("<script>").count(),
        2,
        "its own, and one in the snippet for embedding"
    );
}

#[test]
fn ids_are_unique_and_every_reference_leads_to_one() {
    let ids = values(&KARABAKH, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let targets = values(&KARABAKH, "href").into_iter().map(|target| &target[1..]);
    let missing: Vec<&str> = targets.filter(|target| !unique.contains(target)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn its_numbers_are_those_of_the_report_of_the_same_pair() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path(), ["Left", "Right"]);
    let html = page(folder.path(), &["a.geojson", "b.geojson"]);
    let mut diff = landshift(folder.path());
    diff.args(["diff", "a.geojson", "b.geojson", "--format", "json"]);
    let report: Value = serde_json::from_str(&stdout(&mut diff)).unwrap();
    let files = data(&html, "files-s0-1");
    assert_eq!(files["json"], report);
    let is_change = |row: &&Value| row["from"] != row["to"];
    let changed: Vec<f64> = report["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_change)
        .map(|row| row["area_km2"].as_f64().unwrap())
        .collect();
    assert_eq!(changed.len(), 1);
    let shown: BTreeSet<String> = values(&html, "data-km2").into_iter().map(str::to_owned).collect();
    assert!(
        shown.contains(&format!("{:.6}", changed[0])),
        "{shown:?} {changed:?}"
    );
    assert_eq!(
        files["geojson"]["features"][0]["properties"]["area_km2"],
        changed[0]
    );
}

#[test]
fn a_hostile_name_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let name = "</script><b onload=\"x\">'&";
    pair(folder.path(), [name, "مصر"]);
    let html = page(folder.path(), &["a.geojson", "b.geojson"]);
    assert!(!html.contains("<b ") && !html.contains("</script><b"));
    assert!(
        html.contains(
            "<bdi>\u{2068}مصر\u{2069} → &lt;/script&gt;&lt;b onload=&quot;x&quot;&gt;&#39;&amp;</bdi>"
        ) || html.contains("&lt;/script&gt;&lt;b onload=&quot;x&quot;&gt;&#39;&amp;")
    );
    assert_eq!(
        data(&html, "files-s0-1")["json"]["controllers"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|holder| holder["name"] == name)
            .count(),
        1
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_and_every_language_its_own() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path(), ["Left", "Right"]);
    let pages =
        ["en", "en", "hy", "de"].map(|lang| page(folder.path(), &["a.geojson", "b.geojson", "--lang", lang]));
    assert_eq!(pages[0], pages[1]);
    for (html, code) in pages.iter().zip(["en", "en", "hy", "de"]) {
        assert!(html.contains(&format!("<html lang=\"{code}\" dir=\"ltr\">")));
    }
    assert!(pages[3].contains("Nebeneinander"));
}

#[test]
fn few_dates_are_compared_in_pairs_and_too_many_refused_at_once() {
    let html = &*KARABAKH;
    let steps: BTreeSet<&str> = values(html, "data-step").into_iter().collect();
    assert_eq!(steps, BTreeSet::from(["s0-1", "s0-2", "s1-2"]));
    let folder = tempfile::tempdir().unwrap();
    series(folder.path(), 1001);
    let error = failure(landshift(folder.path()).args(["page", ".", "-o", "page.html"]));
    assert!(
        error.contains("at most 1000 dates, and there are 1001") && error.contains("--every"),
        "{error}"
    );
    assert!(!folder.path().join("page.html").exists());
}

/// So many years, in each of which the border moves on, and in every fifth by a line drawn anew alone.
fn series(folder: &Path, years: u32) {
    for n in 0..years {
        let border = 31.0 + f64::from(n - n / 5) / f64::from(years) + f64::from(n / 5) * 1e-7;
        let lands = [
            ("A", [30.0, 24.0, border, 26.0]),
            ("B", [border, 24.0, 34.0, 26.0]),
        ];
        let year = format!("{:04}", 1000 + n);
        fs::write(folder.join(format!("{year}.geojson")), rectangles(&year, &lands)).unwrap();
    }
}

#[test]
fn the_pairs_of_a_scenario_have_the_numbers_of_its_report() {
    let folder = tempfile::tempdir().unwrap();
    landshift(folder.path())
        .args(["report", "-o", "out", "--without=maps,page"])
        .assert()
        .success();
    let report = fs::read_to_string(folder.path().join("out/report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    for (step, change) in ["s0-1", "s1-2"].iter().zip(report["changes"].as_array().unwrap()) {
        let own = data(&KARABAKH, &format!("files-{step}"));
        assert_eq!(own["json"]["transitions"], change["transitions"], "{step}");
    }
}

#[test]
fn a_long_series_has_every_line_once_and_the_numbers_of_its_timeline() {
    let folder = tempfile::tempdir().unwrap();
    series(folder.path(), 40);
    let html = page(folder.path(), &[".", "--tolerance", "100m"]);
    let again = page(folder.path(), &[".", "--tolerance", "100m", "--overwrite"]);
    assert_eq!(html, again);
    let mut timeline = landshift(folder.path());
    timeline.args(["timeline", ".", "--tolerance", "100m", "--format", "json"]);
    let timeline: Value = serde_json::from_str(&stdout(&mut timeline)).unwrap();
    let course = &data(&html, "data")["course"];
    let steps = course["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 39);
    for (n, step) in steps.iter().enumerate() {
        let told = timeline["changes"].as_array().unwrap().iter();
        let told = told.filter(|row| row["before"] == format!("{}", 1000 + n));
        let changed = told.map(|row| row["area_km2"].as_f64().unwrap() - row["noise_km2"].as_f64().unwrap());
        assert_eq!(step[3], format!("{:.6}", changed.sum::<f64>()), "{step}");
    }
    // A line between each of the borders, and what is around all.
    let arcs = course["arcs"].as_array().unwrap();
    assert!((60..160).contains(&arcs.len()), "{}", arcs.len());
    // Over all, the maps and the table stand without the script.
    assert_eq!(
        values(&html, "data-step").into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["s0-39"])
    );
    let ids: BTreeSet<&str> = values(&html, "id").into_iter().collect();
    assert!(
        ["d0-under", "d39-over", "ground", "lasting", "wide-s0-39"]
            .iter()
            .all(|id| ids.contains(id))
    );
}

#[test]
fn a_file_that_is_no_page_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path(), ["Left", "Right"]);
    fs::write(folder.path().join("page.html"), "mine").unwrap();
    failure(landshift(folder.path()).args(["page", "a.geojson", "b.geojson", "-o", "page.html"]));
    assert_eq!(
        fs::read_to_string(folder.path().join("page.html")).unwrap(),
        "mine"
    );
}
