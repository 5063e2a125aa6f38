//! Where the scale bar and the locator map stand: on the map where they hide least, else beside the legend.

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

/// Room of the locator map.
const LOCATOR: (f64, f64) = (190.0, 160.0);

/// Room left of what stands beside the legend.
const GAP: f64 = 24.0;

/// Where a box stands.
#[derive(Debug, Clone, Copy)]
enum Spot {
    /// On the map, from its corner.
    OnMap(Rect),
    /// Beside the legend, as nowhere on the map it would hide nothing.
    BesideLegend,
}

/// The boxes of a page of maps.
pub(in crate::map) struct Insets<'a> {
    input: &'a MapInput,
    view: &'a View,
    extent: &'a MapExtent,
    locator: Option<Spot>,
    bar: Option<(ScaleBar, (f64, f64), Spot)>,
}

impl<'a> Insets<'a> {
    /// Finds room for the locator on all of `with_locator`, and for the bar on all of `with_bar`.
    pub fn place(
        page: &PageDraft,
        (input, view, extent): (&'a MapInput, &'a View, &'a MapExtent),
        panels: &mut [Panel],
        [with_locator, with_bar]: [std::ops::Range<usize>; 2],
    ) -> Self {
        let inset = wants_locator(input, extent).then(|| reserve(&mut panels[with_locator], LOCATOR));
        let bar = ScaleBar::for_view(view).map(|bar| {
            let size = bar.size(page);
            let spot = reserve(&mut panels[with_bar], size);
            (bar, size, spot)
        });
        Self {
            input,
            view,
            extent,
            locator: inset,
            bar,
        }
    }

    /// Draws the locator on the map with its corner at `origin`, if it stands there.
    pub fn draw_locator(&self, page: &mut PageDraft, origin: Pt) -> Result<()> {
        if let Some(Spot::OnMap(rect)) = self.locator {
            self.inset(page, moved(rect, origin))?;
        }
        Ok(())
    }

    /// Draws the scale bar on the map with its corner at `origin`, if it stands there.
    pub fn draw_bar(&self, page: &mut PageDraft, origin: Pt) {
        if let Some((bar, _, Spot::OnMap(rect))) = &self.bar {
            page.scene.record.boxes.push(moved(*rect, origin));
            draw(bar, page, moved(*rect, origin));
        }
    }

    fn inset(&self, page: &mut PageDraft, rect: Rect) -> Result<()> {
        page.scene.record.boxes.push(rect);
        locator(page, self.input, self.view, self.extent, rect)
    }

    /// Width and height of what stands beside the legend.
    fn beside(&self) -> (f64, f64) {
        let inset = matches!(self.locator, Some(Spot::BesideLegend)).then_some(LOCATOR);
        let bar = self
            .bar
            .as_ref()
            .filter(|(.., spot)| matches!(spot, Spot::BesideLegend));
        let sizes = inset.into_iter().chain(bar.map(|(_, size, _)| *size));
        sizes.fold((0.0, 0.0), |all, one| {
            (all.0 + one.0 + GAP, f64::max(all.1, one.1))
        })
    }

    /// How high the legend is with what stands beside it.
    pub fn legend_height(&self, page: &PageDraft, entries: &[Entry], width: f64) -> f64 {
        let (w, h) = self.beside();
        legend_height(page, entries, width - w).max(h)
    }

    /// The legend, and on its right what found no room on the map; returns where they end.
    pub fn legend(
        &self,
        page: &mut PageDraft,
        entries: &[Entry],
        (left, right): (f64, f64),
        top: f64,
    ) -> Result<f64> {
        let (w, h) = self.beside();
        let low = legend(page, entries, (left, right - w), top);
        let mut x = right;
        if let Some(Spot::BesideLegend) = self.locator {
            x -= LOCATOR.0;
            self.inset(page, Rect::new(x, top, LOCATOR.0, LOCATOR.1))?;
            x -= GAP;
        }
        if let Some((bar, (w, h), Spot::BesideLegend)) = &self.bar {
            draw(bar, page, Rect::new(x - w, top, *w, *h));
        }
        Ok(if h > 0.0 { low.max(top + h + 12.0) } else { low })
    }
}

fn draw(bar: &ScaleBar, page: &mut PageDraft, rect: Rect) {
    page.open("scale-bar", None);
    bar.draw(page, rect);
    page.close();
}

/// Keeps room for a box on all panels, in the same spot.
fn reserve(panels: &mut [Panel], size: (f64, f64)) -> Spot {
    let rooms: Vec<&LabelSpace> = panels.iter().map(|p| &p.room).collect();
    let Some(rect) = free_spot(&rooms, size) else {
        return Spot::BesideLegend;
    };
    for panel in panels {
        panel.room.place_inset(rect);
    }
    Spot::OnMap(rect)
}
