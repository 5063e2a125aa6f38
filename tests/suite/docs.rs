//! What the documents name is there: paths of the repository, links, and tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::rooms::ROOMS;

/// The folders of the repository by which paths in documents begin.
const ROOTS: [&str; 14] = [
    ".ci/",
    "benches/",
    "docs/",
    "engine/",
    "examples/",
    "fuzz/",
    "geodata/",
    "output/README",
    "packaging/",
    "python/",
    "qgis/",
    "src/",
    "tests/",
    "web/",
];

/// What is built, not kept.
const BUILT: &str = "web/dist";

/// What stands in a path for a name that the reader chooses.
const PLACEHOLDER: &str = "NAME";

#[test]
fn paths_in_documents_exist() {
    let mut missing = Vec::new();
    for (document, text) in documents() {
        for path in paths(&text) {
            // Of a path with a placeholder the folder before it is there.
            let known = path.split(PLACEHOLDER).next().unwrap();
            let known = if known == path {
                known
            } else {
                &known[..=known.rfind('/').unwrap()]
            };
            if !root().join(known).exists() && !known.starts_with(BUILT) {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut missing = Vec::new();
    for (document, text) in documents() {
        let links = text.split("](").skip(1);
        let links = links.filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.is_empty() && !link.contains(':')) {
            if !document.parent().unwrap().join(link).exists() {
                missing.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_page_is_in_the_book() {
    let folder = root().join("docs");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
    for page in files(&folder, "md") {
        let name = page
            .strip_prefix(&folder)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let is_listed = summary.contains(&format!("({name})"));
        assert!(is_listed || name == "SUMMARY.md", "docs/SUMMARY.md has no {name}");
    }
}

#[test]
fn tests_that_documents_name_exist() {
    let mut code = String::new();
    for folder in ["engine/src", "src", "tests", "benches"] {
        for file in files(&root().join(folder), "rs") {
            code += &fs::read_to_string(file).unwrap();
        }
    }
    let mut missing = BTreeSet::new();
    let mut found = 0;
    for (document, text) in documents() {
        for name in text.split('`').skip(1).step_by(2).filter(|name| is_of_test(name)) {
            found += 1;
            if !code.contains(&format!("fn {name}(")) {
                missing.insert(format!("{}: {name}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(found > 5, "{found}");
}

#[test]
fn the_architecture_has_every_room_in_its_place() {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with("Rooms"))
        .unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let rooms: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    // The last two are the program and `lib.rs`.
    assert_eq!(rooms, ROOMS[..ROOMS.len() - 2]);
}

/// Tests are called by sentences; no property or column has so many words. Methods of Python begin with two lines.
fn is_of_test(name: &str) -> bool {
    name.matches('_').count() >= 3
        && !name.starts_with('_')
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The paths from the root of the repository that a text names.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let words = text.split(move |c| !is_of_path(c));
    let words = words.map(|word| word.trim_start_matches("../").trim_end_matches(['.', '/', '-']));
    words.filter(|word| ROOTS.iter().any(|root| word.starts_with(root)))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents of the repository.
fn documents() -> Vec<(PathBuf, String)> {
    let mut documents: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        documents.extend(Some(path).filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    for folder in ["docs", "engine", "geodata", "src", "tests"] {
        documents.extend(files(&root().join(folder), "md"));
    }
    documents.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path, text)
    };
    documents.into_iter().map(read).collect()
}

/// The files of an ending in a folder and those below it, but for packages that the browser tests install.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("node_modules") {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found
}
