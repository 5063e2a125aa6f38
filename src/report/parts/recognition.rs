//! Control by recognised sovereign, as tables.

use super::names::{headings, holder};
use crate::change::{Change, Recognised};
use crate::report::document::{Document, Grid};

/// Who holds land that whom is recognised as sovereign over, if the change has claims, under a heading of this level.
pub(in crate::report) fn recognition(page: &mut Document, level: u8, change: &Change) {
    let Some(recognition) = &change.recognition else {
        return;
    };
    let unit = change
        .area_units
        .of(recognition.rows.iter().flat_map(|row| [row.before, row.after]));
    page.heading(level, format!("Held by and recognised as sovereign over, {unit}"));
    page.paragraph(format!(
        "Who is recognised as sovereign is what {} says.",
        recognition.path
    ));
    let names = headings(&[&change.before, &change.after]);
    let rows = |is_overlap: bool| {
        let mut table = Grid::new(
            2,
            [
                "held by",
                "recognised as sovereign",
                &names[0],
                &names[1],
                "change",
            ],
        );
        for row in recognition
            .rows
            .iter()
            .filter(|row| row.is_overlap() == is_overlap)
        {
            let sovereigns = match row.sovereigns.as_slice() {
                [] => holder(None).to_owned(),
                names => names.join(" and "),
            };
            let name = holder(row.holder.as_deref()).to_owned();
            let areas = [
                row.before.number(unit),
                row.after.number(unit),
                row.change().difference(unit),
            ];
            table.row([name, sovereigns].into_iter().chain(areas));
        }
        table
    };
    page.table(rows(false));
    if recognition.rows.iter().any(Recognised::is_overlap) {
        page.paragraph(
            "Land that several are recognised as sovereign over, counted above under each of them:",
        );
        page.table(rows(true));
    }
}
