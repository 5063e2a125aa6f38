//! Kinds of problems of a layer: one list for what a check finds and for what a run says that it read otherwise than written.

use super::{GridPoint, Notice, NoticeKind, Notices};

/// A kind of problem; in the order in which they are listed, what changes land or stops a run before what is harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A feature that cannot be read: out of range, swapped, projected, of too few positions.
    InvalidFeature,
    /// A feature that does not state who holds it, or states something that cannot be used; or a layer that is no land.
    Attribute,
    /// A file without a feature.
    Empty,
    /// A feature without a geometry, or with an empty one.
    NoGeometry,
    /// Points or lines beside land.
    NoLand,
    /// Land that several controllers have.
    Overlap,
    /// Land that nobody has, with the coverage all around; given a width, narrow land open to one side as well.
    Gap,
    /// A ring that crosses itself, or winds around land more than once.
    SelfIntersection,
    /// A hole, or a part of one, that is not in its shell.
    HoleOutside,
    /// A polygon whose first ring lies in a later one.
    LateShell,
    /// Land in several holes of one shell.
    HolesOverlap,
    /// Land in several parts of one feature.
    PartsOverlap,
    /// A feature that has just the land of an earlier one of the same controller.
    DuplicateFeature,
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
    /// A name that is written in several ways, which differ by blanks or characters that nobody sees.
    Respelled,
    /// Names in one file that differ by case, blanks, accents or letters that look alike.
    LikeNames,
    /// A controller that is a number, or true or false.
    NumberName,
    /// A `controller` that is null, blank, a list or an object, and that is passed over.
    VoidName,
    /// A name of a controller where the user states one for all land: as asked for.
    ReplacedName,
    /// Land without a name, left out or given to somebody: as asked for.
    UnnamedLand,
    /// A `bbox` that is not that of the positions, or is none at all.
    WrongBbox,
    /// A position of more than three numbers.
    ExtraNumbers,
    /// A position that repeats the one before it.
    DuplicatePosition,
    /// A ring wound against RFC 7946, section 3.1.6: harmless.
    MisWoundRing,
}

impl ProblemKind {
    /// All of them, in the order in which problems are listed.
    pub const ALL: [Self; 32] = [
        Self::InvalidFeature,
        Self::Attribute,
        Self::Empty,
        Self::NoGeometry,
        Self::NoLand,
        Self::Overlap,
        Self::Gap,
        Self::SelfIntersection,
        Self::HoleOutside,
        Self::LateShell,
        Self::HolesOverlap,
        Self::PartsOverlap,
        Self::DuplicateFeature,
        Self::OverlapWithin,
        Self::SliverOverlap,
        Self::SliverGap,
        Self::Spike,
        Self::Beyond180,
        Self::Across180,
        Self::UnclosedRing,
        Self::DegenerateRing,
        Self::DuplicateId,
        Self::Respelled,
        Self::LikeNames,
        Self::NumberName,
        Self::VoidName,
        Self::ReplacedName,
        Self::UnnamedLand,
        Self::WrongBbox,
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
            Self::NoLand => "no-land",
            Self::Beyond180 => "beyond-180",
            Self::LateShell => "late-shell",
            Self::HolesOverlap => "overlapping-holes",
            Self::PartsOverlap => "overlapping-parts",
            Self::DuplicateFeature => "duplicate-feature",
            Self::Empty => "empty-collection",
            Self::Respelled => "respelled-name",
            Self::LikeNames => "like-names",
            Self::NumberName => "number-name",
            Self::VoidName => "void-name",
            Self::ReplacedName => "replaced-name",
            Self::UnnamedLand => "unnamed-land",
            Self::WrongBbox => "wrong-bbox",
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
    pub fn of(oddity: NoticeKind) -> Option<Self> {
        match oddity {
            NoticeKind::UnclosedRing => Some(Self::UnclosedRing),
            NoticeKind::MisWoundRing => Some(Self::MisWoundRing),
            NoticeKind::RepeatedPosition => Some(Self::DuplicatePosition),
            NoticeKind::DegenerateRing | NoticeKind::DegenerateLine => Some(Self::DegenerateRing),
            NoticeKind::RingAcross180 | NoticeKind::RingRoundPole | NoticeKind::LineAcross180 => {
                Some(Self::Across180)
            }
            NoticeKind::ShellInHole => Some(Self::LateShell),
            NoticeKind::Beyond180 => Some(Self::Beyond180),
            NoticeKind::ExtraNumbers => Some(Self::ExtraNumbers),
            NoticeKind::EmptyGeometry | NoticeKind::NoGeometry => Some(Self::NoGeometry),
            NoticeKind::NoLand => Some(Self::NoLand),
            NoticeKind::EmptyCollection => Some(Self::Empty),
            NoticeKind::DuplicateId => Some(Self::DuplicateId),
            NoticeKind::Respelled => Some(Self::Respelled),
            NoticeKind::NumberName => Some(Self::NumberName),
            NoticeKind::VoidName => Some(Self::VoidName),
            NoticeKind::Replaced => Some(Self::ReplacedName),
            NoticeKind::Unnamed | NoticeKind::Given => Some(Self::UnnamedLand),
            NoticeKind::WrongBbox => Some(Self::WrongBbox),
            _ => None,
        }
    }

    /// What is said of an input beside its problems: how it was read where the file leaves that open, and from which
    /// reference system.
    pub fn beside(notices: &Notices) -> Notices {
        notices.counted(|kind| Self::of(kind).is_none())
    }

    /// The kind of problem that an oddity is, unless it [is asked for](Self::is_asked_for).
    pub fn of_fault(oddity: NoticeKind) -> Option<Self> {
        Self::of(oddity).filter(|kind| !kind.is_asked_for())
    }

    /// Whether it is done because the user asks for it, and so told and counted, but nothing wrong.
    pub fn is_asked_for(self) -> bool {
        matches!(self, Self::ReplacedName | Self::UnnamedLand)
    }

    /// What is odd, where that is the same in all cases.
    pub fn oddity(self) -> &'static str {
        match self {
            Self::UnclosedRing => "the last position of the ring is not its first",
            Self::MisWoundRing => {
                "the ring is wound the wrong way, which is harmless: shells run counter-clockwise, holes clockwise"
            }
            Self::DuplicatePosition => "the position repeats the one before it",
            Self::DegenerateRing => "the ring encloses nothing",
            Self::Across180 => "the ring crosses ±180° or goes round a pole, and is not cut there",
            Self::LateShell => {
                "the first ring of the polygon lies in a later one, which is taken for the outer one"
            }
            Self::NoGeometry => "there is no geometry: the feature is no land",
            Self::NoLand => "points or lines are no land and are left out",
            Self::Beyond180 => "longitudes lie beyond ±180°, and only `check` reads them",
            Self::ExtraNumbers => "the position has more than three numbers",
            Self::Empty => "there is no feature in the file",
            Self::Respelled => {
                "the name is written otherwise elsewhere in the file, with other blanks or invisible characters"
            }
            Self::LikeNames => {
                "two names look alike: they differ by case, blanks, marks, accents or letters that look the same"
            }
            Self::NumberName => "the controller is a number, true or false, and is read as text",
            Self::VoidName => "its `controller` names nobody, and something else is taken for it",
            Self::WrongBbox => "the `bbox` is not that of the positions, and says nothing",
            _ => "",
        }
    }

