//! Values of records with their unit: how each is written as JSON and its schema.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::math::{log10, pow};
use crate::measure::{Area, EdgeModel, Length, count};
use crate::model::Date;
use crate::overlay::{BoundaryKind, Margin};
use crate::series::Sign;

/// Square kilometres on the WGS 84 ellipsoid, none below nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("minimum" = 0))]
pub struct Km2(f64);

/// Square kilometres on the WGS 84 ellipsoid, negative for a loss.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct SignedKm2(f64);

/// Kilometres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("minimum" = 0))]
pub struct Km(f64);

/// Metres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("minimum" = 0))]
pub struct Metres(pub f64);

/// A share, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("minimum" = 0, "maximum" = 1))]
pub struct Share(pub f64);

impl From<Area> for Km2 {
    fn from(area: Area) -> Self {
        Self(area.km2())
    }
}

impl From<Area> for SignedKm2 {
    fn from(area: Area) -> Self {
        Self(area.km2())
    }
}

impl From<Length> for Km {
    fn from(length: Length) -> Self {
        Self(length.km())
    }
}

/// A day, month or year, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as precise as its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("pattern" = "^-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?$"))]
pub struct Day(String);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date.to_string())
    }
}

impl From<String> for Day {
    /// The date as text; it is that of a snapshot that has one.
    fn from(date: String) -> Self {
        Self(date)
    }
}

/// A hash of who holds what, whatever the spelling of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("pattern" = "^[0-9a-f]{32}$"))]
pub struct Hash(pub String);

/// An estimate for people: three significant digits of what is a thousand or more, whole below.
pub(in crate::report) fn estimate(number: f64) -> String {
    let rounded = if number >= 1000.0 {
        let step = pow(10.0, log10(number).floor() - 2.0);
        (number / step).round() * step
    } else {
        number
    };
    match rounded {
        0.0 => "0".to_owned(),
        ..0.5 => "<1".to_owned(),
        whole => format!("≈{}", count(whole.round() as u64)),
    }
}

/// By how much an area may be off.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MarginRecord {
    /// All lines off to the same side at once.
    worst_km2: Km2,
    /// Each line off independently: the root of the sum of squares.
    rss_km2: Km2,
}

impl From<Margin> for MarginRecord {
    fn from(margin: Margin) -> Self {
        Self {
            worst_km2: margin.worst.into(),
            rss_km2: margin.rss.into(),
        }
    }
}

/// Values that are written by their name.
macro_rules! named {
    ($($(#[$doc:meta])* $record:ident($value:ty) of $all:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $record(pub $value);

        impl Serialize for $record {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.name())
            }
        }

        impl JsonSchema for $record {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($record).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": $all.map(|value| value.name()) })
            }
        }
    )*};
}

named! {
    /// How edges between two positions run.
    Edges(EdgeModel) of [EdgeModel::StraightLonLat, EdgeModel::Geodesic];
    /// Whether a border runs along the line.
    LineKind(BoundaryKind) of [BoundaryKind::Border, BoundaryKind::Control];
    /// What indicates that the source changed.
    SwitchSign(Sign) of [Sign::Noise, Sign::Pieces, Sign::Sources];
}

/// The program that wrote the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Generator;

impl Serialize for Generator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(crate::write::MARK)
    }
}

impl JsonSchema for Generator {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Generator".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": crate::write::MARK })
    }
}
