//! Columns of land by holder along a true axis of time, one a date: what charts of several dates have in common.

use std::collections::BTreeMap;

use super::bands::{Band, Held, Inside, Order, bands};
use super::beside::{Beside, NAME_STEP};
use crate::language::fill;
use crate::map::input::data::{DatedLand, MapInput};
use crate::map::input::series::MapSeries;
use crate::map::page::fit::{Fit, fitted};
use crate::map::page::header::{closed_once, dates, header, note_on_frame, note_on_ranges, sources};
use crate::map::page::options::MapOptions;
use crate::map::page::rows::shown;
use crate::map::page::start::start;
use crate::map::page::tables::{name_lines, shortened};
use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::rect::Rect;
use crate::map::scene::element::PathElement;
use crate::map::scene::list::Scene;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::measure::Area;
use crate::{Error, Result};

/// What a chart of columns shows.
pub(super) struct Shown {
    /// Whose parts are told apart.
    pub(super) order: fn(&MapSeries, &Theme, &[Held], usize) -> Order,
    /// What joins the columns.
    pub(super) joins: fn(&Columns, &MapSeries, &Theme) -> Vec<PathElement>,
    /// What stands in the parts of columns.
    pub(super) inside: Inside,
    /// Gives bands their colours where they are others than on maps.
    pub(super) colours: fn(&mut Theme, &MapSeries, &[Held]),
    /// The small print on those whose land passed to another one as a whole.
    pub(super) note_on_heirs: fn(&MapInput) -> Option<String>,
}

/// Those who held most land, and the smallest as one where there are more than `most`.
pub(super) fn by_size(_: &MapSeries, _: &Theme, held: &[Held], most: usize) -> Order {
    let mut all: BTreeMap<usize, Area> = BTreeMap::new();
    for (i, area) in held.iter().flatten() {
        *all.entry(*i).or_default() += *area;
    }
    let mut bands: Vec<usize> = all.keys().copied().collect();
    bands.sort_by_key(|i| (std::cmp::Reverse(all[i]), *i));
    let rest = bands.split_off(shown(bands.len(), most));
    Order {
        bands,
        rest,
        left_out: 0,
    }
}

/// The colours that land has on maps.
pub(super) fn as_on_maps(_: &mut Theme, _: &MapSeries, _: &[Held]) {}

/// Draws how much land each held on each date, as columns along a true axis of time, and what joins them.
///
/// # Errors
///
/// If there are fewer than two dates, or a colour cannot be read.
pub(super) fn columns_joined(series: &MapSeries, options: &MapOptions, what: &Shown) -> Result<Scene> {
    let input = &series.input;
    if series.states.len() < 2 {
        return Err(Error::new("shares over time need two dates or more"));
    }
    let mut theme = Theme::new(input, &options.map_style)?;
    let regions = series.states.iter().flat_map(|s| &s.side.regions);
    if regions.flat_map(|r| &r.polygons).next().is_none() {
        return Err(Error::new("there is no land to draw").with_hint("all snapshots are empty"));
    }
    let held: Vec<Held> = series
        .states
        .iter()
        .map(|state| {
            let mut sums = BTreeMap::new();
            for region in &state.side.regions {
                // Who succeeded one another are one band.
                if let Some(i) = theme.index(input.last_heir(&region.controller)) {
                    *sums.entry(i).or_insert(Area::ZERO) += region.area;
                }
            }
            sums
        })
        .collect();
    (what.colours)(&mut theme, series, &held);
    let theme = theme;
    let options = &options.held_for(ACROSS);
    fitted(options, CHART_HEIGHT, 1, |Fit { height: h, .. }| {
        let mut page = start(input, options, &theme, None)?;
        let y = header(&mut page, input) + 56.0;
        let chart = Columns::new(
            &page,
            series,
            &theme,
            &held,
            what,
            Rect::new(MARGIN, y, page.full(), h),
        )?;
        let end = chart.draw(&mut page, series, (what.joins)(&chart, series, &theme));
        let top = f64::max(chart.rect.bottom() + 100.0, end + 24.0);
        let notes = footer_of_chart(&mut page, series, &chart, (what, top));
        Ok((page, notes + 20.0))
    })
}

