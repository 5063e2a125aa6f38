//! Whether a snapshot is the base of a diff: whether it holds the same land.

use std::collections::BTreeMap;

use super::exact::{canonical, land_hashes, texts};
use super::form::{Diff, SnapshotId};
use crate::check;
use crate::error::ErrorKind;
use crate::model::{Layer, Overlaps, ProblemCount, Renames, Snapshot, Unnamed};
use crate::read::ReadOptions;
use crate::{Error, Result};

/// The base in the form in which it was compared: as it is, with its overlaps resolved as the diff has it, or with every
/// piece of land in one hand.
///
/// # Errors
///
/// When it holds other land than the diff remembers.
pub(super) fn proved(base: Snapshot, remembered: &SnapshotId) -> Result<Snapshot> {
    if is_same(&base, remembered) {
        return Ok(base);
    }
    let hash = base.content_hash();
    let differing = differing(&base, remembered);
    let resolved = match &remembered.overlaps {
        None => None,
        Some(policy) => {
            let policy = Overlaps::named(policy).ok_or_else(|| {
                Error::new(format!(
                    "the diff resolves overlaps by `{policy}`, which is not known"
                ))
            })?;
            Some(check::resolve(base.clone(), policy)?)
        }
    };
    if let Some(resolved) = resolved.filter(|resolved| is_same(resolved, remembered)) {
        return Ok(resolved);
    }
    let canonical = canonical(&base);
    if is_same(&canonical, remembered) {
        return Ok(canonical.into_owned());
    }
    let what = match differing {
        Some(name) => format!("{name} does not hold the same land"),
        None if remembered.land.is_some() => "it does not hold the same land".to_owned(),
        None => "the diff is of an earlier version and remembers no more than this".to_owned(),
    };
    Err(Error::new(format!(
        "is not the base of this diff, `{}` (content {}; this has {hash}): {what}",
        remembered.path, remembered.hash
    )))
}

/// What is wrong with the land of a base, by kind; nothing where it is that of the diff as it is, so that no overlay is
/// needed: land that overlaps or is wound around twice has another hash.
pub fn flaws_of_base(base: &Snapshot, diff: &Diff<'_>) -> Vec<ProblemCount> {
    if diff.header.before.land.is_some() && is_same(base, &diff.header.before) {
        return Vec::new();
    }
    check::flaws(base)
}

/// Whether a snapshot holds the land that a diff remembers: by the hash of every controller's land or, where the diff has
/// none, of its content.
fn is_same(snapshot: &Snapshot, remembered: &SnapshotId) -> bool {
    match &remembered.land {
        Some(land) => texts(land_hashes(snapshot)) == *land,
        None => snapshot.content_hash() == remembered.hash,
    }
}

/// The first controller whose land differs.
fn differing(snapshot: &Snapshot, remembered: &SnapshotId) -> Option<String> {
    let here = texts(land_hashes(snapshot));
    let there: &BTreeMap<String, String> = remembered.land.as_ref()?;
    let mut names: Vec<&String> = here.keys().chain(there.keys()).collect();
    names.sort();
    let differing = names.into_iter().find(|name| here.get(*name) != there.get(*name));
    differing.cloned()
}

/// The base of a diff from its layer, its controllers named as the diff remembers where the options do not say, and as usual
/// where that does not make it the base.
///
/// # Errors
///
/// When it cannot be understood in any of these ways, or what the diff remembers cannot be.
pub fn read_base(layer: Layer, options: &ReadOptions, remembered: &SnapshotId) -> Result<Snapshot> {
    let named = as_remembered(options, remembered)?;
    if named == *options {
        return Snapshot::of(layer, options);
    }
    let usual = Snapshot::of(layer.clone(), options);
    match usual {
        Ok(usual) if is_same(&usual, remembered) => Ok(usual),
        usual => match Snapshot::of(layer, &named) {
            Ok(named) => Ok(named),
            Err(error) => usual.map_err(|e| e.of_kind(ErrorKind::Base)).or(Err(error)),
        },
    }
}

/// How the base was read when the diff was made, as far as the options do not say otherwise.
fn as_remembered(options: &ReadOptions, remembered: &SnapshotId) -> Result<ReadOptions> {
    let mut named = options.clone();
    if options.by.is_none() && options.name.is_none() {
        named.by.clone_from(&remembered.by);
        named.name.clone_from(&remembered.name);
    }
    if let (Unnamed::Stop, Some(unnamed)) = (&options.unnamed, &remembered.unnamed) {
        named.unnamed = unnamed.parse()?;
    }
    if let (None, Some(filter)) = (&options.filter, &remembered.filter) {
        named.filter = Some(filter.parse()?);
    }
    if options.renames.is_empty() {
        named.renames = Renames::new(&remembered.rename)?;
    }
    Ok(named)
}
