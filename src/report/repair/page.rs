//! A repair as a document.

use crate::check::Fixed;
use crate::report::document::{Document, Grid};
use crate::report::parts::problems::{row, size};

/// What was done to repair a file, problem by problem, and what every controller had and has.
pub(super) fn page(fixed: &Fixed) -> Document {
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
