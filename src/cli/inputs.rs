//! Reading what a command is given: snapshots, reference layers and settings.

use std::path::{Path, PathBuf};

use clap::Args;

use super::time_options::TimeOptions;
use super::values::Choice;
use super::{crs, hints, progress, remarks, sources};
use crate::case::Case;
use crate::check;
use crate::error::{ErrorKind, OptionName};
use crate::files::Reach;
use crate::karabakh::Karabakh;
use crate::measure::{AreaUnit, AreaUnits, EdgeModel};
use crate::model::{
    Claims, Date, Overlaps, Reference, ReferenceLayers, Renames, RestOfLand, Snapshot, Unnamed, Within,
};
use crate::overlay::{Accuracy, Settings, ToleranceSetting};
use crate::parallel::prelude::*;
use crate::read::{DatePattern, Filter, ReadOptions, read_renames};
use crate::study::{Remark, with_rest_of};
use crate::{Error, Result};

/// How every command that reads snapshots finds out who holds the land.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Reading {
    /// The property that names the controller [default: controller, else name, …, else the features' ids]
    #[arg(long, value_name = "PROP")]
    by: Option<String>,
    /// The controller of all land, for files that outline what one side holds
    #[arg(long = "as", value_name = "NAME", conflicts_with_all = ["by", "unnamed"])]
    name: Option<String>,
    /// What becomes of land whose features have no name: `skip` leaves it out, NAME is who holds it [default: the file is
    /// refused]
    #[arg(long, value_name = "skip|NAME")]
    unnamed: Option<Unnamed>,
    /// The features that are read, by their properties as in SQL, such as "iso = 'UA' AND year >= 1994" [default: all]
    #[arg(long = "where", value_name = "CONDITION")]
    filter: Option<Filter>,
    /// A file of names that are read as others, CSV or TOML: an old name and a new one in each line
    #[arg(long, value_name = "FILE")]
    rename: Option<PathBuf>,
}

impl Reading {
    /// The file of renames, if one is named.
    pub(super) fn path(&self) -> Option<&Path> {
        self.rename.as_deref()
    }

    /// How a snapshot is read; `unnamed` is what becomes of land without a name where that is not said.
    ///
    /// # Errors
    ///
    /// When the file of renames cannot be read or understood.
    pub(super) fn options(&self, unnamed: Unnamed) -> Result<ReadOptions> {
        let mut options = ReadOptions::default()
            .unnamed(self.unnamed.clone().unwrap_or(unnamed))
            .renames(self.renames()?);
        options.by.clone_from(&self.by);
        options.name.clone_from(&self.name);
        options.filter.clone_from(&self.filter);
        Ok(options)
    }

    /// Which names are read as others.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or understood.
    pub(super) fn renames(&self) -> Result<Renames> {
        let Some(path) = &self.rename else {
            return Ok(Renames::default());
        };
        read_renames(&sources::text(path)?, &path.display().to_string())
    }
}

/// Who controls the land of a snapshot, where its file does not state it the usual way.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Naming {
    #[command(flatten)]
    reading: Reading,
    /// How the files' names state their dates, such as `%d.%m.%Y`: %Y is the year, %m the month, %d the day [default: what
    /// the files state, else the day, month or year in their names]
    #[arg(long, value_name = "PATTERN")]
    date_pattern: Option<DatePattern>,
    /// Who holds land that several controllers have [default: the first one in the file, and the overlap is reported]
    #[arg(long, value_enum, value_name = "POLICY")]
    overlap: Option<Choice<Overlaps>>,
    #[command(flatten)]
    pub(super) times: TimeOptions,
}

impl Naming {
    /// The file of renames, if one is named.
    pub(super) fn path(&self) -> Option<&Path> {
        self.reading.path()
    }

    /// How a snapshot is read; `date` overrules that of its file.
    ///
    /// # Errors
    ///
    /// When the file of renames cannot be read or understood.
    pub(super) fn options(&self, date: Option<Date>) -> Result<ReadOptions> {
        let options = self.reading.options(Unnamed::Stop)?;
        let mut options = options.date(date).times(self.times.columns());
        options.date_pattern.clone_from(&self.date_pattern);
        Ok(options)
    }

    /// Refuses what a first scenario cannot state.
    ///
    /// # Errors
    ///
    /// When dates of files are chosen, or who holds land that several controllers have.
    pub(super) fn check_draft(&self) -> Result<()> {
        let refused = |what: &str, hint: &str| {
            let what = format!("{what}, which a first scenario does not state");
            Err(Error::new(what).of_kind(ErrorKind::Options).with_hint(hint))
        };
        if self.times.is_at() {
            return refused(
                "--at chooses dates of files",
                "write the scenario by hand, with `at` beside the `path` of its snapshots",
            );
        }
        if self.overlap.is_some() {
            return refused(
                "--overlap says who holds land that several controllers have",
                "leave it out, or mend the files first with `landshift check FILE --fix --overlap POLICY -o NEW`",
            );
        }
        Ok(())
    }