/// A chart of columns: where they stand, and what a pixel is worth.
pub(super) struct Columns {
    rect: Rect,
    /// How wide the names left of it are.
    left: f64,
    /// The middle of each column.
    middles: Vec<f64>,
    /// How wide each is.
    column: f64,
    /// Whether their distances are those of the dates.
    to_scale: bool,
    inside: Inside,
    /// How many holders have no part in it.
    left_out: usize,
    /// The most land that anybody held together, in m².
    most: f64,
    /// From the bottom up: the largest first.
    pub(super) bands: Vec<Band>,
}

/// A chart is wider than high.
const ACROSS: f64 = 2.0;

/// Room for names right of the columns, at most.
const NAMES: f64 = 330.0;

/// At least, as dates and captions below the last column may be wider than it.
const LEAST_NAMES: f64 = 150.0;

/// From the last column to the names.
const BEFORE_NAMES: f64 = 24.0;

const COLUMN: f64 = 120.0;

/// With names inside that need so much, at most.
const WIDEST_COLUMN: f64 = 240.0;

/// Between the sides of a column and a text in it.
const ROOM_BESIDE_TEXT: f64 = 8.0;

/// With ranges below its figures.
const COLUMN_OF_RANGES: f64 = 140.0;

const CHART_HEIGHT: f64 = 560.0;

/// More controllers than this are not distinguished in one column.
pub(super) const MOST_BANDS: usize = 14;

/// The lowest part of a column that has its number inside.
const HIGH_ENOUGH: f64 = 24.0;

/// The lowest part of a column that has its number beside.
const LEAST_NAMED: f64 = 4.0;

/// The widest that names left of the first column are.
const WIDEST_LEFT: f64 = 210.0;

/// Columns take so much of the width of their numbers, at least, where names stand left of them.
const LEAST_SPREAD: f64 = 1.3;

/// A line of text in a part of a column.
enum Line {
    Text(String),
    Range(String),
}

/// A name in lines, broken at blanks and hyphens; none where that takes more than `most`.
fn broken(page: &PageDraft, name: &str, room: f64, most: usize) -> Option<Vec<String>> {
    let fits = |line: &str| page.width("bar-text", line.trim_end()) <= room;
    let mut lines = vec![String::new()];
    for part in name.split_inclusive([' ', '-']) {
        match lines.last_mut() {
            Some(line) if line.is_empty() || fits(&format!("{line}{part}")) => line.push_str(part),
            _ => lines.push(part.to_owned()),
        }
    }
    let are_fitting = lines.len() <= most && lines.iter().all(|line| fits(line));
    are_fitting.then(|| lines.iter().map(|line| line.trim_end().to_owned()).collect())
}

/// How many lines a part of a column holds that is so high.
fn fitting(high: f64) -> usize {
    (((high - 4.0) / HIGH_ENOUGH) as usize).max(1)
}

/// Lines one below the other, about a position.
fn centred(page: &mut PageDraft, lines: Vec<Line>, (x, y): Pt) {
    let top = y - HIGH_ENOUGH * (lines.len().max(1) - 1) as f64 / 2.0;
    for (n, line) in lines.into_iter().enumerate() {
        let y = top + HIGH_ENOUGH * n as f64;
        match line {
            Line::Text(text) => page.text("bar-text", (x, y + 7.0), Anchor::Middle, text),
            Line::Range(range) => page.range("range-on-land", (x, y + 6.0), Anchor::Middle, &range),
        }
    }
}

