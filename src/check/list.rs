//! Everything that is wrong with a layer.

use super::coverage::Coverage;
use super::land::Land;
use super::policy::{Gaps, Policy};
use super::problem::{Kind, Problem};
use super::{attributes, rings};
use crate::Error;
use crate::measure::Area;
use crate::model::{Date, Feature, Notices};
use crate::read::{Inspection, ReadOptions, Spans, snapshot_faults};

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The file.
    pub file: String,
    /// The date that was looked at, of a file with several.
    pub date: Option<Date>,
    /// What is wrong, in the order of kinds, the largest first.
    pub problems: Vec<Problem>,
    /// Gaps that are there on purpose, or wider than the policy's limit.
    pub kept_gaps: KeptGaps,
    /// What was read otherwise than written because the options ask for it: names, land without one.
    pub as_asked: Notices,
    /// How the file was read where it leaves that open, and from which reference system.
    pub read: Notices,
}

/// Gaps that are there on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptGaps {
    /// How many.
    pub count: usize,
    /// The land in them.
    pub area: Area,
}

/// The member of a layer by which [`fix`](super::fix()) states that its gaps are meant to be.
pub(super) const KEPT_GAPS: &str = "gaps";

/// Everything that is wrong with a layer.
///
/// Gaps count as problems unless the policy, or where it does not state any the layer itself by `"gaps": "kept"`, states that they
/// are meant to be. Of a layer whose features have times of their own, only those overlap that hold at the same time, and gaps
/// are land that nobody has at any.
pub fn check(inspection: &Inspection, options: &ReadOptions, policy: &Policy) -> Checked {
    let (spans, unnamed) = times_and_faults(inspection, options);
    let land = Land::of(&inspection.layer, options, spans, &unnamed);
    found(
        inspection,
        options,
        &unnamed,
        &Coverage::of(&land, policy),
        policy,
    )
}

/// When the features of a layer hold, if they do not all hold at the same time; and what keeps it from being a snapshot or a series.
pub(super) fn times_and_faults(
    inspection: &Inspection,
    options: &ReadOptions,
) -> (Option<Spans>, Vec<Error>) {
    let mut faults = snapshot_faults(&inspection.layer, options);
    let spans = Spans::of(&inspection.layer, &options.times);
    let spans = spans.unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    (spans.filter(Spans::is_series), faults)
}

/// What is wrong with a layer whose land is overlaid; `unnamed` keeps it from being a snapshot.
pub(super) fn found(
    inspection: &Inspection,
    options: &ReadOptions,
    unnamed: &[Error],
    coverage: &Coverage,
    policy: &Policy,
) -> Checked {
    let Inspection { layer, faults, .. } = inspection;
    let mut problems: Vec<Problem> = faults
        .iter()
        .map(|fault| Problem::of(Kind::InvalidFeature, fault))
        .collect();
    problems.extend(unnamed.iter().map(|fault| Problem::of(Kind::Attribute, fault)));
    if layer.features.is_empty() && faults.is_empty() {
        problems.push(Problem::new(Kind::Empty, Kind::Empty.oddity(), "", None));
    }
    problems.extend(attributes::problems(layer, options));
    problems.extend(layer.notices.occurrences().iter().filter_map(|case| {
        let kind = Kind::of_fault(case.kind)?;
        Some(Problem::new(kind, kind.oddity(), case.place.clone(), case.at))
    }));
    problems.extend(beside_land(&layer.features));
    problems.extend(rings::problems(layer));
    let gaps_are_kept = match policy.gaps {
        Some(gaps) => gaps == Gaps::Keep,
        // Who limits the width asks for gaps.
        None => policy.gap_width.is_none() && states_that_gaps_are_kept(inspection),
    };
    problems.extend(coverage.problems(policy.sliver));
    let gaps = coverage.problems_of_gaps(policy.sliver);
    let mut kept: Vec<Area> = coverage.wide_gaps().collect();
    if gaps_are_kept {
        kept.extend(gaps.iter().filter_map(|gap| gap.area));
    } else {
        problems.extend(gaps);
    }
    let kept_gaps = KeptGaps {
        count: kept.len(),
        area: kept.into_iter().sum(),
    };
    problems.sort_by(|a, b| a.kind.cmp(&b.kind).then(b.area.cmp(&a.area)));
    Checked {
        file: layer.name.clone(),
        date: None,
        problems,
        kept_gaps,
        as_asked: attributes::as_asked(layer, options),
        read: Kind::beside(&layer.notices),
    }
}

/// Points and lines, of a layer that has land.
fn beside_land(features: &[Feature]) -> impl Iterator<Item = Problem> {
    let has_land = features
        .iter()
        .any(|feature| !feature.geometry.polygons.is_empty());
    let others = features.iter().filter(move |feature| {
        let geometry = &feature.geometry;
        has_land && (!geometry.points.is_empty() || !geometry.lines.is_empty())
    });
    others.map(|feature| {
        let geometry = &feature.geometry;
        let line = geometry.lines.first().and_then(|line| line.0.first());
        let at = geometry.points.first().or(line).copied();
        Problem::new(Kind::NoLand, Kind::NoLand.oddity(), feature.describe(), at)
    })
}

fn states_that_gaps_are_kept(inspection: &Inspection) -> bool {
    inspection.layer.members.get(KEPT_GAPS).and_then(|v| v.as_str()) == Some("kept")
}
