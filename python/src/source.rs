//! An input as Python has it: a path, bytes, or a table with geometries as well-known binary.

use std::path::PathBuf;
use std::sync::Arc;

use landshift::{Inspection, Layer, LayerName, Listing, WkbRow, WkbTable};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyDict;
use rayon::prelude::*;
use serde_json::{Map, Value};

use crate::error::Result;
use crate::value::{members, value};

/// An input that is read when it is needed.
#[pyclass(frozen, module = "landshift._native")]
pub struct Source(Arc<Given>);

/// What is given.
pub enum Given {
    /// A file.
    Path(PathBuf),
    /// The bytes of one, and what messages call it.
    Bytes(String, PyBackedBytes),
    /// A data frame.
    Table(Table),
}

/// A data frame.
pub struct Table {
    name: String,
    system: Option<String>,
    members: Map<String, Value>,
    ids: Vec<String>,
    properties: Vec<Map<String, Value>>,
    geometries: Vec<Option<PyBackedBytes>>,
}

#[pymethods]
impl Source {
    /// A file, or a folder or pattern of files for a series.
    #[staticmethod]
    fn path(path: PathBuf) -> Self {
        Self(Arc::new(Given::Path(path)))
    }

    /// The bytes of a file.
    #[staticmethod]
    fn bytes(name: String, bytes: PyBackedBytes) -> Self {
        Self(Arc::new(Given::Bytes(name, bytes)))
    }

    /// Columns of properties, one value for each geometry.
    #[staticmethod]
    fn table(
        name: String,
        system: Option<String>,
        stated: &Bound<'_, PyDict>,
        ids: Vec<String>,
        columns: &Bound<'_, PyDict>,
        geometries: Vec<Option<PyBackedBytes>>,
    ) -> PyResult<Self> {
        let mut properties = vec![Map::new(); geometries.len()];
        for (key, column) in columns {
            let key = key.str()?.to_string();
            for (row, cell) in properties.iter_mut().zip(column.try_iter()?) {
                row.insert(key.clone(), value(&cell?)?);
            }
        }
        Ok(Self(Arc::new(Given::Table(Table {
            name,
            system,
            members: members(stated)?,
            ids,
            properties,
            geometries,
        }))))
    }
}

impl Source {
    /// What is given, for work without Python's lock.
    pub fn given(&self) -> Arc<Given> {
        Arc::clone(&self.0)
    }
}

/// What several sources give.
pub fn given(sources: &[Py<Source>]) -> Vec<Arc<Given>> {
    sources.iter().map(|source| source.get().given()).collect()
}

impl Given {
    /// The layer.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn layer(&self) -> Result<Layer> {
        match self {
            Self::Path(path) => Layer::open(path),
            Self::Bytes(name, bytes) => Layer::read(bytes, LayerName::from(name)),
            Self::Table(table) => table.given().layer(),
        }
    }

    /// The layer, with all that is unusual or wrong about it.
    ///
    /// # Errors
    ///
    /// When it cannot be read at all.
    pub fn inspection(&self) -> Result<Inspection> {
        match self {
            Self::Path(path) => Inspection::open(path),
            Self::Bytes(name, bytes) => Inspection::read(bytes, LayerName::from(name)),
            Self::Table(table) => table.given().inspection(),
        }
    }

    /// The layers of a series: those of a folder or pattern, else the one; and what is to be said of other files there.
    ///
    /// # Errors
    ///
    /// When there are none, or one cannot be read.
    pub fn layers(&self) -> Result<(Vec<Layer>, Option<String>)> {
        let Self::Path(path) = self else {
            return Ok((vec![self.layer()?], None));
        };
        let Listing { files, left_out, .. } = Listing::of(path)?;
        let layers = files.par_iter().map(|file| Layer::open(file));
        let said = (left_out > 0).then(|| {
            let (name, count) = (path.display(), files.len());
            format!("{name}: {count} layers; other files left out: {left_out}")
        });
        Ok((layers.collect::<Result<_>>()?, said))
    }
}

impl Table {
    fn given(&self) -> WkbTable<'_> {
        let ids = self.ids.iter().cloned().map(Some);
        let ids = ids.chain(std::iter::repeat(None));
        let rows = self.properties.iter().zip(&self.geometries).zip(ids);
        let rows = rows.map(|((properties, geometry), id)| WkbRow {
            id,
            properties: properties.clone(),
            geometry: geometry.as_deref(),
        });
        WkbTable {
            name: self.name.clone(),
            system: self.system.clone(),
            members: self.members.clone(),
            rows: rows.collect(),
        }
    }
}
