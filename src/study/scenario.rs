//! All answers to a scenario: tables, diffs, maps and the web page.

use super::core::Study;
use crate::Result;
use crate::case::Case;
use crate::map::{self, MapKind, MapOptions, PictureFormat, Surroundings};
use crate::model::ReferenceLayers;
use crate::overlay::Settings;
use crate::read::ReadOptions;
use crate::report::{CaseReport, Format, Report};

/// A file, whole in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// All figures of a scenario and the files made of them.
#[derive(Debug)]
pub struct CaseFiles {
    /// The figures.
    pub report: CaseReport,
    /// Tables, then for each step its diff and its maps, then the web page of all.
    pub files: Vec<NamedFile>,
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
            within: None,
            frame: None,
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
    /// the web page of all.
    ///
    /// # Errors
    ///
    /// As [`Study::case_report`] and [`map::draw`].
    pub fn case_files(
        &self,
        case: &Case,
        surroundings: &Surroundings,
        options: &MapOptions,
    ) -> Result<CaseFiles> {
        let report = self.case_report(case)?;
        let mut files = tables(&report)?;
        for entry in &report.changes {
            self.progress().stage("drawing")?;
            let name = format!("{}_{}", entry.before, entry.after);
            files.push(NamedFile {
                name: format!("diff_{name}.geojson"),
                bytes: written(|out| crate::diff::Diff::of(&entry.change).write(out))?,
            });
            let input =
                map::PictureInput::of_change(self.classified()?.overlay(), &entry.change, surroundings)?;
            for (kind, what) in [
                (MapKind::BeforeAfter, "before_after"),
                (MapKind::Change, "change"),
            ] {
                let picture = map::draw(kind, &input, options)?;
                for &format in PictureFormat::STILL {
                    files.push(NamedFile {
                        name: format!("{what}_{name}.{}", format.extension()),
                        bytes: picture.write(format, 1.0)?,
                    });
                }
            }
        }
        #[cfg(feature = "page")]
        files.push(NamedFile {
            name: "index.html".to_owned(),
            bytes: self.page(surroundings, options, None)?.into_bytes(),
        });
        Ok(CaseFiles { report, files })
    }
}

fn tables(report: &CaseReport) -> Result<Vec<NamedFile>> {
    let mut files = Vec::new();
    for (name, format) in [
        ("report.json", Format::Json),
        ("report.txt", Format::Text),
        ("report.md", Format::Markdown),
    ] {
        files.push(NamedFile {
            name: name.to_owned(),
            bytes: written(|out| report.write(format, None, out))?,
        });
    }
    for table in CaseReport::tables().iter().filter(|table| table.is_in(report)) {
        files.push(NamedFile {
            name: format!("{}.csv", table.name),
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
