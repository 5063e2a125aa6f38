//! What a map is drawn from: land by holder on two dates or more, what changed hands, how far areas may be off.
//!
//! `data` and `ranges` are plain data; the rest takes it from an overlay, a change and what a scenario shows around.

pub(in crate::map) mod base;
#[cfg(feature = "base")]
pub(in crate::map) mod base_file;
pub(in crate::map) mod course;
pub(in crate::map) mod data;
pub(in crate::map) mod highlight;
pub(in crate::map) mod measured;
#[cfg(feature = "page")]
pub(in crate::map) mod moves;
pub(in crate::map) mod pair;
#[cfg(feature = "page")]
pub(in crate::map) mod pairs;
pub(in crate::map) mod picture_input;
pub(in crate::map) mod ranges;
pub(in crate::map) mod seam;
pub(in crate::map) mod series;
pub(in crate::map) mod state;
#[cfg(feature = "page")]
pub(in crate::map) mod steps;
pub(in crate::map) mod surroundings;
pub(in crate::map) mod unit_land;
pub(in crate::map) mod units;