    /// The snapshots of a scenario, read as the command says, else as the scenario does.
    pub(super) fn read_case(&self, case: &Case) -> Result<Vec<Snapshot>> {
        if self.times.is_at() {
            return Err(Error::new("--at chooses dates of files, and this is a scenario")
                .of_kind(ErrorKind::Options)
                .with_hint("state `at` beside the `path` of its snapshots"));
        }
        let options = self.options(None)?;
        let snapshots = case.snapshots(&options)?.into_iter();
        let snapshots = snapshots.map(|snapshot| self.resolved(snapshot));
        snapshots.collect()
    }

    /// Which names are read as others: by the file that is named, else as the case says.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or understood.
    pub(super) fn renames(&self, case: Option<&Case>) -> Result<Renames> {
        let given = self.reading.renames()?;
        case.map_or_else(|| Ok(given.clone()), |case| case.renames_or(&given))
    }

    /// A snapshot with its overlaps resolved, if the user says how.
    pub(super) fn resolved(&self, snapshot: Snapshot) -> Result<Snapshot> {
        match self.overlap.map(|overlap| overlap.0) {
            Some(policy) => check::resolve(snapshot, policy),
            None => Ok(snapshot),
        }
    }

    /// Standard input can be read once.
    pub(super) fn check_stdin<P: AsRef<Path>>(paths: &[P]) -> Result<()> {
        let stdins = paths.iter().filter(|path| path.as_ref() == Path::new("-"));
        if stdins.count() > 1 {
            return Err(
                Error::new("only one of the snapshots can come from standard input")
                    .of_kind(ErrorKind::Options),
            );
        }
        Ok(())
    }

    /// Reads snapshots; `dates` overrule those of the files, in order. Where one cannot be read, how those before it were
    /// understood is reported.
    pub(super) fn read<P: AsRef<Path> + Sync>(&self, paths: &[P], dates: &[Date]) -> Result<Vec<Snapshot>> {
        let mut snapshots: Vec<Snapshot> = Vec::new();
        for snapshot in self.read_each(paths, dates)? {
            match snapshot {
                Ok(snapshot) => snapshots.push(snapshot),
                Err(error) => {
                    let known = snapshots.iter();
                    remarks::report(known.flat_map(|snapshot| Remark::of_snapshot(snapshot, Vec::new())));
                    return Err(error);
                }
            }
        }
        Ok(snapshots)
    }

    /// Reads snapshots concurrently, each by itself.
    fn read_each<P: AsRef<Path> + Sync>(&self, paths: &[P], dates: &[Date]) -> Result<Vec<Result<Snapshot>>> {
        Self::check_stdin(paths)?;
        progress::stage("reading");
        let options = self.options(None)?;
        let read = |(n, path): (usize, &P)| {
            let options = options.clone().date(dates.get(n).copied());
            self.resolved(sources::snapshot(path.as_ref(), &options)?)
        };
        Ok(paths.par_iter().enumerate().map(read).collect())
    }
}

/// The layers by which changed land is broken down.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Layers {
    /// Polygons by which changes are broken down, such as districts [default: the scenario's, if any]
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// The property that tells units apart, such as GEOID [default: an id that every unit has, else `name`, and how far
    /// apart units of one name lie]
    #[arg(long, value_name = "PROP")]
    units_by: Option<String>,
    /// Points of settlements that may change hands [default: the scenario's, if any]
    #[arg(long, value_name = "FILE")]
    places: Option<PathBuf>,
    #[command(flatten)]
    confining: Confining,
}

/// Numbers of units that are shared out.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Weighing {
    /// A property of the units with numbers, such as `population`: how much of it is on land that changed hands is estimated
    /// by area, as if spread evenly over each unit
    #[arg(long, value_name = "PROP")]
    weigh: Option<String>,
}

impl Weighing {
    /// Has the numbers of the units shared out, if any are named.
    pub(super) fn weigh(&self, layers: &mut ReferenceLayers) -> Result<()> {
        if let Some(column) = &self.weigh {
            needs_units(OptionName::Weigh, layers)?;
            layers.weigh = Some(column.clone());
        }
        Ok(())
    }
}

