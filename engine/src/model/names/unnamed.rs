//! Land without a name.

use std::str::FromStr;

use super::canonical;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// What becomes of land whose features do not name their controller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unnamed {
    /// The file is refused, since nobody knows who holds it.
    #[default]
    Stop,
    /// It is left out, with a notice. A file without any names is still refused.
    Skip,
    /// This one holds it.
    Named(String),
    /// Where no feature has a name, all is held by one who is named after the file: for files that are known to be one
    /// controller each, such as the layers of one snapshot. Where only some have none, the file is refused.
    File,
}

/// How a user says that land without a name is left out.
const SKIP: &str = "skip";

impl Unnamed {
    /// As a user says it, to be parsed again; none where the user says nothing.
    pub fn stated(&self) -> Option<&str> {
        match self {
            Self::Stop | Self::File => None,
            Self::Skip => Some(SKIP),
            Self::Named(name) => Some(name),
        }
    }
}

/// `skip`, or a name.
impl FromStr for Unnamed {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match &*canonical(text) {
            "" => {
                Err(Error::new("the name of who holds land without a name is blank")
                    .of_kind(ErrorKind::Options))
            }
            SKIP => Ok(Self::Skip),
            name => Ok(Self::Named(name.to_owned())),
        }
    }
}
