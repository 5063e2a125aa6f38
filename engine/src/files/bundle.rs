//! A folder of files that belong together: all there or none, and at its end a list by which a reader knows.
//!
//! A folder that is not there yet, or has nothing but files of an earlier run, is made whole under a temporary name and
//! takes its name at one moment. Where that cannot be (there are other files in it, it is where a program works, on another
//! disk, or the system cannot exchange two names), every file is made whole under a temporary name first; then the list goes,
//! the files take their names, and the list comes last. A folder without its list, or with files that differ from it, is
//! what a killed run left; the next run makes it whole. Files of the earlier run's list that are as that run left them, and
//! that this one does not write, go.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::mark::MARK;
use super::output::{Replace, failed, is_marked, may_write, write_file};
use super::place::Place;
use super::system;
use super::temporary::{Stage, UNFINISHED, folder_of};
use crate::error::ErrorKind;
use crate::{Error, Result};

/// The name of the list of a folder's files, which is written last.
pub const LIST: &str = "report.files.json";

/// A file of a folder: its name and its content.
type Named<'a> = (&'a str, &'a [u8]);

/// What the list states.
#[derive(Debug, Serialize)]
struct List<'a> {
    generator: &'static str,
    files: Vec<Listed<'a>>,
}

/// A file as it was written.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    name: &'a str,
    bytes: usize,
    /// XXH3, 128 bits, 32 hexadecimal digits.
    xxh3: String,
}

/// Writes files to a folder, which is made where there is none: all or none of them, and [`LIST`], which has the length and
/// hash (XXH3, 128 bits) of each. `main` is the file whose mark says that the others beside it, such as tables, are outputs
/// of this program, too. What an earlier run wrote there and this one does not is taken away; other files in the folder stay.
///
/// # Errors
///
/// When a file is there that may not be replaced, or the system refuses; then what was there stays.
pub fn write_folder(folder: &Path, main: &str, files: &[Named], replace: &Replace) -> Result<()> {
    let fail = |e: &io::Error| Error::io("cannot make the folder", folder.display(), e);
    let names = files.iter().map(|(name, _)| *name);
    let Writable { target, own } = writable(folder, main, names, replace)?;
    let list = list(files).map_err(|e| fail(&e))?;
    let mut all = files.to_vec();
    all.push((LIST, &list));
    fs::create_dir_all(folder_of(&target)).map_err(|e| fail(&e))?;
    let outdated = own.outdated(&target, &all);
    let mut gone: BTreeSet<&str> = all.iter().map(|(name, _)| *name).collect();
    gone.extend(outdated.iter().map(String::as_str));
    while is_all_ours(&target, &gone) {
        match swap(&target, &all, &gone).map_err(|e| fail(&e))? {
            Swap::Done => return Ok(()),
            Swap::Impossible => break,
            Swap::Overtaken => {}
        }
    }
    fs::create_dir_all(&target).map_err(|e| fail(&e))?;
    one_by_one(folder, &all, &outdated, |name| own.policy(name, replace))
}

/// Refuses what [`write_folder`] would refuse of files with these names, before there is anything to write.
///
/// # Errors
///
/// When the folder is something else, or a file is there that may not be replaced.
pub fn may_write_folder<'a>(
    folder: &Path,
    main: &str,
    names: impl IntoIterator<Item = &'a str>,
    replace: &Replace,
) -> Result<()> {
    writable(folder, main, names, replace).map(drop)
}

/// A folder that may be written to.
struct Writable {
    /// Where it is, or will be.
    target: PathBuf,
    own: Own,
}

/// Which files of a folder are known as outputs by what is beside them.
enum Own {
    None,
    /// Those that its list names, with the hash of each.
    Listed(BTreeMap<String, String>),
    /// All: a run that wrote there was killed before it wrote the list.
    All,
}

impl Own {
    /// Those of a folder, whose main file is called so.
    fn of(folder: &Path, main: &str) -> Self {
        let list = folder.join(LIST);
        if is_marked(&list) {
            return listed(&list).map_or(Self::None, Self::Listed);
        }
        if is_marked(&folder.join(main)) {
            return Self::All;
        }
        Self::None
    }

    /// Whether a file of a name may be replaced.
    fn policy<'a>(&self, name: &str, replace: &'a Replace) -> &'a Replace {
        let is_known = match self {
            Self::None => false,
            Self::Listed(files) => files.contains_key(name),
            Self::All => true,
        };
        match replace {
            Replace::OwnOutput { .. } if is_known => &Replace::Unprotected,
            replace => replace,
        }
    }

    /// Those that are as they were written, may be replaced, and have no successor among these files.
    fn outdated(&self, folder: &Path, files: &[Named]) -> Vec<String> {
        let Self::Listed(listed) = self else {
            return Vec::new();
        };
        let is_plain = |name: &str| Path::new(name).file_name() == Some(OsStr::new(name));
        let is_as_written = |name: &str, hash: &str| {
            let path = folder.join(name);
            fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && !found.permissions().readonly())
                && fs::read(&path).is_ok_and(|content| hash_of(&content) == hash)
        };
        let outdated = listed.iter().filter(|(name, hash)| {
            let has_successor = files.iter().any(|(new, _)| new == name);
            !has_successor && is_plain(name) && is_as_written(name, hash)
        });
        outdated.map(|(name, _)| name.clone()).collect()
    }
}

