//! Animations: GIF and PNG, their frames, and what is too long.

use std::fs;
use std::path::Path;

use crate::support::{failure, landshift, rectangles};

fn write(folder: &Path, dates: &[&str]) {
    for (n, date) in dates.iter().enumerate() {
        let west = 1.0 + n as f64;
        let holders = [("A", [0.0, 0.0, west, 4.0]), ("B", [west, 0.0, 12.0, 4.0])];
        fs::write(folder.join(format!("{date}.geojson")), rectangles(date, &holders)).unwrap();
    }
}

fn map(folder: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command
        .args(["map", ".", "--kind", "animation", "--width", "400", "--overwrite"])
        .args(arguments);
    command
}

/// Delays of the frames of a GIF, in hundredths of a second.
fn delays(gif: &[u8]) -> Vec<u16> {
    let control = gif.windows(8).filter(|w| w[..3] == [0x21, 0xf9, 4] && w[7] == 0);
    control.map(|w| u16::from_le_bytes([w[4], w[5]])).collect()
}

#[test]
fn a_gif_has_a_frame_for_each_date_and_the_same_bytes_again() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &["2024-01-01", "2024-01-20", "2024-02-01", "2024-02-20"],
    );
    let draw = |file: &str, more: &[&str]| {
        map(folder.path(), &[&["-o", file], more].concat())
            .assert()
            .success();
        fs::read(folder.path().join(file)).unwrap()
    };
    let gif = draw("a.gif", &["--pace", "0.5"]);
    assert!(gif.starts_with(b"GIF89a"));
    assert_eq!(delays(&gif), [50, 50, 50, 100], "the last one stays longer");
    assert!(gif == draw("b.gif", &["--pace", "0.5"]));
    // The first date, and the last of each month.
    assert_eq!(delays(&draw("c.gif", &["--every", "month"])).len(), 3);
}

#[test]
fn what_no_animation_is_or_lasts_too_long_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &["2024-01-01", "2024-01-20"]);
    let said = failure(&mut map(folder.path(), &["--kind", "multiples", "-o", "a.gif"]));
    assert!(
        said.contains("cannot be used multiple times") || said.contains("--kind animation"),
        "{said}"
    );
    let mut still = landshift(folder.path());
    let said = failure(still.args(["map", ".", "-o", "a.gif"]));
    assert!(
        said.contains("a .gif is for animations") && said.contains("--kind animation"),
        "{said}"
    );
    let mut pair = landshift(folder.path());
    let said = failure(pair.args(["map", ".", "--every", "month", "-o", "a.svg"]));
    assert!(said.contains("--every is for many dates"), "{said}");
    let days: Vec<String> = (1..=28)
        .flat_map(|day| (1..=12).map(move |month| format!("2024-{month:02}-{day:02}")))
        .collect();
    for date in &days {
        let holders = [("A", [0.0, 0.0, 1.0, 4.0]), ("B", [1.0, 0.0, 12.0, 4.0])];
        fs::write(
            folder.path().join(format!("{date}.geojson")),
            rectangles(date, &holders),
        )
        .unwrap();
    }
    let mut long = landshift(folder.path());
    let said = failure(long.args(["map", ".", "--kind", "animation", "-o", "a.gif"]));
    assert!(
        said.contains("336 dates") && said.contains("--every month"),
        "{said}"
    );
    assert!(!folder.path().join("a.gif").exists());
}

#[test]
fn notes_stand_on_every_kind_of_map_and_errors_name_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &["2024-01-01", "2024-01-20"]);
    let scenario = |at: &str, text: &str| {
        let note = format!("[[note]]\nat = {at}\ntext = \"{text}\"\narrow = true\n");
        let snapshots =
            "[[snapshot]]\npath = \"2024-01-01.geojson\"\n[[snapshot]]\npath = \"2024-01-20.geojson\"\n";
        fs::write(
            folder.path().join("s.toml"),
            format!("id = \"s\"\ntitle = \"S\"\n{note}{snapshots}"),
        )
        .unwrap();
    };
    let map = |kind: &str| {
        let mut command = landshift(folder.path());
        command.args([
            "map",
            "--scenario",
            "s.toml",
            "--kind",
            kind,
            "-o",
            "m.svg",
            "--overwrite",
        ]);
        command
    };
    scenario("[1.5, 2.0]", "The bridge");
    for (kind, times) in [("change", 1), ("before-after", 2), ("multiples", 2)] {
        map(kind).assert().success();
        let svg = fs::read_to_string(folder.path().join("m.svg")).unwrap();
        assert_eq!(svg.matches(">The bridge<").count(), times, "{kind}");
        assert_eq!(svg.matches("class=\"leader-head\"").count(), times, "{kind}");
    }
    scenario("[200.0, 2.0]", "The bridge");
    let said = failure(&mut map("change"));
    assert!(
        said.contains("line 4, key `note[1].at`") || said.contains("line 4") && said.contains("note"),
        "{said}"
    );
    assert!(said.contains("[200, 2] is no place"), "{said}");
    scenario("[1.5, 2.0]", " ");
    let said = failure(&mut map("change"));
    assert!(said.contains("line 5") && said.contains("text"), "{said}");
}
