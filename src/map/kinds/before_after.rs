//! The states before and after, at one extent, scale and projection.

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::kinds::sheet::{LaidOut, Sheet, WIDE, WIDEST};
use crate::map::page::balance::balance;
use crate::map::page::fit::{Detail, Fit, drawn, fit, fitted, target};
use crate::map::page::header::{footer, header};
use crate::map::page::insets::InsetPanels;
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, heading};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::panel::layers::Panel;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{MARGIN, PageDraft};
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
    let pair = if aspect > STACKED {
        aspect / 2.0
    } else {
        aspect * 2.0
    };
    let options = &options.held_for(pair);
    let (full, half) = (options.full(), ((options.full() - GAP) / 2.0).floor());
    let sheet = |downwards| Sheet {
        input,
        options,
        theme: &theme,
        extent,
        downwards,
        w: if downwards { full } else { half },
    };
    let shape = |sheet: &Sheet| {
        let natural = (sheet.w / aspect.clamp(1.25, WIDEST)).round();
        (natural, if sheet.downwards { 2 } else { 1 })
    };
    if target(options).is_none() {
        let sheet = sheet(aspect > WIDE || half < NARROWEST);
        let (natural, rows) = shape(&sheet);
        return fitted(options, natural, rows, |fit| sheet.pair(fit));
    }
    // Whichever gives the larger maps; where one has no room, the other.
    let fit_of = |sheet: &Sheet| {
        let (natural, rows) = shape(sheet);
        fit(options, natural, rows, |fit| Ok(sheet.pair(fit)?.1))
    };
    let size = |sheet: &Sheet, fit: &Result<Fit>| {
        let height = fit.as_ref().map_or(0.0, |fit| fit.height);
        (sheet.w / aspect).min(height)
    };
    let (below, beside) = (sheet(true), sheet(false));
    let fits = (fit_of(&below), fit_of(&beside));
    let (sheet, fit) = if size(&below, &fits.0) > size(&beside, &fits.1) {
        (below, fits.0)
    } else {
        (beside, fits.1)
    };
    drawn(options, fit?, |fit| sheet.pair(fit))
}

/// Two maps of land as wide as this, in its own height, fill a sheet better one over the other.
const STACKED: f64 = 1.4;

/// Two maps stand side by side only if each is as wide as this.
const NARROWEST: f64 = 420.0;

/// Between two maps side by side.
const GAP: f64 = 20.0;

impl<'a> Sheet<'a> {
    /// The page with two maps of a height, and where it ends.
    fn pair(&self, fit: Fit) -> Result<(PageDraft<'a>, f64)> {
        let Self {
            input,
            theme,
            downwards,
            w,
            ..
        } = *self;
        let Fit {
            height: h,
            detail,
            pass,
        } = fit;
        let view = View::fit(&self.extent, Rect::new(0.0, 0.0, w, h))?;
        let frames = [PanelKind::Before, PanelKind::After].map(|show| PanelFrame::of(input, show));
        let LaidOut {
            mut page,
            panels,
            insets,
            zoom,
        } = self.lay_out(
            &view,
            &frames,
            InsetPanels {
                locator: 0..1,
                bar: 1..2,
            },
            pass,
        )?;

        let mut y = header(&mut page, input) + 26.0;
        let heads = |page: &mut PageDraft, panel: &Panel, x: f64, top: f64| {
            heading(page, panel, (x, w), (top, detail))
        };
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
        if let Some(zoom) = &zoom {
            zoom.draw(&mut page, insets.shared(), theme, &panels[1], origins[1]);
        }
        let entries = legend_entries(&panels, input, theme);
        let below = origins[1].1 + h + 24.0;
        let across = (MARGIN, page.right());
        let mut y = insets.legend(&mut page, &entries, across, below)?;
        if detail == Detail::Full {
            y = balance(&mut page, input, theme, y + 16.0);
        }
        let y = footer(&mut page, input, theme, &panels, (y + 22.0, detail));
        Ok((page, y + 20.0))
    }
}