/// Refuses an option about units where there are none.
fn needs_units(option: OptionName, layers: &ReferenceLayers) -> Result<()> {
    if !layers.units.features.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "{} is about units, and there are none",
        hints::flag(option)
    ))
    .of_kind(ErrorKind::Options)
    .with_hint("name a file of them with --units"))
}

/// The land that a command is about.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Confining {
    /// All figures, findings and maps for this land alone: a file of areas, W,S,E,N in degrees, or the name of a unit, or of
    /// a controller of the first snapshot for what it held then [default: the scenario's, if any]
    #[arg(long, value_name = "FILE|NAME|W,S,E,N", allow_hyphen_values = true)]
    within: Option<String>,
}

impl Confining {
    /// The file that is named, and what of; a name or a box is no file, and no output will be either.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        self.within
            .as_ref()
            .map(|within| ("within", Path::new(within)))
            .into_iter()
    }

    /// Confines the layers to the land that is named, else to that of the case, if it states any.
    pub(super) fn confine(
        &self,
        layers: &mut ReferenceLayers,
        snapshots: &[Snapshot],
        case: Option<&Case>,
    ) -> Result<()> {
        let stated = case.and_then(|case| case.scenario.within.as_deref());
        let name = self.within.as_deref().or(stated).unwrap_or_default();
        let snapshots = &*with_rest_of(name, snapshots, layers, &progress::handle())?;
        layers.within = match (&self.within, case) {
            (Some(text), _) => Some(within(text, layers, snapshots)?),
            (None, Some(case)) => case.within(layers, snapshots)?,
            (None, None) => None,
        };
        Ok(())
    }
}

impl Layers {
    /// Whether a file of places is named.
    pub(super) fn has_places(&self) -> bool {
        self.places.is_some()
    }

    /// The files that are named, and what of.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let named = [("units", &self.units), ("places", &self.places)];
        named
            .into_iter()
            .filter_map(|(what, path)| Some((what, path.as_deref()?)))
            .chain(self.confining.named())
    }

    /// Units and places: from the files that are named, else those of the case, else none; and the land that all answers
    /// about the snapshots are confined to; beside `rest`.
    pub(super) fn read(
        &self,
        snapshots: &[Snapshot],
        case: Option<&Case>,
        rest: Option<RestOfLand>,
    ) -> Result<ReferenceLayers> {
        let mut layers = self.units_and_places(case)?;
        layers.rest = rest;
        self.confining.confine(&mut layers, snapshots, case)?;
        Ok(layers)
    }

    fn units_and_places(&self, case: Option<&Case>) -> Result<ReferenceLayers> {
        let stated = |entry: fn(&Reference) -> &Option<String>| {
            let of_case = case
                .and_then(|case| case.scenario.units.as_ref())
                .filter(|_| self.units.is_none());
            of_case.and_then(|reference| entry(reference).clone())
        };
        let mut layers = ReferenceLayers {
            units_by: self.units_by.clone().or_else(|| stated(|units| &units.by)),
            weigh: stated(|units| &units.weigh),
            ..ReferenceLayers::default()
        };
        match (&self.units, case) {
            (Some(path), _) => layers = layers.with_units(sources::layer(path)?)?,
            (None, Some(case)) => layers.units = case.layer(case.scenario.units.as_ref())?,
            (None, None) => {}
        }
        match (&self.places, case) {
            (Some(path), _) => layers = layers.with_places(sources::layer(path)?)?,
            (None, Some(case)) => layers.places = case.layer(case.scenario.places.as_ref())?,
            (None, None) => {}
        }
        if self.units_by.is_some() {
            needs_units(OptionName::UnitsBy, &layers)?;
        }
        Ok(layers)
    }
}

/// A box, else a file, else a name.
fn within(text: &str, layers: &ReferenceLayers, snapshots: &[Snapshot]) -> Result<Within> {
    let path = Path::new(text);
    if Within::is_box(text) {
        return text.parse();
    }
    if path.is_file() || Within::is_file(text) {
        return Within::of_layer(&sources::layer(path)?);
    }
    let snapshots: Vec<&Snapshot> = snapshots.iter().collect();
    Within::named(text, &layers.units, layers.units_by.as_deref(), &snapshots)
}

/// The file of who is recognised as sovereign over what, if one is named.
#[derive(Debug, Clone, Args)]
pub(super) struct ClaimsFile {
    /// Land with the property `sovereign`: who is recognised as sovereign over what; claims may overlap. Adds
    /// who holds land that whom is recognised as sovereign over [default: the scenario's, if any]
    #[arg(long = "claims", value_name = "FILE")]
    path: Option<PathBuf>,
}

