//! The zoom inset: change that is too small to be seen on a map, drawn once more, larger, with its box on the map.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::map::input::data::{ChangedLand, ContextKind, MapInput};
use crate::map::labels::space::free_spot;
use crate::map::page::insets::SharedView;
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::panel::layers::Panel;
use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::raster::CELL;
use crate::map::plane::rect::{Rect, moved};
use crate::map::scene::node::Anchor;
use crate::map::scene::page::PageDraft;
use crate::map::scene::record::ZoomRecord;
use crate::map::style::theme::Theme;
use crate::map::view::window::View;
use crate::math::square;
use crate::measure::Area;

/// Which part of a map is drawn once more, larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Inset {
    /// None.
    #[default]
    Never,
    /// That where change is too small to be seen, if any is.
    Auto,
}

/// A piece of which neither side is this long, in layout pixels, is too small for its shape to be seen.
const SMALL: f64 = 24.0;

/// A piece of less than this share of all change is not worth an inset, unless nothing else shows its change.
const WORTH: f64 = 0.001;

/// A piece that covers less than this in an inset, in square pixels, is not seen there either.
const SEEN: f64 = 60.0;

/// The share of the inset that what it shows spans, so that what is around can be recognised.
const SPAN: f64 = 0.4;

/// An inset that enlarges less than this shows little new, more than that only how coarse the data is.
const TIMES: (f64, f64) = (4.0, 60.0);

/// Sizes that are tried, in widths of the map.
const WIDTHS: [f64; 3] = [0.32, 0.26, 0.2];

/// The height of an inset, in its width.
const HEIGHT: f64 = 0.8;

/// Room of the number that says how much larger the inset is, and how far its text is from it.
const PLATE: (f64, f64) = (28.0, 8.0);

/// A piece too small to be seen: its box, and how many square pixels it covers.
struct Small {
    bounds: PlaneBounds,
    area: f64,
}

/// A part of a map that is drawn once more, larger.
pub(in crate::map) struct Zoom {
    /// On the map, from its corner.
    part: Rect,
    times: f64,
    /// Where the inset stands, from the corner of the map; none where it would hide something everywhere.
    spot: Option<Rect>,
}

impl Zoom {
    /// An inset with room on a panel, if one is wanted.
    pub fn place(inset: Inset, input: &MapInput, panel: &mut Panel) -> Option<Self> {
        if inset == Inset::Never || panel.show == PanelKind::Before {
            return None;
        }
        let pieces = too_small(input, panel.view);
        let (frame, mut found) = (panel.space.frame, None);
        for width in WIDTHS.map(|share| (share * frame.w).round()) {
            let size = (width, (HEIGHT * width).round());
            let Some((part, times)) = part(&pieces, size, frame) else {
                continue;
            };
            let spot = free_spot(&[&panel.space], size).filter(|spot| !spot.overlaps(&part.grown(PLATE.1)));
            found = Some(Self { part, times, spot });
            if let Some(spot) = spot {
                panel.space.place_inset(spot);
                break;
            }
        }
        // Labels may lie on the box, as leaders have to cross it, but rather do not.
        let edge = found.as_ref().map(|zoom| corners(zoom.part)).into_iter();
        panel.space.lines.trace(&edge.collect::<Vec<_>>(), 2);
        found
    }

    /// Draws the inset on a panel with its corner at `origin`, and its box there.
    pub fn draw(&self, page: &mut PageDraft, shared: SharedView, theme: &Theme, on: &Panel, origin: Pt) {
        let part = moved(self.part, origin);
        let spot = self.spot.map(|spot| moved(spot, origin));
        let times = self.times;
        page.scene.record.zooms.push(ZoomRecord { part, spot, times });
        let Some(rect) = spot else { return };
        page.scene.record.boxes.push(rect);
        let view = shared.view.enlarged(self.part, times);
        let frame = PanelFrame {
            id: ID.to_owned(),
            ..PanelFrame::of(shared.input, on.show)
        };
        page.open(ID, Some(rect));
        for mut panel in Panel::all(shared.input, theme, &view, &[frame]) {
            // The base is too coarse for an inset, but where it has no land there is sea.
            if is_at_sea(on, self.part) {
                panel.ground = on.ground;
            }
            panel.draw_under(page, rect);
            panel.draw_changes(page, rect);
            panel.draw_over(page, rect);
        }
        page.close();
        page.open(format!("{ID}-frame"), None);
        page.rect("zoom-box", part);
        page.rect("zoom-box", rect);
        self.number(page, rect);
        page.close();
    }

    /// How much larger the inset is, in its corner.
    fn number(&self, page: &mut PageDraft, rect: Rect) {
        let number = format!("× {:.0}", self.times);
        let (high, margin) = PLATE;
        let wide = page.width("scale-text", &number) + 2.0 * margin;
        let plate = Rect::new(rect.x + 1.0, rect.bottom() - high - 1.0, wide, high);
        page.rect("plate", plate);
        page.text(
            "scale-text",
            (plate.x + margin, plate.bottom() - margin),
            Anchor::Start,
            number,
        );
    }
}

