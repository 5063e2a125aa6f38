//! How well lines are known, as the user states it.

use std::str::FromStr;

use crate::measure::Length;
use crate::model::Snapshot;
use crate::{Error, Result};

/// How well lines are known, in metres, where that is not to be taken from the data.
///
/// Where it says nothing, a line is as inexact as the less exact of the territories on its two sides says by its
/// `accuracy_m`; where neither does, nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Accuracy {
    /// Of borders between sovereigns, and between controllers where the data names no sovereigns.
    pub border_m: Option<f64>,
    /// Of lines of control inside one sovereign's land.
    pub control_m: Option<f64>,
    /// Of lines where the data ends: coasts, and borders to land that it does not have.
    pub coast_m: Option<f64>,
    /// Of the lines between units; the data says nothing of them.
    pub unit_m: Option<f64>,
}

/// `500m` for all lines, or kind by kind: `border=100m,control=1km,coast=50m,unit=500m`.
impl FromStr for Accuracy {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if !text.contains('=') {
            let all = Some(metres(text)?);
            return Ok(Self {
                border_m: all,
                control_m: all,
                coast_m: all,
                unit_m: all,
            });
        }
        let mut accuracy = Self::default();
        for part in text.split(',') {
            let Some((kind, length)) = part.split_once('=') else {
                return Err(Error::new(format!("`{part}` does not say of which lines")).with_hint(SYNTAX));
            };
            let kind = match kind.trim() {
                "border" => &mut accuracy.border_m,
                "control" => &mut accuracy.control_m,
                "coast" => &mut accuracy.coast_m,
                "unit" => &mut accuracy.unit_m,
                other => {
                    return Err(Error::new(format!("there are no lines called `{other}`")).with_hint(SYNTAX));
                }
            };
            *kind = Some(metres(length)?);
        }
        Ok(accuracy)
    }
}

impl Accuracy {
    /// Whether anything at all is known of the lines of the snapshots.
    pub(crate) fn is_known_of<'a>(&self, snapshots: impl IntoIterator<Item = &'a Snapshot>) -> bool {
        let mut territories = snapshots.into_iter().flat_map(|s| &s.territories);
        *self != Self::default() || territories.any(|t| t.accuracy_m.is_some())
    }
}

const SYNTAX: &str =
    "write one length for all lines, such as 500m, or border=100m,control=1km,coast=50m,unit=500m";

fn metres(text: &str) -> Result<f64> {
    text.trim().parse::<Length>().map(Length::m)
}
