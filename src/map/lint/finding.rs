//! What a check finds, and how it is stated.

use std::fmt;

/// What a check found of one item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its number in the list.
    pub item: u8,
    /// What is asked for.
    pub title: &'static str,
    /// Whether the map passes.
    pub verdict: Verdict,
    /// What was measured, or why nothing was.
    pub figure: String,
}

/// Whether a map passes an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Pass,
    /// It does not.
    Fail,
    /// The map has nothing that the item is about.
    Void,
    /// Only a person can judge it.
    Eye,
}

impl Verdict {
    /// In one word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "FAIL",
            Self::Void => "n/a",
            Self::Eye => "eye",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>2} {:<4} {:<38} {}",
            self.item,
            self.verdict.name(),
            self.title,
            self.figure
        )
    }
}

/// A verdict with what was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::map) struct Measured {
    pub verdict: Verdict,
    pub figure: String,
}

pub(in crate::map) fn judged(passes: bool, figure: impl Into<String>) -> Measured {
    let verdict = if passes { Verdict::Pass } else { Verdict::Fail };
    Measured {
        verdict,
        figure: figure.into(),
    }
}

pub(in crate::map) fn void(why: &str) -> Measured {
    Measured {
        verdict: Verdict::Void,
        figure: format!("not applicable: {why}"),
    }
}

/// `none`, or how many there are and the first of them.
pub(in crate::map) fn listed(bad: &[String], of: &str) -> Measured {
    match bad {
        [] => judged(true, of),
        [one] => judged(false, one.clone()),
        [first, rest @ ..] => judged(false, format!("{first}, and {} more", rest.len())),
    }
}
