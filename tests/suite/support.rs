//! What the tests have in common.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The built program, started in a folder.
pub fn landshift(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("landshift").expect("the program is built");
    command.current_dir(folder);
    command
}

/// The folder of the reference case.
pub fn karabakh() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/karabakh")
}

/// A map of the reference case of 1994 and 2020, drawn in its folder with what this scenario states around.
pub fn karabakh_map(scenario: &str) -> Command {
    let mut command = landshift(&karabakh());
    command.args([
        "map",
        "1994-05-12.geojson",
        "2020-12-01.geojson",
        "--scenario",
        scenario,
    ]);
    command
}

/// A layer with one rectangle (west, south, east, north in degrees) for each controller.
pub fn rectangles(date: &str, holders: &[(&str, [f64; 4])]) -> String {
    let features: Vec<_> = holders
        .iter()
        .map(|(name, [w, s, e, n])| {
            serde_json::json!({
                "type": "Feature",
                "properties": {"controller": name},
                "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}
            })
        })
        .collect();
    serde_json::json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

/// What a command printed on stdout when it went well.
pub fn stdout(command: &mut Command) -> String {
    let output = command.assert().success().get_output().stdout.clone();
    String::from_utf8(output).expect("output is UTF-8")
}

/// What a command that went well said on stderr.
pub fn said(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stderr.clone()).unwrap()
}

/// What a command said on stderr when it failed with exit code 2.
pub fn failure(command: &mut Command) -> String {
    let output = command.assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty(), "a failing command prints no data");
    String::from_utf8(output.stderr).expect("messages are UTF-8")
}

/// The names of what is in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it is a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("it can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
