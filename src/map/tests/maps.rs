//! What holds for every map.

use std::collections::BTreeSet;

use super::fixture::{self, HOSTILE, LONG};
use crate::map::page::scale_bar::ScaleBar;
use crate::map::scene::node::{Group, Node, Shape};
use crate::map::view::extent::MapExtent;
use crate::map::view::window::View;
use crate::map::*;
use crate::math::{acos, cos, sin};

pub(super) type Draw = fn(&MapInput, &MapOptions) -> crate::Result<Scene>;

pub(super) const MAPS: [(&str, Draw); 2] = [("before_after", before_after), ("change", change)];

/// Every map of the fixture, in the middle of the globe and across the date line.
fn scenes() -> Vec<(String, Scene)> {
    let mut scenes = Vec::new();
    for west in [44.0, 178.5] {
        let input = fixture::input(west, 39.0);
        for (name, draw) in MAPS {
            scenes.push((
                format!("{name} at {west}"),
                draw(&input, &MapOptions::default()).unwrap(),
            ));
        }
    }
    scenes
}

fn shapes<'a>(nodes: &'a [Node], found: &mut Vec<&'a Shape>) {
    for node in nodes {
        match node {
            Node::Group(group) => shapes(&group.children, found),
            Node::Shape(shape) => found.push(shape),
            Node::Text(_) => {}
        }
    }
}

fn all_shapes(scene: &Scene) -> Vec<&Shape> {
    let mut found = Vec::new();
    shapes(&scene.nodes, &mut found);
    found
}

fn group<'a>(nodes: &'a [Node], id: &str) -> Option<&'a Group> {
    nodes.iter().find_map(|node| match node {
        Node::Group(g) if g.id == id => Some(g),
        Node::Group(g) => group(&g.children, id),
        _ => None,
    })
}

#[test]
fn texts_stay_on_the_page_and_apart() {
    for (name, scene) in scenes() {
        let (w, h) = scene.size();
        let page = Rect::new(0.0, 0.0, w, h);
        let texts = scene.texts();
        for (i, (text, rect)) in texts.iter().enumerate() {
            assert!(page.holds(rect), "{name}: {text} {rect:?}");
            for (other, box_of_other) in &texts[..i] {
                assert!(
                    !rect.grown(-0.5).overlaps(&box_of_other.grown(-0.5)),
                    "{name}: {text} {rect:?} and {other} {box_of_other:?}"
                );
            }
        }
    }
}

#[test]
fn labels_stay_in_their_panel_and_every_size_is_legible() {
    for (name, scene) in scenes() {
        for id in ["before", "after", "change"] {
            let Some(panel) = group(&scene.nodes, &format!("{id}-map")) else {
                continue;
            };
            let [l, t, r, b] = panel.clip.unwrap().map(|v| f64::from(v) / f64::from(SUBPIXELS));
            let frame = Rect::new(l, t, r - l, b - t);
            let mut part = scene.clone();
            part.nodes = vec![Node::Group(
                group(&scene.nodes, &format!("{id}-labels")).unwrap().clone(),
            )];
            for (text, rect) in part.texts() {
                assert!(frame.holds(&rect), "{name}: {text}");
            }
            part.each_text(&mut |text, style, _| assert!(style.size >= 18.0, "{text}"));
        }
        scene.each_text(&mut |text, style, _| assert!(style.size >= 16.0, "{text}"));
    }
}

#[test]
fn holes_and_exclaves_have_the_colour_of_who_holds_them() {
    for (name, scene) in scenes() {
        let pixmap = scene.rasterise(1.0).unwrap();
        let panel = if name.starts_with("change") {
            "change"
        } else {
            "before"
        };
        let regions = group(&scene.nodes, &format!("{panel}-regions")).unwrap();
        let mut found = Vec::new();
        shapes(&regions.children, &mut found);
        let held = |shape: &&&Shape, who: &str| shape.data.contains(&("controller", who.to_owned()));
        let around = found.iter().find(|s| held(s, LONG)).unwrap();
        assert_eq!(around.paths.len(), 2, "{name}: a shell and a hole");
        let hole = found.iter().find(|s| held(s, "Elva")).unwrap();
        let exclave = found
            .iter()
            .rfind(|s| held(s, "Bor") && s.class.starts_with("home"))
            .unwrap();
        for shape in [hole, exclave] {
            let wanted = scene.style(&shape.class).unwrap().fill.unwrap();
            let points: Vec<(i32, i32)> = shape.paths.iter().flat_map(|p| p.points.clone()).collect();
            let range = |pick: fn(&(i32, i32)) -> i32| {
                let values = points.iter().map(pick);
                (values.clone().min().unwrap(), values.max().unwrap())
            };
            let ((l, r), (t, b)) = (range(|p| p.0), range(|p| p.1));
            // Near a corner, off labels and the graticule: most of a small window has the fill.
            let mut hits = 0;
            for (i, j) in (1..10).flat_map(|i| (1..10).map(move |j| (i, j))) {
                let x = (l + (r - l) * i / 10) / SUBPIXELS;
                let y = (t + (b - t) * j / 10) / SUBPIXELS;
                let pixel = pixmap.pixel(x as u32, y as u32).unwrap();
                hits += i32::from(Color::rgb(pixel.red(), pixel.green(), pixel.blue()) == wanted);
            }
            assert!(hits > 30, "{name} {:?}: {hits}", shape.data);
        }
    }
}

