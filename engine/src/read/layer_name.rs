//! Which layer of which file.

use std::fmt;

use super::filter::Filter;
use super::reference::ReferenceSystem;

/// A file and, where it holds several, which of its layers: `world.topojson#countries`.
///
/// ```
/// use landshift_engine::read::LayerName;
/// let name = LayerName::parse("maps/world.topojson#countries", |_| false);
/// assert_eq!((name.file(), name.layer()), ("maps/world.topojson", Some("countries")));
/// // A file whose own name has the mark is that file.
/// let name = LayerName::parse("sheet#4.geojson", |file| file == "sheet#4.geojson");
/// assert_eq!((name.file(), name.layer()), ("sheet#4.geojson", None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerName<'a> {
    file: &'a str,
    layer: Option<&'a str>,
    system: Option<&'a ReferenceSystem>,
    filter: Option<&'a Filter>,
}

impl<'a> LayerName<'a> {
    /// What a name means where `exists` tells which files there are.
    pub fn parse(name: &'a str, exists: impl FnOnce(&str) -> bool) -> Self {
        match name.rsplit_once('#') {
            Some((file, layer)) if !file.is_empty() && !exists(name) => Self {
                layer: Some(layer),
                ..Self::from(file)
            },
            _ => Self::from(name),
        }
    }

    /// The same, with the reference system of its positions stated, whatever the file says; none: as the file says.
    #[must_use]
    pub fn in_system(self, system: Option<&'a ReferenceSystem>) -> Self {
        Self { system, ..self }
    }

    /// The same, with geometries only for the features that meet a condition; none: for all. The other features stay in the layer, for
    /// [`Filter::select`] to count and leave out, and what is odd or wrong about their geometries is not looked at.
    #[must_use]
    pub fn filtered(self, filter: Option<&'a Filter>) -> Self {
        Self { filter, ..self }
    }

    /// The condition on features whose geometries are read.
    pub(super) fn filter(&self) -> Option<&'a Filter> {
        self.filter
    }

    /// The reference system that was stated.
    pub(super) fn system(&self) -> Option<&'a ReferenceSystem> {
        self.system
    }

    /// The file.
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// Which of its layers; none where it is the only one.
    pub fn layer(&self) -> Option<&'a str> {
        self.layer
    }
}

/// The only layer of a file.
impl<'a> From<&'a str> for LayerName<'a> {
    fn from(file: &'a str) -> Self {
        Self {
            file,
            layer: None,
            system: None,
            filter: None,
        }
    }
}

/// The only layer of a file.
impl<'a> From<&'a String> for LayerName<'a> {
    fn from(file: &'a String) -> Self {
        Self::from(file.as_str())
    }
}

/// As it is parsed.
impl fmt::Display for LayerName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        match self.layer {
            Some(layer) => write!(f, "#{layer}"),
            None => Ok(()),
        }
    }
}
