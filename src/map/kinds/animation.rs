//! One page a date, to be shown one after another.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::Result;
use crate::language::fill;
use crate::map::input::series::{MapSeries, SeriesState};
use crate::map::page::fit::{Fit, fit, target};
use crate::map::page::header::{footer, header};
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::legend::legend_entries;
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, heading, start};
use crate::map::panel::layers::Panel;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::map::view::extent::MapExtent;
use crate::map::view::window::View;
use crate::measure::Area;

/// Draws one page a date, all of one size and layout, to be shown one after another.
///
/// # Errors
///
/// As [`multiples`].
pub(in crate::map) fn frames(series: &MapSeries, options: &MapOptions) -> Result<Vec<Scene>> {
    options.check_frames(series.states.len())?;
    let input = &series.input;
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.1)?;
    let options = &options.held_for(ACROSS);
    // A narrow page is as high as the land.
    let lowest = if options.full() < NARROW { 0.8 } else { 1.8 };
    let natural = (options.full() / extent.aspect()?.clamp(lowest, 2.2)).round();
    let end = |fit| Ok(pages(series, options, &theme, &extent, fit)?.1);
    let fit = fit(options, natural, 1, end)?;
    let (pages, end) = pages(series, options, &theme, &extent, fit)?;
    let end = target(options).unwrap_or(end.ceil());
    pages.into_iter().map(|page| page.finish(end)).collect()
}

/// A picture that is wider than high lies across a sheet.
const ACROSS: f64 = 2.0;

/// Pages narrower than this are held upright.
const NARROW: f64 = 900.0;

/// The pages with maps of a height, and where they end.
fn pages<'a>(
    series: &'a MapSeries,
    options: &MapOptions,
    theme: &Theme,
    extent: &MapExtent,
    Fit {
        height: h,
        detail,
        pass,
    }: Fit,
) -> Result<(Vec<PageDraft<'a>>, f64)> {
    let input = &series.input;
    let w = options.full();
    let view = View::fit(extent, Rect::new(0.0, 0.0, w, h))?;
    let mut panels = Panel::all(input, theme, &view, &series.frames());
    let mut scratch = start(input, options, theme, Some(extent))?;
    // Both boxes stand where they hide nothing on any date.
    let on = InsetPanels {
        locator: 0..panels.len(),
        bar: 0..panels.len(),
    };
    let insets = Insets::place(
        &scratch,
        SharedView {
            input,
            view: &view,
            extent,
        },
        &mut panels,
        on,
    );
    pass.label(&mut scratch, &mut panels, input, theme);
    let entries = legend_entries(&panels, input, theme);

    // Every page has the room that the highest heading needs.
    let mut top = 0.0_f64;
    let under = header(&mut scratch, input) + 22.0;
    for panel in &panels {
        top = top.max(heading(&mut scratch, panel, (MARGIN, w), (under, detail)));
    }
    let (mut pages, mut end) = (Vec::new(), 0.0_f64);
    for panel in &panels {
        let mut page = start(input, options, theme, Some(extent))?;
        page.scene.left_out.clone_from(&scratch.scene.left_out);
        page.scene
            .record
            .numbers
            .clone_from(&scratch.scene.record.numbers);
        header(&mut page, input);
        heading(&mut page, panel, (MARGIN, w), (under, detail));
        so_far(&mut page, series, panel.state, under);
        let origin = (MARGIN, top);
        panel.draw(&mut page, origin);
        insets.draw_locator(&mut page, origin)?;
        insets.draw_bar(&mut page, origin);
        let across = (MARGIN, page.right());
        let y = insets.legend(&mut page, &entries, across, top + h + 24.0)?;
        let y = footer(&mut page, input, theme, &panels, (y + 14.0, detail));
        end = end.max(y + 20.0);
        pages.push(page);
    }
    Ok((pages, end))
}

/// What who gained or lost most in all gained so far, on the right over the map of a state.
fn so_far(page: &mut PageDraft, series: &MapSeries, state: usize, top: f64) {
    let moves = |states: &[SeriesState]| {
        let mut sums: BTreeMap<String, Area> = BTreeMap::new();
        let changes = states.iter().flat_map(|state| &state.transfers);
        for t in changes.filter(|t| t.is_told()) {
            for (who, area) in [(&t.to, t.area), (&t.from, Area::ZERO - t.area)] {
                if let Some(who) = who {
                    *sums.entry(series.input.last_heir(who).to_owned()).or_default() += area;
                }
            }
        }
        sums
    };
    let all = moves(&series.states);
    let Some((who, _)) = all
        .iter()
        .max_by_key(|(who, area)| (area.abs(), **area, Reverse(*who)))
    else {
        return;
    };
    let now = moves(&series.states[..=state])
        .get(who)
        .copied()
        .unwrap_or_default();
    let language = page.language;
    let sign = if now > Area::ZERO { "+" } else { "" };
    let area = format!("{sign}{}", language.area(now));
    let values = [
        ("who", language.name(who)),
        ("area", &area),
        ("date", &series.input.before.heading),
    ];
    let text = fill(&language.words.chart.so_far, &values);
    let size = page.style("heading").size;
    let (right, room) = (page.right(), page.full() * FIGURE);
    page.open("so-far", None);
    if page.width("heading", &text) <= room {
        page.text("heading", (right, top + size * 0.95), Anchor::End, text);
    } else {
        page.text("bar-title", (right, top + size * 0.95), Anchor::End, text);
    }
    page.close();
}

/// The most of the width that the running figure takes in the size of the date.
const FIGURE: f64 = 0.6;
