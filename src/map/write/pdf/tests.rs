//! A PDF taken apart again.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::map::fonts::face::Face;
use crate::map::scene::list::Scene;
use crate::map::scene::node::{Anchor, Circle, Node, Shape, SubPath, Text};
use crate::map::scene::sheet::Sheet;
use crate::map::style::class::{Hatch, Marks, Stroke, Style, TextStyle};
use crate::map::style::color::Color;

/// A page of 400 × 300 pixels that shows `nodes`, with one style of each sort.
fn scene(nodes: Vec<Node>) -> Scene {
    let mut scene = Scene::new(200.0, 150.0, 400);
    scene.title = "Ağdam → Akna".into();
    scene.description = "State on (two) dates".into();
    scene.lang = "az".into();
    let red = Color::rgb(255, 0, 0);
    let line = |a| Stroke {
        color: Color::rgba(0, 0, 255, a),
        width: 1.5,
        dash: vec![4.0, 2.0],
    };
    let land = |a, hatch| Style {
        fill: Some(red),
        stroke: Some(line(a)),
        hatch,
        text: None,
    };
    let label = |face, spacing, halo| Style {
        fill: Some(Color::rgb(0, 0, 0)),
        text: Some(TextStyle {
            face,
            fonts: crate::map::Fonts::default(),
            size: 12.0,
            spacing,
            halo,
        }),
        ..Style::default()
    };
    let hatch = Hatch {
        color: Color::rgb(0, 255, 0),
        width: 1.0,
        spacing: 8.0,
        marks: Marks::Lines([Some(45.0), None]),
    };
    scene.define("land", land(1.0, None));
    scene.define("glass", land(0.4, None));
    scene.define("hatched", land(1.0, Some(hatch)));
    scene.define("plain", label(Face::Regular, 0.0, None));
    scene.define("name", label(Face::Italic, 0.0, Some((Color::WHITE, 2.0))));
    scene.define("spaced", label(Face::Bold, 3.0, None));
    scene.nodes = nodes;
    scene
}

fn square(from: i32, to: i32) -> SubPath {
    SubPath {
        points: vec![(from, from), (to, from), (to, to), (from, to)],
        closed: true,
    }
}

fn shape(class: &str) -> Node {
    Node::Shape(Shape {
        class: class.into(),
        paths: vec![square(160, 1600), square(320, 480)],
        ..Shape::default()
    })
}

fn text(class: &str, content: &str) -> Node {
    Node::Text(Text {
        class: class.into(),
        content: content.into(),
        at: (160, 320),
        anchor: Anchor::Start,
    })
}

/// The objects of a file: what stands before a stream, and the stream unpacked.
fn objects(pdf: &[u8]) -> Vec<(String, Vec<u8>)> {
    let find = |from: usize, what: &[u8]| {
        let at = pdf[from..].windows(what.len()).position(|w| w == what);
        at.map(|at| from + at)
    };
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(start) = find(at, b" 0 obj") {
        let end = find(start, b"endobj").unwrap();
        let object = &pdf[start + 6..end];
        let stream = object.windows(8).position(|w| w == b"\nstream\n");
        let head = String::from_utf8_lossy(&object[..stream.unwrap_or(object.len())]).into_owned();
        let mut content = Vec::new();
        if let Some(stream) = stream {
            ZlibDecoder::new(&object[stream + 8..])
                .read_to_end(&mut content)
                .unwrap();
        }
        all.push((head, content));
        at = end;
    }
    all
}

