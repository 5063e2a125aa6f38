//! Results, in every format.

use std::sync::Arc;

use landshift::report::{AnyReport, ChangeReport};
use landshift::{Format, Report, Transfer};
use landshift_engine::change::Fate;
use landshift_engine::write::wkb;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde_json::{Value, json};

use crate::error::raised;

/// A result.
#[pyclass(frozen, module = "landshift._native")]
pub struct Answer {
    written: Arc<dyn AnyReport + Send + Sync>,
    change: Option<Arc<ChangeReport>>,
}

impl Answer {
    pub fn new(report: impl Report + Send + Sync) -> Self {
        Self {
            written: Arc::new(report),
            change: None,
        }
    }

    pub fn of_change(report: ChangeReport) -> Self {
        let report = Arc::new(report);
        Self {
            written: Arc::<ChangeReport>::clone(&report),
            change: Some(report),
        }
    }
}

#[pymethods]
impl Answer {
    /// The bytes of a format: `text`, `md`, `json`, `csv` or `geojson`; of CSV a table by name.
    #[pyo3(signature = (format, table=None))]
    fn written<'py>(
        &self,
        py: Python<'py>,
        format: &str,
        table: Option<&str>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let format: Format = format.parse().map_err(|e| raised(py, &e))?;
        let written = py.detach(|| self.written.bytes(format, table));
        let bytes = written.map_err(|e| raised(py, &e))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The rows of a table as JSON.
    fn rows<'py>(&self, py: Python<'py>, table: &str) -> PyResult<Bound<'py, PyBytes>> {
        let rows = py.detach(|| self.written.rows(table));
        Ok(PyBytes::new(py, &rows.map_err(|e| raised(py, &e))?))
    }

    /// The columns of a table.
    fn columns(&self, py: Python<'_>, table: &str) -> PyResult<Vec<String>> {
        self.written.columns(table).map_err(|e| raised(py, &e))
    }

    /// The tables that it has, and what each holds.
    fn tables(&self) -> Vec<(&'static str, &'static str)> {
        self.written.named_tables()
    }

    /// What changed most, in a sentence; none of a result that is no change.
    fn finding(&self) -> Option<String> {
        self.change.as_ref().map(|report| report.change.finding())
    }

    /// The changed land piece by piece: properties as JSON, and shapes as well-known binary.
    fn pieces<'py>(&self, py: Python<'py>) -> (String, Vec<Bound<'py, PyBytes>>) {
        let transfers = self.change.iter().flat_map(|report| &report.change.transfers);
        let (properties, shapes): (Vec<Value>, Vec<Vec<u8>>) = py.detach(|| transfers.map(piece).unzip());
        let shapes = shapes.iter().map(|shape| PyBytes::new(py, shape));
        (Value::Array(properties).to_string(), shapes.collect())
    }
}

fn piece(piece: &Transfer) -> (Value, Vec<u8>) {
    let properties = json!({
        "from": piece.from.as_deref(),
        "to": piece.to.as_deref(),
        "area_km2": piece.area.km2(),
        "noise": piece.noise,
        "succession": piece.fate == Fate::Succession,
    });
    (properties, wkb(std::slice::from_ref(&piece.polygon)))
}
