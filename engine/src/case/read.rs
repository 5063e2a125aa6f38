//! A scenario and the layers that it names.

use std::path::PathBuf;

use crate::parallel::prelude::*;

use super::checks;
use super::options::entry_options;
use crate::error::ErrorKind;
use crate::files::{Files, read_text, resolve};
use crate::model::{
    Claims, Layer, Reference, ReferenceLayers, Renames, RestOfLand, Scenario, Snapshot, SnapshotEntry, Within,
};
use crate::read::{ReadOptions, TimedLayer};
use crate::settings::{Places, toml_error};
use crate::{Error, Result};

/// A scenario and where its files are.
#[derive(Debug)]
pub struct Case {
    /// What it states.
    pub scenario: Scenario,
    files: Box<dyn Files>,
    /// The scenario's file.
    name: String,
    /// Its text.
    text: String,
}

impl Case {
    /// The case of a scenario among `files`; the names in it are relative to it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is no scenario; the error has the line.
    pub fn read(files: impl Files + 'static, name: &str) -> Result<Self> {
        let text = read_text(&files, name)?;
        let scenario = parse(&text).map_err(|e| e.in_file(files.label(name)))?;
        Ok(Self {
            scenario,
            files: Box::new(files),
            name: name.to_owned(),
            text,
        })
    }

    /// The scenario's file and those that it names, as far as they are on a disk.
    pub fn paths(&self) -> Vec<PathBuf> {
        let named = self.scenario.files().map(|file| resolve(&self.name, file));
        let all = named.chain([self.name.clone()]);
        all.filter_map(|name| self.files.path(&name)).collect()
    }

    /// Which names it reads as others.
    ///
    /// # Errors
    ///
    /// As [`Renames::new`].
    pub fn renames(&self) -> Result<Renames> {
        let label = || self.files.label(&self.name);
        Renames::new(&self.scenario.rename).map_err(|e| e.at_position("`[rename]`").in_file(label()))
    }

    /// Which names are read as others: those that are given, else those that it states.
    ///
    /// # Errors
    ///
    /// As [`Case::renames`].
    pub fn renames_or(&self, given: &Renames) -> Result<Renames> {
        if given.is_empty() {
            self.renames()
        } else {
            Ok(given.clone())
        }
    }

    /// Who holds the land that its snapshots leave out, where it says so.
    ///
    /// # Errors
    ///
    /// When the file of all the land cannot be read, or is named without who holds the rest of it.
    pub fn rest(&self) -> Result<Option<RestOfLand>> {
        let Scenario { rest, land, .. } = &self.scenario;
        let Some(name) = rest else {
            if land.is_some() {
                return Err(Error::new(
                    "`land` says of which land `rest` holds the rest, and there is no `rest`",
                )
                .of_kind(ErrorKind::Settings)
                .in_file(self.files.label(&self.name)));
            }
            return Ok(None);
        };
        let land = land.as_ref().map(|name| self.file(name)).transpose()?;
        RestOfLand::new(name, land).map(Some)
    }

    /// The snapshots, in order of time: read as `options` say, else as the scenario says of one, else of all.
    ///
    /// # Errors
    ///
    /// When one cannot be read or understood, has no date, or they are not in order.
    pub fn snapshots(&self, options: &ReadOptions) -> Result<Vec<Snapshot>> {
        let options = &options.clone().renames(self.renames_or(&options.renames)?);
        let read = |entry: &SnapshotEntry| {
            let layer = self.file(&entry.path)?;
            let options = entry_options(&self.scenario, entry, options)
                .map_err(|e| e.in_file(self.files.label(&self.name)))?;
            match entry.at {
                Some(date) => TimedLayer::of(vec![layer], &options)?.at(date),
                None => Snapshot::of(layer, &options),
            }
        };
        let read: Vec<_> = self.scenario.snapshots.par_iter().map(read).collect();
        let read = read.into_iter().collect::<Result<Vec<Snapshot>>>()?;
        checks::named_once(&self.scenario, &Places::of(&self.text))
            .map_err(|e| e.in_file(self.files.label(&self.name)))?;
        let mut snapshots: Vec<Snapshot> = Vec::new();
        for snapshot in read {
            let Some(date) = snapshot.date else {
                return Err(Error::new("has no date")
                    .of_kind(ErrorKind::Attribute)
                    .in_file(snapshot.name)
                    .with_hint("state `date` beside its `path`, or give the file a `date` member such as \"1994-05-12\""));
            };
            if let Some(previous) = snapshots.last().filter(|previous| previous.date >= Some(date)) {
                return Err(Error::new(format!("is of {date}, not after {}", previous.name))
                    .of_kind(ErrorKind::Settings)
                    .in_file(snapshot.name)
                    .with_hint("list the snapshots of a scenario in order of time"));
            }
            snapshots.push(snapshot);
        }
        Ok(snapshots)
    }

    /// A layer that the scenario may refer to; an empty one where it does not.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn layer(&self, reference: Option<&Reference>) -> Result<Layer> {
        reference.map_or_else(|| Ok(Layer::default()), |reference| self.file(&reference.path))
    }

    /// Who is recognised as sovereign over what; no claims where the scenario names no file of them.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or does not state it.
    pub fn claims(&self) -> Result<Claims> {
        let claims = self.scenario.claims.as_ref();
        let claims = claims.map_or_else(|| Ok(Claims::default()), |name| Claims::of(self.file(name)?))?;
        Ok(claims.renamed(&self.renames()?))
    }

    /// The land that all answers are about; none where that is all land.
    ///
    /// # Errors
    ///
    /// When it is a file that cannot be read, no box, or the name of nothing.
    pub fn within(&self, layers: &ReferenceLayers, snapshots: &[Snapshot]) -> Result<Option<Within>> {
        let of = |text: &str| {
            if Within::is_box(text) {
                return text.parse();
            }
            if Within::is_file(text) {
                return Within::of_layer(&self.file(text)?);
            }
            let snapshots: Vec<&Snapshot> = snapshots.iter().collect();
            Within::named(text, &layers.units, layers.units_by.as_deref(), &snapshots)
        };
        self.scenario.within.as_deref().map(of).transpose()
    }

    /// A layer by its name in the scenario. Outputs name it so, and are the same wherever the case lies; errors name the
    /// file.
    ///
    /// # Errors
    ///
    /// When it lies outside the scenario's folder, or cannot be read.
    pub fn file(&self, name: &str) -> Result<Layer> {
        let file = resolve(&self.name, name);
        let layer = Layer::among(&*self.files, &file).map_err(|e| {
            // What is refused for its name is the scenario's fault.
            if e.kind() == ErrorKind::Settings && e.file().is_none() {
                let position = Places::of(&self.text).position_of(name);
                let e = e.in_file(self.files.label(&self.name));
                position.into_iter().fold(e, Error::at_position)
            } else {
                e
            }
        })?;
        Ok(Layer {
            name: name.to_owned(),
            ..layer
        })
    }
}

/// A scenario from its text.
fn parse(text: &str) -> Result<Scenario> {
    let places = Places::of(text);
    let scenario: Scenario = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
    places.check()?;
    checks::all(&scenario, &places)?;
    Ok(scenario.with_canonical_names())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_scenario_names_the_line() {
        let error = parse("id = \"x\"\ntitle = 3\n").unwrap_err();
        assert_eq!(
            (error.kind(), error.position()),
            (ErrorKind::Settings, Some("line 2, key `title`"))
        );
        assert!(
            parse("id = \"../x\"\ntitle = \"t\"\nsnapshot = []\n")
                .unwrap_err()
                .to_string()
                .contains("folder")
        );
    }
}
