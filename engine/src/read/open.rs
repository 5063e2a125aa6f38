//! Files by their paths: all of this room that needs a file system.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::filter::Filter;
use super::format;
use super::land::{Inspection, Mode};
use super::layer::{self, read_stream};
use super::layer_name::LayerName;
use super::options::ReadOptions;
use super::reference::ReferenceSystem;
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
        LayerFile::at(path).layer()
    }
}

/// A file to read, or a layer of it.
#[derive(Debug, Clone, Copy)]
pub struct LayerFile<'a> {
    path: &'a Path,
    system: Option<&'a ReferenceSystem>,
    filter: Option<&'a Filter>,
}

impl<'a> LayerFile<'a> {
    /// The file at a path; `world.gpkg#countries` is one of its layers.
    pub fn at(path: &'a Path) -> Self {
        Self {
            path,
            system: None,
            filter: None,
        }
    }

    /// The same, with the reference system of its positions stated, whatever the file says; none: as the file says.
    #[must_use]
    pub fn in_system(self, system: Option<&'a ReferenceSystem>) -> Self {
        Self { system, ..self }
    }

    /// The same, with geometries only for the features that meet a condition, as [`LayerName::filtered`].
    #[must_use]
    pub fn filtered(self, filter: Option<&'a Filter>) -> Self {
        Self { filter, ..self }
    }

    /// Its features.
    ///
    /// # Errors
    ///
    /// As [`Layer::open`].
    pub fn layer(self) -> Result<Layer> {
        self.read(Mode::Strict).map(|inspection| inspection.layer)
    }

    /// Its features, and all that is unusual or wrong about them.
    ///
    /// # Errors
    ///
    /// As [`Inspection::open`].
    pub fn inspection(self) -> Result<Inspection> {
        self.read(Mode::Inspect)
    }

    /// The files beside it that belong to it, such as the table of a shapefile; none of what is no file, or cannot be read.
    pub fn companions(self) -> Vec<PathBuf> {
        let path = if self.path.exists() {
            self.path.to_owned()
        } else {
            let text = self.path.display().to_string();
            LayerName::parse(&text, |_| false).file().into()
        };
        // What is no file, such as a FIFO, can be read once.
        let head = path.is_file().then(|| head(&path).ok()).flatten();
        let endings = format::beside(&head.unwrap_or_default()).iter();
        let names = endings.flat_map(|ending| layer::spellings(ending));
        let names = names.map(|ending| path.with_extension(ending));
        names.filter(|path| path.exists()).collect()
    }

    fn read(self, mode: Mode) -> Result<Inspection> {
        let text = self.path.display().to_string();
        let stated = |name| LayerName::in_system(name, self.system).filtered(self.filter);
        if self.path.exists() {
            return read_named(self.path, stated(LayerName::from(&text)), mode);
        }
        let name = stated(LayerName::parse(&text, |_| false));
        read_named(Path::new(name.file()), name, mode)
    }
}

impl Inspection {
    /// The features of a file, as [`Inspection::read`].
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, and as [`Inspection::read`].
    pub fn open(path: &Path) -> Result<Self> {
        LayerFile::at(path).inspection()
    }
}

impl Snapshot {
    /// Who holds what, as a file states.
    ///
    /// # Errors
    ///
    /// As [`Layer::open`] and [`Snapshot::of`].
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        let file = LayerFile::at(path).filtered(options.geometry_filter());
        Self::of(file.layer()?, options)
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

fn read_named(path: &Path, name: LayerName<'_>, mode: Mode) -> Result<Inspection> {
    let bytes = bytes(path, name.file())?;
    let (files, file) = Folder::of(path);
    let companions = layer::companions(&files, &file, &bytes)?;
    layer::read(&bytes, &companions, name, mode)
}

/// How a file begins.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?
        .take(format::HEAD as u64)
        .read_to_end(&mut head)?;
    Ok(head)
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
