//! What can be asked for.

use serde::Deserialize;

use crate::drawing::Drawing;
use crate::options::Options;

/// A request; results are known by numbers.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "camelCase", deny_unknown_fields)]
pub enum Request {
    /// What changed between two snapshots.
    Diff(Asked),
    /// What changed over many.
    Timeline(Asked),
    /// What is in files.
    Info(Asked),
    /// What is wrong with files.
    Check(Asked),
    /// A result in a format: its bytes.
    Write {
        /// Which result.
        result: u32,
        /// Its name, such as `json`.
        format: String,
        /// Of CSV, which table.
        table: Option<String>,
    },
    /// The rows of a table of a result, as JSON.
    Rows {
        /// Which result.
        result: u32,
        /// Which table.
        table: String,
    },
    /// A result for a part of a page: HTML, its headings below a level.
    Html {
        /// Which result.
        result: u32,
        /// The level of the heading above.
        under: u8,
    },
    /// A picture of a result: its bytes.
    Map {
        /// Which result.
        result: u32,
        /// Its format, such as `svg`.
        format: String,
        /// How it is drawn.
        #[serde(default)]
        drawing: Drawing,
    },
    /// The web page of a result.
    Page {
        /// Which result.
        result: u32,
        /// How it is drawn.
        #[serde(default)]
        drawing: Drawing,
    },
    /// A result is not needed any more.
    Forget {
        /// Which result.
        result: u32,
    },
}

/// Of which files a result is, and how it is made.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    /// The files, in the order of their bytes.
    #[serde(default)]
    pub files: Vec<FileHead>,
    /// A case that is built in, instead of files.
    pub case: Option<String>,
    /// How it is made.
    #[serde(default)]
    pub options: Options,
}

/// What is said of a file beside its bytes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileHead {
    /// Its name, with `#LAYER` where it holds several layers.
    pub name: String,
    /// The date that is stated of it.
    pub date: Option<String>,
    /// What it is.
    #[serde(default)]
    pub role: Role,
}

/// What a file is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// A snapshot, or part of a series.
    #[default]
    Snapshot,
    /// Part of another file, such as the table of a shapefile.
    Companion,
    /// Polygons by which changes are broken down.
    Units,
    /// Settlements.
    Places,
    /// Recognised sovereigns.
    Claims,
    /// All the land in question, of which `rest` holds what is left.
    Land,
    /// The land that all answers are about.
    Within,
}
