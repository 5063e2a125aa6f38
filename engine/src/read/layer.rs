//! Bytes, files and feature collections to layers.

use std::io::Read;

use geojson::FeatureCollection;

use super::format;
use super::land::{Inspection, Mode};
use crate::Result;
use crate::model::Layer;

impl Layer {
    /// The features of some bytes; `name` is what messages call them. They may be gzipped, start with a byte order mark
    /// and hold several documents.
    ///
    /// # Errors
    ///
    /// When they are in no format that is read, or in one but not understood without doubt.
    pub fn read(bytes: impl AsRef<[u8]>, name: &str) -> Result<Self> {
        named(format::read(bytes.as_ref(), Mode::Strict), name).map(|inspection| inspection.layer)
    }

    /// The features of a collection in memory, treated as if they had been read from a file.
    ///
    /// # Errors
    ///
    /// At the first feature in error.
    pub fn from_features(collection: &FeatureCollection, name: &str) -> Result<Self> {
        named(format::collection::read(collection), name).map(|inspection| inspection.layer)
    }
}

impl Inspection {
    /// The features of some bytes, and all that is unusual or wrong about them. Where [`Layer::read`] stops at the first
    /// feature in error, this leaves it out and goes on.
    ///
    /// # Errors
    ///
    /// When they are in no format that is read, or not well-formed in it.
    pub fn read(bytes: impl AsRef<[u8]>, name: &str) -> Result<Self> {
        named(format::read(bytes.as_ref(), Mode::Inspect), name)
    }
}

fn named(inspection: Result<Inspection>, name: &str) -> Result<Inspection> {
    let mut inspection = inspection.map_err(|e| e.in_file(name))?;
    name.clone_into(&mut inspection.layer.name);
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
