//! Scenarios, recipes, styles and renames: each value that is none is refused by its key and its line, with a hint, and
//! nothing is written.

use std::fs;
use std::path::Path;

use landshift::MemoryFiles;
use landshift::map::MapStyle;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

const SCENARIO: &str = r##"id = "x"
title = "T"
credits = ["C"]
notes = ["N"]
tolerance_m = 250
by = "controller"
unnamed = "skip"
date_pattern = "%Y"
end_date = "inclusive"
start = "s"
end = "e"
date_column = "d"
within = "0,0,4,4"
rest = "R"
claims = "claims.geojson"
[rename]
"Old" = "New"
[[snapshot]]
path = "a-2001.geojson"
date = "2001"
at = "2001"
caption = "C"
[[snapshot]]
path = "b-2002.geojson"
[units]
path = "units.geojson"
accuracy_m = 1000
by = "name"
weigh = "population"
[places]
path = "places.geojson"
[[outline]]
path = "line.geojson"
label = "L"
[[note]]
at = [1, 1]
text = "N"
arrow = true
[[controller]]
name = "A"
color = "#d9720d"
short = "A"
[names.de]
"A" = "A"
[[published]]
quantity = "Q"
measure = { date = "2001", controller = "A", sovereign = "A", units = ["U"] }
km2 = [1, 2]
source = "S"
"##;

const RECIPE: &str = r#"title = "T"
date = "2001"
clip = [0, 0, 9, 9]
[[layer]]
name = "land"
path = "a-2001.geojson"
only = { controller = "A" }
[[layer]]
name = "line"
path = "line.geojson"
join = "1km"
extend = "1km"
[[layer]]
name = "wide"
path = "line.geojson"
buffer = "1km"
[[rule]]
where = { land = true }
cut_by = ["line"]
seeds = [[1, 1]]
set = { controller = "A" }
"#;

/// Every value of a text, by its line: the lines with it replaced by `nonsense`, where that is something else, and the key.
fn replaced(text: &str, nonsense: &str) -> Vec<(usize, String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ") else {
            continue;
        };
        let mut changed: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        changed[number] = format!("{key} = {nonsense}");
        all.push((number + 1, key.trim_matches('"').to_owned(), changed.join("\n")));
    }
    all
}

/// Runs a command about a file of this text, which is to be refused.
fn refused(folder: &Path, file: &str, text: &str, words: &[&str]) -> String {
    fs::write(folder.join(file), text).unwrap();
    let message = failure(landshift(folder).args(words));
    assert!(
        message.contains(&format!("landshift: {file}: ")),
        "{text}\n{message}"
    );
    assert!(!message.contains("panicked"), "{message}");
    assert!(
        !folder.join("out").exists() && !folder.join("out.geojson").exists(),
        "{message}"
    );
    message
}

/// As that, with a hint and the place of a key.
fn refused_at(folder: &Path, (file, text): (&str, &str), line: usize, key: &str, words: &[&str]) {
    let message = refused(folder, file, text, words);
    assert!(message.contains("hint: "), "{text}\n{message}");
    let place = format!("line {line}, key `");
    let named = message
        .split_once(&place)
        .and_then(|(_, rest)| rest.split_once('`'));
    assert!(
        named.is_some_and(|(named, _)| named.contains(key)),
        "{key}: {text}\n{message}"
    );
}

const REPORT: [&str; 5] = ["report", "scenario.toml", "-o", "out", "--without=maps,page"];
const COMPOSE: [&str; 4] = ["compose", "recipe.toml", "-o", "out.geojson"];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let land = |border: f64| {
        rectangles(
            "2001",
            &[("A", [0., 0., border, 4.]), ("B", [border, 0., 4., 4.])],
        )
    };
    fs::write(folder.path().join("a-2001.geojson"), land(1.0)).unwrap();
    fs::write(
        folder.path().join("b-2002.geojson"),
        land(2.0).replace("2001", "2002"),
    )
    .unwrap();
    let line = r#"{"type": "LineString", "coordinates": [[2, -1], [2, 5]]}"#;
    fs::write(folder.path().join("line.geojson"), line).unwrap();
    folder
}