#[test]
fn both_panels_show_the_same_window_at_the_same_scale() {
    let scene = before_after(&fixture::input(44.0, 39.0), &MapOptions::default()).unwrap();
    let panel = |id: &str| {
        let clip = group(&scene.nodes, &format!("{id}-map")).unwrap().clip.unwrap();
        let regions = group(&scene.nodes, &format!("{id}-regions")).unwrap();
        let mut found = Vec::new();
        shapes(&regions.children, &mut found);
        let cyr = found
            .iter()
            .find(|s| s.data.contains(&("controller", "Cyr".to_owned())))
            .unwrap();
        let points: Vec<(i32, i32)> = cyr.paths[0]
            .points
            .iter()
            .map(|p| (p.0 - clip[0], p.1 - clip[1]))
            .collect();
        ((clip[2] - clip[0], clip[3] - clip[1]), points)
    };
    let (before, after) = (panel("before"), panel("after"));
    assert_eq!(before.0, after.0);
    // Where other land begins beside it in one of them, a corner may be moved by less than the eye sees.
    let range = |points: &[(i32, i32)], pick: fn(&(i32, i32)) -> i32| {
        let values = points.iter().map(pick);
        [values.clone().min().unwrap(), values.max().unwrap()]
    };
    for pick in [|p: &(i32, i32)| p.0, |p: &(i32, i32)| p.1] {
        let (a, b) = (range(&before.1, pick), range(&after.1, pick));
        let apart = a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= SUBPIXELS / 2);
        assert!(apart, "{a:?} {b:?}");
    }
}

