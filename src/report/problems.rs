//! What was found, for people, for programs and for a GIS.

use serde::Serialize;
use serde_json::{Value, json};

use super::document::{Document, Table};
use super::{markdown, text};
use crate::Result;
use crate::check::{Checked, Fixed, Problem};
use crate::measure::{Area, count};
use crate::model::{GridPolygon, rings, to_degrees};

/// How a list of problems is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProblemFormat {
    /// A table for each file.
    #[default]
    Text,
    /// The tables of the text as GitHub Flavored Markdown.
    Markdown,
    /// Everything, for programs.
    Json,
    /// The places, to open in a GIS: land as polygons, all else as points.
    Geojson,
}

/// What was found in one file or several.
///
/// # Errors
///
/// When the result cannot be put into the format; no input is known that does this.
pub fn problems(checked: &[Checked], format: ProblemFormat) -> Result<String> {
    match format {
        ProblemFormat::Text => Ok(text::write(&page(checked))),
        ProblemFormat::Markdown => Ok(markdown::write(&page(checked))),
        ProblemFormat::Json => super::json::write(&files(checked)),
        ProblemFormat::Geojson => super::json::write(&places(checked)),
    }
}

/// What was done to mend a file, problem by problem, and what every controller had and has.
pub fn mended(fixed: &Fixed) -> String {
    let mut page = Document::default();
    let mut done =
        Table::new(1, ["Problem", "Longitude", "Latitude", "km²", "Width", "Done"]).last_in_words();
    for action in &fixed.actions {
        done.row(row(&action.problem, &action.done));
    }
    if done.rows.is_empty() {
        page.paragraph("Nothing was to be mended.");
    }
    page.table(done);
    let mut areas = Table::new(1, ["Controller", "km² before", "km² after", "Difference"]);
    for (controller, [before, after]) in &fixed.areas {
        let cells = [*before, *after, *after - *before].map(size);
        areas.row(std::iter::once(controller.clone()).chain(cells));
    }
    page.table(areas);
    text::write(&page)
}

fn page(checked: &[Checked]) -> Document {
    let mut page = Document::default();
    for checked in checked {
        page.heading(2, format!("{}: {}", checked.file, number(checked.problems.len())));
        let (gaps, area) = checked.kept_gaps;
        if gaps > 0 {
            let gaps = count(gaps as u64);
            page.paragraph(format!(
                "Gaps that are meant to be: {gaps}, {} km² in all.",
                size(area)
            ));
        }
        let headings = [
            "Problem",
            "Longitude",
            "Latitude",
            "km²",
            "Width",
            "Where and what",
        ];
        let mut table = Table::new(1, headings).last_in_words();
        for problem in &checked.problems {
            table.row(row(problem, &problem.what));
        }
        page.table(table);
    }
    page
}

fn number(problems: usize) -> String {
    match problems {
        0 => "no problems".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{} problems", count(n as u64)),
    }
}

/// The cells of a problem; the last says where it is and `what` it is.
fn row(problem: &Problem, what: &str) -> [String; 6] {
    let last = if problem.place.is_empty() {
        what.to_owned()
    } else {
        format!("{}: {what}", problem.place)
    };
    let [lon, lat] = problem
        .at
        .map_or_else(Default::default, |at| at.map(|degrees| format!("{degrees:.6}")));
    [
        problem.kind.name().to_owned(),
        lon,
        lat,
        problem.area.map_or_else(String::new, size),
        problem.width_m.map_or_else(String::new, width),
        last,
    ]
}

/// An area in km², with six decimals: square metres.
fn size(area: Area) -> String {
    format!("{:.6}", area.km2())
}

fn width(metres: f64) -> String {
    match metres {
        m if m >= 10_000.0 => format!("{:.0} km", m / 1000.0),
        m if m >= 100.0 => format!("{m:.0} m"),
        m if m >= 0.01 => format!("{m:.2} m"),
        m => format!("{m:.5} m"),
    }
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'a str,
    what: &'a str,
    hint: Option<&'a str>,
    #[serde(rename = "where")]
    place: &'a str,
    lon: Option<f64>,
    lat: Option<f64>,
    area_km2: Option<f64>,
    width_m: Option<f64>,
}

impl<'a> From<&'a Problem> for Record<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self {
            kind: problem.kind.name(),
            what: &problem.what,
            hint: problem.hint.as_deref(),
            place: &problem.place,
            lon: problem.at.map(|at| at[0]),
            lat: problem.at.map(|at| at[1]),
            area_km2: problem.area.map(Area::km2),
            width_m: problem.width_m,
        }
    }
}

fn files(checked: &[Checked]) -> Value {
    let file = |checked: &Checked| {
        let problems: Vec<Record> = checked.problems.iter().map(Record::from).collect();
        json!({
            "file": checked.file,
            "problems": problems,
            "kept_gaps": {"count": checked.kept_gaps.0, "area_km2": checked.kept_gaps.1.km2()},
        })
    };
    json!({"generator": "landshift check", "files": checked.iter().map(file).collect::<Vec<_>>()})
}

fn places(checked: &[Checked]) -> Value {
    let features: Vec<Value> = checked
        .iter()
        .flat_map(|checked| {
            checked
                .problems
                .iter()
                .map(|problem| feature(&checked.file, problem))
        })
        .collect();
    json!({"type": "FeatureCollection", "generator": "landshift check", "features": features})
}

fn feature(file: &str, problem: &Problem) -> Value {
    let geometry = match (&problem.polygon, problem.at) {
        (Some(polygon), _) => json!({"type": "Polygon", "coordinates": coordinates(polygon)}),
        (None, Some(at)) => json!({"type": "Point", "coordinates": at}),
        (None, None) => Value::Null,
    };
    let mut properties = json!(Record::from(problem));
    if let Some(properties) = properties.as_object_mut() {
        properties.insert("file".into(), file.into());
    }
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}

fn coordinates(polygon: &GridPolygon) -> Vec<Vec<[f64; 2]>> {
    rings(polygon)
        .map(|ring| ring.0.iter().map(|p| [p.x, p.y].map(to_degrees)).collect())
        .collect()
}
