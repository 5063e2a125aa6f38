//! Insets: where the scale bar and the locator map stand: on the map where they hide least, else by the legend.

use std::ops::Range;

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::labels::space::{LabelSpace, free_spot};
use crate::map::page::legend::{Entry, legend, legend_height};
use crate::map::page::locator::{locator, wants_locator};
use crate::map::page::scale_bar::ScaleBar;
use crate::map::panel::layers::Panel;
use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::{Rect, moved};
use crate::map::scene::page::PageDraft;
use crate::map::view::extent::MapExtent;
use crate::map::view::window::View;

/// Room of the locator map, and the most of the width of a map that it takes.
const LOCATOR: (f64, f64) = (190.0, 160.0);

const LOCATOR_SHARE: f64 = 0.3;

/// Room left of what stands by the legend.
const GAP: f64 = 24.0;

/// Where a box stands.
#[derive(Debug, Clone, Copy)]
enum Spot {
    /// On the map, from its corner.
    OnMap(Rect),
    /// By the legend, as nowhere on the map it would hide nothing.
    ByLegend,
}

/// The boxes of a page of maps.
pub(in crate::map) struct Insets<'a> {
    shared: SharedView<'a>,
    /// Where the locator stands, and its size.
    locator: Option<(Spot, (f64, f64))>,
    bar: Option<PlacedBar>,
}

/// A scale bar with its place.
struct PlacedBar {
    bar: ScaleBar,
    size: (f64, f64),
    spot: Spot,
}

/// The panels on all of which a box must find room, by their places among the panels of the page.
#[derive(Debug, Clone)]
pub(in crate::map) struct InsetPanels {
    pub locator: Range<usize>,
    pub bar: Range<usize>,
}

/// What the maps of a page share.
#[derive(Clone, Copy)]
pub(in crate::map) struct SharedView<'a> {
    pub input: &'a MapInput,
    pub view: &'a View,
    pub extent: &'a MapExtent,
}

impl<'a> Insets<'a> {
    /// Finds room for the locator and for the scale bar.
    pub fn place(page: &PageDraft, shared: SharedView<'a>, panels: &mut [Panel], on: InsetPanels) -> Self {
        let SharedView { input, view, extent } = shared;
        let smaller = (view.rect.w * LOCATOR_SHARE / LOCATOR.0).min(1.0);
        let size = (LOCATOR.0 * smaller, LOCATOR.1 * smaller);
        let inset = wants_locator(input, extent).then(|| (reserve(&mut panels[on.locator], size), size));
        let bar = ScaleBar::for_view(view).map(|bar| {
            let size = bar.size(page);
            let spot = reserve(&mut panels[on.bar], size);
            PlacedBar { bar, size, spot }
        });
        Self {
            shared,
            locator: inset,
            bar,
        }
    }

    /// What they are placed for.
    pub fn shared(&self) -> SharedView<'a> {
        self.shared
    }

    /// Draws the locator on the map with its corner at `origin`, if it stands there.
    pub fn draw_locator(&self, page: &mut PageDraft, origin: Pt) -> Result<()> {
        if let Some((Spot::OnMap(rect), _)) = self.locator {
            self.inset(page, moved(rect, origin))?;
        }
        Ok(())
    }

    /// Draws the scale bar on the map with its corner at `origin`, if it stands there.
    pub fn draw_bar(&self, page: &mut PageDraft, origin: Pt) {
        if let Some(PlacedBar {
            bar,
            spot: Spot::OnMap(rect),
            ..
        }) = &self.bar
        {
            page.scene.record.boxes.push(moved(*rect, origin));
            draw(bar, page, moved(*rect, origin));
        }
    }

    fn inset(&self, page: &mut PageDraft, rect: Rect) -> Result<()> {
        page.scene.record.boxes.push(rect);
        let SharedView { input, view, extent } = self.shared;
        locator(page, input, view, extent, rect)
    }

    /// Width and height of what stands by the legend.
    fn size_by_legend(&self) -> (f64, f64) {
        let inset = self.locator.filter(|(spot, _)| matches!(spot, Spot::ByLegend));
        let inset = inset.map(|(_, size)| size);
        let bar = self
            .bar
            .as_ref()
            .filter(|placed| matches!(placed.spot, Spot::ByLegend));
        let sizes = inset.into_iter().chain(bar.map(|placed| placed.size));
        sizes.fold((0.0, 0.0), |all, one| {
            (all.0 + one.0 + GAP, f64::max(all.1, one.1))
        })
    }

    /// How high the legend is with what stands by it.
    pub fn legend_height(&self, page: &PageDraft, entries: &[Entry], width: f64) -> f64 {
        let (w, h) = self.size_by_legend();
        if is_apart(width, w) {
            return legend_height(page, entries, width) + h + BELOW;
        }
        legend_height(page, entries, width - w).max(h)
    }

    /// The legend, and on its right, or above it on a narrow page, what found no room on the map; returns where they end.
    pub fn legend(
        &self,
        page: &mut PageDraft,
        entries: &[Entry],
        (left, right): (f64, f64),
        top: f64,
    ) -> Result<f64> {
        let (w, h) = self.size_by_legend();
        if is_apart(right - left, w) {
            self.boxes(page, left + w - GAP, top)?;
            return Ok(legend(page, entries, (left, right), top + h + BELOW));
        }
        let low = legend(page, entries, (left, right - w), top);
        self.boxes(page, right, top)?;
        Ok(if h > 0.0 { low.max(top + h + BELOW) } else { low })
    }

    /// What found no room on the map, in a row that ends at `right`.
    fn boxes(&self, page: &mut PageDraft, right: f64, top: f64) -> Result<()> {
        let mut x = right;
        if let Some((Spot::ByLegend, (w, h))) = self.locator {
            x -= w;
            self.inset(page, Rect::new(x, top, w, h))?;
            x -= GAP;
        }
        if let Some(PlacedBar {
            bar,
            size: (w, h),
            spot: Spot::ByLegend,
        }) = &self.bar
        {
            draw(bar, page, Rect::new(x - w, top, *w, *h));
        }
        Ok(())
    }
}

/// Left below what stands by the legend.
const BELOW: f64 = 12.0;

/// The least share of its width that a legend keeps beside boxes.
const BESIDE: f64 = 0.68;

/// Whether boxes of a width stand above a legend, as they would make it too narrow.
fn is_apart(width: f64, boxes: f64) -> bool {
    width - boxes < BESIDE * width
}

fn draw(bar: &ScaleBar, page: &mut PageDraft, rect: Rect) {
    page.open("scale-bar", None);
    bar.draw(page, rect);
    page.close();
}

/// Keeps room for a box on all panels, in the same spot.
fn reserve(panels: &mut [Panel], size: (f64, f64)) -> Spot {
    let rooms: Vec<&LabelSpace> = panels.iter().map(|p| &p.space).collect();
    let Some(rect) = free_spot(&rooms, size) else {
        return Spot::ByLegend;
    };
    for panel in panels {
        panel.space.place_inset(rect);
    }
    Spot::OnMap(rect)
}
