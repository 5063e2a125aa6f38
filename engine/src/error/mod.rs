//! One error for the whole library: its kind, what is wrong, in which file, at which feature and position, where on
//! earth, and what to do. All of it is data.
//!
//! ```
//! use landshift_engine::{Error, error::ErrorKind};
//! let e = Error::new("latitude 400000 is out of range")
//!     .of_kind(ErrorKind::Geometry)
//!     .in_file("after.geojson")
//!     .in_feature("feature 3 (\"Kelbajar\")")
//!     .at_position("ring 0, position 12")
//!     .with_hint("coordinates look like metres; reproject to lon/lat (WGS 84) first");
//! assert_eq!(
//!     e.to_string(),
//!     "after.geojson: feature 3 (\"Kelbajar\"), ring 0, position 12: latitude 400000 is out of range\n  \
//!      hint: coordinates look like metres; reproject to lon/lat (WGS 84) first"
//! );
//! assert_eq!(e.kind(), ErrorKind::Geometry);
//! assert_eq!((e.file(), e.position()), (Some("after.geojson"), Some("ring 0, position 12")));
//! ```

mod hint;

use std::fmt::{self, Write};
use std::io;

pub use hint::{Hint, OptionName};

/// The result of every fallible function of the library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system could not read or write, or a named file is not there.
    Io,
    /// A file is not in a format that is read, or not well-formed in it.
    Syntax,
    /// A geometry is not valid: positions off the earth, rings of too few positions.
    Geometry,
    /// A property or member is missing, contradictory or has a value that cannot be used: controllers, dates, accuracies.
    Attribute,
    /// A scenario, recipe, style or language file is not valid, or names something that is not there.
    Settings,
    /// An option has a value that cannot be used, or contradicts another one.
    Options,
    /// A diff does not belong to the snapshot or diff that it is put to.
    Base,
    /// The work needs more memory than the system gives.
    Memory,
    /// What was asked for was cancelled.
    Cancelled,
    /// A check of the library on its own results failed: a fault of the library.
    Internal,
    /// Anything else.
    #[default]
    Other,
}

impl ErrorKind {
    /// Its name for programs, such as `geometry`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Syntax => "syntax",
            Self::Geometry => "geometry",
            Self::Attribute => "attribute",
            Self::Settings => "settings",
            Self::Options => "options",
            Self::Base => "base",
            Self::Memory => "memory",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
            Self::Other => "other",
        }
    }
}

/// What to do where memory does not suffice.
const MORE_MEMORY: &str = "simplify the layers, cut them to the area in question, take fewer at a time, or give the \
                               program more memory";

/// What went wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Fields>);

#[derive(Debug, Clone, PartialEq, Default)]
struct Fields {
    kind: Option<ErrorKind>,
    message: String,
    file: Option<String>,
    feature: Option<String>,
    position: Option<String>,
    hint: Option<Hint>,
    place: Option<[f64; 2]>,
}

/// What an error is made with. Of each part the first one stated stays: what is nearest to the fault states it best.
impl Error {
    /// An error with a message, in lower case and without a full stop.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Fields {
            message: message.into(),
            ..Fields::default()
        }))
    }

    /// The work was asked to stop, see [`crate::progress::Observer::is_cancelled`].
    pub(crate) fn cancelled() -> Self {
        Self::new("the work was cancelled").of_kind(ErrorKind::Cancelled)
    }

    /// A failed file operation: `doing` is a verb with its object, such as `cannot write the map`.
    pub fn io(doing: &str, file: impl fmt::Display, error: &io::Error) -> Self {
        Self::failed(doing, error).in_file(file.to_string())
    }

    /// What the system refused, whatever the file: `doing` is a verb with its object, such as `cannot read it`.
    pub fn failed(doing: &str, error: &io::Error) -> Self {
        let message = format!("{doing}: {error}");
        match error.kind() {
            io::ErrorKind::OutOfMemory => Self::out_of_memory(message),
            _ => Self::new(message).of_kind(ErrorKind::Io),
        }
    }

    /// Memory does not suffice, with what to do.
    pub fn out_of_memory(message: impl Into<String>) -> Self {
        Self::new(message)
            .of_kind(ErrorKind::Memory)
            .with_hint(MORE_MEMORY)
    }

    /// What it is about.
    #[must_use]
    pub fn of_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind.get_or_insert(kind);
        self
    }

    /// The file it is about.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.file.get_or_insert_with(|| file.into());
        self
    }

    /// The feature it is about, as a reader would look it up, and where on earth that is if it is known.
    #[must_use]
    pub fn in_feature(mut self, feature: impl Into<Subject>) -> Self {
        if self.0.feature.is_none() {
            let Subject { name, place } = feature.into();
            self.0.feature = Some(name);
            return self.at_place(place);
        }
        self
    }

    /// The place inside the file or feature.
    #[must_use]
    pub fn at_position(mut self, position: impl Into<String>) -> Self {
        self.0.position.get_or_insert_with(|| position.into());
        self
    }

    /// Where on earth it is, longitude and latitude in degrees, for those who put errors on a map; not in the message.
    #[must_use]
    pub fn at_place(mut self, place: Option<[f64; 2]>) -> Self {
        self.0.place = self.0.place.or(place);
        self
    }

    /// What the user can do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Hint>) -> Self {
        self.0.hint.get_or_insert_with(|| hint.into());
        self
    }
}

