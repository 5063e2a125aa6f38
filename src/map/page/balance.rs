//! The balance as one bar from margin to margin.

use crate::map::input::data::MapInput;
use crate::map::page::rows::{RANGE, rows, total_label};
use crate::map::plane::rect::Rect;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::measure::Area;

/// The balance as one bar from margin to margin; returns where it ends.
pub(in crate::map) fn balance(page: &mut PageDraft, input: &MapInput, theme: &Theme, top: f64) -> f64 {
    let rows = rows(input, theme);
    let total: Area = rows.iter().map(|r| r.area).sum();
    if total <= Area::ZERO {
        return top;
    }
    let language = page.language;
    let (full, height) = (page.full(), 44.0);
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
    let (mut unlabelled, mut low) = (Vec::new(), y + height);
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
                // Of a single row the heading has it.
                let range = row.range.filter(|_| *text == texts[0] && rows.len() > 1);
                let range = range.map(|range| language.range(range));
                if let Some(range) = range.filter(|range| page.width(RANGE, range) + 24.0 <= width) {
                    low = y + height + 24.0;
                    page.range(RANGE, (middle, low - 4.0), Anchor::Middle, &range);
                }
            }
            None => unlabelled.push((rect.center().0, texts[0].clone())),
        }
        x += width;
    }
    page.rect("swatch-frame", Rect::new(MARGIN, y, full, height));
    // What is too narrow for its name is named above it, or as near to that as there is room.
    let mut right = MARGIN + full;
    left += 30.0;
    for (middle, text) in unlabelled.iter().rev() {
        let width = page.width("table-head", text);
        if right - width < left {
            break;
        }
        let end = (middle + width / 2.0).max(left + width).min(right);
        page.text("table-head", (end, top + 20.0), Anchor::End, text.clone());
        right = end - width - 28.0;
    }
    page.close();
    low
}
