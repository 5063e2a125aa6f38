//! A language: its messages, its forms of dates and numbers, and its translations of names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::check;
use super::messages::{Messages, fill};
use crate::Result;
use crate::files::Files;
use crate::measure::{Area, AreaRange, AreaUnit};
use crate::model::{Date, canonical};
use crate::settings::Family;

/// Lists the built-in languages, the complete one first; the file of each is next to this one.
macro_rules! built_in {
    ($($code:literal)+) => {
        /// Their codes.
        const CODES: &[&str] = &[$($code),+];

        /// Their codes and files.
        pub(super) const FAMILY: Family = Family {
            kind: "language",
            files: &[$(($code, include_str!(concat!($code, ".toml")))),+],
        };
    };
}

built_in!("en" "de" "fr" "es" "ru" "az" "hy");

/// A language, with translations of names in the data.
#[derive(Debug, Clone)]
pub struct Language {
    #[doc(hidden)]
    pub words: Messages,
    /// Names in the data and their translations.
    names: BTreeMap<String, String>,
    missing: Vec<String>,
    /// In which areas are told.
    unit: AreaUnit,
    absence: Absence,
}

/// How sentences tell of whom land came that only the later of two dates has, and to whom what only the earlier one has went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Absence {
    /// From nobody, to nobody.
    #[default]
    Nobody,
    /// Not at all: the data does not say.
    Untold,
}

impl Default for Language {
    /// English.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        let words = FAMILY.complete().expect("English is complete");
        Self {
            words,
            names: BTreeMap::new(),
            missing: Vec::new(),
            unit: AreaUnit::Km2,
            absence: Absence::default(),
        }
    }
}

