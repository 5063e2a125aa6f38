//! The main job: everything for a scenario from one command.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

/// All files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect()
}

#[test]
fn the_embedded_case_needs_no_files_and_comes_out_the_same_as_from_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let text = stdout(landshift(folder.path()).arg("report"));
    assert!(
        text.contains("Azerbaijan gained 9,089 km² from the Nagorno-Karabakh Republic"),
        "{text}"
    );
    assert!(text.contains("Written to output/karabakh"), "{text}");
    let embedded = files(&folder.path().join("output/karabakh"));
    for name in [
        "report.json",
        "report.txt",
        "report.md",
        "areas.csv",
        "transitions.csv",
        "units.csv",
        "places.csv",
        "fronts.csv",
        "published.csv",
        "diff_1994-05-12_2020-12-01.geojson",
        "diff_2020-12-01_2023-10-01.geojson",
        "before_after_1994-05-12_2020-12-01.svg",
        "before_after_1994-05-12_2020-12-01.png",
        "change_2020-12-01_2023-10-01.svg",
        "change_2020-12-01_2023-10-01.png",
    ] {
        assert!(embedded.contains_key(name), "{name}");
    }
    let again = tempfile::tempdir().unwrap();
    let report = |without: &[&str]| {
        let mut command = landshift(again.path());
        command.arg("report").arg(karabakh()).args(["-o", "out"]);
        let text = stdout(command.args(without));
        (files(&again.path().join("out")), text)
    };
    let (from_folder, _) = report(&[]);
    assert!(
        from_folder == embedded,
        "the embedded case is the one in geodata/"
    );
    // In the same folder: what was drawn before is of another run, and goes.
    let (tables, text) = report(&["--without", "maps,page"]);
    assert!(!text.contains("maps  ") && text.contains("diffs  "), "{text}");
    let is_drawn = |name: &str| {
        [".svg", ".png", ".html"]
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    let left = |files: &BTreeMap<String, Vec<u8>>| {
        let mut files = files.clone();
        files.retain(|name, _| !is_drawn(name) && name != "report.files.json");
        files
    };
    assert!(left(&embedded) == left(&tables) && !tables.keys().any(|name| is_drawn(name)));
}

#[test]
fn a_scenario_of_ones_own_works_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let dates = ["2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01"];
    for (i, date) in dates.iter().enumerate() {
        let border = 1.0 + i as f64 / 4.0;
        write(
            &format!("{date}.geojson"),
            &rectangles(date, &[("A", [0., 0., border, 1.]), ("B", [border, 0., 3., 1.])]),
        );
    }
    let entries = dates
        .map(|date| format!("[[snapshot]]\npath = \"{date}.geojson\"\n"))
        .concat();
    write(
        "scenario.toml",
        &format!("id = \"mine\"\ntitle = \"Mine\"\n{entries}"),
    );
    fs::create_dir(folder.path().join("out")).unwrap();
    write("out/areas.csv", "somebody's table");
    let mut report = landshift(folder.path());
    let message = failure(report.args(["report", "scenario.toml", "-o", "out"]));
    assert!(
        message.contains("areas.csv") && message.contains("--overwrite"),
        "{message}"
    );
    assert_eq!(
        files(&folder.path().join("out")).len(),
        1,
        "nothing was written beside it"
    );
    let mut report = landshift(folder.path());
    report
        .args(["report", ".", "-o", "out", "--overwrite"])
        .assert()
        .success();
    let json: Value = serde_json::from_slice(&files(&folder.path().join("out"))["report.json"]).unwrap();
    assert_eq!(json["changes"].as_array().unwrap().len(), 3);
    assert!(files(&folder.path().join("out")).contains_key("change_2003-01-01_2004-01-01.svg"));
}

#[test]
fn a_scenario_out_of_order_or_with_a_typing_error_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    for date in ["2001-01-01", "2002-01-01"] {
        write(
            &format!("{date}.geojson"),
            &rectangles(date, &[("A", [0., 0., 1., 1.])]),
        );
    }
    let report = |text: &str| {
        write("scenario.toml", text);
        failure(landshift(folder.path()).args(["report", "scenario.toml", "-o", "out"]))
    };
    let message = report(
        "id = \"x\"\ntitle = \"X\"\n[[snapshot]]\npath = \"2002-01-01.geojson\"\n[[snapshot]]\npath = \"2001-01-01.geojson\"\n",
    );
    assert!(
        message.contains("2001-01-01.geojson") && message.contains("order of time"),
        "{message}"
    );
    let message = report("id = \"x\"\ntitel = \"X\"\n");
    assert!(
        message.contains("scenario.toml") && message.contains("line 2") && message.contains("titel"),
        "{message}"
    );
    assert!(!folder.path().join("out").exists());
}
