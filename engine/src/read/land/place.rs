//! Where in a geometry something is.

use std::fmt;

use crate::Error;

/// Where in a geometry something is: `polygon 2, ring 0, position 12`.
pub(in crate::read) struct Place<'a> {
    within: Option<&'a Place<'a>>,
    what: &'static str,
    index: usize,
}

impl Place<'_> {
    /// The whole geometry.
    pub(in crate::read) const ROOT: Place<'static> = Place {
        within: None,
        what: "",
        index: 0,
    };

    /// A part of it, by its index.
    pub(in crate::read) fn at<'a>(&'a self, what: &'static str, index: usize) -> Place<'a> {
        Place {
            within: Some(self),
            what,
            index,
        }
    }

    /// Whether it is the whole geometry.
    pub(in crate::read) fn is_root(&self) -> bool {
        self.within.is_none()
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(within) = self.within else { return Ok(()) };
        if !within.is_root() {
            write!(f, "{within}, ")?;
        }
        write!(f, "{} {}", self.what, self.index)
    }
}

/// An error at a place of the geometry.
pub(in crate::read) fn error_at(place: &Place<'_>, message: impl Into<String>) -> Error {
    placed(Error::new(message), place)
}

/// The error with the place.
pub(super) fn placed(error: Error, place: &Place<'_>) -> Error {
    if place.is_root() {
        error
    } else {
        error.at_position(place.to_string())
    }
}
