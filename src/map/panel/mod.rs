//! One map: what it shows of a state and a change, its layers and its labels.

pub(in crate::map) mod annotations;
pub(in crate::map) mod backdrop;
pub(in crate::map) mod contents;
pub(in crate::map) mod frame;
pub(in crate::map) mod labelling;
pub(in crate::map) mod layers;
#[cfg(feature = "page")]
pub(in crate::map) mod names;
pub(in crate::map) mod numbers;
pub(in crate::map) mod unit_names;
pub(in crate::map) mod units;
