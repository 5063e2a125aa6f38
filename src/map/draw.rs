//! The two maps: before and after side by side, and the change with its table.

use crate::{Error, Result};

use super::furniture::{ScaleBar, footer, header, legend, legend_entries, locator, reserve, wants_locator};
use super::input::{MapInput, MapOptions};
use super::page::{MARGIN, Page, WIDTH};
use super::panel::{Panel, Show};
use super::plan;
use super::scene::{Rect, Scene};
use super::summary;
use super::theme::Theme;
use super::view::{Extent, View};

/// Corners of a panel, by index: upper left, upper right, lower left, lower right.
const LOWER_RIGHT_FIRST: [usize; 4] = [3, 2, 0, 1];

/// Draws the states before and after side by side, at the same extent, scale and projection, with the change
/// hatched in the later one.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub fn before_after(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::new(input)?;
    let extent = extent(input, options, 0.2)?;
    let mut page = start(input, options, &theme, &extent)?;
    let gap = 20.0;
    let w = (WIDTH - 2.0 * MARGIN - gap) / 2.0;
    let h = w / extent.aspect()?.clamp(1.25, 1.9);
    let view = View::fit(&extent, Rect::new(0.0, 0.0, w, h.round()))?;
    let mut panels = Panel::all(input, &theme, &view, &[Show::Before, Show::After]);

    let inset = wants_locator(input, &extent)
        .then(|| reserve(&mut panels[0], 190.0, 160.0, LOWER_RIGHT_FIRST))
        .flatten();
    let bar = ScaleBar::for_view(&view);
    let bar_rect = bar.as_ref().and_then(|bar| {
        let (w, h) = bar.size(&page);
        reserve(&mut panels[1], w, h, LOWER_RIGHT_FIRST)
    });
    page.scene.left_out = plan::label(&mut panels, input, &theme, &page.scene);

    let y = header(&mut page, input) + 26.0;
    let heads = heading(&mut page, &panels, w + gap, y);
    for (n, panel) in panels.iter().enumerate() {
        let origin = (MARGIN + n as f64 * (w + gap), heads);
        panel.draw(&mut page, origin);
        if let (0, Some(rect)) = (n, inset) {
            locator(&mut page, input, &view, &extent, moved(rect, origin))?;
        }
        if let (1, Some(bar), Some(rect)) = (n, &bar, bar_rect) {
            scale(&mut page, bar, moved(rect, origin));
        }
    }
    let y = heads + view.rect.h + 24.0;
    let entries = legend_entries(&panels, input, &theme);
    let y = legend(&mut page, &entries, (MARGIN, WIDTH - MARGIN), y);
    let y = summary::balance(&mut page, input, &theme, y + 16.0);
    let y = footer(&mut page, input, &theme, &view, 2, y + 22.0);
    page.finish(y + 20.0)
}

