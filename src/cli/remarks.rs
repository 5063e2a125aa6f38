//! What is said of inputs and answers beside the results.

use std::path::Path;

use super::messages::say;
use super::{hints, progress, strict};
use crate::Result;
use crate::check;
use crate::diff::{Diff, unlike_rest};
use crate::error::printable;
use crate::model::{Layer, ReferenceLayers, Renames, Snapshot};
use crate::overlay::Settings;
use crate::study::{Remark, Study};

/// A study of what a command has read. How each input was understood is reported.
pub(super) fn study(snapshots: Vec<Snapshot>, layers: ReferenceLayers, settings: Settings) -> Result<Study> {
    let study = unreported_study(snapshots, layers, settings)?;
    let remarks = study.remarks().into_iter();
    report(remarks.filter(|remark| !matches!(remark, Remark::ReadOtherwise { .. })));
    Ok(study)
}

/// A study of snapshots that need no report one by one: those of a scenario, or of a long series.
pub(super) fn unreported_study(
    snapshots: Vec<Snapshot>,
    layers: ReferenceLayers,
    settings: Settings,
) -> Result<Study> {
    Ok(Study::new(snapshots, layers, settings)?.with_progress(progress::handle()))
}

/// Reports what is known of a study once it has answered: what was read otherwise than written, in a line for each input;
/// why changed land is noise or counts, and who succeeded whom.
///
/// # Errors
///
/// When an input is not as it should be, and such input is to be refused.
pub(super) fn report_answer(study: &Study) -> Result<()> {
    report_checked(study, |remark| {
        matches!(
            remark,
            Remark::ReadOtherwise { .. } | Remark::Noise(_) | Remark::Successions(_)
        )
    })
}

/// Reports what was read otherwise than written, in a line for each input.
///
/// # Errors
///
/// When an input is not as it should be, and such input is to be refused.
pub(super) fn report_read(study: &Study) -> Result<()> {
    report_checked(study, |remark| matches!(remark, Remark::ReadOtherwise { .. }))
}

/// Reports some remarks of a study, unless any of all is reason to refuse it.
fn report_checked(study: &Study, is_told: impl Fn(&Remark) -> bool) -> Result<()> {
    let remarks = study.remarks();
    strict::check(&remarks)?;
    report(remarks.into_iter().filter(is_told));
    Ok(())
}

/// Reports what is to be said of the layers and names of a study, but not how each of its snapshots was understood.
pub(super) fn report_layers(study: &Study) {
    let remarks = study.remarks().into_iter();
    let is_of_layers = |remark: &Remark| {
        !matches!(
            remark,
            Remark::Understood { .. }
                | Remark::ReadOtherwise { .. }
                | Remark::Noise(_)
                | Remark::Successions(_)
        )
    };
    report(remarks.filter(is_of_layers));
}

/// Reports that snapshots are given against the order of their dates.
pub(super) fn report_order(study: &Study) {
    report(study.backwards());
}

/// Reports renames for which neither snapshots nor claims had any use, nor `rest`, who holds the rest of the land.
pub(super) fn report_renames(
    renames: &Renames,
    snapshots: &[Snapshot],
    layers: &ReferenceLayers,
    rest: Option<&str>,
) {
    let others: Vec<&str> = rest.into_iter().collect();
    report(Remark::of_renames(renames, snapshots, &layers.claims, &others));
}

/// Reports what was read otherwise than written in a layer that no study has; its features may overlap.
///
/// # Errors
///
/// When it is not as it should be, and such input is to be refused.
pub(super) fn report_layer(layer: &Layer) -> Result<()> {
    let remark = Remark::of_input(&layer.name, &layer.notices, check::flaws_of_single(layer));
    strict::check(&remark)?;
    report(remark);
    Ok(())
}

/// Reports that diffs at these paths do not agree about who holds the land that snapshots leave out.
pub(super) fn report_rest_of(diffs: &[Diff], paths: &[&Path]) {
    let Some((name, other)) = unlike_rest(diffs) else {
        return;
    };
    say(&printable(&format!(
        "{}: land that the snapshots leave out is not held by {name} here, as in other diffs: the result has both; make all of \
         them with one --rest, or none",
        paths[other].display()
    )));
}

/// Says what a result does without.
pub(super) fn report_notes(notes: &[String]) {
    for note in notes {
        say(&printable(note));
    }
}

/// Says remarks, with options as the command line has them.
pub(super) fn report(remarks: impl IntoIterator<Item = Remark>) {
    for remark in remarks {
        for line in remark.text(hints::flag).lines() {
            say(&printable(line));
        }
    }
}