impl ClaimsFile {
    /// The file that is named, and what of.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        self.path.as_deref().map(|path| ("claims", path)).into_iter()
    }

    /// The claims: from the file that is named, else those of the case, else none.
    pub(super) fn read(&self, case: Option<&Case>, renames: &Renames) -> Result<Claims> {
        match (&self.path, case) {
            (Some(path), _) => Ok(sources::claims(path)?.renamed(renames)),
            (None, Some(case)) => case.claims(),
            (None, None) => Ok(Claims::default()),
        }
    }
}

/// The earlier and the later snapshot.
#[derive(Debug, Clone, Args)]
pub(super) struct Pair {
    /// The earlier snapshot; `-` is stdin
    before: PathBuf,
    /// The later snapshot; `-` is stdin. It is left out where one file is of both dates, as `--at` names them
    after: Option<PathBuf>,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the two snapshots, where the files do not state them or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2, value_names = ["BEFORE", "AFTER"])]
    dates: Vec<Date>,
}

impl Pair {
    /// Which names are read as others.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or understood.
    pub(super) fn renames(&self) -> Result<Renames> {
        self.naming.renames(None)
    }

    /// The files, with that of renames.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.before.as_path())
            .chain(self.after.as_deref())
            .chain(self.naming.path())
    }

    /// Reads both.
    pub(super) fn read(&self) -> Result<Vec<Snapshot>> {
        self.naming
            .read_pair(&self.before, self.after.as_deref(), &self.dates)
    }
}

/// How a command measures, and what it takes for noise.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Measuring {
    /// Changed pieces narrower than this are noise: kept, flagged, summed apart; `auto`: as the stated accuracy or the
    /// pieces themselves suggest, and why is reported; `0m`: all count [default: the scenario's, if any, else auto]
    #[arg(long, value_name = "LENGTH|auto")]
    tolerance: Option<ToleranceSetting>,
    /// How far lines may be from the truth, for ranges of areas: one LENGTH, or border=…,control=…,coast=…,unit=…
    /// [default: as `accuracy_m` of the territories states]
    #[arg(long, value_name = "LENGTH")]
    accuracy: Option<Accuracy>,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: Choice<EdgeModel>,
    #[command(flatten)]
    told: Told,
}

/// In which unit areas are told.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Told {
    /// The unit of areas in text, Markdown and maps; CSV and JSON have km² [default: m², ha or km², as suits each table]
    #[arg(long, value_enum, value_name = "UNIT")]
    unit: Option<Choice<AreaUnit>>,
}

impl Told {
    pub(super) fn area_units(self) -> AreaUnits {
        self.unit
            .map_or(AreaUnits::Suiting, |unit| AreaUnits::One(unit.0))
    }
}

impl Measuring {
    /// What is stated, else what the case states, else the default.
    pub(super) fn settings(self, case: Option<&Case>) -> Settings {
        let settings = case.map_or_else(Settings::default, |case| Settings::of_scenario(&case.scenario));
        settings
            .edges(self.edges.0)
            .tolerance(self.tolerance.unwrap_or(settings.tolerance))
            .accuracy(self.accuracy.unwrap_or(settings.accuracy))
            .area_units(self.told.area_units())
    }
}

/// Where the files that a scenario names may lie.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ScenarioFiles {
    /// Read files that the scenario names outside its folder, too
    #[arg(long)]
    allow_outside: bool,
}

impl ScenarioFiles {
    /// Refuses to be given where there is no scenario.
    ///
    /// # Errors
    ///
    /// When files outside of the folder of one are allowed.
    pub(super) fn without_scenario(self) -> Result<()> {
        if !self.allow_outside {
            return Ok(());
        }
        Err(
            Error::new("--allow-outside is about the files that a scenario names, and there is none")
                .of_kind(ErrorKind::Options)
                .with_hint("leave it out"),
        )
    }

    /// The case of a path or name.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or a reference system is stated of all layers.
    pub(super) fn open(self, name: &Path) -> Result<Case> {
        crs::refuse_of_all("the layers that a scenario names")?;
        Karabakh::or_case_at(
            name,
            if self.allow_outside {
                Reach::Anywhere
            } else {
                Reach::Inside
            },
        )
    }
}

/// Whether a name is that of a scenario: a file `.toml`, a folder with one, or a name without an ending that is no file.
pub(super) fn is_scenario(name: &Path) -> bool {
    if name.is_dir() {
        return name.join("scenario.toml").exists();
    }
    match name.extension() {
        Some(ending) => ending == "toml",
        None => name != Path::new("-") && !name.to_string_lossy().contains(['*', '?', '[']),
    }
}
