//! The formats of results.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// How a result is written.
///
/// ```
/// use landshift::report::Format;
/// assert_eq!("markdown".parse(), Ok(Format::Markdown));
/// assert_eq!(Format::of_ending("md"), Some(Format::Markdown));
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
    /// The land that the result is about, RFC 7946.
    GeoJson,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Csv, Self::Markdown, Self::GeoJson];

    /// Its short name: `text`, `json`, `csv`, `md` or `geojson`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::GeoJson => "geojson",
        }
    }

    /// What it holds, in a line.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Text => "Tables for a terminal",
            Self::Json => "Everything for programs, as its JSON Schema describes",
            Self::Csv => "One table, one row a fact",
            Self::Markdown => "Tables in GitHub Flavored Markdown",
            Self::GeoJson => "Land, to open in a GIS",
        }
    }

    /// The format that the ending of a file's name asks for, in small letters and without its dot; none of any other.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let named = Self::ALL.into_iter().find(|format| format.name() == ending);
        named.filter(|format| *format != Self::Text)
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
        let named = Self::ALL.into_iter().find(|format| format.name() == name);
        let markdown = || (name == "markdown").then_some(Self::Markdown);
        named.or_else(markdown).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::new(format!("there is no format `{name}`")).with_hint(format!("there are: {names}"))
        })
    }
}
