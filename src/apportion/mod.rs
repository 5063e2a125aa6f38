//! Apportioning: figures of earlier units carried over to later ones by the weights of a crosswalk.
//!
//! *Counts*, such as people, are shared out: whole numbers stay whole, and what each unit had is given to the last one (method of
//! the largest remainder). *Rates*, such as people a square kilometre, are means weighted by area. What comes of a unit that is
//! divided is an estimate, so each figure has bounds: a count is at least that of the units that are wholly in its unit, and at most
//! that of all with part in it.

mod share;
mod table;

use std::collections::BTreeMap;

pub use table::{CrosswalkTable, UnreadCell, ValueTable};

use crate::error::ErrorKind;
use crate::{Error, Result};

/// So many names are listed in a sentence.
const LISTED: usize = 12;

/// Figures of later units.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Apportioned {
    /// By later unit and column.
    pub figures: Vec<ApportionedFigure>,
    /// Columns without a number, which are left out.
    pub left_out: Vec<String>,
    /// Cells of the others that are no number, or a count below 0: their units have no value.
    pub unread: Vec<UnreadCell>,
    /// Units of the crosswalk without a value in some column.
    pub without_values: Vec<String>,
}

impl Apportioned {
    /// What is left out, in sentences.
    pub fn notes(&self) -> Vec<String> {
        let cell = |cell: &UnreadCell| format!("{} of {} is `{}`", cell.column, cell.unit, cell.text);
        let unread: Vec<String> = self.unread.iter().map(cell).collect();
        let note = |(what, names): (&str, &[String])| {
            let more = names.len().saturating_sub(LISTED);
            let shown = names[..names.len() - more].join(", ");
            match more {
                _ if names.is_empty() => None,
                0 => Some(format!("{what}: {shown}.")),
                more => Some(format!("{what}: {shown} and {more} more.")),
            }
        };
        let notes = [
            ("Columns left out, since they are no numbers", &*self.left_out),
            ("Taken for not known", &*unread),
            (
                "Units without values, so that what they have part in has none",
                &*self.without_values,
            ),
        ];
        notes.into_iter().filter_map(note).collect()
    }
}

/// A figure of a later unit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApportionedFigure {
    /// The later unit; none is land of no unit.
    pub unit: Option<String>,
    /// The column of the values.
    pub column: String,
    /// The figure; none where an earlier unit with part in it has none.
    pub value: Option<f64>,
    /// The least that it can be; none where that is not known.
    pub low: Option<f64>,
    /// The most; none where that is not known.
    pub high: Option<f64>,
    /// The earlier units with part in it that have no value.
    pub missing: Vec<String>,
}

/// A figure in the making.
#[derive(Debug, Clone, Copy)]
struct Bounded {
    value: f64,
    low: f64,
    high: f64,
}

/// Carries figures over. `rates` are the columns that are means and no counts.
///
/// # Errors
///
/// When a column of `rates` is not there, or a unit with values has no weights.
pub fn apportion(values: &ValueTable, crosswalk: &CrosswalkTable, rates: &[String]) -> Result<Apportioned> {
    if let Some(unknown) = rates.iter().find(|rate| !values.columns.contains(rate)) {
        return Err(Error::new(format!("there is no column `{unknown}` with numbers"))
            .of_kind(ErrorKind::Options)
            .in_file(&values.name)
            .with_hint(format!("it has {}", values.columns.join(", "))));
    }
    if let Some(unknown) = values
        .rows
        .keys()
        .find(|unit| !crosswalk.weights.contains_key(*unit))
    {
        return Err(Error::new(format!(
            "the unit `{unknown}` has no weights in {}",
            crosswalk.name
        ))
        .of_kind(ErrorKind::Attribute)
        .in_file(&values.name)
        .with_hint("both must name units by the same codes; leave rows of totals out"));
    }
    let values = &with_counts(values, rates);
    let mut figures = Vec::new();
    for (place, column) in values.columns.iter().enumerate() {
        let of_units = if rates.contains(column) {
            means(values, crosswalk, place)
        } else {
            counts(values, crosswalk, place)
        };
        for (unit, missing) in missing(values, crosswalk, place) {
            let known = of_units.get(&unit).filter(|_| missing.is_empty());
            figures.push(ApportionedFigure {
                unit: unit.map(str::to_owned),
                column: column.clone(),
                value: known.map(|bounded| bounded.value),
                low: known.map(|bounded| bounded.low),
                high: known.map(|bounded| bounded.high),
                missing,
            });
        }
    }
    let lacks_values = |unit: &&String| values.rows.get(*unit).is_none_or(|row| row.contains(&None));
    Ok(Apportioned {
        figures,
        left_out: values.left_out.clone(),
        unread: values.unread.clone(),
        without_values: crosswalk.weights.keys().filter(lacks_values).cloned().collect(),
    })
}

