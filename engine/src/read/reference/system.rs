//! A reference system, by its name or code.

#[cfg(feature = "reproject")]
use std::sync::Arc;

#[cfg(feature = "reproject")]
use super::name::epsg_code;
use super::name::{is_degrees, parts};
#[cfg(feature = "reproject")]
use super::projection::Projection;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::{Error, Result};

/// The reference system of the positions of a layer.
#[derive(Clone, Default)]
pub(in crate::read) enum System {
    /// Longitude and latitude on WGS 84, in degrees.
    #[default]
    Degrees,
    /// Any other that is read.
    #[cfg(feature = "reproject")]
    Other(Arc<Projection>),
}

#[cfg_attr(
    not(feature = "reproject"),
    expect(
        clippy::unnecessary_wraps,
        unused_variables,
        reason = "degrees are as they are"
    )
)]
impl System {
    /// The one that a name states: an authority with its code in any of the usual forms, or WGS 84.
    ///
    /// # Errors
    ///
    /// When it is not read, with what to do.
    pub(in crate::read) fn named(name: &str) -> Result<Self> {
        match parts(name) {
            Some((authority, code)) => Self::of_code(authority, code),
            None if matches!(name.trim().to_ascii_uppercase().as_str(), "WGS 84" | "WGS84") => {
                Ok(Self::Degrees)
            }
            None => Err(unknown(name)),
        }
    }

    /// The one that an authority has under a code.
    ///
    /// # Errors
    ///
    /// When it is not read, with what to do.
    pub(in crate::read) fn of_code(authority: &str, code: &str) -> Result<Self> {
        if is_degrees(authority, code) {
            return Ok(Self::Degrees);
        }
        #[cfg(feature = "reproject")]
        if let Some(projection) = epsg_code(authority, code).and_then(Projection::of_epsg) {
            return Ok(Self::Other(Arc::new(projection)));
        }
        Err(unknown(&format!("{authority}:{code}")))
    }

    /// Longitude and latitude of a position, in degrees; none if it has no place on earth.
    pub(in crate::read) fn degrees(&self, position: [f64; 2]) -> Option<[f64; 2]> {
        match self {
            Self::Degrees => Some(position),
            #[cfg(feature = "reproject")]
            Self::Other(projection) => projection.degrees(position),
        }
    }

    /// The positions in degrees that are to stand between two, so that straight edges follow the one that is straight in
    /// this system. `ends` are the two positions, `degrees` the same in degrees.
    ///
    /// # Errors
    ///
    /// When a layer needs too many of them.
    pub(in crate::read) fn between(
        &self,
        ends: [[f64; 2]; 2],
        degrees: [[f64; 2]; 2],
    ) -> Result<Vec<[f64; 2]>> {
        match self {
            Self::Degrees => Ok(Vec::new()),
            #[cfg(feature = "reproject")]
            Self::Other(projection) => projection.between(ends, degrees),
        }
    }

    /// What it is called, if it is not WGS 84.
    pub(in crate::read) fn name(&self) -> Option<String> {
        match self {
            Self::Degrees => None,
            #[cfg(feature = "reproject")]
            Self::Other(projection) => Some(projection.name()),
        }
    }

    /// What messages call it.
    pub(in crate::read) fn title(&self) -> String {
        self.name().unwrap_or_else(|| "WGS 84".to_owned())
    }

    /// Whether positions are in metres or the like, not in degrees.
    pub(in crate::read) fn is_projected(&self) -> bool {
        match self {
            Self::Degrees => false,
            #[cfg(feature = "reproject")]
            Self::Other(projection) => projection.is_projected(),
        }
    }

    /// What positions were reprojected from and how, if they were not in degrees already.
    pub(in crate::read) fn reprojected_from(&self) -> Option<String> {
        match self {
            Self::Degrees => None,
            #[cfg(feature = "reproject")]
            Self::Other(projection) => Some(projection.describe()),
        }
    }

    /// Whether both are the same.
    pub(in crate::read) fn is(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

/// The error for a system that is not read.
fn unknown(name: &str) -> Error {
    Error::new(format!(
        "its reference system is `{name}`, which is not among those that are read"
    ))
    .of_kind(ErrorKind::Geometry)
    .with_hint(state_or_reproject())
}

/// What to do about a file that states a system which is not read, or does not state it by its code.
pub(in crate::read) fn state_or_reproject() -> Hint {
    Hint::from("reproject it to longitude and latitude (WGS 84) first: ogr2ogr -t_srs EPSG:4326 out.geojson IN; or, if its \
                positions are in a system that is read, state that with ")
        .option(OptionName::Crs)
        .and(" EPSG:n")
}
