//! How results are made, by the names that options have in JavaScript.

use std::str::FromStr;

use landshift::check::{self, Policy};
use landshift::{
    AreaUnit, AreaUnits, Date, EdgeModel, Error, ErrorKind, Every, Moments, Overlaps, ReadOptions, Renames,
    Settings, Snapshot, TimeColumns, Unnamed,
};
use serde::Deserialize;

use crate::error::{Result, none_of};

/// All of them; what is not stated has its default.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    by: Option<String>,
    name: Option<String>,
    unnamed: Option<String>,
    rename: Vec<(String, String)>,
    #[serde(rename = "where")]
    filter: Option<String>,
    date_pattern: Option<String>,
    overlap: Option<String>,
    start: Option<String>,
    end: Option<String>,
    end_date: Option<String>,
    date_column: Option<String>,
    at: Vec<String>,
    tolerance: Option<String>,
    accuracy: Option<String>,
    edges: Option<String>,
    unit: Option<String>,
    gap_width: Option<String>,
    sliver: Option<String>,
    every: Option<String>,
    /// The property that tells units apart.
    pub units_by: Option<String>,
    /// The property of units with numbers that are shared out.
    pub weigh: Option<String>,
    /// The land that all answers are about: a box in degrees, or the name of a unit or controller.
    pub within: Option<String>,
    /// Who holds what snapshots leave out.
    pub rest: Option<String>,
}

impl Options {
    /// How every snapshot is read.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used.
    pub fn reading(&self) -> Result<ReadOptions> {
        let mut options = ReadOptions::default().renames(self.renames()?);
        options.by.clone_from(&self.by);
        options.name.clone_from(&self.name);
        options.filter = parsed(self.filter.as_deref())?;
        options.date_pattern = parsed(self.date_pattern.as_deref())?;
        if let Some(unnamed) = parsed(self.unnamed.as_deref())? {
            options.unnamed = unnamed;
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
    /// As [`Options::reading`].
    pub fn reading_alone(&self) -> Result<ReadOptions> {
        let options = self.reading()?;
        Ok(match self.unnamed {
            Some(_) => options,
            None => options.unnamed(Unnamed::File),
        })
    }

    /// Which names are read as others.
    ///
    /// # Errors
    ///
    /// When they contradict one another.
    pub fn renames(&self) -> Result<Renames> {
        Renames::new(self.rename.iter().map(|(old, new)| (old, new)))
    }

    /// The moments at which features with times are looked at, if any are stated.
    ///
    /// # Errors
    ///
    /// When they are none, or do not go together.
    pub fn moments(&self) -> Result<Option<Moments>> {
        let moments: Vec<Moments> = self.at.iter().map(|text| text.parse()).collect::<Result<_>>()?;
        let joined = || Moments::joined(&moments);
        (!moments.is_empty()).then(joined).transpose()
    }

    /// A snapshot with its overlaps resolved, if it is stated how.
    ///
    /// # Errors
    ///
    /// When there is no such policy, or it refuses the overlaps.
    pub fn resolved(&self, snapshot: Snapshot) -> Result<Snapshot> {
        let Some(name) = &self.overlap else {
            return Ok(snapshot);
        };
        let known = ["error", "first", "last", "contested"];
        let policy = Overlaps::named(name).ok_or_else(|| none_of("overlap", name, &known))?;
        check::resolve(snapshot, policy)
    }

    /// How it is measured, and what is noise; `settings` are those where nothing is stated.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used.
    pub fn measuring(&self, mut settings: Settings) -> Result<Settings> {
        if self.unit.is_some() {
            settings = settings.area_units(self.area_units()?);
        }
        if let Some(tolerance) = parsed(self.tolerance.as_deref())? {
            settings = settings.tolerance(tolerance);
        }
        if let Some(accuracy) = parsed(self.accuracy.as_deref())? {
            settings = settings.accuracy(accuracy);
        }
        match self.edges.as_deref() {
            None => Ok(settings),
            Some("straight") => Ok(settings.edges(EdgeModel::StraightLonLat)),
            Some("geodesic") => Ok(settings.edges(EdgeModel::Geodesic)),
            Some(other) => Err(none_of("model of edges", other, &["straight", "geodesic"])),
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

    /// By which periods a series is summed, if by any.
    ///
    /// # Errors
    ///
    /// When there are no such periods.
    pub fn every(&self) -> Result<Option<Every>> {
        parsed(self.every.as_deref())
    }

    /// What counts as a problem.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used.
    pub fn policy(&self) -> Result<Policy> {
        let mut policy = Policy {
            gap_width: parsed(self.gap_width.as_deref())?,
            ..Policy::default()
        };
        if let Some(sliver) = parsed(self.sliver.as_deref())? {
            policy.sliver = sliver;
        }
        Ok(policy)
    }
}

/// A date from its text, if there is one.
///
/// # Errors
///
/// When it is none.
pub fn date(text: Option<&str>) -> Result<Option<Date>> {
    parsed(text)
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
