//! Land broken down by unit.

use std::collections::BTreeMap;

use super::between::Between;
use super::rows::{UnitChangeRow, UnitRow};
use crate::change::{Accuracy, Overlay};
use crate::measure::Area;

/// The area of each unit, and of all land outside them.
pub(super) type UnitAreas = BTreeMap<Option<String>, Area>;

/// A unit, and who held land of it before and after.
type Cell<'a> = (Option<String>, Option<&'a str>, Option<&'a str>);

/// The area of each unit, held by anybody or not; the rest is land that some snapshot has outside all units.
pub(super) fn areas(overlay: &Overlay) -> UnitAreas {
    overlay.mosaic().areas_by(|face| {
        let unit = overlay.unit(face);
        let is_held = (0..overlay.snapshots().len()).any(|i| overlay.controller(i, face).is_some());
        (unit.is_some() || is_held).then_some(unit)
    })
}

/// Who holds how much of each unit on the date of a snapshot, in the order of the units' file; nothing without units.
pub(super) fn held(overlay: &Overlay, units: &UnitAreas, snapshot: usize, key: &str) -> Vec<UnitRow> {
    let held = overlay.mosaic().areas_by(|face| {
        let cell = (overlay.unit(face), overlay.controller(snapshot, face));
        (cell != (None, None)).then_some(cell)
    });
    let mut rows: Vec<UnitRow> = held
        .into_iter()
        .map(|((unit, controller), area)| UnitRow {
            snapshot: key.to_owned(),
            unit_area: unit_area(units, unit.as_deref()),
            unit,
            controller: controller.map(str::to_owned),
            area,
        })
        .collect();
    let order = order(overlay);
    rows.sort_by_key(|row| (order(row.unit.as_deref()), std::cmp::Reverse(row.area)));
    if has_units(units) { rows } else { Vec::new() }
}

/// What went from whom to whom in each unit, largest first, with ranges as `accuracy` and the data allow; nothing without units.
pub(super) fn changed(between: &Between, units: &UnitAreas, accuracy: &Accuracy) -> Vec<UnitChangeRow> {
    if !has_units(units) {
        return Vec::new();
    }
    let mosaic = between.overlay.mosaic();
    let mut cells = BTreeMap::new();
    for face in mosaic.faces() {
        let [from, to] = between.holders(face);
        if from != to {
            let cell = (between.overlay.unit(face), from, to);
            let (area, noise): &mut (Area, Area) = cells.entry(cell).or_default();
            *area += mosaic.area(face);
            if between.is_noise(face) {
                *noise += mosaic.area(face);
            }
        }
    }
    let margins = between.margins(accuracy, |face, [from, to]| {
        (between.overlay.unit(face), from, to)
    });
    let [before, after] = between.keys();
    let row = |(cell, (area, noise)): (Cell, (Area, Area))| {
        let margin = margins.get(&cell).copied();
        let [low, high] = margin.unwrap_or_default().range_beside(area - noise, noise);
        let (unit, from, to) = cell;
        UnitChangeRow {
            before: before.clone(),
            after: after.clone(),
            unit_area: unit_area(units, unit.as_deref()),
            unit,
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            area,
            noise,
            low,
            high,
            rss: margin.map(|margin| margin.rss),
        }
    };
    let mut rows: Vec<UnitChangeRow> = cells.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.without_noise()));
    rows
}

fn has_units(units: &UnitAreas) -> bool {
    units.keys().any(Option::is_some)
}

fn unit_area(units: &UnitAreas, unit: Option<&str>) -> Area {
    let found = units.iter().find(|(name, _)| name.as_deref() == unit);
    found.map(|(_, area)| *area).unwrap_or_default()
}

/// Units in the order of their file; land outside them last.
fn order(overlay: &Overlay) -> impl Fn(Option<&str>) -> usize {
    let names = overlay.unit_names();
    move |unit| {
        let place = unit
            .as_ref()
            .and_then(|unit| names.iter().position(|name| name == unit));
        place.unwrap_or(names.len())
    }
}
