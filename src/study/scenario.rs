//! All answers to a scenario: tables, diffs, maps and the web page.

use super::core::Study;
use super::files::{NamedFile, names_of_result, result_files, written};
use crate::Result;
use crate::case::Case;
use crate::map::{self, MapKind, MapOptions, PictureFormat, Surroundings};
use crate::model::ReferenceLayers;
use crate::overlay::Settings;
use crate::read::ReadOptions;
use crate::report::{CaseChange, CaseReport};

/// What is written about a scenario beside its tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CasePart {
    /// A GeoJSON diff for each step.
    Diffs,
    /// Two maps for each step, as SVG and PNG.
    Maps,
    /// The web page of all.
    #[cfg(feature = "page")]
    Page,
}

impl CasePart {
    /// Every part.
    pub const ALL: &[Self] = &[
        Self::Diffs,
        Self::Maps,
        #[cfg(feature = "page")]
        Self::Page,
    ];

    /// Every part but these.
    pub fn all_but(without: &[Self]) -> Vec<Self> {
        let parts = Self::ALL.iter().copied();
        parts.filter(|part| !without.contains(part)).collect()
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Diffs => "diffs",
            Self::Maps => "maps",
            #[cfg(feature = "page")]
            Self::Page => "page",
        }
    }

    /// The part of a name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.name() == name)
    }
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

    /// The files about a scenario whose study this is: tables in every format, and the parts asked for. They are in the
    /// order of [`case_file_names`].
    ///
    /// # Errors
    ///
    /// As [`map::draw`].
    pub fn case_files(
        &self,
        report: &CaseReport,
        parts: &[CasePart],
        surroundings: &Surroundings,
        options: &MapOptions,
    ) -> Result<Vec<NamedFile>> {
        let mut files = result_files(NAME, report)?;
        for entry in &report.changes {
            if parts.contains(&CasePart::Diffs) {
                files.push(NamedFile {
                    name: name_of_diff(entry),
                    bytes: written(|out| crate::diff::Diff::of(&entry.change).write(out))?,
                });
            }
            if parts.contains(&CasePart::Maps) {
                files.extend(self.maps_of(entry, surroundings, options)?);
            }
        }
        #[cfg(feature = "page")]
        if parts.contains(&CasePart::Page) {
            files.push(NamedFile {
                name: PAGE.to_owned(),
                bytes: self
                    .page(surroundings, options, &super::page::PageQuery::default())?
                    .into_bytes(),
            });
        }
        Ok(files)
    }

    /// The maps of a step, in every format of a still picture.
    fn maps_of(
        &self,
        entry: &CaseChange,
        surroundings: &Surroundings,
        options: &MapOptions,
    ) -> Result<Vec<NamedFile>> {
        self.progress().stage("drawing")?;
        let input = map::PictureInput::of_change(self.classified()?.overlay(), &entry.change, surroundings)?;
        let mut files = Vec::new();
        for (kind, what) in MAPS {
            let picture = map::draw(kind, &input, options)?;
            for &format in PictureFormat::STILL {
                files.push(NamedFile {
                    name: name_of_map(what, entry, format),
                    bytes: picture.write(format, 1.0)?,
                });
            }
        }
        Ok(files)
    }
}

/// The names of the files about a scenario, before any is made.
pub fn case_file_names(report: &CaseReport, parts: &[CasePart]) -> Vec<String> {
    let mut names = names_of_result(NAME, report);
    for entry in &report.changes {
        if parts.contains(&CasePart::Diffs) {
            names.push(name_of_diff(entry));
        }
        if parts.contains(&CasePart::Maps) {
            names.extend(names_of_maps(entry));
        }
    }
    #[cfg(feature = "page")]
    if parts.contains(&CasePart::Page) {
        names.push(PAGE.to_owned());
    }
    names
}

fn names_of_maps(entry: &CaseChange) -> impl Iterator<Item = String> {
    MAPS.into_iter().flat_map(move |(_, what)| {
        let formats = PictureFormat::STILL.iter();
        formats.map(move |&format| name_of_map(what, entry, format))
    })
}

/// What its tables are called, all as one text.
const NAME: &str = "report";

/// The maps of a step, and how their names begin.
const MAPS: [(MapKind, &str); 2] = [
    (MapKind::BeforeAfter, "before_after"),
    (MapKind::Change, "change"),
];

#[cfg(feature = "page")]
const PAGE: &str = "index.html";

fn name_of_diff(entry: &CaseChange) -> String {
    format!("diff_{}_{}.geojson", entry.before, entry.after)
}

fn name_of_map(what: &str, entry: &CaseChange, format: PictureFormat) -> String {
    format!("{what}_{}_{}.{}", entry.before, entry.after, format.extension())
}
