//! What counts as a problem, and what is done about it.

use crate::measure::Length;
use crate::model::Overlaps;

/// Who gets land that nobody has, with the coverage all around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gaps {
    /// Nobody: lakes and neighbours not drawn are no fault.
    #[default]
    Keep,
    /// Who is nearest to its middle.
    Nearest,
    /// Who has the longest border with it.
    LongestBorder,
}

/// What counts as a problem, and what is done about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// About overlaps of controllers.
    pub overlaps: Overlaps,
    /// About gaps. None: they are problems.
    pub gaps: Option<Gaps>,
    /// Only gaps narrower than this count and are given away; then narrow land that nobody has between two features counts
    /// too where it is open to one side. None: gaps of any width, with land all around.
    pub gap_width: Option<Length>,
    /// Overlaps and gaps narrower than this are slivers.
    pub sliver: Length,
}

impl Policy {
    /// Whether gaps get a holder.
    pub(super) fn gives_gaps_away(&self) -> bool {
        matches!(self.gaps, Some(Gaps::Nearest | Gaps::LongestBorder))
    }

    /// What matters for where borders run: a width of gaps where they are given away, and cut off from wider ones for that.
    pub(super) fn of_borders(&self) -> Self {
        Self {
            gap_width: self.gap_width.filter(|_| self.gives_gaps_away()),
            ..*self
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            overlaps: Overlaps::default(),
            gaps: None,
            gap_width: None,
            sliver: Length::from_m(10.0),
        }
    }
}
