//! Options as Python hands them over: a dict with the names that they have in the library.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use landshift::check::{self, Gaps, Policy};
use landshift::study::with_rest_of;
use landshift::{
    Accuracy, AreaUnit, AreaUnits, Claims, Date, EdgeModel, Error, ErrorKind, Folder, Layer, Moments,
    Overlaps, Progress, ReadOptions, ReferenceLayers, Renames, RestOfLand, Settings, Snapshot, TimeColumns,
    TimedLayer, ToleranceSetting, Unnamed, Within, read_renames,
};
use landshift_engine::files::read_text;
use pyo3::conversion::FromPyObjectOwned;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::error::{Result, of_option};
use crate::source::Source;

/// Structs of options, each a key of a dict; one that is missing or `None` has its default.
macro_rules! options {
    ($(#[$meta:meta])* $name:ident { $($field:ident: $type:ty,)+ }) => {
        $(#[$meta])*
        pub struct $name {
            $(pub $field: $type,)+
        }

        impl<'py> pyo3::FromPyObject<'_, 'py> for $name {
            type Error = pyo3::PyErr;

            fn extract(options: pyo3::Borrowed<'_, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                Ok(Self {
                    $($field: $crate::options::stated(&options, stringify!($field))?,)+
                })
            }
        }
    };
}

pub(crate) use options;

/// An option of a dict, by its name.
///
/// # Errors
///
/// When it is of another type; the error names it.
pub fn stated<'py, T: Default + FromPyObjectOwned<'py>>(
    options: &Bound<'py, PyAny>,
    name: &str,
) -> PyResult<T> {
    match options.cast::<PyDict>()?.get_item(name)? {
        Some(value) if !value.is_none() => value.extract::<T>().map_err(|error| {
            let error: PyErr = error.into();
            PyTypeError::new_err(format!("`{name}`: {}", error.value(options.py())))
        }),
        _ => Ok(T::default()),
    }
}

options! {
    /// How snapshots are read.
    Reading {
        by: Option<String>,
        name: Option<String>,
        unnamed: Option<String>,
        rename: Option<Renaming>,
        filter: Option<String>,
        date_pattern: Option<String>,
        overlap: Option<String>,
        start: Option<String>,
        end: Option<String>,
        end_date: Option<String>,
        date_column: Option<String>,
        at: Vec<String>,
        dates: Vec<String>,
    }
}

/// Names that are read as others.
#[derive(FromPyObject)]
pub enum Renaming {
    Pairs(Vec<(String, String)>),
    File(PathBuf),
}

impl Reading {
    /// How every snapshot is read.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used.
    pub fn options(&self) -> Result<ReadOptions> {
        let mut options = ReadOptions::default().renames(self.renames()?);
        options.by.clone_from(&self.by);
        options.name.clone_from(&self.name);
        options.filter = parsed(self.filter.as_deref())?;
        options.date_pattern = parsed(self.date_pattern.as_deref())?;
        if let Some(text) = &self.unnamed {
            options.unnamed = text.parse()?;
        }
        let mut times = TimeColumns::default();
        times.start.clone_from(&self.start);
        times.end.clone_from(&self.end);
        times.date.clone_from(&self.date_column);
        times.ends = parsed(self.end_date.as_deref())?;
        Ok(options.times(times))
    }

    /// How a layer by itself is read: nothing is compared with it, so all its land may be that of one without a name.
    ///
    /// # Errors
    ///
    /// As [`Reading::options`].
    pub fn alone(&self) -> Result<ReadOptions> {
        let options = self.options()?;
        Ok(match self.unnamed {
            Some(_) => options,
            None => options.unnamed(Unnamed::File),
        })
    }

    /// Which names are read as others.
    ///
    /// # Errors
    ///
    /// When they contradict one another, or their file cannot be read.
    pub fn renames(&self) -> Result<Renames> {
        match &self.rename {
            None => Ok(Renames::default()),
            Some(Renaming::Pairs(pairs)) => Renames::new(pairs.iter().map(|(old, new)| (old, new))),
            Some(Renaming::File(path)) => read_renames(&text(path)?, &path.display().to_string()),
        }
    }

