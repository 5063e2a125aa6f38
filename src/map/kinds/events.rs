//! Units on one map, coloured by what became of them.

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::kinds::sheet::{LaidOut, Sheet, WIDEST};
use crate::map::page::fit::{Fit, fitted};
use crate::map::page::header::{footer, header_of_dated};
use crate::map::page::insets::InsetPanels;
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::extent;
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// The highest that the map gets, width by height.
const HIGHEST: f64 = 1.05;

/// Draws the units of two editions of a layer by what became of them.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub(in crate::map) fn events(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::of_units(input, &options.map_style);
    let extent = extent(input, options, 0.12)?;
    let aspect = extent.aspect()?;
    let options = &options.held_for(aspect);
    let w = options.full();
    let natural = (w / aspect.clamp(HIGHEST, WIDEST)).round();
    let sheet = Sheet {
        input,
        options,
        theme: &theme,
        extent,
        downwards: true,
        w,
    };
    fitted(options, natural, 1, |fit| sheet.events(fit))
}

impl<'a> Sheet<'a> {
    /// The page with a map of a height and its key, and where it ends.
    fn events(&self, fit: Fit) -> Result<(PageDraft<'a>, f64)> {
        let (input, theme) = (self.input, self.theme);
        let view =
            View::fit(&self.extent, Rect::new(0.0, 0.0, self.w, fit.height))?.grained(self.options.grain);
        let frames = [PanelFrame::of(input, PanelKind::Units)];
        let on = InsetPanels {
            locator: 0..1,
            bar: 0..1,
        };
        let LaidOut {
            mut page,
            panels,
            insets,
            ..
        } = self.lay_out(&view, &frames, on, fit.pass)?;
        let top = header_of_dated(&mut page, input, fit.detail) + 26.0;
        let origin = (MARGIN, top);
        panels[0].draw(&mut page, origin);
        insets.draw_locator(&mut page, origin)?;
        insets.draw_bar(&mut page, origin);
        let entries = legend_entries(&panels, input, theme);
        let across = (MARGIN, page.right());
        let y = insets.legend(&mut page, &entries, across, top + fit.height + 22.0)?;
        let y = footer(&mut page, input, theme, &panels, (y + 14.0, fit.detail));
        Ok((page, y + 20.0))
    }
}