/// The values, of which counts are not below 0: such a number, as −99, stands for one that is not known.
fn with_counts(values: &ValueTable, rates: &[String]) -> ValueTable {
    let mut counted = values.clone();
    for (unit, row) in &mut counted.rows {
        for (value, column) in row.iter_mut().zip(&values.columns) {
            let is_count = !rates.contains(column);
            if let Some(number) = value.take_if(|number| is_count && *number < 0.0) {
                counted.unread.push(UnreadCell {
                    unit: unit.clone(),
                    column: column.clone(),
                    text: number.to_string(),
                });
            }
        }
    }
    counted
}

/// By later unit, the earlier ones with part in it that have no value in a column.
fn missing<'a>(
    values: &'a ValueTable,
    crosswalk: &'a CrosswalkTable,
    column: usize,
) -> BTreeMap<Option<&'a str>, Vec<String>> {
    let mut missing: BTreeMap<Option<&str>, Vec<String>> = BTreeMap::new();
    for (unit, weights) in &crosswalk.weights {
        let is_known = values.rows.get(unit).is_some_and(|row| row[column].is_some());
        for to in weights {
            let of_unit = missing.entry(to.unit.as_deref()).or_default();
            of_unit.extend((!is_known).then(|| unit.clone()));
        }
    }
    missing
}

/// The counts of a column by later unit.
fn counts<'a>(
    values: &'a ValueTable,
    crosswalk: &'a CrosswalkTable,
    column: usize,
) -> BTreeMap<Option<&'a str>, Bounded> {
    let mut counts: BTreeMap<Option<&str>, Bounded> = BTreeMap::new();
    for (unit, row) in &values.rows {
        let (Some(value), Some(weights)) = (row[column], crosswalk.weights.get(unit)) else {
            continue;
        };
        let shares = share::shared_out(value, &weights.iter().map(|to| to.weight).collect::<Vec<_>>());
        let is_whole = weights.len() == 1;
        for (to, share) in weights.iter().zip(shares) {
            let count = counts.entry(to.unit.as_deref()).or_insert(Bounded {
                value: 0.0,
                low: 0.0,
                high: 0.0,
            });
            count.value += share;
            let certain = if is_whole { value } else { 0.0 };
            count.low += certain.min(value);
            count.high += value.max(certain);
        }
    }
    counts
}

