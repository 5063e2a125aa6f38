//! The display list, and how it is put together through plotters.

pub(in crate::map) mod element;
pub(in crate::map) mod list;
pub(in crate::map) mod node;
pub(in crate::map) mod page;
pub(in crate::map) mod picture;
#[cfg_attr(
    not(feature = "png"),
    expect(dead_code, reason = "for the check of a finished map")
)]
pub(in crate::map) mod record;
pub(in crate::map) mod recorder;
pub(in crate::map) mod sheet;