#[test]
fn the_scale_bar_is_true() {
    for (extent, tolerance) in [
        ([43.0, 37.0, 49.0, 42.0], 0.01),
        ([-120.0, -50.0, 150.0, 70.0], 0.05),
    ] {
        let extent = MapExtent::from_array(extent).unwrap();
        let view = View::fit(&extent, Rect::new(0.0, 0.0, 760.0, 560.0)).unwrap();
        let bar = ScaleBar::for_view(&view).unwrap();
        let (x, y) = view.rect.center();
        let ends = [-0.5, 0.5].map(|s| view.globe_at((x + s * bar.length, y)).unwrap());
        // Great circle on a sphere of the mean radius: an independent check to half a per cent.
        let [(l1, p1), (l2, p2)] = ends.map(|(lon, lat)| (lon.to_radians(), lat.to_radians()));
        let cosine = sin(p1) * sin(p2) + cos(p1) * cos(p2) * cos(l2 - l1);
        let metres = 6_371_000.0 * acos(cosine);
        assert!((metres / bar.metres - 1.0).abs() < tolerance, "{metres} {bar:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (_, draw) in MAPS {
        let make = || {
            let scene = draw(&fixture::input(44.0, 39.0), &MapOptions::default()).unwrap();
            (
                scene.to_svg(),
                scene.to_png(1.0).unwrap(),
                scene.to_pdf().unwrap(),
            )
        };
        assert!(make() == make());
    }
}

#[test]
fn the_svg_is_well_formed_and_escapes_every_name() {
    for (name, scene) in scenes() {
        let svg = scene.to_svg();
        assert!(!svg.contains("<script"), "{name}");
        assert!(svg.contains("&lt;script&gt;"), "{name}");
        check_xml(&svg);
        for needed in [
            "<title id=",
            "<desc id=",
            "role=\"img\"",
            "data-from=\"",
            "data-km2=\"2700.000000\"",
            "<pattern ",
        ] {
            assert!(svg.contains(needed), "{name}: {needed}");
        }
        assert!(
            !svg.contains("http") || svg.matches("http").count() == 1,
            "only the namespace"
        );
        assert!(svg.len() < 300_000, "{name}: {}", svg.len());
    }
}

/// Tags nest, attributes are quoted, ids are unique, every reference has its target.
fn check_xml(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        for part in text.split('&').skip(1) {
            let entity = part.split(';').next().unwrap();
            assert!(["amp", "lt", "gt", "quot"].contains(&entity), "{entity}");
        }
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(id) = tag.split(" id=\"").nth(1).and_then(|t| t.split('"').next()) {
            assert!(ids.insert(id.to_owned()), "twice: {id}");
        }
        if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for reference in svg.split("url(#").skip(1) {
        let id = reference.split(')').next().unwrap();
        assert!(ids.contains(id), "{id}");
    }
}

#[test]
fn the_legend_explains_what_is_drawn_and_nothing_else() {
    for (name, scene) in scenes() {
        let mut in_legend = Vec::new();
        for id in ["legend", "table"] {
            if let Some(group) = group(&scene.nodes, id) {
                shapes(&group.children, &mut in_legend);
            }
        }
        let legend: BTreeSet<&str> = in_legend.iter().map(|s| s.class.as_str()).collect();
        let mut on_map = BTreeSet::new();
        for id in ["before-map", "after-map", "change-map"] {
            if let Some(group) = group(&scene.nodes, id) {
                let mut found = Vec::new();
                shapes(&group.children, &mut found);
                on_map.extend(found.iter().map(|s| s.class.as_str()));
            }
        }
        let told = |class: &&&str| {
            ["home-", "held-", "change-"].iter().any(|p| class.starts_with(p))
                || ["control", "ghost"].contains(*class)
                || class.starts_with("outline")
        };
        let drawn: BTreeSet<&str> = on_map.iter().filter(told).copied().collect();
        let explained: BTreeSet<&str> = legend.iter().filter(told).copied().collect();
        assert!(
            explained.is_subset(&drawn),
            "{name}: {:?}",
            explained.difference(&drawn)
        );
        for class in drawn.difference(&explained) {
            // Only land that the change covers may go without.
            assert!(class.starts_with("held-"), "{name}: {class}");
        }
    }
}

#[test]
fn noise_is_summed_but_not_drawn() {
    let scene = change(&fixture::input(44.0, 39.0), &MapOptions::default()).unwrap();
    assert!(
        !all_shapes(&scene)
            .iter()
            .any(|s| s.data.contains(&("from", "Dun".to_owned())))
    );
    assert!(scene.texts().iter().any(|(t, _)| t.contains("0.020 km²")));
}

#[test]
fn every_text_can_be_drawn_and_hostile_names_are_only_text() {
    for (name, scene) in scenes() {
        assert_eq!(scene.missing_glyphs(), [], "{name}");
    }
    let scene = before_after(&fixture::input(44.0, 39.0), &MapOptions::default()).unwrap();
    assert!(
        scene
            .styles
            .all
            .iter()
            .all(|(class, _)| !class.contains(['<', '"', '&']))
    );
    assert!(scene.texts().iter().any(|(t, _)| t == HOSTILE));
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    assert!(before_after(&MapInput::default(), &MapOptions::default()).is_err());
    let input = fixture::input(44.0, 39.0);
    let options = |width, extent| MapOptions {
        width,
        extent,
        ..MapOptions::default()
    };
    assert!(change(&input, &options(0, None)).is_err());
    assert!(change(&input, &options(800, Some([1.0, 2.0, 3.0, f64::NAN]))).is_err());
    let scene = change(&input, &options(800, None)).unwrap();
    assert!(scene.to_png(f64::NAN).is_err() && scene.to_png(100.0).is_err());
}

#[test]
fn stock_elements_of_plotters_draw_into_a_scene_as_well() {
    use plotters::prelude::*;
    let style = TextStyle::from(("sans-serif", 160).into_font()).color(&BLACK);
    let scene = Scene::new(100.0, 50.0, 100).draw_with(|area| {
        area.draw(&Rectangle::new([(0, 0), (160, 80)], RED.filled()))?;
        area.draw(&PathElement::new(
            vec![(0, 0), (1600, 800)],
            BLUE.stroke_width(32),
        ))?;
        area.draw(&Circle::new((800, 400), 64, GREEN.filled()))?;
        area.draw(&plotters::element::Text::new("Ağdam", (160, 160), style))
    });
    let svg = scene.unwrap().to_svg();
    for part in [
        "M0 0l10 0 0 5-10 0Z",
        "stroke-width:2",
        "<circle",
        ">Ağdam</text>",
        "font-size:10px",
    ] {
        assert!(svg.contains(part), "{part} in {svg}");
    }
}