/// Draws the change on one map, with a table of it beside.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub fn change(input: &MapInput, options: &MapOptions) -> Result<Scene> {
    let theme = Theme::new(input)?;
    let extent = extent(input, options, 0.12)?;
    let mut page = start(input, options, &theme, &extent)?;
    let w = 930.0;
    let h = (w / extent.aspect()?.clamp(1.05, 1.6)).round();
    let view = View::fit(&extent, Rect::new(0.0, 0.0, w, h))?;
    let mut panels = Panel::all(input, &theme, &view, &[Show::Change]);

    let bar = ScaleBar::for_view(&view);
    let bar_rect = bar.as_ref().and_then(|bar| {
        let (w, h) = bar.size(&page);
        reserve(&mut panels[0], w, h, LOWER_RIGHT_FIRST)
    });
    let inset = wants_locator(input, &extent)
        .then(|| reserve(&mut panels[0], 190.0, 160.0, [0, 2, 1, 3]))
        .flatten();
    page.scene.left_out = plan::label(&mut panels, input, &theme, &page.scene);

    let top = header(&mut page, input) + 26.0;
    let origin = (MARGIN, top);
    panels[0].draw(&mut page, origin);
    if let Some(rect) = inset {
        locator(&mut page, input, &view, &extent, moved(rect, origin))?;
    }
    if let (Some(bar), Some(rect)) = (&bar, bar_rect) {
        scale(&mut page, bar, moved(rect, origin));
    }
    let column = (MARGIN + w + 48.0, WIDTH - MARGIN);
    let mut y = summary::table(&mut page, input, &theme, column, top) + 20.0;
    y = summary::ledger(&mut page, &theme, column, y) + 22.0;
    if let Some(breakdown) = &input.breakdown {
        y = summary::bars(&mut page, breakdown, column, y) + 22.0;
    }
    // The table explains the changes; the legend what else the map shows.
    let rows: Vec<String> = summary::rows(input, &theme)
        .into_iter()
        .map(|r| r.class)
        .collect();
    let mut entries = legend_entries(&panels, input, &theme);
    entries.retain(|entry| !rows.contains(&entry.class));
    y = legend(&mut page, &entries, column, y);
    let y = footer(&mut page, input, &theme, &view, 1, y.max(top + h) + 22.0);
    page.finish(y + 20.0)
}

/// The extent asked for, or the changed land with a margin, or all land.
fn extent(input: &MapInput, options: &MapOptions, margin: f64) -> Result<Extent> {
    if let Some(extent) = options.extent {
        return Extent::from_array(extent);
    }
    let changed = input.transfers.iter().filter(|t| !t.noise && t.from != t.to);
    let changed = Extent::around(changed.flat_map(|t| &t.polygons));
    let regions = input.before.regions.iter().chain(&input.after.regions);
    changed
        .map(|extent| extent.grown(margin))
        .or_else(|| Extent::around(regions.flat_map(|r| &r.polygons)).map(|extent| extent.grown(0.04)))
        .ok_or_else(|| Error::new("there is no land to draw").hint("both snapshots are empty"))
}

fn start(input: &MapInput, options: &MapOptions, theme: &Theme, extent: &Extent) -> Result<Page> {
    if !(16..=20_000).contains(&options.width) {
        return Err(
            Error::new(format!("a map cannot be {} pixels wide", options.width)).hint("choose 16 to 20000"),
        );
    }
    let mut page = Page::new(options.width);
    // A continent has more borders to the inch than a province.
    theme.define(&mut page.scene, (30.0 / extent.width()).sqrt().clamp(0.5, 1.0));
    page.scene.title.clone_from(&input.title);
    page.scene.lang.clone_from(&options.lang);
    let changes: Vec<String> = summary::rows(input, theme)
        .iter()
        .map(|row| format!("{}: {}", row.label, row.area.headline()))
        .collect();
    page.scene.description = format!(
        "{} State on {} and on {}. {}.",
        input.subtitle,
        input.before.heading,
        input.after.heading,
        changes.join("; ")
    );
    Ok(page)
}

/// Date and caption over each panel; returns where they end.
fn heading(page: &mut Page, panels: &[Panel], step: f64, top: f64) -> f64 {
    let mut low = top;
    page.open("headings", None);
    for (n, panel) in panels.iter().enumerate() {
        let x = MARGIN + n as f64 * step;
        let mut y = page.paragraph("heading", x, top, step - 20.0, &panel.side.heading);
        if let Some(caption) = &panel.side.caption {
            y = page.paragraph("caption", x, y - 2.0, step - 20.0, caption);
        }
        low = low.max(y);
    }
    page.close();
    low + 8.0
}

fn scale(page: &mut Page, bar: &ScaleBar, rect: Rect) {
    page.open("scale-bar", None);
    bar.draw(page, rect);
    page.close();
}

fn moved(rect: Rect, (x, y): (f64, f64)) -> Rect {
    Rect::new(rect.x + x, rect.y + y, rect.w, rect.h)
}
