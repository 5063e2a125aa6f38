//! Measuring labels and finding room for them.

pub(in crate::map) mod block;
pub(in crate::map) mod land;
pub(in crate::map) mod placement;
pub(in crate::map) mod pole;
pub(in crate::map) mod space;
