//! `--tolerance`: a length, or `auto`.

use std::str::FromStr;

use super::output::say;
use crate::change::{Overlay, Tolerance};
use crate::measure::Length;
use crate::{Error, Result};

/// Below which width pieces are noise.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    /// As the person says.
    Given(Length),
    /// As suits the two snapshots, see [`Tolerance`].
    Suited,
}

impl FromStr for Limit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "auto" => Ok(Self::Suited),
            length => length.parse().map(Self::Given),
        }
    }
}

impl Limit {
    /// In metres, for the two snapshots of the overlay; tells the person why where it is not theirs.
    pub(super) fn of(self, overlay: &Overlay) -> f64 {
        match self {
            Self::Given(length) => length.m(),
            Self::Suited => {
                let tolerance = Tolerance::suited(overlay, 0, 1);
                say(&tolerance.to_string());
                tolerance.m()
            }
        }
    }
}
