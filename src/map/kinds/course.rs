//! Many dates: a line of change since the first for each controller, and bars of gain and loss by period, time to scale.

use std::collections::BTreeMap;

use crate::language::{Language, fill};
use crate::map::input::course::{CoursePeriod, CourseStep, MapCourse};
use crate::map::page::axis::{TimeTick, time_ticks, value_label, value_ticks};
use crate::map::page::fit::{Fit, fitted};
use crate::map::page::header::{closed_once, header, note_on_frame, note_on_successions, sources};
use crate::map::page::options::MapOptions;
use crate::map::page::start::start;
use crate::map::page::tables::shortened;
use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::controller::Controller;
use crate::map::style::theme::Theme;
use crate::measure::Area;
use crate::model::{Date, Every};
use crate::{Error, Result};

/// Two lines are one another's mirror up to this part of their height.
const MIRRORED: f64 = 1000.0;

/// A chart is wider than high.
const ACROSS: f64 = 2.0;

/// No more controllers than this have a line of their own.
const MOST_LINES: usize = 6;

/// No more than this have bars.
const MOST_BARS: usize = 3;

/// The heights of lines and of each row of bars where no height is asked for, and what is above each.
const LINES: f64 = 430.0;

const BARS: f64 = 190.0;

const HEAD: f64 = 44.0;

/// Room below the last chart for dates.
const DATES: f64 = 40.0;

/// The most of the width that names on the right take.
const NAMES: f64 = 0.28;

/// From name to name, each with its figure below.
const NAME_STEP: f64 = 54.0;

const FIGURE_STEP: f64 = 24.0;

/// Draws what each gained and lost over many dates.
///
/// # Errors
///
/// If no land changed hands, or a colour cannot be read.
pub(in crate::map) fn course(course: &MapCourse, options: &MapOptions) -> Result<Scene> {
    let input = &course.input;
    let theme = Theme::new(input, &options.map_style)?;
    let told = Told::new(course, &theme);
    if told.lines.is_empty() {
        return Err(Error::new("no land changed hands in this series")
            .with_hint("draw its first and last date instead"));
    }
    let options = &options.held_for(ACROSS);
    let natural = LINES + told.bars().len() as f64 * (BARS + HEAD);
    fitted(options, natural, 1, |Fit { height, .. }| {
        let mut page = start(input, options, &theme, None)?;
        let top = header(&mut page, input) + 18.0;
        let end = told.draw(&mut page, (top, height * LINES / natural));
        let end = footer(&mut page, &told, end + 18.0);
        Ok((page, end + 20.0))
    })
}

/// What a chart tells of.
struct Told<'a> {
    course: &'a MapCourse,
    /// Whose land moved most, first.
    lines: Vec<Line<'a>>,
    /// How many others have no line.
    left_out: usize,
}

/// One controller over all dates.
struct Line<'a> {
    who: &'a Controller,
    /// Gained less lost since the first date, on each date.
    net: Vec<Area>,
    /// Gained and lost in each period.
    periods: Vec<[Area; 2]>,
}

impl<'a> Told<'a> {
    fn new(course: &'a MapCourse, theme: &'a Theme<'a>) -> Self {
        let mut moved: BTreeMap<usize, Area> = BTreeMap::new();
        for (who, [gained, lost]) in course.steps.iter().flat_map(|step| moves(course, theme, step)) {
            *moved.entry(who).or_default() += gained + lost;
        }
        let mut order: Vec<usize> = moved.keys().copied().collect();
        order.sort_by_key(|who| (std::cmp::Reverse(moved[who]), *who));
        if !course.highlight.is_empty() {
            let is_told = |who: &usize| course.highlight.contains(&theme.controllers[*who].name);
            order.retain(is_told);
        }
        let left_out = order.len().saturating_sub(MOST_LINES);
        order.truncate(MOST_LINES);
        let mut lines: Vec<Line> = order
            .into_iter()
            .map(|who| Line::new(course, theme, who))
            .collect();
        if let [one, other] = lines.as_slice()
            && one.is_mirrored_by(other)
            && one.last() < other.last()
        {
            lines.reverse();
        }
        Self {
            course,
            lines,
            left_out,
        }
    }

