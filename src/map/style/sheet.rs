//! Style sheets: grounds, inks, lines, type and fills, in one place.
//!
//! A style is a TOML file. Those that come with the program ([`MapStyle::BUILT_IN`]) are read as a user's own file is: it
//! states what it changes of the style that it `extends`, or of the light one.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer};

use crate::Result;
use crate::files::Files;
use crate::map::style::color::Color;
use crate::settings::Family;

/// The styles that come with the program, the complete one first.
const FAMILY: Family = Family {
    kind: "style",
    files: &[
        ("light", include_str!("light.toml")),
        ("dark", include_str!("dark.toml")),
        ("print", include_str!("print.toml")),
    ],
};

/// How pictures look. `light.toml` documents each part.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapStyle {
    pub(in crate::map) ground: Grounds,
    pub(in crate::map) text: TextInks,
    pub(in crate::map) line: LineInks,
    pub(in crate::map) mark: PlaceInks,
    pub(in crate::map) inset: LocatorInks,
    pub(in crate::map) chart: ChartInks,
    pub(in crate::map) fill: Fills,
}

/// What lies under everything else.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct Grounds {
    #[serde(deserialize_with = "opaque")]
    pub page: Color,
    pub panel: Color,
    pub neighbour: Color,
    pub sea: Color,
    pub others: Color,
    pub plate: Color,
}

/// Texts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct TextInks {
    pub ink: Color,
    #[serde(rename = "muted")]
    pub dimmed: Color,
    pub country: Color,
    pub water: Color,
    pub halo: Color,
    #[serde(deserialize_with = "width")]
    pub halo_width: f64,
    #[serde(deserialize_with = "type_scale")]
    pub scale: f64,
}

/// Lines on maps and in tables.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct LineInks {
    #[serde(deserialize_with = "line_scale")]
    pub scale: f64,
    pub border: Color,
    #[serde(deserialize_with = "dashes")]
    pub border_dash: Vec<f64>,
    pub edge: Color,
    pub control: Color,
    #[serde(deserialize_with = "dashes")]
    pub control_dash: Vec<f64>,
    pub ghost: Color,
    #[serde(deserialize_with = "dashes")]
    pub ghost_dash: Vec<f64>,
    pub outline: Color,
    pub casing: Color,
    pub leader: Color,
    pub leader_casing: Color,
    pub graticule: Color,
    pub neighbour: Color,
    pub shore: Color,
    pub frame: Color,
    pub rule: Color,
    pub rule_strong: Color,
    pub swatch: Color,
}

/// Dots of places.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct PlaceInks {
    pub ink: Color,
    pub fill: Color,
}

/// The locator map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct LocatorInks {
    pub sea: Color,
    pub land: Color,
    pub border: Color,
    pub frame: Color,
    pub accent: Color,
}

/// Bars, and bands between columns.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct ChartInks {
    pub bar: Color,
    pub band: Color,
    pub gap: Color,
}

/// Land.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct Fills {
    /// Where the holder is not the sovereign, and at home.
    #[serde(deserialize_with = "palette")]
    pub palette: Vec<[Color; 2]>,
    pub changes: Vec<Color>,
    /// Of a political map.
    pub states: Vec<Color>,
    pub neutral: Color,
    #[serde(deserialize_with = "share")]
    pub home_tint: f64,
    #[serde(deserialize_with = "share")]
    pub held_tint: f64,
    #[serde(deserialize_with = "share")]
    pub gained_tint: f64,
    #[serde(deserialize_with = "share")]
    pub hatch_shade: f64,
    #[serde(deserialize_with = "share")]
    pub texture_shade: f64,
    #[serde(deserialize_with = "width")]
    pub hatch_width: f64,
}

impl Default for MapStyle {
    /// The light one.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        FAMILY.complete().expect("the light style is complete")
    }
}

impl MapStyle {
    /// The names of the styles that come with the program.
    pub const BUILT_IN: [&'static str; 3] = ["light", "dark", "print"];

    /// A style that comes with the program, by its name, or else that of a TOML file.
    ///
    /// # Errors
    ///
    /// If there is neither, or the file has an unknown key or a value out of range; the error names line and key.
    ///
    /// ```
    /// use landshift::{MemoryFiles, map::MapStyle};
    /// let files = MemoryFiles::from([("mine.toml", "extends = 'dark'")]);
    /// assert!(MapStyle::named("dark", &files).is_ok() && MapStyle::named("mine.toml", &files).is_ok());
    /// assert!(MapStyle::named("neon", &files).unwrap_err().to_string().contains("light, dark, print"));
    /// ```
    pub fn named(name: &str, files: &dyn Files) -> Result<Self> {
        FAMILY.named(name, files, Self::read)
    }

    /// Whether a name is that of a style that comes with the program.
    pub fn is_built_in(name: &str) -> bool {
        FAMILY.built_in(name).is_some()
    }

    /// A style from the text of its file.
    fn read(text: &str) -> Result<Self> {
        let (map_style, _untouched) = FAMILY.read(text, |_, _| Ok(()))?;
        Ok(map_style)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_with_opacity(&text).map_err(serde::de::Error::custom)
    }
}

fn opaque<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Color, D::Error> {
    let color = Color::deserialize(deserializer)?;
    if color.a < 1.0 {
        return Err(serde::de::Error::custom("this colour cannot be transparent"));
    }
    Ok(color)
}

/// A number within bounds.
fn within<'de, D: Deserializer<'de>>(
    deserializer: D,
    least: f64,
    most: f64,
) -> std::result::Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        let message = format!("{number} is out of range: give {least} to {most}");
        Err(serde::de::Error::custom(message))
    }
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<f64, D::Error> {
    within(deserializer, 0.0, 1.0)
}

fn width<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<f64, D::Error> {
    within(deserializer, 0.5, 6.0)
}

fn type_scale<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<f64, D::Error> {
    within(deserializer, 0.8, 1.2)
}

fn line_scale<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<f64, D::Error> {
    within(deserializer, 0.5, 2.0)
}

/// Lengths of dashes and gaps, none for a solid line.
fn dashes<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<f64>, D::Error> {
    let dashes = Vec::<f64>::deserialize(deserializer)?;
    let fine = dashes.len() % 2 == 0 && dashes.iter().all(|d| (0.5..=100.0).contains(d));
    if fine {
        Ok(dashes)
    } else {
        Err(serde::de::Error::custom(
            "dashes are pairs of a dash and a gap, 0.5 to 100 each",
        ))
    }
}

fn palette<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<[Color; 2]>, D::Error> {
    let palette = Vec::<[Color; 2]>::deserialize(deserializer)?;
    if palette.is_empty() {
        return Err(serde::de::Error::custom(
            "a palette needs at least one pair of colours",
        ));
    }
    Ok(palette)
}
