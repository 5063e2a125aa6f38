//! What is drawn once more, larger.

use crate::map::lint::checked::{CheckedMap, GroupedShape};
use crate::map::lint::finding::{Measured, listed, void};
use crate::map::lint::layout::{bounds, texts};
use crate::map::page::zoom::ID;
use crate::map::plane::rect::Rect;
use crate::map::scene::record::ZoomRecord;

/// The least that change in an inset spans, in pixels of the page.
const LEAST_SEEN: f64 = 8.0;

/// An inset shows change that can be seen there, of a part of a map, and says how much larger it is.
pub(in crate::map) fn insets(map: &CheckedMap) -> Measured {
    let zooms = &map.scene.record.zooms;
    if zooms.is_empty() {
        return void("no part of a map is drawn larger");
    }
    let mut bad = Vec::new();
    for ZoomRecord { part, spot, times } in zooms {
        let Some(spot) = spot else {
            bad.push("no room where it would hide nothing: choose a larger page".to_owned());
            continue;
        };
        let panels = || map.panels().iter().map(|panel| panel.rect);
        if !panels().any(|panel| panel.grown(0.5).holds(part)) {
            bad.push("its part is not on a map".to_owned());
        }
        if spot.overlaps(part) {
            bad.push("it hides what it shows".to_owned());
        }
        let is_true = |ratio: f64| (ratio / times - 1.0).abs() < 0.001;
        if !is_true(spot.w / part.w) || !is_true(spot.h / part.h) {
            bad.push("it is not as much larger as it says".to_owned());
        }
        let number = format!("× {times:.0}");
        if !texts(map).iter().any(|text| text.content == number) {
            bad.push(format!("“{number}” is not written"));
        }
        let seen = changes(map)
            .map(|change| change.w.max(change.h))
            .fold(0.0, f64::max);
        if seen < LEAST_SEEN {
            bad.push(format!("change in it spans {seen:.0} px"));
        }
    }
    listed(&bad, &format!("{} insets", zooms.len()))
}

/// Changed land in insets.
pub(in crate::map) fn changes<'a>(map: &'a CheckedMap) -> impl Iterator<Item = Rect> + 'a {
    let group = format!("{ID}-changes");
    let is_there = move |grouped: &&GroupedShape| grouped.ids.contains(&group.as_str());
    map.shapes
        .iter()
        .filter(is_there)
        .filter_map(|grouped| bounds(grouped.shape))
}