    /// Who has bars: of two who took only from each other, one, as the other's are the same upside down.
    fn bars(&self) -> &[Line<'a>] {
        let count = match self.lines.as_slice() {
            [one, other] if one.is_mirrored_by(other) => 1,
            lines => lines.len().min(MOST_BARS),
        };
        &self.lines[..count]
    }

    /// Both charts with lines of a height; returns where they end.
    fn draw(&self, page: &mut PageDraft, (top, height): (f64, f64)) -> f64 {
        let language = page.language;
        let of_lines = widest(self.lines.iter().map(Line::extremes));
        let of_bars = widest(self.bars().iter().map(|line| line.most_moved(self.course)));
        let marks = [
            value_ticks(of_lines, 5.0, language),
            value_ticks(of_bars, 3.0, language),
        ];
        let labels = marks.iter().flatten().map(|value| value_label(*value, language));
        let before = labels
            .map(|label| page.width("table-head", &label))
            .fold(0.0, f64::max);
        let names = self.names(page);
        let left = MARGIN + before + 14.0;
        let frame = |top, height| Rect::new(left, top, page.right() - names - left, height);
        let first = frame(top + HEAD, height);
        let axis = TimeAxis::new(page, self.course, first);
        let mut plots = vec![(first, of_lines)];
        for n in 0..self.bars().len() {
            let below = top + (HEAD + height) + n as f64 * (HEAD + height * BARS / LINES);
            plots.push((frame(below + HEAD, height * BARS / LINES), of_bars));
        }
        page.open("course", None);
        for (n, (rect, ends)) in plots.iter().enumerate() {
            let plot = Plot {
                rect: *rect,
                ends: *ends,
                axis: &axis,
            };
            plot.ground(page, &marks[n.min(1)]);
            if n == 0 {
                self.draw_lines(page, &plot);
            } else {
                self.draw_bars(page, &plot, &self.bars()[n - 1]);
            }
        }
        let low = plots.last().map_or(top, |(rect, _)| rect.bottom());
        axis.label(page, low);
        page.close();
        low + DATES
    }

    /// How wide names at the ends of lines are.
    fn names(&self, page: &PageDraft) -> f64 {
        let wide = self.lines.iter().map(|line| {
            let figure = figure(page.language, line.last());
            page.width("legend", &line.who.short)
                .max(page.width("bar-title", &figure))
        });
        (wide.fold(0.0, f64::max) + 24.0).min(NAMES * page.full())
    }

    fn draw_lines(&self, page: &mut PageDraft, plot: &Plot) {
        let since = page.language.date(self.course.dates[0]);
        let unit = page.language.unit_symbol();
        let head = fill(
            &page.language.words.chart.since,
            &[("date", &since), ("unit", &unit)],
        );
        plot.head(page, head);
        plot.say_gaps(page);
        for line in self.lines.iter().rev() {
            let [known, unknown] = line.who.course();
            let points: Vec<Pt> = (0..line.net.len()).map(|n| plot.at(n, line.net[n])).collect();
            for (n, step) in self.course.steps.iter().enumerate() {
                if step.is_gap {
                    page.line(&unknown, &points[n..n + 2]);
                }
            }
            for stretch in stretches(self.course) {
                if stretch.len() > 1 {
                    page.line(&known, &points[stretch]);
                }
            }
        }
        self.name(page, plot);
    }

    /// Names and figures at the ends of lines, pushed apart where they would meet.
    fn name(&self, page: &mut PageDraft, plot: &Plot) {
        let mut ends: Vec<(f64, &Line)> = self
            .lines
            .iter()
            .map(|line| (plot.y(line.last()), line))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut places: Vec<f64> = ends.iter().map(|end| end.0).collect();
        apart(&mut places, NAME_STEP, plot.rect.bottom() - FIGURE_STEP);
        let x = plot.rect.right() + 14.0;
        let limit = page.right() - x;
        for ((_, line), y) in ends.into_iter().zip(places) {
            let name = shortened(page, "legend", &line.who.short, limit);
            let figure = figure(page.language, line.last());
            page.text("legend", (x, y + 2.0), Anchor::Start, name);
            page.text("bar-title", (x, y + 2.0 + FIGURE_STEP), Anchor::Start, figure);
        }
    }

