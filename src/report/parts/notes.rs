//! Notes that several results end with: what the snapshots are, how land was measured, and what it rests on.

use crate::change::{Breakdown, Weighed};
use crate::measure::{Area, AreaUnits, EdgeModel, Length, count};
use crate::noise::NoiseReasons;
use crate::overlay::{SnapshotFigures, UnitOverlaps, WithinFigures};

/// What the populations are.
pub(in crate::report) const POPULATIONS: &str =
    "Populations are those of the places file, not those of the dates.";

/// The date, title, land and file of a snapshot, after a word for it.
pub(in crate::report) fn as_of(word: &str, snapshot: &SnapshotFigures, units: AreaUnits) -> String {
    let date = snapshot.date.map_or("without a date".to_owned(), |date| {
        format!("as of {}", date.long())
    });
    let title = snapshot
        .title
        .as_ref()
        .map(|title| format!(", \"{title}\""))
        .unwrap_or_default();
    format!(
        "{word}: {date}{title}, {} ({})",
        units.text(snapshot.area),
        snapshot.path
    )
}

/// How areas were measured and how far the result closes.
pub(in crate::report) fn method(
    edges: EdgeModel,
    tolerance: Length,
    reasons: Option<&NoiseReasons>,
    closure: f64,
) -> Vec<String> {
    let edges = match edges {
        EdgeModel::StraightLonLat => "straight in longitude and latitude",
        EdgeModel::Geodesic => "geodesic",
    };
    let slivers = if let Some(reasons) = reasons {
        let slivers = "Slivers are told apart, and left out of findings and shares.";
        let told = if tolerance > Length::ZERO { slivers } else { "" };
        format!("Noise: {reasons}. {told}").trim_end().to_owned()
    } else if tolerance > Length::ZERO {
        format!(
            "Pieces narrower than {} m are slivers: told apart, and left out of findings and shares.",
            tolerance.m()
        )
    } else {
        "Tolerance 0 m: every piece counts, however narrow.".to_owned()
    };
    let closure = if closure > 0.0 {
        format!("Closure: input and result differ by at most {closure:.0e} of all land.")
    } else {
        "Closure: input and result agree to the square millimetre.".to_owned()
    };
    vec![
        format!("Areas on the WGS 84 ellipsoid; edges are {edges}."),
        slivers,
        closure,
    ]
}

/// What the file counts twice, if it does.
pub(in crate::report) fn overlap(
    heading: &str,
    snapshot: &SnapshotFigures,
    units: AreaUnits,
) -> Option<String> {
    (snapshot.overlap > Area::ZERO).then(|| {
        format!(
            "Overlaps {heading}: {} is claimed by more than one controller of {}; the first in the file counts.",
            units.text(snapshot.overlap),
            snapshot.path
        )
    })
}

/// The sources of the snapshots, each once.
pub(in crate::report) fn sources(snapshots: &[&SnapshotFigures]) -> Option<String> {
    let mut sources: Vec<&str> = Vec::new();
    for source in snapshots.iter().flat_map(|s| &s.sources) {
        if !sources.contains(&source.as_str()) {
            sources.push(source);
        }
    }
    (!sources.is_empty()).then(|| format!("Sources: {}.", sources.join("; ").trim_end_matches('.')))
}

/// What the figures are confined to, if they are.
pub(in crate::report) fn within(within: Option<&WithinFigures>, units: AreaUnits) -> Option<String> {
    let WithinFigures { name, about, area } = within?;
    let area = units.text(*area);
    Some(format!(
        "Within {name}: {about}, {area}. All figures are of land inside it."
    ))
}

/// What is to be known of the units of one change or of several: that they overlap, and how numbers are shared out.
pub(in crate::report) fn on_units<'a>(
    breakdowns: impl IntoIterator<Item = &'a Breakdown>,
    units: AreaUnits,
) -> Vec<String> {
    let first = breakdowns.into_iter().find(|breakdown| breakdown.units.is_some());
    let Some(breakdown) = first else {
        return Vec::new();
    };
    let overlaps = unit_overlaps(&breakdown.unit_overlaps, units);
    let weighed = breakdown.weighed.iter().flat_map(weighed);
    overlaps.into_iter().chain(weighed).collect()
}

/// That units overlap, and by how much; what lies in two editions of one line by rounding is not told.
fn unit_overlaps(overlaps: &UnitOverlaps, units: AreaUnits) -> Option<String> {
    let first = overlaps
        .pairs
        .first()
        .filter(|_| overlaps.area > Area::from_m2(1.0))?;
    let (one, other) = (first.one.label(), first.other.label());
    let pairs = overlaps.pairs.len();
    let which = if pairs == 1 {
        format!("{one} and {other}")
    } else {
        let (pairs, most) = (count(pairs as u64), units.text(first.area));
        format!("{pairs} pairs of units, {most} of it {one} and {other}")
    };
    Some(format!(
        "Units overlap: {} lies in more than one of them ({which}). Every unit's figures are its own, so their sum is not the \
         total.",
        units.text(overlaps.area)
    ))
}

/// The most units that are named.
const NAMED: usize = 5;

/// How the numbers of units were shared out, and which were left out.
fn weighed(weighed: &Weighed) -> Vec<String> {
    let column = &weighed.column;
    let mut notes = vec![format!(
        "`{column}` of land that changed hands is an estimate by area (areal weighting): each unit's number is taken to be \
         spread evenly over it, which towns are not."
    )];
    if weighed.totals.is_none() {
        notes.push(format!(
            "No sum of `{column}` is given, since units overlap and it would count some of it twice."
        ));
    }
    let unusable = &weighed.unusable;
    if !unusable.is_empty() {
        let named = unusable.iter().take(NAMED).map(|one| match &one.value {
            Some(value) => format!("{} ({value})", one.unit),
            None => one.unit.clone(),
        });
        let mut named: Vec<String> = named.collect();
        if unusable.len() > NAMED {
            named.push(format!("and {} more", count((unusable.len() - NAMED) as u64)));
        }
        let (units, have, counts) = if unusable.len() == 1 {
            ("unit", "has", "counts")
        } else {
            ("units", "have", "count")
        };
        notes.push(format!(
            "{} {units} {have} no usable number `{column}` and {counts} nothing in it: {}.",
            count(unusable.len() as u64),
            named.join(", ")
        ));
    }
    notes
}
