//! The rows that the balance bar and the table share.

use std::collections::BTreeMap;

use crate::language::{Language, fill};
use crate::measure::Area;

use super::furniture::swatch;
use super::input::{Breakdown, MapInput};
use super::page::{MARGIN, Page, WIDTH};
use super::ranges::Range;
use super::scene::{Anchor, Rect};
use super::theme::{Theme, Transition};

/// One kind of land in the balance.
pub(super) struct Row {
    pub class: String,
    pub label: String,
    pub detail: Option<String>,
    pub area: Area,
    /// How far the area may be off, where that is known.
    pub range: Option<Range>,
}

/// What changed hands, by transition, then what stayed with another than its sovereign.
pub(super) fn rows(input: &MapInput, theme: &Theme) -> Vec<Row> {
    let (language, words) = (theme.language, &theme.language.words.table);
    let mut rows: Vec<Row> = theme
        .transitions
        .iter()
        .map(|t| Row {
            class: t.class.clone(),
            label: theme.label(t),
            detail: match t.transfers.len() {
                0 | 1 => None,
                n => Some(fill(&words.in_areas, &[("count", &language.count(n))])),
            },
            area: t.area,
            range: range_of(input, theme, t),
        })
        .collect();
    for controller in &theme.controllers {
        let kept = input.kept.iter().filter(|r| r.controller == controller.name);
        let area: Area = kept.clone().map(|r| r.area).sum();
        if area != Area::ZERO {
            let sovereigns: Vec<&str> = kept.filter_map(|r| r.sovereign.as_deref()).collect();
            rows.push(Row {
                class: controller.held(),
                label: fill(&words.still, &[("who", &controller.short)]),
                detail: sovereigns
                    .first()
                    .map(|s| fill(&words.recognised, &[("sovereign", language.name(s))])),
                area,
                range: input.ranges.kept.get(&controller.name).copied(),
            });
        }
    }
    rows
}

/// The range of a transition; none of several together.
fn range_of(input: &MapInput, theme: &Theme, t: &Transition) -> Option<Range> {
    let name = |who: Option<usize>| who.map(|i| theme.controllers[i].name.clone());
    let pair = (name(t.from), name(t.to), t.muted);
    let range = || input.ranges.transitions.get(&pair).copied();
    (t.pairs == 1).then(range).flatten()
}

/// What the sum of the rows is.
pub(super) fn total_label(input: &MapInput, theme: &Theme) -> String {
    let words = &theme.language.words.table;
    let mut holders = theme
        .transitions
        .iter()
        .map(|t| t.from)
        .chain(input.kept.iter().map(|r| theme.index(&r.controller)));
    let first = holders.next().flatten();
    match first {
        Some(_) if holders.all(|h| h == first) => {
            let who = ("who", theme.short(first));
            if input.kept.is_empty() {
                fill(&words.lost_by, &[who])
            } else {
                fill(&words.held_by, &[who, ("date", &input.before.heading)])
            }
        }
        _ if input.kept.is_empty() => words.changed.clone(),
        _ => words.held_or_changed.clone(),
    }
}