impl Columns {
    /// A chart and the names beside it.
    fn new(
        page: &PageDraft,
        series: &MapSeries,
        theme: &Theme,
        held: &[Held],
        what: &Shown,
        room: Rect,
    ) -> Result<Self> {
        // Their names need room beside the last column.
        let most = MOST_BANDS.min((room.h / NAME_STEP) as usize);
        let order = (what.order)(series, theme, held, most);
        let left_out = order.left_out;
        let bands = bands(series, theme, held, order);
        let in_last = bands.iter().filter(|band| band.is_in_last());
        let beside = in_last.map(|band| BEFORE_NAMES + page.width("legend", &band.name));
        let beside = beside.fold(LEAST_NAMES, f64::max).min(NAMES).min(0.4 * room.w);
        let rect = Rect::new(room.x, room.y, room.w - beside, room.h);
        let has_ranges = series.states.iter().any(|state| !state.side.ranges.is_empty());
        let least = if has_ranges { COLUMN_OF_RANGES } else { COLUMN };
        let names = bands.iter().flat_map(|band| band.names_inside(what.inside));
        let widths = names.map(|name| page.width("bar-text", name) + ROOM_BESIDE_TEXT);
        let widest = widths.fold(least, f64::max).min(WIDEST_COLUMN);
        if bands.is_empty() {
            return Err(
                Error::new("no land went from one to another: there is nothing to draw")
                    .with_hint("a map of kind shares has what each held"),
            );
        }
        let tops = bands.iter().flat_map(|band| &band.spans).map(|span| span.1);
        let most = tops.fold(1.0, f64::max);
        let chart = Self {
            rect,
            left: 0.0,
            middles: Vec::new(),
            column: 0.0,
            to_scale: true,
            inside: what.inside,
            left_out,
            most,
            bands,
        };
        let chart = chart.spread(series, widest);
        let left = chart.left_margin(page);
        Ok(if left > 0.0 {
            Self {
                rect: Rect::new(rect.x + left, rect.y, rect.w - left, rect.h),
                left,
                ..chart
            }
            .spread(series, widest)
        } else {
            chart
        })
    }

    /// The same with columns, as wide as is wanted or has room.
    fn spread(self, series: &MapSeries, wanted: f64) -> Self {
        // Half as much again is left between two.
        let column = wanted.min(self.rect.w / (1.5 * series.states.len() as f64));
        let before = if self.left > 0.0 { 0.5 } else { 0.9 };
        let (middles, to_scale) = columns(series, self.rect, column, before);
        Self {
            middles,
            column,
            to_scale,
            ..self
        }
    }

    /// How wide the names left of the first column are that find no room in it, as far as columns keep room for their numbers.
    fn left_margin(&self, page: &PageDraft) -> f64 {
        let areas = self.bands.iter().flat_map(|band| &band.areas);
        let number = |area: &Area| page.width("bar-text", &page.language.area_number(*area));
        let number = areas.map(number).fold(0.0, f64::max) + ROOM_BESIDE_TEXT;
        let spare = self.rect.w - LEAST_SPREAD * self.middles.len() as f64 * number;
        let lost = self.bands.iter().filter_map(|band| {
            let name = band.name_inside(0, self.inside)?;
            let high = self.height(band.spans[0].1 - band.spans[0].0);
            let room = self.column - ROOM_BESIDE_TEXT;
            let is_lost = high >= LEAST_NAMED && broken(page, name, room, fitting(high)).is_none();
            is_lost.then(|| name_lines(page, name, WIDEST_LEFT))
        });
        let widths = lost
            .flatten()
            .map(|line| page.width("legend", &line) + BEFORE_NAMES / 2.0);
        let wanted = widths.fold(0.0, f64::max);
        if wanted <= spare { wanted } else { 0.0 }
    }

    /// Draws the columns over what joins them; returns where the dates below end.
    fn draw(&self, page: &mut PageDraft, series: &MapSeries, joins: Vec<PathElement>) -> f64 {
        let plane = PlaneBounds::new((0.0, 0.0), (self.rect.w, self.most));
        // Where the last number left of each column stands.
        let mut last_left = vec![f64::INFINITY; self.middles.len()];
        page.open("shares", None);
        page.map(self.rect, plane, joins);
        let (mut names, mut left) = (Vec::new(), Vec::new());
        for band in &self.bands {
            page.map(self.rect, plane, self.parts(band));
            self.label(page, band, &mut last_left, &mut left);
            if let Some(last) = band.spans.last().filter(|_| band.is_in_last()) {
                names.push((self.y(f64::midpoint(last.0, last.1)), band.name.clone()));
            }
        }
        self.name(page, names, left);
        page.close();
        page.open("dates", None);
        let end = self.date(page, series);
        page.close();
        end
    }

