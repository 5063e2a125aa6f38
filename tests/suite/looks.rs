//! Styles, languages, sizes and highlights of maps, from the command line.

use std::fs;
use std::path::Path;

use crate::support::{failure, karabakh, karabakh_map, landshift, rectangles, stdout};

/// A map of the reference case to `picture`, with more arguments.
fn map(picture: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = karabakh_map("scenario.toml");
    command.arg("-o").arg(picture).args(arguments);
    command
}

#[test]
fn the_default_style_and_language_are_the_named_ones() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, named) = (folder.path().join("plain.svg"), folder.path().join("named.svg"));
    map(&plain, &[]).assert().success();
    map(&named, &["--style", "light", "--lang", "en"])
        .assert()
        .success();
    assert_eq!(fs::read(plain).unwrap(), fs::read(named).unwrap());
}

#[test]
fn a_style_of_ones_own_is_used_and_its_colours_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let (style, picture) = (folder.path().join("mine.toml"), folder.path().join("map.svg"));
    fs::write(
        &style,
        "extends = \"dark\"\n[ground]\npage = \"#000000\"\n[line]\nborder = \"#333333\"\n",
    )
    .unwrap();
    let mut command = map(&picture, &["--style"]);
    let output = command.arg(&style).assert().success().get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("colours: lines part neighbours by 3 : 1: border on"),
        "{said}"
    );
    let svg = fs::read_to_string(picture).unwrap();
    assert!(svg.contains("<rect id=\"page\"") && svg.contains("fill=\"#000000\""));
}

#[test]
fn a_map_speaks_a_language_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = (folder.path().join("it.toml"), folder.path().join("map.svg"));
    fs::write(
        &file,
        "code = \"it\"\n[legend]\ncontrol = \"Linea di controllo\"\n",
    )
    .unwrap();
    let mut command = map(&picture, &["--lang"]);
    let output = command.arg(&file).assert().success().get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("more messages are missing and said in English"),
        "{said}"
    );
    let svg = fs::read_to_string(picture).unwrap();
    assert!(svg.contains("lang=\"it\"") && svg.contains(">Linea di controllo<") && svg.contains(">share<"));
}

#[test]
fn names_of_the_data_follow_the_language() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("map.svg");
    map(&picture, &["--lang", "az", "--kind", "before-after"])
        .assert()
        .success();
    let svg = fs::read_to_string(&picture).unwrap();
    for text in [
        "lang=\"az\"",
        ">12\u{a0}may 1994<",
        "AZƏRBAYCAN",
        "Xankəndi",
        "9.089\u{a0}km²",
        "Nəzarət xətti",
    ] {
        assert!(svg.contains(text), "{text}");
    }
    // What is for programs stays as the data has it.
    assert!(svg.contains("data-controller=\"Azerbaijan\"") && svg.contains("class=\"home-azerbaijan\""));
    let land = |name: &str, west: i32| {
        format!(
            r#"{{"type": "Feature", "properties": {{"controller": "{name}", "controller:ru": "Край {name}", "status": "claimed"}},
            "geometry": {{"type": "Polygon", "coordinates": [[[{west}, 40], [{e}, 40], [{e}, 41], [{west}, 41], [{west}, 40]]]}}}}"#,
            e = west + 1
        )
    };
    let layer = |date: &str, who: &str| {
        let (a, b) = (land("A", 46), land(who, 47));
        format!(r#"{{"type": "FeatureCollection", "date": "{date}", "features": [{a}, {b}]}}"#)
    };
    fs::write(folder.path().join("a.geojson"), layer("1994-01-01", "B")).unwrap();
    fs::write(folder.path().join("b.geojson"), layer("2020-01-01", "A")).unwrap();
    let arguments = ["map", "a.geojson", "b.geojson", "-o", "ru.svg", "--lang", "ru"];
    landshift(folder.path()).args(arguments).assert().success();
    let svg = fs::read_to_string(folder.path().join("ru.svg")).unwrap();
    assert!(
        svg.contains("Край A: +")
            && svg.contains("class=\"status-claimed\"")
            && svg.contains("Статус: заявлено")
    );
}

#[test]
fn a_page_is_exactly_as_large_as_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, option, size, pixels) in [
        ("change", "--size", "1200x675", (1200, 675)),
        ("before-after", "--size", "A4", (1240, 1754)),
        ("multiples", "--for", "story", (1080, 1920)),
        ("shares", "--size", "square", (1200, 1200)),
        ("flows", "--size", "900x600", (900, 600)),
        ("lineage", "--size", "900x600", (900, 600)),
        ("animation", "--size", "800x640", (800, 640)),
    ] {
        let picture = folder.path().join(format!("{kind}{size}.png"));
        map(&picture, &["--kind", kind, option, size]).assert().success();
        let bytes = fs::read(picture).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        assert_eq!((reader.info().width, reader.info().height), pixels, "{kind}");
    }
}

