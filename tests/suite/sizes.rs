//! Maps for a phone, a story, a slide, paper and an article; what SVG and PDF say of themselves.

use std::fs;
use std::path::Path;

use crate::support::{failure, karabakh_map};

fn map(picture: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = karabakh_map("karabakh");
    command.args(arguments).arg("-o").arg(picture);
    command
}

fn size(picture: &Path) -> (u32, u32) {
    let bytes = fs::read(picture).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    (reader.info().width, reader.info().height)
}

#[test]
fn a_picture_is_as_large_as_what_it_is_for() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = |name: &str, arguments: &[&str]| {
        let picture = folder.path().join(format!("{name}.png"));
        map(&picture, arguments).assert().success();
        size(&picture)
    };
    assert_eq!(drawn("story", &["--for", "story"]), (1080, 1920));
    assert_eq!(
        drawn("slide", &["--for", "slide", "--kind", "before-after"]),
        (1920, 1080)
    );
    let (width, height) = drawn("phone", &["--for", "phone"]);
    assert!(
        width == 1080 && height > 2 * width,
        "a phone is held upright: {height}"
    );
    assert_eq!(drawn("small", &["--for", "story", "--width", "540"]), (540, 960));
    assert_eq!(
        drawn("square", &["--for", "web", "--size", "900x900"]),
        (900, 900)
    );
}

#[test]
fn every_picture_for_something_passes_the_list() {
    let folder = tempfile::tempdir().unwrap();
    for medium in ["phone", "story", "slide", "print", "web"] {
        let picture = folder.path().join(format!("{medium}.svg"));
        map(&picture, &["--for", medium, "--lint"]).assert().success();
    }
}

#[test]
fn a_sheet_is_a4_to_the_point_and_held_as_the_land_is() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = |name: &str, arguments: &[&str]| {
        let picture = folder.path().join(name);
        map(&picture, arguments).assert().success();
        String::from_utf8_lossy(&fs::read(picture).unwrap()).into_owned()
    };
    let pair = pdf("pair.pdf", &["--for", "print", "--kind", "before-after"]);
    assert!(
        pair.contains("/MediaBox [0 0 842 595]"),
        "two maps side by side lie across"
    );
    let tall = pdf("tall.pdf", &["--for", "print", "--extent", "46.3,38.8,47.2,40.6"]);
    assert!(tall.contains("/MediaBox [0 0 595 842]"));
    let named = pdf("named.pdf", &["--size", "a4"]);
    for expected in [
        "/MediaBox [0 0 595 842]",
        "/Creator (landshift)",
        "/Lang (en)",
        "/StructTreeRoot",
        "/S /Figure",
    ] {
        assert!(named.contains(expected), "{expected}");
    }
    assert!(named.contains("/Title "));
}

#[test]
fn an_svg_says_its_size_its_ground_and_what_each_piece_is() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("map.svg");
    map(&picture, &["--for", "print"]).assert().success();
    let svg = fs::read_to_string(&picture).unwrap();
    assert!(svg.starts_with(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"297mm\" height=\"210mm\" viewBox=\"0 0 1754 1240."
    ));
    assert!(svg.contains("<rect id=\"page\" width=\"1754\""), "on white, too");
    let pieces = svg.matches("<title>Nagorno-Karabakh → Azerbaijan: ").count();
    let drawn = svg.matches("data-to=\"Azerbaijan\"").count();
    assert!(pieces > 0 && pieces == drawn, "{pieces} of {drawn}");
}

#[test]
fn text_is_outlines_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("map.svg");
    map(&picture, &["--text", "outline", "--lint"]).assert().success();
    let svg = fs::read_to_string(&picture).unwrap();
    assert!(!svg.contains("<text") && !svg.contains("@font-face"));
    assert!(svg.contains("aria-label=\"Lachin\"") || svg.contains("aria-label=\"Lachin /\""));
    let said = failure(&mut map(&folder.path().join("map.png"), &["--text", "outline"]));
    assert!(said.contains("--text is for an .svg"), "{said}");
}