/// Whether the base has no land on a part of a panel.
fn is_at_sea(panel: &Panel, part: Rect) -> bool {
    let land = panel
        .context
        .iter()
        .filter(|shape| shape.kind == ContextKind::Land);
    let rings: Vec<Vec<Pt>> = land.flat_map(|shape| shape.rings.clone()).collect();
    panel.is_on_base && panel.raster(&rings).under(&part.grown(CELL)).0 == 0.0
}

/// The group of what an inset shows.
pub(in crate::map) const ID: &str = "zoom";

/// The outline of a box.
fn corners(Rect { x, y, w, h }: Rect) -> Vec<Pt> {
    vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
}

/// Where pieces are that are too small to be seen, in pixels of the view, the most important first: those of changes
/// that no other piece shows, then the largest.
fn too_small(input: &MapInput, view: &View) -> Vec<Small> {
    let changes: Vec<&ChangedLand> = input.transfers.iter().filter(|t| t.is_told()).collect();
    let all: Area = changes.iter().map(|t| t.area).sum();
    let bounds = |land: &ChangedLand| {
        let rings = view.rings(&land.polygons);
        PlaneBounds::around(rings.into_iter().flatten().map(|p| view.pixel(p)))
    };
    let pieces = changes.into_iter().filter_map(|land| Some((land, bounds(land)?)));
    let (mut small, large): (Vec<_>, Vec<_>) = pieces.partition(|(_, b)| b.width().max(b.height()) < SMALL);
    let key = |land: &ChangedLand| (land.from.clone(), land.to.clone());
    let seen: BTreeSet<_> = large.iter().map(|(land, _)| key(land)).collect();
    let is_seen = |land: &ChangedLand| seen.contains(&key(land));
    small.retain(|(land, _)| !is_seen(land) || land.area.m2() >= WORTH * all.m2());
    small.sort_by_key(|(land, _)| (is_seen(land), Reverse(land.area)));
    let pixel = square(view.metres_per_pixel());
    let small = small.into_iter().map(|(land, bounds)| Small {
        bounds,
        area: land.area.m2() / pixel,
    });
    small.collect()
}

/// The part of a frame that shows the first of some pieces, and as many of the others as can be seen with it, in an inset
/// of a size, and how much larger that is.
fn part(pieces: &[Small], size: (f64, f64), frame: Rect) -> Option<(Rect, f64)> {
    let times = |b: &PlaneBounds| {
        let least = f64::MIN_POSITIVE;
        SPAN * (size.0 / b.width().max(least)).min(size.1 / b.height().max(least))
    };
    let is_shown = |piece: &&Small| {
        let times = times(&piece.bounds).min(TIMES.1);
        times >= TIMES.0 && piece.area * square(times) >= SEEN
    };
    let mut pieces = pieces.iter().filter(is_shown).map(|piece| &piece.bounds);
    let first = pieces.next()?;
    let shown = pieces.fold(*first, |shown, other| {
        let joined = shown.joined(other);
        if times(&joined) < TIMES.0 { shown } else { joined }
    });
    let times = times(&shown).min(TIMES.1).floor();
    let (w, h) = (size.0 / times, size.1 / times);
    let (x, y) = shown.center();
    let within = |middle: f64, length: f64, most: f64| (middle - length / 2.0).min(most - length).max(0.0);
    let part = Rect::new(within(x, w, frame.w), within(y, h, frame.h), w, h);
    Some((part, times))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(x: f64, y: f64, side: f64) -> Small {
        Small {
            bounds: PlaneBounds::new((x, y), (x + side, y + side)),
            area: side * side,
        }
    }

    #[test]
    fn what_is_not_seen_in_an_inset_has_none() {
        let frame = Rect::new(0.0, 0.0, 1000.0, 700.0);
        let thread = Small {
            area: 0.01,
            ..piece(100.0, 100.0, 4.0)
        };
        assert!(part(&[thread], (300.0, 240.0), frame).is_none());
    }

    #[test]
    fn an_inset_shows_what_is_near_and_all_of_it() {
        let frame = Rect::new(0.0, 0.0, 1000.0, 700.0);
        let pieces = [
            piece(100.0, 100.0, 4.0),
            piece(900.0, 600.0, 4.0),
            piece(110.0, 104.0, 4.0),
        ];
        let (part, times) = part(&pieces, (300.0, 240.0), frame).unwrap();
        assert!((times - 8.0).abs() < 1.0, "{times}");
        for shown in [&pieces[0].bounds, &pieces[2].bounds] {
            assert!(
                part.holds(&Rect::new(shown.min.0, shown.min.1, 4.0, 4.0)),
                "{part:?}"
            );
        }
        assert!(!part.overlaps(&Rect::new(900.0, 600.0, 4.0, 4.0)));
    }

    #[test]
    fn an_inset_stays_in_the_frame_and_enlarges_no_speck_without_end() {
        let frame = Rect::new(0.0, 0.0, 1000.0, 700.0);
        let (part, times) = part(&[piece(1.0, 699.0, 0.2)], (300.0, 240.0), frame).unwrap();
        assert!((times - TIMES.1).abs() < 0.5, "{times}");
        assert!(frame.holds(&part), "{part:?}");
        assert!(super::part(&[], (300.0, 240.0), frame).is_none());
    }
}
