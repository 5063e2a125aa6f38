//! Small multiples: one map a date on one page.

use crate::Result;
use crate::map::input::series::MapSeries;
use crate::map::page::fit::fitted;
use crate::map::page::header::{footer, header};
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, heading, start};
use crate::map::panel::labelling;
use crate::map::panel::layers::Panel;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{MARGIN, WIDTH};
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// The most maps in a row of small multiples.
const MOST_COLUMNS: usize = 3;

/// Draws one map a date, all at one extent, scale and projection; what changed since the date before is hatched.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub(in crate::map) fn multiples(series: &MapSeries, options: &MapOptions) -> Result<Scene> {
    let input = &series.input;
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.1)?;
    let columns = match series.states.len() {
        0..=2 => series.states.len().max(1),
        4 => 2,
        _ => MOST_COLUMNS,
    };
    let gap = 20.0;
    // Whole pixels, so that all windows are of one size.
    let w = ((WIDTH - 2.0 * MARGIN - gap * (columns - 1) as f64) / columns as f64).floor();
    let natural = (w / extent.aspect()?.clamp(0.9, 2.0)).round();
    let rows = series.states.len().div_ceil(columns);
    fitted(options, natural, rows, |h| {
        let mut page = start(input, options, &theme, &extent)?;
        let view = View::fit(&extent, Rect::new(0.0, 0.0, w, h))?;
        let mut panels = Panel::all(input, &theme, &view, &series.frames());
        let last = panels.len().saturating_sub(1);
        let on = InsetPanels {
            locator: 0..panels.len().min(1),
            bar: last..panels.len(),
        };
        let insets = Insets::place(
            &page,
            SharedView {
                input,
                view: &view,
                extent: &extent,
            },
            &mut panels,
            on,
        );
        page.scene.left_out = labelling::label(&mut panels, input, &theme, &page.scene);

        let mut y = header(&mut page, input) + 26.0;
        for (row, chunk) in panels.chunks(columns).enumerate() {
            let left = |column: usize| MARGIN + column as f64 * (w + gap);
            let mut top = y;
            for (column, panel) in chunk.iter().enumerate() {
                top = top.max(heading(&mut page, panel, (left(column), w), y));
            }
            for (column, panel) in chunk.iter().enumerate() {
                let origin = (left(column), top);
                panel.draw(&mut page, origin);
                if row + column == 0 {
                    insets.draw_locator(&mut page, origin)?;
                }
                if row * columns + column == last {
                    insets.draw_bar(&mut page, origin);
                }
            }
            y = top + h + 24.0;
        }
        let entries = legend_entries(&panels, input, &theme);
        let y = insets.legend(&mut page, &entries, (MARGIN, WIDTH - MARGIN), y)?;
        let y = footer(&mut page, input, &theme, &panels, y + 14.0);
        Ok((page, y + 20.0))
    })
}
