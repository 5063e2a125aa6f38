//! A study and the questions put to it.

use std::path::PathBuf;
use std::sync::Arc;

use landshift::study::Remark;
use landshift::{Case, Every, Karabakh, Layer, NoticeKind, Reach, ReferenceLayers, SeriesSource, Snapshot};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rayon::prelude::*;

use crate::answer::Answer;
use crate::drawing::{Drawing, PictureOptions};
use crate::error::{Result, of_option};
use crate::lineage::Linking;
use crate::options::{Measuring, Reading, Reference, parsed};
use crate::run::{Monitor, run};
use crate::source::{Source, given};

/// Snapshots with their reference layers and settings.
#[pyclass(frozen, module = "landshift._native")]
pub struct Study {
    asked: Arc<landshift::Study>,
    case: Option<Arc<Case>>,
    monitor: Arc<Monitor>,
    said: Vec<Said>,
}

/// Something to be said, and whether it is a warning.
type Said = (bool, String);

/// All that is stated of a study.
struct Options {
    reading: Reading,
    reference: Reference,
    measuring: Measuring,
}

impl Options {
    fn of(options: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self {
            reading: options.extract()?,
            reference: options.extract()?,
            measuring: options.extract()?,
        })
    }
}

/// A study that was made without Python's lock, and what is to be said of how.
type Made = (landshift::Study, Vec<Said>);

#[pymethods]
impl Study {
    /// Two snapshots, or the two dates of features with times.
    #[staticmethod]
    fn of_pair(
        py: Python<'_>,
        sources: [Py<Source>; 2],
        options: &Bound<'_, PyAny>,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let (sources, options) = (given(&sources), Options::of(options)?);
        Self::made(py, told, move |monitor| {
            monitor.progress().stage("reading")?;
            let layers = sources.par_iter().map(|source| source.layer());
            let snapshots = options.reading.pair(layers.collect::<Result<_>>()?)?;
            let (study, mut said) = study(snapshots, &options, monitor)?;
            said.extend(study.backwards().iter().map(say));
            Ok((study, said))
        })
    }

    /// A series of snapshots: layers, folders or patterns, or one layer whose features have times.
    #[staticmethod]
    fn of_series(
        py: Python<'_>,
        sources: Vec<Py<Source>>,
        options: &Bound<'_, PyAny>,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let (sources, options) = (given(&sources), Options::of(options)?);
        Self::made(py, told, move |monitor| {
            monitor.progress().stage("reading")?;
            let listed = sources.par_iter().map(|source| source.layers());
            let listed: Vec<_> = listed.collect::<Result<_>>()?;
            let (layers, left_out): (Vec<_>, Vec<_>) = listed.into_iter().unzip();
            let source = series(layers.into_iter().flatten().collect(), &options.reading)?;
            let remarks = source.remarks.iter().map(ToString::to_string);
            let remarks: Vec<String> = left_out.into_iter().flatten().chain(remarks).collect();
            let snapshots = source.snapshots.into_par_iter();
            let snapshots = snapshots.map(|snapshot| options.reading.resolved(snapshot));
            let (study, said) = study(snapshots.collect::<Result<_>>()?, &options, monitor)?;
            let remarks = remarks.into_iter().map(|text| (false, text));
            Ok((study, remarks.chain(said).collect()))
        })
    }

    /// The snapshots of a scenario, measured as it states.
    #[staticmethod]
    fn of_case(
        py: Python<'_>,
        name: PathBuf,
        allow_outside: bool,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let monitor = Arc::new(Monitor::default());
        let progress = monitor.progress();
        let (study, case) = run(py, &monitor, told, move || {
            progress.stage("reading")?;
            let case = open(&name, allow_outside)?;
            let study = landshift::Study::of_case(&case)?.with_progress(progress);
            Ok((study, case))
        })?;
        Ok(Self {
            asked: Arc::new(study),
            case: Some(Arc::new(case)),
            monitor,
            said: Vec::new(),
        })
    }

    /// What is to be said of inputs and answers, and whether it is a warning.
    fn remarks(&self) -> Vec<Said> {
        let remarks = self.asked.remarks();
        self.said.iter().cloned().chain(remarks.iter().map(say)).collect()
    }

    /// What changed from the first snapshot to the last.
    fn change(&self, py: Python<'_>, told: Option<&Bound<'_, PyAny>>) -> PyResult<Answer> {
        self.ask(py, told, |study| study.change(study.overall()))
            .map(Answer::of_change)
    }

    /// What changed from each date to the next and over all, with sums by periods if these are stated.
    fn series(
        &self,
        py: Python<'_>,
        every: Option<String>,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let timeline = self.ask(py, told, move |study| {
            let every: Option<Every> = parsed(every.as_deref())?;
            let timeline = study.series()?;
            Ok(match every {
                Some(every) => timeline.every(every),
                None => timeline,
            })
        });
        timeline.map(Answer::new)
    }

    /// The same, and who held which land from when to when.
    fn history(&self, py: Python<'_>, told: Option<&Bound<'_, PyAny>>) -> PyResult<Answer> {
        let timeline = self.ask(py, told, |study| {
            Ok(study.series()?.with_history(study.history()?))
        });
        timeline.map(Answer::new)
    }

    /// How far two sources of one date agree, with so many of the largest pieces on which they do not.
    fn agreement(&self, py: Python<'_>, pieces: usize, told: Option<&Bound<'_, PyAny>>) -> PyResult<Answer> {
        self.ask(py, told, move |study| study.agreement(pieces))
            .map(Answer::new)
    }

