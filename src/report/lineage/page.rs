//! A lineage as a document: how many units met with what, then the units whose land changed.

use super::figures::LineageReport;
use super::reason::Reasons;
use super::record::has_count;
use crate::lineage::{EventCount, Lineage, LineageUnit, UnitEvent};
use crate::measure::{Area, count};
use crate::model::Date;
use crate::report::document::{Document, Grid};
use crate::report::parts::names::headings;
use crate::report::parts::notes::as_of;
use crate::report::parts::quantity::estimate;

/// More rows than this are in the table of units alone.
const MOST_ROWS: usize = 60;

/// If more than this share of units has other codes, it is said.
const RECODED: f64 = 0.5;

/// The page of a lineage.
pub(super) fn page(report: &LineageReport) -> Document {
    let mut page = Document::default();
    if let Some((date, edition)) = report.on {
        state(&mut page, report, date, edition);
        return page;
    }
    for (place, step) in report.steps.iter().enumerate() {
        let names = headings(&[&step.before, &step.after]);
        let sides = [report.became(place), report.came_from(place)];
        page.heading(2, format!("From {} to {}", names[0], names[1]));
        page.paragraph(finding(&sides));
        let [became, came_from] = sides.map(|units| told(units, report.shown.is_some()));
        let codes = [place, place + 1].map(|edition| Codes { report, edition });
        units(
            &mut page,
            "What became of",
            became,
            &Reasons::onward(step),
            &codes[0],
        );
        units(
            &mut page,
            "Where they came from",
            came_from,
            &Reasons::back(step),
            &codes[1],
        );
        let notes = [
            as_of("Before", &step.before, step.area_units),
            as_of("After", &step.after, step.area_units),
            noise(step),
        ];
        let notes = notes
            .into_iter()
            .chain(codes[1].note())
            .chain(weights(report, place));
        page.list(notes.collect());
    }
    page
}

/// The units on a date.
fn state(page: &mut Document, report: &LineageReport, date: Date, edition: usize) {
    let snapshot = report.snapshots()[edition];
    page.heading(2, format!("On {}", date.long()));
    page.paragraph(format!("As in the edition of {}.", snapshot.heading()));
    let sides = report.units_in(edition).into_iter();
    let units: Vec<&LineageUnit> = sides.filter_map(|[before, after]| before.or(after)).collect();
    if units.is_empty() {
        page.paragraph("None of these units was there.");
    }
    let unit_of_areas = report.area_units().of(units.iter().map(|unit| unit.area));
    let codes = Codes { report, edition };
    let mut table = Grid::new(
        1 + codes.columns(),
        codes.headings("unit", [unit_of_areas.symbol()]),
    );
    for unit in units {
        table.row(codes.cells(unit, [unit.area.number(unit_of_areas)]));
    }
    page.shortened(table, MOST_ROWS, "state");
}

/// The name of a unit with its code.
fn named(unit: &LineageUnit) -> String {
    match &unit.name {
        Some(name) => format!("{name} ({})", unit.code),
        None => unit.code.clone(),
    }
}

/// The codes that were assigned to the units of an edition: a column of tables, if they were asked for.
struct Codes<'a> {
    report: &'a LineageReport,
    edition: usize,
}

impl Codes<'_> {
    /// How many columns they are.
    fn columns(&self) -> usize {
        usize::from(self.report.codes.is_some())
    }

    fn headings<'a>(&self, unit: &'a str, others: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let own = self.report.codes.as_ref().map(|_| "assigned");
        [unit].into_iter().chain(own).chain(others).collect()
    }

    /// The row of a unit.
    fn cells(&self, unit: &LineageUnit, others: impl IntoIterator<Item = String>) -> Vec<String> {
        let code = self.report.assigned(self.edition, &unit.code);
        let own = self.report.codes.as_ref().map(|_| code.unwrap_or("–").to_owned());
        [named(unit)].into_iter().chain(own).chain(others).collect()
    }

    /// How many of the units of an edition with one before kept their codes, and how many have new ones.
    fn note(&self) -> Option<String> {
        self.report.codes.as_ref()?;
        let units = self.report.came_from(self.edition - 1);
        let [mut kept, mut new, mut without] = [0_u64; 3];
        for unit in units {
            match (self.report.assigned(self.edition, &unit.code), &unit.same) {
                (None, _) => without += 1,
                (Some(_), Some(_)) => kept += 1,
                (Some(_), None) => new += 1,
            }
        }
        let without = match without {
            0 => String::new(),
            many => format!(
                "; {} on land of no unit have none, since their parent is not known",
                count(many)
            ),
        };
        Some(format!(
            "Codes: {} kept, {} new{without}. The table units has each of them.",
            count(kept),
            count(new)
        ))
    }
}

