//! A document as HTML for a part of a page: headings, paragraphs, lists, and tables with captions and scopes.

use std::fmt::Write as _;

use super::text::visible;
use crate::report::document::{Align, Block, Document, Grid};

impl Document {
    /// The document as HTML, to stand below a heading of level `under`: its own of level 2 are one below that. What reads
    /// as words in a table keeps its direction (`<bdi>`); nothing of a name is markup.
    pub fn html(&self, under: u8) -> String {
        let mut out = String::new();
        let mut caption = "";
        for block in &self.blocks {
            match block {
                Block::Heading(level, text) => {
                    caption = text;
                    let level = level.saturating_sub(1).max(1).saturating_add(under).min(6);
                    let _ = writeln!(out, "<h{level}>{}</h{level}>", shown(text));
                }
                Block::Paragraph(text) => paragraph(&mut out, text),
                Block::List(items) => list(&mut out, items),
                Block::Advice(hints) => {
                    list(
                        &mut out,
                        &hints.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    );
                }
                Block::Grid(table) => grid(&mut out, table, caption),
                Block::Omitted(omitted) => paragraph(&mut out, &omitted.sentence()),
            }
        }
        out
    }
}

fn paragraph(out: &mut String, text: &str) {
    let _ = writeln!(out, "<p>{}</p>", shown(text));
}

fn list(out: &mut String, items: &[String]) {
    out.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(out, "<li>{}</li>", shown(item));
    }
    out.push_str("</ul>\n");
}

/// A table whose first cell of each row is the row's heading.
fn grid(out: &mut String, table: &Grid, caption: &str) {
    let class = |align: Align| match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
    };
    let _ = write!(out, "<table>\n<caption>{}</caption>\n<thead><tr>", shown(caption));
    for column in &table.columns {
        let (class, heading) = (class(column.align), shown(&column.heading));
        let _ = write!(out, "<th scope=\"col\"{class}>{heading}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (n, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            let (class, cell) = (class(column.align), shown(cell));
            let _ = match (n, column.align) {
                (0, _) => write!(out, "<th scope=\"row\"{class}><bdi>{cell}</bdi></th>"),
                (_, Align::Left) => write!(out, "<td{class}><bdi>{cell}</bdi></td>"),
                (_, Align::Right) => write!(out, "<td{class}>{cell}</td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// Text that shows what it is, as HTML.
fn shown(text: &str) -> String {
    escaped(&visible(text))
}

/// Text as content of an element or as a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_markup_and_keeps_its_direction() {
        let mut table = Grid::new(1, ["name", "km²"]);
        table.row(["</td><script>\n\u{202e}".to_owned(), "1.0".to_owned()]);
        let mut document = Document::default();
        document.heading(2, "By <b>");
        document.table(table);
        let html = document.html(2);
        assert!(html.starts_with("<h3>By &lt;b&gt;</h3>\n<table>\n<caption>By &lt;b&gt;</caption>"));
        assert!(html.contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">km²</th>"));
        let row = "<th scope=\"row\"><bdi>&lt;/td&gt;&lt;script&gt;\\n\\u{202e}</bdi></th><td class=\"number\">1.0</td>";
        assert!(html.contains(row), "{html}");
    }

    #[test]
    fn every_kind_of_block_is_there() {
        let mut document = Document::default();
        document.heading(1, "Title");
        document.paragraph("a & b");
        document.list(vec!["one".to_owned(), "'two'".to_owned()]);
        assert_eq!(
            document.html(2),
            "<h3>Title</h3>\n<p>a &amp; b</p>\n<ul>\n<li>one</li>\n<li>&#39;two&#39;</li>\n</ul>\n"
        );
    }
}
