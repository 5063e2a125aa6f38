//! Small multiples: one map a date on one page.

use crate::map::input::series::MapSeries;
use crate::map::page::fit::{Fit, drawn, fit, target};
use crate::map::page::header::{footer, header_of_dated};
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, heading, start};
use crate::map::panel::layers::Panel;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::map::view::extent::MapExtent;
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
    let grid = |columns| Grid {
        series,
        options,
        theme: &theme,
        extent: &extent,
        aspect,
        columns,
    };
    let mut best: Option<(f64, Grid, Fit)> = None;
    let mut refused: Option<(usize, Error)> = None;
    for grid in columns(count, aspect, options.full(), target(options))
        .into_iter()
        .map(grid)
    {
        let natural = (grid.widest() / aspect).round();
        let fit = fit(options, natural, count.div_ceil(grid.columns), |fit| {
            Ok(grid.page(fit)?.1)
        });
        match fit {
            Ok(fit) => {
                let width = grid.widest().min(fit.height * aspect);
                let is_filled = width >= FILLED * grid.widest();
                if best.as_ref().is_none_or(|(widest, ..)| *widest < width) {
                    best = Some((width, grid, fit));
                }
                if is_filled {
                    break;
                }
            }
            // The most columns make the lowest page.
            Err(error)
                if refused
                    .as_ref()
                    .is_none_or(|(columns, _)| *columns < grid.columns) =>
            {
                refused = Some((grid.columns, error));
            }
            Err(_) => {}
        }
    }
    match (best, refused) {
        (Some((_, grid, fit)), _) => drawn(options, fit, |fit| grid.page(fit)),
        (None, Some((_, error))) => Err(error),
        (None, None) => Err(Error::new("there is no date to draw")),
    }
}

/// A grid whose maps are narrower than this share of their columns leaves room that another may use.
const FILLED: f64 = 0.6;

/// The maps of all dates in so many columns.
struct Grid<'a> {
    series: &'a MapSeries,
    options: &'a MapOptions,
    theme: &'a Theme<'a>,
    extent: &'a MapExtent,
    /// Width by height of the land.
    aspect: f64,
    columns: usize,
}

impl<'a> Grid<'a> {
    fn widest(&self) -> f64 {
        width(self.options.full(), self.columns)
    }

    /// The page with maps of a height, and where it ends.
    fn page(&self, fit: Fit) -> Result<(PageDraft<'a>, f64)> {
        let Self {
            series,
            options,
            theme,
            extent,
            aspect,
            columns,
        } = *self;
        let input = &series.input;
        let Fit {
            height: h,
            detail,
            pass,
        } = fit;
        // No slit on a low page.
        let w = self.widest().min((h * aspect * MARGINS).floor());
        let step = (options.full() - w) / (columns.max(2) - 1) as f64;
        let mut page = start(input, options, theme, Some(extent))?;
        let view = View::fit(extent, Rect::new(0.0, 0.0, w, h))?;
        let mut panels = Panel::all(input, theme, &view, &series.frames());
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
                extent,
            },
            &mut panels,
            on,
        );
        pass.label(&mut page, &mut panels, input, theme);

        let mut y = header_of_dated(&mut page, input, detail) + 26.0;
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
        let entries = legend_entries(&panels, input, theme);
        let across = (MARGIN, page.right());
        let y = insets.legend(&mut page, &entries, across, y)?;
        let y = footer(&mut page, input, theme, &panels, (y + 14.0, detail));
        Ok((page, y + 20.0))
    }
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
