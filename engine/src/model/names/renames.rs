//! Names that are to be joined: an old one becomes a new one wherever it is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::canonical;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// One line of a file of renames: what was called `old` is called `new`. [`Display`](fmt::Display) writes it as such a file
/// has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RenameLine {
    /// The name that goes.
    pub old: String,
    /// The name that stays.
    pub new: String,
}

impl fmt::Display for RenameLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |name: &str| {
            if name.contains([',', '"', '\n', '\r']) || name.starts_with('#') {
                format!("\"{}\"", name.replace('"', "\"\""))
            } else {
                name.to_owned()
            }
        };
        write!(f, "{},{}", cell(&self.old), cell(&self.new))
    }
}

/// Which names become which. Chains are followed: what becomes B, and B becomes C, becomes C.
///
/// ```
/// use landshift_engine::model::Renames;
/// let renames = Renames::new([("Persia", "Iran"), ("Iran", "Islamic Republic of Iran")])?;
/// assert_eq!(renames.new_name("Persia"), Some("Islamic Republic of Iran"));
/// assert_eq!(renames.new_name("Iraq"), None);
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renames(BTreeMap<String, String>);

impl Renames {
    /// Renames from old and new names, in any spelling.
    ///
    /// # Errors
    ///
    /// When a name is blank, becomes two different ones, or comes back to itself by way of others.
    pub fn new<O: AsRef<str>, N: AsRef<str>>(pairs: impl IntoIterator<Item = (O, N)>) -> Result<Self> {
        let mut direct: BTreeMap<String, String> = BTreeMap::new();
        for (old, new) in pairs {
            let [old, new] = [old.as_ref(), new.as_ref()].map(|name| canonical(name).into_owned());
            if old.is_empty() || new.is_empty() {
                return Err(wrong(format!("a name is blank: `{old}` becomes `{new}`")));
            }
            if old == new {
                continue;
            }
            if let Some(other) = direct.insert(old.clone(), new.clone())
                && other != new
            {
                return Err(wrong(format!("`{old}` becomes both `{other}` and `{new}`")));
            }
        }
        let names: Vec<&String> = direct.keys().collect();
        let last = names
            .into_iter()
            .map(|old| Ok((old.clone(), last(&direct, old)?.to_owned())));
        last.collect::<Result<_>>().map(Self)
    }

    /// Whether nothing is renamed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a name in its one form becomes; none if it stays.
    pub fn new_name(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// What a name in its one form is read as.
    pub fn read(&self, name: String) -> String {
        self.new_name(&name).map(str::to_owned).unwrap_or(name)
    }

    /// The old names, in order.
    pub fn old_names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The last name of the chain that starts at `old`.
fn last<'a>(direct: &'a BTreeMap<String, String>, old: &'a str) -> Result<&'a str> {
    let mut seen = BTreeSet::from([old]);
    let mut name = old;
    while let Some(next) = direct.get(name) {
        if !seen.insert(next) {
            return Err(wrong(format!("`{next}` comes back to itself by way of others")));
        }
        name = next;
    }
    Ok(name)
}

fn wrong(message: String) -> Error {
    Error::new(message)
        .of_kind(ErrorKind::Settings)
        .with_hint("each line is an old name and the one new name that takes its place")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_end_and_circles_are_refused() {
        let renames = Renames::new([(" A ", "B"), ("B", "C"), ("A", "B"), ("D", "D")]).unwrap();
        assert_eq!(renames.new_name("A"), Some("C"));
        assert_eq!(renames.old_names().collect::<Vec<_>>(), ["A", "B"]);
        let message = |pairs: &[(&str, &str)]| Renames::new(pairs.iter().copied()).unwrap_err().to_string();
        assert!(message(&[("A", "B"), ("B", "A")]).contains("comes back to itself"));
        assert!(message(&[("A", "B"), ("A", "C")]).contains("`A` becomes both `B` and `C`"));
        assert!(message(&[("A", " ")]).contains("blank"));
    }

    #[test]
    fn lines_are_csv() {
        let line = |old: &str, new: &str| {
            RenameLine {
                old: old.into(),
                new: new.into(),
            }
            .to_string()
        };
        assert_eq!(line("Persia", "Iran"), "Persia,Iran");
        assert_eq!(
            line("Korea, North", "say \"so\""),
            "\"Korea, North\",\"say \"\"so\"\"\""
        );
    }
}
