//! The kinds of map, one file each.
//!
//! A further kind is a file here, a variant of [`MapKind`] with its arm in [`draw`], and its name and help text in the
//! command line's table of values.

pub(in crate::map) mod animation;
mod apart;
mod bands;
pub(in crate::map) mod before_after;
mod beside;
pub(in crate::map) mod change;
mod columns;
pub(in crate::map) mod course;
pub(in crate::map) mod events;
pub(in crate::map) mod flows;
pub(in crate::map) mod lineage;
#[cfg(feature = "page")]
pub(in crate::map) mod moving;
pub(in crate::map) mod multiples;
pub(in crate::map) mod shares;
pub(in crate::map) mod sheet;
#[cfg(feature = "page")]
pub(in crate::map) mod web;
#[cfg(feature = "page")]
pub(in crate::map) mod web_step;

use std::borrow::Cow;

use crate::change::Change;
use crate::lineage::{Lineage, LineageOptions, UnitLabels};
use crate::map::input::data::MapInput;
use crate::map::input::measured::MeasuredChange;
use crate::map::input::picture_input::PictureInput;
use crate::map::input::series::MapSeries;
use crate::map::input::surroundings::Surroundings;
use crate::map::page::options::MapOptions;
use crate::map::scene::picture::Picture;
use crate::noise::ClassifiedOverlay;
use crate::{Error, Result};

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum MapKind {
    /// The changed land on one map, with a table.
    #[default]
    Change,
    /// Before and after side by side.
    BeforeAfter,
    /// One small map a date.
    Multiples,
    /// One map a date, one after another.
    Animation,
    /// How much land each held on each date; of many dates how much it gained and lost.
    Shares,
    /// How much land each held on each date, and what went from whom to whom between them.
    Flows,
    /// Units on one map, coloured by what became of each.
    Events,
    /// Which units exchanged land, how much each is in each edition, and what went from one to another.
    Lineage,
}

impl MapKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Change,
        Self::BeforeAfter,
        Self::Multiples,
        Self::Animation,
        Self::Shares,
        Self::Flows,
        Self::Events,
        Self::Lineage,
    ];

    /// Its name, such as `before-after`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::BeforeAfter => "before-after",
            Self::Multiples => "multiples",
            Self::Animation => "animation",
            Self::Shares => "shares",
            Self::Flows => "flows",
            Self::Events => "events",
            Self::Lineage => "lineage",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it shows exactly two dates, the first and the last.
    pub fn is_of_pair(self) -> bool {
        matches!(self, Self::Change | Self::BeforeAfter | Self::Events)
    }

    /// Whether it is more than one picture, shown one after another.
    pub fn is_animated(self) -> bool {
        self == Self::Animation
    }

    /// Whether it tells what became of units, and not who held what.
    pub fn is_of_units(self) -> bool {
        matches!(self, Self::Events | Self::Lineage)
    }

    /// What it is drawn from, given all snapshots overlaid; those of two dates show the first and the last.
    ///
    /// # Errors
    ///
    /// When there are fewer than two snapshots, a step does not close, see [`Change::between`], or what is to be
    /// highlighted is not in the data.
    pub fn input(self, classified: &ClassifiedOverlay, surroundings: &Surroundings) -> Result<PictureInput> {
        if !self.is_of_pair() {
            let called = match self {
                Self::Lineage => Cow::Owned(surroundings.calling_units(classified.overlay().snapshots())),
                _ => Cow::Borrowed(surroundings),
            };
            let series = MapSeries::of_overlay(classified, &called)?;
            return Ok(PictureInput::Series(match self {
                Self::Animation => series.since_first(classified),
                Self::Lineage => series.of_units(surroundings),
                _ => series,
            }));
        }
        let overall = classified
            .overall()
            .ok_or_else(|| Error::new("a map of change needs two dates"))?;
        let change = Change::between(classified, overall)?;
        if self == Self::Events {
            let labels = UnitLabels::default();
            let lineage = Lineage::of(&change, None, &LineageOptions::default(), &labels);
            let measured = MeasuredChange {
                overlay: classified.overlay(),
                change: &change,
            };
            return MapInput::of_units(measured, &lineage, &labels, surroundings).map(PictureInput::Pair);
        }
        PictureInput::of_change(classified.overlay(), &change, surroundings)
    }
}

/// Draws a picture.
///
/// # Errors
///
/// If there is no land to show or not enough dates, the extent is none, a colour cannot be read, or the size asked for
/// has no room.
pub fn draw(kind: MapKind, input: &PictureInput, options: &MapOptions) -> Result<Picture> {
    match kind {
        MapKind::Change => change::change(input.pair()?, options).map(Picture::still),
        MapKind::BeforeAfter => before_after::before_after(input.pair()?, options).map(Picture::still),
        MapKind::Multiples => multiples::multiples(&input.series(), options).map(Picture::still),
        MapKind::Animation => {
            let frames = animation::frames(&input.series(), options)?;
            Ok(Picture::animated(frames, options.pace_s))
        }
        MapKind::Shares => match input {
            PictureInput::Course(course) => course::course(course, options).map(Picture::still),
            _ => shares::shares(&input.series(), options).map(Picture::still),
        },
        MapKind::Flows => flows::flows(&input.series(), options).map(Picture::still),
        MapKind::Events => events::events(input.pair()?, options).map(Picture::still),
        MapKind::Lineage => lineage::lineage(&input.series(), options).map(Picture::still),
    }
}
