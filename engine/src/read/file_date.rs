//! The date in a file's name.

use super::word_date::{self, SEPARATORS, is_recent};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::Date;
use crate::{Error, Result};

/// The date in a file's name: a day (`front-1994-05-12`, `2024-3-5`, `19940512`, `31_12_2024`, `5 March 2024`, `2024-W10`), else a
/// month (`front_2025_04`, `april_2025`), else a year (`w_1914`); none where there are two of one kind.
///
/// Eight digits in a row may be a number of some other kind; those that are no day between 1500 and 2199 are.
///
/// # Errors
///
/// When it is no day of the calendar, or day and month may be mistaken for one another.
pub(super) fn in_name(path: &str) -> Result<Option<Date>> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let numbers = Numbers::of(name);
    let days: Vec<Found> = numbers.days().collect();
    let dates = days.iter().filter_map(|found| match found {
        Found::Date(date) => Some(*date),
        _ => None,
    });
    let dates: Vec<Date> = dates.chain(word_date::days(name)).collect();
    if !dates.is_empty() {
        return Ok(only(dates.into_iter()));
    }
    if let Some(doubt) = days.into_iter().find_map(Found::doubt) {
        return Err(doubt);
    }
    let months: Vec<Date> = numbers.months().chain(word_date::months(name)).collect();
    if !months.is_empty() {
        return Ok(only(months.into_iter()));
    }
    Ok(only(numbers.years()))
}

/// The one date, if there is one and no other.
fn only(mut dates: impl Iterator<Item = Date>) -> Option<Date> {
    let first = dates.next()?;
    dates.all(|other| other == first).then_some(first)
}

/// What numbers in a name may be.
enum Found {
    Date(Date),
    /// A day that the calendar does not have.
    Impossible(String),
    /// Day and month may be either.
    Ambiguous(String),
}

impl Found {
    fn doubt(self) -> Option<Error> {
        let hint = |or: &str| {
            Hint::from("state dates with ")
                .option(OptionName::Date)
                .and(or)
                .option(OptionName::DatePattern)
        };
        let (what, hint) = match self {
            Self::Date(_) => return None,
            Self::Impossible(text) => (
                format!("has `{text}` in its name, which is no day of the calendar"),
                hint(", or say what in names is the date with "),
            ),
            Self::Ambiguous(text) => (
                format!("has `{text}` in its name, of which the day may be the first or the second number"),
                hint(", or say how names state them with ").and(", such as %d_%m_%Y or %m_%d_%Y"),
            ),
        };
        Some(Error::new(what).of_kind(ErrorKind::Attribute).with_hint(hint))
    }
}

/// A run of digits.
#[derive(Clone, Copy)]
struct Number<'a> {
    digits: &'a str,
    /// Where it starts and ends.
    from: usize,
    to: usize,
    /// The separator after it, if another number follows that.
    joint: Option<char>,
}

impl Number<'_> {
    fn value(&self) -> u32 {
        self.digits.parse().unwrap_or(u32::MAX)
    }

    fn is_year(&self) -> bool {
        self.digits.len() == 4
    }

    fn is_short(&self) -> bool {
        self.digits.len() <= 2
    }

    /// Whether it may be part of a date with others: no code of a reference system, as `4326`, or count.
    fn is_part(&self) -> bool {
        match self.digits.len() {
            ..4 => true,
            4 => is_recent(self.value()),
            _ => false,
        }
    }
}

/// Whether a number after these letters is the code of a reference system, as in `roads_epsg2056`.
fn is_code(before: &str) -> bool {
    const AUTHORITY: &str = "epsg";
    let before = before.trim_end_matches(SEPARATORS).to_ascii_lowercase();
    before.ends_with(AUTHORITY)
}

/// Whether a number is one digit of a word, as in `adm1_1994` and `nuts3_2021`.
fn is_level(name: &str, number: &Number) -> bool {
    number.digits.len() == 1 && name[..number.from].ends_with(char::is_alphabetic)
}

/// The numbers in a name, in order.
struct Numbers<'a> {
    name: &'a str,
    all: Vec<Number<'a>>,
}

