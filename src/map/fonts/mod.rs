//! The embedded fonts: measuring and outlines, and the subset that a picture carries.

pub(in crate::map) mod subset;
pub(in crate::map) mod text;
