//! Axes of charts: which values and dates are marked.

use crate::language::Language;
use crate::math::{log10, pow};
use crate::measure::Area;
use crate::model::{Date, Every};

/// A marked date.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::map) struct TimeTick {
    /// Days since the first date.
    pub day: f64,
    pub label: String,
}

/// Left between two labels, in layout pixels.
const GAP: f64 = 28.0;

/// How far apart marks may be: a period, of which each so many counts, and how much of a date their labels have.
const STEPS: [(Every, i64, Precision); 17] = [
    (Every::Days(1), 1, Precision::Day),
    (Every::Days(2), 1, Precision::Day),
    (Every::Days(7), 1, Precision::Day),
    (Every::Days(14), 1, Precision::Day),
    (Every::Month, 1, Precision::Month),
    (Every::Month, 2, Precision::Month),
    (Every::Quarter, 1, Precision::Month),
    (Every::Month, 6, Precision::Month),
    (Every::Year, 1, Precision::Year),
    (Every::Year, 2, Precision::Year),
    (Every::Year, 5, Precision::Year),
    (Every::Year, 10, Precision::Year),
    (Every::Year, 20, Precision::Year),
    (Every::Year, 50, Precision::Year),
    (Every::Year, 100, Precision::Year),
    (Every::Year, 200, Precision::Year),
    (Every::Year, 1000, Precision::Year),
];

/// The most marks on an axis: more tell no more.
const MOST: usize = 10;

#[derive(Debug, Clone, Copy)]
enum Precision {
    Day,
    Month,
    Year,
}

impl Precision {
    /// A day as precise as that.
    fn of(self, day: Date) -> Date {
        let text = day.to_string();
        let end = text.len()
            - match self {
                Self::Day => 0,
                Self::Month => 3,
                Self::Year => 6,
            };
        text[..end].parse().unwrap_or(day)
    }
}

/// With fewer marks an axis tells little.
const FEWEST: usize = 3;

/// The finest marks from one date to another of which no two labels meet on an axis of a length; `width` measures labels.
pub(in crate::map) fn time_ticks(
    [first, last]: [Date; 2],
    length: f64,
    language: &Language,
    width: impl Fn(&str) -> f64,
) -> Vec<TimeTick> {
    let days = first.days_until(last).max(1) as f64;
    let fits = |ticks: &[TimeTick]| {
        let apart = ticks.windows(2).all(|pair| {
            let between = (pair[1].day - pair[0].day) / days * length;
            between >= f64::midpoint(width(&pair[0].label), width(&pair[1].label)) + GAP
        });
        apart && ticks.len() <= MOST
    };
    let finest = |label: &dyn Fn(Date) -> String| {
        let mut all = STEPS.into_iter().map(|step| ticks(step, [first, last], label));
        all.find(|ticks| fits(ticks)).unwrap_or_default()
    };
    let in_words = finest(&|date| language.date(date));
    if in_words.len() >= FEWEST {
        return in_words;
    }
    // Words that are too long for a short axis give way to figures.
    let in_figures = finest(&|date| date.to_string());
    if in_figures.len() > in_words.len() {
        in_figures
    } else {
        in_words
    }
}

fn ticks(
    (every, each, precision): (Every, i64, Precision),
    [first, last]: [Date; 2],
    label: &dyn Fn(Date) -> String,
) -> Vec<TimeTick> {
    // A long axis has no room for short steps.
    const FAR_TOO_MANY: usize = 4_000;
    let periods = std::iter::successors(every.period(first, first), |period| every.after(period));
    let counts = |start: &Date| {
        let number = match every {
            Every::Year => i64::from(start.year()),
            _ => i64::from(start.month().unwrap_or(1)) - 1,
        };
        each == 1 || number.rem_euclid(each) == 0
    };
    periods
        .map(|period| period.start)
        .take_while(|start| first.days_until(*start) <= first.days_until(last))
        .take(FAR_TOO_MANY)
        .filter(|start| first.days_until(*start) >= 0 && counts(start))
        .map(|start| TimeTick {
            day: first.days_until(start) as f64,
            label: label(precision.of(start)),
        })
        .collect()
}

