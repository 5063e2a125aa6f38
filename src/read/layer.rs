//! A file, or any other stream of bytes, to a layer.

use std::io::Read;
use std::path::Path;

use super::sink::Inspection;
use super::{document, text};
use crate::Result;
use crate::model::Layer;

/// The features of a file; `-` is standard input.
///
/// # Errors
/// When the file cannot be opened or read, or is not GeoJSON that is understood without doubt.
pub fn layer(path: &Path) -> Result<Layer> {
    let name = path.display().to_string();
    if name == "-" {
        return layer_from(std::io::stdin().lock(), &name);
    }
    layer_from(text::open(path)?, &name)
}

/// The features of a file, and all that is odd or wrong about them; `-` is standard input. Where [`layer`] stops at the
/// first feature in error, this passes it over and goes on.
///
/// # Errors
/// When the file cannot be opened or read, or is not GeoJSON.
pub fn inspect(path: &Path) -> Result<Inspection> {
    let name = path.display().to_string();
    let text = match name.as_str() {
        "-" => text::read(std::io::stdin().lock()),
        _ => text::open(path).and_then(text::read),
    };
    let mut inspection = text
        .and_then(|text| document::inspect(&text))
        .map_err(|e| e.file(name.as_str()))?;
    inspection.layer.name = name;
    Ok(inspection)
}

/// The features that a reader yields; `name` is what messages call it.
///
/// It need not be buffered; it may be gzipped, start with a byte order mark and hold several documents.
///
/// # Errors
/// When it cannot be read, or is not GeoJSON that is understood without doubt.
pub fn layer_from(reader: impl Read, name: &str) -> Result<Layer> {
    let mut layer = text::read(reader)
        .and_then(|text| document::read(&text))
        .map_err(|e| e.file(name))?;
    name.clone_into(&mut layer.name);
    Ok(layer)
}