/// The balance as one bar from margin to margin; returns where it ends.
pub(super) fn balance(page: &mut Page, input: &MapInput, theme: &Theme, top: f64) -> f64 {
    let rows = rows(input, theme);
    let total: Area = rows.iter().map(|r| r.area).sum();
    if total <= Area::ZERO {
        return top;
    }
    let language = page.language;
    let (full, height) = (WIDTH - 2.0 * MARGIN, 44.0);
    page.open("balance", None);
    let heading = format!("{}: {}", total_label(input, theme), language.area(total));
    page.text("bar-title", (MARGIN, top + 20.0), Anchor::Start, heading.clone());
    let mut left = MARGIN + page.width("bar-title", &heading);
    if let Some(range) = input.ranges.total {
        let range = language.range(range);
        page.range(RANGE, (left + 10.0, top + 20.0), Anchor::Start, &range);
        left += 10.0 + page.width(RANGE, &range);
    }
    let y = top + 34.0;
    let mut x = MARGIN;
    let (mut beside, mut low) = (Vec::new(), y + height);
    for row in &rows {
        let width = full * row.area.m2() / total.m2();
        let rect = Rect::new(x, y, width, height);
        page.rect(&row.class, rect);
        let share = language.percent(row.area, total);
        let texts = [
            format!("{}: {} ({share})", row.label, language.area(row.area)),
            format!("{} {share}", row.label),
        ];
        let fitting = texts.iter().find(|t| page.width("bar-text", t) + 24.0 <= width);
        match fitting {
            Some(text) => {
                let middle = rect.center().0;
                page.text("bar-text", (middle, y + 28.5), Anchor::Middle, text.clone());
                // Of a single row the heading has said it.
                let range = row.range.filter(|_| *text == texts[0] && rows.len() > 1);
                let range = range.map(|range| language.range(range));
                if let Some(range) = range.filter(|range| page.width(RANGE, range) + 24.0 <= width) {
                    low = y + height + 24.0;
                    page.range(RANGE, (middle, low - 4.0), Anchor::Middle, &range);
                }
            }
            None => beside.push(texts[0].clone()),
        }
        x += width;
    }
    page.rect("swatch-frame", Rect::new(MARGIN, y, full, height));
    // What is too narrow for its name is named above the bar's right end.
    let mut right = MARGIN + full;
    left += 30.0;
    for text in beside.iter().rev() {
        let width = page.width("table-head", text);
        if right - width < left {
            break;
        }
        page.text("table-head", (right, top + 20.0), Anchor::End, text.clone());
        right -= width + 28.0;
    }
    page.close();
    low
}

/// How many rows of each list there is room for beside a map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths {
    pub table: usize,
    pub ledger: usize,
    pub bars: usize,
}

impl Lengths {
    /// Shortens the longest list until all fit into `height`; a few rows of each stay.
    pub fn fitting(input: &MapInput, theme: &Theme, height: f64) -> Self {
        let bars = input.breakdown.as_ref().map_or(0, |b| b.rows.len());
        let mut lengths = Self {
            table: rows(input, theme).len(),
            ledger: balances(input, theme).len(),
            bars,
        };
        let heads = if bars > 0 { 250.0 } else { 180.0 };
        let [table_row, ledger_row] = row_heights(input, theme);
        loop {
            let [table, ledger, bars] = [
                lengths.table as f64 * table_row,
                lengths.ledger as f64 * ledger_row,
                lengths.bars as f64 * BAR_ROW,
            ];
            let most = table.max(ledger).max(bars);
            if heads + table + ledger + bars <= height || most < 5.0 * BAR_ROW {
                return lengths;
            }
            // Three rows of each stay, however low the map is.
            if table >= most && lengths.table > 3 {
                lengths.table -= 1;
            } else if ledger >= bars && lengths.ledger > 3 {
                lengths.ledger -= 1;
            } else if lengths.bars > 3 {
                lengths.bars -= 1;
            } else {
                return lengths;
            }
        }
    }
}

/// The class of ranges, quieter than figures.
const RANGE: &str = "range";
const TABLE_ROW: f64 = 64.0;
const LEDGER_ROW: f64 = 38.0;
const BAR_ROW: f64 = 36.0;
/// What a range below its figure takes of a row.
const RANGE_LINE: f64 = 22.0;

/// How high a row of the table and of the balance of each controller are.
fn row_heights(input: &MapInput, theme: &Theme) -> [f64; 2] {
    let more = |has_ranges| if has_ranges { RANGE_LINE } else { 0.0 };
    let in_ledger = balances(input, theme).iter().any(|b| b.range.is_some());
    // Rows of the table are mostly higher than their figure.
    let in_table = more(!input.ranges.is_empty()) * 0.6;
    [TABLE_ROW + in_table, LEDGER_ROW + more(in_ledger)]
}

/// How many of `all` rows a list of `room` rows shows, leaving one for what the others come to.
pub(super) fn shown(all: usize, room: usize) -> usize {
    if all <= room { all } else { room.saturating_sub(1) }
}

