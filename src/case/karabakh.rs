//! The built-in case: Armenia, Azerbaijan and Nagorno-Karabakh, 1994 to 2023, with all its files.

use std::borrow::Cow;

use super::read::{Case, SCENARIO};
use crate::error::ErrorKind;
use crate::files::Files;
use crate::{Error, Result};

/// The name by which users ask for the case.
pub const NAME: &str = "karabakh";

/// Lists files of a folder of the repository with their content.
macro_rules! embedded {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../", $folder, "/", $name)).as_slice())),+]
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

impl Case {
    /// The built-in case: Armenia, Azerbaijan and Nagorno-Karabakh, 1994 to 2023.
    ///
    /// # Errors
    ///
    /// Never, as a test makes sure.
    pub fn built_in() -> Result<Self> {
        Self::read(Karabakh, SCENARIO)
    }
}
