//! Studies of files and of the built-in case.

use landshift::study::{Remark, with_rest_of};
use landshift::{
    Case, Claims, Date, Karabakh, Layer, Moments, ReferenceLayers, RestOfLand, SeriesSource, Settings,
    Snapshot, Study, TimedLayer, Within,
};

use crate::error::{Result, none_of, of_option};
use crate::options::Options;
use crate::progress::progress;
use crate::request::Role;
use crate::sources::Sources;

/// The only case that is built in.
const CASE: &str = "karabakh";

/// A study, the case that it is of, and what is to be said of how it was made.
pub struct Made {
    /// The study.
    pub study: Study,
    /// The case.
    pub case: Option<Case>,
    /// What is to be said: whether it is a warning, and its text.
    pub said: Vec<Said>,
}

/// Whether something that is said is a warning, and its text.
pub type Said = (bool, String);

impl Made {
    /// Two snapshots, or the two dates of features with times.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or other than two dates are stated of features with times.
    pub fn pair(sources: &Sources, options: &Options) -> Result<Self> {
        progress().stage("reading")?;
        let layers = sources.snapshots()?;
        let snapshots = match options.moments()? {
            None => layers
                .into_iter()
                .map(|(layer, date)| dated(layer, date, options))
                .collect(),
            Some(Moments::Dates(dates)) => on_dates(layers, &dates, options),
            Some(_) => Err(of_option("`at` is two dates here, one for each snapshot")),
        };
        let mut made = Self::of(snapshots?, sources, options)?;
        made.said.extend(made.study.backwards().iter().map(say));
        Ok(made)
    }

    /// A series of snapshots, or of one layer whose features have times.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or they are no series.
    pub fn series(sources: &Sources, options: &Options) -> Result<Self> {
        progress().stage("reading")?;
        let source = series(sources.snapshots()?, options)?;
        let remarks = source.remarks.iter().map(|remark| (false, remark.to_string()));
        let snapshots = source.snapshots.into_iter();
        let snapshots = snapshots.map(|snapshot| options.resolved(snapshot));
        let mut made = Self::of(snapshots.collect::<Result<_>>()?, sources, options)?;
        made.said.splice(0..0, remarks);
        Ok(made)
    }

    /// The built-in case.
    ///
    /// # Errors
    ///
    /// When there is none of this name, or an option has a value that cannot be used.
    pub fn case(name: &str, options: &Options) -> Result<Self> {
        if name != CASE {
            return Err(none_of("built-in case", name, &[CASE]));
        }
        progress().stage("reading")?;
        let case = Karabakh::case()?;
        let study = Study::of_case(&case)?;
        let settings = options.measuring(*study.settings())?;
        let snapshots = study.snapshots().to_vec();
        let study = Study::new(snapshots, study.layers().clone(), settings)?.with_progress(progress());
        Ok(Self {
            study,
            case: Some(case),
            said: Vec::new(),
        })
    }

    fn of(snapshots: Vec<Snapshot>, sources: &Sources, options: &Options) -> Result<Self> {
        let renames = options.renames()?;
        let layers = reference_layers(&snapshots, sources, options)?;
        let others: Vec<&str> = options.rest.as_deref().into_iter().collect();
        let unused = Remark::of_renames(&renames, &snapshots, &layers.claims, &others);
        let study = Study::new(snapshots, layers, options.measuring(Settings::default())?)?;
        Ok(Self {
            study: study.with_progress(progress()),
            case: None,
            said: unused.iter().map(say).collect(),
        })
    }

    /// What is to be said of inputs and answers.
    pub fn remarks(&self) -> Vec<Said> {
        let remarks = self.study.remarks();
        self.said.iter().cloned().chain(remarks.iter().map(say)).collect()
    }
}

fn dated(layer: Layer, date: Option<Date>, options: &Options) -> Result<Snapshot> {
    options.resolved(Snapshot::of(layer, &options.reading()?.date(date))?)
}