/// The balance as a table; returns where it ends.
pub(super) fn table(
    page: &mut Page,
    input: &MapInput,
    theme: &Theme,
    room: usize,
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let mut rows = rows(input, theme);
    let total: Area = rows.iter().map(|r| r.area).sum();
    let rest = rows.split_off(shown(rows.len(), room));
    let sum = page.language.square_km(total);
    let widest = f64::max(page.width("table-number", &sum), page.width("table-total", &sum));
    let share_x = right - f64::max(104.0, widest + 24.0);
    page.open("table", None);
    let (language, words) = (page.language, &page.language.words.table);
    let head = top + 20.0;
    page.text("table-head", (left, head), Anchor::Start, words.change.clone());
    page.text("table-head", (share_x, head), Anchor::End, words.share.clone());
    page.text("table-head", (right, head), Anchor::End, words.km2.clone());
    let mut y = top + 32.0;
    page.line("rule", &[(left, y), (right, y)]);
    for (n, row) in rows.iter().enumerate() {
        if n > 0 {
            page.line("rule", &[(left, y), (right, y)]);
        }
        y = table_row(page, row, total, (left, share_x, right), y);
    }
    if !rest.is_empty() {
        page.line("rule", &[(left, y), (right, y)]);
        y += 29.0;
        let area: Area = rest.iter().map(|r| r.area).sum();
        page.text(
            "table-head",
            (left, y),
            Anchor::Start,
            more(page.language, rest.len()),
        );
        page.text(
            "table-head",
            (share_x, y),
            Anchor::End,
            language.percent(area, total),
        );
        page.text("table-number", (right, y), Anchor::End, language.square_km(area));
        y += 14.0;
    }
    page.line("rule-strong", &[(left, y), (right, y)]);
    let label = total_label(input, theme);
    let mut base = y;
    for line in page.wrap("table-name", &label, share_x - left) {
        base += 29.0;
        page.text("table-name", (left, base), Anchor::Start, line);
    }
    page.text(
        "table-total",
        (right, y + 29.0),
        Anchor::End,
        language.square_km(total),
    );
    if let Some(range) = input.ranges.total {
        let below = y + 29.0 + RANGE_LINE;
        page.range(RANGE, (right, below), Anchor::End, &language.range(range));
        base = base.max(below);
    }
    page.close();
    base + 12.0
}

fn table_row(
    page: &mut Page,
    row: &Row,
    total: Area,
    (left, share_x, right): (f64, f64, f64),
    top: f64,
) -> f64 {
    let text_x = left + 56.0;
    let range = row.range.map(|range| page.language.range(range));
    let beside = |page: &Page| {
        range
            .as_ref()
            .map_or(0.0, |range| page.width(RANGE, range) + 16.0)
    };
    let limit = (share_x - 60.0).min(right - beside(page)) - text_x;
    let lines = page.wrap("table-name", &row.label, limit);
    let base = top + 33.0;
    swatch(page, &row.class, false, Rect::new(left, top + 14.0, 40.0, 30.0));
    let mut y = base;
    for (n, line) in lines.into_iter().enumerate() {
        y = base + n as f64 * 26.0;
        page.text("table-name", (text_x, y), Anchor::Start, line);
    }
    if let Some(detail) = &row.detail {
        y += 24.0;
        page.text("table-detail", (text_x, y), Anchor::Start, detail.clone());
    }
    page.text(
        "table-head",
        (share_x, base),
        Anchor::End,
        page.language.percent(row.area, total),
    );
    let area = page.language.square_km(row.area);
    page.text("table-number", (right, base), Anchor::End, area);
    if let Some(range) = &range {
        // Below the last line where that would reach into it.
        let detail = row
            .detail
            .as_ref()
            .map_or(0.0, |detail| page.width("table-detail", detail));
        let mut below = base + RANGE_LINE + 2.0;
        if (y - below).abs() < RANGE_LINE && detail > limit {
            below += RANGE_LINE;
        }
        page.range(RANGE, (right, below), Anchor::End, range);
        y = y.max(below);
    }
    y + 20.0
}

/// What is left out at the end of a list.
fn more(language: &Language, rows: usize) -> String {
    fill(&language.words.table.more, &[("count", &language.count(rows))])
}

