//! The reference systems of layers as the command line states them, whatever their files say.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::OnceLock;

use crate::error::ErrorKind;
use crate::read::ReferenceSystem;
use crate::{Error, Result};

static STATED: OnceLock<Vec<StatedCrs>> = OnceLock::new();

/// A value of `--crs`: the reference system of one layer, or of all others.
#[derive(Debug, Clone)]
pub(super) struct StatedCrs {
    /// The file, with the layer if one is named.
    file: Option<PathBuf>,
    system: ReferenceSystem,
}

/// `EPSG:2056`, or of one file `roads.shp=EPSG:2056`.
impl FromStr for StatedCrs {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (file, system) = match text.rsplit_once('=') {
            Some((file, system)) => (Some(file.into()), system),
            None => (None, text),
        };
        let system = system.parse()?;
        Ok(Self { file, system })
    }
}

/// From here on, layers are in these systems.
///
/// # Errors
///
/// When several are stated of the same.
pub(super) fn set(stated: Vec<StatedCrs>) -> Result<()> {
    for (place, one) in stated.iter().enumerate() {
        if stated[..place].iter().any(|other| other.file == one.file) {
            return Err(Error::new("--crs states two reference systems of the same")
                .of_kind(ErrorKind::Options)
                .with_hint("give it once for all layers, or of single files: --crs roads.shp=EPSG:2056"));
        }
    }
    STATED.get_or_init(|| stated);
    Ok(())
}

/// The system that is stated of the layer at a path, if one is.
pub(super) fn of(path: &Path) -> Option<&'static ReferenceSystem> {
    let stated = STATED.get().map_or(&[][..], Vec::as_slice);
    let of_file = stated.iter().find(|one| one.file.as_deref() == Some(path));
    let of_all = || stated.iter().find(|one| one.file.is_none());
    of_file.or_else(of_all).map(|one| &one.system)
}
