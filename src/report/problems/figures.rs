//! What was found in files.

use crate::check::Checked;

/// What is wrong with one file or several.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Problems {
    /// File by file.
    pub files: Vec<Checked>,
}

impl Problems {
    /// What was found, file by file.
    pub fn new(files: Vec<Checked>) -> Self {
        Self { files }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.files.iter().all(|file| file.problems.is_empty())
    }
}
