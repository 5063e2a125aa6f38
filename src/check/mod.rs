//! Check: what is wrong with a layer of control, where, and how much; and how to mend it.
//!
//! ```text
//! Inspection::read            ─┬─ rings      what a ring shows by itself
//!                              ├─ attributes what features say of themselves
//!                              └─ coverage   what the mosaic of all land shows ─► Problem
//!                                 fix        every face to one holder ─► Fixed
//! ```
//!
//! Nothing here measures or cuts by itself: overlaps, gaps, rings that cross themselves are faces of the
//! [mosaic](crate::mosaic) with other labels than they should have.
//!
//! ```
//! use landshift::check::{Kind, Policy, check};
//! use landshift::read::{Inspection, ReadOptions};
//!
//! let square = |name: &str, west: f64, east: f64| format!(
//!     r#"{{"type": "Feature", "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
//!     "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#);
//! let text = [square("A", 46.0, 47.0), square("B", 46.9, 48.0)].join("\n");
//! let found = check(&Inspection::read(text, "front.geojson")?, &ReadOptions::default(), &Policy::default());
//! assert_eq!(found.problems.len(), 1);
//! assert_eq!(found.problems[0].kind, Kind::Overlap);
//! assert!((found.problems[0].area.unwrap().km2() - 941.2).abs() < 0.1);
//! # Ok::<(), landshift::Error>(())
//! ```

mod attributes;
mod coverage;
mod fix;
mod rings;

use crate::Error;
use crate::measure::Area;
use crate::model::{
    Feature, GridPoint, GridPolygon, Layer, NoticeKind, Overlaps, Snapshot, Territory, to_degrees,
};
use crate::read::{Inspection, ReadOptions, controllers, snapshot_faults};
use coverage::Coverage;
pub use fix::{Action, Fixed, fix, resolve};

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A feature that cannot be read: out of range, swapped, projected, of too few positions.
    InvalidFeature,
    /// A feature that does not say who holds it, or says something that cannot be used.
    Attribute,
    /// An `id` that several features have.
    DuplicateId,
    /// A ring whose last position is not its first.
    UnclosedRing,
    /// A ring wound against RFC 7946, section 3.1.6.
    MisWoundRing,
    /// A position that repeats the one before it.
    DuplicatePosition,
    /// A ring that encloses nothing.
    DegenerateRing,
    /// A ring across ±180° or round a pole, against RFC 7946, section 3.1.9.
    Across180,
    /// A position of more than three numbers.
    ExtraNumbers,
    /// A ring that runs out and back on itself.
    Spike,
    /// A ring that crosses itself, or winds around land more than once.
    SelfIntersection,
    /// A hole, or a part of one, that is not in its shell.
    HoleOutside,
    /// Land that several controllers have.
    Overlap,
    /// Land that several features of one controller have.
    OverlapWithin,
    /// Land that nobody has, with the coverage all around.
    Gap,
    /// An overlap narrower than a sliver.
    SliverOverlap,
    /// A gap narrower than a sliver.
    SliverGap,
}

impl Kind {
    /// Its name in listings, such as `self-intersection`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidFeature => "invalid-feature",
            Self::Attribute => "attribute",
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
    fn of(oddity: NoticeKind) -> Option<Self> {
        match oddity {
            NoticeKind::UnclosedRing => Some(Self::UnclosedRing),
            NoticeKind::MisWoundRing => Some(Self::MisWoundRing),
            NoticeKind::RepeatedPosition => Some(Self::DuplicatePosition),
            NoticeKind::DegenerateRing | NoticeKind::DegenerateLine => Some(Self::DegenerateRing),
            NoticeKind::RingAcross180 | NoticeKind::RingRoundPole | NoticeKind::LineAcross180 => {
                Some(Self::Across180)
            }
            NoticeKind::ExtraNumbers => Some(Self::ExtraNumbers),
            NoticeKind::EmptyGeometry
            | NoticeKind::NoGeometry
            | NoticeKind::NoLand
            | NoticeKind::LargeMember => None,
        }
    }

    /// What is odd, where that is the same in all cases.
    fn oddity(self) -> &'static str {
        match self {
            Self::UnclosedRing => "the last position of the ring is not its first",
            Self::MisWoundRing => {
                "the ring is wound the wrong way: shells run counter-clockwise, holes clockwise"
            }
            Self::DuplicatePosition => "the position repeats the one before it",
            Self::DegenerateRing => "the ring encloses nothing",
            Self::Across180 => "the ring crosses ±180° or goes round a pole, and is not cut there",
            Self::ExtraNumbers => "the position has more than three numbers",
            _ => "",
        }
    }

    /// Whether mending the geometry takes it away; nobody but the person can know who holds nameless land.
    fn is_fixable(self) -> bool {
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
    /// What the person can do about it, beyond --fix.
    pub hint: Option<String>,
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
    fn new(kind: Kind, what: impl Into<String>, place: impl Into<String>, at: Option<GridPoint>) -> Self {
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
    fn of(kind: Kind, error: &Error) -> Self {
        Self {
            at: error.place(),
            hint: error.hint().map(ToString::to_string),
            ..Self::new(kind, error.message(), error.location(), None)
        }
    }
}

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
    /// Overlaps and gaps narrower than this, in metres, are slivers.
    pub sliver_m: f64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            overlaps: Overlaps::default(),
            gaps: None,
            sliver_m: 10.0,
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The file.
    pub file: String,
    /// What is wrong, in the order of kinds, the largest first.
    pub problems: Vec<Problem>,
    /// How many gaps are there on purpose, and how much land is in them.
    pub kept_gaps: (usize, Area),
}

