//! The rows of a report: what is in its tables, its JSON and its CSV alike.
//!
//! A row names a snapshot by its date, or by its file where no date tells it apart. Units, controllers and holders
//! that are none are land outside the units, and nobody.

use serde::{Serialize, Serializer};

use super::csv::Row;
use crate::change::BoundaryKind;
use crate::measure::{Area, Length};
use crate::model::Date;

/// Serialised in their order, under these names, by every writer that keeps all digits.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident $(as $written:literal $(by $with:literal)?)?: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct $name {
            $($(#[$field_doc])* $(#[serde(rename = $written)] $(#[serde(serialize_with = $with)])?)? pub $field: $type,)*
        }

        impl Row for $name {
            const COLUMNS: &'static [&'static str] = &[$(rows!(@ $field $($written)?)),*];
        }
    )*};
    (@ $field:ident $written:literal) => { $written };
    (@ $field:ident) => { stringify!($field) };
}

rows! {
    /// What a controller holds on one date.
    AreaRow {
        /// The snapshot.
        snapshot: String,
        /// Who holds the land.
        controller: String,
        /// How much it is.
        area as "area_km2" by "km2": Area,
    }

    /// What a controller holds of a unit on one date.
    UnitRow {
        /// The snapshot.
        snapshot: String,
        /// The unit; none outside all units.
        unit: Option<String>,
        /// Who holds the land; none where the snapshot has none.
        controller: Option<String>,
        /// How much it is.
        area as "area_km2" by "km2": Area,
        /// The whole unit, or all land outside the units.
        unit_area as "unit_area_km2" by "km2": Area,
    }

    /// The part of a unit that went from one holder to another.
    UnitChangeRow {
        /// The earlier snapshot.
        before: String,
        /// The later snapshot.
        after: String,
        /// The unit; none outside all units.
        unit: Option<String>,
        /// Holder before.
        from: Option<String>,
        /// Holder after.
        to: Option<String>,
        /// All of it, noise included.
        area as "area_km2" by "km2": Area,
        /// The part that is noise.
        noise as "noise_km2" by "km2": Area,
        /// The whole unit, or all land outside the units.
        unit_area as "unit_area_km2" by "km2": Area,
        /// The least that it may be: without noise, all lines off by their accuracy at once.
        low as "low_km2" by "km2": Area,
        /// The most: with noise.
        high as "high_km2" by "km2": Area,
        /// By how much it may be off, each line by itself; none where the accuracy of its lines is not known.
        rss as "rss_km2" by "maybe_km2": Option<Area>,
    }

    /// A place and who held it on one date.
    PlaceRow {
        /// The snapshot.
        snapshot: String,
        /// Its name.
        name: String,
        /// Its other name.
        name_alt: Option<String>,
        /// What it is, such as `town`.
        kind: Option<String>,
        /// Its population, as its file has it.
        population: Option<u64>,
        /// Who held it.
        controller: Option<String>,
    }

    /// A place that changed hands.
    PlaceChangeRow {
        /// The earlier snapshot.
        before: String,
        /// The later snapshot.
        after: String,
        /// Its name.
        name: String,
        /// Its other name.
        name_alt: Option<String>,
        /// What it is, such as `town`.
        kind: Option<String>,
        /// Its population, as its file has it.
        population: Option<u64>,
        /// Holder before.
        from: Option<String>,
        /// Holder after.
        to: Option<String>,
        /// Whether it lies in a piece of land that is noise: then only the drawing may have moved.
        noise: bool,
    }

    /// The line along which two controllers met on one date.
    FrontRow {
        /// The snapshot.
        snapshot: String,
        /// One of them, the first by name.
        one: String,
        /// The other.
        other: String,
        /// Whether a border runs along it.
        kind as "kind" by "kind": BoundaryKind,
        /// How long it is.
        length as "length_km" by "km": Length,
    }

    /// A piece of land that two sources give to different controllers.
    DisagreementRow {
        /// The longitude of a position well inside it, degrees: the centre of the largest circle.
        lon: f64,
        /// Its latitude.
        lat: f64,
        /// Who holds it in A; none where A does not cover it.
        in_a: Option<String>,
        /// Who holds it in B.
        in_b: Option<String>,
        /// How much it is.
        area as "area_km2" by "km2": Area,
        /// How wide it is at its widest, in metres.
        width_m: f64,
        /// The unit that most of it lies in, if any.
        unit: Option<String>,
        /// The nearest place, if there are places.
        place: Option<String>,
        /// How far that is from the position.
        distance as "place_km" by "maybe_km": Option<Length>,
    }

    /// A published area beside ours.
    PublishedRow {
        /// What it is the area of.
        quantity: String,
        /// On which date it was measured.
        date: Option<Date>,
        /// Held by whom.
        controller: Option<String>,
        /// Under whose sovereignty.
        sovereign: Option<String>,
        /// Inside which units.
        units: Vec<String>,
        /// Who published it.
        source: String,
        /// The lowest published figure.
        low as "low_km2" by "km2": Area,
        /// The highest.
        high as "high_km2" by "km2": Area,
        /// What we measure.
        area as "area_km2" by "km2": Area,
        /// By how much ours may be off, all lines off to the same side at once; none where their accuracy is not known.
        margin as "worst_km2" by "maybe_km2": Option<Area>,
        /// Whether ours is inside the published range.
        inside: bool,
        /// Ours less the nearest end of the range; nothing inside it.
        difference as "difference_km2" by "km2": Area,
        /// The same as a share of that end, in percent.
        difference_percent: f64,
        /// Ours less the middle of the range.
        middle_difference as "middle_difference_km2" by "km2": Area,
        /// The same as a share of the middle, in percent.
        middle_difference_percent: f64,
    }
}

fn km2<S: Serializer>(area: &Area, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(area.km2())
}

#[expect(clippy::ref_option, reason = "serde hands fields over by reference")]
fn maybe_km2<S: Serializer>(area: &Option<Area>, serializer: S) -> Result<S::Ok, S::Error> {
    area.map(Area::km2).serialize(serializer)
}

#[expect(clippy::ref_option, reason = "serde hands fields over by reference")]
fn maybe_km<S: Serializer>(length: &Option<Length>, serializer: S) -> Result<S::Ok, S::Error> {
    length.map(Length::km).serialize(serializer)
}

fn km<S: Serializer>(length: &Length, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(length.km())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands fields over by reference"
)]
fn kind<S: Serializer>(kind: &BoundaryKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

impl UnitChangeRow {
    /// The area without noise.
    pub fn without_noise(&self) -> Area {
        self.area - self.noise
    }

    /// The least and the most that it may be; none where the accuracy of its lines is not known.
    pub fn range(&self) -> Option<[Area; 2]> {
        self.rss.map(|_| [self.low, self.high])
    }
}

impl PublishedRow {
    /// The published figure that ours is nearest to.
    pub fn nearest(&self) -> Area {
        self.area.clamp(self.low, self.high)
    }

    /// Ours, from the least to the most that the accuracy of its lines allows.
    pub fn range(&self) -> Option<[Area; 2]> {
        let margin = self.margin?;
        Some([(self.area - margin).max(Area::ZERO), self.area + margin])
    }

    /// Whether a published figure lies in our range.
    pub fn agrees(&self) -> Option<bool> {
        let [low, high] = self.range()?;
        Some(self.low <= high && low <= self.high)
    }
}
