//! Small cases for unit tests.

#[path = "../engine/src/testing/cases.rs"]
mod cases;
#[path = "../tests/scale/mod.rs"]
mod scale;

pub(crate) use cases::{change, classified, fixed, overlay, polygon};
pub(crate) use scale::scaled;

use crate::model::{Layer, ReferenceLayers};

/// Units, and no other reference layers.
pub(crate) fn units(units: Layer) -> ReferenceLayers {
    ReferenceLayers {
        units,
        ..ReferenceLayers::default()
    }
}
