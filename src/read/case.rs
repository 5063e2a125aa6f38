//! A case: a scenario and the files it refers to, from a folder or from the program itself.

use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::claims::claims_of;
use super::layer::{layer, layer_from};
use super::snapshot::{SnapshotOptions, snapshot_of};
use crate::model::{Claims, Layer, Reference, Scenario, Snapshot, SnapshotEntry};
use crate::{Error, Result};

/// A scenario and where its files are.
#[derive(Debug)]
pub struct Case {
    /// What it says.
    pub scenario: Scenario,
    files: Files,
}

#[derive(Debug)]
enum Files {
    Folder(PathBuf),
    Embedded,
}

/// Lists files of a folder of the repository with their content.
macro_rules! embedded {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../", $folder, "/", $name)).as_slice())),+]
    };
}

/// The reference case, part of the program so that an installed one needs no files.
static KARABAKH: [(&str, &[u8]); 9] = embedded!("geodata/karabakh":
    "scenario.toml",
    "1994-05-12.geojson",
    "2020-12-01.geojson",
    "2023-10-01.geojson",
    "districts.geojson",
    "places.geojson",
    "context.geojson",
    "locator.geojson",
    "nkao_1991_ring.geojson",
);

impl Case {
    /// The reference case: Armenia, Azerbaijan and Nagorno-Karabakh, 1994 to 2023.
    ///
    /// # Errors
    ///
    /// Never, as a test holds.
    pub fn embedded() -> Result<Self> {
        let name = "scenario.toml";
        let text = String::from_utf8_lossy(embedded(name)?);
        Ok(Self {
            scenario: parse(&text).map_err(|e| e.file(format!("karabakh/{name}")))?,
            files: Files::Embedded,
        })
    }

    /// The case that a user names: a path, or `karabakh` for the embedded one where there is no such path.
    ///
    /// # Errors
    ///
    /// As [`Case::open`].
    pub fn named(name: &Path) -> Result<Self> {
        if name == Path::new("karabakh") && !name.exists() {
            Self::embedded()
        } else {
            Self::open(name)
        }
    }

    /// The case of a `scenario.toml`, or of a folder that holds one.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is no scenario; the line is said.
    pub fn open(path: &Path) -> Result<Self> {
        let file = if path.is_dir() {
            path.join("scenario.toml")
        } else {
            path.to_owned()
        };
        let text = std::fs::read_to_string(&file)
            .map_err(|e| Error::io("cannot read the scenario", file.display(), &e))?;
        let scenario = parse(&text).map_err(|e| e.file(file.display().to_string()))?;
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self {
            scenario,
            files: Files::Folder(folder),
        })
    }

    /// The snapshots, in order of time.
    ///
    /// # Errors
    ///
    /// When one cannot be read or understood, has no date, or they are not in order.
    pub fn snapshots(&self) -> Result<Vec<Snapshot>> {
        let read = |entry: &SnapshotEntry| snapshot_of(self.file(&entry.path)?, &SnapshotOptions::default());
        let read: Vec<_> = self.scenario.snapshots.par_iter().map(read).collect();
        let mut snapshots: Vec<Snapshot> = Vec::new();
        for snapshot in read {
            let snapshot = snapshot?;
            let Some(date) = snapshot.date else {
                return Err(Error::new("has no date")
                    .file(snapshot.name)
                    .hint("give the file a `date` member such as \"1994-05-12\""));
            };
            if let Some(previous) = snapshots.last().filter(|previous| previous.date >= Some(date)) {
                return Err(Error::new(format!("is of {date}, not after {}", previous.name))
                    .file(snapshot.name)
                    .hint("list the snapshots of a scenario in order of time"));
            }
            snapshots.push(snapshot);
        }
        Ok(snapshots)
    }

    /// A layer that the scenario may refer to; an empty one where it does not.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn layer(&self, reference: Option<&Reference>) -> Result<Layer> {
        reference.map_or_else(|| Ok(Layer::default()), |reference| self.file(&reference.path))
    }

    /// Who is recognised as sovereign over what; no claims where the scenario names no file of them.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or does not say.
    pub fn claims(&self) -> Result<Claims> {
        let claims = self.scenario.claims.as_ref();
        claims.map_or_else(|| Ok(Claims::default()), |name| claims_of(self.file(name)?))
    }

    /// A file that the scenario names.
    ///
    /// # Errors
    ///
    /// When it lies outside the scenario's folder, or cannot be read.
    pub fn file(&self, name: &str) -> Result<Layer> {
        let inside = Path::new(name)
            .components()
            .all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
        if !inside {
            return Err(Error::new(format!(
                "the scenario names `{name}`, which lies outside its folder"
            ))
            .hint("put the file beside scenario.toml and name it by its relative path"));
        }
        match &self.files {
            // Outputs name files as the scenario does, so that they are the same wherever it lies.
            Files::Folder(folder) => Ok(Layer {
                name: name.to_owned(),
                ..layer(&folder.join(name))?
            }),
            Files::Embedded => layer_from(embedded(name)?, name),
        }
    }
}

fn embedded(name: &str) -> Result<&'static [u8]> {
    KARABAKH
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, content)| *content)
        .ok_or_else(|| Error::new(format!("`{name}` is not part of the embedded case")))
}

/// A scenario from its text.
fn parse(text: &str) -> Result<Scenario> {
    let scenario: Scenario = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
    let plain = !scenario.id.is_empty()
        && scenario
            .id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !plain {
        return Err(
            Error::new(format!("the id `{}` cannot name a folder", scenario.id))
                .hint("use letters, digits, - and _"),
        );
    }
    if scenario.snapshots.len() < 2 {
        return Err(Error::new("a scenario needs at least two snapshots"));
    }
    Ok(scenario)
}

/// What is wrong with a TOML text, and in which line.
pub(crate) fn toml_error(error: &toml::de::Error, text: &str) -> Error {
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let plain = Error::new(error.message().to_owned());
    match error.span() {
        Some(span) => plain.position(format!("line {}", line(span.start))),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_case_reads_whole() {
        let case = Case::embedded().unwrap();
        assert_eq!(case.snapshots().unwrap().len(), 3);
        let s = &case.scenario;
        for reference in [&s.units, &s.places, &s.context, &s.locator] {
            assert!(!case.layer(reference.as_ref()).unwrap().features.is_empty());
        }
        for outline in &s.outlines {
            assert!(!case.file(&outline.path).unwrap().features.is_empty());
        }
    }

    #[test]
    fn files_outside_the_folder_are_refused() {
        let case = Case::embedded().unwrap();
        for name in ["../../secret.geojson", "/etc/passwd", "a/../../b"] {
            assert!(
                case.file(name).unwrap_err().to_string().contains("outside"),
                "{name}"
            );
        }
    }

    #[test]
    fn a_broken_scenario_names_the_line() {
        let error = parse("id = \"x\"\ntitle = 3\n").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
        assert!(
            parse("id = \"../x\"\ntitle = \"t\"\nsnapshot = []\n")
                .unwrap_err()
                .to_string()
                .contains("folder")
        );
    }
}