/// Round values from the least to the most, about so many steps apart, in the unit of the language.
pub(in crate::map) fn value_ticks([least, most]: [Area; 2], steps: f64, language: &Language) -> Vec<Area> {
    let unit = language.unit().m2();
    let (low, high) = (least.m2() / unit, most.m2() / unit);
    let rough = ((high - low) / steps).max(f64::MIN_POSITIVE);
    let power = pow(10.0, log10(rough).floor());
    let values = |step: f64| {
        let (from, to) = ((low / step).ceil() as i64, (high / step).floor() as i64);
        let values = (from..=to).map(|n| Area::from_m2(n as f64 * step * unit));
        values.collect::<Vec<_>>()
    };
    let round = [10.0, 5.0, 2.0, 1.0, 0.5].map(|n| n * power);
    let fitting = round.iter().rposition(|step| *step >= rough * 0.999);
    // A value alone gives no scale.
    let mut all = round[fitting.unwrap_or(0)..].iter().map(|step| values(*step));
    all.find(|values| values.len() > 1)
        .unwrap_or_else(|| values(round[0]))
}

/// A round value as an axis has it, with its sign.
pub(in crate::map) fn value_label(value: Area, language: &Language) -> String {
    let number = value.m2().abs() / language.unit().m2();
    let digits = if (number - number.round()).abs() < 1e-9 * number.max(1.0) {
        language.count(number.round() as usize)
    } else {
        language.number(format!("{number:.6}").trim_end_matches('0'))
    };
    match value.cmp(&Area::ZERO) {
        std::cmp::Ordering::Less => format!("−{digits}"),
        std::cmp::Ordering::Equal => digits,
        std::cmp::Ordering::Greater => format!("+{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(first: &str, last: &str, length: f64) -> Vec<String> {
        let dates = [first, last].map(|date| date.parse().unwrap());
        let ticks = time_ticks(dates, length, &Language::default(), |label| {
            9.0 * label.chars().count() as f64
        });
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn dates_are_marked_as_finely_as_their_labels_fit() {
        let months = [
            "May 2025",
            "June 2025",
            "July 2025",
            "August 2025",
            "September 2025",
        ];
        assert_eq!(labels("2025-04-02", "2025-09-30", 1200.0), months);
        assert_eq!(
            labels("2025-04-02", "2025-09-30", 400.0),
            ["May 2025", "July 2025", "September 2025"]
        );
        assert_eq!(
            labels("2025-04-02", "2025-09-30", 330.0),
            ["2025-05", "2025-07", "2025-09"]
        );
        assert_eq!(labels("1886", "2019", 1200.0)[..2], ["1900", "1920"]);
        assert_eq!(labels("2025-04-02", "2025-04-12", 1200.0)[0], "2 April 2025");
    }

    #[test]
    fn values_are_round() {
        let language = Language::default();
        let told = |least: f64, most: f64| -> Vec<String> {
            let ends = [least, most].map(Area::from_km2);
            let ticks = value_ticks(ends, 4.0, &language);
            ticks
                .into_iter()
                .map(|tick| value_label(tick, &language))
                .collect()
        };
        assert_eq!(told(-2466.0, 2466.0), ["−2,000", "0", "+2,000"]);
        assert_eq!(told(0.0, 0.9), ["0", "+0.5"]);
        // Steps of 50,000 would be 3.5 of them; of 100,000 are none but 0.
        assert_eq!(told(-98_453.0, 73_840.0), ["−50,000", "0", "+50,000"]);
        let few = value_ticks([-98_453.0, 73_840.0].map(Area::from_km2), 3.0, &language);
        assert_eq!(few.len(), 3);
        assert_eq!(told(0.0, 0.0), ["0"]);
    }
}
