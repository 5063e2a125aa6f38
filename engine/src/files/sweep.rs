//! What a killed run left: temporary files and folders that no process holds any more.
//!
//! Whoever makes one holds it (`flock`) until it has its last name or is gone; the system lets go of it whatever ends the
//! process. So one that can be held here is left over, with two runs at once as well, in other containers too. Where a
//! file system knows no such locks, nothing is swept.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::system::{self, Hold};

/// How temporary names begin and end, and how many letters and digits at random are between.
pub(super) const PREFIX: &str = ".landshift-";
pub(super) const SUFFIX: &str = ".tmp";
pub(super) const RANDOM: usize = 12;

/// The folders that this process has looked at.
static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Deletes what killed runs of the user left in a folder; `own` is something that this process made there. Looks once:
/// what cannot be seen or deleted stays.
pub(super) fn once(folder: &Path, own: &File) {
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if !swept.insert(folder.to_owned()) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if is_temporary(&entry.file_name().to_string_lossy()) {
            delete_if_left(&entry.path(), own);
        }
    }
}

/// Whether a name is one that this program makes up.
fn is_temporary(name: &str) -> bool {
    let middle = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    middle.is_some_and(|middle| middle.len() == RANDOM && middle.bytes().all(|c| c.is_ascii_alphanumeric()))
}

fn delete_if_left(path: &Path, own: &File) {
    let Ok(found) = fs::symlink_metadata(path) else {
        return;
    };
    let is_ours = own
        .metadata()
        .is_ok_and(|own| system::is_of_one_user(&own, &found));
    if !is_ours || !(found.is_file() || found.is_dir()) {
        return;
    }
    // Held while it is deleted: whoever has just made it sees that it is gone and makes another one.
    let Ok(file) = system::open_quietly(path) else {
        return;
    };
    if system::hold(&file) == Hold::Held && is_at(&file, path) {
        discard(path);
    }
}

/// Whether a path still leads to an open file.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(file), Ok(found)) => system::identity(&file) == system::identity(&found),
        _ => false,
    }
}

/// Deletes a temporary file, or a temporary folder with the files in it. Folders are never made inside one, and stay.
pub(super) fn discard(path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            let _ = fs::remove_file(entry.path());
        }
        let _ = fs::remove_dir(path);
    } else {
        let _ = fs::remove_file(path);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_holds_is_swept_and_what_is_held_or_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let write = |name: &str| {
            fs::write(at(name), "x").unwrap();
            File::open(at(name)).unwrap()
        };
        let own = write("own.json");
        write(".landshift-leftleftleft.tmp");
        let held = write(".landshift-heldheldheld.tmp");
        assert_eq!(system::hold(&held), Hold::Held);
        for name in [
            ".landshift-notes",
            ".landshift-a.tmp",
            ".landshift-left-over-12.tmp",
        ] {
            write(name);
        }
        fs::create_dir(at(".landshift-leftfolder12.tmp")).unwrap();
        write(".landshift-leftfolder12.tmp/report.json");
        std::os::unix::fs::symlink(at("own.json"), at(".landshift-leftlinklink.tmp")).unwrap();
        once(folder.path(), &own);
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let expected = [
            ".landshift-a.tmp",
            ".landshift-heldheldheld.tmp",
            ".landshift-left-over-12.tmp",
            ".landshift-leftlinklink.tmp",
            ".landshift-notes",
            "own.json",
        ];
        assert_eq!(names, expected);
    }
}
