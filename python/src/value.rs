//! Values of Python as those of JSON.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// A value of a column: what JSON has no word for is its text, such as that of a date; what is missing is null.
///
/// # Errors
///
/// When it has no text.
pub fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::String(text.to_string()));
    }
    if let Ok(flag) = object.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if object.is_instance_of::<PyInt>() {
        let small = object.extract::<i64>().map(Value::from);
        return small.or_else(|_| object.str().map(|text| Value::String(text.to_string())));
    }
    if object.is_instance_of::<PyFloat>() {
        // Not a number is how data frames say that a value is missing.
        return Ok(Number::from_f64(object.extract()?).map_or(Value::Null, Value::Number));
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        return members(dict).map(Value::Object);
    }
    // Numbers and lists of numpy, and lists.
    if object.hasattr("tolist")? {
        return value(&object.call_method0("tolist")?);
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        let items = object.try_iter()?.map(|item| value(&item?));
        return items.collect::<PyResult<_>>().map(Value::Array);
    }
    // A missing value of pandas is not equal to itself, or not comparable.
    let is_missing = object.eq(object).map_or(true, |is_equal| !is_equal);
    if is_missing {
        return Ok(Value::Null);
    }
    object.str().map(|text| Value::String(text.to_string()))
}

/// The members of a dict whose keys are texts.
///
/// # Errors
///
/// As [`value`].
pub fn members(dict: &Bound<'_, PyDict>) -> PyResult<Map<String, Value>> {
    let members = dict.iter();
    let members = members.map(|(key, member)| Ok((key.str()?.to_string(), value(&member)?)));
    members.collect()
}