    fn draw_bars(&self, page: &mut PageDraft, plot: &Plot, line: &Line) {
        let every = every(page.language, self.course.every);
        let unit = page.language.unit_symbol();
        let values = [
            ("who", line.who.short.as_str()),
            ("every", &every),
            ("unit", &unit),
        ];
        plot.head(page, fill(&page.language.words.chart.moved, &values));
        let [gained, lost, unknown] = line.who.bars();
        for (period, [gain, loss]) in self.course.periods.iter().zip(&line.periods) {
            let [left, right] = plot.axis.span(period);
            for (area, known) in [(*gain, &gained), (Area::ZERO - *loss, &lost)] {
                let height = plot.y(rate(self.course, period, area)) - plot.y(Area::ZERO);
                let class = if period.periods > 1 { &unknown } else { known };
                if height.abs() >= 0.3 {
                    let top = plot.y(Area::ZERO) + height.min(0.0);
                    page.rect(class, Rect::new(left, top, right - left, height.abs()));
                }
            }
        }
        page.line(
            "scale",
            &[
                (plot.rect.x, plot.y(Area::ZERO)),
                (plot.rect.right(), plot.y(Area::ZERO)),
            ],
        );
    }
}

impl<'a> Line<'a> {
    fn new(course: &MapCourse, theme: &'a Theme<'a>, who: usize) -> Self {
        let of_step = |n: usize| {
            let own = moves(course, theme, &course.steps[n]).filter(|(one, _)| *one == who);
            own.fold([Area::ZERO; 2], |sum, (_, [gained, lost])| {
                [sum[0] + gained, sum[1] + lost]
            })
        };
        let steps: Vec<[Area; 2]> = (0..course.steps.len()).map(of_step).collect();
        let mut net = vec![Area::ZERO];
        for [gained, lost] in &steps {
            net.push(net[net.len() - 1] + *gained - *lost);
        }
        let sum = |period: &CoursePeriod| {
            let own = &steps[period.steps.clone()];
            own.iter()
                .fold([Area::ZERO; 2], |sum, step| [sum[0] + step[0], sum[1] + step[1]])
        };
        Self {
            who: &theme.controllers[who],
            net,
            periods: course.periods.iter().map(sum).collect(),
        }
    }

    fn last(&self) -> Area {
        self.net[self.net.len() - 1]
    }

    /// Whether another gained what this one lost, and the other way round, but for what snapping to the grid moves.
    fn is_mirrored_by(&self, other: &Self) -> bool {
        let [low, high] = self.extremes();
        let least = (high - low).m2() / MIRRORED;
        let mut pairs = self.net.iter().zip(&other.net);
        pairs.all(|(a, b)| (*a + *b).m2().abs() <= least)
    }

    /// The least and the most of its line.
    fn extremes(&self) -> [Area; 2] {
        widest(self.net.iter().map(|area| [*area; 2]))
    }

    /// What it lost and gained at most in a period.
    fn most_moved(&self, course: &MapCourse) -> [Area; 2] {
        let periods = course.periods.iter().zip(&self.periods);
        widest(periods.map(|(period, moved)| {
            let [gain, loss] = moved.map(|area| rate(course, period, area));
            [Area::ZERO - loss, gain]
        }))
    }
}

/// What changed in a period; of a step that spans several, as much as falls on one if it is spread evenly.
fn rate(course: &MapCourse, period: &CoursePeriod, area: Area) -> Area {
    if period.periods < 2 {
        return area;
    }
    let length = period.start.days_until(period.end) as f64 / period.periods as f64;
    let [first, last] = [period.steps.start, period.steps.end].map(|n| course.dates[n]);
    Area::from_m2(area.m2() * length / (first.days_until(last).max(1) as f64))
}

