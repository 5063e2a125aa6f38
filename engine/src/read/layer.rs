//! Bytes, files and feature collections to layers.

use std::io::Read;

use geojson::FeatureCollection;

use super::format::{self, Companions};
use super::land::{Inspection, Mode};
use super::layer_name::LayerName;
use crate::Result;
use crate::error::ErrorKind;
use crate::files::Files;
use crate::model::Layer;

impl Layer {
    /// The features of some bytes; `name` is what messages call them, and says which of several layers is meant. They may
    /// be gzipped, start with a byte order mark and hold several documents.
    ///
    /// # Errors
    ///
    /// When they are in no format that is read, or in one but not understood without doubt; when they have several layers
    /// and `name` has none of them.
    pub fn read<'n>(bytes: impl AsRef<[u8]>, name: impl Into<LayerName<'n>>) -> Result<Self> {
        let alone = Companions::default();
        read(bytes.as_ref(), &alone, name.into(), Mode::Strict).map(|inspection| inspection.layer)
    }

    /// The features of a file among others, or of one of its layers.
    ///
    /// # Errors
    ///
    /// Those of [`Files::read`], and as [`Layer::read`].
    pub fn among(files: &dyn Files, name: &str) -> Result<Self> {
        let parsed = LayerName::parse(name, |file| files.has(file));
        let label = files.label(name);
        let bytes = files.read(parsed.file()).map_err(|e| match e.kind() {
            // What is refused for its name is the fault of who gave it.
            ErrorKind::Settings => e,
            _ => e.in_file(&label),
        })?;
        let beside = |suffix: &str| files.has(&format!("{}{suffix}", parsed.file()));
        format::refuse_unmerged(&bytes, beside).map_err(|e| e.in_file(&label))?;
        let label = match parsed.layer() {
            Some(_) => LayerName::parse(&label, |_| false),
            None => LayerName::from(&label),
        };
        let companions = companions(files, parsed.file(), &bytes)?;
        read(&bytes, &companions, label, Mode::Strict).map(|inspection| inspection.layer)
    }

    /// The features of a collection in memory, treated as if they had been read from a file.
    ///
    /// # Errors
    ///
    /// At the first feature in error.
    pub fn from_features(collection: &FeatureCollection, name: &str) -> Result<Self> {
        named(format::collection::read(collection), name.into()).map(|inspection| inspection.layer)
    }
}

impl Inspection {
    /// The features of some bytes, and all that is unusual or wrong about them. Where [`Layer::read`] stops at the first
    /// feature in error, this leaves it out and goes on.
    ///
    /// # Errors
    ///
    /// When they are in no format that is read, or not well-formed in it.
    pub fn read<'n>(bytes: impl AsRef<[u8]>, name: impl Into<LayerName<'n>>) -> Result<Self> {
        read(bytes.as_ref(), &Companions::default(), name.into(), Mode::Inspect)
    }
}

/// The features of some bytes, and of the files beside them that belong to them.
pub(super) fn read(
    bytes: &[u8],
    companions: &Companions<'_>,
    name: LayerName<'_>,
    mode: Mode,
) -> Result<Inspection> {
    named(format::read(bytes, companions, name, mode), name)
}

/// The files beside one that belong to it; their endings may be in small letters, in capitals or with a capital.
///
/// # Errors
///
/// Those of [`Files::read`].
pub(super) fn companions<'f>(files: &'f dyn Files, name: &str, bytes: &[u8]) -> Result<Companions<'f>> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Companions::gather(format::beside(bytes), |ending| {
        let mut names = spellings(ending)
            .map(|ending| format!("{stem}.{ending}"))
            .into_iter();
        let Some(name) = names.find(|name| files.has(name)) else {
            return Ok(None);
        };
        let bytes = files.read(&name).map_err(|e| e.in_file(files.label(&name)))?;
        Ok(Some(bytes))
    })
}

/// An ending in small letters, in capitals, and with a capital.
pub(super) fn spellings(ending: &str) -> [String; 3] {
    let capitals = ending.to_uppercase();
    let capital = format!("{}{}", &capitals[..1], &ending[1..]);
    [ending.to_owned(), capitals, capital]
}

fn named(inspection: Result<Inspection>, name: LayerName<'_>) -> Result<Inspection> {
    let name = name.to_string();
    let mut inspection = inspection.map_err(|e| e.in_file(&name))?;
    inspection.layer.name = name;
    Ok(inspection)
}

/// The bytes that a stream yields; `name` is what messages call it. What is certainly in no format that is read is
/// refused after its first bytes, so that a stream without end is not read for nothing.
///
/// # Errors
///
/// When it cannot be read, or starts as no format that is read.
pub fn read_stream(stream: impl Read, name: &str) -> Result<Vec<u8>> {
    format::bytes(stream).map_err(|e| e.in_file(name))
}