    /// The side of a column to the left (-1) or right (1), from the left edge of the chart.
    pub(super) fn side(&self, column: usize, side: f64) -> f64 {
        self.middles[column] - self.rect.x + side * self.column / 2.0
    }

    /// The parts of the columns that are one's.
    fn parts(&self, band: &Band) -> Vec<PathElement> {
        let mut elements = Vec::new();
        for (k, span) in band.spans.iter().enumerate() {
            let (l, r) = (self.side(k, -1.0), self.side(k, 1.0));
            let ring = [vec![(l, span.0), (r, span.0), (r, span.1), (l, span.1)]];
            elements.push(band.filled(&ring));
            elements.push(PathElement::rings("column", &ring));
        }
        elements
    }

    fn y(&self, m2: f64) -> f64 {
        self.rect.bottom() - self.height(m2)
    }

    /// How high so much land is, in pixels.
    pub(super) fn height(&self, m2: f64) -> f64 {
        self.rect.h * m2 / self.most
    }

    /// The area in every part of a column that is high enough for it, below whose it is where that stands nowhere else; or on
    /// its left, where there is room. What is to stand left of the first column goes to `left`.
    fn label(&self, page: &mut PageDraft, band: &Band, last_left: &mut [f64], left: &mut Vec<(f64, String)>) {
        for (k, (span, area)) in band.spans.iter().zip(&band.areas).enumerate() {
            let area = page.language.area_number(*area);
            let name = band.name_inside(k, self.inside);
            let high = self.y(span.0) - self.y(span.1);
            let middle = self.y(f64::midpoint(span.0, span.1));
            let has_margin = k == 0 && self.left > 0.0;
            if high >= HIGH_ENOUGH {
                let room = self.column - ROOM_BESIDE_TEXT;
                let fitting = fitting(high);
                let range = band.ranges[k].map(|range| page.language.range(range));
                let range = range.filter(|range| page.width("range-on-land", range) <= room);
                let lines = name.map(|name| (name, broken(page, name, room, fitting)));
                let name = match lines {
                    None => Vec::new(),
                    Some((_, Some(lines))) => lines,
                    Some((name, None)) if has_margin => {
                        left.push((middle, name.to_owned()));
                        Vec::new()
                    }
                    Some((name, None)) => self.overhanging(page, name, fitting),
                };
                let name = name.into_iter().map(Line::Text);
                let lines = name.chain([Line::Text(area)]).chain(range.map(Line::Range));
                centred(page, lines.take(fitting).collect(), (self.middles[k], middle));
            } else if high >= LEAST_NAMED && has_margin {
                let named = match self.inside {
                    Inside::Areas => Some(name.map_or_else(|| area.clone(), |name| format!("{name} {area}"))),
                    Inside::Names => name.map(str::to_owned),
                };
                left.extend(named.map(|named| (middle, named)));
            } else if high >= LEAST_NAMED
                && self.inside == Inside::Areas
                && middle + 7.0 <= last_left[k] - HIGH_ENOUGH
            {
                let x = self.middles[k] - self.column / 2.0 - 8.0;
                let beside = k
                    .checked_sub(1)
                    .map_or(MARGIN / 2.0, |k| self.middles[k] + self.column / 2.0 + 4.0);
                let named = name.map(|name| format!("{name} {area}"));
                let mut texts = named.into_iter().chain([area]);
                if let Some(text) = texts.find(|text| x - page.width("legend", text) >= beside) {
                    last_left[k] = middle + 7.0;
                    page.text("legend", (x, middle + 7.0), Anchor::End, text);
                }
            }
        }
    }

    /// A name that is wider than its column, over what joins it to the next ones; cut where it would meet one of theirs.
    fn overhanging(&self, page: &PageDraft, name: &str, fitting: usize) -> Vec<String> {
        let apart = self.middles.windows(2).map(|pair| pair[1] - pair[0]);
        let room = apart.fold(f64::INFINITY, f64::min) - ROOM_BESIDE_TEXT;
        let lines = broken(page, name, room, fitting);
        lines.unwrap_or_else(|| vec![shortened(page, "bar-text", name, room)])
    }

