//! What stands around and on the maps of a page.

pub(in crate::map) mod axis;
pub(in crate::map) mod balance;
pub(in crate::map) mod fit;
pub(in crate::map) mod header;
pub(in crate::map) mod insets;
pub(in crate::map) mod legend;
pub(in crate::map) mod locator;
pub(in crate::map) mod medium;
pub(in crate::map) mod options;
pub(in crate::map) mod rows;
pub(in crate::map) mod scale_bar;
pub(in crate::map) mod start;
pub(in crate::map) mod tables;
pub(in crate::map) mod zoom;
