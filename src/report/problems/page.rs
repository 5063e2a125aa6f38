//! Problems as a document.

use super::figures::Problems;
use crate::check::Checked;
use crate::measure::count;
use crate::report::document::{Document, Grid};
use crate::report::parts::problems::{HEADINGS, row};

/// The problems of every file.
pub(super) fn page(problems: &Problems) -> Document {
    let mut page = Document::default();
    let units = problems.area_units;
    for checked in &problems.files {
        let number = number(checked.problems.len());
        page.heading(2, format!("{}: {number}", name(checked)));
        page.list(
            checked
                .read
                .iter()
                .map(|notice| format!("Read: {notice}."))
                .collect(),
        );
        let gaps = checked.kept_gaps;
        if gaps.count > 0 {
            page.paragraph(format!(
                "Gaps that are meant to be, or wider than asked for: {}, {} in all.",
                count(gaps.count as u64),
                units.text(gaps.area)
            ));
        }
        let headings = HEADINGS.into_iter().chain(["Where and what"]);
        let mut table = Grid::new(1, headings).last_in_words();
        for problem in &checked.problems {
            table.row(row(problem, &problem.what, units));
        }
        page.table(table);
        page.advice(checked.problems.iter().filter_map(|problem| problem.hint.clone()));
    }
    page
}

/// A file, with its date where it has several.
fn name(checked: &Checked) -> String {
    match checked.date {
        Some(date) => format!("{} on {date}", checked.file),
        None => checked.file.clone(),
    }
}

fn number(problems: usize) -> String {
    match problems {
        0 => "no problems".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{} problems", count(n as u64)),
    }
}
