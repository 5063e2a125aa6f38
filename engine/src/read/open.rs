//! Files by their paths: all of this room that needs a file system.

use std::path::Path;

use super::format;
use super::land::{Inspection, Mode};
use super::layer::{self, read_stream};
use super::layer_name::LayerName;
use super::options::ReadOptions;
use crate::Result;
use crate::files::{Folder, open_file};
use crate::memory;
use crate::model::{Claims, Layer, Snapshot};

impl Layer {
    /// The features of a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, and as [`Layer::read`].
    pub fn open(path: &Path) -> Result<Self> {
        read_file(path, Mode::Strict).map(|inspection| inspection.layer)
    }
}

impl Inspection {
    /// The features of a file, as [`Inspection::read`].
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, and as [`Inspection::read`].
    pub fn open(path: &Path) -> Result<Self> {
        read_file(path, Mode::Inspect)
    }
}

impl Snapshot {
    /// Who holds what, as a file states.
    ///
    /// # Errors
    ///
    /// As [`Layer::open`] and [`Snapshot::of`].
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        Self::of(Layer::open(path)?, options)
    }
}

impl Claims {
    /// Who is recognised as sovereign over what, as a file states.
    ///
    /// # Errors
    ///
    /// As [`Layer::open`] and [`Claims::of`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::of(Layer::open(path)?)
    }
}

/// The features of a file, or of a layer of it.
fn read_file(path: &Path, mode: Mode) -> Result<Inspection> {
    let text = path.display().to_string();
    if path.exists() {
        return read_named(path, LayerName::from(&text), mode);
    }
    let name = LayerName::parse(&text, |_| false);
    read_named(Path::new(name.file()), name, mode)
}

fn read_named(path: &Path, name: LayerName<'_>, mode: Mode) -> Result<Inspection> {
    let bytes = bytes(path, name.file())?;
    let (files, file) = Folder::of(path);
    let companions = layer::companions(&files, &file, &bytes)?;
    layer::read(&bytes, &companions, name, mode)
}

/// The bytes of a file, as [`read_stream`].
fn bytes(path: &Path, name: &str) -> Result<Vec<u8>> {
    let file = open_file(path)?;
    let length = file.metadata().map_or(0, |found| found.len());
    memory::require(length, || "reading the file".to_owned()).map_err(|e| e.in_file(name))?;
    let bytes = read_stream(file, name)?;
    let beside = |suffix: &str| Path::new(&format!("{}{suffix}", path.display())).exists();
    format::refuse_unmerged(&bytes, beside).map_err(|e| e.in_file(name))?;
    Ok(bytes)
}
