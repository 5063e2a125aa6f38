//! Problems, and repairs, as a document.

use super::figures::Problems;
use crate::check::{Fixed, Problem};
use crate::measure::{Area, count};
use crate::report::document::{Document, Grid};

/// The problems of every file.
pub(super) fn page(problems: &Problems) -> Document {
    let mut page = Document::default();
    for checked in &problems.files {
        page.heading(2, format!("{}: {}", checked.file, number(checked.problems.len())));
        let gaps = checked.kept_gaps;
        if gaps.count > 0 {
            page.paragraph(format!(
                "Gaps that are meant to be: {}, {} km² in all.",
                count(gaps.count as u64),
                size(gaps.area)
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
        let mut table = Grid::new(1, headings).last_in_words();
        for problem in &checked.problems {
            table.row(row(problem, &problem.what));
        }
        page.table(table);
    }
    page
}

/// What was done to repair a file, problem by problem, and what every controller had and has.
pub fn repairs(fixed: &Fixed) -> Document {
    let mut page = Document::default();
    let mut done = Grid::new(1, ["Problem", "Longitude", "Latitude", "km²", "Width", "Done"]).last_in_words();
    for action in &fixed.actions {
        done.row(row(&action.problem, &action.done));
    }
    if done.rows.is_empty() {
        page.paragraph("Nothing was to be mended.");
    }
    page.table(done);
    let mut areas = Grid::new(1, ["Controller", "km² before", "km² after", "Difference"]);
    for (controller, areas_of) in &fixed.areas {
        let [before, after] = [areas_of.before, areas_of.after];
        let cells = [before, after, after - before].map(size);
        areas.row(std::iter::once(controller.clone()).chain(cells));
    }
    page.table(areas);
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
