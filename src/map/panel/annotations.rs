//! What a scenario says at places, on every map: led to by an arrow, or about its place.

use crate::map::fonts::text;
use crate::map::labels::block::{LabelOf, TextBlock};
use crate::map::labels::placement::{Fit, LeaderEnd, inside, outside};
use crate::map::panel::layers::Panel;
use crate::map::plane::geometry::Pt;
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::model::{Annotation, GridPoint, to_grid};

/// Widest line of a label on changed land or of a note, in pixels.
pub(in crate::map) const NARROW: f64 = 200.0;

/// An arrow ends before the dot of a place.
const OFF_DOTS: f64 = 13.0;

/// Wherever there is room.
pub(in crate::map) const ANYWHERE: Fit = Fit {
    inside: 0.0,
    off_focus: false,
};

/// Places notes on all panels; returns those that found no room.
pub(in crate::map) fn notes(panels: &mut [Panel], notes: &[Annotation], scene: &Scene) -> Vec<String> {
    let mut left_out = Vec::new();
    for note in notes {
        let [x, y] = note.at.map(to_grid);
        let block = TextBlock::new(scene, &wrapped(scene, &note.text, "note", NARROW));
        for panel in panels.iter_mut() {
            let Some(at) = panel.view.place(GridPoint { x, y }) else {
                continue;
            };
            let Rect { w, h, .. } = panel.view.rect;
            let space = &mut panel.space;
            let done = if note.arrow {
                let end = LeaderEnd { at, short: OFF_DOTS };
                outside(space, &PixelRaster::new(w, h), end, &block)
            } else {
                let area = about(at, (w, h));
                inside(&mut [&mut *space], &area, std::slice::from_ref(&block), ANYWHERE)
            };
            match space.labels.last_mut() {
                Some(label) if done => label.of = Some(LabelOf::Note),
                _ => left_out.push(note.text.clone()),
            }
        }
    }
    left_out
}

/// A small area about a position of a panel of a size.
pub(in crate::map) fn about((x, y): Pt, (w, h): (f64, f64)) -> PixelRaster {
    let near = vec![
        (x - 40.0, y - 30.0),
        (x + 40.0, y - 30.0),
        (x + 40.0, y + 30.0),
        (x - 40.0, y + 30.0),
    ];
    PixelRaster::of_rings(w, h, &[near])
}

/// The lines of a text in a class, none wider than the limit.
pub(in crate::map) fn wrapped(
    scene: &Scene,
    content: &str,
    class: &'static str,
    limit: f64,
) -> Vec<(String, &'static str)> {
    let Some(style) = scene.style(class).and_then(|s| s.text.as_ref()) else {
        return Vec::new();
    };
    text::wrap(content, limit, |line| style.width(line))
        .into_iter()
        .map(|line| (line, class))
        .collect()
}
