//! The built-in case: Armenia, Azerbaijan and Nagorno-Karabakh, 1994 to 2023, with all its files.

use std::borrow::Cow;
#[cfg(feature = "files")]
use std::path::Path;

use crate::case::Case;
use crate::error::ErrorKind;
use crate::files::Files;
#[cfg(feature = "files")]
use crate::files::Reach;
use crate::{Error, Result};

/// The name by which users ask for the case.
const NAME: &str = "karabakh";

/// Lists files of a folder of the repository with their content.
macro_rules! embedded {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../", $folder, "/", $name)).as_slice())),+]
    };
}

/// Part of the program, so that an installed one needs no files.
static FILES: [(&str, &[u8]); 9] = embedded!("geodata/karabakh":
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

/// The files of the built-in case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Karabakh;

impl Files for Karabakh {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>> {
        match FILES.iter().find(|(known, _)| *known == name) {
            Some((_, content)) => Ok(Cow::Borrowed(content)),
            None => {
                Err(Error::new(format!("`{name}` is not part of the built-in case")).of_kind(ErrorKind::Io))
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        FILES.iter().any(|(known, _)| *known == name)
    }

    fn label(&self, name: &str) -> String {
        format!("{NAME}/{name}")
    }
}

impl Karabakh {
    /// The case that these files are.
    ///
    /// # Errors
    ///
    /// Never, as a test makes sure.
    pub fn case() -> Result<Case> {
        Case::read(Self, "scenario.toml")
    }

    /// The case that a user names: a path, or `karabakh` for the built-in one where there is no such path.
    ///
    /// # Errors
    ///
    /// As [`Case::open`].
    #[cfg(feature = "files")]
    pub fn or_case_at(name: &Path, reach: Reach) -> Result<Case> {
        if name == Path::new(NAME) && !name.exists() {
            return Self::case();
        }
        Case::open(name, reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ReadOptions;

    #[test]
    fn the_built_in_case_reads_whole() {
        let case = Karabakh::case().unwrap();
        assert_eq!(case.snapshots(&ReadOptions::default()).unwrap().len(), 3);
        let s = &case.scenario;
        for reference in [&s.units, &s.places, &s.context, &s.locator] {
            assert!(!case.layer(reference.as_ref()).unwrap().features.is_empty());
        }
        for outline in &s.outlines {
            assert!(!case.file(&outline.path).unwrap().features.is_empty());
        }
    }

    #[test]
    fn files_outside_the_built_in_case_are_refused() {
        for name in ["../secret.geojson", "/etc/passwd", "a/../../secret.geojson"] {
            assert!(Karabakh::case().unwrap().file(name).is_err(), "{name}");
        }
    }
}
