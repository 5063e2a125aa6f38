//! The states before and after, at one extent, scale and projection.

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::kinds::sheet::{Sheet, WIDE, WIDEST};
use crate::map::page::balance::balance;
use crate::map::page::fit::{fitted, target};
use crate::map::page::header::{footer, header};
use crate::map::page::insets::InsetPanels;
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, heading};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::panel::layers::Panel;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{MARGIN, PageDraft, WIDTH};
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// Draws the states before and after side by side (a wide map one over the other), at the same extent, scale and
/// projection, with the change hatched in the later one.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub(in crate::map) fn before_after(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.2)?;
    let aspect = extent.aspect()?;
    let (full, half) = (WIDTH - 2.0 * MARGIN, (WIDTH - 2.0 * MARGIN - GAP) / 2.0);
    let stacked = match target(options) {
        None => aspect > WIDE,
        // Whichever gives the larger maps.
        Some(height) => {
            let room = height - AROUND_PAIR;
            (full / aspect).min(room / 2.0) > (half / aspect).min(room)
        }
    };
    let w = if stacked { full } else { half };
    let natural = (w / aspect.clamp(1.25, WIDEST)).round();
    let sheet = Sheet {
        input,
        options,
        theme: &theme,
        extent,
        downwards: stacked,
        w,
    };
    fitted(options, natural, if stacked { 2 } else { 1 }, |h| sheet.pair(h))
}

/// Between two maps side by side.
const GAP: f64 = 20.0;

/// About what stands around the maps of a pair, and around a map of change beside or above its tables.
const AROUND_PAIR: f64 = 430.0;

impl<'a> Sheet<'a> {
    /// The page with two maps of a height, and where it ends.
    fn pair(&self, h: f64) -> Result<(PageDraft<'a>, f64)> {
        let Self {
            input,
            theme,
            downwards,
            w,
            ..
        } = *self;
        let view = View::fit(&self.extent, Rect::new(0.0, 0.0, w, h))?;
        let frames = [PanelKind::Before, PanelKind::After].map(|show| PanelFrame::of(input, show));
        let (mut page, panels, insets) = self.lay_out(
            &view,
            &frames,
            InsetPanels {
                locator: 0..1,
                bar: 1..2,
            },
        )?;

        let mut y = header(&mut page, input) + 26.0;
        let heads = |page: &mut PageDraft, panel: &Panel, x: f64, top: f64| heading(page, panel, (x, w), top);
        let origins = if downwards {
            let first = heads(&mut page, &panels[0], MARGIN, y);
            let second = heads(&mut page, &panels[1], MARGIN, first + h + 22.0);
            [(MARGIN, first), (MARGIN, second)]
        } else {
            let right = MARGIN + w + GAP;
            y = f64::max(
                heads(&mut page, &panels[0], MARGIN, y),
                heads(&mut page, &panels[1], right, y),
            );
            [(MARGIN, y), (right, y)]
        };
        for (panel, origin) in panels.iter().zip(origins) {
            panel.draw(&mut page, origin);
        }
        insets.draw_locator(&mut page, origins[0])?;
        insets.draw_bar(&mut page, origins[1]);
        let entries = legend_entries(&panels, input, theme);
        let below = origins[1].1 + h + 24.0;
        let y = insets.legend(&mut page, &entries, (MARGIN, WIDTH - MARGIN), below)?;
        let y = balance(&mut page, input, theme, y + 16.0);
        let y = footer(&mut page, input, theme, &panels, y + 22.0);
        Ok((page, y + 20.0))
    }
}