/// The operators of the page.
fn content(scene: &Scene) -> String {
    let objects = objects(&scene.to_pdf().unwrap());
    let is_content = |bytes: &[u8]| bytes.windows(4).any(|w| w == b" cm\n");
    let (_, bytes) = objects.into_iter().find(|(_, bytes)| is_content(bytes)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What a program that copies text takes from the page, with one font.
fn copied(scene: &Scene) -> String {
    let objects = objects(&scene.to_pdf().unwrap());
    let maps = objects.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let map = maps.clone().find(|map| map.contains("beginbfchar")).unwrap();
    let characters: BTreeMap<u16, char> = map
        .lines()
        .filter_map(|line| {
            let (cid, c) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
            let hex = |text: &str| u16::from_str_radix(text, 16).unwrap();
            // The range of all numbers is no pair of a character.
            (cid != "0000").then(|| (hex(cid), char::from_u32(hex(c).into()).unwrap()))
        })
        .collect();
    strings(&content(scene))
        .chunks(2)
        .map(|cid| characters[&u16::from_be_bytes([cid[0], cid[1]])])
        .collect()
}

/// The bytes of all literal strings.
fn strings(content: &str) -> Vec<u8> {
    let (mut bytes, mut inside) = (Vec::new(), false);
    let mut rest = content.bytes();
    while let Some(b) = rest.next() {
        match b {
            b'(' if !inside => inside = true,
            b')' => inside = false,
            b'\\' => bytes.push(match rest.next().unwrap() {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'f' => 12,
                digit @ b'0'..=b'7' => {
                    let digits = [digit, rest.next().unwrap(), rest.next().unwrap()];
                    digits.iter().fold(0, |sum, d| sum * 8 + (d - b'0'))
                }
                other => other,
            }),
            b if inside => bytes.push(b),
            _ => {}
        }
    }
    bytes
}

#[test]
fn a_file_is_one_page_that_says_what_it_is_and_bears_no_date() {
    let scene = scene(vec![shape("land"), text("plain", "Ağdam")]);
    let pdf = scene.to_pdf().unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7\n") && pdf.ends_with(b"%%EOF"));
    let heads: Vec<String> = objects(&pdf).into_iter().map(|(head, _)| head).collect();
    let all = heads.join("\n").replace('\n', " ");
    let units = scene.title.encode_utf16();
    let title: Vec<String> = units.map(|unit| format!("{unit:04X}")).collect();
    for expected in [
        "/Count 1",
        "/MediaBox [0 0 300 225]",
        "/Producer (landshift)",
        "/Creator (landshift)",
        "/Marked true",
        "/S /P",
        "/Subject (State on (two) dates)",
        "/Lang (az)",
        "/DisplayDocTitle true",
        &format!("/Title <FEFF{}>", title.concat()),
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    assert_eq!(all.matches("/Type /Page ").count(), 1);
    assert!(!all.contains("Date"), "{all}");
    assert!(pdf == scene.to_pdf().unwrap());
}

#[test]
fn text_is_copied_as_it_was_written_once() {
    // Kerned pairs, four scripts, a halo, and letters that no font has.
    for line in [
        "AV To Wə (A\\B)",
        "Ստեփանակերտ",
        "სტეფანაკერტი",
        "Ђяж – ≈ 9 089 km²",
        "北京",
    ] {
        assert_eq!(copied(&scene(vec![text("name", line)])), line);
    }
    assert_eq!(copied(&scene(vec![text("plain", "a\u{1b}b\tc")])), "a\u{fffd}b c");
}

#[test]
fn spaced_letters_are_one_word() {
    let content = content(&scene(vec![text("spaced", "IRAN")]));
    assert!(content.contains("/ActualText (IRAN)"), "{content}");
    // 3 pixels of 12 are 250 thousandths of an em.
    assert!(content.contains("-250"), "{content}");
}

#[test]
fn only_used_glyphs_are_embedded_with_their_widths() {
    let objects = objects(&scene(vec![text("plain", "aaə")]).to_pdf().unwrap());
    let widths = |c: char| crate::map::fonts::text::width(&c.to_string(), Face::Regular, 1000.0, 0.0);
    let expected = format!("/W [1 [{} {}]]", widths('a'), widths('ə'));
    let heads: Vec<String> = objects
        .iter()
        .map(|(head, _)| head.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert!(
        heads.iter().any(|head| head.contains(&expected)),
        "{expected}: {heads:?}"
    );
    let font = heads.iter().position(|head| head.contains("/Length1")).unwrap();
    assert!(objects[font].1.starts_with(&[0, 1, 0, 0]) && objects[font].1.len() < 20_000);
    assert_eq!(heads.iter().filter(|head| head.contains("/Length1")).count(), 1);
}

#[test]
fn fills_have_holes_and_lines_their_width_and_dashes() {
    let content = content(&scene(vec![shape("land")]));
    for expected in [
        // A pixel of the width asked for is 0.75 points; the scene is half as wide, its unit a sixteenth.
        "0.09375 0 0 -0.09375 0 225 cm\n1 j\n",
        "1 0 0 rg\n",
        "0 0 1 RG\n24 w\n[64 32] 0 d\n",
        "160 160 m\n1600 160 l\n1600 1600 l\n160 1600 l\nh\n320 320 m\n",
        "h\nB*",
    ] {
        assert!(content.contains(expected), "{expected}: {content}");
    }
}

#[test]
fn a_line_that_is_seen_through_shows_its_fill() {
    let scene = scene(vec![shape("glass")]);
    let content = content(&scene);
    assert!(
        content.contains("h\nf*\n/opacity102 gs\n0 0 1 RG\n") && !content.contains("B*"),
        "{content}"
    );
    let objects = objects(&scene.to_pdf().unwrap());
    assert!(
        objects
            .iter()
            .any(|(head, _)| head.contains("/opacity102") && head.contains("/CA 0.4"))
    );
}

#[test]
fn a_hatch_stays_inside_its_path_and_a_layer_inside_its_clip() {
    let mut scene = scene(Vec::new());
    scene.open_group("layer", Some([16, 32, 1616, 1632]));
    scene.push(shape("hatched"));
    scene.close_group();
    scene.push(text("plain", "after"));
    let content = content(&scene);
    let at = |what: &str| content.find(what).unwrap_or_else(|| panic!("{what}: {content}"));
    let (layer, clip, green) = (
        at("q\n16 32 1600 1600 re\nW\nn\n"),
        at("h\nW*\nn\n"),
        at("0 1 0 RG\n16 w\n[] 0 d\n"),
    );
    assert!(layer < clip && clip < green && green < at("Q\nQ\n") && at("Q\nQ\n") < at("BT\n"));
}

#[test]
fn circles_are_closed_curves_of_their_size() {
    let circle = Circle {
        at: (800, 800),
        radius: 160,
    };
    let content = content(&scene(vec![Node::Shape(Shape {
        class: "land".into(),
        circles: vec![circle],
        ..Shape::default()
    })]));
    let numbers = |line: &str| -> Vec<f64> { line.split(' ').filter_map(|n| n.parse().ok()).collect() };
    let curves: Vec<Vec<f64>> = content
        .lines()
        .filter(|line| line.ends_with(" c"))
        .map(numbers)
        .collect();
    assert!(curves.len() >= 4);
    for curve in curves {
        let far = crate::math::hypot(curve[4] - 800.0, curve[5] - 800.0);
        assert!((far - 160.0).abs() < 0.5, "{curve:?}");
    }
}

#[test]
fn a_sheet_has_its_true_size_and_parts_are_tagged_in_order() {
    let mut scene = scene(Vec::new());
    scene.sheet = Some(Sheet::A4Landscape);
    scene.open_group("header", None);
    scene.push(text("plain", "Title"));
    scene.close_group();
    scene.open_group("map", None);
    scene.open_group("land", None);
    scene.push(shape("land"));
    scene.close_group();
    scene.close_group();
    scene.push(shape("land"));
    let heads: Vec<String> = objects(&scene.to_pdf().unwrap())
        .into_iter()
        .map(|(head, _)| head.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let all = heads.join("\n");
    assert!(all.contains("/MediaBox [0 0 842 595]"), "{all}");
    assert!(
        all.contains("/S /Figure") && all.contains("/Alt (State on (two) dates)"),
        "{all}"
    );
    let content = content(&scene);
    let at = |what: &str| content.find(what).unwrap_or_else(|| panic!("{what}: {content}"));
    let [title, map] = ["/H1 <<\n  /MCID 0\n>> BDC", "/Figure <<\n  /MCID 1\n>> BDC"].map(at);
    assert!(at("/Artifact BMC") < title && title < map, "{content}");
    assert_eq!(
        content.matches("EMC").count(),
        4,
        "ground, title, map and what only decorates"
    );
}