#[test]
fn each_value_of_a_scenario_that_is_of_no_kind_or_blank_is_refused() {
    let folder = folder();
    for nonsense in ["nan", "-inf", "{ no = 1 }", "\" \""] {
        for (line, key, text) in replaced(SCENARIO, nonsense) {
            let key = if key == "A" || key == "Old" { "" } else { &key };
            refused_at(folder.path(), ("scenario.toml", &text), line, key, &REPORT);
        }
    }
    for (line, key, text) in replaced(RECIPE, "nan") {
        refused_at(folder.path(), ("recipe.toml", &text), line, &key, &COMPOSE);
    }
    for (line, key, text) in replaced(RECIPE, "\" \"") {
        refused_at(folder.path(), ("recipe.toml", &text), line, &key, &COMPOSE);
    }
}

#[test]
fn each_value_of_a_scenario_out_of_range_is_refused() {
    let folder = folder();
    let base = "id = \"x\"\ntitle = \"T\"\nsnapshot = [{ path = \"a-2001.geojson\" }, { path = \"b-2002.geojson\" }]\n";
    for (more, key) in [
        ("tolerance_m = -1", "tolerance_m"),
        ("tolerance_m = 1e9", "tolerance_m"),
        ("units = { path = \"u\", accuracy_m = -5.0 }", "units.accuracy_m"),
        (
            "context = { path = \"u\", accuracy_m = -5.0 }",
            "context.accuracy_m",
        ),
        ("unnamed = 7", "unnamed"),
        ("date_pattern = \"x\"", "date_pattern"),
        ("end_date = \"sometimes\"", "end_date"),
        ("within = \"4,0,4,4\"", "within"),
        ("within = \"0,4,4,0\"", "within"),
        ("within = \"0,0,400,4\"", "within"),
        ("nonsense = 1", "nonsense"),
        (
            "controller = [{ name = \"A\", color = \"orange\" }]",
            "controller[1].color",
        ),
        (
            "controller = [{ name = \"A\" }, { name = \" A\" }]",
            "controller[2].name",
        ),
        (
            "published = [{ quantity = \"q\", measure = {}, km2 = [2, 1], source = \"s\" }]",
            "published[1].km2",
        ),
        (
            "published = [{ quantity = \"q\", measure = {}, km2 = [-2, 1], source = \"s\" }]",
            "published[1].km2",
        ),
        (
            "published = [{ quantity = \"q\", measure = { date = \"yesterday\" }, km2 = [1, 1], source = \"s\" }]",
            "published[1].measure.date",
        ),
    ] {
        refused_at(
            folder.path(),
            ("scenario.toml", &format!("{base}{more}\n")),
            4,
            key,
            &REPORT,
        );
    }
    for (snapshots, key) in [
        (
            "[{ path = \"a-2001.geojson\" }, { path = \"a-2001.geojson\" }]",
            "snapshot[2].path",
        ),
        (
            "[{ path = \"a-2001.geojson\" }, { path = \"b-2002.geojson\", date = \"2002-13\" }]",
            "snapshot[2].date",
        ),
        (
            "[{ path = \"../a.geojson\" }, { path = \"b-2002.geojson\" }]",
            "snapshot[1].path",
        ),
        (
            "[{ path = \"a-2001.geojson\", as = \"A\", by = \"x\" }, { path = \"b-2002.geojson\" }]",
            "snapshot[1].by",
        ),
    ] {
        let text = format!("id = \"x\"\ntitle = \"T\"\nsnapshot = {snapshots}\n");
        refused_at(folder.path(), ("scenario.toml", &text), 3, key, &REPORT);
    }
    for (id, key) in [("\"../x\"", "id"), ("\"a b\"", "id")] {
        let text = base.replacen("\"x\"", id, 1);
        refused_at(folder.path(), ("scenario.toml", &text), 1, key, &REPORT);
    }
    refused(
        folder.path(),
        "scenario.toml",
        "id = \"x\"\ntitle = \"T\"\nsnapshot = []\n",
        &REPORT,
    );
}

