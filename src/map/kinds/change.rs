//! The change on one map, with its tables.

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::kinds::sheet::{LaidOut, Sheet, WIDE, WIDEST};
use crate::map::page::fit::{Detail, Fit, fitted, target};
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
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// Tables beside a map may always be this high, however low the map is.
const LOWEST_COLUMN: f64 = 720.0;

const AROUND_CHANGE: f64 = 290.0;

const TABLES_BELOW: f64 = 470.0;

/// Land of this shape gets about the same map with its tables beside it on a sheet across as with them below it.
const SQUARE: f64 = 0.9;

/// Draws the change on one map, with a table of it beside (below a wide map).
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub(in crate::map) fn change(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.12)?;
    let aspect = extent.aspect()?;
    let options = &options.held_for(aspect / SQUARE);
    let full = options.full();
    let beside = full - TABLES - GAP;
    let wide = match target(options) {
        _ if beside < NARROWEST => true,
        None => aspect > WIDE,
        Some(height) => {
            let room = height - AROUND_CHANGE;
            (full / aspect).min(room - TABLES_BELOW) > (beside / aspect).min(room)
        }
    };
    let w = if wide { full } else { beside };
    let natural = (w / aspect.clamp(1.05, WIDEST)).round();
    let sheet = Sheet {
        input,
        options,
        theme: &theme,
        extent,
        downwards: wide,
        w,
    };
    fitted(options, natural, 1, |fit| sheet.change(fit))
}

/// Width of the tables beside a map, and what is left between.
const TABLES: f64 = 558.0;

const GAP: f64 = 48.0;

/// Tables stand beside a map only if it is as wide as this.
const NARROWEST: f64 = 500.0;

/// What stands beside or below a map of change.
struct Tables<'a> {
    input: &'a MapInput,
    theme: &'a Theme<'a>,
    insets: &'a Insets<'a>,
    entries: Vec<Entry>,
    detail: Detail,
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
        let column = (map_right + GAP, page.right());
        let height = (low - top).max(lowest);
        let lengths = Lengths::fitting(input, theme, height);
        let mut y = table(page, input, theme, lengths.table, column, top) + 20.0;
        y = ledger(page, input, theme, lengths.ledger, column, y) + 22.0;
        if let Some(units) = input.breakdown.as_ref().filter(|_| self.detail == Detail::Full) {
            y = bars(page, units, lengths.bars, column, y) + 22.0;
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
        let across = (MARGIN, page.right());
        self.insets.legend(page, &self.entries, across, y.max(low + 22.0))
    }

    /// In columns below the map, the legend above them; returns where they end.
    fn below(mut self, page: &mut PageDraft, top: f64) -> Result<f64> {
        let (input, theme) = (self.input, self.theme);
        let across = (MARGIN, page.right());
        let room = match self.detail {
            Detail::Full => LONGEST_BELOW,
            Detail::Short => SHORT_BELOW,
            // The legend has what changed, and the map the areas.
            Detail::Least => return self.insets.legend(page, &self.entries, across, top),
        };
        self.leave_out_what_the_table_lists(room);
        let top = self.insets.legend(page, &self.entries, across, top)? + 10.0;
        let units = input.breakdown.as_ref().filter(|_| self.detail == Detail::Full);
        let wanted = if units.is_some() { 3 } else { 2 };
        let mut columns = Columns::new(page, wanted, top);
        columns.next(|column, top| table(page, input, theme, room, column, top));
        columns.next(|column, top| ledger(page, input, theme, room, column, top));
        if let Some(units) = units {
            columns.next(|column, top| bars(page, units, room, column, top));
        }
        Ok(columns.lowest())
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
        // The table counts all changes that it does not list: a number of some of them would be another for the same thing.
        let rest = self
            .theme
            .transitions
            .iter()
            .filter(|t| t.pairs > 1 && listed.len() < all);
        let rest: Vec<&str> = rest.map(|t| t.class.as_str()).collect();
        for entry in self
            .entries
            .iter_mut()
            .filter(|entry| rest.contains(&entry.class.as_str()))
        {
            entry
                .label
                .clone_from(&self.theme.language.words.legend.changes_left);
        }
    }
}

/// Rows of a list below a map, and where there is little room.
const LONGEST_BELOW: usize = 14;

const SHORT_BELOW: usize = 5;

/// Columns of lists below a map, filled one after another where they are lowest.
struct Columns {
    width: f64,
    /// Where each ends so far.
    ends: Vec<f64>,
}

/// The narrowest that a list can be.
const NARROWEST_LIST: f64 = 420.0;

impl Columns {
    /// As many of those that are wanted as the page has room for.
    fn new(page: &PageDraft, wanted: usize, top: f64) -> Self {
        let fitting = ((page.full() + GAP) / (NARROWEST_LIST + GAP)) as usize;
        let count = fitting.clamp(1, wanted);
        Self {
            width: (page.full() - GAP * (count - 1) as f64) / count as f64,
            ends: vec![top; count],
        }
    }

    /// Puts a list into the column that ends first; `draw` gets left, right and top and returns where it ends.
    fn next(&mut self, draw: impl FnOnce((f64, f64), f64) -> f64) {
        let first = (0..self.ends.len()).min_by(|a, b| self.ends[*a].total_cmp(&self.ends[*b]));
        let n = first.unwrap_or_default();
        let left = MARGIN + n as f64 * (self.width + GAP);
        self.ends[n] = draw((left, left + self.width), self.ends[n]) + BETWEEN_LISTS;
    }

    fn lowest(&self) -> f64 {
        self.ends.iter().copied().fold(0.0, f64::max) - BETWEEN_LISTS
    }
}

/// Between two lists in a column.
const BETWEEN_LISTS: f64 = 20.0;

impl<'a> Sheet<'a> {
    /// The page with a map of change of a height and its tables, and where it ends.
    fn change(&self, fit: Fit) -> Result<(PageDraft<'a>, f64)> {
        let Self {
            input,
            options,
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
        let frames = [PanelFrame::of(input, PanelKind::Change)];
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
                bar: 0..1,
            },
            pass,
        )?;

        let top = header(&mut page, input) + 26.0;
        let origin = (MARGIN, top);
        panels[0].draw(&mut page, origin);
        insets.draw_locator(&mut page, origin)?;
        insets.draw_bar(&mut page, origin);
        if let Some(zoom) = &zoom {
            zoom.draw(&mut page, insets.shared(), theme, &panels[0], origin);
        }
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
            detail,
        };
        let y = if downwards {
            tables.below(&mut page, top + h + 22.0)?
        } else {
            tables.right_of_map(&mut page, MARGIN + w, (top, top + h), lowest)?
        };
        let y = footer(&mut page, input, theme, &panels, (y + 22.0, detail));
        Ok((page, y + 20.0))
    }
}