/// What weights are by, if not by area, and where they are by area nevertheless.
fn weights(report: &LineageReport, step: usize) -> Option<String> {
    let counted = report.steps[step].counted.as_ref()?;
    let units = report.became(step);
    let without = units.iter().filter(|unit| !has_count(unit));
    let without: Vec<&str> = without.map(|unit| unit.code.as_str()).collect();
    let by = match &counted.column {
        Some(column) => format!("`{column}` of {}", counted.layer),
        None => format!("the places of {}", counted.layer),
    };
    let by_area = first_and_more(&without).map(|named| {
        let [without, all] = [without.len(), units.len()].map(|number| count(number as u64));
        format!("by area for {without} of {all} units on whose land none is counted ({named})")
    });
    let outside = counted
        .by_holders
        .get(&[None, None])
        .filter(|outside| **outside > 0.0);
    let outside = outside.map(|outside| format!("{} counted on land of no unit", estimate(*outside)));
    let unusable: Vec<&str> = counted.unusable.iter().map(|one| one.unit.as_str()).collect();
    let unusable = first_and_more(&unusable).map(|named| format!("without a number: {named}"));
    let parts = [Some(format!("Weights: by {by}")), by_area, outside, unusable];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Some(parts.join("; ") + ".")
}

/// The first of some names and how many more there are; none of none.
fn first_and_more(names: &[&str]) -> Option<String> {
    let (first, others) = names.split_first()?;
    Some(match others.len() {
        0 => (*first).to_owned(),
        more => format!("{first} and {} more", count(more as u64)),
    })
}

/// How much of the land that went from unit to unit is noise, and why.
fn noise(step: &Lineage) -> String {
    let all = step.moved + step.noise;
    if all == Area::ZERO {
        return "Noise: none, since no land went from unit to unit.".to_owned();
    }
    let share = match (step.noise, step.area_units) {
        (Area::ZERO, _) => "none".to_owned(),
        (noise, units) => format!("{} ({})", units.text(noise), noise.percent_of(all)),
    };
    let reason = match &step.evidence {
        Some(evidence) => evidence.to_string(),
        None => format!("pieces narrower than {} m are noise", step.tolerance.m()),
    };
    format!(
        "Noise: {share} of the {} that went from unit to unit: {reason}.",
        step.area_units.text(all)
    )
}

/// Those that are listed: all where the report is about some alone, else those whose land changed, and the rest is in the table.
fn told(mut units: Vec<&LineageUnit>, is_about_some: bool) -> Vec<&LineageUnit> {
    units.retain(|unit| is_about_some || unit.event.is_change_of_land());
    units.sort_by(|a, b| b.area.cmp(&a.area).then_with(|| a.code.cmp(&b.code)));
    units
}

/// What happened, in a sentence or two.
fn finding(sides: &[Vec<&LineageUnit>; 2]) -> String {
    let counts = EventCount::all(sides.each_ref().map(|units| units.iter().copied()));
    let befell = |event: UnitEvent| {
        let mut counts = counts.iter().filter(|count| count.event == event);
        counts.next().map_or(0, |count| count.units[0])
    };
    let happened = counts
        .iter()
        .filter(|one| one.event != UnitEvent::Unchanged && one.told() > 0);
    let happened: Vec<String> = happened
        .map(|one| format!("{} {}", count(one.told() as u64), one.event.name()))
        .collect();
    let [before, after] = sides.each_ref().map(Vec::len);
    let number = match before {
        1 => "1 unit".to_owned(),
        before => format!("{} units", count(before as u64)),
    };
    let unchanged = befell(UnitEvent::Unchanged);
    let events = if happened.is_empty() {
        "all unchanged.".to_owned()
    } else {
        format!("{} unchanged, {}.", count(unchanged as u64), happened.join(", "))
    };
    let mut said = format!("{number} before, {} after: {events}", count(after as u64));
    let are_listed = [UnitEvent::Renamed, UnitEvent::Recoded, UnitEvent::Redrawn];
    if are_listed.into_iter().any(|event| befell(event) > 0) {
        said += " The table units has each of them.";
    }
    if before > 2 && befell(UnitEvent::Recoded) as f64 > RECODED * before as f64 {
        said += " Most of these units have other codes than before.";
    }
    if before > 2 && befell(UnitEvent::Moved) as f64 > RECODED * before as f64 {
        said += " Most codes are of units elsewhere: they may have been given anew, which land alone tells.";
    }
    said
}

/// Units with what happened to them and why, in their order.
fn units(page: &mut Document, heading: &str, units: Vec<&LineageUnit>, reasons: &Reasons, codes: &Codes) {
    if units.is_empty() {
        return;
    }
    let unit_of_areas = reasons.area_units().of(units.iter().map(|unit| unit.area));
    page.heading(3, heading);
    let headings = codes.headings("unit", ["event", unit_of_areas.symbol(), "reason"]);
    let mut table = Grid::new(2 + codes.columns(), headings).last_in_words();
    for unit in units {
        let event = unit.event.name().to_owned();
        let area = unit.area.number(unit_of_areas);
        table.row(codes.cells(unit, [event, area, reasons.of_unit(unit)]));
    }
    page.shortened(table, MOST_ROWS, "units");
}
