//! What can be wrong with a layer: kinds of problems, and a problem with its place and size.

use crate::Error;
use crate::error::Hint;
use crate::measure::Area;
use crate::model::{GridPoint, GridPolygon, NoticeKind, to_degrees};

/// A kind of problem; in the order in which they are listed, what changes land or stops a run before what is harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A feature that cannot be read: out of range, swapped, projected, of too few positions.
    InvalidFeature,
    /// A feature that does not state who holds it, or states something that cannot be used; or a layer that is no land.
    Attribute,
    /// A feature without a geometry, or with an empty one.
    NoGeometry,
    /// Land that several controllers have.
    Overlap,
    /// Land that nobody has, with the coverage all around; given a width, narrow land open to one side as well.
    Gap,
    /// A ring that crosses itself, or winds around land more than once.
    SelfIntersection,
    /// A hole, or a part of one, that is not in its shell.
    HoleOutside,
    /// Land in several holes of one shell.
    HolesOverlap,
    /// Land that several features of one controller have.
    OverlapWithin,
    /// An overlap narrower than a sliver.
    SliverOverlap,
    /// A gap narrower than a sliver.
    SliverGap,
    /// A ring that runs out and back on itself.
    Spike,
    /// A ring with longitudes beyond ±180°.
    Beyond180,
    /// A ring across ±180° or round a pole, against RFC 7946, section 3.1.9.
    Across180,
    /// A ring whose last position is not its first.
    UnclosedRing,
    /// A ring that encloses nothing.
    DegenerateRing,
    /// An `id` that several features have.
    DuplicateId,
    /// A position of more than three numbers.
    ExtraNumbers,
    /// A position that repeats the one before it.
    DuplicatePosition,
    /// A ring wound against RFC 7946, section 3.1.6: harmless.
    MisWoundRing,
}

impl Kind {
    /// All of them, in the order in which problems are listed.
    pub const ALL: [Self; 20] = [
        Self::InvalidFeature,
        Self::Attribute,
        Self::NoGeometry,
        Self::Overlap,
        Self::Gap,
        Self::SelfIntersection,
        Self::HoleOutside,
        Self::HolesOverlap,
        Self::OverlapWithin,
        Self::SliverOverlap,
        Self::SliverGap,
        Self::Spike,
        Self::Beyond180,
        Self::Across180,
        Self::UnclosedRing,
        Self::DegenerateRing,
        Self::DuplicateId,
        Self::ExtraNumbers,
        Self::DuplicatePosition,
        Self::MisWoundRing,
    ];

    /// Its name in lists, such as `self-intersection`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidFeature => "invalid-feature",
            Self::Attribute => "attribute",
            Self::NoGeometry => "no-geometry",
            Self::Beyond180 => "beyond-180",
            Self::HolesOverlap => "overlapping-holes",
            Self::DuplicateId => "duplicate-id",
            Self::UnclosedRing => "unclosed-ring",
            Self::MisWoundRing => "mis-wound-ring",
            Self::DuplicatePosition => "duplicate-position",
            Self::DegenerateRing => "degenerate-ring",
            Self::Across180 => "across-180",
            Self::ExtraNumbers => "extra-numbers",
            Self::Spike => "spike",
            Self::SelfIntersection => "self-intersection",
            Self::HoleOutside => "hole-outside-shell",
            Self::Overlap => "overlap",
            Self::OverlapWithin => "overlap-within-controller",
            Self::Gap => "gap",
            Self::SliverOverlap => "sliver-overlap",
            Self::SliverGap => "sliver-gap",
        }
    }

    /// The kind of problem that an oddity is; some are none.
    pub(super) fn of(oddity: NoticeKind) -> Option<Self> {
        match oddity {
            NoticeKind::UnclosedRing => Some(Self::UnclosedRing),
            NoticeKind::MisWoundRing => Some(Self::MisWoundRing),
            NoticeKind::RepeatedPosition => Some(Self::DuplicatePosition),
            NoticeKind::DegenerateRing | NoticeKind::DegenerateLine => Some(Self::DegenerateRing),
            NoticeKind::RingAcross180 | NoticeKind::RingRoundPole | NoticeKind::LineAcross180 => {
                Some(Self::Across180)
            }
            NoticeKind::ShellInHole => Some(Self::HoleOutside),
            NoticeKind::Beyond180 => Some(Self::Beyond180),
            NoticeKind::ExtraNumbers => Some(Self::ExtraNumbers),
            NoticeKind::EmptyGeometry | NoticeKind::NoGeometry => Some(Self::NoGeometry),
            _ => None,
        }
    }

    /// What is odd, where that is the same in all cases.
    pub(super) fn oddity(self) -> &'static str {
        match self {
            Self::UnclosedRing => "the last position of the ring is not its first",
            Self::MisWoundRing => {
                "the ring is wound the wrong way, which is harmless: shells run counter-clockwise, holes clockwise"
            }
            Self::DuplicatePosition => "the position repeats the one before it",
            Self::DegenerateRing => "the ring encloses nothing",
            Self::Across180 => "the ring crosses ±180° or goes round a pole, and is not cut there",
            Self::HoleOutside => {
                "the first ring of the polygon lies in a later one, which is taken for the outer one"
            }
            Self::NoGeometry => "there is no geometry: the feature is no land",
            Self::Beyond180 => "longitudes lie beyond ±180°, and only `check` reads them",
            Self::ExtraNumbers => "the position has more than three numbers",
            _ => "",
        }
    }

    /// Whether repairing the geometry removes it; only the user can know who holds nameless land.
    pub(super) fn is_fixable(self) -> bool {
        !matches!(self, Self::InvalidFeature | Self::Attribute)
    }
}

/// Something wrong in a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What kind of thing.
    pub kind: Kind,
    /// What it is in this case, in words.
    pub what: String,
    /// What can be done about it, beyond a repair by [`fix`](super::fix()).
    pub hint: Option<Hint>,
    /// Where in the file: features, rings, positions.
    pub place: String,
    /// Where on earth, longitude and latitude in degrees; none for what has no place there.
    pub at: Option<[f64; 2]>,
    /// How much land it concerns.
    pub area: Option<Area>,
    /// How wide that land is, in metres: the diameter of the largest circle in it.
    pub width_m: Option<f64>,
    /// That land.
    pub polygon: Option<GridPolygon>,
}

impl Problem {
    /// One without land.
    pub(super) fn new(
        kind: Kind,
        what: impl Into<String>,
        place: impl Into<String>,
        at: Option<GridPoint>,
    ) -> Self {
        Self {
            kind,
            what: what.into(),
            place: place.into(),
            at: at.map(|p| [p.x, p.y].map(to_degrees)),
            hint: None,
            area: None,
            width_m: None,
            polygon: None,
        }
    }

    /// An error of reading.
    pub(super) fn of(kind: Kind, error: &Error) -> Self {
        Self {
            at: error.place(),
            hint: error.hint().cloned(),
            ..Self::new(kind, error.message(), error.location(), None)
        }
    }
}
