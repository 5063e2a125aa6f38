//! How a lineage is asked for.

use landshift::report::LineageReport;
use landshift::study::LineageQuery;
use landshift::{LineageOptions, LinkBy, Study};

use crate::drawing::none_of;
use crate::error::Result;
use crate::options::{options, parsed};

options! {
    /// What a lineage is about, and how units are told to be the same.
    Linking {
        unit_name: Option<String>,
        link: Option<String>,
        assign: Option<String>,
        of: Option<String>,
        on: Option<String>,
    }
}

impl Linking {
    /// The lineage of a study.
    ///
    /// # Errors
    ///
    /// When an option is of no such thing, and as the study's.
    pub fn lineage(self, study: &Study) -> Result<LineageReport> {
        let options = LineageOptions {
            name: self.unit_name,
            ..linked_by(&self.link.unwrap_or_default())?
        };
        study.lineage_of(&LineageQuery {
            options,
            assign: self.assign,
            of: self.of,
            on: parsed(self.on.as_deref())?,
        })
    }
}

/// Units linked by what is called so.
///
/// # Errors
///
/// When nothing is.
pub fn linked_by(name: &str) -> Result<LineageOptions> {
    let all = LinkBy::ALL.map(LinkBy::name);
    Ok(LineageOptions {
        link: LinkBy::named(name).ok_or_else(|| none_of("link", name, &all))?,
        ..LineageOptions::default()
    })
}
