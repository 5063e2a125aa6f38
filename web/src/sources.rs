//! The files of a request.

use landshift::{Date, Inspection, Layer, LayerName, MemoryFiles};
use landshift_engine::files::Files;

use crate::error::{Result, of_option};
use crate::options::date;
use crate::request::{FileHead, Role};

/// Files by name, and what each of them is.
pub struct Sources {
    files: MemoryFiles,
    heads: Vec<FileHead>,
}

impl Sources {
    /// Files and their bytes, in one order.
    ///
    /// # Errors
    ///
    /// When there are more of the one than of the other.
    pub fn new(heads: Vec<FileHead>, parts: Vec<Vec<u8>>) -> Result<Self> {
        if heads.len() != parts.len() {
            let (heads, parts) = (heads.len(), parts.len());
            return Err(of_option(format!(
                "{heads} files are named, and {parts} are there"
            )));
        }
        let files = heads.iter().zip(parts);
        let files = files.map(|(head, bytes)| (file_of(&head.name), bytes)).collect();
        Ok(Self { files, heads })
    }

    /// The snapshots or layers, with the dates that are stated of them.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or its date is none.
    pub fn snapshots(&self) -> Result<Vec<(Layer, Option<Date>)>> {
        let read = |head: &FileHead| {
            let date = date(head.date.as_deref()).map_err(|e| e.in_file(&head.name))?;
            Ok((Layer::among(&self.files, &head.name)?, date))
        };
        self.of(Role::Snapshot).map(read).collect()
    }

    /// The layers, with all that is unusual or wrong about them.
    ///
    /// # Errors
    ///
    /// When one cannot be read at all.
    pub fn inspections(&self) -> Result<Vec<Inspection>> {
        let read = |head: &FileHead| {
            let name = LayerName::parse(&head.name, |file| self.files.has(file));
            Inspection::read(self.files.read(name.file())?, name)
        };
        self.of(Role::Snapshot).map(read).collect()
    }

    /// The layer of a role, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn layer(&self, role: Role) -> Result<Option<Layer>> {
        let mut heads = self.of(role);
        let layer = heads.next().map(|head| Layer::among(&self.files, &head.name));
        layer.transpose()
    }

    fn of(&self, role: Role) -> impl Iterator<Item = &FileHead> {
        self.heads.iter().filter(move |head| head.role == role)
    }
}

/// The file that a name means: a layer may be named after it.
fn file_of(name: &str) -> &str {
    LayerName::parse(name, |_| false).file()
}
