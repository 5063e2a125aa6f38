//! Small multiples: one map a date on one page.

use crate::map::input::series::MapSeries;
use crate::map::page::fit::{Fit, fitted, target};
use crate::map::page::header::{footer, header};
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, heading, start};
use crate::map::panel::layers::Panel;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::MARGIN;
use crate::map::style::theme::Theme;
use crate::map::view::window::View;
use crate::math::ln;
use crate::{Error, Result};

/// Between two maps of a row.
const GAP: f64 = 20.0;

/// Below and above the maps of a row: the heading of the next.
const BETWEEN_ROWS: f64 = 70.0;

/// About what stands above and below all maps.
const AROUND: f64 = 300.0;

/// No map is narrower, unless it is alone in its row.
const NARROWEST: f64 = 240.0;

/// The height of a page, in its width, that is best where none was asked for.
const PAGE: f64 = 0.9;

/// How much worse a place without a map makes a grid.
const EMPTY: f64 = 0.25;

/// The widest and the narrowest land, width by height; what is wider or narrower has a margin.
const ASPECTS: (f64, f64) = (0.5, 2.4);

/// How many of `count` maps of an aspect may stand in a row, the best first: those with which they are largest on a page of a
/// height, or the page has the best shape.
fn columns(count: usize, aspect: f64, full: f64, height: Option<f64>) -> Vec<usize> {
    let cost = |columns: usize| {
        let rows = count.div_ceil(columns) as f64;
        let w = width(full, columns);
        let empty = EMPTY * (columns as f64 * rows - count as f64);
        if let Some(height) = height {
            let h = ((height - AROUND) / rows - BETWEEN_ROWS).max(1.0);
            return empty / count as f64 - w.min(h * aspect) / full;
        }
        let page = AROUND + rows * (w / aspect + BETWEEN_ROWS);
        ln(page / full / PAGE).abs() + empty
    };
    let fitting = (1..=count.max(1)).filter(|&n| n == 1 || width(full, n) >= NARROWEST);
    let mut fitting: Vec<usize> = fitting.collect();
    fitting.sort_by(|a, b| cost(*a).total_cmp(&cost(*b)));
    fitting
}

/// How wide each of the maps of a row is: whole pixels, so that all windows are of one size.
fn width(full: f64, columns: usize) -> f64 {
    ((full - GAP * (columns - 1) as f64) / columns as f64).floor()
}

/// How much wider than its land a map is at most, where the page is low.
const MARGINS: f64 = 1.3;

/// Draws one map a date, all at one extent, scale and projection; what changed since the date before is hatched.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub(in crate::map) fn multiples(series: &MapSeries, options: &MapOptions) -> Result<Scene> {
    let input = &series.input;
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.1)?;
    let aspect = extent.aspect()?.clamp(ASPECTS.0, ASPECTS.1);
    let count = series.states.len();
    let options = &options.held_for(aspect * if count > 2 { 1.0 } else { 2.0 });
    let draw = |columns: usize| {
        let widest = width(options.full(), columns);
        let natural = (widest / aspect).round();
        let rows = count.div_ceil(columns);
        fitted(options, natural, rows, |fit| {
            let Fit {
                height: h,
                detail,
                pass,
            } = fit;
            // No slit on a low page.
            let w = widest.min((h * aspect * MARGINS).floor());
            let step = (options.full() - w) / (columns.max(2) - 1) as f64;
            let mut page = start(input, options, &theme, Some(&extent))?;
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
            pass.label(&mut page, &mut panels, input, &theme);

            let mut y = header(&mut page, input) + 26.0;
            for (row, chunk) in panels.chunks(columns).enumerate() {
                let left = |column: usize| MARGIN + column as f64 * step;
                let mut top = y;
                for (column, panel) in chunk.iter().enumerate() {
                    top = top.max(heading(&mut page, panel, (left(column), w), (y, detail)));
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
            let across = (MARGIN, page.right());
            let y = insets.legend(&mut page, &entries, across, y)?;
            let y = footer(&mut page, input, &theme, &panels, (y + 14.0, detail));
            Ok((page, y + 20.0))
        })
    };
    // Where the best grid finds no room, the next one may: the error is that of the best.
    let grids = columns(count, aspect, options.full(), target(options));
    let mut refused = None;
    for columns in grids {
        match draw(columns) {
            Err(error) if target(options).is_some() => refused = refused.or(Some(error)),
            done => return done,
        }
    }
    Err(refused.unwrap_or_else(|| Error::new("there is no date to draw")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_follows_land_and_page() {
        let full = 1536.0;
        let free = |count, aspect| columns(count, aspect, full, None)[0];
        assert_eq!([1, 2, 3, 4, 5, 6].map(|n| free(n, 1.1)), [1, 2, 3, 2, 3, 3]);
        assert_eq!(free(6, 2.4), 2, "wide land stands in few columns");
        assert!(free(8, 0.5) >= 4, "tall land in many");
        let upright = |count, aspect| columns(count, aspect, 536.0, Some(1067.0))[0];
        assert_eq!([upright(3, 1.6), upright(4, 0.5)], [1, 2]);
        assert_eq!(columns(3, 1.0, full, Some(900.0))[0], 3);
    }
}