    /// Names right of the last column and left of the first, and what the numbers are.
    fn name(&self, page: &mut PageDraft, right: Vec<(f64, String)>, left: Vec<(f64, String)>) {
        let x = self.rect.right() + BEFORE_NAMES;
        let room = (self.rect.y, self.rect.h);
        let beside_last = Beside {
            edge: self.rect.right(),
            x,
            limit: page.right() - x,
            anchor: Anchor::Start,
        };
        beside_last.draw(page, right, room);
        let edge = self.middles[0] - self.column / 2.0;
        let beside_first = Beside {
            edge,
            x: edge - BEFORE_NAMES / 2.0,
            limit: self.left - BEFORE_NAMES / 2.0,
            anchor: Anchor::End,
        };
        beside_first.draw(page, left, room);
        let heading = match self.inside {
            Inside::Areas => &page.language.words.table.held,
            Inside::Names => &page.language.words.table.land,
        };
        page.text(
            "table-head",
            (MARGIN, self.rect.y - 12.0),
            Anchor::Start,
            page.language.with_unit(heading),
        );
    }

    /// Dates and captions under the columns; returns where they end.
    fn date(&self, page: &mut PageDraft, series: &MapSeries) -> f64 {
        let mut end = self.rect.bottom();
        let low = self.rect.bottom() + 32.0;
        let apart = self.middles.windows(2).map(|pair| pair[1] - pair[0]);
        let room = apart.fold(f64::INFINITY, f64::min) - 12.0;
        for (state, x) in series.states.iter().zip(&self.middles) {
            let heading = page.wrap("bar-title", &state.side.heading, room);
            for (k, line) in heading.iter().enumerate() {
                page.text(
                    "bar-title",
                    (*x, low + 24.0 * k as f64),
                    Anchor::Middle,
                    line.clone(),
                );
            }
            let below = low + 24.0 * (heading.len().max(1) - 1) as f64;
            end = end.max(below);
            let Some(caption) = &state.side.caption else {
                continue;
            };
            for (k, line) in page
                .wrap("table-head", caption, room.min(300.0))
                .into_iter()
                .enumerate()
            {
                let y = below + 26.0 + 22.0 * k as f64;
                page.text("table-head", (*x, y), Anchor::Middle, line);
                end = end.max(y);
            }
        }
        end
    }
}

/// Where columns stand: by date, and whether so; evenly where they would touch. The middle of the first is so many columns from the edge.
fn columns(series: &MapSeries, rect: Rect, column: f64, before: f64) -> (Vec<f64>, bool) {
    let n = series.states.len();
    let (left, right) = (rect.x + column * before, rect.right() - column / 2.0);
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

fn footer_of_chart(
    page: &mut PageDraft,
    series: &MapSeries,
    chart: &Columns,
    (what, top): (&Shown, f64),
) -> f64 {
    let input = &series.input;
    let sides: Vec<&DatedLand> = series.states.iter().map(|s| &s.side).collect();
    let words = &page.language.words;
    let dates = dates(page.language, &sides);
    let mut parts = vec![
        fill(&words.notes.as_of, &[("dates", &dates)]),
        words.notes.bands.clone(),
        words.notes.ellipsoid.clone(),
    ];
    parts.extend(note_on_ranges(page));
    parts.extend(note_on_frame(input));
    parts.extend((what.note_on_heirs)(input));
    if chart.left_out > 0 {
        let count = page.language.count(chart.left_out);
        parts.push(fill(&words.notes.units_kept, &[("count", &count)]));
    }
    if !chart.to_scale {
        parts.push(words.notes.even_dates.clone());
    }
    parts.extend(input.notes.iter().cloned());
    if !input.credits.is_empty() {
        parts.push(sources(page.language, &input.credits.join("; ")));
    }
    page.open("notes", None);
    let parts: Vec<&str> = parts.iter().map(|part| closed_once(part)).collect();
    let y = page.paragraph("foot", MARGIN, top, page.full(), &parts.join(" "));
    page.close();
    y
}
