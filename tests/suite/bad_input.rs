//! Bad input of every sort, given to the built program: one clear message with the place, exit 2, nothing printed, no
//! file left behind, none changed, in bounded time.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::{failure, landshift, rectangles};

/// The ring of a unit square as it may stand in a text.
const SQUARE: &str = "[[0,0],[1,0],[1,1],[0,1],[0,0]]";

fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{rings}]}}"#)
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn collection(members: &str, features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection"{members},"features":[{features}]}}"#)
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Names and sizes of all that is in a folder.
fn inventory(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Each text, and parts of the message it must give.
#[expect(clippy::too_many_lines, reason = "a table, one row a text")]
fn table() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let a = r#"{"controller":"A"}"#;
    let good = feature(a, &polygon(SQUARE));
    let with = |rings: &str| feature(a, &polygon(rings)).into_bytes();
    vec![
        ("empty", vec![], &["the file is empty"]),
        ("blank", b" \n\t ".to_vec(), &["the file is empty"]),
        (
            "truncated",
            good.as_bytes()[..90].to_vec(),
            &["the text ends too early", "line 1, column"],
        ),
        (
            "truncated in a later line",
            format!("{good}\n{}", &good[..60]).into_bytes(),
            &["line 2, column"],
        ),
        (
            "not JSON",
            b"lon lat\n1 2\n".to_vec(),
            &["line 1, column 1", "not JSON"],
        ),
        ("comment", b"// map\n{}".to_vec(), &["line 1, column 1"]),
        ("NaN", with("[[0,0],[NaN,0],[1,1],[0,0]]"), &["column", "NaN"]),
        (
            "1e400",
            with("[[0,0],[1e400,0],[1,1],[0,0]]"),
            &["out of range", "column"],
        ),
        ("wrong type", br#"{"type":5}"#.to_vec(), &["line 1, column"]),
        ("a list", b"[1,2]".to_vec(), &["line 1, column"]),
        (
            "TopoJSON",
            br#"{"type":"Topology","arcs":[]}"#.to_vec(),
            &["no layers"],
        ),
        ("unknown type", br#"{"type":"Circle"}"#.to_vec(), &["`Circle`"]),
        ("no type", br#"{"features":[]}"#.to_vec(), &["type"]),
        (
            "no features",
            br#"{"type":"FeatureCollection"}"#.to_vec(),
            &["features"],
        ),
        (
            "deep",
            [b"[".repeat(10_000), b"]".repeat(10_000)].concat(),
            &["line 1, column"],
        ),
        (
            "deep coordinates",
            feature(
                a,
                &format!(
                    r#"{{"type":"Polygon","coordinates":{}{}}}"#,
                    "[".repeat(10_000),
                    "]".repeat(10_000)
                ),
            )
            .into_bytes(),
            &["nested too deeply"],
        ),
        (
            "a member twice",
            br#"{"type":"Feature","type":"Feature","geometry":null}"#.to_vec(),
            &["twice", "type"],
        ),
        (
            "a property twice",
            feature(r#"{"controller":"A","controller":"B"}"#, &polygon(SQUARE)).into_bytes(),
            &["`controller`", "twice"],
        ),
        (
            "no geometry",
            br#"{"type":"Feature","properties":{}}"#.to_vec(),
            &["`geometry`", "null"],
        ),
        ("UTF-16", utf16(&good), &["UTF-16"]),
        (
            "Latin-1",
            feature("{\"controller\":\"\u{fffd}\"}", &polygon(SQUARE))
                .replace('\u{fffd}', "X")
                .into_bytes()
                .iter()
                .map(|&b| if b == b'X' { 0xe9 } else { b })
                .collect(),
            &["UTF-8"],
        ),
        (
            "broken gzip",
            vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 9, 9, 9],
            &["gzip"],
        ),
        ("a zip", b"PK\x03\x04abcd".to_vec(), &["zip archive"]),
        (
            "a shapefile",
            b"\x00\x00\x27\x0a\x00\x00".to_vec(),
            &["shapefile"],
        ),
        (
            "a zip with nothing to read",
            [b"PK\x05\x06".as_slice(), &[0; 18]].concat(),
            &["the zip archive is empty"],
        ),
        (
            "a table without geometries",
            b"controller,population\nA,5\n".to_vec(),
            &["table without geometries", "`controller`, `population`"],
        ),
        (
            "a table with a short row",
            b"controller,wkt\nA\n".to_vec(),
            &["line 2", "1 cells", "header 2"],
        ),
        (
            "a table off the earth",
            b"controller;wkt\nA;POLYGON((0 0, 1 0, 1 91, 0 0))\n".to_vec(),
            &["feature 0, line 2, ring 0, position 2", "latitude 91"],
        ),
        (
            "KML cut short",
            b"<kml>\n<Document><Placemark>".to_vec(),
            &["line 2, column", "ends too early"],
        ),
        (
            "KML with swapped tags",
            b"<kml><Document><Placemark></Document></kml>".to_vec(),
            &["line 1, column", "not well-formed XML"],
        ),
        (
            "KML off the earth",
            b"<kml><Placemark><name>x</name><Point><coordinates>0,91</coordinates></Point></Placemark></kml>"
                .to_vec(),
            &["feature 0 (\"x\"), position 0", "latitude 91"],
        ),
        ("GPX", b"<gpx></gpx>".to_vec(), &["XML", "convert it"]),
        (
            "one number",
            with("[[0,0],[1],[1,1],[0,0]]"),
            &["feature 0", "ring 0, position 1", "a list of one number"],
        ),
        (
            "a text in a position",
            with(r#"[[0,0],["1",0],[1,1],[0,0]]"#),
            &["ring 0, position 1"],
        ),
        (
            "three positions",
            with("[[0,0],[1,1],[0,0]]"),
            &["ring 0", "3 positions, not 4"],
        ),
        (
            "too flat",
            feature(a, r#"{"type":"Polygon","coordinates":[[0,0],[1,0],[1,1],[0,0]]}"#).into_bytes(),
            &["feature 0", "not a list of rings"],
        ),
        (
            "metres",
            with("[[400000,4500000],[410000,4500000],[410000,4510000],[400000,4500000]]"),
            &["position 0", "metres"],
        ),
        (
            "swapped",
            with("[[39,146],[40,146],[40,147],[39,146]]"),
            &["swapped"],
        ),
        (
            "beyond 180",
            with("[[190,0],[191,0],[191,1],[190,0]]"),
            &["±180°"],
        ),
        (
            "another crs",
            collection(r#","crs":{"type":"name","properties":{"name":"EPSG:27"}}"#, &good).into_bytes(),
            &["reference system is `EPSG:27`", "ogr2ogr -t_srs EPSG:4326"],
        ),
        (
            "half of a controller",
            collection("", &format!("{good},{}", feature("{}", &polygon(SQUARE)))).into_bytes(),
            &["feature 1", "controller"],
        ),
        (
            "two dates",
            collection(
                "",
                &format!(
                    "{},{}",
                    feature(r#"{"controller":"A","date":"1994"}"#, &polygon(SQUARE)),
                    feature(r#"{"controller":"A","date":"1995"}"#, &polygon(SQUARE))
                ),
            )
            .into_bytes(),
            &["feature 1", "1995"],
        ),
        (
            "a date that is none",
            collection(r#","date":"1994-02-31""#, &good).into_bytes(),
            &["1994-02-31"],
        ),
        (
            "accuracy in words",
            feature(r#"{"controller":"A","accuracy_m":"good"}"#, &polygon(SQUARE)).into_bytes(),
            &["accuracy_m", "good"],
        ),
    ]
}

#[test]
fn every_bad_layer_gets_one_clear_message_from_every_command_that_reads_layers() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("good.geojson"),
        rectangles("1994-05-12", &[("A", [0., 0., 1., 1.])]),
    )
    .unwrap();
    fs::write(at("out.geojson"), "{\"generator\": \"landshift\"}").unwrap();
    for (name, text, parts) in table() {
        fs::write(at("bad.geojson"), &text).unwrap();
        let before = inventory(folder.path());
        for arguments in [
            ["diff", "bad.geojson", "good.geojson", "-o", "out.geojson"],
            ["diff", "good.geojson", "bad.geojson", "-o", "out.geojson"],
            ["map", "good.geojson", "bad.geojson", "-o", "out.svg"],
            ["apply", "bad.geojson", "good.geojson", "-o", "out.geojson"],
        ] {
            let start = Instant::now();
            let message = failure(landshift(folder.path()).args(arguments));
            assert!(start.elapsed() < Duration::from_secs(20), "{name}");
            assert!(message.contains("landshift: bad.geojson: "), "{name}: {message}");
            for part in parts {
                assert!(message.contains(part), "{name}: no `{part}` in {message}");
            }
            assert!(!message.contains("panicked"), "{name}: {message}");
        }
        assert_eq!(inventory(folder.path()), before, "{name}");
    }
}

#[test]
fn what_is_odd_but_clear_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let good = feature(r#"{"controller":"A"}"#, &polygon(SQUARE));
    fs::write(at("good.geojson"), &good).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(good.as_bytes()).unwrap();
    for (name, text) in [
        ("BOM", [b"\xef\xbb\xbf", good.as_bytes()].concat()),
        ("gzip by content", gzip.finish().unwrap()),
        ("heights", good.replace("[1,0]", "[1,0,250.5]").into_bytes()),
        ("measures", good.replace("[1,0]", "[1,0,250.5,7]").into_bytes()),
        (
            "null geometry beside",
            collection("", &format!("{good},{}", feature("{}", "null"))).into_bytes(),
        ),
        ("sequence", format!("\u{1e}{good}\n").into_bytes()),
        (
            "the old name of lon/lat",
            collection(
                r#","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}"#,
                &good,
            )
            .into_bytes(),
        ),
        (
            "blanks",
            [b" ".repeat(1 << 24), good.clone().into_bytes()].concat(),
        ),
    ] {
        fs::write(at("odd.geojson"), &text).unwrap();
        let mut diff = landshift(folder.path());
        let output = diff
            .args(["diff", "odd.geojson", "good.geojson", "--exit-code"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}");
    }
    fs::write(at("none.geojson"), collection("", "")).unwrap();
    landshift(folder.path())
        .args(["diff", "none.geojson", "good.geojson", "--exit-code"])
        .assert()
        .code(1);
}

#[test]
fn names_reach_neither_terminal_nor_markup() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let evil = "<script>alert(1)</script> & \"x\" ]]> \u{1b}[31mred\u{7}|=cmd()";
    let pair = |border: f64| {
        rectangles(
            "2001",
            &[(evil, [0., 0., border, 1.]), ("=1+1|B", [border, 0., 2., 1.])],
        )
    };
    fs::write(at("a.geojson"), pair(1.0)).unwrap();
    fs::write(at("b.geojson"), pair(1.5)).unwrap();
    for format in ["text", "md", "csv", "json", "geojson"] {
        let output = landshift(folder.path())
            .args(["diff", "a.geojson", "b.geojson", "--format", format])
            .output()
            .unwrap();
        assert!(output.status.success(), "{format}");
        for bytes in [&output.stdout, &output.stderr] {
            assert!(!bytes.contains(&0x1b) && !bytes.contains(&7), "{format}");
        }
        let text = String::from_utf8(output.stdout).unwrap();
        if format == "csv" {
            assert!(text.contains("'=1+1") && !text.contains(",=1+1"), "{text}");
        }
        if format == "md" {
            assert!(!text.contains("<script>"), "{text}");
        }
    }
    landshift(folder.path())
        .args(["map", "a.geojson", "b.geojson", "-o", "m.svg"])
        .assert()
        .success();
    let svg = fs::read_to_string(at("m.svg")).unwrap();
    assert!(!svg.contains("<script") && !svg.contains('\u{1b}') && !svg.contains('\u{7}'));
}

#[test]
fn places_that_are_no_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.geojson"), rectangles("2001", &[("A", [0., 0., 1., 1.])])).unwrap();
    fs::create_dir(at("folder")).unwrap();
    for (arguments, parts) in [
        (
            ["diff", "missing.geojson", "a.geojson"],
            ["missing.geojson", "cannot open"],
        ),
        (["diff", "a.geojson", "folder"], ["folder", "directory"]),
    ] {
        let message = failure(landshift(folder.path()).args(arguments));
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
    let mut into_folder = landshift(folder.path());
    let message = failure(into_folder.args(["diff", "a.geojson", "a.geojson", "-o", "folder"]));
    assert!(message.contains("is a folder"), "{message}");
    let mut nowhere = landshift(folder.path());
    failure(nowhere.args(["diff", "a.geojson", "a.geojson", "-o", "no/such/d.geojson"]));
    let mut itself = landshift(folder.path());
    let message = failure(itself.args(["diff", "a.geojson", "a.geojson", "-o", "a.geojson", "--overwrite"]));
    assert!(message.contains("is an input"), "{message}");
    for (name, path) in [("up", "../a.geojson"), ("root", "/etc/passwd")] {
        let entry = |path: &str| format!("[[snapshot]]\npath = \"{path}\"\n");
        let (first, second) = (entry(path), entry("a.geojson"));
        let text = format!("id = \"x\"\ntitle = \"T\"\n{first}{second}");
        fs::write(at("scenario.toml"), text).unwrap();
        let message = failure(landshift(folder.path()).args(["report", "scenario.toml", "-o", "out"]));
        assert!(message.contains("outside its folder"), "{name}: {message}");
    }
    assert!(!at("out").exists() || fs::read_dir(at("out")).unwrap().next().is_none());
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_full_or_closed_outputs_are_no_crash() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pair = |border: f64| {
        rectangles(
            "2001",
            &[("A", [0., 0., border, 1.]), ("B", [border, 0., 2., 1.])],
        )
    };
    fs::write(at("a.geojson"), pair(1.0)).unwrap();
    fs::write(at("b.geojson"), pair(1.5)).unwrap();
    fs::write(at("real.json"), "").unwrap();
    std::os::unix::fs::symlink(at("real.json"), at("link.json")).unwrap();
    landshift(folder.path())
        .args(["diff", "a.geojson", "b.geojson", "-o", "link.json"])
        .assert()
        .success();
    assert!(fs::symlink_metadata(at("link.json")).unwrap().is_symlink());
    assert!(
        fs::read_to_string(at("real.json"))
            .unwrap()
            .contains("transitions")
    );
    let program = assert_cmd::cargo::cargo_bin("landshift");
    let shell = |line: &str| {
        let line = line.replace("landshift", &format!("'{}'", program.display()));
        std::process::Command::new("sh")
            .args(["-c", &line])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    if Path::new("/dev/full").exists() {
        let full = shell("landshift diff a.geojson b.geojson > /dev/full");
        assert_eq!(full.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&full.stderr).contains("standard output"));
    }
    // A limit on the size of files stands for a full disk.
    fs::write(at("old.geojson"), "{\"generator\": \"landshift\"}").unwrap();
    let names = || fs::read_dir(folder.path()).unwrap().count();
    let before = names();
    let limited = shell("trap '' XFSZ; ulimit -f 0; landshift diff a.geojson b.geojson -o old.geojson");
    assert_eq!(
        limited.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&limited.stderr)
    );
    assert!(String::from_utf8_lossy(&limited.stderr).contains("old.geojson"));
    assert_eq!(
        fs::read_to_string(at("old.geojson")).unwrap(),
        "{\"generator\": \"landshift\"}"
    );
    assert_eq!(names(), before, "no temporary file is left");
    let closed = shell("landshift diff a.geojson b.geojson --format geojson | head -c 5");
    assert!(!String::from_utf8_lossy(&closed.stderr).contains("panicked"));
}
