//! Maps of more than two dates: small multiples, frames of an animation, and the shares over time.

use std::collections::BTreeMap;

use crate::language::fill;
use crate::measure::Area;
use crate::{Error, Result};

use super::corner::Furniture;
use super::draw::{extent, heading, start};
use super::element::{PathElement, Pt};
use super::fit::{fitted, height, target};
use super::furniture::{footer, header, legend_entries, note_on_ranges, sources};
use super::geometry::Bounds;
use super::input::{MapInput, MapOptions, Side, Transfer};
use super::page::{MARGIN, Page, WIDTH};
use super::panel::Panel;
use super::plan;
use super::ranges::Range;
use super::scene::{Anchor, Rect, Scene};
use super::subject::{Frame, Show};
use super::summary::{name_lines, shortened, shown};
use super::theme::{OTHERS, Theme};
use super::view::{Extent, View};

/// The states of a case on two dates or more.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// What all maps share. Its earlier side holds the land of every date but the last, its transfers are those of all
    /// steps.
    pub input: MapInput,
    /// The states in order of time.
    pub states: Vec<State>,
}

/// The state on one date, and how it came about.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Who holds what.
    pub side: Side,
    /// When, in days from any start; none if the data has no date.
    pub day: Option<f64>,
    /// What changed hands since the date before.
    pub transfers: Vec<Transfer>,
}

impl From<&MapInput> for Series {
    /// The two states of a pair.
    fn from(input: &MapInput) -> Self {
        let state = |side: &Side, transfers: &[Transfer]| State {
            side: side.clone(),
            day: None,
            transfers: transfers.to_vec(),
        };
        Self {
            states: vec![state(&input.before, &[]), state(&input.after, &input.transfers)],
            input: input.clone(),
        }
    }
}

impl Series {
    /// One frame a date.
    fn frames(&self) -> Vec<Frame<'_>> {
        let mut earlier = None;
        let mut frames = Vec::new();
        for (n, state) in self.states.iter().enumerate() {
            frames.push(Frame {
                id: format!("map-{}", n + 1),
                state: n,
                show: if earlier.is_none() {
                    Show::Before
                } else {
                    Show::After
                },
                side: &state.side,
                earlier,
                transfers: &state.transfers,
            });
            earlier = Some(&state.side);
        }
        frames
    }
}

/// The most maps in a row of small multiples.
const MOST_COLUMNS: usize = 3;

/// Draws one map a date, all at one extent, scale and projection; what changed since the date before is hatched.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub fn multiples(series: &Series, options: &MapOptions) -> Result<Scene> {
    let input = &series.input;
    let theme = Theme::new(input, &options.look)?;
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
        let spots = [0..panels.len().min(1), last..panels.len()];
        let furniture = Furniture::place(&page, (input, &view, &extent), &mut panels, spots);
        page.scene.left_out = plan::label(&mut panels, input, &theme, &page.scene);

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
                    furniture.draw_locator(&mut page, origin)?;
                }
                if row * columns + column == last {
                    furniture.draw_bar(&mut page, origin);
                }
            }
            y = top + h + 24.0;
        }
        let entries = legend_entries(&panels, input, &theme);
        let y = furniture.legend(&mut page, &entries, (MARGIN, WIDTH - MARGIN), y)?;
        let y = footer(&mut page, input, &theme, &panels, y + 14.0);
        Ok((page, y + 20.0))
    })
}

/// Draws one page a date, all of one size and layout, to be shown one after another.
///
/// # Errors
///
/// As [`multiples`].
pub fn frames(series: &Series, options: &MapOptions) -> Result<Vec<Scene>> {
    let input = &series.input;
    let theme = Theme::new(input, &options.look)?;
    let extent = extent(input, options, 0.1)?;
    let natural = ((WIDTH - 2.0 * MARGIN) / extent.aspect()?.clamp(1.8, 2.2)).round();
    let end = |h| Ok(pages(series, options, &theme, &extent, h)?.1);
    let h = height(options, natural, 1, end)?;
    let (pages, end) = pages(series, options, &theme, &extent, h)?;
    let end = target(options).unwrap_or(end.ceil());
    pages.into_iter().map(|page| page.finish(end)).collect()
}

