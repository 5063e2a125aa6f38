//! Problems as JSON, as rows of CSV, and as a layer.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::figures::Problems;
use crate::check::{Checked, Problem};
use crate::model::{GridPoint, GridPolygon, Notices, ProblemCount, rings, to_degrees, to_grid};
use crate::report::parts::problems::ProblemRecord;
use crate::report::parts::quantity::{Day, Generator, Km2};
use crate::report::parts::records::ProblemCountRecord;
use crate::report::write::json as writer;
use crate::write::{LandFormat, LandLayer, OutFeature, OutGeometry, Style};

/// What is wrong with files: invalid rings, overlaps, gaps, slivers, doubtful attributes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What is wrong with files")]
pub struct ProblemsRecord {
    generator: Generator,
    /// File by file.
    files: Vec<FileRecord>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileRecord {
    /// The file.
    file: String,
    /// The date that was looked at, of a file with several.
    date: Option<Day>,
    /// Its problems in the order of kinds, the largest first.
    problems: Vec<ProblemRecord>,
    /// Gaps that are there on purpose.
    kept_gaps: KeptGapsRecord,
    /// What was read otherwise than written because options ask for it, by kind: names that `as` replaces, land without one.
    as_asked: Vec<ProblemCountRecord>,
    /// How it was read where it leaves that open, and from which reference system.
    notices: Vec<String>,
}

/// Gaps that are there on purpose.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeptGapsRecord {
    /// How many.
    count: usize,
    /// The land in them, km².
    area_km2: Km2,
}

/// A problem of a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProblemRow {
    /// The file.
    file: String,
    /// The date that was looked at, of a file with several.
    date: Option<Day>,
    #[serde(flatten)]
    problem: ProblemRecord,
}

impl From<&Problems> for ProblemsRecord {
    fn from(problems: &Problems) -> Self {
        let file = |checked: &Checked| FileRecord {
            file: checked.file.clone(),
            date: checked.date.map(Into::into),
            problems: checked.problems.iter().map(Into::into).collect(),
            kept_gaps: KeptGapsRecord {
                count: checked.kept_gaps.count,
                area_km2: checked.kept_gaps.area.into(),
            },
            as_asked: as_asked(&checked.as_asked),
            notices: checked.read.iter().map(ToString::to_string).collect(),
        };
        Self {
            generator: Generator,
            files: problems.files.iter().map(file).collect(),
        }
    }
}

/// Notices as counts of kinds.
fn as_asked(notices: &Notices) -> Vec<ProblemCountRecord> {
    let counts = notices.iter().filter_map(ProblemCount::of_notice);
    ProblemCount::merged(counts).iter().map(Into::into).collect()
}

/// Every problem of every file.
pub(super) fn problems(problems: &Problems) -> Vec<ProblemRow> {
    let rows = problems.files.iter().flat_map(|checked| {
        checked.problems.iter().map(|problem| ProblemRow {
            file: checked.file.clone(),
            date: checked.date.map(Into::into),
            problem: problem.into(),
        })
    });
    rows.collect()
}

/// Writes the places of all problems; GeoJSON for people to read, too.
pub(super) fn land(problems: &Problems, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
    const GENERATOR: &str = "landshift check";
    let found = problems.files.iter().flat_map(|checked| {
        let of_file = checked.problems.iter();
        of_file.map(move |problem| (checked, problem))
    });
    if format == LandFormat::GeoJson {
        let features: Vec<Value> = found
            .map(|(checked, problem)| feature(checked, problem))
            .collect();
        let collection = json!({"type": "FeatureCollection", "generator": GENERATOR, "features": features});
        return writer::write(&collection, out);
    }
    let features = found.map(|(checked, problem)| OutFeature {
        id: None,
        properties: properties(checked, problem),
        geometry: match (&problem.polygon, problem.at) {
            (None, Some(at)) => OutGeometry::Point(GridPoint::from(at.map(to_grid))),
            (polygon, _) => OutGeometry::Land(polygon.as_slice()),
        },
    });
    LandLayer::new("problems", features.collect())
        .styled(Style::Each("kind".to_owned()))
        .with_members([("generator", GENERATOR)])?
        .write(format, out)
}

fn feature(checked: &Checked, problem: &Problem) -> Value {
    let geometry = match (&problem.polygon, problem.at) {
        (Some(polygon), _) => json!({"type": "Polygon", "coordinates": coordinates(polygon)}),
        (None, Some(at)) => json!({"type": "Point", "coordinates": at}),
        (None, None) => Value::Null,
    };
    json!({"type": "Feature", "geometry": geometry, "properties": properties(checked, problem)})
}

fn properties(checked: &Checked, problem: &Problem) -> Value {
    let mut properties = json!(ProblemRecord::from(problem));
    if let Some(properties) = properties.as_object_mut() {
        properties.insert("file".into(), checked.file.as_str().into());
        properties.insert("date".into(), json!(checked.date.map(Day::from)));
    }
    properties
}

fn coordinates(polygon: &GridPolygon) -> Vec<Vec<[f64; 2]>> {
    rings(polygon)
        .map(|ring| ring.0.iter().map(|p| [p.x, p.y].map(to_degrees)).collect())
        .collect()
}
