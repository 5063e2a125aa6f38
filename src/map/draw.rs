//! The two maps: before and after side by side, and the change with its table.

use crate::language::fill;
use crate::{Error, Result};

use super::corner::Furniture;
use super::fit::{fitted, target};
use super::furniture::{Entry, footer, header, legend_entries};
use super::input::{MapInput, MapOptions};
use super::page::{MARGIN, Page, WIDTH};
use super::panel::Panel;
use super::plan;
use super::scene::{Rect, Scene};
use super::subject::{Frame, Show};
use super::summary;
use super::theme::Theme;
use super::view::{Extent, View};

/// Tables beside a map may always be this high, however low the map is.
const LOWEST_COLUMN: f64 = 720.0;

/// A map wider than this, in its own height, gets the full width of the page.
const WIDE: f64 = 1.75;
/// The widest and the highest that a panel gets, width by height.
const WIDEST: f64 = 2.2;

/// A map shows at least one part in so many of the width of all land.
const WIDEST_ZOOM: f64 = 16.0;

/// Draws the states before and after side by side (a wide map one over the other), at the same extent, scale and
/// projection, with the change hatched in the later one.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub fn before_after(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::new(input, &options.look)?;
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
const AROUND_CHANGE: f64 = 290.0;
const TABLES_BELOW: f64 = 470.0;

/// What a page is made of before the height of its maps is known.
struct Sheet<'a> {
    input: &'a MapInput,
    options: &'a MapOptions,
    theme: &'a Theme<'a>,
    extent: Extent,
    /// Whether the second map, or what belongs to the only one, stands below the first and not beside it.
    downwards: bool,
    /// The width of a map.
    w: f64,
}

impl<'a> Sheet<'a> {
    /// A page for maps of a height, none drawn yet: what they show, with room for the boxes on them, and labels.
    fn lay_out<'v>(
        &'v self,
        view: &'v View,
        frames: &[Frame<'v>],
        spots: [std::ops::Range<usize>; 2],
    ) -> Result<(Page<'a>, Vec<Panel<'v>>, Furniture<'v>)> {
        let Self { input, theme, .. } = *self;
        let mut page = start(input, self.options, theme, &self.extent)?;
        let mut panels = Panel::all(input, theme, view, frames);
        let furniture = Furniture::place(&page, (input, view, &self.extent), &mut panels, spots);
        page.scene.left_out = plan::label(&mut panels, input, theme, &page.scene);
        Ok((page, panels, furniture))
    }

    /// The page with two maps of a height, and where it ends.
    fn pair(&self, h: f64) -> Result<(Page<'a>, f64)> {
        let Self {
            input,
            theme,
            downwards,
            w,
            ..
        } = *self;
        let view = View::fit(&self.extent, Rect::new(0.0, 0.0, w, h))?;
        let frames = [Show::Before, Show::After].map(|show| Frame::of(input, show));
        let (mut page, panels, furniture) = self.lay_out(&view, &frames, [0..1, 1..2])?;

        let mut y = header(&mut page, input) + 26.0;
        let heads = |page: &mut Page, panel: &Panel, x: f64, top: f64| heading(page, panel, (x, w), top);
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
        furniture.draw_locator(&mut page, origins[0])?;
        furniture.draw_bar(&mut page, origins[1]);
        let entries = legend_entries(&panels, input, theme);
        let below = origins[1].1 + h + 24.0;
        let y = furniture.legend(&mut page, &entries, (MARGIN, WIDTH - MARGIN), below)?;
        let y = summary::balance(&mut page, input, theme, y + 16.0);
        let y = footer(&mut page, input, theme, &panels, y + 22.0);
        Ok((page, y + 20.0))
    }

    /// The page with a map of change of a height and its tables, and where it ends.
    fn change(&self, h: f64) -> Result<(Page<'a>, f64)> {
        let Self {
            input,
            options,
            theme,
            downwards,
            w,
            ..
        } = *self;
        let view = View::fit(&self.extent, Rect::new(0.0, 0.0, w, h))?;
        let frames = [Frame::of(input, Show::Change)];
        let (mut page, panels, furniture) = self.lay_out(&view, &frames, [0..1, 0..1])?;

        let top = header(&mut page, input) + 26.0;
        let origin = (MARGIN, top);
        panels[0].draw(&mut page, origin);
        furniture.draw_locator(&mut page, origin)?;
        furniture.draw_bar(&mut page, origin);
        // A page of a given size has no room but that beside the map.
        let lowest = if options.height.is_some() {
            0.0
        } else {
            LOWEST_COLUMN
        };
        let tables = Tables {
            input,
            theme,
            furniture: &furniture,
            entries: legend_entries(&panels, input, theme),
        };
        let y = if downwards {
            tables.below(&mut page, top + h + 22.0)?
        } else {
            tables.beside(&mut page, MARGIN + w, (top, top + h), lowest)?
        };
        let y = footer(&mut page, input, theme, &panels, y + 22.0);
        Ok((page, y + 20.0))
    }
}

/// Draws the change on one map, with a table of it beside (below a wide map).
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub fn change(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::new(input, &options.look)?;
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
    furniture: &'a Furniture<'a>,
    entries: Vec<Entry>,
}