/// One layer on each of some dates, or each layer on its own.
fn on_dates(layers: Vec<(Layer, Option<Date>)>, dates: &[Date], options: &Options) -> Result<Vec<Snapshot>> {
    let layers = layers.into_iter().map(|(layer, _)| layer);
    let timed = layers.map(|layer| TimedLayer::of(vec![layer], &options.reading()?));
    let timed: Vec<TimedLayer> = timed.collect::<Result<_>>()?;
    let pairs: Vec<(&TimedLayer, Date)> = match timed.as_slice() {
        [one] => dates.iter().map(|date| (one, *date)).collect(),
        layers if layers.len() == dates.len() => layers.iter().zip(dates.iter().copied()).collect(),
        layers => {
            let (layers, dates) = (layers.len(), dates.len());
            return Err(of_option(format!("`at` is {dates} dates for {layers} files")));
        }
    };
    let snapshots = pairs.into_iter();
    let snapshots = snapshots.map(|(layer, date)| options.resolved(layer.at(date)?));
    snapshots.collect()
}

/// The snapshots of layers; those of which a date is stated are of that date.
fn series(layers: Vec<(Layer, Option<Date>)>, options: &Options) -> Result<SeriesSource> {
    let (reading, moments) = (options.reading()?, options.moments()?);
    if layers.iter().all(|(_, date)| date.is_none()) {
        let layers = layers.into_iter().map(|(layer, _)| layer).collect();
        return SeriesSource::of(layers, &reading, moments.as_ref());
    }
    if moments.is_some() {
        let error =
            of_option("`at` chooses features by their times, and dates are stated of whole snapshots");
        return Err(error.with_hint("give one of the two"));
    }
    let snapshots = layers.into_iter();
    let snapshots = snapshots.map(|(layer, date)| Snapshot::of(layer, &reading.clone().date(date)));
    snapshots.collect::<Result<_>>().map(SeriesSource::by_date)
}

/// The layers beside some snapshots.
fn reference_layers(snapshots: &[Snapshot], sources: &Sources, options: &Options) -> Result<ReferenceLayers> {
    let mut layers = ReferenceLayers {
        units_by: options.units_by.clone(),
        weigh: options.weigh.clone(),
        ..ReferenceLayers::default()
    };
    match sources.layer(Role::Units)? {
        Some(units) => layers = layers.with_units(units)?,
        None if options.units_by.is_some() || options.weigh.is_some() => {
            return Err(of_option(
                "`unitsBy` and `weigh` are about `units`, and there are none",
            ));
        }
        None => {}
    }
    if let Some(places) = sources.layer(Role::Places)? {
        layers = layers.with_places(places)?;
    }
    let renames = options.renames()?;
    if let Some(claims) = sources.layer(Role::Claims)? {
        layers.claims = Claims::of(claims)?.renamed(&renames);
    }
    layers.rest = match (&options.rest, sources.layer(Role::Land)?) {
        (Some(name), land) => Some(RestOfLand::new(name, land)?.renamed(&renames)),
        (None, Some(_)) => return Err(of_option("`land` is that of which `rest` holds what is left")),
        (None, None) => None,
    };
    layers.within = within(snapshots, &layers, sources, options)?;
    Ok(layers)
}

fn within(
    snapshots: &[Snapshot],
    layers: &ReferenceLayers,
    sources: &Sources,
    options: &Options,
) -> Result<Option<Within>> {
    if let Some(layer) = sources.layer(Role::Within)? {
        return Within::of_layer(&layer).map(Some);
    }
    let within = match &options.within {
        None => return Ok(None),
        Some(text) if Within::is_box(text) => text.parse(),
        Some(name) => {
            let snapshots = with_rest_of(name, snapshots, layers, &progress())?;
            let snapshots: Vec<&Snapshot> = snapshots.iter().collect();
            Within::named(name, &layers.units, layers.units_by.as_deref(), &snapshots)
        }
    };
    within.map(Some)
}

fn say(remark: &Remark) -> Said {
    (remark.is_warning(), remark.text(crate::error::option))
}
