//! How the positions of a layer are read.

use std::sync::atomic::{AtomicBool, Ordering};

use super::mode::Mode;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::Feature;
use crate::read::filter::Filter;
use crate::read::reference::LayerSystem;
use crate::{Error, Result};

/// How a layer is read, and what its positions are like.
pub(super) struct Reading {
    /// What happens at a feature in error.
    pub(super) mode: Mode,
    /// The reference system of its positions.
    pub(super) system: LayerSystem,
    /// The condition on features whose geometries are read.
    pub(super) filter: Option<Filter>,
    /// Whether there were any positions that may be degrees.
    any_like_degrees: AtomicBool,
    /// Whether there were any that cannot be.
    any_other: AtomicBool,
}

impl Reading {
    /// In longitude and latitude.
    pub(super) fn new(mode: Mode) -> Self {
        Self {
            mode,
            system: LayerSystem::default(),
            filter: None,
            any_like_degrees: AtomicBool::new(false),
            any_other: AtomicBool::new(false),
        }
    }

    /// Whether the geometry of a feature is read.
    pub(super) fn is_wanted(&self, feature: &Feature) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.is_met_by(feature))
    }

    /// Longitude and latitude of a position, in degrees; none if it has no place on earth.
    pub(super) fn degrees(&self, position: [f64; 2]) -> Option<[f64; 2]> {
        if self.may_be_misstated() {
            let seen = if is_like_degrees(position) {
                &self.any_like_degrees
            } else {
                &self.any_other
            };
            if !seen.load(Ordering::Relaxed) {
                seen.store(true, Ordering::Relaxed);
            }
        }
        self.system.system.degrees(position)
    }

    /// Whether a system in metres or the like is stated: by the user, who easily takes a file in degrees along, or by a file that was
    /// reprojected and still states the old one.
    fn may_be_misstated(&self) -> bool {
        self.system.system.is_projected()
    }

    /// Refuses a system in metres of positions which all look like degrees.
    pub(super) fn check_system(&self) -> Result<()> {
        if !self.any_like_degrees.load(Ordering::Relaxed) || self.any_other.load(Ordering::Relaxed) {
            return Ok(());
        }
        let system = self.system.system.title();
        Err(Error::new(format!(
            "its positions look like degrees, and are stated to be in {system}, which has none"
        ))
        .of_kind(ErrorKind::Geometry)
        .with_hint(self.in_degrees()))
    }

    /// What to do where a file in degrees was taken along, or states another system.
    fn in_degrees(&self) -> Hint {
        if !self.system.is_of_user() {
            return Hint::from("the file states a wrong reference system: give the right one with ")
                .option(OptionName::Crs)
                .and(" EPSG:4326");
        }
        Hint::from("leave ")
            .option(OptionName::Crs)
            .and(" out for this file, or name the files that it is about: ")
            .option(OptionName::Crs)
            .and(" FILE=EPSG:n")
    }

    /// What to do about a position that is nowhere on earth.
    pub(super) fn hint_at_nowhere(&self, position: [f64; 2]) -> Hint {
        match self.system.is_of_user() {
            true if self.may_be_misstated() && is_like_degrees(position) => {
                Hint::from("it looks like degrees: ").and_hint(self.in_degrees())
            }
            true => Hint::from("it is stated by ")
                .option(OptionName::Crs)
                .and(": state another, or the file is damaged"),
            false => "the file states a wrong reference system, or is damaged".into(),
        }
    }
}

fn is_like_degrees([x, y]: [f64; 2]) -> bool {
    x.abs() <= 180.0 && y.abs() <= 90.0
}