#[test]
fn what_cannot_be_asked_for_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let colour = file("colour.toml", "[ground]\nsea = \"blue\"\n");
    let key = file("key.toml", "[text]\nscale = 1.1\nsize = 3\n");
    let words = file("words.toml", "\n[notes]\nas_of = \"Al {data}.\"\n");
    let broken = file("broken.toml", "code = \"it\n");
    for (arguments, says) in [
        (
            vec!["--style", "neon"],
            vec!["there is no style `neon`", "choose one of light, dark, print"],
        ),
        (
            vec!["--style", &colour],
            vec!["colour.toml: line 2, key `ground.sea`: `blue` is not a colour"],
        ),
        (
            vec!["--style", &key],
            vec!["key.toml: line 3, key `text.size`: unknown field `size`"],
        ),
        (
            vec!["--lang", "xx"],
            vec![
                "there is no language `xx`",
                "choose one of en, de, fr, es, ru, az, hy",
            ],
        ),
        (
            vec!["--lang", &words],
            vec!["words.toml: line 3, key `notes.as_of`: unknown placeholder {data}"],
        ),
        (vec!["--lang", &broken], vec!["broken.toml: line 1: "]),
        (
            vec!["--size", "12x3"],
            vec!["give width and height from 400 to 8000 pixels"],
        ),
        (vec!["--size", "letter"], vec!["A4, A4-landscape, square"]),
        (
            vec!["--size", "1200x675", "--width", "900"],
            vec!["cannot be used with"],
        ),
        (
            vec!["--size", "1600x400"],
            vec!["1600x400 pixels has no room for the map", "give it 1600x"],
        ),
        (
            vec!["--highlight", "Lachn"],
            vec!["no controller, unit or place `Lachn`", "did you mean `Lachin`"],
        ),
        (
            vec!["--highlight", "Armenia→Foo"],
            vec!["no controller, unit or place `Foo`"],
        ),
    ] {
        let picture = folder.path().join("map.svg");
        let said = failure(&mut map(&picture, &arguments));
        for part in says {
            assert!(said.contains(part), "{arguments:?}: {said}");
        }
        assert!(!picture.exists(), "{arguments:?}");
    }
}

#[test]
fn a_size_that_is_said_to_do_does() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("map.svg");
    let said = failure(&mut map(&picture, &["--size", "1600x500"]));
    let least = said
        .split("give it ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap();
    map(&picture, &["--size", least]).assert().success();
}

#[test]
fn highlights_are_found_by_any_of_their_names() {
    let folder = tempfile::tempdir().unwrap();
    for (name, title) in [
        (
            "nagorno-karabakh",
            "The Nagorno-Karabakh Republic lost 9,089 km² to Azerbaijan",
        ),
        (
            "Nagorno-Karabakh:Azerbaijan",
            "Azerbaijan gained 9,089 km² from the Nagorno-Karabakh Republic",
        ),
        (
            "Kalbajar",
            "Kalbajar: Azerbaijan gained 2,023 km² from the Nagorno-Karabakh Republic",
        ),
    ] {
        let picture = folder.path().join("map.svg");
        map(&picture, &["--highlight", name, "--overwrite"])
            .assert()
            .success();
        let svg = fs::read_to_string(picture).unwrap();
        assert!(
            svg.contains(&format!("<title id=\"title\">{title}</title>")),
            "{name}"
        );
    }
    let said =
        stdout(map(&folder.path().join("b.svg"), &["--highlight", "Lachin", "--lint"]).arg("--overwrite"));
    assert!(!said.contains("FAIL"));
}

#[test]
fn ranges_are_those_of_the_tables_and_come_with_an_accuracy() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("map.svg");
    map(&picture, &["--lint"]).assert().success();
    let svg = fs::read_to_string(&picture).unwrap();
    let diff = stdout(landshift(&karabakh()).args([
        "diff",
        "1994-05-12.geojson",
        "2020-12-01.geojson",
        "--tolerance",
        "0m",
    ]));
    assert!(
        diff.contains("7,516–10,662") && svg.contains(">7,516–10,662</text>"),
        "{diff}"
    );
    map(&picture, &["--lint", "--accuracy", "100m"])
        .assert()
        .success();
    let finer = fs::read_to_string(&picture).unwrap();
    assert!(finer.contains("class=\"range\"") && !finer.contains("7,516–10,662"));

    // Land of which nothing is known.
    for (file, date, border) in [("a.geojson", "1990", 12.0), ("b.geojson", "2000", 11.0)] {
        let land = [
            ("A", [10.0, 50.0, border, 51.0]),
            ("B", [border, 50.0, 13.0, 51.0]),
        ];
        fs::write(folder.path().join(file), rectangles(date, &land)).unwrap();
    }
    let draw = |more: &[&str]| {
        let mut command = landshift(folder.path());
        command
            .args(["map", "a.geojson", "b.geojson", "--lint", "-o", "map.svg"])
            .args(more);
        command.assert().success();
        fs::read_to_string(&picture).unwrap()
    };
    assert!(!draw(&[]).contains("range"));
    assert!(draw(&["--accuracy", "700m"]).contains("class=\"range\""));
    failure(landshift(folder.path()).args([
        "map",
        "a.geojson",
        "b.geojson",
        "-o",
        "map.svg",
        "--accuracy",
        "far",
    ]));
}

#[test]
fn names_on_a_phone_are_not_cut_beside_free_room() {
    let folder = tempfile::tempdir().unwrap();
    let long = "Eastern Confederation of Highlands";
    let layer = |date: &str, border: f64| {
        let all = [
            (long, [30.0, 24.0, border, 26.0]),
            ("B", [border, 24.0, 34.0, 26.0]),
            ("C", [30.0, 26.0, 34.0, 29.0]),
        ];
        let held = all.into_iter().filter(|(_, [west, _, east, _])| west < east);
        rectangles(date, &held.collect::<Vec<_>>())
    };
    fs::write(folder.path().join("a.geojson"), layer("2001-01-01", 30.5)).unwrap();
    fs::write(folder.path().join("b.geojson"), layer("2011-01-01", 30.0)).unwrap();
    for kind in ["shares", "flows", "lineage"] {
        let mut command = landshift(folder.path());
        command.args([
            "map",
            "a.geojson",
            "b.geojson",
            "--kind",
            kind,
            "--for",
            "phone",
            "-o",
            "map.svg",
        ]);
        command.assert().success();
        let svg = fs::read_to_string(folder.path().join("map.svg")).unwrap();
        assert!(!svg.contains('…'), "{kind}");
        assert!(svg.contains("Highlands"), "{kind}");
    }
}