/// The pages with maps of a height, and where they end.
fn pages<'a>(
    series: &'a Series,
    options: &MapOptions,
    theme: &Theme,
    extent: &Extent,
    h: f64,
) -> Result<(Vec<Page<'a>>, f64)> {
    let input = &series.input;
    let w = WIDTH - 2.0 * MARGIN;
    let view = View::fit(extent, Rect::new(0.0, 0.0, w, h))?;
    let mut panels = Panel::all(input, theme, &view, &series.frames());
    let scratch = start(input, options, theme, extent)?;
    // Both boxes stand where they hide nothing on any date.
    let spots = [0..panels.len(), 0..panels.len()];
    let furniture = Furniture::place(&scratch, (input, &view, extent), &mut panels, spots);
    let left_out = plan::label(&mut panels, input, theme, &scratch.scene);
    let entries = legend_entries(&panels, input, theme);

    // Every page has the room that the highest heading needs.
    let mut top = 0.0_f64;
    let mut scratch = scratch;
    let under = header(&mut scratch, input) + 22.0;
    for panel in &panels {
        top = top.max(heading(&mut scratch, panel, (MARGIN, w), under));
    }
    let (mut pages, mut end) = (Vec::new(), 0.0_f64);
    for panel in &panels {
        let mut page = start(input, options, theme, extent)?;
        page.scene.left_out.clone_from(&left_out);
        header(&mut page, input);
        heading(&mut page, panel, (MARGIN, w), under);
        let origin = (MARGIN, top);
        panel.draw(&mut page, origin);
        furniture.draw_locator(&mut page, origin)?;
        furniture.draw_bar(&mut page, origin);
        let y = furniture.legend(&mut page, &entries, (MARGIN, WIDTH - MARGIN), top + h + 24.0)?;
        let y = footer(&mut page, input, theme, &panels, y + 14.0);
        end = end.max(y + 20.0);
        pages.push(page);
    }
    Ok((pages, end))
}

/// Draws how much land each held on each date, as columns along a true axis of time, joined by bands.
///
/// # Errors
///
/// If there are fewer than two dates, or a colour cannot be read.
pub fn shares(series: &Series, options: &MapOptions) -> Result<Scene> {
    let input = &series.input;
    if series.states.len() < 2 {
        return Err(Error::new("shares over time need two dates or more"));
    }
    let theme = Theme::new(input, &options.look)?;
    let regions = series.states.iter().flat_map(|s| &s.side.regions);
    let extent = Extent::around(regions.flat_map(|r| &r.polygons))
        .ok_or_else(|| Error::new("there is no land to draw").with_hint("all snapshots are empty"))?;
    let held: Vec<BTreeMap<usize, Area>> = series
        .states
        .iter()
        .map(|state| {
            let mut sums = BTreeMap::new();
            for region in &state.side.regions {
                if let Some(i) = theme.index(&region.controller) {
                    *sums.entry(i).or_insert(Area::ZERO) += region.area;
                }
            }
            sums
        })
        .collect();
    fitted(options, CHART_HEIGHT, 1, |h| {
        let mut page = start(input, options, &theme, &extent)?;
        let y = header(&mut page, input) + 56.0;
        let chart = Chart::new(series, &theme, &held, (y, h));
        chart.draw(&mut page, series);
        let notes = footer_of_chart(&mut page, series, chart.to_scale, chart.rect.bottom() + 100.0);
        Ok((page, notes + 20.0))
    })
}

/// A chart of columns: where they stand, and what a pixel is worth.
struct Chart {
    rect: Rect,
    /// The middle of each column.
    columns: Vec<f64>,
    /// How wide each is.
    column: f64,
    /// Whether their distances are those of the dates.
    to_scale: bool,
    /// The most land that anybody held together, in m².
    most: f64,
    /// From the bottom up: the largest first.
    bands: Vec<Band>,
}