/// The least and the most of several ends.
fn widest(ends: impl Iterator<Item = [Area; 2]>) -> [Area; 2] {
    ends.fold([Area::ZERO; 2], |all, one| {
        [all[0].min(one[0]), all[1].max(one[1])]
    })
}

/// An area with its sign and unit.
fn figure(language: &Language, area: Area) -> String {
    let sign = if area > Area::ZERO { "+" } else { "" };
    format!("{sign}{}", language.area(area))
}

/// What each gained and lost in a step, who succeeded one another as one.
fn moves<'b>(
    course: &'b MapCourse,
    theme: &'b Theme,
    step: &'b CourseStep,
) -> impl Iterator<Item = (usize, [Area; 2])> + 'b {
    let index = |who: &Option<String>| theme.index(course.input.last_heir(who.as_deref()?));
    step.flows.iter().flat_map(move |flow| {
        let gain = index(&flow.to).map(|who| (who, [flow.area, Area::ZERO]));
        let loss = index(&flow.from).map(|who| (who, [Area::ZERO, flow.area]));
        gain.into_iter().chain(loss)
    })
}

/// The stretches of dates without a gap between, by their places.
fn stretches(course: &MapCourse) -> Vec<std::ops::Range<usize>> {
    let mut all: Vec<std::ops::Range<usize>> = std::iter::once(0..1).collect();
    for (n, step) in course.steps.iter().enumerate() {
        match all.last_mut() {
            Some(last) if !step.is_gap => last.end = n + 2,
            _ => all.push(n + 1..n + 2),
        }
    }
    all
}

/// How periods are called.
fn every(language: &Language, every: Every) -> String {
    let words = &language.words.chart;
    match every {
        Every::Month => words.by_month.clone(),
        Every::Quarter => words.by_quarter.clone(),
        Every::Year => words.by_year.clone(),
        Every::Days(1) => words.by_day.clone(),
        Every::Days(days) => fill(&words.by_days, &[("count", &language.count(usize::from(days)))]),
        _ => every.to_string(),
    }
}

/// Moves places, which are in order, until each is a step below the one before it and the last not below `low`.
fn apart(places: &mut [f64], step: f64, low: f64) {
    for n in 1..places.len() {
        places[n] = places[n].max(places[n - 1] + step);
    }
    let mut limit = low;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - step;
    }
}

/// Time from left to right, to scale.
struct TimeAxis<'a> {
    course: &'a MapCourse,
    /// Of all plots the left and the right side.
    sides: [f64; 2],
    ticks: Vec<TimeTick>,
}

impl<'a> TimeAxis<'a> {
    fn new(page: &PageDraft, course: &'a MapCourse, rect: Rect) -> Self {
        let ends = [course.dates[0], course.dates[course.dates.len() - 1]];
        let width = |label: &str| page.width("table-head", label);
        Self {
            course,
            sides: [rect.x, rect.right()],
            ticks: time_ticks(ends, rect.w, page.language, width),
        }
    }

    /// Where a day stands, counted from the first.
    fn x(&self, day: f64) -> f64 {
        let [left, right] = self.sides;
        let dates = &self.course.dates;
        let all = dates[0].days_until(dates[dates.len() - 1]).max(1) as f64;
        left + (right - left) * (day / all).clamp(0.0, 1.0)
    }

    fn x_of(&self, date: Date) -> f64 {
        self.x(self.course.dates[0].days_until(date) as f64)
    }

    /// From where to where a bar of a period goes, with a little air where there is room: of a step that spans several, from
    /// its date to the next.
    fn span(&self, period: &CoursePeriod) -> [f64; 2] {
        let ends = if period.periods > 1 {
            [period.steps.start, period.steps.end].map(|n| self.course.dates[n])
        } else {
            [period.start, period.end]
        };
        let [left, right] = ends.map(|date| self.x_of(date));
        let air = ((right - left) * 0.1).min(2.0);
        [left + air, right - air]
    }

