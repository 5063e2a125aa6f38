//! The library's choices as values of options: their names on the command line and what `--help` says of each.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::check::Gaps;
use crate::map::MapKind;
use crate::measure::EdgeModel;
use crate::model::Overlaps;
use crate::report::{AgreementTable, ChangeTable, Format, ProblemFormat, Schema, Table};

/// Names the variants of types of the library, which does not know of the command line.
macro_rules! values {
    ($($type:ty { $($variant:ident $name:literal $(or $alias:literal)? $help:literal,)+ })+) => {$(
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                &[$(Self::$variant),+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(match self {
                    $(Self::$variant => PossibleValue::new($name)$(.alias($alias))?.help($help),)+
                })
            }
        }
    )+};
}

values! {
    EdgeModel {
        StraightLonLat "straight" "Straight in longitude and latitude, as RFC 7946 says",
        Geodesic "geodesic" "The shortest path on the ellipsoid, as PostGIS and pyproj measure",
    }
    Overlaps {
        Error "error" "Nobody: stop, and somebody has to say",
        First "first" "The first one in the file",
        Last "last" "The last one in the file",
        Contested "contested" "All of them, as contested land",
    }
    Gaps {
        Keep "keep" "Nobody: lakes and neighbours not drawn are no fault",
        Nearest "nearest" "Who is nearest to its middle",
        LongestBorder "longest-border" "Who has the longest border with it",
    }
    MapKind {
        Change "change" "The changed land on one map, with a table",
        BeforeAfter "before-after" "Before and after side by side",
        Multiples "multiples" "One small map a date",
        Animation "animation" "One map a date, one after another (PNG)",
        Shares "shares" "How much land each held on each date",
    }
    Format {
        Text "text" "Tables for a terminal",
        Json "json" "Everything for programs; `landshift schema` describes it",
        Csv "csv" "One table, one row a fact",
        Markdown "md" or "markdown" "Tables in GitHub Flavored Markdown",
    }
    ProblemFormat {
        Text "text" "A table for each file",
        Markdown "md" or "markdown" "The tables of the text as GitHub Flavored Markdown",
        Json "json" "Everything, for programs",
        Geojson "geojson" "The places, to open in a GIS: land as polygons, all else as points",
    }
    ChangeTable {
        Changes "changes" "What went from whom to whom, and what did not",
        Claims "claims" "Land by holder and recognised sovereign, given claims",
        Units "units" "What changed hands in each unit, given units",
        Places "places" "The places that changed hands, given places",
    }
    Table {
        Changes "changes" "What changed hands in each step",
        Controllers "controllers" "The controllers over the whole series",
        Times "times" "Land by how often it changed hands",
        Fronts "fronts" "Where controllers met on each date",
        Units "units" "What changed hands in each unit and step",
        Places "places" "The places that changed hands in each step",
    }
    AgreementTable {
        Pairs "pairs" "Land by who holds it in A and in B",
        Controllers "controllers" "The controllers and how alike their land is",
        Pieces "pieces" "The largest pieces of disagreement",
    }
    Schema {
        Diff "diff" "`landshift diff --format json`",
        Timeline "timeline" "`landshift timeline --format json`",
        Compare "compare" "`landshift compare --format json`",
        Align "align" "`landshift align --format json`",
    }
}
