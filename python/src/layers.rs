//! Layers by themselves: what is in them, what is wrong with them, and figures carried over from one to another.

use std::path::PathBuf;
use std::sync::Arc;

use landshift::apportion::{CrosswalkTable, ValueTable};
use landshift::check::{Checked, Fixed};
use landshift::report::{Problems, csv_headings};
use landshift::{Date, Inspection, Layer, WkbTable};
use landshift_engine::files::{Replace, write_file};
use landshift_engine::write::wkb;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde_json::Value;

use crate::answer::Answer;
use crate::error::{Result, of_option};
use crate::options::{Measuring, Mending, Reading};
use crate::run::run_alone;
use crate::source::{Given, Source, given};

/// Whether the positions of a data frame may be in a reference system, by its name.
#[pyfunction]
pub fn reads_system(name: &str) -> bool {
    WkbTable::reads_system(name)
}

/// The text of a file that is no layer.
#[pyfunction]
pub fn text(py: Python<'_>, path: PathBuf) -> PyResult<String> {
    run_alone(py, move || crate::options::text(&path))
}

/// The members of a layer and the properties of its features, as JSON, and their land as well-known binary.
#[pyfunction]
pub fn features<'py>(
    py: Python<'py>,
    source: &Source,
) -> PyResult<(String, String, Vec<Bound<'py, PyBytes>>)> {
    let source = source.given();
    let (members, properties, shapes) = run_alone(py, move || {
        let Layer {
            members, features, ..
        } = source.layer()?;
        let shapes: Vec<Vec<u8>> = features.iter().map(|f| wkb(&f.geometry.polygons)).collect();
        let properties: Value = features
            .into_iter()
            .map(|f| Value::Object(f.properties))
            .collect();
        Ok((Value::Object(members).to_string(), properties.to_string(), shapes))
    })?;
    let shapes = shapes.iter().map(|shape| PyBytes::new(py, shape));
    Ok((members, properties, shapes.collect()))
}

/// What is wrong with layers, and whether anything is.
#[pyfunction]
pub fn check(
    py: Python<'_>,
    sources: Vec<Py<Source>>,
    options: &Bound<'_, PyAny>,
) -> PyResult<(Answer, bool)> {
    let sources = given(&sources);
    let (reading, mending): (Reading, Mending) = (options.extract()?, options.extract()?);
    let measuring: Measuring = options.extract()?;
    let problems = run_alone(py, move || {
        let (options, policy) = (reading.alone()?, mending.policy()?);
        let mut checked = Vec::new();
        for source in &sources {
            for (date, inspection) in moments(source, &reading)? {
                let found = landshift::check::check(&inspection, &options, &policy);
                checked.push(Checked { date, ..found });
            }
        }
        Ok(Problems::new(checked).area_units(measuring.area_units()?))
    })?;
    let is_found = !problems.is_empty();
    Ok((Answer::new(problems), is_found))
}

/// A layer that passes the check, and what was done about the problems of one that does not.
#[pyfunction]
pub fn fix(py: Python<'_>, source: &Source, options: &Bound<'_, PyAny>) -> PyResult<Answer> {
    let source = source.given();
    let (reading, mending): (Reading, Mending) = (options.extract()?, options.extract()?);
    let measuring: Measuring = options.extract()?;
    let fixed = run_alone(py, move || {
        let moments = moments(&source, &reading)?;
        let [(_, inspection)] = moments.as_slice() else {
            return Err(
                of_option("a layer is mended as it is on one date").with_hint("give one date as `at`")
            );
        };
        Ok(Fixed {
            area_units: measuring.area_units()?,
            ..landshift::check::fix(inspection, &reading.alone()?, &mending.policy()?)?
        })
    })?;
    Ok(Answer::new(fixed))
}

/// A layer as a whole, or on each of the dates that are stated.
fn moments(source: &Arc<Given>, reading: &Reading) -> Result<Vec<(Option<Date>, Inspection)>> {
    let whole = source.inspection()?;
    let columns = reading.options()?.times;
    let dates: Vec<Date> = reading
        .at
        .iter()
        .map(|date| date.parse())
        .collect::<Result<_>>()?;
    if dates.is_empty() {
        return Ok(vec![(None, whole)]);
    }
    let on = |date: Date| Ok((Some(date), whole.clone().on(date, &columns)?));
    dates.into_iter().map(on).collect()
}

/// Figures of earlier units carried over to later ones, both as CSV with what messages call them.
#[pyfunction]
pub fn apportion(
    py: Python<'_>,
    values: (String, String),
    weights: (String, String),
    unit: Option<String>,
    rates: Vec<String>,
) -> PyResult<Answer> {
    let apportioned = run_alone(py, move || {
        let values = ValueTable::read(values.1.as_bytes(), &values.0, unit.as_deref())?;
        let weights = CrosswalkTable::read(weights.1.as_bytes(), &weights.0)?;
        landshift::apportion::apportion(&values, &weights, &rates)
    });
    apportioned.map(Answer::new)
}

/// Writes a file whole or not at all; without `overwrite` only an own output is replaced.
#[pyfunction]
pub fn write(py: Python<'_>, path: PathBuf, bytes: Vec<u8>, overwrite: bool) -> PyResult<()> {
    run_alone(py, move || {
        write_file(&path, &replace(overwrite), |out| out.write_all(&bytes))
    })
}

/// Which files may be replaced.
pub fn replace(overwrite: bool) -> Replace {
    if overwrite {
        Replace::Any
    } else {
        Replace::OwnOutput {
            csv_headings: csv_headings(),
        }
    }
}
