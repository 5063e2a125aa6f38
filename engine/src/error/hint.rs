//! What the user can do about an error: text, and the options that it speaks of by name, so that each front end can
//! show them as its users know them.

use std::fmt;

/// A setting of the library that a message may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OptionName {
    /// `ReadOptions::by`: the property that names the controller.
    By,
    /// `ReadOptions::name`: one controller for all land of a file.
    Name,
    /// `ReadOptions::date`: the date of a snapshot.
    Date,
    /// `ReadOptions::date_pattern`: how names of files state dates.
    DatePattern,
    /// `TimeColumns::start`: the property that states from when a feature holds.
    Start,
    /// `TimeColumns::end`: the property that states until when.
    End,
    /// `TimeColumns::ends`: whether the day on which a feature ends is still its own.
    EndDate,
    /// `TimeColumns::date`: the property that states the one date of a feature.
    DateColumn,
    /// `Moments`: the dates on which features with times are looked at.
    At,
    /// `Reach`: whether files outside the folder of a scenario are read.
    AllowOutside,
    /// `ReadOptions::unnamed`: what becomes of land that names no controller.
    Unnamed,
    /// `ReadOptions::renames`: names that are read as others.
    Rename,
    /// The policy for land that several controllers have.
    Overlap,
    /// Whether files that are no output of this program may be replaced.
    Overwrite,
    /// `ReferenceLayers::units_by`: the property that tells units apart.
    UnitsBy,
    /// `ReferenceLayers::within`: the land that all figures are about.
    Within,
    /// `RestOfLand::land`: all the land in question.
    Land,
    /// `ReferenceLayers::weigh`: the numbers of units that are shared out by area.
    Weigh,
    /// `LineageReport::of`: the one unit that is asked for.
    Of,
    /// `LayerFile::in_system`: the reference system of a layer.
    Crs,
}

impl OptionName {
    /// Its name in the library, such as `date_pattern`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::By => "by",
            Self::Name => "name",
            Self::Date => "date",
            Self::DatePattern => "date_pattern",
            Self::Start => "start",
            Self::End => "end",
            Self::EndDate => "end_date",
            Self::DateColumn => "date_column",
            Self::At => "at",
            Self::AllowOutside => "allow_outside",
            Self::Unnamed => "unnamed",
            Self::Rename => "rename",
            Self::Overlap => "overlap",
            Self::Overwrite => "overwrite",
            Self::UnitsBy => "units_by",
            Self::Within => "within",
            Self::Land => "land",
            Self::Weigh => "weigh",
            Self::Of => "of",
            Self::Crs => "crs",
        }
    }
}

/// Advice to the user. [`Display`](fmt::Display) shows options by their names in the library; a front end shows them its
/// own way with [`Hint::text`].
///
/// ```
/// use landshift_engine::error::{Hint, OptionName};
/// let hint = Hint::from("name the property with ").option(OptionName::By);
/// assert_eq!(hint.to_string(), "name the property with `by`");
/// assert_eq!(hint.text(|option| format!("--{}", option.name())), "name the property with --by");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Option(OptionName),
}

impl Hint {
    /// Names an option next.
    #[must_use]
    pub fn option(mut self, option: OptionName) -> Self {
        self.parts.push(Part::Option(option));
        self
    }

    /// Adds text.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>) -> Self {
        self.parts.push(Part::Text(text.into()));
        self
    }

    /// Adds all of another hint.
    #[must_use]
    pub fn and_hint(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// The options that it names, in order.
    pub fn options(&self) -> impl Iterator<Item = OptionName> + '_ {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Option(option) => Some(*option),
        })
    }

    /// The hint with every option as `show` writes it.
    pub fn text(&self, show: impl Fn(OptionName) -> String) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Option(option) => show(*option),
        });
        parts.collect()
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(|option| format!("`{}`", option.name())))
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self {
            parts: vec![Part::Text(text)],
        }
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_shown_as_the_front_end_names_them() {
        let hint = Hint::from("give ")
            .option(OptionName::By)
            .and_hint(Hint::from(" or ").option(OptionName::Name))
            .and(", not both");
        assert_eq!(hint.to_string(), "give `by` or `name`, not both");
        assert_eq!(
            hint.text(|o| format!("--{}", if o == OptionName::Name { "as" } else { o.name() })),
            "give --by or --as, not both"
        );
        assert_eq!(
            hint.options().collect::<Vec<_>>(),
            [OptionName::By, OptionName::Name]
        );
    }
}
