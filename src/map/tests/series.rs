//! Maps of many dates.

use super::fixture;
use super::lint::{classified_case, input, layer};
use crate::karabakh::Karabakh;
use crate::map::kinds::flows::flows;
use crate::map::*;
use crate::model::ReferenceLayers;

/// Three dates: the fixture's two, and the first once more.
fn series() -> MapSeries {
    let pair = fixture::input(44.0, 39.0);
    let mut series = MapSeries::from(&pair);
    let mut third = series.states[0].clone();
    third.side.heading = "3 July 2012".into();
    let back = |t: &ChangedLand| ChangedLand {
        from: t.to.clone(),
        to: t.from.clone(),
        ..t.clone()
    };
    third.transfers = pair.transfers.iter().map(back).collect();
    series.states.push(third);
    for (n, state) in series.states.iter_mut().enumerate() {
        state.day = Some(n as f64 * 4000.0);
    }
    series
}

fn apart(scene: &Scene) {
    let (w, h) = scene.size();
    let texts = scene.texts();
    for (i, (text, rect)) in texts.iter().enumerate() {
        assert!(Rect::new(0.0, 0.0, w, h).holds(rect), "{text}");
        for (other, taken) in &texts[..i] {
            assert!(
                !rect.grown(-0.5).overlaps(&taken.grown(-0.5)),
                "{text} and {other}"
            );
        }
    }
}

#[test]
fn small_multiples_show_every_date_at_one_scale() {
    let scene = multiples(&series(), &MapOptions::default()).unwrap();
    apart(&scene);
    let panels = &scene.record.panels;
    assert_eq!(panels.len(), 3);
    assert!(
        panels
            .windows(2)
            .all(|p| p[0].extent == p[1].extent && (p[0].rect.w, p[0].rect.h) == (p[1].rect.w, p[1].rect.h))
    );
    let texts = scene.texts();
    for date in ["1 May 1990", "2 June 2001", "3 July 2012"] {
        assert!(texts.iter().any(|(text, _)| text == date), "{date}");
    }
}

#[test]
fn frames_have_one_size_and_make_an_animation() {
    let options = MapOptions {
        width: 400,
        ..MapOptions::default()
    };
    let scenes = frames(&series(), &options).unwrap();
    assert_eq!(scenes.len(), 3);
    for scene in &scenes {
        apart(scene);
        assert_eq!(scene.size(), scenes[0].size());
    }
    let bytes = animation(&scenes, 1.0, 1.0).unwrap();
    let decoder = ::png::Decoder::new(std::io::Cursor::new(&bytes));
    let reader = decoder.read_info().unwrap();
    assert_eq!(reader.info().animation_control.unwrap().num_frames, 3);
    assert!(bytes == animation(&frames(&series(), &options).unwrap(), 1.0, 1.0).unwrap());
    assert!(animation(&[], 1.0, 1.0).is_err());
}

#[test]
fn shares_print_what_each_held() {
    let scene = shares(&series(), &MapOptions::default()).unwrap();
    apart(&scene);
    let texts = scene.texts();
    // Bor: 9000 and 400 at first, then 2700 and 4.3 more.
    for number in ["9,400", "12,104"] {
        assert!(texts.iter().any(|(text, _)| text == number), "{number}");
    }
    let one = MapSeries {
        states: series().states[..1].to_vec(),
        ..series()
    };
    assert!(shares(&one, &MapOptions::default()).is_err());
}

#[test]
fn a_name_stands_at_a_date_on_which_it_was_borne() {
    let before = [
        ("Aland", [10.0, 50.0, 13.0, 52.0], None),
        ("Gone", [13.0, 50.0, 15.0, 52.0], None),
        ("Old", [15.0, 50.0, 19.0, 52.0], None),
    ];
    let after = [
        ("Aland", [10.0, 50.0, 15.0, 52.0], None),
        ("New", [15.0, 50.0, 19.0, 52.0], None),
    ];
    let series = MapSeries::from(&input(layer("1990-01-01", &before), layer("2000-01-01", &after)));
    for draw in [shares, flows] {
        let scene = draw(&series, &MapOptions::default()).unwrap();
        apart(&scene);
        let (width, _) = scene.size();
        let texts = scene.texts();
        let sides = |name: &str| -> Vec<bool> {
            let named = texts.iter().filter(|(text, rect)| text == name && rect.y > 100.0);
            named.map(|(_, rect)| rect.x > width / 2.0).collect()
        };
        for (name, is_late) in [("Gone", false), ("Old", false), ("New", true), ("Aland", true)] {
            assert_eq!(sides(name), [is_late], "{name}");
        }
    }
}

#[test]
fn multiples_of_a_low_page_stand_side_by_side() {
    let options = MapOptions::of_medium(Medium::Story);
    let case = Karabakh::case().unwrap();
    let around = Surroundings {
        credits: case.scenario.credits.clone(),
        controllers: case.scenario.controllers.clone(),
        ..Surroundings::default()
    };
    let classified = classified_case(&case, ReferenceLayers::default());
    let series = MapSeries::of_overlay(&classified, &around).unwrap();
    let scene = multiples(&series, &options).unwrap();
    apart(&scene);
    let panels = &scene.record.panels;
    assert_eq!(panels.len(), 3);
    assert!(panels[0].rect.y < panels[2].rect.y && panels[1].rect.y < panels[2].rect.y);
}