    /// The dates that are stated of snapshots, as many as there are; none where none is.
    ///
    /// # Errors
    ///
    /// When there are others, or they are no dates.
    pub fn dates(&self, snapshots: usize) -> Result<Option<Vec<Date>>> {
        let dates: Vec<Date> = self
            .dates
            .iter()
            .map(|date| date.parse())
            .collect::<Result<_>>()?;
        match dates.len() {
            0 => Ok(None),
            count if count == snapshots => Ok(Some(dates)),
            count => Err(
                of_option(format!("{count} dates are given for {snapshots} snapshots"))
                    .with_hint("give `dates` one for each, in their order"),
            ),
        }
    }

    /// The moments at which features with times are looked at, if any are stated.
    ///
    /// # Errors
    ///
    /// When they are none, or do not go together.
    pub fn moments(&self) -> Result<Option<Moments>> {
        let moments = self.at.iter().map(|text| text.parse());
        let moments: Vec<Moments> = moments.collect::<Result<_>>()?;
        let joined = || Moments::joined(&moments);
        (!moments.is_empty()).then(joined).transpose()
    }

    /// The two snapshots of two layers; of features with times those that hold at two dates.
    ///
    /// # Errors
    ///
    /// When one cannot be understood, or other than two dates are stated.
    pub fn pair(&self, layers: Vec<Layer>) -> Result<Vec<Snapshot>> {
        let options = self.options()?;
        let at = match self.moments()? {
            None => vec![None; layers.len()],
            Some(Moments::Dates(dates)) if dates.len() == layers.len() => {
                dates.into_iter().map(Some).collect()
            }
            Some(_) => return Err(of_option("`at` is two dates here, one for each snapshot")),
        };
        let dates = self.dates(layers.len())?.unwrap_or_default();
        let snapshots = layers.into_iter().zip(at).enumerate().map(|(n, (layer, at))| {
            let options = options.clone().date(dates.get(n).copied());
            let snapshot = match at {
                Some(at) => TimedLayer::of(vec![layer], &options)?.at(at)?,
                None => Snapshot::of(layer, &options)?,
            };
            self.resolved(snapshot)
        });
        snapshots.collect()
    }

    /// A snapshot with its overlaps resolved, if it is stated how.
    ///
    /// # Errors
    ///
    /// When there is no such policy, or it refuses the overlaps.
    pub fn resolved(&self, snapshot: Snapshot) -> Result<Snapshot> {
        match &self.overlap {
            None => Ok(snapshot),
            Some(name) => check::resolve(snapshot, overlaps(name)?),
        }
    }
}

options! {
    /// The layers by which answers are broken down, and to which they are confined.
    Reference {
        units: Option<Py<Source>>,
        units_by: Option<String>,
        weigh: Option<String>,
        places: Option<Py<Source>>,
        claims: Option<Py<Source>>,
        within: Option<Confined>,
        rest: Option<String>,
        land: Option<Py<Source>>,
    }
}

/// The land that all answers are about.
#[derive(FromPyObject)]
pub enum Confined {
    Layer(Py<Source>),
    Box([f64; 4]),
    Named(String),
}

impl Reference {
    /// The layers beside some snapshots.
    ///
    /// # Errors
    ///
    /// When one cannot be read or understood, or options need one that is not there.
    pub fn layers(
        &self,
        snapshots: &[Snapshot],
        renames: &Renames,
        progress: &Progress,
    ) -> Result<ReferenceLayers> {
        let layer = |source: &Option<Py<Source>>| {
            let source = source.as_ref().map(|source| source.get().given().layer());
            source.transpose()
        };
        let mut layers = ReferenceLayers {
            units_by: self.units_by.clone(),
            weigh: self.weigh.clone(),
            ..ReferenceLayers::default()
        };
        match layer(&self.units)? {
            Some(units) => layers = layers.with_units(units)?,
            None if self.units_by.is_some() || (self.weigh.is_some() && self.places.is_none()) => {
                return Err(of_option(
                    "`units_by` and `weigh` are about `units`, and there are none",
                ));
            }
            None => {}
        }
        if let Some(places) = layer(&self.places)? {
            layers = layers.with_places(places)?;
        }
        if let Some(claims) = layer(&self.claims)? {
            layers.claims = Claims::of(claims)?.renamed(renames);
        }
        layers.rest = match (&self.rest, layer(&self.land)?) {
            (Some(name), land) => Some(RestOfLand::new(name, land)?.renamed(renames)),
            (None, Some(_)) => return Err(of_option("`land` is that of which `rest` holds what is left")),
            (None, None) => None,
        };
        layers.within = self.within(snapshots, &layers, progress)?;
        Ok(layers)
    }

