//! All files of a scenario.

use std::path::PathBuf;
use std::sync::Arc;

use landshift::Study;
use landshift::map::{MapOptions, MapStyle, Surroundings};
use landshift::study::{CasePart, case_file_names};
use landshift::{Folder, Language};
use landshift_engine::files::{may_write_folder, write_folder};
use pyo3::prelude::*;

use crate::answer::Answer;
use crate::drawing::none_of;
use crate::error::Result;
use crate::layers::replace;
use crate::options::options;
use crate::run::{Monitor, run};
use crate::study::open;

/// The file that says that those beside it are outputs, too.
const MAIN: &str = "report.json";

options! {
    /// How the files of a scenario are made.
    Making {
        lang: String,
        style: String,
        overwrite: bool,
        allow_outside: bool,
        without: Vec<String>,
    }
}

/// Writes tables, diffs, maps and the page of a scenario to a folder; its figures, the names of the files, and what there is to
/// warn of.
#[pyfunction]
pub fn report(
    py: Python<'_>,
    scenario: PathBuf,
    folder: PathBuf,
    options: &Bound<'_, PyAny>,
    told: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Answer, Vec<String>, Vec<String>)> {
    let Making {
        lang,
        style,
        overwrite,
        allow_outside,
        without,
    } = options.extract()?;
    let monitor = Arc::new(Monitor::default());
    let progress = monitor.progress();
    let (report, names, remarks) = run(py, &monitor, told, move || {
        progress.stage("reading")?;
        let parts = all_but(&without)?;
        let files = Folder::anywhere("");
        let mut options = MapOptions::default().map_style(MapStyle::named(&style, &files)?);
        if style == MapStyle::BUILT_IN[0] {
            options.dark_style = Some(MapStyle::named("dark", &files)?);
        }
        let case = open(&scenario, allow_outside)?;
        let surroundings = Surroundings::of_case(&case, Language::named(&lang, &files)?)?.on_base();
        let study = Study::of_case(&case)?.with_progress(progress.clone());
        let report = study.case_report(&case)?;
        let names = case_file_names(&report, &parts);
        may_write_folder(
            &folder,
            MAIN,
            names.iter().map(String::as_str),
            &replace(overwrite),
        )?;
        let files = study.case_files(&report, &parts, &surroundings, &options)?;
        progress.stage("writing")?;
        let files: Vec<_> = files
            .iter()
            .map(|f| (f.name.as_str(), f.bytes.as_slice()))
            .collect();
        write_folder(&folder, MAIN, &files, &replace(overwrite))?;
        Ok((report, names, crate::study::warnings(&study)))
    })?;
    Ok((Answer::new(report), names, remarks))
}

/// All parts but those named.
fn all_but(without: &[String]) -> Result<Vec<CasePart>> {
    let named = |name: &String| {
        let all: Vec<_> = CasePart::ALL.iter().map(|part| part.name()).collect();
        CasePart::named(name).ok_or_else(|| none_of("part of a report", name, &all))
    };
    let without = without.iter().map(named).collect::<Result<Vec<_>>>()?;
    Ok(CasePart::all_but(&without))
}