/// What one controller held, or all that are too many to tell apart, on each date.
struct Band {
    class: String,
    name: String,
    areas: Vec<Area>,
    /// How far each may be off, where that is known.
    ranges: Vec<Option<Range>>,
}

const COLUMN: f64 = 120.0;
/// With ranges below its figures.
const COLUMN_OF_RANGES: f64 = 140.0;
const CHART_HEIGHT: f64 = 560.0;
/// From name to name beside the last column.
const NAME_STEP: f64 = 27.0;
/// More controllers than this are not told apart in one column.
const MOST_BANDS: usize = 14;
/// The lowest part of a column that has its number inside.
const HIGH_ENOUGH: f64 = 24.0;

impl Chart {
    /// A chart from `top` down, of a height.
    fn new(
        series: &Series,
        theme: &Theme,
        held: &[BTreeMap<usize, Area>],
        (top, height): (f64, f64),
    ) -> Self {
        let rect = Rect::new(MARGIN, top, WIDTH - 2.0 * MARGIN - 330.0, height);
        let total = |sums: &BTreeMap<usize, Area>| sums.values().map(|a| a.m2()).sum::<f64>();
        let has_ranges = series.states.iter().any(|state| !state.side.ranges.is_empty());
        let column = if has_ranges { COLUMN_OF_RANGES } else { COLUMN };
        let (columns, to_scale) = columns(series, rect, column);
        Self {
            rect,
            columns,
            column,
            to_scale,
            most: held.iter().map(total).fold(1.0, f64::max),
            // Their names need room beside the last column.
            bands: bands(series, theme, held, MOST_BANDS.min((height / NAME_STEP) as usize)),
        }
    }

    fn draw(&self, page: &mut Page, series: &Series) {
        let plane = Bounds::new((0.0, 0.0), (self.rect.w, self.most));
        let mut bases = vec![0.0; self.columns.len()];
        // Where the last number beside each column stands.
        let mut beside = vec![f64::INFINITY; self.columns.len()];
        page.open("shares", None);
        let mut names: Vec<(f64, &str)> = Vec::new();
        for band in &self.bands {
            let mut spans: Vec<(f64, f64)> = Vec::new();
            for (area, base) in band.areas.iter().zip(&mut bases) {
                spans.push((*base, *base + area.m2()));
                *base += area.m2();
            }
            page.map(self.rect, plane, self.shapes(band, &spans));
            self.label(page, band, &spans, &mut beside);
            let last = spans[spans.len() - 1];
            let first_held = spans.iter().rev().find(|s| s.1 > s.0).copied().unwrap_or(last);
            let shown = if last.1 > last.0 { last } else { first_held };
            names.push((self.y(f64::midpoint(shown.0, shown.1)), &band.name));
        }
        self.name(page, names);
        self.date(page, series);
        page.close();
    }

    /// The parts of the columns that are one's, and what joins them.
    fn shapes(&self, band: &Band, spans: &[(f64, f64)]) -> Vec<PathElement> {
        let x = |k: usize, side: f64| self.columns[k] - self.rect.x + side * self.column / 2.0;
        let filled =
            |ring: &[Vec<Pt>]| PathElement::rings(&band.class, ring).data("controller", band.name.clone());
        let mut elements = Vec::new();
        for (k, pair) in spans.windows(2).enumerate() {
            let (a, b) = (pair[0], pair[1]);
            let ring = [vec![
                (x(k, 1.0), a.0),
                (x(k + 1, -1.0), b.0),
                (x(k + 1, -1.0), b.1),
                (x(k, 1.0), a.1),
            ]];
            elements.push(filled(&ring));
            elements.push(PathElement::rings("band", &ring));
            let edge = vec![(x(k, 1.0), a.1), (x(k + 1, -1.0), b.1)];
            elements.push(PathElement::lines("band-edge", &[edge]));
        }
        for (k, span) in spans.iter().enumerate() {
            let (l, r) = (x(k, -1.0), x(k, 1.0));
            let ring = [vec![(l, span.0), (r, span.0), (r, span.1), (l, span.1)]];
            elements.push(filled(&ring));
            elements.push(PathElement::rings("column", &ring));
        }
        elements
    }