    fn within(
        &self,
        snapshots: &[Snapshot],
        layers: &ReferenceLayers,
        progress: &Progress,
    ) -> Result<Option<Within>> {
        let within = match &self.within {
            None => return Ok(None),
            Some(Confined::Layer(source)) => Within::of_layer(&source.get().given().layer()?),
            Some(Confined::Box(sides)) => Within::of_box(*sides),
            Some(Confined::Named(text)) if Within::is_box(text) => text.parse(),
            Some(Confined::Named(text)) if Within::is_file(text) => {
                Within::of_layer(&Layer::open(Path::new(text))?)
            }
            Some(Confined::Named(name)) => {
                let snapshots = with_rest_of(name, snapshots, layers, progress)?;
                let snapshots: Vec<&Snapshot> = snapshots.iter().collect();
                Within::named(name, &layers.units, layers.units_by.as_deref(), &snapshots)
            }
        };
        within.map(Some)
    }

    /// Who is named as the holder of the rest of the land.
    pub fn rest(&self) -> Option<&str> {
        self.rest.as_deref()
    }
}

options! {
    /// How it is measured, and what is noise.
    Measuring {
        tolerance: Option<String>,
        accuracy: Option<String>,
        edges: Option<String>,
        unit: Option<String>,
    }
}

impl Measuring {
    /// What is stated, else the default.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used.
    pub fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default().area_units(self.area_units()?);
        if let Some(tolerance) = parsed::<ToleranceSetting>(self.tolerance.as_deref())? {
            settings = settings.tolerance(tolerance);
        }
        if let Some(accuracy) = parsed::<Accuracy>(self.accuracy.as_deref())? {
            settings = settings.accuracy(accuracy);
        }
        match self.edges.as_deref() {
            None | Some("straight") => Ok(settings),
            Some("geodesic") => Ok(settings.edges(EdgeModel::Geodesic)),
            Some(other) => Err(of_option(format!(
                "`edges` is `straight` or `geodesic`, not `{other}`"
            ))),
        }
    }

    /// In which unit areas are told.
    ///
    /// # Errors
    ///
    /// When there is no such unit.
    pub fn area_units(&self) -> Result<AreaUnits> {
        let unit = parsed::<AreaUnit>(self.unit.as_deref())?;
        Ok(unit.map_or(AreaUnits::Suiting, AreaUnits::One))
    }
}

options! {
    /// What counts as a problem of a layer, and what is done about it.
    Mending {
        overlap: Option<String>,
        gap: Option<String>,
        gap_width: Option<String>,
        sliver: Option<String>,
    }
}

impl Mending {
    /// The policy.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used.
    pub fn policy(&self) -> Result<Policy> {
        let mut policy = Policy {
            gap_width: parsed(self.gap_width.as_deref())?,
            ..Policy::default()
        };
        if let Some(name) = &self.overlap {
            policy.overlaps = overlaps(name)?;
        }
        if let Some(sliver) = parsed(self.sliver.as_deref())? {
            policy.sliver = sliver;
        }
        policy.gaps = match self.gap.as_deref() {
            None => None,
            Some("keep") => Some(Gaps::Keep),
            Some("nearest") => Some(Gaps::Nearest),
            Some("longest-border") => Some(Gaps::LongestBorder),
            Some(other) => {
                return Err(of_option(format!(
                    "`gap` is `keep`, `nearest` or `longest-border`, not `{other}`"
                )));
            }
        };
        Ok(policy)
    }
}

fn overlaps(name: &str) -> Result<Overlaps> {
    Overlaps::named(name).ok_or_else(|| {
        of_option(format!(
            "`overlap` is `error`, `first`, `last` or `contested`, not `{name}`"
        ))
    })
}

/// A value of the library from its text, if there is one.
///
/// # Errors
///
/// When it is none.
pub fn parsed<T: FromStr<Err = Error>>(text: Option<&str>) -> Result<Option<T>> {
    let value = text.map(str::parse).transpose();
    value.map_err(|e: Error| e.of_kind(ErrorKind::Options))
}

/// The text of a file that is no layer.
///
/// # Errors
///
/// When it cannot be read.
pub fn text(path: &Path) -> Result<String> {
    let (files, name) = Folder::of(path);
    read_text(&files, &name).map_err(|e| e.in_file(path.display().to_string()))
}
