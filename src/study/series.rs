//! All answers to a series of dates: tables, the history of the land and the web page.

use super::core::Study;
use super::files::{NamedFile, names_of_result, result_files, written};
use super::page::PageQuery;
use crate::Result;
use crate::map::{MapOptions, Surroundings};
use crate::report::{Format, Report, Timeline};

/// What its tables are called, all as one text.
const NAME: &str = "timeline";

const HISTORY: &str = "history.geojson";

const PAGE: &str = "index.html";

impl Study {
    /// The files about a series: `timeline`, which has its history, in every format of tables; the history as land; the web
    /// page. They are in the order of [`series_file_names`]. `wanted` is what the page has beside its maps.
    ///
    /// # Errors
    ///
    /// As [`Study::page`]; and when the timeline is without a history.
    pub fn series_files(
        &self,
        timeline: &Timeline,
        surroundings: &Surroundings,
        options: &MapOptions,
        wanted: &PageQuery,
    ) -> Result<Vec<NamedFile>> {
        let mut files = result_files(NAME, timeline)?;
        files.push(NamedFile {
            name: HISTORY.to_owned(),
            bytes: written(|out| timeline.write(Format::GEO_JSON, None, out))?,
        });
        files.push(NamedFile {
            name: PAGE.to_owned(),
            bytes: self.page(surroundings, options, wanted)?.into_bytes(),
        });
        Ok(files)
    }
}

/// The names of the files about a series, before any is made.
pub fn series_file_names(timeline: &Timeline) -> Vec<String> {
    let mut names = names_of_result(NAME, timeline);
    names.extend([HISTORY, PAGE].map(str::to_owned));
    names
}
