//! A document as text for a terminal or a mail: the same bytes however wide the terminal is.

use comfy_table::{Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, TableStyle};

use crate::error::is_hidden;
use crate::report::document::{Align, Block, Document, Grid};

/// Columns of text; tables are as wide as what is in them.
const WIDTH: usize = 100;

/// A rule under the heading row and no other lines.
const LIGHT: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction(' '))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none().junction(' '));

impl Document {
    /// The document as text, one blank line between blocks and a line feed at the end.
    pub fn text(&self) -> String {
        self.written(block)
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => heading(*level, &visible(text)),
        Block::Paragraph(text) => wrap(&visible(text), ""),
        Block::List(items) => {
            let item = |text: &String| wrap(&format!("- {}", visible(text)), "  ");
            items.iter().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Advice(hints) => self::block(&Block::List(hints.iter().map(ToString::to_string).collect())),
        Block::Grid(table) => grid(table),
        Block::Omitted(omitted) => wrap(&visible(&omitted.sentence()), ""),
    }
}

fn heading(level: u8, text: &str) -> String {
    let rule = if level <= 1 { "═" } else { "─" };
    if level > 2 {
        return text.to_owned();
    }
    // The rule's width only has to look right: one character a scalar value will do.
    format!("{text}\n{}", rule.repeat(text.chars().count().min(WIDTH)))
}

fn grid(table: &Grid) -> String {
    let mut grid = comfy_table::Table::new();
    grid.load_style(LIGHT)
        .set_content_arrangement(ContentArrangement::Disabled);
    let cell = |(text, align): (&String, Align)| {
        let side = match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        };
        Cell::new(visible(text)).set_alignment(side)
    };
    let aligns = || table.columns.iter().map(|column| column.align);
    grid.set_header(
        table
            .columns
            .iter()
            .map(|column| cell((&column.heading, column.align))),
    );
    for row in &table.rows {
        grid.add_row(row.iter().zip(aligns()).map(cell));
    }
    for column in grid.column_iter_mut() {
        column.set_padding((0, 1));
    }
    grid.trim_fmt()
}

/// The words on lines of at most [`WIDTH`] characters, but a word that is longer; later lines start with `indent`.
fn wrap(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > indent.len() && width + 1 + length > WIDTH {
            lines.push(indent.to_owned());
            width = indent.len();
        } else if width > 0 {
            push(&mut lines, " ");
            width += 1;
        }
        push(&mut lines, word);
        width += length;
    }
    lines.join("\n")
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// Text that shows what it is: control characters, line breaks, what cannot be seen and what overrides directions become
/// escapes, since a name may hold what moves the cursor, breaks a row or reorders the numbers next to it.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            _ if is_hidden(c) => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_rows_or_reach_the_terminal() {
        assert_eq!(
            visible("a\nb\u{1b}[31m\u{202e}\tc"),
            "a\\nb\\u{1b}[31m\\u{202e}\\tc"
        );
        assert_eq!(visible("Ərdəbil 日本 | <b>"), "Ərdəbil 日本 | <b>");
        let mut table = Grid::new(1, ["name", "km²"]);
        table.row(["A\nB".to_owned(), "1.0".to_owned()]);
        assert_eq!(grid(&table).lines().count(), 3);
    }

    #[test]
    fn numbers_line_up_on_the_right() {
        let mut table = Grid::new(1, ["name", "km²"]);
        table.row(["Aghdam".to_owned(), "1,094.0".to_owned()]);
        table.row(["X".to_owned(), "0.5".to_owned()]);
        let lines: Vec<String> = grid(&table).lines().map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "name        km²",
                "────────────────",
                "Aghdam  1,094.0",
                "X           0.5"
            ]
        );
    }

    #[test]
    fn long_text_is_wrapped_and_hangs_under_its_dash() {
        let item = "word ".repeat(30);
        let text = block(&Block::List(vec![item.trim().to_owned()]));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.lines().nth(1).unwrap().starts_with("  word"));
    }
}
