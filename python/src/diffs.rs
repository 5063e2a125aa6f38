//! Diffs as patches.

use std::sync::Arc;

use landshift::ReadOptions;
use landshift::diff::{self, Conflict, Diff, flaws_of_base, read_base};
use landshift::study::Remark;
use landshift_engine::write::{self, LandFormat};
use pyo3::prelude::*;
use serde_json::{Map, Value, json};

use crate::error::{Result, of_option};
use crate::options::Reading;
use crate::run::run_alone;
use crate::source::{Given, Source, given};

/// The later snapshot from the earlier one and the diff, as GeoJSON; and what is wrong with the earlier one.
#[pyfunction]
pub fn apply(
    py: Python<'_>,
    before: &Source,
    diff: &Source,
    options: &Bound<'_, PyAny>,
) -> PyResult<(String, Vec<String>)> {
    let (before, diff, reading): (_, _, Reading) = (before.given(), diff.given(), options.extract()?);
    run_alone(py, move || {
        let options: ReadOptions = reading.options()?;
        let layer = before.layer()?;
        let diff = read(&diff)?;
        let base = read_base(layer, &options, &diff.header.before)?;
        let flaws = flaws_of_base(&base, &diff);
        let remark = Remark::of_input(&base.name, &base.notices, flaws);
        let after = diff::apply(base, &diff)?;
        let text = text(|out| {
            write::snapshot(&after, "landshift apply", &Map::new())?.write(LandFormat::GeoJson, out)
        })?;
        Ok((text, remark.iter().map(ToString::to_string).collect()))
    })
}

/// The diff that leads back, as GeoJSON.
#[pyfunction]
pub fn invert(py: Python<'_>, diff: &Source) -> PyResult<String> {
    let diff = diff.given();
    run_alone(py, move || written(&read(&diff)?.inverted()))
}

/// Consecutive diffs as one, as GeoJSON.
#[pyfunction]
pub fn squash(py: Python<'_>, diffs: Vec<Py<Source>>) -> PyResult<String> {
    let diffs = given(&diffs);
    run_alone(py, move || {
        if diffs.is_empty() {
            return Err(of_option("there are no diffs to make one of"));
        }
        let diffs: Vec<Diff> = diffs.iter().map(read).collect::<Result<_>>()?;
        written(&diff::squash(&diffs)?)
    })
}

/// Two diffs of one snapshot as one, as GeoJSON; and as JSON the land that they give to different holders.
#[pyfunction]
pub fn merge(py: Python<'_>, one: &Source, other: &Source) -> PyResult<(String, String)> {
    let (one, other) = (one.given(), other.given());
    run_alone(py, move || {
        let merged = diff::merge([&read(&one)?, &read(&other)?])?;
        let conflicts: Value = merged.conflicts.iter().map(record).collect();
        Ok((written(&merged.diff)?, conflicts.to_string()))
    })
}

fn record(conflict: &Conflict) -> Value {
    let ([lon, lat], [to_one, to_other]) = (conflict.place, &conflict.to);
    json!({
        "from": conflict.from, "to_one": to_one, "to_other": to_other,
        "area_km2": conflict.area.km2(), "lon": lon, "lat": lat,
    })
}

fn read(given: &Arc<Given>) -> Result<Diff<'static>> {
    Diff::from_layer(given.layer()?)
}

fn written(diff: &Diff) -> Result<String> {
    text(|out| diff.write(out))
}

/// What is written, as text.
///
/// # Errors
///
/// When it is none.
fn text(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> Result<String> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|e| landshift::Error::new(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| landshift::Error::new(e.to_string()))
}