impl<'a> Numbers<'a> {
    fn of(name: &'a str) -> Self {
        let mut all: Vec<Number> = Vec::new();
        let mut rest = 0;
        while let Some(start) = name[rest..].find(|c: char| c.is_ascii_digit()) {
            let from = rest + start;
            let length = name[from..].bytes().take_while(u8::is_ascii_digit).count();
            let to = from + length;
            if is_code(&name[..from]) {
                rest = to;
                continue;
            }
            let number = Number {
                digits: &name[from..to],
                from,
                to,
                joint: None,
            };
            if let Some(before) = all.last_mut() {
                let mut between = name[before.to..from].chars();
                let joint = between.next().filter(|mark| SEPARATORS.contains(mark));
                let is_joined = between.next().is_none()
                    && before.is_part()
                    && number.is_part()
                    && !(number.is_year() && is_level(name, before));
                before.joint = joint.filter(|_| is_joined);
            }
            all.push(number);
            rest = to;
        }
        Self { name, all }
    }

    /// What may be a day.
    fn days(&self) -> impl Iterator<Item = Found> + '_ {
        (0..self.all.len()).filter_map(|at| self.eight(at).or_else(|| self.three(at)))
    }

    /// Eight digits in a row.
    fn eight(&self, at: usize) -> Option<Found> {
        let digits = self.all[at].digits;
        if digits.len() != 8 {
            return None;
        }
        let year_first = [&digits[..4], &digits[4..6], &digits[6..]];
        let year_last = [&digits[4..], &digits[2..4], &digits[..2]];
        for [year, month, day] in [year_first, year_last] {
            let in_range = |text: &str, most| text.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
            let is_plausible = year.parse().is_ok_and(|y| (1500..2200).contains(&y));
            if is_plausible && in_range(month, 31) && in_range(day, 31) {
                let orders = [[day, month], [month, day]];
                let tried = if year == &digits[..4] { 1 } else { 2 };
                return Some(judged(digits, year, &orders[..tried]));
            }
        }
        None
    }

    /// Three numbers with one separator, the year first or last.
    fn three(&self, at: usize) -> Option<Found> {
        let [one, two, three] = self.all.get(at..at + 3)? else {
            return None;
        };
        if one.joint.is_none() || one.joint != two.joint || !two.is_short() {
            return None;
        }
        let text = &self.name[one.from..three.to];
        let is_padded = two.digits.len() == 2 && three.digits.len() == 2;
        let is_short = three.is_short() && one.joint == Some('-') && is_recent(one.value());
        if one.is_year() && (is_padded || is_short) {
            return Some(judged(text, one.digits, &[[three.digits, two.digits]]));
        }
        let begins = at == 0 || self.all[at - 1].joint != one.joint;
        if begins && one.is_short() && three.is_year() && is_recent(three.value()) {
            let orders = [[one.digits, two.digits], [two.digits, one.digits]];
            return Some(judged(text, three.digits, &orders));
        }
        None
    }

    /// Two numbers that are a year and a month, and not part of something longer.
    fn months(&self) -> impl Iterator<Item = Date> + '_ {
        let pairs = self.all.windows(2).enumerate();
        pairs.filter_map(|(at, pair)| {
            let [one, two] = pair else { return None };
            let is_alone = one.joint.is_some() && two.joint.is_none() && !self.is_joined(at);
            let (year, month) = if one.is_year() { (one, two) } else { (two, one) };
            let is_month = year.is_year() && month.digits.len() == 2 && (1..=12).contains(&month.value());
            let is_date = is_alone && is_month && is_recent(year.value());
            is_date.then(|| format!("{}-{}", year.digits, month.digits).parse().ok())?
        })
    }

    /// Four digits that are a year: by themselves, and no measure (`1000m`), version (`v2000`) or year before Christ.
    fn years(&self) -> impl Iterator<Item = Date> + '_ {
        let numbers = self.all.iter().enumerate();
        numbers.filter_map(|(at, number)| {
            let before = self.name[..number.from].to_lowercase();
            let letters = before.trim_end_matches(SEPARATORS);
            let word = letters
                .rsplit(|c: char| !c.is_alphabetic())
                .next()
                .unwrap_or_default();
            let after = self.name[number.to..].to_lowercase();
            let is_other = ["v", "bc", "bce", "epsg"].contains(&word)
                || after.starts_with(char::is_alphabetic)
                || after.trim_start_matches(SEPARATORS).starts_with("bc");
            let is_alone = number.joint.is_none() && !self.is_joined(at);
            let is_year = number.is_year() && is_recent(number.value());
            (is_year && is_alone && !is_other).then(|| number.digits.parse().ok())?
        })
    }

    /// Whether a number belongs to the one before it.
    fn is_joined(&self, at: usize) -> bool {
        at > 0 && self.all[at - 1].joint.is_some()
    }
}

