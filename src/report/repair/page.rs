//! A repair as a document.

use crate::check::{ControllerAreas, Fixed};
use crate::report::document::{Document, Grid};
use crate::report::parts::problems::{HEADINGS, row};

/// What was done to repair a file, problem by problem, and what every controller had and has.
pub(super) fn page(fixed: &Fixed) -> Document {
    let mut page = Document::default();
    let units = fixed.area_units;
    let mut done = Grid::new(1, HEADINGS.into_iter().chain(["Done"])).last_in_words();
    for action in &fixed.actions {
        done.row(row(&action.problem, &action.done, units));
    }
    if done.rows.is_empty() {
        page.paragraph("Nothing was to be mended.");
    }
    page.table(done);
    let unit = units.of(fixed.areas.values().flat_map(|of| [of.before, of.after]));
    let mut areas = Grid::new(
        1,
        [
            "Controller".to_owned(),
            format!("{unit} before"),
            format!("{unit} after"),
            "Difference".to_owned(),
        ],
    );
    for (controller, ControllerAreas { before, after }) in &fixed.areas {
        let difference = *after - *before;
        areas.row([
            controller.clone(),
            before.number(unit),
            after.number(unit),
            // As a rule far smaller than the land itself.
            format!(
                "{} {}",
                difference.difference(units.of([difference])),
                units.of([difference])
            ),
        ]);
    }
    page.table(areas);
    page
}
