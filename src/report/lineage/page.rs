//! A lineage as a document: how many units met with what, then the units whose land changed.

use super::figures::LineageReport;
use super::reason::Reasons;
use crate::lineage::{Lineage, LineageUnit, UnitEvent};
use crate::measure::count;
use crate::report::document::{Document, Grid};
use crate::report::parts::names::headings;
use crate::report::parts::notes::{MADE_WITH, as_of};

/// More rows than this are in the table of units alone.
const MOST_ROWS: usize = 60;

/// A layer of which this share of units has other codes was coded anew.
const RECODED: f64 = 0.5;

/// The page of a lineage.
pub(super) fn page(report: &LineageReport) -> Document {
    let mut page = Document::default();
    for step in &report.steps {
        let names = headings(&[&step.before, &step.after]);
        page.heading(2, format!("From {} to {}", names[0], names[1]));
        page.paragraph(finding(step));
        units(&mut page, "What became of", &step.became, &Reasons::onward(step));
        units(
            &mut page,
            "Where they came from",
            &step.came_from,
            &Reasons::back(step),
        );
        page.list(vec![
            as_of("Before", &step.before, step.area_units),
            as_of("After", &step.after, step.area_units),
        ]);
    }
    page.list(vec![MADE_WITH.to_owned()]);
    page
}

/// What happened, in a sentence or two.
fn finding(step: &Lineage) -> String {
    let [before, after] = [step.became.len(), step.came_from.len()];
    let happened = UnitEvent::ALL
        .into_iter()
        .filter(|event| *event != UnitEvent::Unchanged);
    let happened = happened.filter_map(|event| {
        let [befell, ended] = step.counts(event);
        let number = if event.is_seen_afterwards() { ended } else { befell };
        (number > 0).then(|| format!("{} {}", count(number as u64), event.name()))
    });
    let happened: Vec<String> = happened.collect();
    let unchanged = step.counts(UnitEvent::Unchanged)[0];
    let units = format!(
        "{} units before, {} after: ",
        count(before as u64),
        count(after as u64)
    );
    let events = if happened.is_empty() {
        "all unchanged.".to_owned()
    } else {
        format!("{} unchanged, {}.", count(unchanged as u64), happened.join(", "))
    };
    let mut said = units + &events;
    let recoded = step.counts(UnitEvent::Recoded)[0];
    if recoded as f64 > RECODED * before as f64 {
        said += " Most units have other codes than before: the whole layer was coded anew.";
    }
    said
}

/// The units whose land changed, largest first.
fn units(page: &mut Document, heading: &str, units: &[LineageUnit], reasons: &Reasons) {
    let mut changed: Vec<&LineageUnit> = units
        .iter()
        .filter(|unit| unit.event.is_change_of_land())
        .collect();
    if changed.is_empty() {
        return;
    }
    changed.sort_by(|a, b| b.area.cmp(&a.area).then_with(|| a.code.cmp(&b.code)));
    let unit_of_areas = reasons.area_units().of(changed.iter().map(|unit| unit.area));
    page.heading(3, heading);
    let mut table = Grid::new(2, ["unit", "event", unit_of_areas.symbol(), "reason"]).last_in_words();
    for unit in changed {
        let name = match &unit.name {
            Some(name) => format!("{name} ({})", unit.code),
            None => unit.code.clone(),
        };
        table.row([
            name,
            unit.event.name().to_owned(),
            unit.area.number(unit_of_areas),
            reasons.of_unit(unit),
        ]);
    }
    page.shortened(table, MOST_ROWS, "units");
}
