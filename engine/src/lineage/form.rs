//! How codes are made: the code of a parent and a number, as AF0101 is the first unit of AF01.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::ErrorKind;
use crate::{Error, Result};

/// The most digits that are taken for a number.
const MOST_DIGITS: usize = 18;

/// The form of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeForm {
    /// The number has so many digits, with zeros in front.
    Padded(usize),
    /// The number is what digits there are, without zeros in front.
    Plain,
}

impl CodeForm {
    /// The form that all of some codes have. `parents` are other texts of their units, by property, in the same order; one that
    /// begins each code and is not the same for all is the parent's code.
    ///
    /// # Errors
    ///
    /// When there is no such form.
    pub(super) fn of(codes: &[&str], parents: &BTreeMap<&str, Vec<String>>) -> Result<Self> {
        if let Some(code) = codes.iter().find(|code| digits(code) == 0) {
            return Err(no_form(format!("the code `{code}` ends in no number")));
        }
        let mut by_length = codes.to_vec();
        by_length.sort_by_key(|code| (code.len(), *code));
        let (Some(shortest), Some(longest)) = (by_length.first(), by_length.last()) else {
            return Err(no_form("there are no codes".to_owned()));
        };
        if shortest.len() == longest.len() {
            let most = codes.iter().map(|code| digits(code)).min().unwrap_or(1);
            let stated = parents.values().filter_map(|parents| width_below(codes, parents));
            let width = stated.min().unwrap_or_else(|| counted_width(codes, most));
            return Ok(Self::Padded(width));
        }
        if codes.iter().all(|code| is_plain(code)) {
            return Ok(Self::Plain);
        }
        Err(no_form(format!(
            "the codes have no common form: `{shortest}` and `{longest}`"
        )))
    }

    /// The parent's code and the number.
    pub(super) fn parts(self, code: &str) -> (&str, u64) {
        let width = match self {
            Self::Padded(width) => width,
            Self::Plain => digits(code),
        };
        split(code, width)
    }

    /// The code of a number under a parent; none where it has too many digits.
    pub(super) fn code(self, parent: &str, number: u64) -> Option<String> {
        match self {
            Self::Padded(width) => {
                let code = format!("{parent}{number:0width$}");
                (code.len() == parent.len() + width).then_some(code)
            }
            Self::Plain => Some(format!("{parent}{number}")),
        }
    }
}

fn no_form(what: String) -> Error {
    Error::new(what)
        .of_kind(ErrorKind::Attribute)
        .with_hint("new codes need codes of one form, a parent's code and a number of as many digits in each, as in AF0101")
}

/// How many digits a code ends in.
fn digits(code: &str) -> usize {
    let digits = code.bytes().rev().take_while(u8::is_ascii_digit);
    digits.count().min(MOST_DIGITS)
}

fn split(code: &str, width: usize) -> (&str, u64) {
    let (parent, number) = code.split_at(code.len() - width);
    (parent, number.parse().unwrap_or(u64::MAX))
}

/// Whether a number has no zeros in front, and is not cut off from other digits.
fn is_plain(code: &str) -> bool {
    let (parent, number) = code.split_at(code.len() - digits(code));
    !number.starts_with('0') && !parent.ends_with(|c: char| c.is_ascii_digit())
}

/// How many digits come after the parent's codes; none where these are not the parents.
fn width_below(codes: &[&str], parents: &[String]) -> Option<usize> {
    let different: BTreeSet<&String> = parents.iter().collect();
    let mut widths = codes.iter().zip(parents).map(|(code, parent)| {
        let rest = code.strip_prefix(parent.as_str())?;
        (!rest.is_empty() && rest.len() <= digits(code)).then_some(rest.len())
    });
    let first = widths.next()??;
    let is_same = different.len() > 1 && widths.all(|width| width == Some(first));
    is_same.then_some(first)
}

/// The number of digits by which units are counted from one on under nearly every parent: the largest of such numbers.
fn counted_width(codes: &[&str], most: usize) -> usize {
    let begins_with_one = |width: &usize| {
        let mut has_one: BTreeMap<&str, bool> = BTreeMap::new();
        for code in codes {
            let (parent, number) = split(code, *width);
            *has_one.entry(parent).or_default() |= number == 1;
        }
        let with_one = has_one.values().filter(|has_one| **has_one).count();
        10 * with_one >= 9 * has_one.len()
    };
    (1..=most).rev().find(begins_with_one).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(codes: &[&str]) -> Result<CodeForm> {
        CodeForm::of(codes, &BTreeMap::new())
    }

    #[test]
    fn the_width_is_that_of_the_codes() {
        use CodeForm::{Padded, Plain};
        let afghan = [
            "AF0101", "AF0102", "AF0112", "AF0201", "AF1001", "AF1101", "AF2001",
        ];
        assert_eq!(form(&afghan).unwrap(), Padded(2));
        assert_eq!(
            form(&["01001", "01003", "02013", "02001", "11001"]).unwrap(),
            Padded(3)
        );
        assert_eq!(form(&["D001", "D002", "D120"]).unwrap(), Padded(3));
        assert_eq!(form(&["1", "2", "57"]).unwrap(), Plain);
        // What a parent has is the parent.
        let parents = BTreeMap::from([
            ("country", vec!["E".to_owned(); 3]),
            ("kind", ["E06", "E07", "E07"].map(str::to_owned).to_vec()),
            ("name", ["X", "Y", "Z"].map(str::to_owned).to_vec()),
        ]);
        let codes = ["E0607", "E0731", "E0799"];
        assert_eq!(CodeForm::of(&codes, &parents).unwrap(), Padded(2));
        assert_eq!(Padded(2).parts("E0731"), ("E07", 31));
        assert_eq!(Padded(2).code("E07", 32).unwrap(), "E0732");
        assert_eq!(Padded(2).code("E07", 100), None);
        assert_eq!(Plain.parts("ab12"), ("ab", 12));
    }

    #[test]
    fn codes_without_a_form_are_told() {
        for (codes, what) in [
            (&["US-AL", "US-AK"][..], "the code `US-AL` ends in no number"),
            (&["AF0101", "AF011"], "no common form: `AF011` and `AF0101`"),
            (&["é", "AF01"], "the code `é` ends in no number"),
        ] {
            let error = form(codes).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