#[test]
fn each_value_of_a_recipe_out_of_range_is_refused() {
    let folder = folder();
    let layers = "layer = [{ name = \"land\", path = \"a-2001.geojson\" }, { name = \"line\", path = \"line.geojson\" }]\n";
    let rule = "rule = [{ where = { land = true }, set = { controller = \"A\" } }]\n";
    for (more, key) in [
        ("clip = [9, 0, 0, 9]", "clip"),
        ("clip = [0, 9, 9, 0]", "clip"),
        ("clip = [0, 0, 900, 9]", "clip"),
        ("clip = [0, 0, nan, 9]", "clip[3]"),
        ("clip = [0, 0, 9]", "clip"),
        ("date = \"tomorrow\"", "date"),
        ("date = 07:00:00", "date"),
    ] {
        refused_at(
            folder.path(),
            ("recipe.toml", &format!("{layers}{rule}{more}\n")),
            3,
            key,
            &COMPOSE,
        );
    }
    for (layer, key) in [
        ("buffer = \"0m\"", "layer[1].buffer"),
        ("buffer = \"-1m\"", "layer[1].buffer"),
        ("join = \"nanm\"", "layer[1].join"),
        ("extend = \"5 miles\"", "layer[1].extend"),
        ("extend = \"1e9km\"", "layer[1].extend"),
        ("only = { a = 3 }", "layer[1].only.a"),
    ] {
        let text = format!("layer = [{{ name = \"land\", path = \"line.geojson\", {layer} }}]\n{rule}");
        refused_at(folder.path(), ("recipe.toml", &text), 1, key, &COMPOSE);
    }
    let twice = format!(
        "layer = [{{ name = \"land\", path = \"a-2001.geojson\" }}, {{ name = \"land\", path = \"line.geojson\" }}]\n{rule}"
    );
    refused_at(
        folder.path(),
        ("recipe.toml", &twice),
        1,
        "layer[2].name",
        &COMPOSE,
    );
    for (rule, key) in [
        ("{ where = { land = true }, set = {} }", "rule[1].set"),
        (
            "{ where = { sea = true }, set = { controller = \"A\" } }",
            "rule[1].where",
        ),
        (
            "{ where = { land = true }, cut_by = [\"sea\"], set = { controller = \"A\" } }",
            "rule[1].cut_by",
        ),
        (
            "{ where = { land = true }, seeds = [[400, 1]], set = { controller = \"A\" } }",
            "rule[1].seeds[1]",
        ),
        (
            "{ where = { land = true }, seeds = [[1, nan]], set = { controller = \"A\" } }",
            "rule[1].seeds[1][2]",
        ),
    ] {
        let text = format!("{layers}rule = [{rule}]\n");
        if key == "rule[1].set" {
            let message = refused(folder.path(), "recipe.toml", &text, &COMPOSE);
            assert!(message.contains(key) && message.contains("hint"), "{message}");
        } else {
            refused_at(folder.path(), ("recipe.toml", &text), 2, key, &COMPOSE);
        }
    }
    for (rule, part) in [
        (
            "{ where = { land = true }, set = { colour = \"red\" } }",
            "rule 1: it gives land no `controller`",
        ),
        (
            "{ where = { land = true }, cut_by = [\"line\"], seeds = [[2, 1]], set = { controller = \"A\" } }",
            "lies on a line that cuts the land",
        ),
        (
            "{ where = { land = true }, seeds = [[4, 1]], set = { controller = \"A\" } }",
            "lies",
        ),
    ] {
        let message = refused(
            folder.path(),
            "recipe.toml",
            &format!("{layers}rule = [{rule}]\n"),
            &COMPOSE,
        );
        assert!(
            message.contains(part) && message.contains("rule 1") && message.contains("hint: "),
            "{message}"
        );
    }
}

#[test]
fn dates_need_no_quotes() {
    let folder = folder();
    let scenario = "id = \"x\"\ntitle = \"T\"\n[[snapshot]]\npath = \"a-2001.geojson\"\ndate = 2001-05-12\n\
                    [[snapshot]]\npath = \"b-2002.geojson\"\ndate = 2002\n";
    fs::write(folder.path().join("scenario.toml"), scenario).unwrap();
    let told = stdout(landshift(folder.path()).args(REPORT));
    assert!(told.contains("12 May 2001"), "{told}");
    let recipe = "date = 1994-05-12\nlayer = [{ name = \"land\", path = \"a-2001.geojson\" }]\n\
                  rule = [{ where = { land = true }, set = { controller = \"A\" } }]\n";
    fs::write(folder.path().join("recipe.toml"), recipe).unwrap();
    stdout(landshift(folder.path()).args(COMPOSE));
    let made = fs::read_to_string(folder.path().join("out.geojson")).unwrap();
    assert!(made.contains("\"date\": \"1994-05-12\""), "{made}");
}

