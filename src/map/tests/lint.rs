//! The cartographer's list, run on the reference case and on what is hard to draw.

use crate::case::Case;
use crate::change::Change;
use crate::files::MemoryFiles;
use crate::karabakh::Karabakh;
use crate::language::Language;
use crate::map::scene::node::Node;
use crate::map::*;
use crate::measure::Area;
use crate::model::{ReferenceLayers, Snapshot};
use crate::noise::ClassifiedOverlay;
use crate::overlay::{Accuracy, Step};
use crate::read::ReadOptions;
use crate::testing;

use super::maps::{Draw, MAPS};

/// A rectangle: west, south, east, north.
type Box4 = [f64; 4];

/// Rectangles, each with its holder and at most one rectangle cut out.
pub(super) type Lands<'a> = Vec<(&'a str, Box4, Option<Box4>)>;

/// A layer of rectangles.
pub(super) fn layer(date: &str, lands: &[(&str, Box4, Option<Box4>)]) -> Snapshot {
    // Edges in steps, so that they bend as parallels do.
    let ring = |[w, s, e, n]: Box4| {
        let corners = [(w, s), (e, s), (e, n), (w, n), (w, s)];
        let side = |pair: &[(f64, f64)]| -> Vec<[f64; 2]> {
            let (a, b) = (pair[0], pair[1]);
            let step = |t: f64| [a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t];
            (0..4).map(|k| step(f64::from(k) / 4.0)).collect()
        };
        let mut ring: Vec<[f64; 2]> = corners.windows(2).flat_map(side).collect();
        ring.push(ring[0]);
        ring
    };
    let feature = |(holder, shell, hole): &(&str, Box4, Option<Box4>)| {
        let mut rings = vec![ring(*shell)];
        rings.extend(hole.map(ring));
        serde_json::json!({"type": "Feature", "properties": {"controller": holder},
            "geometry": {"type": "Polygon", "coordinates": rings}})
    };
    let features: Vec<_> = lands.iter().map(feature).collect();
    let text =
        serde_json::json!({"type": "FeatureCollection", "date": date, "features": features}).to_string();
    Snapshot::read(&text, &format!("{date}.geojson"), &ReadOptions::default()).unwrap()
}

pub(super) fn input(before: Snapshot, after: Snapshot) -> MapInput {
    input_known_to(before, after, Accuracy::default())
}

/// The same with lines that are known so well.
pub(super) fn input_known_to(before: Snapshot, after: Snapshot, accuracy: Accuracy) -> MapInput {
    let settings = testing::fixed(0.0).accuracy(accuracy);
    let classified = testing::classified(vec![before, after], ReferenceLayers::default(), &settings);
    input_of(&classified, Step::overall(2), &Surroundings::default())
}

/// What a map of a step is drawn from, with ranges.
pub(super) fn input_of(classified: &ClassifiedOverlay, step: Step, around: &Surroundings) -> MapInput {
    let change = Change::between(classified, step).unwrap();
    let measured = MeasuredChange {
        overlay: classified.overlay(),
        change: &change,
    };
    MapInput::of_change(measured, around).unwrap()
}

/// The built-in case with reference layers; pieces narrower than it states are noise.
pub(super) fn classified_case(case: &Case, layers: ReferenceLayers) -> ClassifiedOverlay {
    let settings = testing::fixed(case.scenario.tolerance_m.unwrap());
    testing::classified(
        case.snapshots(&crate::ReadOptions::default()).unwrap(),
        layers,
        &settings,
    )
}

/// The items that some pictures of a series fail, but for whether they are the same drawn again.
fn failed(scenes: &[Scene], series: &MapSeries) -> Vec<String> {
    let findings = lint(scenes, None, series);
    assert_eq!(findings.len(), 47);
    let failed = findings.iter().filter(|f| f.verdict == Verdict::Fail);
    failed.map(Finding::to_string).collect()
}

