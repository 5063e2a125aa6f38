//! Dates in words in a file's name: `front 5 March 2024`, `5mars2024`, `March_5_2024`, `april_2024`, `2024-W10`.

use jiff::civil::{ISOWeekDate, Weekday};

use crate::model::Date;

/// Marks between the parts of a date.
pub(super) const SEPARATORS: [char; 4] = ['-', '_', '.', ' '];

/// The names of months, whole and short, in English, German, French, Spanish, Italian, Portuguese, Polish, Turkish, Russian and Ukrainian.
/// What is a word of its own in one of these as well, as `set`, `ago` or `out`, is left out.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio janeiro styczeń stycznia ocak январь января янв січень січня",
    "february feb februar février fevrier févr fev febrero febbraio fevereiro luty lutego şubat февраль февраля фев лютий лютого",
    "march mar märz maerz mars marzo março marco marzec marca mart март марта мар березень березня",
    "april apr avril avr abril abr aprile kwiecień kwietnia nisan апрель апреля апр квітень квітня",
    "may mai mayo maggio maio maj maja mayıs май мая травень травня",
    "june jun juni juin junio giugno giu junho czerwiec czerwca haziran июнь июня июн червень червня",
    "july jul juli juillet juil julio luglio julho lipiec lipca temmuz июль июля июл липень липня",
    "august aug août aout agosto sierpień sierpnia ağustos август августа авг серпень серпня",
    "september sep sept septembre septiembre settembre setembro wrzesień września eylül сентябрь сентября сен вересень вересня",
    "october oct oktober okt octobre octubre ottobre ott outubro październik października ekim октябрь октября окт жовтень жовтня",
    "november nov novembre noviembre novembro kasım ноябрь ноября ноя листопад листопада",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudzień grudnia aralık декабрь декабря дек грудень грудня",
];

/// A part of a name that may be part of a date.
enum Token<'a> {
    Number(&'a str),
    Month(usize),
    Other,
}

/// The days in words that a name has, and the weeks of ISO 8601 by their Mondays.
pub(super) fn days(name: &str) -> Vec<Date> {
    let tokens = tokens(name);
    let named = tokens.windows(3).filter_map(|tokens| match *tokens {
        [Token::Number(day), Token::Month(month), Token::Number(year)]
        | [Token::Number(year), Token::Month(month), Token::Number(day)]
        | [Token::Month(month), Token::Number(day), Token::Number(year)]
            if is_year(year) && day.len() <= 2 =>
        {
            format!("{year}-{month:02}-{day:0>2}").parse().ok()
        }
        _ => None,
    });
    named.chain(weeks(name)).collect()
}

/// The months in words that a name has.
pub(super) fn months(name: &str) -> Vec<Date> {
    let tokens = tokens(name);
    let named = tokens.windows(2).filter_map(|tokens| match *tokens {
        [Token::Month(month), Token::Number(year)] | [Token::Number(year), Token::Month(month)]
            if is_year(year) =>
        {
            format!("{year}-{month:02}").parse().ok()
        }
        _ => None,
    });
    named.collect()
}

/// Whether a number of four digits may be a year.
pub(super) fn is_recent(year: u32) -> bool {
    (1000..2200).contains(&year)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse().is_ok_and(is_recent)
}

/// Numbers and words, as they follow one another; what parts a date from its neighbours is a word as well.
fn tokens(name: &str) -> Vec<Token<'_>> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut tokens = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let of_kind = kind(first);
        let length = rest.find(|c| kind(c) != of_kind).unwrap_or(rest.len());
        let (part, after) = rest.split_at(length);
        rest = after;
        match of_kind {
            (true, _) => tokens.push(Token::Number(part)),
            (_, true) => tokens.push(month(part).map_or(Token::Other, Token::Month)),
            _ if part.chars().all(|c| SEPARATORS.contains(&c) || c == ',') => {}
            _ => tokens.push(Token::Other),
        }
    }
    tokens
}

/// The number of a month by its name.
fn month(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|names| names.split(' ').any(|name| name == word))?;
    Some(found + 1)
}

/// The Mondays of weeks, as in `2024-W10` (ISO 8601-1:2019, section 5.2.3), with or without the day in them.
fn weeks(name: &str) -> impl Iterator<Item = Date> + '_ {
    name.match_indices(['W', 'w']).filter_map(|(at, _)| {
        let year = name[..at].strip_suffix('-').unwrap_or(&name[..at]);
        let year = year.get(year.len().checked_sub(4)?..)?;
        let after = &name[at + 1..];
        let week = after.get(..2)?;
        let is_longer = after[2..].starts_with(|c: char| c.is_alphanumeric());
        let number = |text: &str| {
            text.bytes()
                .all(|c| c.is_ascii_digit())
                .then(|| text.parse::<i16>().ok())?
        };
        if is_longer || !is_year(year) {
            return None;
        }
        let day = after[2..]
            .strip_prefix('-')
            .and_then(|rest| rest.get(..1))
            .and_then(number);
        let weekday = day.and_then(|day| Weekday::from_monday_one_offset(day.try_into().ok()?).ok());
        let week = ISOWeekDate::new(
            number(year)?,
            number(week)?.try_into().ok()?,
            weekday.unwrap_or(Weekday::Monday),
        );
        Some(Date::of_day(week.ok()?.date()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_of_a_year_beside_them() {
        let found = |name| months(name).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(found("März 2024"), ["2024-03"]);
        assert_eq!(found("front_2024апреля.geojson"), ["2024-04"]);
        for name in [
            "march of 2024",
            "marching_2024",
            "may_20244",
            "2024 (march)",
            "W10",
        ] {
            assert!(found(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn weeks_are_of_their_mondays() {
        let found = |name| days(name).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(found("2024-W10.geojson"), ["2024-03-04"]);
        assert_eq!(found("front_2020W01"), ["2019-12-30"]);
        assert_eq!(found("2024-W10-3"), ["2024-03-06"]);
        for name in [
            "2024-W60",
            "2024-W1",
            "2024-W100",
            "24-W10",
            "2024-Wörth",
            "W10",
            "é-W10",
        ] {
            assert!(found(name).is_empty(), "{name}");
        }
    }
}
