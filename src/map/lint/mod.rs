//! Checks a finished map against a cartographer's list of 48 items, as far as a program can.
//!
//! Every item is measured on the finished scene, on its pixels, on the SVG as written, or by comparing its numbers
//! with the input, not on what the layout meant to do. SVG and PNG are two writings of one scene, so what holds for its
//! boxes holds for both. Every kind of picture is checked by the same list: a pair of states is the shortest series, an
//! animation is a scene for each of its frames, and a chart has no map to measure.

pub(in crate::map) mod checked;
mod color;
mod document;
mod figures;
pub(in crate::map) mod finding;
mod geometry;
mod layout;
mod pixels;
mod truth;
mod zoom;

use crate::map::input::picture_input::PictureInput;
use crate::map::input::series::MapSeries;
use crate::map::lint::checked::CheckedMap;
use crate::map::lint::finding::{Finding, Measured, Verdict};
use crate::map::scene::list::Scene;
use crate::map::scene::picture::Picture;

/// One item of the list.
struct Check {
    item: u8,
    title: &'static str,
    measure: fn(&CheckedMap) -> Measured,
}

const fn check(item: u8, title: &'static str, measure: fn(&CheckedMap) -> Measured) -> Check {
    Check { item, title, measure }
}

const CHECKS: [Check; 47] = [
    check(1, "areal scale within 1 ± 0.001", geometry::areal_scale),
    check(2, "maps at one extent and scale", geometry::same_panels),
    check(3, "scale bar within 1 % at the centre", geometry::scale_bar),
    check(4, "printed numbers are measured areas", figures::numbers),
    check(5, "table and matrix close", figures::closes),
    check(6, "dates, sources, disclaimer", figures::small_print),
    check(7, "lines of control unlike borders", color::line_kinds),
    check(8, "status has its own fill", color::status),
    check(9, "slivers are said, not drawn", figures::slivers),
    check(10, "holes and exclaves by pixel", pixels::holes),
    check(11, "no hairline along shared edges", pixels::hairlines),
    check(12, "simplified by half a pixel at most", geometry::simplification),
    check(13, "coordinates finer than a pixel", geometry::precision),
    check(14, "edges are anti-aliased", pixels::smooth_edges),
    check(15, "every text on canvas and panel", layout::inside),
    check(16, "no texts overlap or are covered", layout::apart),
    check(17, "labels in their land, or led to it", layout::anchored),
    check(18, "map labels have a halo", layout::halos),
    check(19, "text contrast 4.5 or more", pixels::contrast),
    check(20, "legible at 800 pixels, or where it is seen", layout::legible),
    check(21, "at most 4 type sizes on the map", layout::sizes),
    check(22, "every glyph is in the font", layout::glyphs),
    check(23, "one controller, one colour", color::one_to_one),
    check(24, "fills apart in every vision", color::differences),
    check(25, "changes differ without colour", color::hatches),
    check(26, "lines part neighbours by 3 : 1", color::line_contrast),
    check(27, "figure over ground", color::figure),
    check(28, "title and subtitle differ", layout::titles),
    check(29, "legend matches the map", color::legend),
    check(30, "earlier line as a ghost", color::ghost),
    check(31, "locator covers no change", layout::locator),
    check(32, "neatline, margins, no axes", layout::neatline),
    check(33, "SVG has titles, ids, classes, data", document::structure),
    check(34, "SVG is one style block and light", document::style),
    check(36, "the title says what the figures do", truth::title),
    check(37, "names of holders by date and land", truth::holders),
    check(38, "a place’s own dot is the nearest", truth::dots),
    check(39, "what the key explains is seen", truth::visible),
    check(40, "letters can be read at the real size", layout::letters),
    check(41, "leaders of 8 % of the width at most", truth::leaders),
    check(42, "the change spans 15 % of the map", truth::spanned),
    check(43, "land and what is no land differ", color::ground),
    check(44, "every source is named", truth::sources),
    check(45, "names from right to left isolated", truth::isolates),
    check(46, "figures are of what is framed", truth::scope),
    check(47, "an inset shows what is too small", zoom::insets),
    check(48, "numbers on the map are in the key", truth::numbered),
];

