//! What the script reads: the dates and words of the page, and for each change its report and land.

use serde_json::{Map, Value, json};

use super::course::of_course;
use super::figure::days;
use super::html::json_script;
use super::names::{places, units};
use super::reports::PageReports;
use crate::map::{WebLand, WebMaps, WebStep};
use crate::report::{ChangeReport, Format, Report};
use crate::{Error, Result};

/// The scripts of data: one of the page, one of each change that is drawn, one of a long series.
pub(super) fn scripts(maps: &WebMaps, reports: &PageReports) -> Result<String> {
    let mut out = json_script("data", &of_page(maps, reports).to_string());
    for (step, report) in maps.steps.iter().zip(&reports.pairs) {
        let record = serde_json::to_value(report.record()).map_err(|e| failed(&e))?;
        let files = json!({
            "csv": report.written(Format::Csv, None)?,
            "json": record,
            "geojson": geojson(step),
        });
        out.push_str(&json_script(&format!("files-{}", step.id), &files.to_string()));
    }
    if let Some(series) = &reports.series {
        let files = json!({"csv": series.written(Format::Csv, None)?});
        out.push_str(&json_script("files-series", &files.to_string()));
    }
    Ok(out)
}

fn failed(error: &serde_json::Error) -> Error {
    Error::new(format!("cannot write the data of the page: {error}"))
}

fn of_page(maps: &WebMaps, reports: &PageReports) -> Value {
    let words = &maps.language.words.page;
    let days = days(maps);
    let dates = maps
        .dates
        .iter()
        .zip(days)
        .map(|(date, day)| json!({"heading": date.heading, "caption": date.caption, "day": day}));
    let steps = maps.steps.iter().zip(&reports.pairs);
    let steps: Map<String, Value> = steps
        .map(|(step, report)| (step.id.clone(), of_step(maps, step, report)))
        .collect();
    let places: Map<String, Value> = maps
        .places
        .iter()
        .map(|place| (place.name.clone(), json!(place.at.map(f64::round))))
        .collect();
    let series = maps.course.as_ref().zip(reports.series.as_ref());
    let course = series.map(|(course, series)| of_course(maps, course, &series.breakdowns));
    json!({
        "course": course,
        "size": [maps.seen.w, maps.seen.h, maps.seen.y],
        "narrow": maps.narrow,
        "dates": dates.collect::<Vec<_>>(),
        "steps": steps,
        "places": places,
        "words": {
            "caption": words.caption,
            "hint": words.hint,
            "split": words.split_at,
            "places": words.places,
            "units": words.units,
            "unchanged": words.unchanged,
            "none": words.not_found,
            "comma": maps.language.words.comma,
            "percent": maps.language.words.numbers.percent,
        },
    })
}

fn of_step(maps: &WebMaps, step: &WebStep, report: &ChangeReport) -> Value {
    let rows = step.rows.iter().map(|row| {
        let pieces = row
            .pieces
            .iter()
            .map(|piece| (piece.id.clone(), json!(step.language.area(piece.area))));
        json!({
            "label": row.label,
            "area": step.language.area(row.area),
            "range": row.range.map(|range| step.language.range(range)),
            "pieces": pieces.collect::<Map<_, _>>(),
            "places": places(maps, row, &report.breakdown),
            "units": units(maps, step, row, &report.breakdown),
        })
    });
    json!({
        "from": step.places[0],
        "to": step.places[1],
        "title": step.title,
        "subtitle": step.subtitle,
        "total": step.language.area(step.total),
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// The changed land as the features of a GeoJSON collection (RFC 7946).
fn geojson(step: &WebStep) -> Value {
    let feature = |WebLand {
                       holders: [from, to],
                       area,
                       polygons,
                   }: &WebLand| {
        let shown = !polygons.is_empty();
        let geometry = shown.then(|| json!({"type": "MultiPolygon", "coordinates": polygons}));
        json!({
            "type": "Feature",
            "properties": {"from": from, "to": to, "area_km2": area.km2()},
            "geometry": geometry,
        })
    };
    let features: Vec<Value> = step.land.iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features})
}
