//! Published areas compared with the measured ones.

use std::collections::BTreeSet;

use crate::measure::{Area, AreaRange};
use crate::model::{Published, PublishedMeasure, Territory, Unit};
use crate::mosaic::FaceId;
use crate::overlay::{Margin, Overlay};
use crate::{Error, Result};

/// A published area and what the overlay measures for it.
#[derive(Debug, Clone)]
pub struct PublishedComparison {
    /// What was published, by whom, and what to measure for it.
    pub published: Published,
    /// The published figures, from the lowest to the highest.
    pub range: AreaRange,
    /// What is measured.
    pub area: Area,
    /// By how much the measured area may be off; none where the accuracy of its lines is not known.
    pub margin: Option<Margin>,
}

impl PublishedComparison {
    /// A published figure compared with what the overlay measures for it.
    ///
    /// # Errors
    ///
    /// When it measures by a date, controller, sovereign or unit that the data does not have, by nothing at all, or by a
    /// holder without a date; and when its figures are no range of areas.
    pub fn of(overlay: &Overlay, published: &Published) -> Result<Self> {
        let compared = || {
            let range = range(published.km2)?;
            let MeasuredArea { area, margin } = measured(overlay, &published.measure)?;
            Ok(Self {
                published: published.clone(),
                range,
                area,
                margin,
            })
        };
        compared().map_err(|e: Error| e.in_feature(format!("published figure \"{}\"", published.quantity)))
    }

    /// Whether the measured area is inside the published range.
    pub fn is_inside(&self) -> bool {
        self.nearest() == self.area
    }

    /// The published figure that the measured area is nearest to: the area itself inside the range.
    pub fn nearest(&self) -> Area {
        self.area.clamp(self.range.low, self.range.high)
    }

    /// The middle of the published range.
    pub fn middle(&self) -> Area {
        let AreaRange { low, high } = self.range;
        Area::from_units(low.units().midpoint(high.units()))
    }

    /// The measured area, from the lowest to the highest that the accuracy of its lines allows; none where that is not
    /// known.
    pub fn measured_range(&self) -> Option<AreaRange> {
        Some(self.margin?.range(self.area))
    }

    /// Whether a published figure lies in the measured range; none where that is not known.
    pub fn agrees(&self) -> Option<bool> {
        let measured = self.measured_range()?;
        Some(self.range.low <= measured.high && measured.low <= self.range.high)
    }
}

/// An area, and by how much it may be off.
struct MeasuredArea {
    area: Area,
    margin: Option<Margin>,
}

fn range([low, high]: [f64; 2]) -> Result<AreaRange> {
    // Larger than the Earth, or not a number, is a slip of the pen.
    let holds = low > 0.0 && low <= high && high < 1e9;
    let range = || AreaRange {
        low: Area::from_km2(low),
        high: Area::from_km2(high),
    };
    holds.then(range).ok_or_else(|| {
        Error::new(format!("`km2 = [{low}, {high}]` is no range of areas"))
            .with_hint("give the lowest figure, then the highest, in square kilometres")
    })
}

/// The land for which all conditions hold, and by how much that may be off.
fn measured(overlay: &Overlay, measure: &PublishedMeasure) -> Result<MeasuredArea> {
    check_names(overlay, measure)?;
    let snapshot = snapshot_of(overlay, measure)?;
    let in_units = |face: FaceId| {
        measure.units.is_empty() || measure.units.iter().any(|name| overlay.is_in_unit(face, name))
    };
    let is_held = |face: FaceId| {
        snapshot.is_none_or(|snapshot| {
            let territory = overlay.territory(snapshot, face);
            territory.is_some_and(|territory| is_held_as(territory, measure))
        })
    };
    let counted = |face: FaceId| (in_units(face) && is_held(face)).then_some(());
    let area = overlay.mosaic().areas_by(counted).into_values().sum();
    let snapshots: Vec<usize> = snapshot.into_iter().collect();
    let margins = overlay.margins(&snapshots, counted);
    Ok(MeasuredArea {
        area,
        margin: margins.get(&()).copied(),
    })
}

fn is_held_as(territory: &Territory, measure: &PublishedMeasure) -> bool {
    let controller = measure.controller.as_ref();
    let sovereign = measure.sovereign.as_ref();
    controller.is_none_or(|name| *name == territory.controller)
        && sovereign.is_none_or(|name| Some(name) == territory.sovereign.as_ref())
}

fn snapshot_of(overlay: &Overlay, measure: &PublishedMeasure) -> Result<Option<usize>> {
    let snapshots = overlay.snapshots();
    match measure.date {
        Some(date) => {
            let found = snapshots.iter().position(|s| s.date == Some(date));
            let dates = || snapshots.iter().filter_map(|s| s.date).map(|d| d.to_string());
            found
                .map(Some)
                .ok_or_else(|| unknown("snapshot of", &date.to_string(), dates()))
        }
        None if measure.controller.is_some() || measure.sovereign.is_some() => {
            Err(Error::new("its measure names a holder but no date")
                .with_hint("add the date of a snapshot to it"))
        }
        None if measure.units.is_empty() => {
            Err(Error::new("its measure says nothing to measure")
                .with_hint("name a date, a controller or units"))
        }
        None => Ok(None),
    }
}

/// A controller may hold nothing on the date in question; but somewhere in the data the name must occur.
fn check_names(overlay: &Overlay, measure: &PublishedMeasure) -> Result<()> {
    let territories = || overlay.snapshots().iter().flat_map(|s| &s.territories);
    let controllers: BTreeSet<String> = territories().map(|t| t.controller.clone()).collect();
    let sovereigns: BTreeSet<String> = territories().filter_map(|t| t.sovereign.clone()).collect();
    let all = overlay.units().units.iter();
    let mut units: BTreeSet<String> = all.map(Unit::label).collect();
    let called = |name: &&String| overlay.units().units.iter().any(|unit| unit.is_called(name));
    units.extend(measure.units.iter().filter(called).cloned());
    let named = measure
        .controller
        .iter()
        .map(|name| ("controller", name, &controllers));
    let named = named.chain(
        measure
            .sovereign
            .iter()
            .map(|name| ("sovereign", name, &sovereigns)),
    );
    let mut named = named.chain(measure.units.iter().map(|name| ("unit", name, &units)));
    match named.find(|(_, name, known)| !known.contains(*name)) {
        Some((what, name, known)) => Err(unknown(what, name, known.iter().cloned())),
        None => Ok(()),
    }
}

fn unknown(what: &str, name: &str, known: impl Iterator<Item = String>) -> Error {
    let known: Vec<String> = known.collect();
    let hint = if known.is_empty() {
        "the data has none".to_owned()
    } else {
        format!("the data has: {}", known.join(", "))
    };
    Error::new(format!("there is no {what} `{name}`")).with_hint(hint)
}
