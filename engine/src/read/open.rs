//! Files by their paths: all of this room that needs a file system.

use std::path::Path;

use super::land::Inspection;
use super::layer::read_stream;
use super::layer_name::LayerName;
use super::options::ReadOptions;
use crate::Result;
use crate::files::open_file;
use crate::model::{Claims, Layer, Snapshot};

impl Layer {
    /// The features of a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, and as [`Layer::read`].
    pub fn open(path: &Path) -> Result<Self> {
        with_file(path, |bytes, name| Self::read(bytes, name))
    }
}

impl Inspection {
    /// The features of a file, as [`Inspection::read`].
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, and as [`Inspection::read`].
    pub fn open(path: &Path) -> Result<Self> {
        with_file(path, |bytes, name| Self::read(bytes, name))
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

/// Reads a file, or a layer of it.
fn with_file<T>(path: &Path, read: impl FnOnce(Vec<u8>, LayerName<'_>) -> Result<T>) -> Result<T> {
    if path.exists() {
        let name = path.display().to_string();
        return read(read_stream(open_file(path)?, &name)?, LayerName::from(&name));
    }
    let text = path.display().to_string();
    let name = LayerName::parse(&text, |_| false);
    let file = open_file(Path::new(name.file()))?;
    read(read_stream(file, name.file())?, name)
}