/// Every value of the style that comes with the program.
#[test]
fn each_value_of_a_style_that_is_none_is_refused() {
    let light = karabakh().join("../../src/map/style/light.toml");
    let style: toml::Table = toml::from_str(&fs::read_to_string(light).unwrap()).unwrap();
    let mut count = 0;
    for (section, values) in &style {
        for key in values.as_table().unwrap().keys() {
            for nonsense in ["nan", "-1e9", "\" \"", "true"] {
                let text = format!("\n[{section}]\n{key} = {nonsense}\n");
                let files = MemoryFiles::from([("style.toml", text.clone())]);
                let error = MapStyle::named("style.toml", &files).unwrap_err();
                let position = error.position().unwrap_or_default();
                assert!(position.starts_with("line 3, key `"), "{text}{error}");
                assert!(position.contains(&format!("{section}.{key}")), "{text}{error}");
                assert!(
                    error.file() == Some("style.toml") && error.hint().is_some(),
                    "{text}{error}"
                );
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_style_with_a_value_that_is_none_draws_nothing() {
    let folder = folder();
    let words = "map a-2001.geojson b-2002.geojson --style style.toml -o out.svg";
    let words: Vec<_> = words.split(' ').collect();
    let wrong = "\n[line]\nedge = true\n";
    refused_at(folder.path(), ("style.toml", wrong), 3, "line.edge", &words);
    let unknown = "[line]\nno = 1\n";
    refused_at(folder.path(), ("style.toml", unknown), 2, "line.no", &words);
}

#[test]
fn each_value_of_a_file_of_renames_that_is_none_is_refused() {
    let folder = folder();
    let words = |file| {
        vec![
            "diff",
            "a-2001.geojson",
            "b-2002.geojson",
            "--rename",
            file,
            "-o",
            "out",
        ]
    };
    let words = |file| [&words(file)[..5], &["-o", "out.csv"]].concat();
    for (above, key) in [("", "A"), ("[rename]\n", "rename.A")] {
        for nonsense in ["3", "nan", "true", "\" \"", "[\"B\"]", "1994-05-12"] {
            let line = above.lines().count() + 1;
            let text = format!("{above}A = {nonsense}\n");
            refused_at(
                folder.path(),
                ("names.toml", &text),
                line,
                key,
                &words("names.toml"),
            );
        }
    }
    for (text, line) in [("A,B\nC\n", 2), ("A,B\nC, \n", 2), (",B\n", 1), ("A,B,C\n", 1)] {
        let message = refused(folder.path(), "names.csv", text, &words("names.csv"));
        assert!(
            message.contains(&format!("line {line}")) && message.contains("hint: "),
            "{message}"
        );
    }
}

/// Every value of a text, by its path from the top: of a list, the first item.
fn paths(value: &toml::Value, above: &[String], found: &mut Vec<Vec<String>>) {
    let entries: Vec<(String, &toml::Value)> = match value {
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        toml::Value::Array(list) => list
            .first()
            .map(|item| ("0".to_owned(), item))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    for (step, inner) in entries {
        let path = [above, &[step]].concat();
        paths(inner, &path, found);
        found.push(path);
    }
}

/// A text with another value at a path.
fn with(value: &toml::Value, path: &[String], new: &toml::Value) -> String {
    let mut value = value.clone();
    let mut place = &mut value;
    for step in path {
        place = match place {
            toml::Value::Table(table) => table.get_mut(step).unwrap(),
            toml::Value::Array(list) => list.first_mut().unwrap(),
            _ => unreachable!("only these hold values"),
        };
    }
    *place = new.clone();
    toml::to_string(&value).unwrap()
}

/// A value of each type.
fn values() -> Vec<toml::Value> {
    let table: toml::Table =
        toml::from_str("v = [3, 2.5, true, 'x', [], [3], [[3]], ['x'], { x = 3 }, [{ x = 3 }], 1994-05-12]")
            .unwrap();
    table["v"].as_array().unwrap().clone()
}

/// A value of any wrong type is refused by its key with a hint, and where the hint shows the right form, that form is taken.
fn check_types(text: &str, read: impl Fn(&str) -> Option<landshift::Error>) {
    let right: toml::Value = toml::Value::Table(toml::from_str(text).unwrap());
    let mut all = Vec::new();
    paths(&right, &[], &mut all);
    let (mut refused, mut shown) = (0, 0);
    for path in &all {
        for wrong in values() {
            let text = with(&right, path, &wrong);
            let Some(error) = read(&text) else { continue };
            let Some(position) = error.position().filter(|_| is_of_type(&error)) else {
                continue;
            };
            refused += 1;
            let of_lists: Vec<&String> = path.iter().filter(|step| *step != "0").collect();
            let key = of_lists.last().unwrap().as_str();
            assert!(
                position.starts_with("line ") && position.contains("key `"),
                "{text}\n{error}"
            );
            assert!(position.contains(key), "{key}: {text}\n{error}");
            let hint = error.hint().map(ToString::to_string).unwrap_or_default();
            assert!(
                hint.contains(['=', '[', '{']) || hint.contains("quotes"),
                "no form of {path:?} = {wrong}: {error}"
            );
            // The form stands behind the key.
            let Some((_, form)) = hint.split_once(&format!("{key} = ")) else {
                continue;
            };
            let form = form.split(", several as ").next().unwrap();
            let form: toml::Table = toml::from_str(&format!("v = {form}")).expect(&hint);
            shown += 1;
            let place = path.iter().rposition(|step| step == key).unwrap();
            let corrected = with(&right, &path[..=place], &form["v"]);
            let error = read(&corrected).filter(|e| is_of_type(e) || e.message().contains("field"));
            assert!(error.is_none(), "{text}\n{hint}\n{corrected}\n{error:?}");
        }
    }
    assert!(
        refused > 5 * all.len() && shown > all.len(),
        "{refused} and {shown} of {}",
        all.len()
    );
}

/// Whether it is about the type of a value, and not about its keys or what it says.
fn is_of_type(error: &landshift::Error) -> bool {
    let what = error.message();
    let is = |part: &str| what.contains(part);
    (is("invalid type") || is("invalid length") || is("expected")) && !is("unknown field")
}

#[test]
fn each_value_of_a_wrong_type_is_told_with_the_right_form() {
    use landshift::{Case, MemoryFiles, compose};
    let scenario = SCENARIO.replacen("unnamed", "context = { path = \"c\" }\nunnamed", 1);
    check_types(&scenario, |text| {
        let files = MemoryFiles::from([("scenario.toml", text)]);
        Case::read(files, "scenario.toml").err()
    });
    check_types(RECIPE, |text| {
        let files = MemoryFiles::from([("recipe.toml", text)]);
        compose::compose("recipe.toml", &files).err()
    });
    let message = |text: &str| {
        let text = format!(
            "id = \"x\"\ntitle = \"T\"\nsnapshot = [{{ path = \"a\" }}, {{ path = \"b\" }}]\n{text}\n"
        );
        let files = MemoryFiles::from([("scenario.toml", text.as_str())]);
        Case::read(files, "scenario.toml").unwrap_err().to_string()
    };
    let units = message("units = \"x\"");
    assert!(
        units.contains("line 4, key `units`: invalid type: string \"x\"")
            && units.ends_with("hint: write it so: units = { path = \"layer.geojson\" }"),
        "{units}"
    );
    let date =
        message("published = [{ quantity = \"q\", measure = { date = 1 }, km2 = [1, 1], source = \"s\" }]");
    assert!(
        date.contains("key `published[1].measure.date`: invalid type: integer `1`, expected a date")
            && date.ends_with("hint: write it in quotes: date = \"1994-05-12\""),
        "{date}"
    );
    let one = message("[note]\nat = [1, 1]\ntext = \"N\"");
    assert!(one.contains("[[note]]"), "{one}");
}