    /// The stretches without a snapshot.
    fn gaps(&self) -> impl Iterator<Item = [f64; 2]> {
        let steps = self
            .course
            .steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.is_gap);
        steps.map(|(n, _)| [n, n + 1].map(|n| self.x_of(self.course.dates[n])))
    }

    /// Dates below the last plot.
    fn label(&self, page: &mut PageDraft, low: f64) {
        for tick in &self.ticks {
            let x = self.x(tick.day);
            page.line("scale", &[(x, low), (x, low + 7.0)]);
            page.text("table-head", (x, low + 28.0), Anchor::Middle, tick.label.clone());
        }
    }
}

/// A plot over time.
struct Plot<'a> {
    rect: Rect,
    /// The least and the most value.
    ends: [Area; 2],
    axis: &'a TimeAxis<'a>,
}

impl Plot<'_> {
    fn y(&self, value: Area) -> f64 {
        let [least, most] = self.ends.map(Area::m2);
        self.rect.bottom() - self.rect.h * (value.m2() - least) / (most - least).max(f64::MIN_POSITIVE)
    }

    fn at(&self, date: usize, value: Area) -> Pt {
        (self.axis.x_of(self.axis.course.dates[date]), self.y(value))
    }

    /// What the plot shows, above it.
    fn head(&self, page: &mut PageDraft, text: String) {
        page.text("bar-title", (MARGIN, self.rect.y - 14.0), Anchor::Start, text);
    }

    /// Says of the stretches without a snapshot that there is none, where there is room.
    fn say_gaps(&self, page: &mut PageDraft) {
        for [left, right] in self.axis.gaps() {
            let text = page.language.words.chart.gap.clone();
            if page.width("table-detail", &text) + 12.0 <= right - left {
                let at = (f64::midpoint(left, right), self.rect.y + 20.0);
                page.text("table-detail", at, Anchor::Middle, text);
            }
        }
    }

    /// Stretches without a snapshot, lines at round values and dates, and values on the left.
    fn ground(&self, page: &mut PageDraft, values: &[Area]) {
        let rect = self.rect;
        for [left, right] in self.axis.gaps() {
            page.rect("gap", Rect::new(left, rect.y, right - left, rect.h));
        }
        let in_gap = |x: f64| self.axis.gaps().any(|[left, right]| left < x && x < right);
        let days = self.axis.ticks.iter().map(|tick| self.axis.x(tick.day));
        for x in days.filter(|x| !in_gap(*x)) {
            page.line("rule", &[(x, rect.y), (x, rect.bottom())]);
        }
        for value in values {
            let y = self.y(*value);
            let class = if *value == Area::ZERO { "scale" } else { "rule" };
            page.line(class, &[(rect.x, y), (rect.right(), y)]);
            let label = value_label(*value, page.language);
            page.text("table-head", (rect.x - 10.0, y + 6.0), Anchor::End, label);
        }
    }
}

/// The small print; returns where it ends.
fn footer(page: &mut PageDraft, told: &Told, top: f64) -> f64 {
    let (course, input) = (told.course, &told.course.input);
    let (language, words) = (page.language, &page.language.words.notes);
    let (count, dates) = (language.count(course.dates.len()), &course.dates);
    let range = language.range_of_dates(dates[0], dates[dates.len() - 1]);
    let dates = fill(&words.dates, &[("count", &count), ("range", &range)]);
    let mut parts = vec![fill(&words.as_of, &[("dates", &dates)]), words.ellipsoid.clone()];
    if course.steps.iter().any(|step| step.is_gap) {
        parts.push(words.gaps.clone());
    }
    if told.left_out > 0 {
        parts.push(fill(&words.lines, &[("count", &language.count(told.left_out))]));
    }
    parts.extend(note_on_frame(input));
    parts.extend(note_on_successions(input));
    parts.extend(input.notes.iter().cloned());
    if !input.credits.is_empty() {
        parts.push(sources(language, &input.credits.join("; ")));
    }
    page.open("notes", None);
    let parts: Vec<&str> = parts.iter().map(|part| closed_once(part)).collect();
    let y = page.paragraph("foot", MARGIN, top, page.full(), &parts.join(" "));
    page.close();
    y
}
