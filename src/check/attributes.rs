//! Attributes of features: ids that should be unique, names that are odd or not used.

use std::collections::BTreeMap;

use super::problem::{Kind, Problem};
use crate::model::{Feature, Layer, Notices};
use crate::read::{ReadOptions, odd_names};

pub(super) fn problems(layer: &Layer, options: &ReadOptions) -> Vec<Problem> {
    let odd = odd_names(layer, options).into_iter().filter_map(|odd| {
        let kind = Kind::of_fault(odd.kind)?;
        Some(Problem::new(kind, kind.oddity(), odd.place, odd.at))
    });
    odd.chain(repeated_ids(layer)).collect()
}

/// What was done to names because the options ask for it.
pub(super) fn as_asked(layer: &Layer, options: &ReadOptions) -> Notices {
    let mut notices = Notices::default();
    for odd in odd_names(layer, options) {
        if Kind::of(odd.kind).is_some_and(Kind::is_asked_for) {
            notices.add(odd.kind, odd.at, || odd.place);
        }
    }
    notices
}

fn repeated_ids(layer: &Layer) -> Vec<Problem> {
    let mut by_id: BTreeMap<&str, Vec<&Feature>> = BTreeMap::new();
    for feature in &layer.features {
        if let Some(id) = &feature.id {
            by_id.entry(id).or_default().push(feature);
        }
    }
    let repeated = by_id.into_iter().filter(|(_, features)| features.len() > 1);
    let problem = |(id, features): (&str, Vec<&Feature>)| {
        let names: Vec<String> = features.iter().map(|f| format!("feature {}", f.index)).collect();
        let polygon = features[1].geometry.polygons.first();
        let at = polygon.and_then(|polygon| polygon.exterior().0.first().copied());
        Problem::new(
            Kind::DuplicateId,
            format!("{} features have the id `{id}`", features.len()),
            names.join(", "),
            at,
        )
    };
    repeated.map(problem).collect()
}
