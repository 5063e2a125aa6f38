//! The library's choices as values of options: their names on the command line and what `--help` says of each.

use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::check::Gaps;
use crate::lineage::LinkBy;
use crate::map::{Inset, MapKind, Medium, SvgText};
use crate::measure::{AreaUnit, EdgeModel, Length};
use crate::model::Overlaps;
use crate::report::Schema;
use crate::study::CasePart;

/// What becomes of gaps, and how wide they may be: `keep`, `nearest`, `500m` or `nearest:500m`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GapPolicy {
    pub(super) policy: Option<Gaps>,
    pub(super) width: Option<Length>,
}

impl FromStr for GapPolicy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || {
            "give keep, nearest or longest-border; a width such as 500m; or both, as in nearest:500m"
                .to_owned()
        };
        let policy = |name: &str| match name.trim() {
            "keep" => Some(Gaps::Keep),
            "nearest" => Some(Gaps::Nearest),
            "longest-border" => Some(Gaps::LongestBorder),
            _ => None,
        };
        let width = |text: &str| text.parse::<Length>().ok().filter(|width| *width > Length::ZERO);
        match text.split_once(':') {
            None if policy(text).is_some() => Ok(Self {
                policy: policy(text),
                width: None,
            }),
            None => Ok(Self {
                policy: None,
                width: Some(width(text).ok_or_else(bad)?),
            }),
            Some((name, most)) => Ok(Self {
                policy: Some(policy(name).ok_or_else(bad)?),
                width: Some(width(most).ok_or_else(bad)?),
            }),
        }
    }
}

/// A choice of the library, which does not know of the command line, as the value of an option.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Choice<T>(pub(super) T);

/// The names of a type's variants.
pub(super) trait Named: Copy + 'static {
    const ALL: &'static [Choice<Self>];

    fn value(self) -> PossibleValue;
}

impl<T: Named> ValueEnum for Choice<T> {
    fn value_variants<'a>() -> &'a [Self] {
        T::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.0.value())
    }
}

/// Names the variants of types.
macro_rules! values {
    ($($type:ty { $($variant:ident $name:literal $(or $alias:literal)? $help:literal,)+ })+) => {$(
        impl Named for $type {
            const ALL: &'static [Choice<Self>] = &[$(Choice(Self::$variant)),+];

            fn value(self) -> PossibleValue {
                match self {
                    $(Self::$variant => PossibleValue::new($name)$(.alias($alias))?.help($help),)+
                }
            }
        }
    )+};
}

values! {
    EdgeModel {
        StraightLonLat "straight" "Straight in longitude and latitude, as RFC 7946 says",
        Geodesic "geodesic" "The shortest path on the ellipsoid, as PostGIS and pyproj measure",
    }
    AreaUnit {
        Km2 "km2" "Square kilometres",
        Ha "ha" "Hectares: 100 of them are 1 km²",
        M2 "m2" "Square metres",
        Mi2 "mi2" "Square miles",
        Acres "acres" "Acres: 640 of them are 1 mi²",
    }
    Overlaps {
        Error "error" "Nobody: stop, and somebody has to say",
        First "first" "The first one in the file",
        Last "last" "The last one in the file",
        Contested "contested" "All of them, as contested land",
    }
    LinkBy {
        Land "land" "Most of either's land is the other's; where that leaves it open, the code",
        Code "code" "The code; units whose code only one edition has, by land",
        Name "name" "The name; units whose name only one edition has, by land",
    }
    MapKind {
        Change "change" "The changed land on one map, with a table",
        BeforeAfter "before-after" "Before and after side by side",
        Multiples "multiples" "One small map a date",
        Animation "animation" "One map a date, one after another (PNG or GIF): what changed since the first, the newest step strong",
        Shares "shares" "How much land each held on each date; from a dozen dates on, gains and losses over time",
        Flows "flows" "How much land each held on each date, and what went from whom to whom in between",
        Events "events" "Units, such as districts, on one map, coloured by what became of each: split, merged, renamed, enlarged, …",
        Lineage "lineage" "Units that exchanged land, how much each is in each edition, and what went from one to another",
    }
    Medium {
        Phone "phone" "1080 pixels wide, seen 360 wide; letters of 8 pixels or more there",
        Story "story" "1080 × 1920 pixels; letters of 28 pixels or more",
        Slide "slide" "1920 × 1080 pixels; letters of 20 pixels or more",
        Print "print" "A4, upright or across as the land is; letters of 6 points or more (PDF: 595 × 842 points)",
        Web "web" "1600 pixels wide, seen 800 wide; letters of 8 pixels or more there",
    }
    CasePart {
        Diffs "diffs" "A GeoJSON diff for each step",
        Maps "maps" "Two maps for each step, as SVG and PNG",
        Page "page" "The web page of all",
    }
    Inset {
        Never "never" "None",
        Auto "auto" "Where change is too small to be seen, if any is",
    }
    SvgText {
        Font "font" "As text, in the part of the fonts that is used",
        Outline "outline" "As outlines of its letters, for programs that know no font inside a file",
    }
    Schema {
        Diff "diff" "`landshift diff --format json`",
        Timeline "timeline" "`landshift timeline --format json`",
        Compare "compare" "`landshift compare --format json`",
        Align "align" "`landshift align --format json`",
        Report "report" "`report.json` of `landshift report`",
        Lineage "lineage" "`landshift lineage --format json`",
        Apportion "apportion" "`landshift apportion --format json`",
        Check "check" "`landshift check --format json`",
        Info "info" "`landshift info --format json`",
        MergeSums "merge-sums" "`landshift merge-sums --format json`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_calls_its_choices_as_the_command_line_does() {
        fn names<T: Named>() -> Vec<String> {
            let names = T::ALL.iter().map(|choice| choice.0.value().get_name().to_owned());
            names.collect()
        }
        assert_eq!(names::<MapKind>(), MapKind::ALL.map(MapKind::name));
        assert_eq!(names::<Medium>(), Medium::ALL.map(Medium::name));
        assert_eq!(names::<LinkBy>(), LinkBy::ALL.map(LinkBy::name));
        let parts: Vec<_> = CasePart::ALL.iter().map(|part| part.name()).collect();
        assert_eq!(names::<CasePart>(), parts);
        assert_eq!(CasePart::named("maps"), Some(CasePart::Maps));
        assert_eq!(MapKind::named("flows"), Some(MapKind::Flows));
        assert_eq!(Medium::named("slide"), Some(Medium::Slide));
    }
}