/// The parts of an error.
impl Error {
    /// What it is about.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind.unwrap_or_default()
    }

    /// What is wrong, without where.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file, as it was named when it was read.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The feature: its index in the file and, where it has one, its name, such as `feature 3 ("Kelbajar")`.
    pub fn feature(&self) -> Option<&str> {
        self.0.feature.as_deref()
    }

    /// The place inside the file or feature: a line and column, or a ring and position, counted from 0.
    pub fn position(&self) -> Option<&str> {
        self.0.position.as_deref()
    }

    /// Where on earth: longitude and latitude in degrees.
    pub fn place(&self) -> Option<[f64; 2]> {
        self.0.place
    }

    /// What the user can do.
    pub fn hint(&self) -> Option<&Hint> {
        self.0.hint.as_ref()
    }

    /// The feature and the position in it, as one text; empty without either.
    pub fn location(&self) -> String {
        let parts: Vec<&str> = [self.feature(), self.position()].into_iter().flatten().collect();
        parts.join(", ")
    }

    /// The error as [`Display`](fmt::Display) shows it, with options in its hint as `show` writes them.
    pub fn text(&self, show: impl Fn(OptionName) -> String) -> String {
        let file = self.file().map(|file| format!("{file}: ")).unwrap_or_default();
        let location = match self.location() {
            location if location.is_empty() => location,
            location => format!("{location}: "),
        };
        let hint = self.hint().map(|hint| format!("\n  hint: {}", hint.text(show)));
        printable(&format!(
            "{file}{location}{}{}",
            self.message(),
            hint.unwrap_or_default()
        ))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(|option| format!("`{}`", option.name())))
    }
}

impl std::error::Error for Error {}

/// What an error is about within a file: a feature, a piece or the like.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// How a message names it, such as `feature 3 ("Kelbajar")`.
    pub name: String,
    /// Where on earth it is, if that is known: longitude and latitude in degrees.
    pub place: Option<[f64; 2]>,
}

/// A name, of what is nowhere on earth.
impl<N: Into<String>> From<N> for Subject {
    fn from(name: N) -> Self {
        let (name, place) = (name.into(), None);
        Self { name, place }
    }
}

/// Text that is safe to show on a terminal: characters that are [hidden](is_hidden), but for line feeds, become `\u{…}`.
pub fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escaped = is_hidden(c) && c != '\n';
            let (plain, code) = if escaped {
                (None, Some(c.escape_unicode()))
            } else {
                (Some(c), None)
            };
            plain.into_iter().chain(code.into_iter().flatten())
        })
        .collect()
}

/// Whether a character does something rather than show something: the control characters (C0, DEL, and C1, which a
/// terminal may obey as escapes), separators of lines, what turns the direction of the text around it, and what cannot be
/// seen. Joiners and selectors of variants stay, which names in Persian, Hindi or Mongolian are spelt with.
pub const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
    )
}

/// JSON that says the same with every [hidden](is_hidden) character escaped, so that none reaches a terminal. What is to be
/// escaped stands in strings alone, or the text is no JSON.
pub fn escaped_json(json: Vec<u8>) -> Vec<u8> {
    if json.iter().all(|&byte| byte < 0x7f) {
        return json;
    }
    let text = match String::from_utf8(json) {
        Ok(text) if text.chars().any(needs_escape) => text,
        Ok(text) => return text.into_bytes(),
        Err(error) => return error.into_bytes(),
    };
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if needs_escape(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.into_bytes()
}

/// Whether a character of JSON is to be escaped: a hidden one, but for those that JSON has between its values or escapes
/// itself.
const fn needs_escape(c: char) -> bool {
    c as u32 >= 0x7f && is_hidden(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        let text = Error::new("bad").in_file("a\u{1b}[31m.json").to_string();
        assert_eq!(text, "a\\u{1b}[31m.json: bad");
    }

    #[test]
    fn hidden_characters_are_escaped_and_json_says_the_same() {
        let name = "A\u{9b}31m\u{7f}\u{202e}\u{e0041}\u{200b}\u{feff}\u{85}";
        assert_eq!(
            printable(name),
            "A\\u{9b}31m\\u{7f}\\u{202e}\\u{e0041}\\u{200b}\\u{feff}\\u{85}"
        );
        let kept = "می\u{200c}خواهم क्\u{200d}ष Ərdəbil 日本";
        assert_eq!(printable(kept), kept);
        let json = serde_json::to_vec_pretty(&[name, kept, "\u{1b}[0m"]).unwrap();
        let escaped = escaped_json(json.clone());
        let text = String::from_utf8(escaped.clone()).unwrap();
        assert!(!text.chars().any(|c| is_hidden(c) && c != '\n'), "{text}");
        let value = |json: &[u8]| serde_json::from_slice::<serde_json::Value>(json).unwrap();
        assert_eq!(value(&escaped), value(&json));
        let plain = serde_json::to_vec(&[kept]).unwrap();
        assert_eq!(escaped_json(plain.clone()), plain);
    }

    #[test]
    fn parts_are_data_and_the_first_one_stated_stays() {
        let error = Error::new("the line has 1 position")
            .of_kind(ErrorKind::Geometry)
            .at_position("line 2")
            .at_place(Some([46.0, 39.0]))
            .with_hint(Hint::from("see ").option(OptionName::By))
            .in_file("a.geojson")
            .of_kind(ErrorKind::Io)
            .at_place(None)
            .in_file("b.geojson");
        assert_eq!(error.kind(), ErrorKind::Geometry);
        assert_eq!(error.message(), "the line has 1 position");
        assert_eq!((error.file(), error.feature()), (Some("a.geojson"), None));
        assert_eq!(
            (error.position(), error.place()),
            (Some("line 2"), Some([46.0, 39.0]))
        );
        assert_eq!(error.hint().map(ToString::to_string).as_deref(), Some("see `by`"));
        assert_eq!(
            error.text(|option| format!("--{}", option.name())),
            "a.geojson: line 2: the line has 1 position\n  hint: see --by"
        );
        assert_eq!(Error::new("x").kind(), ErrorKind::Other);
    }
}
