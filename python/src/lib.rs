//! The module `landshift._native`: what the Python package calls of landshift.
//!
//! It takes inputs and options apart, calls the facade without holding Python's lock, and hands out bytes: results as JSON,
//! CSV and GeoJSON, land as well-known binary. All that is measured is measured in Rust, all that is shown to Python users is
//! in `landshift/`.

mod answer;
mod case;
mod diffs;
mod drawing;
mod error;
mod layers;
mod lineage;
mod options;
mod run;
mod source;
mod study;
mod value;

use pyo3::prelude::*;

/// What the Python package calls of landshift.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::answer::Answer;
    #[pymodule_export]
    use crate::case::report;
    #[pymodule_export]
    use crate::diffs::{apply, invert, merge, squash};
    #[pymodule_export]
    use crate::layers::{apportion, check, features, fix, reads_system, text, write};
    #[pymodule_export]
    use crate::source::Source;
    #[pymodule_export]
    use crate::study::Study;
}
