//! Notes that several results end with: what the snapshots are, how land was measured, and what it rests on.

use crate::measure::{Area, EdgeModel, Length};
use crate::noise::NoiseReasons;
use crate::overlay::SnapshotFigures;

/// The last note of every table for people; it carries [`crate::write::MARK`].
pub(in crate::report) const MADE_WITH: &str = "Made with landshift.";

/// What the populations are.
pub(in crate::report) const POPULATIONS: &str =
    "Populations are those of the places file, not those of the dates.";

/// The date, title, land and file of a snapshot, after a word for it.
pub(in crate::report) fn as_of(word: &str, snapshot: &SnapshotFigures) -> String {
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
        snapshot.area.text(),
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
pub(in crate::report) fn overlap(heading: &str, snapshot: &SnapshotFigures) -> Option<String> {
    (snapshot.overlap > Area::ZERO).then(|| {
        format!(
            "Overlaps {heading}: {} is claimed by more than one controller of {}; the first in the file counts.",
            snapshot.overlap.text(),
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