    /// The second snapshot with its borders moved onto those of the first.
    fn alignment(&self, py: Python<'_>, told: Option<&Bound<'_, PyAny>>) -> PyResult<Answer> {
        self.ask(py, told, landshift::Study::alignment).map(Answer::new)
    }

    /// What became of every unit, or of one alone.
    fn lineage(
        &self,
        py: Python<'_>,
        options: &Bound<'_, PyAny>,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let options: Linking = options.extract()?;
        self.ask(py, told, move |study| options.lineage(study))
            .map(Answer::new)
    }

    /// The same with the land that moved, which is its GeoJSON.
    fn moved_land(
        &self,
        py: Python<'_>,
        options: &Bound<'_, PyAny>,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let options: Linking = options.extract()?;
        let lineage = self.ask(py, told, move |study| {
            let lineage = options.lineage(study)?;
            let moved = study.moved_land(&lineage)?;
            Ok(lineage.with_moved(moved))
        });
        lineage.map(Answer::new)
    }

    /// A picture as the bytes of a file, and what is to be said of it.
    fn picture<'py>(
        &self,
        py: Python<'py>,
        format: String,
        options: &Bound<'py, PyAny>,
        told: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let (options, case): (PictureOptions, _) = (options.extract()?, self.case.clone());
        let bytes = self.ask(py, told, move |study| {
            Drawing::of(study, case.as_deref(), &options)?.picture(study, &format)
        });
        Ok(PyBytes::new(py, &bytes?))
    }

    /// The web page.
    fn page(
        &self,
        py: Python<'_>,
        options: &Bound<'_, PyAny>,
        told: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        let (options, case): (PictureOptions, _) = (options.extract()?, self.case.clone());
        self.ask(py, told, move |study| {
            Drawing::of(study, case.as_deref(), &options)?.page(study)
        })
    }
}

impl Study {
    fn made(
        py: Python<'_>,
        told: Option<&Bound<'_, PyAny>>,
        make: impl FnOnce(&Arc<Monitor>) -> Result<Made> + Send + 'static,
    ) -> PyResult<Self> {
        let monitor = Arc::new(Monitor::default());
        let listening = Arc::clone(&monitor);
        let (study, said) = run(py, &monitor, told, move || make(&listening))?;
        Ok(Self {
            asked: Arc::new(study),
            case: None,
            monitor,
            said,
        })
    }

    fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        told: Option<&Bound<'_, PyAny>>,
        question: impl FnOnce(&landshift::Study) -> Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let study = Arc::clone(&self.asked);
        run(py, &self.monitor, told, move || question(&study))
    }
}

/// The study of snapshots, and what is to be said of their names.
fn study(snapshots: Vec<Snapshot>, options: &Options, monitor: &Arc<Monitor>) -> Result<Made> {
    let renames = options.reading.renames()?;
    let layers: ReferenceLayers = options
        .reference
        .layers(&snapshots, &renames, &monitor.progress())?;
    let others: Vec<&str> = options.reference.rest().into_iter().collect();
    let unused = Remark::of_renames(&renames, &snapshots, &layers.claims, &others);
    let study = landshift::Study::new(snapshots, layers, options.measuring.settings()?)?;
    let study = study.with_progress(monitor.progress());
    Ok((study, unused.iter().map(say).collect()))
}

/// The snapshots of layers, of the dates that are stated, if any are.
fn series(layers: Vec<Layer>, reading: &Reading) -> Result<SeriesSource> {
    let (options, moments) = (reading.options()?, reading.moments()?);
    let Some(dates) = reading.dates(layers.len())? else {
        return SeriesSource::of(layers, &options, moments.as_ref());
    };
    if moments.is_some() {
        return Err(of_option(
            "`at` chooses features by their times, and `dates` are those of whole snapshots",
        )
        .with_hint("give one of the two"));
    }
    let dated = layers.into_iter().zip(dates);
    let snapshots = dated.map(|(layer, date)| Snapshot::of(layer, &options.clone().date(date)));
    snapshots.collect::<Result<_>>().map(SeriesSource::by_date)
}

/// A remark as text, and whether it is a warning: what is only told of how inputs were understood is none.
fn say(remark: &Remark) -> Said {
    // A frame states its reference system, and whoever made it knows.
    let is_reprojected_alone = match remark {
        Remark::ReadOtherwise { notices, land, .. } => {
            land.is_empty()
                && notices
                    .iter()
                    .all(|notice| notice.kind == NoticeKind::Reprojected)
        }
        _ => false,
    };
    (remark.is_warning() && !is_reprojected_alone, remark.to_string())
}

/// What a study has to warn of.
pub fn warnings(study: &landshift::Study) -> Vec<String> {
    let said = study.remarks().iter().map(say).collect::<Vec<_>>();
    said.into_iter()
        .filter(|(is_warning, _)| *is_warning)
        .map(|(_, text)| text)
        .collect()
}

/// The case of a scenario by its path, or the built-in one.
///
/// # Errors
///
/// When it cannot be read.
pub fn open(name: &std::path::Path, allow_outside: bool) -> Result<Case> {
    let reach = if allow_outside {
        Reach::Anywhere
    } else {
        Reach::Inside
    };
    Karabakh::or_case_at(name, reach)
}
