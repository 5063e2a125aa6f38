//! What the pages of a pair of states share.

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::page::fit::Pass;
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::options::MapOptions;
use crate::map::page::start::start;
use crate::map::page::zoom::Zoom;
use crate::map::panel::frame::PanelFrame;
use crate::map::panel::layers::Panel;
use crate::map::scene::page::PageDraft;
use crate::map::style::theme::Theme;
use crate::map::view::extent::MapExtent;
use crate::map::view::window::View;

/// A map wider than this, in its own height, gets the full width of the page.
pub(in crate::map) const WIDE: f64 = 1.75;

/// The widest and the highest that a panel gets, width by height.
pub(in crate::map) const WIDEST: f64 = 2.2;

/// What a page is made of before the height of its maps is known.
pub(in crate::map) struct Sheet<'a> {
    pub input: &'a MapInput,
    pub options: &'a MapOptions,
    pub theme: &'a Theme<'a>,
    pub extent: MapExtent,
    /// Whether the second map, or what belongs to the only one, stands below the first and not beside it.
    pub downwards: bool,
    /// The width of a map, in layout pixels.
    pub w: f64,
}

impl<'a> Sheet<'a> {
    /// A page for maps of a height, none drawn yet: what they show, with room for the boxes on them, and labels if
    /// it is to be drawn.
    pub fn lay_out<'v>(
        &'v self,
        view: &'v View,
        frames: &[PanelFrame<'v>],
        insets: InsetPanels,
        pass: Pass,
    ) -> Result<LaidOut<'a, 'v>> {
        let Self { input, theme, .. } = *self;
        let mut page = start(input, self.options, theme, Some(&self.extent))?;
        let mut panels = Panel::all(input, theme, view, frames);
        let shared = SharedView {
            input,
            view,
            extent: &self.extent,
        };
        let last = panels.last_mut();
        let zoom = last.and_then(|panel| Zoom::place(self.options.inset, input, panel));
        let insets = Insets::place(&page, shared, &mut panels, insets);
        pass.label(&mut page, &mut panels, input, theme);
        Ok(LaidOut {
            page,
            panels,
            insets,
            zoom,
        })
    }
}

/// A page before anything of it is drawn.
pub(in crate::map) struct LaidOut<'a, 'v> {
    pub page: PageDraft<'a>,
    pub panels: Vec<Panel<'v>>,
    pub insets: Insets<'v>,
    /// A part of the last map, larger.
    pub zoom: Option<Zoom>,
}
