//! Files by name: where scenarios, recipes, styles and languages find what they refer to; and files written whole or
//! not at all.
//!
//! The library reads named files through the trait [`Files`] alone. [`MemoryFiles`] needs no file system. [`Folder`],
//! [`write_file`] and all functions elsewhere that take a path need one.

#[cfg(feature = "files")]
mod bundle;
#[cfg(feature = "files")]
mod folder;
#[cfg(feature = "files")]
mod listing;
mod mark;
mod memory;
#[cfg(feature = "files")]
mod new_folder;
#[cfg(feature = "files")]
mod output;
#[cfg(feature = "files")]
mod place;
mod source;
#[cfg(feature = "files")]
mod sweep;
#[cfg(feature = "files")]
mod system;
#[cfg(feature = "files")]
mod temporary;

#[cfg(feature = "files")]
pub use bundle::{LIST, may_write_folder, write_folder};
#[cfg(feature = "files")]
pub(crate) use folder::open_file;
#[cfg(feature = "files")]
pub use folder::{Folder, Reach};
#[cfg(feature = "files")]
pub use listing::Listing;
pub use mark::MARK;
#[cfg(feature = "shapefile")]
pub(crate) use mark::OF_THE_WHOLE;
pub(crate) use mark::{FEATURE_ORDER, FIRST_CHANGE, MARK_OF_DATABASE};
pub use memory::MemoryFiles;
#[cfg(feature = "files")]
pub use new_folder::NewFolder;
#[cfg(feature = "files")]
pub use output::{Batch, Replace, check_target, write_file};
#[cfg(feature = "files")]
pub use place::{descriptor, is_in_the_way, is_same_place};
pub use source::{Files, read_text, resolve};
#[cfg(feature = "files")]
pub use temporary::abandon;
