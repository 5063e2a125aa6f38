//! Inputs by their paths, `-` for standard input: the one place that reads it.

use std::path::Path;

use super::crs;
use crate::Result;
use crate::files::{self, Files, Folder};
use crate::model::{Claims, Layer, Snapshot};
use crate::read::{
    Filter, Inspection, LayerFile, LayerName, ReadOptions, ReferenceSystem, Spans, read_stream,
};

/// The bytes of standard input, and its name, if a path means it.
fn stdin(path: &Path) -> Result<Option<(Vec<u8>, &'static str)>> {
    const NAME: &str = "-";
    let is_stdin = path == Path::new(NAME);
    let bytes = is_stdin.then(|| read_stream(std::io::stdin().lock(), NAME));
    Ok(bytes.transpose()?.map(|bytes| (bytes, NAME)))
}

/// The text of a file that is no layer, such as a table.
pub(super) fn text(path: &Path) -> Result<String> {
    let (files, name) = Folder::of(path);
    files::read_text(&files, &name).map_err(|e| e.in_file(path.display().to_string()))
}

/// The content of a file that is no layer.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let (files, name) = Folder::of(path);
    let bytes = files
        .read(&name)
        .map_err(|e| e.in_file(path.display().to_string()))?;
    Ok(bytes.into_owned())
}

/// The layer at a path.
pub(super) fn layer(path: &Path) -> Result<Layer> {
    layer_in(path, crs::of(path), None)
}

fn layer_in(path: &Path, system: Option<&ReferenceSystem>, filter: Option<&Filter>) -> Result<Layer> {
    match stdin(path)? {
        Some((bytes, name)) => {
            let name = LayerName::from(name).in_system(system).filtered(filter);
            Layer::read(bytes, name)
        }
        None => LayerFile::at(path).in_system(system).filtered(filter).layer(),
    }
}

/// The layer at a path that is a diff: in longitude and latitude, unless it is named as in another system.
pub(super) fn diff(path: &Path) -> Result<Layer> {
    layer_in(path, crs::of_file(path), None)
}

/// The features at a path that are to be read, with all that is unusual or wrong about them.
pub(super) fn inspection(path: &Path, options: &ReadOptions) -> Result<Inspection> {
    let (system, filter) = (crs::of(path), options.filter.as_ref());
    let mut inspection = match stdin(path)? {
        Some((bytes, name)) => {
            let name = LayerName::from(name).in_system(system).filtered(filter);
            Inspection::read(bytes, name)
        }
        None => LayerFile::at(path)
            .in_system(system)
            .filtered(filter)
            .inspection(),
    }?;
    let selected = options.select(&mut inspection.layer);
    selected.map_err(|e| e.in_file(&inspection.layer.name))?;
    Ok(inspection)
}

/// The snapshot at a path.
pub(super) fn snapshot(path: &Path, options: &ReadOptions) -> Result<Snapshot> {
    let layer = layer_in(path, crs::of(path), options.geometry_filter())?;
    Spans::check_ends(&layer, &options.times)?;
    Snapshot::of(layer, options)
}

/// The claims at a path.
pub(super) fn claims(path: &Path) -> Result<Claims> {
    Claims::of(layer(path)?)
}
