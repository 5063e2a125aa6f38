//! Names: what makes two spellings one name, which names are to be joined, and what becomes of land without one.

mod canonical;
mod renames;
mod unnamed;

pub use canonical::canonical;
pub use renames::{RenameLine, Renames};
pub use unnamed::Unnamed;
