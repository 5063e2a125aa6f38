//! The layers of a series to its snapshots, however they are spread over files.

use std::collections::BTreeMap;
use std::fmt;

use super::options::ReadOptions;
use super::times::{Moments, Spans, TimedLayer};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{Date, Layer, Snapshot, Unnamed};
use crate::{Error, Result};

/// The snapshots of a series, and what is to be said of how its layers make them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SeriesSource {
    /// The snapshots, in order of time; those without a date first.
    pub snapshots: Vec<Snapshot>,
    /// What is to be said.
    pub remarks: Vec<SeriesRemark>,
}

/// What is to be said of the layers of a series; as text, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeriesRemark {
    /// Features have times: which, and how they are understood.
    Timed(String),
    /// Several files are of one date, and are one snapshot.
    OneDate {
        /// The date.
        date: Date,
        /// The files.
        files: Vec<String>,
    },
    /// Files are given against the order of their dates.
    Backwards {
        /// The later one, which is given before the other one.
        later: String,
        /// The earlier one.
        earlier: String,
    },
}

impl fmt::Display for SeriesRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timed(text) => f.write_str(text),
            Self::OneDate { date, files } => {
                write!(
                    f,
                    "{date}: {} files are one snapshot: {}",
                    files.len(),
                    listed(files)
                )
            }
            Self::Backwards { later, earlier } => write!(
                f,
                "the files are not given in the order of their dates ({earlier} after {later}), and are taken in it"
            ),
        }
    }
}

/// The first few names.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 4;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {more} more")
    }
}

impl SeriesSource {
    /// The snapshots of layers in the order in which they are given: each is one; those of one date are one together; and
    /// if features have times of their own, all layers are one, of which there are snapshots at some `moments`.
    ///
    /// One layer alone is a series only if its features have times. A history that a timeline wrote has its dates again, where no
    /// moments are asked for.
    ///
    /// # Errors
    ///
    /// As [`Snapshot::of`] and [`TimedLayer::of`]; when only some of the layers have features with times, or there are
    /// moments without such features.
    pub fn of(layers: Vec<Layer>, options: &ReadOptions, moments: Option<&Moments>) -> Result<Self> {
        if let ([layer], None) = (layers.as_slice(), moments)
            && let Some(dates) = dates_of_history(layer)
        {
            Spans::check_ends(layer, &options.times)?;
            return Self::of_history(layer, &dates, options);
        }
        let timed: Vec<bool> = layers
            .iter()
            .map(|layer| TimedLayer::is(layer, &options.times))
            .collect::<Result<_>>()?;
        if layers.len() == 1 || !timed.is_empty() && timed.iter().all(|is| *is) {
            return Self::of_timed(layers, options, moments.unwrap_or(&Moments::Changes));
        }
        let some = timed.iter().position(|is| *is).map(|place| &layers[place].name);
        if let Some(name) = some {
            let other = timed
                .iter()
                .position(|is| !is)
                .map_or("", |place| &layers[place].name);
            return Err(Error::new(format!(
                "has features with times of their own, and {other} has none"
            ))
            .of_kind(ErrorKind::Attribute)
            .in_file(name)
            .with_hint("make a series of one kind of file or of the other"));
        }
        if moments.is_some() {
            return Err(Error::new(
                "dates are chosen of features with times of their own, and these files are snapshots",
            )
            .of_kind(ErrorKind::Options)
            .with_hint(
                Hint::from("leave ")
                    .option(OptionName::At)
                    .and(" out, or name the properties that state times with ")
                    .option(OptionName::Start)
                    .and(" and ")
                    .option(OptionName::End),
            ));
        }
        for layer in &layers {
            Spans::check_ends(layer, &options.times)?;
        }
        let snapshots = layers.into_iter().map(|layer| Snapshot::of(layer, options));
        Ok(Self::by_date(snapshots.collect::<Result<_>>()?))
    }

    /// The snapshots of a history on its dates: on some of them nothing may have changed, or nobody held anything.
    fn of_history(layer: &Layer, dates: &[Date], options: &ReadOptions) -> Result<Self> {
        if layer.features.is_empty() {
            let nobody = |&date: &Date| Snapshot {
                name: layer.name.clone(),
                date: Some(date),
                ..Snapshot::default()
            };
            return Ok(Self::by_date(dates.iter().map(nobody).collect()));
        }
        let timed = TimedLayer::of(vec![layer.clone()], options)?;
        let mut source = Self::by_date(timed.on_each(dates));
        source.remarks.insert(0, SeriesRemark::Timed(timed.to_string()));
        Ok(source)
    }

