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
    /// The land that the result is about.
    Land(LandFormat),
}

impl Format {
    /// Land as GeoJSON, RFC 7946.
    pub const GEO_JSON: Self = Self::Land(LandFormat::GeoJson);

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let land = LandFormat::ALL.iter().copied().map(Self::Land);
        [Self::Text, Self::Json, Self::Csv, Self::Markdown]
            .into_iter()
            .chain(land)
    }

    /// The format of land that it is, if it is one.
    pub fn land(self) -> Option<LandFormat> {
        match self {
            Self::Land(format) => Some(format),
            _ => None,
        }
    }

    /// Its short name: `text`, `json`, `csv`, `md`, `geojson` or that of another format of land.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Land(format) => format.name(),
        }
    }

    /// What it holds, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Text => "Tables for a terminal",
            Self::Json => "Everything for programs, as its JSON Schema describes",
            Self::Csv => "One table, one row a fact",
            Self::Markdown => "Tables in GitHub Flavored Markdown",
            Self::Land(format) => format.about(),
        }
    }

    /// The format that the ending of a file's name asks for, in small letters and without its dot; none of any other.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let named = Self::all().find(|format| format.name() == ending);
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
        let named = Self::all().find(|format| format.name() == name);
        let markdown = || (name == "markdown").then_some(Self::Markdown);
        named.or_else(markdown).ok_or_else(|| {
            let names = Self::all().map(Self::name).collect::<Vec<_>>().join(", ");
            Error::new(format!("there is no format `{name}`")).with_hint(format!("there are: {names}"))
        })
    }
}
