//! All answers to a scenario: tables, diffs, maps and the web page.

use super::core::Study;
use crate::Result;
use crate::case::Case;
use crate::map::{self, MapKind, MapOptions, PictureFormat, Surroundings};
use crate::model::ReferenceLayers;
use crate::overlay::Settings;
use crate::read::ReadOptions;
use crate::report::{CaseChange, CaseReport, Format, Report, Table};

/// A file, whole in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Study {
    /// The study of a scenario's snapshots with its units, places and claims, as its settings state.
    ///
    /// # Errors
    ///
    /// When a file of the scenario cannot be read or understood.
    pub fn of_case(case: &Case) -> Result<Self> {
        let (snapshots, units) = (
            case.snapshots(&ReadOptions::default())?,
            case.scenario.units.as_ref(),
        );
        let mut layers = ReferenceLayers {
            units: case.layer(units)?,
            units_by: units.and_then(|units| units.by.clone()),
            weigh: units.and_then(|units| units.weigh.clone()),
            places: case.layer(case.scenario.places.as_ref())?,
            claims: case.claims()?,
            rest: case.rest()?,
            ..ReferenceLayers::default()
        };
        layers.within = case.within(&layers, &snapshots)?;
        Self::new(snapshots, layers, Settings::of_scenario(&case.scenario))
    }

    /// All figures of a scenario whose study this is.
    ///
    /// # Errors
    ///
    /// As [`Study::change`], and when a published figure is about something that the data does not have.
    pub fn case_report(&self, case: &Case) -> Result<CaseReport> {
        let changes = self
            .steps()
            .map(|step| self.matrix(step))
            .collect::<Result<_>>()?;
        CaseReport::new(&case.scenario, self.classified()?.overlay(), changes)
    }

    /// All files about a scenario whose study this is: tables in every format, for each step a diff and two maps, and
    /// the web page of all. They are in the order of [`case_file_names`].
    ///
    /// # Errors
    ///
    /// As [`map::draw`].
    pub fn case_files(
        &self,
        report: &CaseReport,
        surroundings: &Surroundings,
        options: &MapOptions,
    ) -> Result<Vec<NamedFile>> {
        let mut files = tables(report)?;
        for entry in &report.changes {
            self.progress().stage("drawing")?;
            files.push(NamedFile {
                name: name_of_diff(entry),
                bytes: written(|out| crate::diff::Diff::of(&entry.change).write(out))?,
            });
            let input =
                map::PictureInput::of_change(self.classified()?.overlay(), &entry.change, surroundings)?;
            for (kind, what) in MAPS {
                let picture = map::draw(kind, &input, options)?;
                for &format in PictureFormat::STILL {
                    files.push(NamedFile {
                        name: name_of_map(what, entry, format),
                        bytes: picture.write(format, 1.0)?,
                    });
                }
            }
        }
        #[cfg(feature = "page")]
        files.push(NamedFile {
            name: PAGE.to_owned(),
            bytes: self.page(surroundings, options, None)?.into_bytes(),
        });
        Ok(files)
    }
}

/// The names of the files about a scenario, before any is made.
pub fn case_file_names(report: &CaseReport) -> Vec<String> {
    let mut names: Vec<String> = TEXTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.extend(tables_in(report).map(|table| name_of_table(&table)));
    for entry in &report.changes {
        names.push(name_of_diff(entry));
        for (_, what) in MAPS {
            let formats = PictureFormat::STILL.iter();
            names.extend(formats.map(|&format| name_of_map(what, entry, format)));
        }
    }
    #[cfg(feature = "page")]
    names.push(PAGE.to_owned());
    names
}

/// All tables as one text, and its formats.
const TEXTS: [(&str, Format); 3] = [
    ("report.json", Format::Json),
    ("report.txt", Format::Text),
    ("report.md", Format::Markdown),
];

/// The maps of a step, and how their names begin.
const MAPS: [(MapKind, &str); 2] = [
    (MapKind::BeforeAfter, "before_after"),
    (MapKind::Change, "change"),
];

#[cfg(feature = "page")]
const PAGE: &str = "index.html";

fn tables_in(report: &CaseReport) -> impl Iterator<Item = Table<CaseReport>> {
    CaseReport::tables()
        .into_iter()
        .filter(|table| table.is_in(report))
}

fn name_of_table(table: &Table<CaseReport>) -> String {
    format!("{}.csv", table.name)
}

fn name_of_diff(entry: &CaseChange) -> String {
    format!("diff_{}_{}.geojson", entry.before, entry.after)
}

fn name_of_map(what: &str, entry: &CaseChange, format: PictureFormat) -> String {
    format!("{what}_{}_{}.{}", entry.before, entry.after, format.extension())
}

fn tables(report: &CaseReport) -> Result<Vec<NamedFile>> {
    let mut files = Vec::new();
    for (name, format) in TEXTS {
        files.push(NamedFile {
            name: name.to_owned(),
            bytes: written(|out| report.write(format, None, out))?,
        });
    }
    for table in tables_in(report) {
        files.push(NamedFile {
            name: name_of_table(&table),
            bytes: written(|out| table.write(report, out))?,
        });
    }
    Ok(files)
}

/// What `write` writes, in memory.
fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|e| crate::Error::new(format!("cannot write a file of the report: {e}")))?;
    Ok(bytes)
}
