//! Files by name: where scenarios, recipes, styles and languages find what they refer to; and files written whole or
//! not at all.
//!
//! The library reads named files through the trait [`Files`] alone. [`MemoryFiles`] needs no file system. [`Folder`],
//! [`write_file`] and all functions elsewhere that take a path need one.

mod folder;
mod mark;
mod memory;
mod output;
mod source;
mod temporary;

pub use folder::Folder;
pub(crate) use folder::open_file;
pub use mark::MARK;
pub use memory::MemoryFiles;
pub use output::{Replace, check_target, write_file};
pub use source::{Files, read_text, resolve};
pub use temporary::abandon;
