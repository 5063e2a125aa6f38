//! GeoJSON in, layers and snapshots out: the only place that knows a file format.
//!
//! ```text
//! bytes ─stream─► JSON text ─document─► objects ─geometry─► features on the grid ─snapshot─► who holds what
//! ```
//!
//! What is read: RFC 7946 feature collections, single features and bare geometries; several of them one after
//! another (newline-delimited GeoJSON, RFC 8142 sequences); any of it gzipped, whatever the file is called.
//! Features are read one at a time, so memory follows the geometry and not the text.
//!
//! What is refused: everything from which a wrong area could follow unseen, such as projected or swapped
//! coordinates, missing members, members given twice, rings of three positions. The error names the file, the
//! feature, the position in it and what to do.
//!
//! What is repaired, and counted in [`Notices`](crate::model::Notices): unclosed rings are closed, repeated
//! positions and rings without an area dropped, rings across ±180° cut there, rings around a pole closed through
//! it. Winding is normalised without a notice, since both windings are common.
//!
//! ```
//! use landshift::read::{SnapshotOptions, layer_from, snapshot_of};
//! let text = r#"{"type": "FeatureCollection", "date": "1994-05-12", "features": [
//!     {"type": "Feature", "properties": {"controller": "A"},
//!      "geometry": {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}]}"#;
//! let snapshot = snapshot_of(layer_from(text.as_bytes(), "1994.geojson")?, &SnapshotOptions::default())?;
//! assert_eq!(snapshot.heading(), "12 May 1994");
//! assert_eq!(snapshot.controllers(), ["A"]);
//! # Ok::<(), landshift::Error>(())
//! ```

mod antimeridian;
mod bounded;
mod case;
mod coordinates;
mod crs;
mod dates;
mod document;
mod geometry;
mod object;
mod ring;
mod snapshot;
mod stream;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::Path;

use crate::model::{Layer, Snapshot};
use crate::{Error, Result};

pub use case::Case;
pub use snapshot::{SnapshotOptions, snapshot_of};

/// The features of a file; `-` is standard input.
///
/// # Errors
/// When the file cannot be opened or read, or is not GeoJSON that is understood without doubt.
pub fn layer(path: &Path) -> Result<Layer> {
    let name = path.display().to_string();
    if name == "-" {
        return layer_from(std::io::stdin().lock(), &name);
    }
    let file = stream::open(path)?;
    layer_from(file, &name)
}

/// The features that a reader yields; `name` is what messages call it.
///
/// The reader is buffered here. It may be gzipped, start with a byte order mark and hold several documents.
///
/// # Errors
/// When it cannot be read, or is not GeoJSON that is understood without doubt.
pub fn layer_from(reader: impl Read, name: &str) -> Result<Layer> {
    let mut layer = stream::text(reader)
        .and_then(document::read)
        .map_err(|e| e.file(name))?;
    name.clone_into(&mut layer.name);
    Ok(layer)
}

/// Who holds what, as a file says; `-` is standard input. See [`snapshot_of`] for how it is understood.
///
/// # Errors
/// As [`layer`] and [`snapshot_of`].
pub fn snapshot(path: &Path, options: &SnapshotOptions) -> Result<Snapshot> {
    snapshot_of(layer(path)?, options)
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
