//! How things are drawn: colours, palettes, textures, hatches, and the style of every class.
//!
//! A style sheet is a TOML file; a theme joins it with the controllers and changes of one map.

pub(in crate::map) mod class;
pub(in crate::map) mod classes;
pub(in crate::map) mod color;
pub(in crate::map) mod controller;
pub(in crate::map) mod emphasis;
pub(in crate::map) mod events;
pub(in crate::map) mod palette;
pub(in crate::map) mod political;
pub(in crate::map) mod sheet;
pub(in crate::map) mod status;
pub(in crate::map) mod theme;
pub(in crate::map) mod vision;
