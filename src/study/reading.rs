//! What was read otherwise than written, input by input, as far as a study knows.

use super::remark::Remark;
use crate::check::flaws_of_land;
use crate::measure::AreaUnits;
use crate::model::{Layer, Notices, ProblemCount, ReferenceLayers, Snapshot};
use crate::overlay::Overlay;

/// What the land of inputs showed once it was overlaid, by what the inputs are called.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown(Vec<(String, Vec<ProblemCount>)>);

impl Shown {
    /// What the land of all inputs of an overlay shows.
    pub(super) fn of(overlay: &Overlay) -> Self {
        let snapshots = overlay.snapshots().iter().enumerate();
        let snapshots = snapshots.map(|(place, snapshot)| (snapshot.name.clone(), overlay.flaws(place)));
        let layers = overlay.layers();
        let units = (layers.units.name.clone(), overlay.flaws_of_units());
        let claims = (layers.claims.name.clone(), overlay.flaws_of_claims());
        let all = snapshots.chain([units, claims]);
        Self(all.filter(|(_, counts)| !counts.is_empty()).collect())
    }

    /// What is wrong with the land of files beside the snapshots that no overlay takes in as they are.
    pub(super) fn of_layers(layers: &ReferenceLayers) -> Self {
        let shown = land_of(layers).map(|layer| (layer.name.clone(), flaws_of_land(layer)));
        Self(shown.filter(|(_, counts)| !counts.is_empty()).collect())
    }

    /// Takes over what another overlay showed.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Of each kind the most that any overlay showed of an input: one of several dates has that much on one of them.
    fn most(&self, name: &str) -> Vec<ProblemCount> {
        let mut most: Vec<ProblemCount> = Vec::new();
        let own = self.0.iter().filter(|(known, _)| known == name);
        for count in own.flat_map(|(_, counts)| counts) {
            match most.iter_mut().find(|known| known.kind == count.kind) {
                Some(known) if known.count >= count.count => {}
                Some(known) => known.clone_from(count),
                None => most.push(count.clone()),
            }
        }
        ProblemCount::merged(most)
    }
}

/// The files of all the land in question, and of that which all answers are about.
fn land_of(layers: &ReferenceLayers) -> impl Iterator<Item = &Layer> {
    let rest = layers.rest.as_ref().map(|rest| &rest.land);
    let within = layers.within.as_ref().and_then(|within| within.layer.as_ref());
    rest.into_iter().chain(within)
}

/// An input of a study and what reading repaired in it.
struct Input<'a> {
    name: &'a str,
    notices: Notices,
}

/// A remark for each input in which anything was read otherwise than written.
pub(super) fn remarks<'a>(
    snapshots: impl Iterator<Item = &'a Snapshot>,
    layers: &'a ReferenceLayers,
    shown: &Shown,
    units: AreaUnits,
) -> Vec<Remark> {
    let claims = &layers.claims;
    let layer = |layer: &'a Layer| (layer.name.as_str(), &layer.notices);
    let named = snapshots
        .map(|snapshot| (snapshot.name.as_str(), &snapshot.notices))
        .chain([
            (claims.name.as_str(), &claims.notices),
            layer(&layers.units),
            layer(&layers.places),
        ])
        .chain(land_of(layers).map(layer));
    let mut inputs: Vec<Input> = Vec::new();
    for (name, notices) in named {
        match inputs.iter_mut().find(|input| input.name == name) {
            // The same file once more, or another date of it.
            Some(input) if input.notices == *notices => {}
            Some(input) => input.notices.append(notices.clone()),
            None => inputs.push(Input {
                name,
                notices: notices.clone(),
            }),
        }
    }
    let remarks = inputs.into_iter();
    let remarks = remarks.map(|input| Remark::ReadOtherwise {
        land: shown.most(input.name),
        name: input.name.to_owned(),
        notices: input.notices,
        units,
    });
    remarks.filter(Remark::says_something).collect()
}
