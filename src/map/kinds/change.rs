//! The change on one map, with its tables.

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::kinds::sheet::{Sheet, WIDE, WIDEST};
use crate::map::page::fit::{fitted, target};
use crate::map::page::header::{footer, header};
use crate::map::page::insets::{InsetPanels, Insets};
use crate::map::page::legend::{Entry, legend_entries};
use crate::map::page::options::MapOptions;
use crate::map::page::rows::{rows, shown};
use crate::map::page::start::extent;
use crate::map::page::tables::{Lengths, bars, ledger, table};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{MARGIN, PageDraft, WIDTH};
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// Tables beside a map may always be this high, however low the map is.
const LOWEST_COLUMN: f64 = 720.0;

const AROUND_CHANGE: f64 = 290.0;

const TABLES_BELOW: f64 = 470.0;

/// Draws the change on one map, with a table of it beside (below a wide map).
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub(in crate::map) fn change(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.12)?;
    let aspect = extent.aspect()?;
    let full = WIDTH - 2.0 * MARGIN;
    let wide = match target(options) {
        None => aspect > WIDE,
        Some(height) => {
            let room = height - AROUND_CHANGE;
            (full / aspect).min(room - TABLES_BELOW) > (BESIDE_TABLES / aspect).min(room)
        }
    };
    let w = if wide { full } else { BESIDE_TABLES };
    let natural = (w / aspect.clamp(1.05, WIDEST)).round();
    let sheet = Sheet {
        input,
        options,
        theme: &theme,
        extent,
        downwards: wide,
        w,
    };
    fitted(options, natural, 1, |h| sheet.change(h))
}

/// Width of a map with its tables beside it.
const BESIDE_TABLES: f64 = 930.0;

/// What stands beside or below a map of change.
struct Tables<'a> {
    input: &'a MapInput,
    theme: &'a Theme<'a>,
    insets: &'a Insets<'a>,
    entries: Vec<Entry>,
}

impl Tables<'_> {
    /// In one column right of the map; returns where they, or the map, end.
    fn right_of_map(
        mut self,
        page: &mut PageDraft,
        map_right: f64,
        (top, low): (f64, f64),
        lowest: f64,
    ) -> Result<f64> {
        let (input, theme) = (self.input, self.theme);
        let column = (map_right + 48.0, WIDTH - MARGIN);
        let height = (low - top).max(lowest);
        let lengths = Lengths::fitting(input, theme, height);
        let mut y = table(page, input, theme, lengths.table, column, top) + 20.0;
        y = ledger(page, input, theme, lengths.ledger, column, y) + 22.0;
        if let Some(breakdown) = &input.breakdown {
            y = bars(page, breakdown, lengths.bars, column, y) + 22.0;
        }
        self.leave_out_what_the_table_lists(lengths.table);
        // A long legend goes below, across the page.
        let high = self
            .insets
            .legend_height(page, &self.entries, column.1 - column.0);
        if y + high <= top + height {
            let end = self.insets.legend(page, &self.entries, column, y)?;
            return Ok(end.max(low));
        }
        let across = (MARGIN, WIDTH - MARGIN);
        self.insets.legend(page, &self.entries, across, y.max(low + 22.0))
    }

    /// In columns below the map, the legend above them; returns where they end.
    fn below(mut self, page: &mut PageDraft, top: f64) -> Result<f64> {
        let (input, theme) = (self.input, self.theme);
        self.leave_out_what_the_table_lists(LONGEST_BELOW);
        let across = (MARGIN, WIDTH - MARGIN);
        let top = self.insets.legend(page, &self.entries, across, top)? + 10.0;
        let columns = if input.breakdown.is_some() { 3.0 } else { 2.0 };
        let gap = 48.0;
        let w = (WIDTH - 2.0 * MARGIN - gap * (columns - 1.0)) / columns;
        let column = |n: f64| {
            let left = MARGIN + n * (w + gap);
            (left, left + w)
        };
        let room = LONGEST_BELOW;
        let mut low = table(page, input, theme, room, column(0.0), top);
        low = low.max(ledger(page, input, theme, room, column(1.0), top));
        if let Some(breakdown) = &input.breakdown {
            low = low.max(bars(page, breakdown, room, column(2.0), top));
        }
        Ok(low)
    }

    /// The table explains its changes; the legend what else the map shows.
    fn leave_out_what_the_table_lists(&mut self, room: usize) {
        let listed = rows(self.input, self.theme);
        let all = listed.len();
        let listed: Vec<String> = listed
            .into_iter()
            .take(shown(all, room))
            .map(|row| row.class)
            .collect();
        self.entries.retain(|entry| !listed.contains(&entry.class));
    }
}

/// Rows of a list below a wide map.
const LONGEST_BELOW: usize = 14;

impl<'a> Sheet<'a> {
    /// The page with a map of change of a height and its tables, and where it ends.
    fn change(&self, h: f64) -> Result<(PageDraft<'a>, f64)> {
        let Self {
            input,
            options,
            theme,
            downwards,
            w,
            ..
        } = *self;
        let view = View::fit(&self.extent, Rect::new(0.0, 0.0, w, h))?;
        let frames = [PanelFrame::of(input, PanelKind::Change)];
        let (mut page, panels, insets) = self.lay_out(
            &view,
            &frames,
            InsetPanels {
                locator: 0..1,
                bar: 0..1,
            },
        )?;

        let top = header(&mut page, input) + 26.0;
        let origin = (MARGIN, top);
        panels[0].draw(&mut page, origin);
        insets.draw_locator(&mut page, origin)?;
        insets.draw_bar(&mut page, origin);
        // A page of a given size has no room but that beside the map.
        let lowest = if options.height.is_some() {
            0.0
        } else {
            LOWEST_COLUMN
        };
        let tables = Tables {
            input,
            theme,
            insets: &insets,
            entries: legend_entries(&panels, input, theme),
        };
        let y = if downwards {
            tables.below(&mut page, top + h + 22.0)?
        } else {
            tables.right_of_map(&mut page, MARGIN + w, (top, top + h), lowest)?
        };
        let y = footer(&mut page, input, theme, &panels, y + 22.0);
        Ok((page, y + 20.0))
    }
}