    fn y(&self, m2: f64) -> f64 {
        self.rect.bottom() - self.rect.h * m2 / self.most
    }

    /// The area in every part of a column that is high enough for it, or on its left, where there is room.
    fn label(&self, page: &mut Page, band: &Band, spans: &[(f64, f64)], beside: &mut [f64]) {
        for (k, (span, area)) in spans.iter().zip(&band.areas).enumerate() {
            let area = page.language.square_km(*area);
            let range = band.ranges[k].map(|range| page.language.range(range));
            let range = range.filter(|range| page.width("range-on-land", range) + 8.0 <= self.column);
            let y = self.y(f64::midpoint(span.0, span.1)) + 7.0;
            let high = self.y(span.0) - self.y(span.1);
            if let Some(range) = range.filter(|_| high >= 2.0 * HIGH_ENOUGH + 4.0) {
                let middle = self.columns[k];
                page.text("bar-text", (middle, y - 11.0), Anchor::Middle, area);
                page.range("range-on-land", (middle, y + 11.0), Anchor::Middle, &range);
            } else if high >= HIGH_ENOUGH {
                page.text("bar-text", (self.columns[k], y), Anchor::Middle, area);
            } else if high >= 4.0 && y <= beside[k] - HIGH_ENOUGH {
                beside[k] = y;
                let at = (self.columns[k] - self.column / 2.0 - 8.0, y);
                page.text("legend", at, Anchor::End, area);
            }
        }
    }

    /// Names right of the last column, pushed apart where they would meet.
    fn name(&self, page: &mut Page, mut names: Vec<(f64, &str)>) {
        names.sort_by(|a, b| b.0.total_cmp(&a.0));
        let x = self.rect.right() + 24.0;
        let limit = WIDTH - MARGIN - x;
        let whole: Vec<Vec<String>> = names.iter().map(|n| name_lines(page, n.1, limit)).collect();
        let mut to_come: usize = whole.iter().map(Vec::len).sum();
        let has_room = to_come as f64 * NAME_STEP <= self.rect.h;
        // Upwards, each at least a step above the one before, but never above what the ones to come need.
        let mut above = f64::INFINITY;
        for ((y, name), lines) in names.into_iter().zip(whole) {
            let lines = if has_room {
                lines
            } else {
                to_come -= lines.len() - 1;
                vec![shortened(page, "legend", name, limit)]
            };
            to_come -= lines.len();
            let down = (lines.len() - 1) as f64 * NAME_STEP;
            let last = f64::min(y + down / 2.0, above - NAME_STEP);
            let first = (last - down).max(self.rect.y + to_come as f64 * NAME_STEP);
            above = first;
            for (n, line) in lines.into_iter().enumerate() {
                let y = first + n as f64 * NAME_STEP;
                page.text("legend", (x, y + 7.0), Anchor::Start, line);
            }
        }
        page.text(
            "table-head",
            (MARGIN, self.rect.y - 12.0),
            Anchor::Start,
            page.language.words.table.held.clone(),
        );
    }

    /// Dates and captions under the columns.
    fn date(&self, page: &mut Page, series: &Series) {
        let low = self.rect.bottom() + 32.0;
        for (state, x) in series.states.iter().zip(&self.columns) {
            let heading = state.side.heading.clone();
            page.text("bar-title", (*x, low), Anchor::Middle, heading);
            let Some(caption) = &state.side.caption else {
                continue;
            };
            for (k, line) in page.wrap("table-head", caption, 300.0).into_iter().enumerate() {
                let y = low + 26.0 + 22.0 * k as f64;
                page.text("table-head", (*x, y), Anchor::Middle, line);
            }
        }
    }
}

