//! The formats of results.

use std::fmt;
use std::str::FromStr;

use crate::Error;
use crate::write::LandFormat;

/// How a result is written.
///
/// ```
/// use landshift::report::Format;
/// assert_eq!("markdown".parse(), Ok(Format::Markdown));
/// assert_eq!(Format::of_ending("md"), Some(Format::Markdown));
/// assert_eq!(Format::of_ending("txt"), Some(Format::Text));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Format {
    /// Tables for a terminal, the same however wide it is.
    #[default]
    Text,
    /// The stable contract for programs, see [`schema()`](super::schema()).
    Json,
    /// One table, one row a fact, UTF-8. A name that a spreadsheet would take for a formula gets an apostrophe before it.
    Csv,
    /// The tables of the text as GitHub Flavored Markdown.
    Markdown,
    /// The graph that the result is.
    Graph(GraphFormat),
    /// The land that the result is about.
    Land(LandFormat),
}

/// A format of graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GraphFormat {
    /// GraphML, for programs that draw and analyse graphs.
    GraphMl,
    /// A flowchart of Mermaid, for Markdown.
    Mermaid,
}

impl Format {
    /// Land as GeoJSON, RFC 7946.
    pub const GEO_JSON: Self = Self::Land(LandFormat::GeoJson);

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let land = LandFormat::ALL.iter().copied().map(Self::Land);
        let graphs = [GraphFormat::GraphMl, GraphFormat::Mermaid].map(Self::Graph);
        [Self::Text, Self::Json, Self::Csv, Self::Markdown]
            .into_iter()
            .chain(graphs)
            .chain(land)
    }

    /// The format of land that it is, if it is one.
    pub fn land(self) -> Option<LandFormat> {
        match self {
            Self::Land(format) => Some(format),
            _ => None,
        }
    }

    /// Whether it is one of graphs.
    pub(super) fn is_graph(self) -> bool {
        matches!(self, Self::Graph(_))
    }

    /// Its short name: `text`, `json`, `csv`, `md`, `graphml`, `mermaid`, `geojson` or that of another format of land.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Graph(GraphFormat::GraphMl) => "graphml",
            Self::Graph(GraphFormat::Mermaid) => "mermaid",
            Self::Land(format) => format.name(),
        }
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Graph(GraphFormat::Mermaid) => "mmd",
            other => other.name(),
        }
    }

    /// What it holds, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Text => "Tables for a terminal",
            Self::Json => "Everything for programs, as its JSON Schema describes",
            Self::Csv => "One table, one row a fact",
            Self::Markdown => "Tables in GitHub Flavored Markdown",
            Self::Graph(GraphFormat::GraphMl) => "GraphML",
            Self::Graph(GraphFormat::Mermaid) => "a flowchart of Mermaid, for Markdown",
            Self::Land(format) => format.about(),
        }
    }

    /// The format that the ending of a file's name asks for, in small letters and without its dot; none of any other.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::all().find(|format| format.ending() == ending)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// By [`Format::name`], and `markdown`.
impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let named = Self::all().find(|format| format.name() == name);
        let markdown = || (name == "markdown").then_some(Self::Markdown);
        named.or_else(markdown).ok_or_else(|| {
            let names = Self::all().map(Self::name).collect::<Vec<_>>().join(", ");
            Error::new(format!("there is no format `{name}`")).with_hint(format!("there are: {names}"))
        })
    }
}