/// The means of a column by later unit, weighted by the land that units have in common.
fn means<'a>(
    values: &'a ValueTable,
    crosswalk: &'a CrosswalkTable,
    column: usize,
) -> BTreeMap<Option<&'a str>, Bounded> {
    /// The land with a value, km², the total of value by land, and the extremes of the values.
    struct Mean {
        land_km2: f64,
        total: f64,
        low: f64,
        high: f64,
    }
    let mut sums: BTreeMap<Option<&str>, Mean> = BTreeMap::new();
    for (unit, row) in &values.rows {
        let (Some(value), Some(weights)) = (row[column], crosswalk.weights.get(unit)) else {
            continue;
        };
        for to in weights {
            let sum = sums.entry(to.unit.as_deref()).or_insert(Mean {
                land_km2: 0.0,
                total: 0.0,
                low: value,
                high: value,
            });
            sum.land_km2 += to.area_km2;
            sum.total += to.area_km2 * value;
            sum.low = sum.low.min(value);
            sum.high = sum.high.max(value);
        }
    }
    let with_land = sums.into_iter().filter(|(_, sum)| sum.land_km2 > 0.0);
    let mean = |sum: &Mean| (sum.total / sum.land_km2).clamp(sum.low, sum.high);
    with_land
        .map(|(unit, sum)| {
            let bounded = Bounded {
                value: mean(&sum),
                low: sum.low,
                high: sum.high,
            };
            (unit, bounded)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: &str = "before,after,from,to,area_km2,weight\n\
        2010,2020,1,1,75,0.75\n2010,2020,1,4,25,0.25\n2010,2020,2,1,50,1\n";

    fn figures(values: &str, rates: &[&str]) -> Vec<(String, String, [f64; 3])> {
        let values = ValueTable::read(values.as_bytes(), "v.csv", None).unwrap();
        let crosswalk = CrosswalkTable::read(WEIGHTS.as_bytes(), "w.csv").unwrap();
        let rates: Vec<String> = rates.iter().map(|&rate| rate.to_owned()).collect();
        let figures = apportion(&values, &crosswalk, &rates)
            .unwrap()
            .figures
            .into_iter();
        figures
            .map(|f| {
                (
                    f.unit.unwrap_or_default(),
                    f.column,
                    [f.value, f.low, f.high].map(Option::unwrap),
                )
            })
            .collect()
    }

    #[test]
    fn counts_keep_their_totals_and_have_bounds() {
        let found = figures("code,people\n1,1001\n2,500\n", &[]);
        let row = |unit: &str, values| (unit.to_owned(), "people".to_owned(), values);
        assert_eq!(
            found,
            [row("1", [1251.0, 500.0, 1501.0]), row("4", [250.0, 0.0, 1001.0])]
        );
    }

    #[test]
    fn what_is_not_known_is_no_zero() {
        let values = ValueTable::read(b"code,n\n1,\n2,500\n", "v.csv", None).unwrap();
        let crosswalk = CrosswalkTable::read(WEIGHTS.as_bytes(), "w.csv").unwrap();
        let figures = apportion(&values, &crosswalk, &[]).unwrap().figures;
        for figure in figures {
            assert_eq!((figure.value, figure.low, figure.high), (None, None, None));
            assert_eq!(figure.missing, ["1"]);
        }
    }

    #[test]
    fn a_cell_that_is_no_number_leaves_its_column_one_of_numbers() {
        let text = "code;name;n;rate\n1;\"A\";n/a;-1\n2;B;1,021;2\n3;C;-99;3\n";
        let values = ValueTable::read(text.as_bytes(), "v.csv", None).unwrap();
        assert_eq!(
            (&*values.columns, &*values.left_out),
            (
                ["n".to_owned(), "rate".to_owned()].as_slice(),
                ["name".to_owned()].as_slice()
            )
        );
        let weights = format!("{WEIGHTS}2010,2020,3,5,1,1\n");
        let crosswalk = CrosswalkTable::read(weights.as_bytes(), "w.csv").unwrap();
        let apportioned = apportion(&values, &crosswalk, &["rate".to_owned()]).unwrap();
        let unread: Vec<[&str; 3]> = apportioned
            .unread
            .iter()
            .map(|cell| [&*cell.unit, &*cell.column, &*cell.text])
            .collect();
        assert_eq!(unread, [["1", "n", "n/a"], ["3", "n", "-99"]]);
        let counts = apportioned.figures.iter().filter(|figure| figure.column == "n");
        assert!(counts.clone().all(|figure| figure.value.is_none()) && counts.count() == 3);
        assert!(
            apportioned
                .figures
                .iter()
                .any(|figure| figure.column == "rate" && figure.value == Some(3.0))
        );
    }

    #[test]
    fn rates_are_means_by_area() {
        let found = figures("code,density\n1,10\n2,40\n", &["density"]);
        let row = |unit: &str, values| (unit.to_owned(), "density".to_owned(), values);
        assert_eq!(
            found,
            [row("1", [22.0, 10.0, 40.0]), row("4", [10.0, 10.0, 10.0])]
        );
    }

    #[test]
    fn what_does_not_belong_together_is_an_error() {
        let crosswalk = CrosswalkTable::read(WEIGHTS.as_bytes(), "w.csv").unwrap();
        let values = |text: &str| ValueTable::read(text.as_bytes(), "v.csv", None);
        let error = apportion(&values("code,n\n9,1\n").unwrap(), &crosswalk, &[]).unwrap_err();
        assert!(
            error.to_string().contains("the unit `9` has no weights in w.csv"),
            "{error}"
        );
        let rates = ["m".to_owned()];
        let error = apportion(&values("code,n\n1,1\n").unwrap(), &crosswalk, &rates).unwrap_err();
        assert!(error.to_string().contains("no column `m`"), "{error}");
        for (text, what) in [
            ("code,n\n1,1\n1,2\n", "the unit `1` is there twice"),
            ("code,n\n,1\n", "without a unit"),
            ("code,n\n1\n", "CSV"),
            ("code\n1\n", "no column with numbers"),
        ] {
            let error = values(text).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
        for (text, what) in [
            ("a,b\n1,2\n", "no column `from`"),
            ("before,after,from,to,area_km2,weight\nx,y,1,1,1,2\n", "weight"),
            (
                "before,after,from,to,area_km2,weight\nx,y,1,1,1,1\ny,z,1,1,1,1\n",
                "two steps",
            ),
            (
                "before,after,from,to,area_km2,weight\nx,y,1,1,1,0.5\n",
                "add up to 0.5",
            ),
        ] {
            let error = CrosswalkTable::read(text.as_bytes(), "w.csv")
                .unwrap_err()
                .to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