/// Who held what on each date, the largest first; the smallest as one where there are more than `most`.
fn bands(series: &Series, theme: &Theme, held: &[BTreeMap<usize, Area>], most: usize) -> Vec<Band> {
    let mut all: BTreeMap<usize, Area> = BTreeMap::new();
    for (i, area) in held.iter().flatten() {
        *all.entry(*i).or_default() += *area;
    }
    let mut order: Vec<usize> = all.keys().copied().collect();
    order.sort_by_key(|i| (std::cmp::Reverse(all[i]), *i));
    let rest = order.split_off(shown(order.len(), most));
    let areas = |who: &[usize]| -> Vec<Area> {
        let sum = |sums: &BTreeMap<usize, Area>| who.iter().filter_map(|i| sums.get(i)).copied().sum();
        held.iter().map(sum).collect()
    };
    let ranges = |who: &str| {
        let range = |state: &State| state.side.ranges.get(who).copied();
        series.states.iter().map(range).collect()
    };
    let mut bands: Vec<Band> = order
        .into_iter()
        .map(|i| Band {
            class: class_of(series, theme, i),
            name: theme.controllers[i].short.clone(),
            areas: areas(&[i]),
            ranges: ranges(&theme.controllers[i].name),
        })
        .collect();
    if !rest.is_empty() {
        let count = theme.language.count(rest.len());
        bands.push(Band {
            class: OTHERS.to_owned(),
            name: fill(&theme.language.words.table.others, &[("count", &count)]),
            areas: areas(&rest),
            ranges: vec![None; held.len()],
        });
    }
    bands
}

/// The class of the colour that a controller's land has on maps: that of land of its own, if it ever had any.
fn class_of(series: &Series, theme: &Theme, i: usize) -> String {
    let controller = &theme.controllers[i];
    let regions = series.states.iter().flat_map(|s| &s.side.regions);
    let mut own = regions.filter(|r| r.controller == controller.name);
    if own.any(|r| !r.is_held_by_other()) {
        controller.home()
    } else {
        controller.held()
    }
}

/// Where columns stand: by date, and whether so; evenly where they would touch.
fn columns(series: &Series, rect: Rect, column: f64) -> (Vec<f64>, bool) {
    let n = series.states.len();
    let (left, right) = (rect.x + column * 0.9, rect.right() - column / 2.0);
    let even = |k: usize| left + (right - left) * k as f64 / (n - 1) as f64;
    let days: Option<Vec<f64>> = series.states.iter().map(|s| s.day).collect();
    let Some(days) = days.filter(|d| d[n - 1] > d[0]) else {
        return ((0..n).map(even).collect(), false);
    };
    let at: Vec<f64> = days
        .iter()
        .map(|day| left + (right - left) * (day - days[0]) / (days[n - 1] - days[0]))
        .collect();
    if at.windows(2).all(|pair| pair[1] - pair[0] >= column + 60.0) {
        (at, true)
    } else {
        ((0..n).map(even).collect(), false)
    }
}

fn footer_of_chart(page: &mut Page, series: &Series, to_scale: bool, top: f64) -> f64 {
    let input = &series.input;
    let headings: Vec<&str> = series.states.iter().map(|s| s.side.heading.as_str()).collect();
    let words = &page.language.words;
    let dates = headings.join(&words.comma);
    let mut parts = vec![
        fill(&words.notes.as_of, &[("dates", &dates)]),
        words.notes.bands.clone(),
        words.notes.ellipsoid.clone(),
    ];
    parts.extend(note_on_ranges(page));
    if !to_scale {
        parts.push(words.notes.even_dates.clone());
    }
    parts.extend(input.notes.iter().cloned());
    if !input.credits.is_empty() {
        parts.push(sources(page.language, &input.credits.join("; ")));
    }
    page.open("notes", None);
    let y = page.paragraph("foot", MARGIN, top, WIDTH - 2.0 * MARGIN, &parts.join(" "));
    page.close();
    y
}
