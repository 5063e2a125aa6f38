//! Names: what makes two spellings one name, which names nearly are one, and which are to be joined.

mod canonical;
mod near;
mod renames;

pub use canonical::canonical;
pub use near::{Likeness, NearNames};
pub use renames::{RenameLine, Renames};
