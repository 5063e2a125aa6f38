//! One error for the whole program: what is wrong, in which file, at which feature and position, and what to do.
//!
//! ```
//! use landshift::Error;
//! let e = Error::new("latitude 400000 is out of range")
//!     .file("after.geojson")
//!     .feature("feature 3 (\"Kelbajar\")")
//!     .position("ring 0, position 12")
//!     .hint("coordinates look like metres; reproject to lon/lat (WGS 84) first");
//! assert_eq!(
//!     e.to_string(),
//!     "after.geojson: feature 3 (\"Kelbajar\"), ring 0, position 12: latitude 400000 is out of range\n  \
//!      hint: coordinates look like metres; reproject to lon/lat (WGS 84) first"
//! );
//! ```

use std::fmt;

/// The result of every fallible function of the library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    what: String,
    file: Option<String>,
    feature: Option<String>,
    position: Option<String>,
    hint: Option<Box<str>>,
    at: Option<Box<[f64; 2]>>,
}

impl Error {
    /// An error that says `what` is wrong; say where with the builder methods.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            file: None,
            feature: None,
            position: None,
            hint: None,
            at: None,
        }
    }

    /// The work was asked to stop, see [`crate::progress::Observer::is_cancelled`].
    pub(crate) fn cancelled() -> Self {
        Self::new("the work was cancelled")
    }

    /// A failed file operation: `doing` is a verb with its object, such as `cannot write the map`.
    pub fn io(doing: &str, path: impl fmt::Display, error: &std::io::Error) -> Self {
        Self::new(format!("{doing}: {error}")).file(path.to_string())
    }

    /// The file it is about; the first one named stays.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.file.get_or_insert(file.into());
        self
    }

    /// The feature it is about, as a reader would look it up; the first one named stays.
    #[must_use]
    pub fn feature(mut self, feature: impl Into<String>) -> Self {
        self.feature.get_or_insert(feature.into());
        self
    }

    /// The place inside the file or feature; the first one named stays.
    #[must_use]
    pub fn position(mut self, position: impl Into<String>) -> Self {
        self.position.get_or_insert(position.into());
        self
    }

    /// Where on earth it is, longitude and latitude, for those who put errors on a map; the message does not say it.
    #[must_use]
    pub(crate) fn at(mut self, at: Option<[f64; 2]>) -> Self {
        self.at = self.at.or(at.map(Box::new));
        self
    }

    /// What is wrong, what to do about it, where in the file it is, and where on earth.
    pub(crate) fn parts(&self) -> (&str, Option<&str>, String, Option<[f64; 2]>) {
        (
            &self.what,
            self.hint.as_deref(),
            self.place(),
            self.at.as_deref().copied(),
        )
    }

    /// The feature and the position in it.
    fn place(&self) -> String {
        let parts: Vec<&str> = [&self.feature, &self.position]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        parts.join(", ")
    }

    /// What the user can do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint.get_or_insert(hint.into().into_boxed_str());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", printable(file))?;
        }
        let place = self.place();
        if !place.is_empty() {
            write!(f, "{}: ", printable(&place))?;
        }
        f.write_str(&printable(&self.what))?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {}", printable(hint))?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Text that is safe to show on a terminal: control characters (a name may hold escapes) become `\u{…}`.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escaped = c.is_control() && c != '\n';
            let (plain, code) = if escaped {
                (None, Some(c.escape_unicode()))
            } else {
                (Some(c), None)
            };
            plain.into_iter().chain(code.into_iter().flatten())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        let text = Error::new("bad").file("a\u{1b}[31m.json").to_string();
        assert_eq!(text, "a\\u{1b}[31m.json: bad");
    }
}
