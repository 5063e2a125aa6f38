//! A reference system as somebody states it, in place of what a file says.

use std::fmt;
use std::str::FromStr;

use super::system::System;
use crate::{Error, Result};

/// A reference system that positions are in, by its code.
///
/// ```
/// use landshift_engine::read::ReferenceSystem;
/// let system: ReferenceSystem = "EPSG:4326".parse()?;
/// assert_eq!(system.to_string(), "WGS 84");
/// assert!("EPSG:1".parse::<ReferenceSystem>().is_err());
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Clone)]
pub struct ReferenceSystem(System);

impl ReferenceSystem {
    pub(in crate::read) fn system(&self) -> &System {
        &self.0
    }
}

/// By an authority and its code, such as `EPSG:2056`.
impl FromStr for ReferenceSystem {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        System::named(name).map(Self).map_err(|_| {
            Error::new(format!("`{name}` is no reference system that is read")).with_hint(
                "write it as EPSG:2056; of systems that are not read: ogr2ogr -t_srs EPSG:4326 out.geojson IN",
            )
        })
    }
}

impl fmt::Display for ReferenceSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.title())
    }
}

impl fmt::Debug for ReferenceSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReferenceSystem({self})")
    }
}

impl PartialEq for ReferenceSystem {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }
}

impl Eq for ReferenceSystem {}
