//! From the text of a condition to what it says.

use std::borrow::Cow;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::condition::{Case, Comparison, Condition, Operand, Pattern, Scalar};
use super::tokens::{Placed, Token, error, tokens};
use crate::Result;
use crate::model::canonical;

/// So deep may parentheses and `NOT` be in one another.
const DEEPEST: usize = 64;
/// Words that are no names of properties unless they are in double quotes.
const RESERVED: [&str; 12] = [
    "AND", "OR", "NOT", "IN", "LIKE", "ILIKE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "WHERE",
];

/// What a condition says.
///
/// # Errors
///
/// When it is not understood; the error says at which letter.
pub(super) fn condition(text: &str) -> Result<Condition> {
    let mut parser = Parser {
        rest: tokens(text)?.into_iter().peekable(),
        end: text.chars().count() + 1,
        depth: 0,
    };
    if parser.rest.peek().is_none() {
        return Err(
            error(1, "a condition is expected").with_hint("write one such as iso = 'UA' AND year >= 1994")
        );
    }
    let condition = parser.any()?;
    match parser.rest.next() {
        None => Ok(condition),
        Some((_, at)) => Err(error(at, "AND, OR or the end is expected")),
    }
}

struct Parser {
    rest: Peekable<IntoIter<Placed>>,
    /// At which letter the condition ends.
    end: usize,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Condition> {
        let mut all = vec![self.all()?];
        while self.has_word("OR") {
            all.push(self.all()?);
        }
        Ok(one_or(all, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition> {
        let mut all = vec![self.one()?];
        while self.has_word("AND") {
            all.push(self.one()?);
        }
        Ok(one_or(all, Condition::All))
    }

    fn one(&mut self) -> Result<Condition> {
        if self.has_word("NOT") {
            let inner = self.deeper(Self::one)?;
            return Ok(Condition::Not(Box::new(inner)));
        }
        if self.has_sign("(") {
            let inner = self.deeper(Self::any)?;
            self.expect_sign(")")?;
            return Ok(inner);
        }
        let operand = self.operand()?;
        self.about(operand)
    }

    fn deeper(&mut self, part: impl FnOnce(&mut Self) -> Result<Condition>) -> Result<Condition> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(error(
                self.at(),
                format!("parentheses and NOT are more than {DEEPEST} deep here"),
            ));
        }
        let inner = part(self)?;
        self.depth -= 1;
        Ok(inner)
    }

    /// What is said of an operand.
    fn about(&mut self, operand: Operand) -> Result<Condition> {
        if self.has_word("IS") {
            let is_negated = self.has_word("NOT");
            if !self.has_word("NULL") {
                return Err(error(self.at(), "NULL is expected after IS"));
            }
            return Ok(negated(is_negated, Condition::IsNull(operand)));
        }
        let is_negated = self.has_word("NOT");
        let condition = if self.has_word("IN") {
            self.among(&operand)?
        } else if self.has_word("BETWEEN") {
            self.between(operand)?
        } else if self.has_word("LIKE") {
            self.like(operand, Case::Differs)?
        } else if self.has_word("ILIKE") {
            self.like(operand, Case::IsIgnored)?
        } else if is_negated {
            return Err(error(
                self.at(),
                "IN, LIKE, ILIKE or BETWEEN is expected after NOT",
            ));
        } else {
            let comparison = self.comparison()?;
            Condition::Compare(operand, comparison, self.operand()?)
        };
        Ok(negated(is_negated, condition))
    }

    fn among(&mut self, operand: &Operand) -> Result<Condition> {
        self.expect_sign("(")?;
        let mut all = Vec::new();
        loop {
            all.push(Condition::Compare(
                operand.clone(),
                Comparison::Equal,
                self.operand()?,
            ));
            if !self.has_sign(",") {
                break;
            }
        }
        self.expect_sign(")")?;
        Ok(one_or(all, Condition::Any))
    }

    fn between(&mut self, operand: Operand) -> Result<Condition> {
        let low = self.operand()?;
        if !self.has_word("AND") {
            return Err(error(self.at(), "AND is expected after BETWEEN and a value"));
        }
        let high = self.operand()?;
        Ok(Condition::All(vec![
            Condition::Compare(operand.clone(), Comparison::AtLeast, low),
            Condition::Compare(operand, Comparison::AtMost, high),
        ]))
    }

    fn like(&mut self, operand: Operand, case: Case) -> Result<Condition> {
        let at = self.at();
        match self.rest.next() {
            Some((Token::Text(text), _)) => {
                Ok(Condition::Like(operand, Pattern::new(&canonical(&text), case)))
            }
            _ => Err(error(at, "text in single quotes is expected, such as 'Kyiv%'")),
        }
    }

    fn comparison(&mut self) -> Result<Comparison> {
        let at = self.at();
        let comparison = match self.rest.next() {
            Some((Token::Sign(sign), _)) => match sign {
                "=" => Some(Comparison::Equal),
                "<>" | "!=" => Some(Comparison::Unequal),
                "<" => Some(Comparison::Less),
                "<=" => Some(Comparison::AtMost),
                ">" => Some(Comparison::Greater),
                ">=" => Some(Comparison::AtLeast),
                _ => None,
            },
            _ => None,
        };
        comparison.ok_or_else(|| {
            error(at, "a comparison is expected, such as = or IN")
                .with_hint("put names with blanks into double quotes, and text into single ones")
        })
    }

    fn operand(&mut self) -> Result<Operand> {
        let at = self.at();
        let value = |scalar| Ok(Operand::Value(scalar));
        match self.rest.next() {
            Some((Token::Number(number), _)) => value(Scalar::Number(number)),
            Some((Token::Text(text), _)) => value(Scalar::Text(Cow::Owned(canonical(&text).into_owned()))),
            Some((Token::Quoted(name), _)) => Ok(Operand::Property(name)),
            Some((Token::Word(word), _)) if word.eq_ignore_ascii_case("TRUE") => value(Scalar::Truth(true)),
            Some((Token::Word(word), _)) if word.eq_ignore_ascii_case("FALSE") => value(Scalar::Truth(false)),
            Some((Token::Word(word), _)) if word.eq_ignore_ascii_case("NULL") => {
                Err(error(at, "nothing compares with NULL").with_hint("write IS NULL or IS NOT NULL"))
            }
            Some((Token::Word(word), _)) if !is_reserved(&word) => Ok(Operand::Property(word)),
            _ => Err(error(at, "the name of a property or a value is expected")),
        }
    }

    fn has_word(&mut self, word: &str) -> bool {
        let is_it =
            |(token, _): &Placed| matches!(token, Token::Word(other) if other.eq_ignore_ascii_case(word));
        self.rest.next_if(is_it).is_some()
    }

    fn has_sign(&mut self, sign: &str) -> bool {
        let is_it = |(token, _): &Placed| matches!(token, Token::Sign(other) if *other == sign);
        self.rest.next_if(is_it).is_some()
    }

    fn expect_sign(&mut self, sign: &str) -> Result<()> {
        let at = self.at();
        if self.has_sign(sign) {
            return Ok(());
        }
        Err(error(at, format!("`{sign}` is expected")))
    }

    /// At which letter the next token begins.
    fn at(&mut self) -> usize {
        self.rest.peek().map_or(self.end, |(_, at)| *at)
    }
}

fn is_reserved(word: &str) -> bool {
    RESERVED
        .iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(word))
}

fn one_or(mut all: Vec<Condition>, together: fn(Vec<Condition>) -> Condition) -> Condition {
    match all.pop() {
        Some(one) if all.is_empty() => one,
        last => {
            all.extend(last);
            together(all)
        }
    }
}

fn negated(is_negated: bool, condition: Condition) -> Condition {
    if is_negated {
        Condition::Not(Box::new(condition))
    } else {
        condition
    }
}
