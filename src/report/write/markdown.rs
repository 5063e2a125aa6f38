//! A document as GitHub Flavored Markdown, with nothing in a name that Markdown or HTML could take for its own.

use super::text::visible;
use crate::report::document::{Align, Block, Column, Document, Grid};

impl Document {
    /// The document as GitHub Flavored Markdown.
    pub fn markdown(&self) -> String {
        self.written(block)
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => format!("{} {}", "#".repeat(usize::from(*level)), escape(text)),
        Block::Paragraph(text) => escape_line(text),
        Block::List(items) => {
            let item = |text: &String| format!("- {}", escape_line(text));
            items.iter().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Advice(hints) => self::block(&Block::List(hints.iter().map(ToString::to_string).collect())),
        Block::Grid(table) => grid(table),
        Block::Omitted(omitted) => escape_line(&omitted.sentence()),
    }
}

fn grid(table: &Grid) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = |column: &Column| match column.align {
        Align::Left => ":---".to_owned(),
        Align::Right => "---:".to_owned(),
    };
    let head = line(table.columns.iter().map(|c| escape(&c.heading)).collect());
    let rule = line(table.columns.iter().map(rule).collect());
    let rows = table
        .rows
        .iter()
        .map(|row| line(row.iter().map(|cell| escape(cell)).collect()));
    [head, rule]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The text as Markdown that reads as the text: HTML as entities, Markdown's own characters behind a backslash.
///
/// `|` and `<` become entities: GitHub splits a row into cells before it reads backslashes, and HTML knows none.
/// Addresses stay as they are and become links, which is what a source wants.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// Escaped text for the start of a line, where some more would begin a list or a rule.
fn escape_line(text: &str) -> String {
    let mut out = escape(text);
    if out.starts_with(['+', '-', '=']) {
        out.insert(0, '\\');
    }
    let digits = out.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    if digits > 0 && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_markup() {
        assert_eq!(escape("a|b"), "a&#124;b");
        assert_eq!(escape("<script>&"), "&lt;script&gt;&amp;");
        assert_eq!(escape("a\nb"), "a\\\\nb");
        assert_eq!(escape("# *x* [y](z) `c`"), "\\# \\*x\\* \\[y\\](z) \\`c\\`");
        assert_eq!(escape_line("12. May"), "12\\. May");
        assert_eq!(escape_line("12 May"), "12 May");
        assert_eq!(escape_line("- a"), "\\- a");
    }

    #[test]
    fn a_table_has_its_rule_and_as_many_cells_in_every_row() {
        let mut table = Grid::new(1, ["name", "km²"]);
        table.row(["a|\nb".to_owned(), "1.0".to_owned()]);
        assert_eq!(
            grid(&table),
            "| name | km² |\n| :--- | ---: |\n| a&#124;\\\\nb | 1.0 |"
        );
    }
}
