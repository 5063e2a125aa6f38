//! The dates on which a layer with times is looked at.

use std::str::FromStr;

use crate::error::ErrorKind;
use crate::model::{Date, Every};
use crate::{Error, Result};

/// The dates of the snapshots that are made of features with times.
///
/// ```
/// use landshift_engine::{model::Every, read::Moments};
/// assert_eq!("change".parse(), Ok(Moments::Changes));
/// assert_eq!("year".parse(), Ok(Moments::Every(Every::Year)));
/// assert_eq!("1914".parse(), Ok(Moments::Dates(vec!["1914".parse()?])));
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Moments {
    /// Whenever a feature begins or ends.
    #[default]
    Changes,
    /// The beginnings of periods.
    Every(Every),
    /// These, in any order.
    Dates(Vec<Date>),
}

/// `change`, a period as [`Every`] reads it, or one date.
impl FromStr for Moments {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text == "change" {
            return Ok(Self::Changes);
        }
        if let Ok(date) = text.parse() {
            return Ok(Self::Dates(vec![date]));
        }
        text.parse().map(Self::Every).map_err(|_| {
            Error::new(format!("`{text}` is neither a date nor a period"))
                .of_kind(ErrorKind::Options)
                .with_hint(
                    "write a date such as 1994-05-12, or month, quarter, year, a number of days, or change",
                )
        })
    }
}

impl Moments {
    /// Several of them as one.
    ///
    /// # Errors
    ///
    /// When dates and periods are mixed, or there are several periods.
    pub fn joined(all: &[Self]) -> Result<Self> {
        let mut dates = Vec::new();
        for moments in all {
            match moments {
                Self::Dates(some) => dates.extend(some),
                one if all.len() == 1 => return Ok(one.clone()),
                _ => {
                    return Err(Error::new(
                        "snapshots are either at dates, or at every change, or by one period",
                    )
                    .of_kind(ErrorKind::Options)
                    .with_hint("give dates alone, or one period alone"));
                }
            }
        }
        Ok(if dates.is_empty() {
            Self::Changes
        } else {
            Self::Dates(dates)
        })
    }
}