/// The member of a layer by which [`fix`] says that its gaps are meant to be.
const KEPT_GAPS: &str = "gaps";

/// Everything that is wrong with a layer.
///
/// Gaps count as problems unless the policy, or where it is silent the layer itself by `"gaps": "kept"`, says that they
/// are meant to be.
pub fn check(inspection: &Inspection, options: &ReadOptions, policy: &Policy) -> Checked {
    let unnamed = snapshot_faults(&inspection.layer, options);
    let land = Land::of(&inspection.layer, options, &unnamed);
    found(inspection, &unnamed, &Coverage::of(&land), policy)
}

/// What is wrong with a layer whose land is laid out; `unnamed` keeps it from being a snapshot.
fn found(inspection: &Inspection, unnamed: &[Error], coverage: &Coverage, policy: &Policy) -> Checked {
    let Inspection { layer, faults } = inspection;
    let mut problems: Vec<Problem> = faults
        .iter()
        .map(|fault| Problem::of(Kind::InvalidFeature, fault))
        .collect();
    problems.extend(unnamed.iter().map(|fault| Problem::of(Kind::Attribute, fault)));
    problems.extend(attributes::problems(layer));
    problems.extend(layer.notices.occurrences().iter().filter_map(|case| {
        let kind = Kind::of(case.kind)?;
        Some(Problem::new(kind, kind.oddity(), case.place.clone(), case.at))
    }));
    problems.extend(rings::problems(layer));
    let gaps_are_kept = match policy.gaps {
        Some(gaps) => gaps == Gaps::Keep,
        None => says_gaps_are_kept(inspection),
    };
    let (in_gaps, on_land): (Vec<Problem>, Vec<Problem>) = coverage
        .problems(policy.sliver_m)
        .into_iter()
        .partition(|p| matches!(p.kind, Kind::Gap | Kind::SliverGap));
    problems.extend(on_land);
    let mut kept_gaps = (0, Area::ZERO);
    if gaps_are_kept {
        kept_gaps = (in_gaps.len(), in_gaps.iter().filter_map(|gap| gap.area).sum());
    } else {
        problems.extend(in_gaps);
    }
    problems.sort_by(|a, b| a.kind.cmp(&b.kind).then(b.area.cmp(&a.area)));
    Checked {
        file: layer.name.clone(),
        problems,
        kept_gaps,
    }
}

fn says_gaps_are_kept(inspection: &Inspection) -> bool {
    inspection.layer.members.get(KEPT_GAPS).and_then(|v| v.as_str()) == Some("kept")
}

/// Land and who holds it, in the order of the file.
struct Land<'a>(Vec<Holding<'a>>);

/// A feature that is land.
struct Holding<'a> {
    /// How a message names it.
    described: String,
    controller: String,
    polygons: &'a [GridPolygon],
}

impl<'a> Land<'a> {
    /// The features of a layer. Where `faults` keep it from being a snapshot, every feature counts as a controller's of
    /// its own.
    fn of(layer: &'a Layer, options: &ReadOptions, faults: &[Error]) -> Self {
        let named = if faults.is_empty() {
            controllers(layer, options).ok()
        } else {
            None
        };
        let described = || features(layer).map(Feature::describe);
        let names = named.unwrap_or_else(|| described().collect());
        Self(
            features(layer)
                .zip(described().zip(names))
                .map(|(feature, (described, controller))| Holding {
                    described,
                    controller,
                    polygons: &feature.geometry.polygons,
                })
                .collect(),
        )
    }

    /// The territories of a snapshot.
    fn of_snapshot(snapshot: &'a Snapshot) -> Self {
        let described = |territory: &Territory| match territory.name() {
            Some(name) => format!("\"{name}\""),
            None => format!("land of {}", territory.controller),
        };
        let territories = snapshot.territories.iter();
        Self(
            territories
                .map(|territory| Holding {
                    described: described(territory),
                    controller: territory.controller.clone(),
                    polygons: &territory.polygons,
                })
                .collect(),
        )
    }

    /// How a message names a feature and its controller.
    fn describe(&self, feature: usize) -> String {
        let Holding {
            described,
            controller,
            ..
        } = &self.0[feature];
        if described.contains(controller.as_str()) {
            described.clone()
        } else {
            format!("{described} of {controller}")
        }
    }
}

/// The features that are land.
fn features(layer: &Layer) -> impl Iterator<Item = &Feature> {
    layer.features.iter().filter(|f| !f.geometry.polygons.is_empty())
}
