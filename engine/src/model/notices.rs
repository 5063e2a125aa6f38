//! What is repaired or left out of an input: counted by kind, with the place of the first occurrence. Data first; its
//! text is made here alone.

use std::fmt;

use super::grid::{GridPoint, to_degrees};

/// What is repaired or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// A ring whose last position was not its first.
    UnclosedRing,
    /// A ring wound against RFC 7946; common and harmless, so it is recorded only where every occurrence is wanted.
    MisWoundRing,
    /// A position that repeats the one before it.
    RepeatedPosition,
    /// A ring that encloses nothing.
    DegenerateRing,
    /// A line of one position.
    DegenerateLine,
    /// A ring across ±180°.
    RingAcross180,
    /// A ring round a pole.
    RingRoundPole,
    /// A polygon whose first ring lies in a later one.
    ShellInHole,
    /// A line across ±180°.
    LineAcross180,
    /// A ring or line with longitudes beyond ±180°; wrapped where every occurrence is wanted, refused elsewhere.
    Beyond180,
    /// A position of more than three numbers.
    ExtraNumbers,
    /// A geometry without positions.
    EmptyGeometry,
    /// A feature without a geometry.
    NoGeometry,
    /// A feature of points or lines where land is wanted.
    NoLand,
    /// A feature that holds on no day, where features have times.
    NoTime,
    /// Land whose holder has no name, left out as the user asks.
    Unnamed,
    /// Land whose holder has no name, given to the one whom the user names for it.
    Given,
    /// A member too large to be held.
    LargeMember,
    /// A file without a feature.
    EmptyCollection,
    /// An `id` that an earlier feature has.
    DuplicateId,
    /// A name of a controller that is written otherwise elsewhere in the file, and is read as the same.
    Respelled,
    /// A name of a controller in the file where the user states one for all land.
    Replaced,
    /// A name of a controller that is a number, or true or false.
    NumberName,
    /// A name, of the property that the user names, that is a whole number with a decimal point.
    PointedNumber,
    /// A `controller` that is null, blank, a list or an object where something else names the controllers.
    VoidName,
    /// A `bbox` that is not that of the positions, or is none at all.
    WrongBbox,
    /// Shapes without the table of their properties.
    NoTable,
    /// Coordinates of which nothing states the reference system.
    NoReferenceSystem,
    /// Text of which nothing states the encoding, and which is not UTF-8.
    GuessedEncoding,
    /// What a file only refers to, elsewhere.
    LinkedFile,
    /// A layer read in another reference system than its file states, as the user says; both stand in place of where.
    Overruled,
    /// A layer in another reference system than longitude and latitude on WGS 84; its name, and how it was done, stand in
    /// place of where.
    Reprojected,
}

impl NoticeKind {
    /// What it is and what was done about it, for one occurrence.
    pub fn text(self) -> &'static str {
        match self {
            Self::UnclosedRing => "unclosed ring closed",
            Self::MisWoundRing => "ring wound the wrong way turned",
            Self::RepeatedPosition => "repeated position dropped",
            Self::DegenerateRing => "ring without an area dropped",
            Self::DegenerateLine => "line without length dropped",
            Self::RingAcross180 => "ring crosses ±180°, cut there",
            Self::RingRoundPole => "ring round a pole, closed through it",
            Self::ShellInHole => "outer ring listed after an inner one, taken for the outer one",
            Self::LineAcross180 => "line crosses ±180°, cut there",
            Self::Beyond180 => "longitudes beyond ±180° wrapped",
            Self::ExtraNumbers => "position of more than three numbers, the others left out",
            Self::EmptyGeometry => "empty geometry",
            Self::NoGeometry => "feature without a geometry",
            Self::NoLand => "feature with points or lines, which are no land and left out",
            Self::NoTime => "feature that states no time, or holds on no day, left out",
            Self::Unnamed => "land without a name left out",
            Self::Given => "land without a name given to the one named for it",
            Self::LargeMember => "member of more than 64 kB left out",
            Self::EmptyCollection => "no feature in the file",
            Self::DuplicateId => "id that an earlier feature has",
            Self::Respelled => {
                "name that differs from another by blanks or invisible characters, read as the same"
            }
            Self::Replaced => "name of its own replaced by the one for all land",
            Self::NumberName => "controller that is a number, true or false, read as text",
            Self::PointedNumber => "number such as 101.0, read as 101",
            Self::VoidName => "`controller` that names nobody, passed over",
            Self::WrongBbox => "`bbox` that is not that of the positions, left out",
            Self::NoTable => "no table (.dbf) beside the shapes, so that they have no properties",
            Self::NoReferenceSystem => {
                "no reference system stated (.prj), taken for longitude and latitude on WGS 84"
            }
            Self::GuessedEncoding => "text in no stated encoding (.cpg), read as Windows-1252",
            Self::LinkedFile => "link to another file, which is not followed",
            Self::Overruled => "read in another reference system than the file states, as the user says:",
            Self::Reprojected => "reprojected to longitude and latitude (WGS 84) from",
        }
    }
}

