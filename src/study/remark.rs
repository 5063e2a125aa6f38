//! What a study has to say beside its answers.

use std::fmt;

use crate::error::OptionName;
use crate::model::{ControllerSource, Date, Notice, Snapshot};
use crate::noise::NoiseReasons;

/// How an input was understood, what was repaired in it, or why changed land is noise or counts; as text, for people.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// How a snapshot was understood.
    Understood {
        /// What it is called, usually its file.
        name: String,
        /// Its date.
        date: Option<Date>,
        /// How many controllers it has.
        controllers: usize,
        /// How they were found.
        controller_from: ControllerSource,
    },
    /// What reading a layer repaired or left out.
    Repaired {
        /// What the layer is called, usually its file.
        name: String,
        /// What was repaired, how often and where first.
        notice: Notice,
    },
    /// A snapshot is earlier than the one before it.
    Backwards {
        /// The name and date of the one before it.
        first: Dated,
        /// Its own.
        second: Dated,
    },
    /// Why changed land is noise or counts; nothing is said where the tolerance was set.
    Noise(NoiseReasons),
}

/// The name and the date of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// What it is called, usually its file.
    pub name: String,
    /// Its date.
    pub date: Date,
}

impl Remark {
    /// How a snapshot was understood, and what was repaired in it.
    pub fn of_snapshot(snapshot: &Snapshot) -> Vec<Self> {
        let understood = Self::Understood {
            name: snapshot.name.clone(),
            date: snapshot.date,
            controllers: snapshot.controllers().len(),
            controller_from: snapshot.controller_from.clone(),
        };
        let repaired = snapshot.notices.iter().map(|notice| Self::Repaired {
            name: snapshot.name.clone(),
            notice: notice.clone(),
        });
        std::iter::once(understood).chain(repaired).collect()
    }
}

impl Remark {
    /// As text, with options of the library shown as `option` has them.
    pub fn text(&self, option: impl Fn(OptionName) -> String) -> String {
        match self {
            Self::Understood {
                name,
                date,
                controllers,
                controller_from,
            } => {
                let date = date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
                let plural = if *controllers == 1 { "" } else { "s" };
                let from = match controller_from {
                    ControllerSource::Options => format!("named by {}", option(OptionName::Name)),
                    other => other.to_string(),
                };
                format!("{name}: {date}, {controllers} controller{plural}, {from}")
            }
            Self::Repaired { name, notice } => format!("{name}: {notice}"),
            Self::Backwards { first, second } => format!(
                "{} is of {}, earlier than {} of {} before it: what is gained is what was lost, and the other way round",
                second.name, second.date, first.name, first.date
            ),
            Self::Noise(reasons) => format!("noise: {reasons}"),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(|option| format!("`{}`", option.name())))
    }
}
