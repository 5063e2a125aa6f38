//! A result for people, before it is written: headings, paragraphs, lists and tables of plain text.
//!
//! Text and Markdown are two writers of the same document, so they cannot disagree. Escaping is the writers' matter;
//! a document holds names as the data has them.

use crate::error::{Hint, OptionName};
use crate::write::MARK;

/// Blocks in the order they are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// A heading; level 1 is the title.
    Heading(u8, String),
    /// Sentences.
    Paragraph(String),
    /// Items, each a sentence or more.
    List(Vec<String>),
    /// A table.
    Grid(Grid),
    /// That a table above was cut short.
    Omitted(Omitted),
    /// What the reader can do about what is above.
    Advice(Vec<Hint>),
}

/// How many rows a table leaves out, and where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Omitted {
    /// How many rows.
    pub rows: usize,
    /// What has them all: a table, or a member of the JSON.
    pub table: &'static str,
}

/// A table whose cells are plain text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// The columns, as many as each row has cells.
    pub columns: Vec<Column>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How its cells are aligned.
    pub align: Align,
}

/// On which side the cells of a column line up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

impl Omitted {
    /// As a sentence: `And 5 more, in the table units.`
    pub fn sentence(&self) -> String {
        format!("And {} more, in the table {}.", self.rows, self.table)
    }
}

impl Document {
    /// The document with other words for what tables leave out, such as how a program is asked for the rest.
    #[must_use]
    pub fn with_omitted(mut self, sentence: impl Fn(&Omitted) -> String) -> Self {
        for block in &mut self.blocks {
            if let Block::Omitted(omitted) = block {
                *block = Block::Paragraph(sentence(omitted));
            }
        }
        self
    }

    /// The document with options in its advice as `show` writes them; without, they are named as in the library.
    #[must_use]
    pub fn with_options(mut self, show: impl Fn(OptionName) -> String) -> Self {
        for block in &mut self.blocks {
            if let Block::Advice(hints) = block {
                *block = Block::List(hints.iter().map(|hint| hint.text(&show)).collect());
            }
        }
        self
    }

    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// All blocks as `write` writes each and a last one with the mark, by which a file of it is known as an output; a blank
    /// line between them and a line feed at the end.
    pub(super) fn written(&self, write: impl Fn(&Block) -> String) -> String {
        let mark = Block::Paragraph(format!("Made with {MARK}."));
        let blocks = self.blocks.iter().chain([&mark]);
        blocks.map(write).collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// Adds the list, unless it is empty.
    pub(super) fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds each hint once, in order, after a line that says so.
    pub(super) fn advice(&mut self, hints: impl IntoIterator<Item = Hint>) {
        let mut each: Vec<Hint> = Vec::new();
        for hint in hints {
            if !each.contains(&hint) {
                each.push(hint);
            }
        }
        if !each.is_empty() {
            self.paragraph("What to do:");
            self.blocks.push(Block::Advice(each));
        }
    }

    /// Adds the table, unless it has no rows.
    pub(super) fn table(&mut self, table: Grid) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Grid(table));
        }
    }

    /// Adds the first `most` rows of a table, and how many there are beyond; the table `name` of the result has all.
    pub(super) fn shortened(&mut self, mut table: Grid, most: usize, name: &'static str) {
        let rows = table.rows.len().saturating_sub(most);
        table.rows.truncate(most);
        self.table(table);
        if rows > 0 {
            self.blocks.push(Block::Omitted(Omitted { rows, table: name }));
        }
    }
}

impl Grid {
    /// A table of words in the first `words` columns and numbers in the rest.
    pub(super) fn new<S: Into<String>>(words: usize, headings: impl IntoIterator<Item = S>) -> Self {
        let column = |(index, heading): (usize, S)| Column {
            heading: heading.into(),
            align: if index < words { Align::Left } else { Align::Right },
        };
        Self {
            columns: headings.into_iter().enumerate().map(column).collect(),
            rows: Vec::new(),
        }
    }

    /// Makes the last column one of words.
    pub(super) fn last_in_words(mut self) -> Self {
        if let Some(last) = self.columns.last_mut() {
            last.align = Align::Left;
        }
        self
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }
}