impl Picture {
    /// Checks it against the whole list; `again` is the same drawn once more. The frames of an animation pass an item
    /// together.
    ///
    /// ```
    /// # use landshift::map::{MapKind, MapOptions, PictureInput, Verdict, draw};
    /// # fn check(input: &PictureInput) -> landshift::Result<()> {
    /// let options = MapOptions::default();
    /// let draw = |kind| draw(kind, input, &options);
    /// for kind in [MapKind::Change, MapKind::Animation] {
    ///     let findings = draw(kind)?.lint(&draw(kind)?, input);
    ///     assert_eq!(findings.len(), 48);
    ///     for finding in findings {
    ///         assert_ne!(finding.verdict, Verdict::Fail, "{finding}");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn lint(&self, again: &Self, input: &PictureInput) -> Vec<Finding> {
        lint(self.frames(), Some(again.frames()), &input.series())
    }

    /// The same without drawing it once more: whether the same bytes come again is not judged. Of many frames a few are.
    pub fn lint_once(&self, input: &PictureInput) -> Vec<Finding> {
        lint(self.frames(), None, &input.series())
    }

    /// What its colours fail of the list: contrast of text and lines, and differences of fills in every vision.
    pub fn lint_colors(&self) -> Vec<Finding> {
        self.frames().iter().flat_map(lint_colors).collect()
    }
}

/// What the colours of a scene fail.
pub(in crate::map) fn lint_colors(scene: &Scene) -> Vec<Finding> {
    // Colours are judged by the picture alone, whatever it is drawn from.
    let series = MapSeries::default();
    let map = CheckedMap::new(scene, std::slice::from_ref(scene), &series);
    let checks = CHECKS.iter().filter(|check| [19, 24, 26].contains(&check.item));
    let findings = checks.map(|check| run(check, &map));
    findings.filter(|f| f.verdict == Verdict::Fail).collect()
}

/// So many frames of an animation are looked at where it is not drawn once more.
const MOST_FRAMES: usize = 4;

/// Checks the scenes of one picture.
pub(in crate::map) fn lint(scenes: &[Scene], again: Option<&[Scene]>, series: &MapSeries) -> Vec<Finding> {
    let mut all: Vec<Vec<Finding>> = Vec::new();
    let step = match again {
        Some(_) => 1,
        None => scenes.len().div_ceil(MOST_FRAMES).max(1),
    };
    for (n, scene) in scenes.iter().enumerate().step_by(step) {
        let map = CheckedMap::new(scene, scenes, series);
        let mut findings = of_scene(&map);
        if let Some(again) = again {
            findings.push(repeats(&map, again.get(n)));
            findings.sort_by_key(|finding| finding.item);
        }
        if scenes.len() > 1 {
            let failed = findings.iter_mut().filter(|f| f.verdict == Verdict::Fail);
            failed.for_each(|f| f.figure = format!("frame {}: {}", n + 1, f.figure));
        }
        all.push(findings);
    }
    let together = all.into_iter().reduce(|mut all, next| {
        for (one, other) in all.iter_mut().zip(next) {
            // What one frame has nothing of, another may have.
            if rank(other.verdict) > rank(one.verdict) {
                *one = other;
            }
        }
        all
    });
    together.unwrap_or_default()
}

/// Which of two verdicts on frames is that on both.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Void => 0,
        Verdict::Eye => 1,
        Verdict::Pass => 2,
        Verdict::Fail => 3,
    }
}

/// What is found on a scene.
fn of_scene(map: &CheckedMap) -> Vec<Finding> {
    CHECKS.iter().map(|check| run(check, map)).collect()
}

/// Whether a scene is the same drawn once more; none is a scene that the other drawing lacks.
fn repeats(map: &CheckedMap, again: Option<&Scene>) -> Finding {
    let Measured { verdict, figure } = document::repeats(map, again);
    Finding {
        item: 35,
        title: "same bytes again; one scene for both",
        verdict,
        figure,
    }
}

fn run(check: &Check, map: &CheckedMap) -> Finding {
    let Measured { verdict, figure } = (check.measure)(map);
    Finding {
        item: check.item,
        title: check.title,
        verdict,
        figure,
    }
}

/// What some items find, picture by picture.
#[cfg(test)]
pub(in crate::map) fn items_of(
    scenes: &[Scene],
    series: &MapSeries,
    is_wanted: fn(u8) -> bool,
) -> Vec<Finding> {
    let checks = || CHECKS.iter().filter(|check| is_wanted(check.item));
    let subjects = scenes.iter().map(|scene| CheckedMap::new(scene, scenes, series));
    subjects
        .flat_map(|map| checks().map(|check| run(check, &map)).collect::<Vec<_>>())
        .collect()
}
