//! One flaw of a layer's land.

use crate::model::ProblemKind;

/// What is wrong with some land of a layer; features by their place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A ring crosses itself, or winds around the land more than once.
    Crossing(usize),
    /// A hole lies outside its shell.
    HoleOutside(usize),
    /// Holes of one shell overlap.
    HolesOverlap(usize),
    /// Parts of one feature overlap.
    Parts(usize),
    /// Features of several controllers overlap.
    Overlap(Vec<usize>),
    /// Features of one controller overlap.
    Within(Vec<usize>),
    /// Features of one controller are the same land, ring by ring.
    Twice(Vec<usize>),
}

impl Flaw {
    /// What kind of problem it is; whether an overlap is a sliver is not known here.
    pub fn kind(&self) -> ProblemKind {
        match self {
            Self::Crossing(_) => ProblemKind::SelfIntersection,
            Self::HoleOutside(_) => ProblemKind::HoleOutside,
            Self::HolesOverlap(_) => ProblemKind::HolesOverlap,
            Self::Parts(_) => ProblemKind::PartsOverlap,
            Self::Overlap(_) => ProblemKind::Overlap,
            Self::Within(_) => ProblemKind::OverlapWithin,
            Self::Twice(_) => ProblemKind::DuplicateFeature,
        }
    }

    /// The features that it is about.
    pub fn features(&self) -> &[usize] {
        match self {
            Self::Crossing(feature)
            | Self::HoleOutside(feature)
            | Self::HolesOverlap(feature)
            | Self::Parts(feature) => std::slice::from_ref(feature),
            Self::Overlap(features) | Self::Within(features) | Self::Twice(features) => features,
        }
    }
}