/// What a year makes with a day and a month, in one order or in two.
fn judged(text: &str, year: &str, orders: &[[&str; 2]]) -> Found {
    let date = |[day, month]: &[&str; 2]| format!("{year}-{month:0>2}-{day:0>2}").parse::<Date>().ok();
    let mut dates: Vec<Date> = orders.iter().filter_map(date).collect();
    dates.dedup();
    match dates.as_slice() {
        [] => Found::Impossible(text.to_owned()),
        [date] => Found::Date(*date),
        _ => Found::Ambiguous(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(name: &str) -> Option<String> {
        in_name(name).unwrap().map(|date| date.to_string())
    }

    #[test]
    fn a_name_may_hold_one_date() {
        for (name, expected) in [
            ("1994-05-12.geojson", "1994-05-12"),
            ("front_1994_05_12.geojson.gz", "1994-05-12"),
            ("/maps/2001-01-01/control-1994.05.12-v2.geojson", "1994-05-12"),
            ("deep_19940512.geojson", "1994-05-12"),
            ("1994-05-12_1994-05-12é.geojson", "1994-05-12"),
            ("front 1994 05 12", "1994-05-12"),
            ("31_12_2024.geojson", "2024-12-31"),
            ("front-31.12.2024.geojson", "2024-12-31"),
            ("12-31-2024.geojson", "2024-12-31"),
            ("31122024.geojson", "2024-12-31"),
            ("5_5_2024.geojson", "2024-05-05"),
            ("front_2025_04.geojson", "2025-04"),
            ("1994-05.geojson", "1994-05"),
            ("front_04-2025.geojson", "2025-04"),
            ("w_1914.geojson.gz", "1914"),
            ("world1914.geojson", "1914"),
            ("ne_110m_1914_v2.geojson", "1914"),
            ("1994.geojson", "1994"),
            ("front_1994_epsg2056.gpkg", "1994"),
            ("adm1_1994.geojson", "1994"),
            ("nuts3_2021_01.geojson", "2021-01"),
            ("NUTS_RG_10M_2021_4326.geojson", "2021"),
            ("front_2024_05_25832.gpkg", "2024-05"),
            ("admin2_2020-03-01.shp", "2020-03-01"),
            ("epsg2056_1994-05-12.gpkg", "1994-05-12"),
            ("2024-3-5.geojson", "2024-03-05"),
            ("front 5 March 2024.geojson", "2024-03-05"),
            ("5Mar2024.geojson", "2024-03-05"),
            ("5-mars-2024.geojson", "2024-03-05"),
            ("5. März 2024.geojson", "2024-03-05"),
            ("March 5, 2024.geojson", "2024-03-05"),
            ("2024_mar_05.geojson", "2024-03-05"),
            ("5 марта 2024.kml", "2024-03-05"),
            ("December 2023.geojson", "2023-12"),
            ("front_2024_april.geojson", "2024-04"),
            ("2024-W10.geojson", "2024-03-04"),
            ("front_2024W10-7.geojson", "2024-03-10"),
            ("mariupol_may_day_2024.geojson", "2024"),
        ] {
            assert_eq!(date(name).as_deref(), Some(expected), "{name}");
        }
        for name in [
            "1994-05_12.geojson",
            "1994-05-123.geojson",
            "diff_1994-05-12_2020-12-01.geojson",
            "1914_1920.geojson",
            "way_99990512.geojson",
            "119940512.geojson",
            "ne_1000m.geojson",
            "the_1990s.geojson",
            "world_bc1000.geojson",
            "v2000.geojson",
            "epsg2056.geojson",
            "roads_epsg2056.gpkg",
            "roads_EPSG_2056.gpkg",
            "roads-epsg-1914.gpkg",
            "1994-0é-12",
            "2001-01-01/front.geojson",
            "-",
            "",
        ] {
            assert_eq!(date(name), None, "{name}");
        }
    }

    #[test]
    fn impossible_and_ambiguous_dates_are_said() {
        for (name, expected) in [
            (
                "front-1917-04-31.geojson",
                "`1917-04-31` in its name, which is no day",
            ),
            (
                "front_19170431.geojson",
                "`19170431` in its name, which is no day",
            ),
            ("1994-13-12.geojson", "no day of the calendar"),
            ("31_04_1917.geojson", "no day of the calendar"),
            ("03_04_2024.geojson", "may be the first or the second number"),
            ("03042024.geojson", "may be the first or the second number"),
        ] {
            let message = in_name(name).unwrap_err().to_string();
            assert!(
                message.contains(expected) && message.contains("`date_pattern`"),
                "{message}"
            );
        }
    }
}
