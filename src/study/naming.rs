//! Whether the snapshots of a study name their controllers alike.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::error::{ErrorKind, Hint, OptionName};
use crate::lineage::{LineageOptions, LinkBy};
use crate::model::{ControllerSource, RestOfLand, Snapshot};
use crate::{Error, Result};

/// Refuses a holder of the rest of the land who holds all else, too: then no land could change hands.
pub(super) fn check_rest(snapshots: &[Arc<Snapshot>], rest: &RestOfLand) -> Result<()> {
    let mut holders = snapshots.iter().flat_map(|snapshot| snapshot.controllers());
    if holders.any(|holder| holder != rest.name) {
        return Ok(());
    }
    Err(Error::new(format!(
        "`{0}` is to hold the rest of the land, and holds all else, too",
        rest.name
    ))
    .of_kind(ErrorKind::Options)
    .with_hint("name who holds what the files leave out"))
}

/// Refuses snapshots whose controllers cannot be those of the others: some are named by a property, some by their file or by
/// ids that are nobody's name.
pub(super) fn check(snapshots: &[Arc<Snapshot>]) -> Result<()> {
    let with = |is: fn(&ControllerSource) -> bool| snapshots.iter().filter(move |s| is(&s.controller_from));
    let by_property = || with(|source| matches!(source, ControllerSource::Property(_)));
    let by_file = || with(|source| *source == ControllerSource::FileName);
    let by_id = || with(|source| *source == ControllerSource::Id);
    if let (Some(file), Some(other)) = (by_file().next(), by_property().chain(by_id()).next()) {
        return Err(unlike(file, other));
    }
    if let (Some(ids), Some(other)) = (by_id().next(), by_property().next()) {
        let names: BTreeSet<&str> = by_property().flat_map(|s| s.controllers()).collect();
        if !by_id().flat_map(|s| s.controllers()).any(|id| names.contains(id)) {
            return Err(unlike(ids, other));
        }
    }
    Ok(())
}

/// Refuses editions of a layer whose order is not known, and a property with names that no unit has.
pub(super) fn check_editions(editions: &[Arc<Snapshot>], options: &LineageOptions) -> Result<()> {
    let undated = editions.iter().find(|edition| edition.date.is_none());
    if let Some(undated) = undated.filter(|_| editions.iter().any(|edition| edition.date.is_some())) {
        return Err(
            Error::new("it has no date, and other editions have one: their order is not known")
                .of_kind(ErrorKind::Attribute)
                .in_file(&undated.name)
                .with_hint(
                    "give its name or a member `date` its date, or all files none: they are then taken in the order given",
                ),
        );
    }
    let mut units = editions.iter().flat_map(|edition| &edition.territories);
    match &options.name {
        Some(name) if !units.any(|unit| unit.properties.contains_key(name)) => {
            Err(Error::new(format!("no unit has the property `{name}`")).of_kind(ErrorKind::Options))
        }
        None if options.link == LinkBy::Name && !units.any(|unit| unit.name().is_some()) => {
            Err(Error::new("no unit has a name by which to link it")
                .of_kind(ErrorKind::Options)
                .with_hint("state the property with the names"))
        }
        _ => Ok(()),
    }
}

fn unlike(one: &Snapshot, other: &Snapshot) -> Error {
    let by = |snapshot: &Snapshot| snapshot.controller_from.to_string();
    Error::new(format!(
        "its controllers are told by {}, those of {} by {}: no name of the one is in the other",
        by(one),
        other.name,
        by(other)
    ))
    .of_kind(ErrorKind::Attribute)
    .in_file(&one.name)
    .with_hint(
        Hint::from("name the property that all files have with ")
            .option(OptionName::By)
            .and(", or give the files their controllers"),
    )
}