impl Tables<'_> {
    /// In one column right of the map; returns where they, or the map, end.
    fn beside(mut self, page: &mut Page, map_right: f64, (top, low): (f64, f64), lowest: f64) -> Result<f64> {
        let (input, theme) = (self.input, self.theme);
        let column = (map_right + 48.0, WIDTH - MARGIN);
        let height = (low - top).max(lowest);
        let lengths = summary::Lengths::fitting(input, theme, height);
        let mut y = summary::table(page, input, theme, lengths.table, column, top) + 20.0;
        y = summary::ledger(page, input, theme, lengths.ledger, column, y) + 22.0;
        if let Some(breakdown) = &input.breakdown {
            y = summary::bars(page, breakdown, lengths.bars, column, y) + 22.0;
        }
        self.leave_out_what_the_table_says(lengths.table);
        // A long legend goes below, across the page.
        let high = self
            .furniture
            .legend_height(page, &self.entries, column.1 - column.0);
        if y + high <= top + height {
            let end = self.furniture.legend(page, &self.entries, column, y)?;
            return Ok(end.max(low));
        }
        let across = (MARGIN, WIDTH - MARGIN);
        self.furniture
            .legend(page, &self.entries, across, y.max(low + 22.0))
    }

    /// In columns below the map, the legend above them; returns where they end.
    fn below(mut self, page: &mut Page, top: f64) -> Result<f64> {
        let (input, theme) = (self.input, self.theme);
        self.leave_out_what_the_table_says(LONGEST_BELOW);
        let across = (MARGIN, WIDTH - MARGIN);
        let top = self.furniture.legend(page, &self.entries, across, top)? + 10.0;
        let columns = if input.breakdown.is_some() { 3.0 } else { 2.0 };
        let gap = 48.0;
        let w = (WIDTH - 2.0 * MARGIN - gap * (columns - 1.0)) / columns;
        let column = |n: f64| {
            let left = MARGIN + n * (w + gap);
            (left, left + w)
        };
        let room = LONGEST_BELOW;
        let mut low = summary::table(page, input, theme, room, column(0.0), top);
        low = low.max(summary::ledger(page, input, theme, room, column(1.0), top));
        if let Some(breakdown) = &input.breakdown {
            low = low.max(summary::bars(page, breakdown, room, column(2.0), top));
        }
        Ok(low)
    }

    /// The table explains its changes; the legend what else the map shows.
    fn leave_out_what_the_table_says(&mut self, rows: usize) {
        let listed = summary::rows(self.input, self.theme);
        let all = listed.len();
        let told: Vec<String> = listed
            .into_iter()
            .take(summary::shown(all, rows))
            .map(|row| row.class)
            .collect();
        self.entries.retain(|entry| !told.contains(&entry.class));
    }
}

/// Rows of a list below a wide map.
const LONGEST_BELOW: usize = 14;

/// The extent asked for, or the changed land with a margin, or all land.
pub(super) fn extent(input: &MapInput, options: &MapOptions, margin: f64) -> Result<Extent> {
    if let Some(extent) = options.extent {
        return Extent::from_array(extent);
    }
    let changed = input.transfers.iter().filter(|t| !t.noise && t.from != t.to);
    let changed = Extent::around(changed.flat_map(|t| &t.polygons));
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let all = Extent::around(regions.flat_map(|r| &r.polygons));
    // A small change is shown with what lies around it.
    let least = all.as_ref().map_or(0.0, |all| all.width() / WIDEST_ZOOM);
    changed
        .map(|extent| extent.grown(margin).at_least(least))
        .or_else(|| all.map(|extent| extent.grown(0.04)))
        .ok_or_else(|| Error::new("there is no land to draw").with_hint("both snapshots are empty"))
}

pub(super) fn start<'a>(
    input: &'a MapInput,
    options: &MapOptions,
    theme: &Theme,
    extent: &Extent,
) -> Result<Page<'a>> {
    if !(16..=20_000).contains(&options.width) {
        return Err(
            Error::new(format!("a map cannot be {} pixels wide", options.width))
                .with_hint("choose 16 to 20000"),
        );
    }
    let language = &input.language;
    if let Some(height) = options.height.filter(|height| !(16..=20_000).contains(height)) {
        return Err(
            Error::new(format!("a map cannot be {height} pixels high")).with_hint("choose 16 to 20000")
        );
    }
    let mut page = Page::new(options.width, language);
    // A continent has more borders to the inch than a province.
    theme.define(&mut page.scene, (30.0 / extent.width()).sqrt().clamp(0.5, 1.0));
    page.scene.title.clone_from(&input.title);
    language.code().clone_into(&mut page.scene.lang);
    let changes: Vec<String> = summary::rows(input, theme)
        .iter()
        .map(|row| {
            let range = row.range.map(|range| format!(" ({})", language.range(range)));
            let area = language.area(row.area);
            format!("{}: {area}{}", row.label, range.unwrap_or_default())
        })
        .collect();
    page.scene.description = fill(
        &language.words.subtitle.description,
        &[
            ("subtitle", &input.subtitle),
            ("before", &input.before.heading),
            ("after", &input.after.heading),
            ("changes", &changes.join("; ")),
        ],
    );
    Ok(page)
}

/// Date and caption over a panel; returns where they end.
pub(super) fn heading(page: &mut Page, panel: &Panel, (x, w): (f64, f64), top: f64) -> f64 {
    page.open(format!("{}-heading", panel.id), None);
    let mut y = page.paragraph("heading", x, top, w, &panel.side.heading);
    if let Some(caption) = &panel.side.caption {
        y = page.paragraph("caption", x, y - 2.0, w, caption);
    }
    page.close();
    y + 8.0
}

pub(super) fn moved(rect: Rect, (x, y): (f64, f64)) -> Rect {
    Rect::new(rect.x + x, rect.y + y, rect.w, rect.h)
}