    /// What was read otherwise than written because of it, where that is known from the land as a whole; for one
    /// occurrence.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Overlap => "overlap of controllers, where the first one in the file counts",
            Self::SelfIntersection => {
                "ring that crosses itself or winds around land twice, all of it taken as land"
            }
            Self::HoleOutside => "hole outside its shell, left out there",
            Self::HolesOverlap => "overlap of holes in one shell, taken as one hole",
            Self::PartsOverlap => "overlap of parts of one feature, counted once",
            Self::DuplicateFeature => "feature there twice, counted once",
            Self::OverlapWithin => "overlap of features that agree, counted once",
            Self::LikeNames => "names that look alike, read as two",
            _ => self.oddity(),
        }
    }

    /// Whether repairing the geometry removes it; only the user can know who holds nameless land, or what is missing.
    pub fn is_fixable(self) -> bool {
        !matches!(self, Self::InvalidFeature | Self::Attribute | Self::Empty)
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemPlace {
    /// Where in the file: the feature, and the ring or position in it; empty for what has no place.
    pub feature: String,
    /// Where on earth, if it has a position.
    pub at: Option<GridPoint>,
}

/// How often there are problems of a kind in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProblemCount {
    /// The kind.
    pub kind: ProblemKind,
    /// How often: pieces of land, rings, features or positions, as the kind has it.
    pub count: usize,
    /// How much land they concern, in square millimetres; none where it is not about land.
    pub area_mm2: Option<i128>,
    /// Where the first of them is, if that is known.
    pub first: Option<ProblemPlace>,
}

impl ProblemCount {
    /// Problems with so much land.
    pub fn of_land(kind: ProblemKind, count: usize, area_mm2: i128) -> Self {
        let area_mm2 = Some(area_mm2);
        Self {
            kind,
            count,
            area_mm2,
            first: None,
        }
    }

    /// Problems that are not about land.
    pub fn of_other(kind: ProblemKind, count: usize) -> Self {
        let area_mm2 = None;
        Self {
            kind,
            count,
            area_mm2,
            first: None,
        }
    }

    /// The same, the first of them here.
    #[must_use]
    pub fn first_at(mut self, first: ProblemPlace) -> Self {
        self.first = Some(first);
        self
    }

    /// What a notice counts: what was left out because it is no land is none of these kinds.
    pub fn of_notice(notice: &Notice) -> Option<Self> {
        let first = ProblemPlace {
            feature: notice.first.clone(),
            at: notice.at,
        };
        Some(Self::of_other(ProblemKind::of(notice.kind)?, notice.count).first_at(first))
    }

    /// Counts of one input, each kind once, in the order of kinds.
    pub fn merged(counts: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut counts: Vec<Self> = counts.into_iter().collect();
        counts.sort_by_key(|count| count.kind);
        counts.dedup_by(|next, first| {
            let is_same = next.kind == first.kind;
            if is_same {
                first.count += next.count;
                first.area_mm2 = match (first.area_mm2, next.area_mm2) {
                    (Some(one), Some(other)) => Some(one + other),
                    (one, other) => one.or(other),
                };
                first.first = first.first.take().or(next.first.take());
            }
            is_same
        });
        counts
    }
}