/// The names that a list has, and the hash of each file.
fn listed(list: &Path) -> Option<BTreeMap<String, String>> {
    let list: serde_json::Value = serde_json::from_slice(&fs::read(list).ok()?).ok()?;
    let text = |value: &serde_json::Value| value.as_str().map(ToOwned::to_owned);
    let files = list["files"].as_array()?.iter();
    Some(
        files
            .filter_map(|file| Some((text(&file["name"])?, text(&file["xxh3"]).unwrap_or_default())))
            .collect(),
    )
}

fn hash_of(content: &[u8]) -> String {
    format!("{:032x}", xxh3_128(content))
}

fn writable<'n>(
    folder: &Path,
    main: &str,
    names: impl IntoIterator<Item = &'n str>,
    replace: &Replace,
) -> Result<Writable> {
    let fail = |e: &io::Error| Error::io("cannot make the folder", folder.display(), e);
    let target = match Place::of(folder).map_err(|e| fail(&e))? {
        Place::Folder => fs::canonicalize(folder).map_err(|e| fail(&e))?,
        Place::File(target) if !target.exists() => target,
        _ => {
            return Err(Error::new("is no folder")
                .of_kind(ErrorKind::Options)
                .in_file(folder.display().to_string())
                .with_hint("name a folder, or one that is not there yet"));
        }
    };
    let own = Own::of(&target, main);
    for name in names.into_iter().chain([LIST]) {
        may_write(&folder.join(name), own.policy(name, replace))?;
    }
    Ok(Writable { target, own })
}

fn list(files: &[Named]) -> io::Result<Vec<u8>> {
    let files = files.iter().map(|&(name, content)| Listed {
        name,
        bytes: content.len(),
        xxh3: hash_of(content),
    });
    let list = List {
        generator: MARK,
        files: files.collect(),
    };
    let mut text = serde_json::to_vec_pretty(&list)?;
    text.push(b'\n');
    Ok(text)
}

/// Whether a folder may give way to another one: it has no files but those of these names, no links, is of one's own and on the
/// disk of what it is in, and the program does not work in it. So may one that is not there.
fn is_all_ours(folder: &Path, names: &BTreeSet<&str>) -> bool {
    let Ok(found) = fs::symlink_metadata(folder) else {
        return true;
    };
    let device = |path: &Path| {
        let found = fs::metadata(path).ok()?;
        Some(system::identity(&found)?.device)
    };
    let works_there = std::env::current_dir().is_ok_and(|current| current.starts_with(folder));
    if works_there || !found.is_dir() || device(folder) != device(folder_of(folder)) {
        return false;
    }
    let is_known = |entry: fs::DirEntry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file
            && entry
                .file_name()
                .to_str()
                .is_some_and(|name| names.contains(name))
    };
    fs::read_dir(folder).is_ok_and(|entries| entries.into_iter().all(|entry| entry.is_ok_and(is_known)))
}

/// What became of a folder that was to take another one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Swap {
    Done,
    /// Another run made the folder meanwhile.
    Overtaken,
    Impossible,
}

/// Makes a folder whole next to the target, and has it take the target's name; the files that are `gone` give way.
fn swap(target: &Path, files: &[Named], gone: &BTreeSet<&str>) -> io::Result<Swap> {
    let stage = match UNFINISHED.stage(target) {
        // In a folder where nothing may be made, what is there may still be written to.
        Err(_) if target.exists() => return Ok(Swap::Impossible),
        stage => stage?,
    };
    for (name, content) in files {
        fs::write(stage.path().join(name), content)?;
    }
    let Ok(earlier) = fs::metadata(target) else {
        return match UNFINISHED.at_once(|| fs::rename(stage.path(), target)) {
            Err(_) if target.exists() => Ok(Swap::Overtaken),
            taken => taken.map(|()| Swap::Done),
        };
    };
    let own = fs::metadata(stage.path())?;
    if system::owner(&own) != system::owner(&earlier) {
        return Ok(Swap::Impossible);
    }
    fs::set_permissions(stage.path(), earlier.permissions())?;
    if UNFINISHED
        .at_once(|| system::exchange(stage.path(), target))
        .is_err()
    {
        return Ok(Swap::Impossible);
    }
    give_back(&stage, target, gone)?;
    Ok(Swap::Done)
}

/// What others put into the earlier folder at the last moment comes into the new one.
fn give_back(stage: &Stage, target: &Path, gone: &BTreeSet<&str>) -> io::Result<()> {
    for entry in fs::read_dir(stage.path())? {
        let name = entry?.file_name();
        if !name.to_str().is_some_and(|name| gone.contains(name)) {
            fs::rename(stage.path().join(&name), target.join(&name))?;
        }
    }
    Ok(())
}