/// A repair or omission of one kind, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// What was repaired or left out.
    pub kind: NoticeKind,
    /// How often.
    pub count: usize,
    /// Where in the file it first occurred: the feature, and the ring or position in it; empty for what has no place.
    pub first: String,
    /// Where on earth that is, if it has a position.
    pub at: Option<GridPoint>,
}

impl Notice {
    /// Where on earth it first occurred: longitude and latitude in degrees.
    pub fn place(&self) -> Option<[f64; 2]> {
        self.at.map(|p| [p.x, p.y].map(to_degrees))
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, count) = (self.kind.text(), self.count);
        if matches!(self.kind, NoticeKind::Reprojected | NoticeKind::Overruled) {
            return write!(f, "{text} {}", crate::error::printable(&self.first));
        }
        if self.first.is_empty() {
            return write!(f, "{text} ({count}×)");
        }
        write!(
            f,
            "{text} ({count}×, first at {})",
            crate::error::printable(&self.first)
        )
    }
}

/// One single repair or omission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// What was repaired or left out.
    pub kind: NoticeKind,
    /// Where in the file: the feature, and the ring or position in it.
    pub place: String,
    /// Where on earth that is, if it has a position.
    pub at: Option<GridPoint>,
}

/// All that was repaired or left out of one input, one entry a kind, in order of first occurrence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    kinds: Vec<Notice>,
    /// Every single occurrence instead, where they are wanted.
    occurrences: Option<Vec<Occurrence>>,
}

impl Notices {
    /// None yet; every single one will be recorded, for [`Notices::occurrences`] alone.
    pub fn of_all_occurrences() -> Self {
        Self {
            kinds: Vec::new(),
            occurrences: Some(Vec::new()),
        }
    }

    /// None yet; every single one will be recorded if `other` does so.
    pub fn like(other: &Self) -> Self {
        Self {
            kinds: Vec::new(),
            occurrences: other.occurrences.is_some().then(Vec::new),
        }
    }

    /// Counts one occurrence at `at`; `place`, in the file, is called only where it is needed.
    pub fn add(&mut self, kind: NoticeKind, at: Option<GridPoint>, place: impl FnOnce() -> String) {
        if let Some(occurrences) = &mut self.occurrences {
            let place = place();
            occurrences.push(Occurrence { kind, place, at });
            return;
        }
        match self.kinds.iter_mut().find(|n| n.kind == kind) {
            _ if kind == NoticeKind::MisWoundRing => {}
            Some(notice) => notice.count += 1,
            None => self.kinds.push(Notice {
                kind,
                count: 1,
                first: place(),
                at,
            }),
        }
    }

    /// The entries.
    pub fn iter(&self) -> std::slice::Iter<'_, Notice> {
        self.kinds.iter()
    }

    /// Every single occurrence, where they were wanted.
    pub fn occurrences(&self) -> &[Occurrence] {
        self.occurrences.as_deref().unwrap_or_default()
    }

    /// Those of some kinds, counted by kind, whether every occurrence was wanted or not.
    #[must_use]
    pub fn counted(&self, is_meant: impl Fn(NoticeKind) -> bool) -> Self {
        let mut counted = Self {
            kinds: self
                .kinds
                .iter()
                .filter(|notice| is_meant(notice.kind))
                .cloned()
                .collect(),
            occurrences: None,
        };
        for case in self.occurrences().iter().filter(|case| is_meant(case.kind)) {
            counted.add(case.kind, case.at, || case.place.clone());
        }
        counted
    }

    /// Adds the notices of another input, kind by kind.
    pub fn append(&mut self, other: Self) {
        for notice in other.kinds {
            match self.kinds.iter_mut().find(|n| n.kind == notice.kind) {
                Some(mine) => mine.count += notice.count,
                None => self.kinds.push(notice),
            }
        }
        if let Some(occurrences) = &mut self.occurrences {
            occurrences.extend(other.occurrences.into_iter().flatten());
        }
    }

    /// Whether nothing was repaired or left out.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.occurrences().is_empty()
    }
}

impl<'a> IntoIterator for &'a Notices {
    type Item = &'a Notice;
    type IntoIter = std::slice::Iter<'a, Notice>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
