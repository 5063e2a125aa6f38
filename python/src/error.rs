//! Errors as exceptions with fields.

use landshift::{Error, ErrorKind};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The result of work that can fail before Python sees it.
pub type Result<T> = landshift::Result<T>;

/// An error as `landshift.Error` with all its fields. Options have the same names in Python as in the library.
pub fn raised(py: Python<'_>, error: &Error) -> PyErr {
    if error.kind() == ErrorKind::Cancelled {
        return PyKeyboardInterrupt::new_err(());
    }
    exception(py, error).unwrap_or_else(|failed| failed)
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let fields = PyDict::new(py);
    fields.set_item("kind", error.kind().name())?;
    fields.set_item("message", error.message())?;
    fields.set_item("file", error.file())?;
    fields.set_item("feature", error.feature())?;
    fields.set_item("position", error.position())?;
    fields.set_item("place", error.place().map(|[lon, lat]| (lon, lat)))?;
    fields.set_item("hint", error.hint().map(ToString::to_string))?;
    let class = py.import("landshift._errors")?.getattr("Error")?;
    let made = class.call((error.to_string(),), Some(&fields))?;
    Ok(PyErr::from_value(made))
}

/// The error of an option with a value that cannot be used.
pub fn of_option(message: impl Into<String>) -> Error {
    Error::new(message).of_kind(ErrorKind::Options)
}
