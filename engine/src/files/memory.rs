//! Files in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::source::Files;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// Files in memory, by name: what a program holds already, or a browser was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFiles {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of this name.
    pub fn insert(&mut self, name: impl AsRef<str>, content: impl Into<Vec<u8>>) {
        self.files.insert(plain(name.as_ref()), content.into());
    }
}

impl<N: AsRef<str>, C: Into<Vec<u8>>> FromIterator<(N, C)> for MemoryFiles {
    fn from_iter<I: IntoIterator<Item = (N, C)>>(files: I) -> Self {
        let mut all = Self::new();
        for (name, content) in files {
            all.insert(name, content);
        }
        all
    }
}

impl<N: AsRef<str>, C: Into<Vec<u8>>, const COUNT: usize> From<[(N, C); COUNT]> for MemoryFiles {
    fn from(files: [(N, C); COUNT]) -> Self {
        files.into_iter().collect()
    }
}

impl Files for MemoryFiles {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>> {
        match self.files.get(&plain(name)) {
            Some(content) => Ok(Cow::Borrowed(content)),
            None => Err(Error::new("there is no such file")
                .of_kind(ErrorKind::Io)
                .in_file(name)),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.files.contains_key(&plain(name))
    }
}

/// A name without `.` and `..` where a folder before takes them away: `recipes/../x` is `x`.
fn plain(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for component in Path::new(name).components() {
        match component {
            Component::Normal(part) => parts.extend(part.to_str()),
            Component::ParentDir if parts.pop().is_none() => return name.to_owned(),
            _ => {}
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_spelt() {
        let files = MemoryFiles::from([("recipes/a.toml", "a"), ("./source/x.geojson", "x")]);
        assert_eq!(files.read("recipes/../source/x.geojson").unwrap().as_ref(), b"x");
        assert!(files.has("recipes/./a.toml") && !files.has("a.toml") && !files.has("../recipes/a.toml"));
        let error = files.read("b.toml").unwrap_err();
        assert_eq!((error.kind(), error.file()), (ErrorKind::Io, Some("b.toml")));
    }
}
