//! landshift

pub mod change;
pub mod cli;
pub mod compose;
pub mod diff;
pub mod error;
pub mod map;
pub mod measure;
pub mod model;
pub mod mosaic;
pub mod read;
pub mod report;
pub mod write;

pub use error::{Error, Result};
