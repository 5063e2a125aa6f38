//! What the command line says of the times of features.

use clap::Args;

use crate::error::ErrorKind;
use crate::model::Date;
use crate::read::{Ends, Moments, TimeColumns};
use crate::{Error, Result};

/// The times of features, where each has its own.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct TimeOptions {
    /// Of a file whose features have times of their own, such as an extract of OpenHistoricalMap or CShapes: the snapshot of
    /// this date. Several may be given; or `change`, `month`, `quarter`, `year` or a number of days for a whole series
    /// [default: every change]
    #[arg(long, value_name = "DATE|PERIOD")]
    at: Vec<Moments>,
    /// The property that states from when a feature holds [default: `start_date`, `gwsdate`, `gwsyear`, `start`, …]
    #[arg(long, value_name = "PROP")]
    start: Option<String>,
    /// The property that states when it ends [default: `end_date`, `gwedate`, `gweyear`, `end`, …]
    #[arg(long, value_name = "PROP")]
    end: Option<String>,
    /// Whether the day of the end is still the feature's own: `inclusive` or `exclusive` [default: as the data shows, where
    /// one feature ends as another begins, else exclusive for `end_date` and inclusive for others]
    #[arg(long, value_name = "HOW")]
    end_date: Option<Ends>,
    /// The property that states the one date of a feature [default: date or year, if nothing else states times]
    #[arg(long, value_name = "PROP", conflicts_with_all = ["start", "end"])]
    date_column: Option<String>,
}

impl TimeOptions {
    /// Which properties state times.
    pub(super) fn columns(&self) -> TimeColumns {
        let mut columns = TimeColumns::default();
        columns.start.clone_from(&self.start);
        columns.end.clone_from(&self.end);
        columns.date.clone_from(&self.date_column);
        columns.ends = self.end_date;
        columns
    }

    /// Whether dates of snapshots are chosen.
    pub(super) fn is_at(&self) -> bool {
        !self.at.is_empty()
    }

    /// The moments that are asked for, if any are.
    pub(super) fn moments(&self) -> Result<Option<Moments>> {
        (!self.at.is_empty())
            .then(|| Moments::joined(&self.at))
            .transpose()
    }

    /// The dates that are asked for, one by one and in their order.
    pub(super) fn dates(&self) -> Result<Vec<Date>> {
        match self.moments()? {
            None => Ok(Vec::new()),
            Some(Moments::Dates(dates)) => Ok(dates),
            Some(_) => Err(Error::new("--at names a period, and this looks at single dates")
                .of_kind(ErrorKind::Options)
                .with_hint("give dates, as in --at 1900 --at 1920; `landshift timeline` makes whole series")),
        }
    }
}
