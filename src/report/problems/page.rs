//! Problems as a document.

use super::figures::Problems;
use crate::measure::count;
use crate::report::document::{Document, Grid};
use crate::report::parts::problems::{row, size};

/// The problems of every file.
pub(super) fn page(problems: &Problems) -> Document {
    let mut page = Document::default();
    for checked in &problems.files {
        page.heading(2, format!("{}: {}", checked.file, number(checked.problems.len())));
        let gaps = checked.kept_gaps;
        if gaps.count > 0 {
            page.paragraph(format!(
                "Gaps that are meant to be, or wider than asked for: {}, {} km² in all.",
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
        page.advice(checked.problems.iter().filter_map(|problem| problem.hint.clone()));
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