/// The items on texts and boxes that some pictures of a series fail.
pub(super) fn failed_in_layout(scenes: &[Scene], series: &MapSeries) -> Vec<String> {
    failed_of(scenes, series, |item| (15..=20).contains(&item))
}

/// Of the wanted items those that some pictures of a series fail.
fn failed_of(scenes: &[Scene], series: &MapSeries, is_wanted: fn(u8) -> bool) -> Vec<String> {
    let findings = crate::map::lint::items_of(scenes, series, is_wanted);
    let failed = findings.iter().filter(|f| f.verdict == Verdict::Fail);
    failed.map(Finding::to_string).collect()
}

/// Pictures, each with its kind.
type Pictures = Vec<(&'static str, Vec<Scene>)>;

/// Every kind of picture of the series.
pub(super) fn pictures(series: &MapSeries, options: &MapOptions) -> Pictures {
    let mut pictures = of_pair(&series.input, options);
    pictures.extend(of_series(series, options));
    pictures
}

/// Every kind of picture of two dates.
fn of_pair(input: &MapInput, options: &MapOptions) -> Pictures {
    let one = |draw: Draw| vec![draw(input, options).unwrap()];
    MAPS.iter().map(|(kind, draw)| (*kind, one(*draw))).collect()
}

/// Every kind of picture of many dates.
fn of_series(series: &MapSeries, options: &MapOptions) -> Pictures {
    vec![
        ("multiples", vec![multiples(series, options).unwrap()]),
        ("animation", frames(series, options).unwrap()),
        ("shares", vec![shares(series, options).unwrap()]),
    ]
}

/// Every picture of the two states passes, or the items that it fails.
fn check(name: &str, input: &MapInput, options: &MapOptions) {
    let series = MapSeries::from(input);
    check_pictures(name, &pictures(&series, options), &series);
}

/// Every picture of two dates passes.
fn check_of_pair(name: &str, input: &MapInput, options: &MapOptions) {
    check_pictures(name, &of_pair(input, options), &MapSeries::from(input));
}

fn check_pictures(name: &str, pictures: &Pictures, series: &MapSeries) {
    for (kind, scenes) in pictures {
        let failed = failed(scenes, series);
        assert!(failed.is_empty(), "{name}, {kind}:\n{}", failed.join("\n"));
    }
}

/// Ranges add numbers, but no land and no colours: with them no pixels are looked at once more.
fn check_pair(name: &str, before: &[(&str, Box4, Option<Box4>)], after: &[(&str, Box4, Option<Box4>)]) {
    let states = || (layer("1990-01-01", before), layer("2000-01-01", after));
    let (earlier, later) = states();
    check(name, &input(earlier, later), &MapOptions::default());
    let (earlier, later) = states();
    let known = input_known_to(earlier, later, "700m".parse().unwrap());
    let series = MapSeries::from(&known);
    for (kind, scenes) in of_pair(&known, &MapOptions::default()) {
        let failed = failed_of(&scenes, &series, |item| ![10, 11, 14, 19].contains(&item));
        assert!(
            failed.is_empty(),
            "{name}, ranges, {kind}:\n{}",
            failed.join("\n")
        );
    }
}

#[test]
fn the_reference_case_passes() {
    check_reference_case("light");
}

#[test]
fn the_reference_case_passes_in_the_dark() {
    check_reference_case("dark");
}

#[test]
fn the_reference_case_passes_in_print() {
    check_reference_case("print");
}

fn check_reference_case(style: &str) {
    let case = Karabakh::case().unwrap();
    let around = Surroundings {
        title: case.scenario.title.clone(),
        credits: case.scenario.credits.clone(),
        notes: case.scenario.notes.clone(),
        controllers: case.scenario.controllers.clone(),
        places: case.layer(case.scenario.places.as_ref()).unwrap(),
        context: case.layer(case.scenario.context.as_ref()).unwrap(),
        locator: case.layer(case.scenario.locator.as_ref()).unwrap(),
        ..Surroundings::default()
    };
    let classified = classified_case(&case, ReferenceLayers::default());
    let series = MapSeries::of_overlay(&classified, &around).unwrap();
    let options = MapOptions {
        map_style: MapStyle::named(style, &MemoryFiles::new()).unwrap(),
        ..MapOptions::default()
    };
    check_pictures(style, &of_series(&series, &options), &series);
    // Styles differ in colours: in one of them, all steps are looked at.
    let steps = Step::consecutive(3).filter(|_| style == "light");
    for step in steps.chain([Step::overall(3)]) {
        let input = input_of(&classified, step, &around);
        check_of_pair(style, &input, &options);
    }
}

#[test]
fn the_reference_case_covers_all_styles() {
    assert_eq!(MapStyle::BUILT_IN, ["light", "dark", "print"]);
}

/// The reference case with what its reader asks for.
fn reference(ask: impl FnOnce(&mut Surroundings)) -> MapInput {
    let case = Karabakh::case().unwrap();
    let mut around = Surroundings {
        title: case.scenario.title.clone(),
        controllers: case.scenario.controllers.clone(),
        places: case.layer(case.scenario.places.as_ref()).unwrap(),
        ..Surroundings::default()
    };
    ask(&mut around);
    let units = case.layer(case.scenario.units.as_ref()).unwrap();
    let classified = classified_case(&case, testing::units(units));
    input_of(&classified, Step::overall(2), &around)
}

#[test]
fn a_map_in_another_language_passes() {
    let input = reference(|around| {
        around.language = Language::named("hy", &MemoryFiles::new()).unwrap();
        let names = &Karabakh::case().unwrap().scenario.names["hy"];
        around.language.call(names.clone());
    });
    check("Armenian", &input, &MapOptions::default());
    assert!(input.title.starts_with("Ադրբեջան՝ +9\u{a0}0"), "{}", input.title);
}

#[test]
fn a_highlighted_district_passes_and_loses_no_land() {
    let (plain, highlighted) = (
        reference(|_| {}),
        reference(|around| around.highlight = vec!["Lachin".into()]),
    );
    check("highlight", &highlighted, &MapOptions::default());
    let sum = |input: &MapInput| {
        input
            .transfers
            .iter()
            .map(|t| t.area)
            .sum::<crate::measure::Area>()
    };
    assert_eq!(sum(&plain), sum(&highlighted));
    assert_eq!(
        highlighted.title,
        "Lachin: Azerbaijan gained 1,721 km² from the Nagorno-Karabakh Republic"
    );
    let svg = change(&highlighted, &MapOptions::default()).unwrap().to_svg();
    for class in [
        "change-nagorno-karabakh-republic-to-azerbaijan",
        "change-nagorno-karabakh-republic-to-azerbaijan-muted",
    ] {
        assert!(svg.contains(&format!("class=\"{class}\"")), "{class}");
    }
}

#[test]
fn pages_of_a_size_pass() {
    let input = reference(|_| {});
    for size in [[1200, 675], [1240, 1754], [1200, 800]] {
        let options = MapOptions {
            width: size[0],
            height: Some(size[1]),
            ..MapOptions::default()
        };
        check_of_pair(&format!("{size:?}"), &input, &options);
    }
}

#[test]
fn status_of_land_has_its_hatch_and_stands_in_the_key() {
    let mut input = input(
        layer(
            "1990-01-01",
            &[
                ("A", [10.0, 50.0, 13.0, 52.0], None),
                ("B", [13.0, 50.0, 15.0, 52.0], None),
            ],
        ),
        layer(
            "2000-01-01",
            &[
                ("A", [10.0, 50.0, 12.0, 52.0], None),
                ("B", [12.0, 50.0, 15.0, 52.0], None),
            ],
        ),
    );
    for (n, region) in input
        .before
        .regions
        .iter_mut()
        .chain(&mut input.after.regions)
        .enumerate()
    {
        region.status = (n % 2 == 0).then(|| "contested".into());
    }
    check("status", &input, &MapOptions::default());
    let svg = change(&input, &MapOptions::default()).unwrap().to_svg();
    for part in [
        "class=\"status-contested\"",
        "data-status=\"contested\"",
        "Status: contested",
    ] {
        assert!(svg.contains(part), "{part}");
    }
}

#[test]
fn colours_that_do_not_read_are_found() {
    let input = reference(|_| {});
    let mut map_style = MapStyle::default();
    assert!(lint_colors(&change(&input, &MapOptions::default()).unwrap()).is_empty());
    map_style.line.border = Color::rgb(0xe0, 0xe0, 0xe0);
    map_style.text.dimmed = Color::rgb(0xcc, 0xcc, 0xcc);
    let options = MapOptions {
        map_style,
        ..MapOptions::default()
    };
    let found: Vec<u8> = lint_colors(&change(&input, &options).unwrap())
        .iter()
        .map(|f| f.item)
        .collect();
    assert_eq!(found, [19, 26]);
}

#[test]
fn an_enclave_of_a_pixel_and_a_hole_pass() {
    let (whole, hole, tiny) = (
        [10.0, 50.0, 13.0, 52.0],
        [10.5, 50.5, 11.2, 51.0],
        [12.5, 50.5, 12.507, 50.5045],
    );
    let before = [("Aland", whole, Some(hole)), ("Bol", hole, None)];
    let after = [
        ("Cyr", tiny, None),
        ("Aland", whole, Some(hole)),
        ("Bol", hole, None),
    ];
    check_pair("enclave", &before, &after);
    let options = MapOptions {
        extent: Some([9.0, 49.5, 16.0, 52.5]),
        ..MapOptions::default()
    };
    // From afar all is well but that nobody would look at such a map for the change.
    let afar = input(layer("1990-01-01", &before), layer("2000-01-01", &after));
    let series = MapSeries::from(&afar);
    for (kind, scenes) in pictures(&series, &options) {
        let failed = failed_of(&scenes, &series, |item| item != 42);
        assert!(failed.is_empty(), "{kind}: {}", failed.join("\n"));
    }
    let draw = |options: &MapOptions| change(&afar, options).unwrap();
    assert_eq!(failed_of(&[draw(&options)], &series, |item| item == 42).len(), 1);

    // An inset shows it.
    let options = MapOptions {
        inset: Inset::Auto,
        ..options
    };
    for (kind, scenes) in of_pair(&afar, &options) {
        assert_eq!(scenes[0].record.zooms.len(), 1, "{kind}");
        let failed = failed(&scenes, &series);
        assert!(failed.is_empty(), "{kind}: {}", failed.join("\n"));
    }
    let mut wrong = draw(&options);
    wrong.record.zooms[0].times += 1.0;
    assert_eq!(failed_of(&[wrong], &series, |item| item == 47).len(), 1);
    let near = MapOptions {
        extent: Some([12.49, 50.49, 12.52, 50.51]),
        ..options
    };
    assert!(draw(&near).record.zooms.is_empty(), "all is seen");
}

#[test]
fn a_name_of_forty_letters_passes() {
    let name = "The Provisional Administration of Upper Vale";
    let lands = |border: f64| {
        [
            (name, [10.0, 50.0, border, 52.0], None),
            ("B", [border, 50.0, 15.0, 52.0], None),
        ]
    };
    check_pair("long name", &lands(13.0), &lands(12.0));
}

#[test]
fn eight_and_forty_controllers_pass() {
    for (count, columns) in [(8_usize, 4), (40, 8)] {
        let names: Vec<String> = (0..count).map(|n| format!("Land {n}")).collect();
        let lands = |moved: f64| -> Vec<(&str, Box4, Option<Box4>)> {
            let mut lands = Vec::new();
            for (n, name) in names.iter().enumerate() {
                let (x, y) = ((n % columns) as f64, (n / columns) as f64);
                let west = if n % columns > 0 { moved } else { 0.0 };
                let east = if (n + 1) % columns > 0 { moved } else { 0.0 };
                let at = [10.0 + x + west, 40.0 + y * 0.8, 11.0 + x + east, 40.8 + y * 0.8];
                lands.push((name.as_str(), at, None));
            }
            lands
        };
        check_pair(&format!("{count} controllers"), &lands(0.0), &lands(0.25));
    }
}

#[test]
fn slivers_of_less_than_a_pixel_pass() {
    // Two editions of one border, 30 m apart; beside it land that did change hands.
    let lands = |border: f64, edition: f64| {
        [
            ("A", [10.0, 50.0, border, 52.0], None),
            ("B", [border, 50.0, 15.0, 52.0], None),
            ("C", [15.0, 50.0, 17.0 + edition, 52.0], None),
            ("D", [17.0 + edition, 50.0, 18.0, 52.0], None),
        ]
    };
    check_pair("slivers", &lands(13.0, 0.0), &lands(12.0, 0.0004));
}

#[test]
fn a_world_with_many_islands_passes() {
    let mut lands: Lands = vec![
        ("West", [-130.0, -50.0, -40.0, 60.0], None),
        ("East", [0.0, -40.0, 140.0, 70.0], Some([20.0, 0.0, 30.0, 8.0])),
        ("Middle", [20.0, 0.0, 30.0, 8.0], None),
    ];
    for n in 0..60 {
        let (x, y) = (f64::from(n % 10), f64::from(n / 10));
        let at = [
            -179.5 + x * 4.0,
            -40.0 + y * 9.0,
            -179.4 + x * 4.0,
            -39.9 + y * 9.0,
        ];
        lands.push(("Isles", at, None));
    }
    let mut after = lands.clone();
    after[0].1[2] = -60.0;
    after.push(("East", [-60.0, -50.0, -40.0, 60.0], None));
    check_pair("world", &lands, &after);
}

#[test]
fn land_across_the_date_line_passes() {
    let lands = |border: f64| {
        [
            ("Fij", [177.0, -19.0, 180.0, -16.0], None),
            ("Fij", [-180.0, -19.0, border, -16.0], None),
            ("Ton", [border, -19.0, -176.0, -16.0], None),
        ]
    };
    check_pair("date line", &lands(-178.0), &lands(-179.5));
}

#[test]
fn a_city_and_no_change_pass() {
    let lands = |border: f64| {
        [
            ("Red", [37.50, 48.50, border, 48.52], None),
            ("Blue", [border, 48.50, 37.56, 48.52], None),
        ]
    };
    check_pair("city", &lands(37.53), &lands(37.54));
    // Nothing changed within any range.
    let state = |date| layer(date, &lands(37.53));
    let still = input(state("1990-01-01"), state("2000-01-01"));
    check("no change", &still, &MapOptions::default());
}

#[test]
fn what_is_wrong_is_found() {
    let lands = |border: f64| {
        [
            ("A", [10.0, 50.0, border, 52.0], None),
            ("B", [border, 50.0, 15.0, 52.0], None),
        ]
    };
    let good = input(
        layer("1990-01-01", &lands(13.0)),
        layer("2000-01-01", &lands(12.0)),
    );
    let draw = |input: &MapInput| change(input, &MapOptions::default()).unwrap();
    let failed = |scene: &Scene, input: &MapInput| -> Vec<u8> {
        let scenes = std::slice::from_ref(scene);
        let findings = lint(scenes, Some(scenes), &MapSeries::from(input));
        let failed = findings.iter().filter(|f| f.verdict == Verdict::Fail);
        failed.map(|f| f.item).collect()
    };
    let scene = draw(&good);
    assert!(failed(&scene, &good).is_empty());

    // An area that is not that of the land, and a matrix that does not close.
    let mut wrong = good.clone();
    wrong.after.regions[0].area = Area::from_km2(1.0);
    assert_eq!(failed(&draw(&wrong), &wrong), [4, 5]);

    // Colours and sizes that cannot be read.
    let mut pale = scene.clone();
    for (class, style) in &mut pale.styles.all {
        if class == "table-name" {
            style.fill = Some(Color::rgb(0xe0, 0xe0, 0xe0));
        }
        if class.starts_with("home-") {
            style.fill = Some(Color::rgb(0xf0, 0xf0, 0xf0));
        }
        if let Some(text) = style.text.as_mut().filter(|_| class == "foot") {
            text.size = 9.0;
        }
    }
    let found = failed(&pale, &good);
    assert!(
        [19, 20, 23, 24].iter().all(|item| found.contains(item)),
        "{found:?}"
    );

    // Two texts in one place, and a glyph that no font has.
    let mut crowded = scene.draw_with(|area| {
        use plotters::prelude::*;
        let style = TextStyle::from(("sans-serif", 320).into_font()).color(&BLACK);
        let at = (40 * SUBPIXELS, 30 * SUBPIXELS);
        area.draw(&plotters::element::Text::new("北 over the title", at, style))
    });
    let crowded = crowded.as_mut().unwrap();
    assert_eq!(failed(crowded, &good), [16, 22]);
}

#[test]
fn changes_without_room_for_names_have_numbers_of_the_key() {
    let names: Vec<String> = (0..6)
        .map(|n| format!("The Federal Land of the {n} Rivers"))
        .collect();
    let lands = |moved: f64| -> Vec<(&str, Box4, Option<Box4>)> {
        let edge = |n: usize| 10.0 + n as f64 * 0.5 + if n > 0 && n < 6 { moved } else { 0.0 };
        let land = |(n, name)| (name, [edge(n), 50.0, edge(n + 1), 51.0], None);
        names.iter().map(String::as_str).enumerate().map(land).collect()
    };
    let input = input(layer("1990-01-01", &lands(0.0)), layer("2000-01-01", &lands(0.2)));
    let options = MapOptions::of_medium(Medium::Phone);
    let series = MapSeries::from(&input);
    for (kind, scenes) in of_pair(&input, &options) {
        assert!(!scenes[0].record.numbers.is_empty(), "{kind}");
        let failed = failed(&scenes, &series);
        assert!(failed.is_empty(), "{kind}: {}", failed.join("\n"));
    }
    let mut wrong = change(&input, &options).unwrap();
    let mut other = None;
    wrong.walk(&mut |_, node| {
        if let Node::Text(text) = node
            && text.class == "key-number"
        {
            let mut text = text.clone();
            text.content = "77".into();
            other = Some(Node::Text(text));
        }
    });
    wrong.push(other.unwrap());
    assert_eq!(failed_of(&[wrong], &series, |item| item == 48).len(), 1);
}

#[test]
fn a_table_that_is_shortened_and_its_key_count_a_thing_once() {
    let names: Vec<String> = (0..40).map(|n| format!("Land {n}")).collect();
    let lands = |moved: f64| -> Vec<(&str, Box4, Option<Box4>)> {
        let edge = |n: usize| 10.0 + n as f64 + if n > 0 && n < 40 { moved } else { 0.0 };
        let land = |(n, name)| (name, [edge(n), 40.0, edge(n + 1), 64.0], None);
        names.iter().map(String::as_str).enumerate().map(land).collect()
    };
    let input = input(
        layer("1990-01-01", &lands(0.0)),
        layer("2000-01-01", &lands(0.25)),
    );
    let scene = change(&input, &MapOptions::default()).unwrap();
    let texts: Vec<String> = scene.texts().into_iter().map(|(text, _)| text).collect();
    assert!(texts.iter().any(|text| text.ends_with(" more")), "{texts:?}");
    assert!(texts.iter().any(|text| text == "Other changes"), "{texts:?}");
    assert!(
        !texts.iter().any(|text| text.ends_with(" other changes")),
        "{texts:?}"
    );
}
