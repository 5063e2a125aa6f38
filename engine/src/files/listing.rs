//! The files that a name stands for: itself, those in a folder, or those that a pattern matches.

use std::path::{Path, PathBuf};

use crate::error::ErrorKind;
use crate::{Error, Result};

/// Endings of names of layers, which may have `.gz` after them. Tables and archives may be anything, and are to be named.
const LAYERS: [&str; 13] = [
    "geojson", "json", "geojsonl", "geojsons", "ndjson", "jsonl", "topojson", "shp", "kml", "kmz", "gpkg",
    "fgb", "parquet",
];

/// The files that a name stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// The files: that of the name itself, or several in the order of their names.
    pub files: Vec<PathBuf>,
    /// How many other files there are in the folder, which are no layers by their names.
    pub left_out: usize,
    /// Whether the name is of one file, and not of a folder or a pattern.
    pub is_one: bool,
}

impl Listing {
    /// The files that a name stands for: the layers in a folder, not in folders inside it; those that a pattern matches,
    /// such as `front/*.geojson` (`*`, `?`, `[…]`, and `**` for folders) where there is no file of that name; else the
    /// file itself, whether there is one or not.
    ///
    /// # Errors
    ///
    /// When there are none, the folder cannot be read, or it is no pattern.
    pub fn of(name: &Path) -> Result<Self> {
        let none = |what: &str| {
            Error::new(what)
                .of_kind(ErrorKind::Io)
                .in_file(name.display().to_string())
                .with_hint("name a folder of layers, or a pattern that matches some")
        };
        if name.is_dir() {
            let listing = Self::of_folder(name)?;
            return match listing.files.as_slice() {
                [] => Err(none("there are no layers in this folder")),
                _ => Ok(listing),
            };
        }
        let text = name.to_str().filter(|text| text.contains(['*', '?', '[']));
        let Some(pattern) = text.filter(|_| !name.exists()) else {
            return Ok(Self {
                files: vec![name.to_owned()],
                left_out: 0,
                is_one: true,
            });
        };
        let listing = Self::of_pattern(pattern, name)?;
        match listing.files.as_slice() {
            [] => Err(none("no file matches this pattern")),
            _ => Ok(listing),
        }
    }

    fn of_folder(folder: &Path) -> Result<Self> {
        let fail = |e| Error::io("cannot read the folder", folder.display(), &e);
        let (mut files, mut others) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            let is_hidden = path
                .file_name()
                .is_none_or(|name| name.to_string_lossy().starts_with('.'));
            if is_hidden || !path.is_file() {
                continue;
            }
            let list = if is_layer(&path) { &mut files } else { &mut others };
            list.push(path);
        }
        files.sort();
        // What belongs to a shapefile is called as it is, with another ending or one more.
        let is_beside = |path: &PathBuf| {
            let shapes = ["shp", "SHP", ""].map(|ending| path.with_extension(ending));
            shapes.iter().any(|shapes| files.binary_search(shapes).is_ok())
        };
        let left_out = others.iter().filter(|path| !is_beside(path)).count();
        Ok(Self {
            files,
            left_out,
            is_one: false,
        })
    }

    fn of_pattern(pattern: &str, name: &Path) -> Result<Self> {
        let options = glob::MatchOptions {
            require_literal_separator: true,
            require_literal_leading_dot: true,
            ..glob::MatchOptions::default()
        };
        let fail = |what: String| {
            Error::new(format!("cannot match this pattern: {what}"))
                .of_kind(ErrorKind::Io)
                .in_file(name.display().to_string())
        };
        let paths = glob::glob_with(pattern, options).map_err(|e| fail(e.to_string()))?;
        let mut listing = Self::default();
        for path in paths {
            let path = path.map_err(|e| fail(e.to_string()))?;
            if path.is_file() {
                listing.files.push(path);
            }
        }
        listing.files.sort();
        Ok(listing)
    }
}

fn is_layer(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    Path::new(name)
        .extension()
        .is_some_and(|ending| LAYERS.iter().any(|layer| ending == *layer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_a_pattern_stand_for_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.geojson",
            "a.geojson.gz",
            "notes.txt",
            ".hidden.geojson",
            "c[1].geojson",
            "d.shp",
            "d.dbf",
            "d.shp.xml",
            "e.kml",
            "places.csv",
        ] {
            std::fs::write(folder.path().join(name), "{}").unwrap();
        }
        std::fs::create_dir(folder.path().join("empty")).unwrap();
        let names = |name: &str| -> Vec<String> {
            let listing = Listing::of(&folder.path().join(name)).unwrap();
            let names = listing
                .files
                .iter()
                .map(|f| f.file_name().unwrap().to_string_lossy().into_owned());
            names.collect()
        };
        assert_eq!(
            names(""),
            ["a.geojson.gz", "b.geojson", "c[1].geojson", "d.shp", "e.kml"]
        );
        assert_eq!(Listing::of(folder.path()).unwrap().left_out, 2);
        assert_eq!(names("*.geojson"), ["b.geojson", "c[1].geojson"]);
        assert_eq!(names("c[1].geojson"), ["c[1].geojson"]);
        assert_eq!(names("not-there.geojson"), ["not-there.geojson"]);
        for (name, expected) in [
            ("empty", "no layers"),
            ("*.gpx", "no file matches"),
            ("[.geojson", "pattern"),
        ] {
            let error = Listing::of(&folder.path().join(name)).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
