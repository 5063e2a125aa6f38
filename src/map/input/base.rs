//! What maps show of the base: land, lakes, borders and towns of the whole world, where the data states none around it.

use crate::map::input::data::{Context, MapInput, MapPlace};

/// Maps of earlier years have no borders and towns of today.
const PRESENT: i16 = 1993;

impl MapInput {
    /// Countries of the wider region: what is given, else that of the base.
    pub(in crate::map) fn wider_region(&self) -> &[Context] {
        match &self.base {
            Some(base) if self.locator.is_empty() => &base.areas,
            _ => &self.locator,
        }
    }

    /// Settlements and named areas: what is given, else those of the base, if all dates are of the present.
    pub(in crate::map) fn settlements(&self) -> &[MapPlace] {
        match &self.base {
            Some(base) if self.has_towns_of_base() => &base.places,
            _ => &self.places,
        }
    }

    /// Whether the towns on maps are those of the base.
    pub(in crate::map) fn has_towns_of_base(&self) -> bool {
        self.base.is_some() && self.places.is_empty() && self.is_of_the_present()
    }

    /// Whether borders and towns of today are those of all dates, as far as these are known.
    pub(in crate::map) fn is_of_the_present(&self) -> bool {
        let dates = [self.before.date, self.after.date];
        dates.into_iter().flatten().all(|date| date.year() >= PRESENT)
    }
}
