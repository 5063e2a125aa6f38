//! What happened to units between two editions of a layer.

/// What became of a unit, or how it came about. Read backwards in time, splits are mergers and so on, see
/// [`UnitEvent::reversed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UnitEvent {
    /// Neither its land nor its code nor its name changed.
    Unchanged,
    /// Its borders were drawn anew, within what is noise.
    Redrawn,
    /// It has another name and the same land.
    Renamed,
    /// It has another code and the same land.
    Recoded,
    /// It gained land and lost none.
    Enlarged,
    /// It lost land and gained none.
    Reduced,
    /// It gained land and lost other land.
    Rearranged,
    /// Most of the land of two units or more afterwards was one unit's before.
    Split,
    /// Most of the land of two units or more before is one unit's afterwards.
    Merged,
    /// A unit of this code is elsewhere, on none of the land that it had.
    Moved,
    /// Most of its land was no unit's, or parts of units of which none made up most of it.
    Created,
    /// Most of its land is no unit's, or went to units of which none got most of it.
    Dissolved,
}

impl UnitEvent {
    /// All of them, those that change nothing first.
    pub const ALL: [Self; 12] = [
        Self::Unchanged,
        Self::Redrawn,
        Self::Renamed,
        Self::Recoded,
        Self::Enlarged,
        Self::Reduced,
        Self::Rearranged,
        Self::Split,
        Self::Merged,
        Self::Moved,
        Self::Created,
        Self::Dissolved,
    ];

    /// Its name, such as `split`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Redrawn => "redrawn",
            Self::Renamed => "renamed",
            Self::Recoded => "recoded",
            Self::Enlarged => "enlarged",
            Self::Reduced => "reduced",
            Self::Rearranged => "rearranged",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Moved => "moved",
            Self::Created => "created",
            Self::Dissolved => "dissolved",
        }
    }

    /// The red, green and blue by which pictures and layers show it: after Okabe and Ito (2008), so that most people can tell them
    /// apart. What changes no land is grey or pale.
    pub const fn colour(self) -> [u8; 3] {
        match self {
            Self::Unchanged | Self::Redrawn => [200, 200, 200],
            Self::Renamed => [176, 160, 210],
            Self::Recoded => [190, 165, 130],
            Self::Enlarged => [0, 158, 115],
            Self::Reduced => [213, 94, 0],
            Self::Rearranged => [204, 121, 167],
            Self::Split => [230, 159, 0],
            Self::Merged => [0, 114, 178],
            Self::Moved => [86, 180, 233],
            Self::Created => [240, 228, 66],
            Self::Dissolved => [110, 110, 110],
        }
    }

    /// The same event if time ran backwards.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Enlarged => Self::Reduced,
            Self::Reduced => Self::Enlarged,
            Self::Split => Self::Merged,
            Self::Merged => Self::Split,
            Self::Created => Self::Dissolved,
            Self::Dissolved => Self::Created,
            same => same,
        }
    }

    /// Whether it is counted by the units that there are afterwards: those that came about, or are made of several.
    pub const fn is_seen_afterwards(self) -> bool {
        matches!(self, Self::Merged | Self::Created)
    }

    /// Whether land went from one unit to another, beyond noise.
    pub const fn is_change_of_land(self) -> bool {
        !matches!(
            self,
            Self::Unchanged | Self::Redrawn | Self::Renamed | Self::Recoded
        )
    }
}
