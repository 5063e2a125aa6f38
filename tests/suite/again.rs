//! Every command that writes files, in every format that it has: written twice without `--overwrite`, and never over a
//! file of others. All of several outputs are written, or none is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{failure, landshift, names, rectangles, stdout};

/// A line for each command that writes to `-o`, with all that its tables need.
const LINES: [&str; 19] = [
    "info a.geojson",
    "check a.geojson",
    "check overlap.geojson",
    "check overlap.geojson --fix --overlap first -o fixed.geojson",
    "diff a.geojson b.geojson --units units.geojson --places places.geojson --claims claims.geojson",
    "compare a.geojson b.geojson --units units.geojson --places places.geojson",
    "align b.geojson --to a.geojson --tolerance 1km",
    "timeline a.geojson b.geojson --units units.geojson --places places.geojson --every year",
    "lineage a.geojson b.geojson --on 2002-01-01",
    "apportion values.csv --with weights.csv",
    "apply a.geojson d.geojson",
    "invert d.geojson",
    "squash d.geojson e.geojson",
    "merge d.geojson d.geojson",
    "compose recipe.toml",
    "map a.geojson b.geojson --width 400 --no-base",
    "page a.geojson b.geojson --no-base",
    "tile-sums tiles/0-0.tile",
    "merge-sums tiles/tiles.json sums.json",
];

/// What is written otherwise: a folder, of which `tests/suite/outputs.rs` and `tests/suite/watch.rs` have the tests, and a
/// scenario to go on from.
const OTHERS: [&str; 3] = ["report", "watch", "init"];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    for (file, date, border) in [
        ("a", "2001-01-01", 1.0),
        ("b", "2002-01-01", 1.5),
        ("c", "2003-01-01", 1.75),
    ] {
        let land = [("A", [0., 0., border, 1.]), ("B", [border, 0., 2., 1.])];
        write(&format!("{file}.geojson"), &rectangles(date, &land));
    }
    let overlap = [("A", [0., 0., 1.5, 1.]), ("B", [1., 0., 2., 1.])];
    write("overlap.geojson", &rectangles("2001-01-01", &overlap));
    let units = rectangles(
        "2001-01-01",
        &[("U", [0., 0., 1.25, 1.]), ("V", [1.25, 0., 2., 1.])],
    );
    write("units.geojson", &units.replace("controller", "name"));
    write("claims.geojson", &units.replace("controller", "sovereign"));
    let place = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "P"},
        "geometry": {"type": "Point", "coordinates": [1.4, 0.5]}}]}"#;
    write("places.geojson", place);
    write("values.csv", "code,people\nA,100\nB,50\n");
    let recipe = "date = \"2001-01-01\"\n[[layer]]\nname = \"units\"\npath = \"units.geojson\"\n\
                  [[rule]]\nwhere = { units = true }\nset = { controller = \"A\" }\n";
    write("recipe.toml", recipe);
    for line in [
        "lineage a.geojson b.geojson --table crosswalk -o weights.csv",
        "diff a.geojson b.geojson -o d.geojson",
        "diff b.geojson c.geojson -o e.geojson",
        "tile a.geojson b.geojson --grid 1x1 -o tiles",
        "tile-sums tiles/0-0.tile -o sums.json",
    ] {
        run(folder.path(), line).assert().success();
    }
    folder
}

fn run(folder: &Path, line: &str) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command.args(line.split(' '));
    command
}

/// Runs a line that goes well, or finds problems.
fn written(folder: &Path, line: &str) {
    let output = run(folder, line).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{line}: {said}");
}

/// The endings that a command writes: those that it names where it is asked for another one.
fn endings(folder: &Path, line: &str) -> Vec<String> {
    let message = failure(&mut run(folder, &format!("{line} -o x.none")));
    let words = message.split([' ', ',', '\n']);
    let endings: Vec<String> = words
        .filter_map(|word| word.strip_prefix('.').map(str::to_owned))
        .filter(|ending| ending != "none")
        .collect();
    assert!(!endings.is_empty(), "{line}: {message}");
    endings
}

