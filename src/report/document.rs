//! What a report says, before it is written down: headings, paragraphs, lists and tables of plain text.
//!
//! Text and Markdown are two writers of the same document, so they cannot disagree. Escaping is the writers' matter;
//! a document holds names as the data has them.

/// Blocks in the order they are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A heading; level 1 is the title.
    Heading(u8, String),
    Paragraph(String),
    List(Vec<String>),
    Table(Table),
}

/// A table whose cells are plain text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) align: Align,
}

/// On which side the cells of a column line up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

impl Document {
    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// All blocks as `write` writes each, a blank line between them and a line feed at the end.
    pub(super) fn written(&self, write: impl Fn(&Block) -> String) -> String {
        self.blocks.iter().map(write).collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// Adds the list, unless it is empty.
    pub(super) fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds the table, unless it has no rows.
    pub(super) fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }
}

impl Table {
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

/// A holder as text: `(none)` is nobody.
pub(super) fn holder(name: Option<&str>) -> &str {
    name.unwrap_or("(none)")
}

/// `from → to`.
pub(super) fn arrow(from: Option<&str>, to: Option<&str>) -> String {
    format!("{} → {}", holder(from), holder(to))
}
