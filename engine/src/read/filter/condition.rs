//! Conditions, and whether they hold: true, false, or unknown where a value is missing.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use serde_json::Value;

use crate::model::canonical;

/// A value that can be compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar<'a> {
    Number(f64),
    Text(Cow<'a, str>),
    Truth(bool),
}

impl<'a> Scalar<'a> {
    /// The value of a property; none where it is null or nested.
    pub(super) fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_f64().map(Self::Number),
            Value::String(text) => Some(Self::text(text)),
            Value::Bool(truth) => Some(Self::Truth(*truth)),
            _ => None,
        }
    }

    /// Text in the form in which names are compared.
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(canonical(text))
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            Self::Truth(_) => None,
        }
    }

    /// None where the two cannot be compared.
    fn compare(&self, other: &Scalar<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(one), Scalar::Text(other)) => Some(one.as_ref().cmp(other)),
            (Self::Truth(one), Scalar::Truth(other)) => Some(one.cmp(other)),
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }
}

/// As it is written in a condition.
impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Truth(truth) => f.write_str(if *truth { "TRUE" } else { "FALSE" }),
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Property(String),
    Value(Scalar<'static>),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    const fn is_met(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Unequal => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// A condition on the properties of a feature.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Operand, Comparison, Operand),
    Like(Operand, Pattern),
    IsNull(Operand),
}

impl Condition {
    /// Whether it holds of the values of properties; none is unknown.
    pub(super) fn holds<'a>(&'a self, value: &impl Fn(&str) -> Option<Scalar<'a>>) -> Option<bool> {
        let of = |operand: &'a Operand| match operand {
            Operand::Property(name) => value(name),
            Operand::Value(value) => Some(value.clone()),
        };
        match self {
            Self::All(all) => together(all, false, value),
            Self::Any(all) => together(all, true, value),
            Self::Not(condition) => condition.holds(value).map(|holds| !holds),
            Self::Compare(one, comparison, other) => {
                let ordering = of(one)?.compare(&of(other)?)?;
                Some(comparison.is_met(ordering))
            }
            Self::Like(operand, pattern) => match of(operand)? {
                Scalar::Text(text) => Some(pattern.is_met_by(&text)),
                other => Some(pattern.is_met_by(&other.to_string())),
            },
            Self::IsNull(operand) => Some(of(operand).is_none()),
        }
    }

    /// The properties that it is about, each once, in its order.
    pub(super) fn properties(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.add_properties(&mut names);
        names
    }

    fn add_properties<'a>(&'a self, names: &mut Vec<&'a str>) {
        let mut add = |operand: &'a Operand| {
            if let Operand::Property(name) = operand
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        };
        match self {
            Self::All(all) | Self::Any(all) => {
                for condition in all {
                    condition.add_properties(names);
                }
            }
            Self::Not(condition) => condition.add_properties(names),
            Self::Compare(one, _, other) => {
                add(one);
                add(other);
            }
            Self::Like(operand, _) | Self::IsNull(operand) => add(operand),
        }
    }
}

/// Several conditions: `decisive` if any is, unknown if any is unknown, else the other.
fn together<'a>(
    all: &'a [Condition],
    decisive: bool,
    value: &impl Fn(&str) -> Option<Scalar<'a>>,
) -> Option<bool> {
    let mut is_unknown = false;
    for condition in all {
        match condition.holds(value) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => is_unknown = true,
        }
    }
    (!is_unknown).then_some(!decisive)
}

/// A pattern of text: `%` is any text, `_` is one letter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    letters: Vec<char>,
    case: Case,
}

/// Whether capital letters differ from small ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Differs,
    IsIgnored,
}

impl Case {
    fn letters(self, text: &str) -> Vec<char> {
        match self {
            Self::Differs => text.chars().collect(),
            Self::IsIgnored => text.to_lowercase().chars().collect(),
        }
    }
}

impl Pattern {
    pub(super) fn new(text: &str, case: Case) -> Self {
        Self {
            letters: case.letters(text),
            case,
        }
    }

    /// The last `%` is where to go on from when what follows it does not fit: time is that of letters times letters at most.
    fn is_met_by(&self, text: &str) -> bool {
        let text = self.case.letters(text);
        let (mut at, mut of) = (0, 0);
        let mut again: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.letters.get(of) {
                Some('%') => {
                    of += 1;
                    again = Some((of, at));
                }
                Some(letter) if *letter == '_' || *letter == text[at] => {
                    of += 1;
                    at += 1;
                }
                _ => match &mut again {
                    None => return false,
                    Some((after, from)) => {
                        *from += 1;
                        (of, at) = (*after, *from);
                    }
                },
            }
        }
        self.letters[of..].iter().all(|letter| *letter == '%')
    }
}