/// The values of `--table` of a command, by its help.
fn tables(folder: &Path, line: &str) -> Vec<String> {
    let help = stdout(&mut run(
        folder,
        &format!("{} -h", line.split(' ').next().unwrap()),
    ));
    let after = help.split_once("--table <TABLE>").map_or("", |(_, after)| after);
    let values = after
        .split_once("[possible values: ")
        .map_or("", |(_, values)| values);
    let values = values.split_once(']').map_or("", |(values, _)| values);
    values
        .split([',', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_with_outputs_is_in_the_list() {
    let help = stdout(&mut run(Path::new("."), "--help"));
    let commands = help.split_once("Commands:").unwrap().1;
    let commands = commands.split_once("\nOptions:").unwrap().0.lines();
    let commands: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .collect();
    let listed: BTreeSet<&str> = LINES
        .iter()
        .chain(&OTHERS)
        .filter_map(|line| line.split(' ').next())
        .collect();
    let mut writing = 0;
    for command in commands.iter().filter_map(|line| line.split_whitespace().next()) {
        let help = if command == "help" {
            String::new()
        } else {
            stdout(&mut run(Path::new("."), &format!("{command} -h")))
        };
        if help.contains("--overwrite") {
            assert!(listed.contains(command), "{command}");
            writing += 1;
        }
    }
    assert_eq!(writing, listed.len(), "{listed:?}");
}

#[test]
fn what_a_command_has_written_it_replaces_and_what_is_of_others_stays() {
    let folder = folder();
    for (place, line) in LINES.iter().enumerate() {
        let is_still = |ending: &String| ending != "gif";
        let endings: Vec<String> = endings(folder.path(), line)
            .into_iter()
            .filter(is_still)
            .collect();
        let outputs: Vec<String> = endings
            .iter()
            .map(|ending| format!("own{place}.{ending}"))
            .collect();
        // One page for each run, of all others all at once.
        let runs: Vec<String> = if line.starts_with("page") {
            outputs
                .iter()
                .map(|output| format!("{line} -o {output}"))
                .collect()
        } else {
            vec![format!("{line} -o {}", outputs.join(" -o "))]
        };
        for run in runs {
            written(folder.path(), &run);
            written(folder.path(), &run);
        }
        for name in outputs {
            assert!(folder.path().join(&name).exists(), "{line}: {name}");
        }
        for ending in &endings {
            let name = format!("mine.{ending}");
            let path = folder.path().join(&name);
            fs::write(&path, "Mine. Not made with landshift.\n").unwrap();
            let message = failure(&mut run(folder.path(), &format!("{line} -o {name}")));
            assert!(
                message.contains(&name) && message.contains("is not an output of landshift"),
                "{line}: {message}"
            );
            assert_eq!(
                fs::read_to_string(&path).unwrap(),
                "Mine. Not made with landshift.\n"
            );
        }
    }
    let animation = "map a.geojson b.geojson --width 400 --no-base --kind animation -o own.gif -o own.png";
    written(folder.path(), animation);
    written(folder.path(), animation);
}

#[test]
fn every_table_is_known_again() {
    let folder = folder();
    let mut found = 0;
    for (place, line) in LINES
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.contains("--fix"))
    {
        for table in tables(folder.path(), line) {
            found += 1;
            let line = format!("{line} --table {table} -o {place}{table}.csv");
            // What lineage has of a date, it does not have of a change.
            let line = if table == "state" {
                line
            } else {
                line.replace(" --on 2002-01-01", "")
            };
            written(folder.path(), &line);
            written(folder.path(), &line);
        }
    }
    assert!(found > 25, "{found}");
}

#[test]
fn of_several_outputs_all_are_written_or_none() {
    let folder = folder();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("old.json"), "{\"generator\": \"landshift\"}").unwrap();
    let before = names(folder.path());
    let full = Path::new("/dev/full");
    if full.exists() {
        for line in [
            "diff a.geojson b.geojson -o old.json -o new.md -o /dev/full",
            "info a.geojson -o old.json -o new.md -o /dev/full",
            "invert d.geojson -o new.geojson -o new.gpkg -o /dev/full",
            "check overlap.geojson --fix --overlap first --format geojson -o new.geojson -o /dev/full",
        ] {
            let message = failure(&mut run(folder.path(), line));
            assert!(message.contains("/dev/full"), "{line}: {message}");
        }
    }
    assert_eq!(names(folder.path()), before);
    let old = fs::read_to_string(folder.path().join("old.json")).unwrap();
    assert_eq!(old, "{\"generator\": \"landshift\"}");
}

#[test]
fn a_layer_is_written_in_the_format_that_is_named() {
    let folder = folder();
    for line in [
        "apply a.geojson d.geojson",
        "invert d.geojson",
        "squash d.geojson e.geojson",
        "merge d.geojson d.geojson",
        "compose recipe.toml",
    ] {
        run(folder.path(), &format!("{line} --format fgb -o x.bin"))
            .assert()
            .success();
        assert!(
            fs::read(folder.path().join("x.bin")).unwrap().starts_with(b"fgb"),
            "{line}"
        );
        let kml = stdout(&mut run(folder.path(), &format!("{line} --format kml")));
        assert!(kml.contains("<kml"), "{line}");
        failure(&mut run(folder.path(), &format!("{line} --format dwg")));
    }
}