/// Makes every file whole under a temporary name; then takes the list and outdated files away, gives the files their names,
/// and the list last.
fn one_by_one<'a>(
    folder: &Path,
    files: &[Named],
    outdated: &[String],
    policy: impl Fn(&str) -> &'a Replace,
) -> Result<()> {
    let (mut drafts, mut streams) = (Vec::new(), Vec::new());
    for &(name, content) in files {
        let path = folder.join(name);
        let replace = policy(name);
        match may_write(&path, replace)? {
            Place::File(target) => {
                let draft = UNFINISHED.begin(&target).and_then(|mut draft| {
                    draft.file().write_all(content)?;
                    Ok(draft)
                });
                drafts.push(draft.map_err(|e| failed(&path, &e))?);
            }
            _ => streams.push((path, replace, content)),
        }
    }
    let remove = |name: &str| match fs::remove_file(folder.join(name)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    };
    UNFINISHED
        .finish_after(&drafts, || {
            remove(LIST)?;
            outdated.iter().try_for_each(|name| remove(name))
        })
        .map_err(|e| failed(folder, &e))?;
    streams
        .into_iter()
        .try_for_each(|(path, replace, content)| write_file(&path, replace, |out| out.write_all(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn own() -> Replace {
        Replace::OwnOutput {
            csv_headings: Vec::new(),
        }
    }

    fn write(folder: &Path, table: &str) -> Result<()> {
        let files = [
            ("main.json", b"landshift".as_slice()),
            ("table.csv", table.as_bytes()),
        ];
        write_folder(folder, "main.json", &files, &own())
    }

    #[test]
    fn what_an_earlier_run_wrote_goes_and_what_was_changed_since_stays() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("out");
        let write = |names: &[&str]| {
            let main = ("main.json", b"landshift".as_slice());
            let files = names.iter().map(|name| (*name, b"drawn".as_slice()));
            let files: Vec<_> = files.chain([main]).collect();
            write_folder(&folder, "main.json", &files, &own()).unwrap();
        };
        // By a swap of folders, and file by file.
        for other in [None, Some("notes.txt")] {
            write(&["a.svg", "b.svg", "c.svg"]);
            if let Some(name) = other {
                fs::write(folder.join(name), "mine").unwrap();
            }
            write(&["c.svg"]);
            let left = ["c.svg", "main.json"].into_iter().chain(other).chain([LIST]);
            assert_eq!(names(&folder), left.collect::<Vec<_>>());
        }
        write(&["a.svg", "b.svg"]);
        fs::write(folder.join("a.svg"), "drawn over").unwrap();
        fs::write(root.path().join("elsewhere.svg"), "drawn").unwrap();
        let list = fs::read_to_string(folder.join(LIST)).unwrap();
        fs::write(folder.join(LIST), list.replace("b.svg", "../elsewhere.svg")).unwrap();
        write(&[]);
        assert_eq!(names(&folder), ["a.svg", "b.svg", "main.json", "notes.txt", LIST]);
        assert!(root.path().join("elsewhere.svg").exists());
    }

    #[test]
    fn a_folder_is_made_replaced_and_shared_with_other_files() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("deep/out");
        for text in ["one", "two"] {
            write(&folder, text).unwrap();
            assert_eq!(names(&folder), ["main.json", LIST, "table.csv"]);
            assert_eq!(fs::read_to_string(folder.join("table.csv")).unwrap(), text);
        }
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        fs::create_dir(folder.join("inner")).unwrap();
        write(&folder, "three").unwrap();
        assert_eq!(
            names(&folder),
            ["inner", "main.json", "notes.txt", LIST, "table.csv"]
        );
        assert_eq!(fs::read_to_string(folder.join("table.csv")).unwrap(), "three");
        assert_eq!(names(&root.path().join("deep")), ["out"]);
        let list: serde_json::Value = serde_json::from_slice(&fs::read(folder.join(LIST)).unwrap()).unwrap();
        assert_eq!(list["files"][1]["name"], "table.csv");
        assert_eq!(list["files"][1]["bytes"], 5);
        let hash = format!("{:032x}", xxh3_128(b"three"));
        assert_eq!(list["files"][1]["xxh3"], serde_json::Value::from(hash));
    }

    #[test]
    fn what_is_not_ours_is_refused_before_anything_is_written() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("out");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("table.csv"), "mine").unwrap();
        // An empty file is no proof that the others are outputs.
        fs::write(folder.join("main.json"), "").unwrap();
        assert!(write(&folder, "x").is_err());
        assert_eq!(names(&folder), ["main.json", "table.csv"]);
        assert_eq!(fs::read_to_string(folder.join("table.csv")).unwrap(), "mine");
        assert!(write(&folder.join("table.csv"), "x").is_err());
        assert_eq!(names(root.path()), ["out"]);
    }
}