/// Gained less lost. Two equal strips may differ by the rounding of their corners: that is nearly nothing.
pub(super) fn net(language: &Language, gained: Area, lost: Area) -> String {
    let net = gained - lost;
    let is_rounding = net != Area::ZERO && net.abs().km2() < 0.000_5 && gained.km2() > 1.0;
    if is_rounding {
        "≈0".to_owned()
    } else {
        signed(language, net)
    }
}

fn signed(language: &Language, area: Area) -> String {
    let sign = if area > Area::ZERO { "+" } else { "" };
    format!("{sign}{}", language.square_km(area))
}

/// The range of a net; a dash between signs would be read as one.
pub(super) fn net_range(language: &Language, range: Range) -> String {
    range.map(|area| signed(language, area)).join(" … ")
}

/// What one controller gained and lost.
struct Balance<'a> {
    name: &'a str,
    gained: Area,
    lost: Area,
    /// Of gained less lost.
    range: Option<Range>,
}

/// Those who gained or lost; the most moved first.
fn balances<'a>(input: &MapInput, theme: &'a Theme) -> Vec<Balance<'a>> {
    let mut sums: BTreeMap<usize, (Area, Area)> = BTreeMap::new();
    for transfer in input.transfers.iter().filter(|t| !t.noise && t.from != t.to) {
        let index = |who: &Option<String>| who.as_deref().and_then(|name| theme.index(name));
        if let Some(to) = index(&transfer.to) {
            sums.entry(to).or_default().0 += transfer.area;
        }
        if let Some(from) = index(&transfer.from) {
            sums.entry(from).or_default().1 += transfer.area;
        }
    }
    let balance = |(i, (gained, lost)): (usize, (Area, Area))| Balance {
        name: &theme.controllers[i].short,
        gained,
        lost,
        // Of a single transition the table has said it.
        range: Some(&theme.controllers[i].name)
            .filter(|_| theme.transitions.len() > 1)
            .and_then(|name| input.ranges.net.get(name).copied()),
    };
    let mut balances: Vec<Balance> = sums.into_iter().map(balance).collect();
    balances.sort_by_key(|b| std::cmp::Reverse(b.gained + b.lost));
    balances
}

/// What each controller gained and lost; returns where it ends.
pub(super) fn ledger(
    page: &mut Page,
    input: &MapInput,
    theme: &Theme,
    room: usize,
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let mut rows = balances(input, theme);
    if rows.is_empty() {
        return top;
    }
    let rest = rows.split_off(shown(rows.len(), room));
    let (language, words) = (page.language, &page.language.words.table);
    let sum = |pick: fn(&Balance) -> Area| rest.iter().map(pick).sum();
    let others = [sum(|b| b.gained), sum(|b| b.lost)];
    let figures = |[gained, lost]: [Area; 2]| {
        let [g, l] = [gained, lost].map(|area| language.square_km(area));
        [g, l, net(language, gained, lost)]
    };
    let heads = [&words.gained, &words.lost, &words.net].map(String::clone);
    let of_rows = rows.iter().map(|row| figures([row.gained, row.lost]));
    let all: Vec<[String; 3]> = of_rows.chain([heads.clone(), figures(others)]).collect();
    let columns = columns_of(page, &all, right);
    page.open("ledger", None);
    page.text(
        "table-head",
        (left, top + 20.0),
        Anchor::Start,
        words.balance.clone(),
    );
    figure_row(page, "table-head", columns, top + 20.0, heads);
    let mut y = top + 32.0;
    let limit = columns[0] - widest(page, &all, 0) - COLUMN_GAP - left;
    for row in &rows {
        page.line("rule", &[(left, y), (right, y)]);
        y += 29.0;
        figure_row(page, "legend", columns, y, figures([row.gained, row.lost]));
        let mut low = y;
        if let Some(range) = row.range {
            low += RANGE_LINE;
            page.range(RANGE, (right, low), Anchor::End, &net_range(language, range));
        }
        y = name(page, row.name, (left, y), limit).max(low) + 9.0;
    }
    if !rest.is_empty() {
        page.line("rule", &[(left, y), (right, y)]);
        y += 29.0;
        page.text(
            "table-head",
            (left, y),
            Anchor::Start,
            more(page.language, rest.len()),
        );
        figure_row(page, "table-head", columns, y, figures(others));
        y += 9.0;
    }
    page.close();
    y
}

