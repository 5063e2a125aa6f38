//! A lineage as it is asked for: of all units or one, on a date, with codes.

use super::core::Study;
use crate::Result;
use crate::lineage::LineageOptions;
use crate::model::Date;
use crate::report::LineageReport;

/// What is asked of a lineage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineageQuery {
    /// How units are named and told to be the same.
    pub options: LineageOptions,
    /// The property of the first edition with codes that are carried over; none where none are.
    pub assign: Option<String>,
    /// The one unit that it is about; none for all.
    pub of: Option<String>,
    /// The date whose units are asked for; none for what became of them.
    pub on: Option<Date>,
}

impl Study {
    /// The lineage that is asked for.
    ///
    /// # Errors
    ///
    /// As [`Study::lineage`], [`Study::assigned_codes`], [`LineageReport::of`] and [`LineageReport::on`].
    pub fn lineage_of(&self, query: &LineageQuery) -> Result<LineageReport> {
        let mut lineage = self.lineage(&query.options)?;
        if let Some(property) = &query.assign {
            let codes = self.assigned_codes(&lineage, property)?;
            lineage = lineage.with_codes(codes);
        }
        if let Some(unit) = &query.of {
            lineage = lineage.of(unit)?;
        }
        match query.on {
            Some(date) => lineage.on(date),
            None => Ok(lineage),
        }
    }
}
