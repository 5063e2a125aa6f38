//! The embedded fonts: measuring and outlines, and the subset that a picture carries.

pub(in crate::map) mod face;
pub(in crate::map) mod files;
pub(in crate::map) mod line;
pub(in crate::map) mod scripts;
pub(in crate::map) mod subset;
pub(in crate::map) mod text;