/// The least distance between columns of numbers, and that between their right ends where all numbers are short.
const COLUMN_GAP: f64 = 26.0;
const COLUMN_STEP: f64 = 115.0;
/// From line to line of a name in a table.
const NAME_LINE: f64 = 24.0;

/// The widest text in a column.
fn widest(page: &Page, rows: &[[String; 3]], column: usize) -> f64 {
    let widths = rows.iter().map(|row| page.width("legend", &row[column]));
    widths.fold(0.0, f64::max)
}

/// Where three columns of numbers end of which the last ends at `right`.
fn columns_of(page: &Page, rows: &[[String; 3]], right: f64) -> [f64; 3] {
    let step = |column| (widest(page, rows, column) + COLUMN_GAP).max(COLUMN_STEP);
    let middle = right - step(2);
    [middle - step(1), middle, right]
}

fn figure_row(page: &mut Page, class: &str, columns: [f64; 3], y: f64, figures: [String; 3]) {
    for (x, figure) in columns.into_iter().zip(figures) {
        page.text(class, (x, y), Anchor::End, figure);
    }
}

/// A name in as many lines as it needs; returns the last one's baseline.
fn name(page: &mut Page, name: &str, (x, y): (f64, f64), limit: f64) -> f64 {
    let mut at = y;
    for (n, line) in name_lines(page, name, limit).into_iter().enumerate() {
        at = y + n as f64 * NAME_LINE;
        page.text("legend", (x, at), Anchor::Start, line);
    }
    at
}

/// A name in lines of a width; only a single word that is too wide is cut.
pub(super) fn name_lines(page: &Page, name: &str, limit: f64) -> Vec<String> {
    let lines = page.wrap("legend", name, limit).into_iter();
    lines
        .map(|line| shortened(page, "legend", &line, limit))
        .collect()
}

/// Areas by unit as bars; returns where they end.
pub(super) fn bars(
    page: &mut Page,
    breakdown: &Breakdown,
    room: usize,
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let (rows, rest) = breakdown.rows.split_at(shown(breakdown.rows.len(), room));
    let most = rows.iter().map(|r| r.1).max().unwrap_or(Area::ZERO);
    let widest = rows
        .iter()
        .map(|r| page.width("legend", &r.0))
        .fold(0.0, f64::max);
    let start = left + (widest + 20.0).min((right - left) * 0.5);
    let end = right - 90.0;
    page.open("breakdown", None);
    page.text(
        "table-head",
        (left, top + 20.0),
        Anchor::Start,
        breakdown.heading.clone(),
    );
    let mut y = top + 32.0;
    for (name, area) in rows {
        page.line("rule", &[(left, y), (right, y)]);
        let last = self::name(page, name, (left, y + 25.0), start - left - 12.0);
        if most > Area::ZERO {
            page.rect(
                "bar",
                Rect::new(start, y + 10.0, (end - start) * area.m2() / most.m2(), 16.0),
            );
        }
        let area = page.language.square_km(*area);
        page.text("legend", (right, y + 25.0), Anchor::End, area);
        y = last - 25.0 + BAR_ROW;
    }
    if !rest.is_empty() {
        let area: Area = rest.iter().map(|r| r.1).sum();
        page.line("rule", &[(left, y), (right, y)]);
        page.text(
            "table-head",
            (left, y + 25.0),
            Anchor::Start,
            more(page.language, rest.len()),
        );
        let area = page.language.square_km(area);
        page.text("table-head", (right, y + 25.0), Anchor::End, area);
        y += BAR_ROW;
    }
    page.close();
    y
}

/// The text, cut with an ellipsis if it is wider than `limit`.
pub(super) fn shortened(page: &Page, class: &str, text: &str, limit: f64) -> String {
    if page.width(class, text) <= limit {
        return text.to_owned();
    }
    let mut short = text.to_owned();
    while !short.is_empty() && page.width(class, &format!("{short}…")) > limit {
        short.pop();
    }
    format!("{}…", short.trim_end())
}