impl Language {
    /// The codes of the built-in languages.
    pub const BUILT_IN: &'static [&'static str] = CODES;

    /// A built-in language, by its code, or else that of a TOML file among `files`.
    ///
    /// # Errors
    ///
    /// If there is neither, or the file has a message that is unknown or has unknown words in braces; the error has the
    /// line.
    ///
    /// ```
    /// use landshift_engine::{files::MemoryFiles, language::Language, measure::Area};
    /// let german = Language::named("de", &MemoryFiles::new())?;
    /// assert_eq!(german.date("1994-05-12".parse()?), "12.\u{a0}Mai 1994");
    /// assert_eq!(german.area(Area::from_km2(9090.06)), "9.090\u{a0}km²");
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    pub fn named(name: &str, files: &dyn Files) -> Result<Self> {
        FAMILY.named(name, files, Self::read)
    }

    /// A built-in language, by its code; none of that code is English.
    #[cfg(test)]
    pub fn built_in(code: &str) -> Self {
        Self::named(code, &crate::files::MemoryFiles::new()).unwrap_or_default()
    }

    /// A language from the text of its file.
    pub(super) fn read(text: &str) -> Result<Self> {
        let (words, missing) = FAMILY.read(text, check::fits)?;
        Ok(Self {
            words,
            names: BTreeMap::new(),
            missing,
            unit: AreaUnit::Km2,
            absence: Absence::default(),
        })
    }

    /// Its code, for the `lang` attribute and for the names in data (`name_de`, `name:de`).
    pub fn code(&self) -> &str {
        &self.words.code
    }

    /// The messages that it lacks and that are in English, as `section.key`.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// Adds translations of names in the data; the first one of each stays.
    pub fn call(&mut self, names: impl IntoIterator<Item = (String, String)>) {
        for (name, called) in names {
            self.names.entry(canonical(&name).into_owned()).or_insert(called);
        }
    }

    /// Makes something else of every translation; returns whether any was changed.
    pub(super) fn change_names(&mut self, make: impl Fn(&str) -> Cow<'_, str>) -> bool {
        let mut is_changed = false;
        for called in self.names.values_mut() {
            if let Cow::Owned(made) = make(called) {
                *called = made;
                is_changed = true;
            }
        }
        is_changed
    }

    /// The translation of a name in the data, or the name itself.
    pub fn name<'a>(&'a self, name: &'a str) -> &'a str {
        self.called(name).map_or(name, String::as_str)
    }

    /// What a name is called, however it is spelled.
    fn called(&self, name: &str) -> Option<&String> {
        self.names.get(name).or_else(|| match canonical(name) {
            Cow::Borrowed(_) => None,
            Cow::Owned(name) => self.names.get(&name),
        })
    }

    /// Whether a name in the data has a translation.
    pub fn knows(&self, name: &str) -> bool {
        self.called(name).is_some()
    }

    /// A date in words.
    pub fn date(&self, date: Date) -> String {
        let (form, year) = (&self.words.dates, date.year().to_string());
        let Some(month) = date.month() else { return year };
        let nth = usize::from(month) - 1;
        match date.day() {
            None => fill(
                &form.month,
                &[("month", &form.months_alone[nth]), ("year", &year)],
            ),
            Some(day) => {
                let day = if day == 1 {
                    form.first_day.clone()
                } else {
                    day.to_string()
                };
                let parts = [
                    ("day", day.as_str()),
                    ("month", &form.months[nth]),
                    ("year", &year),
                ];
                fill(&form.day, &parts)
            }
        }
    }

    /// A number as [`crate::measure`] writes it, with this language's marks.
    pub fn number(&self, english: &str) -> String {
        let form = &self.words.numbers;
        let digits = english.split('.').next().unwrap_or_default();
        let whole = digits.chars().filter(char::is_ascii_digit).count();
        let grouped = whole >= usize::from(form.grouped_from);
        let mut number = String::with_capacity(english.len());
        for c in english.chars() {
            match c {
                ',' if grouped => number.push_str(&form.group),
                ',' => {}
                '.' => number.push_str(&form.decimal),
                c => number.push(c),
            }
        }
        number
    }

    /// A whole number.
    pub fn count(&self, number: usize) -> String {
        self.number(&crate::measure::count(number as u64))
    }

    /// The same language that tells areas in another unit than km².
    ///
    /// ```
    /// use landshift_engine::{language::Language, measure::{Area, AreaUnit}};
    /// let english = Language::default().in_unit(AreaUnit::Ha);
    /// assert_eq!(english.area(Area::from_km2(0.35)), "35 ha");
    /// ```
    #[must_use]
    pub fn in_unit(&self, unit: AreaUnit) -> Self {
        Self { unit, ..self.clone() }
    }

    /// The same language that tells land of one date alone in another way.
    ///
    /// ```
    /// use landshift_engine::{language::{Absence, Language}, measure::Area};
    /// let parts = [(None, Area::from_km2(35.0))];
    /// let gained = |language: &Language| language.gained("A", Area::from_km2(35.0), &parts);
    /// assert_eq!(gained(&Language::default()), "A gained 35 km² from nobody");
    /// assert_eq!(gained(&Language::default().telling(Absence::Untold)), "A gained 35 km²");
    /// ```
    #[must_use]
    pub fn telling(self, absence: Absence) -> Self {
        Self { absence, ..self }
    }

    /// How land of one date alone is told.
    pub(super) fn absence(&self) -> Absence {
        self.absence
    }

    /// The unit in which areas are told.
    pub fn unit(&self) -> AreaUnit {
        self.unit
    }

    /// An area in sentences, with its unit; see [`Area::headline`].
    pub fn area(&self, area: Area) -> String {
        fill(self.unit_message(), &[("number", &self.area_number(area))])
    }

    /// As [`Language::area`], without the unit.
    pub fn area_number(&self, area: Area) -> String {
        self.number(&area.rounded(self.unit))
    }

    /// The unit of areas, for a heading above their numbers.
    pub fn unit_symbol(&self) -> String {
        if self.unit == AreaUnit::Km2 {
            return self.words.table.km2.clone();
        }
        let symbol = fill(self.unit_message(), &[("number", "")]);
        symbol.trim_matches(char::is_whitespace).to_owned()
    }

    /// A heading with the unit of the areas below it.
    pub fn with_unit(&self, heading: &str) -> String {
        // A language file that knows no other unit says km².
        let heading = heading.replace(&self.words.table.km2, "{unit}");
        fill(&heading, &[("unit", &self.unit_symbol())])
    }

    /// How a number is written with the unit of areas.
    pub fn unit_message(&self) -> &str {
        let words = &self.words.numbers;
        match self.unit {
            AreaUnit::Km2 => &words.km2,
            AreaUnit::Ha => &words.ha,
            AreaUnit::M2 => &words.m2,
            AreaUnit::Acres => &words.acres,
            AreaUnit::Mi2 => &words.mi2,
        }
    }

    /// The least and the most that an area may be, without the unit.
    pub fn range(&self, range: AreaRange) -> String {
        let [low, high] = [range.low, range.high].map(|area| self.area_number(area));
        format!("{low}–{high}")
    }

    /// The share of an area in whole per cent; see [`Area::whole_percent_of`].
    pub fn percent(&self, part: Area, whole: Area) -> String {
        let share = part.whole_percent_of(whole);
        let number = self.number(share.trim_end_matches('%'));
        fill(&self.words.numbers.percent, &[("number", &number)])
    }

    /// What an event that befell a unit is called, by its name.
    pub fn event<'a>(&'a self, event: &'a str) -> &'a str {
        self.words.units.events.get(event).map_or(event, String::as_str)
    }

    /// The translation of a status in the data.
    pub fn status<'a>(&'a self, status: &'a str) -> &'a str {
        let known = self.words.status.get(&status.to_lowercase());
        known.map_or_else(|| self.name(status), String::as_str)
    }

    /// From one date to another: `1–31 May 2025`, `May 2024 – June 2025`.
    ///
    /// ```
    /// use landshift_engine::language::Language;
    /// let range = |first: &str, last: &str| Ok::<_, landshift_engine::Error>(
    ///     Language::default().range_of_dates(first.parse()?, last.parse()?));
    /// assert_eq!(range("2025-05-01", "2025-05-31")?, "1–31 May 2025");
    /// assert_eq!(range("2025-04-30", "2025-05-31")?, "30 April 2025 – 31 May 2025");
    /// assert_eq!(range("1914", "1945")?, "1914 – 1945");
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    pub fn range_of_dates(&self, first: Date, last: Date) -> String {
        let form = &self.words.dates;
        if let (Some(month), Some(from), Some(to)) = (last.month(), first.day(), last.day())
            && (first.year(), first.month()) == (last.year(), last.month())
        {
            let from = if from == 1 {
                form.first_day.clone()
            } else {
                from.to_string()
            };
            let days = format!("{from}–{to}");
            let month = &form.months[usize::from(month) - 1];
            let parts = [
                ("day", days.as_str()),
                ("month", month),
                ("year", &last.year().to_string()),
            ];
            return fill(&form.day, &parts);
        }
        format!("{} – {}", self.date(first), self.date(last))
    }

    /// Names in a row: `A, B and C`.
    pub fn list(&self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first @ .., last] => {
                let first = first.join(&self.words.comma);
                fill(&self.words.and, &[("first", &first), ("last", last)])
            }
        }
    }
}
