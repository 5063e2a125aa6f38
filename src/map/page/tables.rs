//! Tables next to the change map: what changed, the balance of each controller, areas by unit.

use crate::language::{Language, fill};
use crate::map::input::data::{MapInput, UnitBar, UnitBars};
use crate::map::page::legend::swatch;
use crate::map::page::rows::{
    BalanceRow, HolderBalance, RANGE, balances, changes_around, net, net_range, rows, shown, total_label,
};
use crate::map::plane::rect::Rect;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::PageDraft;
use crate::map::style::theme::Theme;
use crate::measure::Area;

/// How many rows of each list there is room for beside a map.
#[derive(Debug, Clone, Copy)]
pub(in crate::map) struct Lengths {
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

/// The balance as a table; returns where it ends.
pub(in crate::map) fn table(
    page: &mut PageDraft,
    input: &MapInput,
    theme: &Theme,
    room: usize,
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let mut rows = rows(input, theme);
    let total: Area = rows.iter().map(|r| r.area).sum();
    let rest = rows.split_off(shown(rows.len(), room));
    let sum = page.language.area_number(total);
    let widest = f64::max(page.width("table-number", &sum), page.width("table-total", &sum));
    let share_x = right - f64::max(104.0, widest + 24.0);
    page.open("table", None);
    let (language, words) = (page.language, &page.language.words.table);
    let head = top + 20.0;
    page.text("table-head", (left, head), Anchor::Start, words.change.clone());
    page.text("table-head", (share_x, head), Anchor::End, words.share.clone());
    page.text("table-head", (right, head), Anchor::End, language.unit_symbol());
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
            more(page.language, rest.iter().map(|row| row.changes).sum()),
        );
        page.text(
            "table-head",
            (share_x, y),
            Anchor::End,
            language.percent(area, total),
        );
        page.text(
            "table-number",
            (right, y),
            Anchor::End,
            language.area_number(area),
        );
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
        language.area_number(total),
    );
    if let Some(range) = input.ranges.total {
        let below = y + 29.0 + RANGE_LINE;
        page.range(RANGE, (right, below), Anchor::End, &language.range(range));
        base = base.max(below);
    }
    let around: Area = changes_around(input).map(|t| t.area).sum();
    if around > Area::ZERO {
        base += 34.0;
        page.text("table-head", (left, base), Anchor::Start, words.around.clone());
        let figure = language.area_number(around);
        page.text("table-head", (right, base), Anchor::End, figure);
    }
    page.close();
    base + 12.0
}

fn table_row(
    page: &mut PageDraft,
    row: &BalanceRow,
    total: Area,
    (left, share_x, right): (f64, f64, f64),
    top: f64,
) -> f64 {
    let text_x = left + 56.0;
    let range = row.range.map(|range| page.language.range(range));
    let range_width = |page: &PageDraft| {
        range
            .as_ref()
            .map_or(0.0, |range| page.width(RANGE, range) + 16.0)
    };
    let limit = (share_x - 60.0).min(right - range_width(page)) - text_x;
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
    let area = page.language.area_number(row.area);
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

/// What each controller gained and lost; returns where it ends.
pub(in crate::map) fn ledger(
    page: &mut PageDraft,
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
    let sum = |pick: fn(&HolderBalance) -> Area| rest.iter().map(pick).sum();
    let others = [sum(|b| b.gained), sum(|b| b.lost)];
    let figures = |[gained, lost]: [Area; 2]| {
        let [g, l] = [gained, lost].map(|area| language.area_number(area));
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
        language.with_unit(&words.balance),
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
fn widest(page: &PageDraft, rows: &[[String; 3]], column: usize) -> f64 {
    let widths = rows.iter().map(|row| page.width("legend", &row[column]));
    widths.fold(0.0, f64::max)
}

/// Where three columns of numbers end of which the last ends at `right`.
fn columns_of(page: &PageDraft, rows: &[[String; 3]], right: f64) -> [f64; 3] {
    let step = |column| (widest(page, rows, column) + COLUMN_GAP).max(COLUMN_STEP);
    let middle = right - step(2);
    [middle - step(1), middle, right]
}

fn figure_row(page: &mut PageDraft, class: &str, columns: [f64; 3], y: f64, figures: [String; 3]) {
    for (x, figure) in columns.into_iter().zip(figures) {
        page.text(class, (x, y), Anchor::End, figure);
    }
}

/// A name in as many lines as it needs; returns the last one's baseline.
fn name(page: &mut PageDraft, name: &str, (x, y): (f64, f64), limit: f64) -> f64 {
    let mut at = y;
    for (n, line) in name_lines(page, name, limit).into_iter().enumerate() {
        at = y + n as f64 * NAME_LINE;
        page.text("legend", (x, at), Anchor::Start, line);
    }
    at
}

/// A name in lines of a width; only a single word that is too wide is cut.
pub(in crate::map) fn name_lines(page: &PageDraft, name: &str, limit: f64) -> Vec<String> {
    let lines = page.wrap("legend", name, limit).into_iter();
    lines
        .map(|line| shortened(page, "legend", &line, limit))
        .collect()
}

/// Areas by unit as bars; returns where they end.
pub(in crate::map) fn bars(
    page: &mut PageDraft,
    breakdown: &UnitBars,
    room: usize,
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let (rows, rest) = breakdown.rows.split_at(shown(breakdown.rows.len(), room));
    let most = rows.iter().map(|r| r.area).max().unwrap_or(Area::ZERO);
    let widest = rows
        .iter()
        .map(|r| page.width("legend", &r.name))
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
    for UnitBar { name, area } in rows {
        page.line("rule", &[(left, y), (right, y)]);
        let last = self::name(page, name, (left, y + 25.0), start - left - 12.0);
        if most > Area::ZERO {
            page.rect(
                "bar",
                Rect::new(start, y + 10.0, (end - start) * area.m2() / most.m2(), 16.0),
            );
        }
        let area = page.language.area_number(*area);
        page.text("legend", (right, y + 25.0), Anchor::End, area);
        y = last - 25.0 + BAR_ROW;
    }
    if !rest.is_empty() {
        let area: Area = rest.iter().map(|r| r.area).sum();
        page.line("rule", &[(left, y), (right, y)]);
        page.text(
            "table-head",
            (left, y + 25.0),
            Anchor::Start,
            more(page.language, rest.len()),
        );
        let area = page.language.area_number(area);
        page.text("table-head", (right, y + 25.0), Anchor::End, area);
        y += BAR_ROW;
    }
    // What lies in two units by rounding is not told.
    if breakdown.overlap > Area::from_m2(1.0) {
        let note = page.language.words.table.units_overlap.clone();
        y = page.paragraph("table-detail", left, y + 22.0, right - left, &note) + 8.0;
    }
    page.close();
    y
}

/// The text, cut with an ellipsis if it is wider than `limit`.
pub(in crate::map) fn shortened(page: &PageDraft, class: &str, text: &str, limit: f64) -> String {
    if page.width(class, text) <= limit {
        return text.to_owned();
    }
    let mut short = text.to_owned();
    while !short.is_empty() && page.width(class, &format!("{short}…")) > limit {
        short.pop();
    }
    format!("{}…", short.trim_end())
}
