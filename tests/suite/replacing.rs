//! Which files outputs may replace: no input, however it is named, and nothing of others.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::{failure, landshift};

/// A copy of the case of Karabakh.
fn case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/karabakh"),
        folder.path(),
    );
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn run(folder: &Path, line: &str) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command.args(line.split(' '));
    command
}

#[test]
fn files_that_a_scenario_a_recipe_or_an_option_names_are_inputs() {
    let folder = case();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("ren.csv"), "Artsakh,Nagorno-Karabakh Republic\n").unwrap();
    fs::write(at("land.geojson"), fs::read(at("1994-05-12.geojson")).unwrap()).unwrap();
    // A page has a name of its own, which may be one more of an input.
    for input in [
        "1994-05-12.geojson",
        "locator.geojson",
        "districts.geojson",
        "ren.csv",
    ] {
        fs::hard_link(at(input), at(input).with_extension("html")).unwrap();
    }
    let before: Vec<(PathBuf, Vec<u8>)> = files(folder.path())
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    let pair = "1994-05-12.geojson 2020-12-01.geojson";
    for line in [
        "timeline scenario.toml -o 1994-05-12.geojson".to_owned(),
        "timeline scenario.toml -o districts.geojson".to_owned(),
        "timeline . -o places.geojson".to_owned(),
        "timeline scenario.toml -o context.geojson".to_owned(),
        "timeline scenario.toml --format json -o scenario.toml".to_owned(),
        "page scenario.toml -o 1994-05-12.html".to_owned(),
        "page . -o recipes/../locator.html".to_owned(),
        format!("page {pair} --units districts.geojson -o districts.html"),
        format!("page {pair} --rename ren.csv -o ren.html"),
        "compose recipes/1994-05-12.toml -o source/admin1.geojson".to_owned(),
        format!("diff {pair} --rename ren.csv -o ren.csv"),
        format!("compare {pair} --rename ren.csv -o ren.csv"),
        format!("timeline {pair} --rename ren.csv -o ren.csv"),
        "check 1994-05-12.geojson --rename ren.csv -o ren.csv".to_owned(),
    ] {
        let message = failure(&mut run(folder.path(), &format!("{line} --overwrite")));
        assert!(
            message.contains("is an input of this command"),
            "{line}: {message}"
        );
    }
    // A report beside its scenario, whose snapshot has a name that the report gives.
    let scenario = fs::read_to_string(at("scenario.toml")).unwrap();
    let taken = "diff_1994-05-12_2020-12-01.geojson";
    fs::copy(at("context.geojson"), at(taken)).unwrap();
    let own = scenario.replace("\"context.geojson\"", &format!("\"{taken}\""));
    assert!(own != scenario);
    fs::write(at("own.toml"), own).unwrap();
    let message = failure(&mut run(folder.path(), "report own.toml -o . --overwrite"));
    assert!(message.contains("is an input of this command"), "{message}");
    for (path, content) in before {
        assert!(fs::read(&path).unwrap() == content, "{}", path.display());
    }
    // The built-in case has no files.
    run(folder.path(), "timeline -o districts.csv").assert().success();
}

#[test]
fn what_belongs_to_an_input_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    // How every shapefile begins.
    fs::write(at("land.shp"), [0, 0, 0x27, 0x0a, 0, 0, 0, 0]).unwrap();
    let beside = ["land.dbf", "land.SHX", "land.Prj", "land.cpg"];
    for name in beside {
        fs::write(at(name), "mine").unwrap();
    }
    std::os::unix::fs::symlink("land.dbf", at("link.csv")).unwrap();
    for output in beside.into_iter().chain(["link.csv"]) {
        for command in [
            "diff land.shp land.shp",
            "check land.shp",
            "timeline land.shp land.shp",
        ] {
            let line = format!("{command} --format csv -o {output} --overwrite");
            let message = failure(&mut run(folder.path(), &line));
            assert!(
                message.contains("is an input of this command"),
                "{line}: {message}"
            );
        }
    }
    // Another file of that ending is none.
    fs::write(at("other.dbf"), "mine").unwrap();
    let line = "check land.shp --format csv -o other.dbf --overwrite";
    let message = failure(&mut run(folder.path(), line));
    assert!(message.contains("land.shp: "), "{message}");
}

#[test]
fn the_word_alone_is_no_mark() {
    let folder = case();
    let names = |line: &str| {
        line.replace(" A", " 1994-05-12.geojson")
            .replace(" B", " 2020-12-01.geojson")
    };
    let foreign = [
        (
            "geojson",
            "{\"type\": \"FeatureCollection\", \"name\": \"districts_for_landshift\", \"features\": []}",
        ),
        ("csv", "name,used by\nA,landshift\n"),
        ("txt", "These are my notes on landshift.\n"),
        ("md", "# landshift\n\nMade with landshift. And by me.\n"),
        (
            "kml",
            "<kml><Document><name>for landshift</name></Document></kml>",
        ),
    ];
    for (ending, content) in foreign {
        let path = folder.path().join(format!("mine.{ending}"));
        fs::write(&path, content).unwrap();
        let line = names(&format!("diff A B -o mine.{ending}"));
        let message = failure(&mut run(folder.path(), &line));
        assert!(
            message.contains("is not an output of landshift"),
            "{ending}: {message}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
        run(folder.path(), &format!("{line} --overwrite"))
            .assert()
            .success();
    }
}

#[test]
fn a_changed_database_and_a_protected_file_stay() {
    let folder = case();
    let line = "diff 1994-05-12.geojson 2020-12-01.geojson -o x";
    let run = |ending: &str| run(folder.path(), &format!("{line}{ending}"));
    run(".gpkg").assert().success();
    let path = folder.path().join("x.gpkg");
    let mut bytes = fs::read(&path).unwrap();
    // As SQLite counts a change.
    bytes[27] += 1;
    fs::write(&path, &bytes).unwrap();
    assert!(failure(&mut run(".gpkg")).contains("is not an output of landshift"));
    assert!(fs::read(&path).unwrap() == bytes);

    run(".json").assert().success();
    let path = folder.path().join("x.json");
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    assert!(failure(&mut run(".json")).contains("write-protected"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o444);
    run(".json --overwrite").assert().success();
}