    fn of_timed(layers: Vec<Layer>, options: &ReadOptions, moments: &Moments) -> Result<Self> {
        for layer in &layers {
            Spans::check_ends(layer, &options.times)?;
        }
        let layer = TimedLayer::of(layers, options)?;
        let snapshots = layer.snapshots(moments)?;
        if let ([one], Moments::Changes | Moments::Every(_)) = (snapshots.as_slice(), moments) {
            let name = one.name.clone();
            let date = one.heading();
            return Err(Error::new(format!(
                "all its features are of one time, {date}, and a series needs two"
            ))
            .of_kind(ErrorKind::Attribute)
            .in_file(name));
        }
        let mut source = Self::by_date(snapshots);
        source
            .remarks
            .retain(|remark| !matches!(remark, SeriesRemark::Backwards { .. }));
        source.remarks.insert(0, SeriesRemark::Timed(layer.to_string()));
        Ok(source)
    }

    /// Snapshots in the order in which they are given, those of one date joined.
    pub fn by_date(snapshots: Vec<Snapshot>) -> Self {
        let mut remarks = Vec::new();
        let dated: Vec<&Snapshot> = snapshots.iter().filter(|s| s.date.is_some()).collect();
        let mut pairs = dated.windows(2);
        if let Some(pair) = pairs.find(|pair| pair[1].date < pair[0].date) {
            remarks.push(SeriesRemark::Backwards {
                later: pair[0].name.clone(),
                earlier: pair[1].name.clone(),
            });
        }
        let mut undated = Vec::new();
        let mut by_date: BTreeMap<Date, Vec<Snapshot>> = BTreeMap::new();
        for snapshot in snapshots {
            match snapshot.date {
                Some(date) => by_date.entry(date).or_default().push(snapshot),
                None => undated.push(snapshot),
            }
        }
        let mut joined = undated;
        for (date, snapshots) in by_date {
            if snapshots.len() > 1 {
                let files = snapshots.iter().map(|s| s.name.clone()).collect();
                remarks.push(SeriesRemark::OneDate { date, files });
            }
            joined.extend(join(snapshots));
        }
        Self {
            snapshots: joined,
            remarks,
        }
    }
}

/// The dates of the snapshots that a history was made of, where a layer is one; as a timeline writes it.
fn dates_of_history(layer: &Layer) -> Option<Vec<Date>> {
    let is_history = layer.members.get("generator")? == HISTORY;
    let dates = layer.members.get("dates").filter(|_| is_history)?.as_array()?;
    let dates: Option<Vec<Date>> = dates.iter().map(|date| date.as_str()?.parse().ok()).collect();
    dates.filter(|dates| dates.len() > 1)
}

/// What a history says that it is from.
const HISTORY: &str = "landshift timeline";

/// Snapshots of one date as one.
fn join(snapshots: Vec<Snapshot>) -> Option<Snapshot> {
    let names: Vec<String> = snapshots.iter().map(|s| s.name.clone()).collect();
    let mut all = snapshots.into_iter();
    let mut one = all.next()?;
    if names.len() > 1 {
        one.name = listed(&names);
    }
    for other in all {
        one.title = one.title.filter(|title| Some(title) == other.title.as_ref());
        one.territories.extend(other.territories);
        one.renamed.extend(other.renamed);
        if one.unnamed == Unnamed::Stop {
            one.unnamed = other.unnamed;
        }
        one.notices.append(other.notices);
    }
    Some(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(name: &str, controller: &str) -> Layer {
        let text = format!(
            r#"{{"type": "Feature", "properties": {{"controller": "{controller}"}}, "geometry":
            {{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}}}"#
        );
        Layer::read(text, name).unwrap()
    }

    #[test]
    fn files_of_one_date_are_one_snapshot_and_their_order_is_said() {
        let layers = vec![
            layer("b_2024-02-01.geojson", "B"),
            layer("a_2024-01-01.geojson", "A"),
            layer("b_2024-01-01.geojson", "B"),
        ];
        let source = SeriesSource::of(layers, &ReadOptions::default(), None).unwrap();
        let found: Vec<_> = source
            .snapshots
            .iter()
            .map(|s| (s.heading(), s.controllers()))
            .collect();
        assert_eq!(
            found,
            [
                ("1 January 2024".to_owned(), vec!["A", "B"]),
                ("1 February 2024".to_owned(), vec!["B"])
            ]
        );
        let remarks: Vec<String> = source.remarks.iter().map(ToString::to_string).collect();
        assert_eq!(
            remarks,
            [
                "the files are not given in the order of their dates (a_2024-01-01.geojson after b_2024-02-01.geojson), \
                 and are taken in it",
                "2024-01-01: 2 files are one snapshot: a_2024-01-01.geojson, b_2024-01-01.geojson",
            ]
        );
    }

    #[test]
    fn moments_need_features_with_times() {
        let layers = vec![layer("2024-02-01.geojson", "B"), layer("2024-01-01.geojson", "A")];
        let error = SeriesSource::of(layers, &ReadOptions::default(), Some(&Moments::Changes)).unwrap_err();
        assert!(error.to_string().contains("these files are snapshots"), "{error}");
    }
}
