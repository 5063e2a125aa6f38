//! Features with times of their own, and series of files: what commands read of them.

use std::path::{Path, PathBuf};

use super::inputs::Naming;
use super::messages::say;
use super::{hints, progress, sources};
use crate::error::{ErrorKind, printable};
use crate::files::Listing;
use crate::model::{Date, Layer, Notices, Snapshot};
use crate::parallel::prelude::*;
use crate::read::{SeriesRemark, SeriesSource, TimeColumns, TimedLayer};
use crate::{Error, Result};

/// The files that make up a series.
pub(super) struct SeriesFiles {
    pub(super) paths: Vec<PathBuf>,
    /// Whether each was named by itself, so that their order is the user's.
    pub(super) is_each_named: bool,
}

impl SeriesFiles {
    /// The files that names stand for: files, folders and patterns. How many files of folders are left out is said.
    pub(super) fn of(names: &[PathBuf]) -> Result<Self> {
        let mut files = Self {
            paths: Vec::new(),
            is_each_named: true,
        };
        for name in names {
            let listing = Listing::of(name)?;
            files.is_each_named &= listing.is_one;
            if listing.left_out > 0 {
                let others = if listing.left_out == 1 {
                    "file is"
                } else {
                    "files are"
                };
                say(&printable(&format!(
                    "{}: {} layers; {} other {others} left out",
                    name.display(),
                    listing.files.len(),
                    listing.left_out
                )));
            }
            files.paths.extend(listing.files);
        }
        Ok(files)
    }
}

impl Naming {
    /// The snapshots of a series of files, in order of time.
    pub(super) fn read_series(&self, files: &SeriesFiles) -> Result<Vec<Snapshot>> {
        let layers = Self::layers(&files.paths)?;
        let source = SeriesSource::of(layers, &self.options(None)?, self.times.moments()?.as_ref())?;
        for remark in &source.remarks {
            if files.is_each_named || !matches!(remark, SeriesRemark::Backwards { .. }) {
                say(&printable(&remark.to_string()));
            }
        }
        let snapshots = source
            .snapshots
            .into_par_iter()
            .map(|snapshot| self.resolved(snapshot));
        snapshots.collect()
    }

    /// The snapshots of dates in files whose features have times: several of one, one of each, or each its own.
    pub(super) fn read_at(&self, paths: &[&Path]) -> Result<Vec<Snapshot>> {
        let dates = self.times.dates()?;
        let layers = Self::layers(paths)?;
        let options = self.options(None)?;
        let is_timed = |layer: &Layer| TimedLayer::is(layer, &options.times).unwrap_or(false);
        let timed = layers.iter().filter(|layer| is_timed(layer)).count();
        if (1..layers.len()).contains(&timed) {
            return self.read_mixed(layers, is_timed, &dates);
        }
        let mut timed = Vec::new();
        for layer in layers {
            let layer = TimedLayer::of(vec![layer], &options)?;
            say(&printable(&layer.to_string()));
            timed.push(layer);
        }
        let snapshots: Vec<Snapshot> = match (timed.as_slice(), dates.as_slice()) {
            ([one], dates) => {
                let snapshots = dates.iter().map(|&date| one.at(date));
                let mut snapshots: Vec<Snapshot> = snapshots.collect::<Result<_>>()?;
                // What was repaired in the file is said once.
                for later in snapshots.iter_mut().skip(1) {
                    later.notices = Notices::default();
                }
                snapshots
            }
            (layers, [date]) => layers
                .iter()
                .map(|layer| layer.at(*date))
                .collect::<Result<_>>()?,
            (layers, dates) if layers.len() == dates.len() => {
                let pairs = layers.iter().zip(dates);
                pairs
                    .map(|(layer, date)| layer.at(*date))
                    .collect::<Result<_>>()?
            }
            (layers, dates) => {
                return Err(Error::new(format!(
                    "{} dates are given for {} files",
                    dates.len(),
                    layers.len()
                ))
                .of_kind(ErrorKind::Options)
                .with_hint("give --at once for all files, or once for each in their order"));
            }
        };
        snapshots
            .into_iter()
            .map(|snapshot| self.resolved(snapshot))
            .collect()
    }

    /// Snapshots of files of which some have features with times, on these dates, and others are a snapshot each.
    fn read_mixed(
        &self,
        layers: Vec<Layer>,
        is_timed: impl Fn(&Layer) -> bool,
        dates: &[Date],
    ) -> Result<Vec<Snapshot>> {
        let timed = layers.iter().filter(|layer| is_timed(layer)).count();
        if dates.len() != 1 && dates.len() != timed {
            return Err(Error::new(format!(
                "{} dates are given, and {timed} of the files has features with times",
                dates.len()
            ))
            .of_kind(ErrorKind::Options)
            .with_hint("give --at once: the other file is of the date that it states"));
        }
        let options = self.options(None)?;
        let of_snapshots = options.clone().times(TimeColumns::default());
        let mut dates = dates.iter().copied().cycle();
        let read = |layer: Layer| {
            if !is_timed(&layer) {
                return self.resolved(Snapshot::of(layer, &of_snapshots)?);
            }
            let layer = TimedLayer::of(vec![layer], &options)?;
            say(&printable(&layer.to_string()));
            let Some(date) = dates.next() else {
                return Ok(Snapshot::default());
            };
            self.resolved(layer.at(date)?)
        };
        layers.into_iter().map(read).collect()
    }

    /// The two snapshots of two files, or of one file and two dates.
    pub(super) fn read_pair(
        &self,
        first: &Path,
        second: Option<&Path>,
        dates: &[Date],
    ) -> Result<Vec<Snapshot>> {
        if self.times.is_at() && !dates.is_empty() {
            return Err(Error::new(
                "--at chooses features by their times, and --date states a date against the file",
            )
            .of_kind(ErrorKind::Options)
            .with_hint("give one of the two"));
        }
        match second {
            Some(second) if self.times.is_at() => self.read_at(&[first, second]),
            Some(second) => self.read(&[first, second], dates),
            None if self.times.dates()?.len() == 2 => self.read_at(&[first]),
            None => Err(Error::new("is one file, and two snapshots are compared")
                .of_kind(ErrorKind::Options)
                .in_file(first.display().to_string())
                .with_hint(
                    "name the other one as well; or, if its features have times of their own, two dates, as in \
                     --at 1900 --at 1920",
                )),
        }
    }

    /// The layers at paths, read concurrently.
    fn layers<P: AsRef<Path> + Sync>(paths: &[P]) -> Result<Vec<Layer>> {
        Self::check_stdin(paths)?;
        progress::stage("reading");
        paths
            .par_iter()
            .map(|path| sources::layer(path.as_ref()))
            .collect()
    }
}

/// How snapshots were understood, in one line however many there are.
pub(super) fn understood<'a>(snapshots: impl ExactSizeIterator<Item = &'a Snapshot>) -> String {
    let count = snapshots.len();
    let mut sources: Vec<String> = Vec::new();
    for snapshot in snapshots {
        let source = hints::controllers_from(&snapshot.controller_from);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    format!("{count} snapshots, {}", printable(&sources.join("; ")))
}
