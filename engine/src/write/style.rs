//! How a GIS is to draw a layer, for formats that have room for that.

use crate::model::ControllerSource;

/// How a GIS is to draw a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Style {
    /// Land by each value of this property, such as who holds it.
    Each(String),
    /// Land by values of a property that have colours of their own.
    Coloured {
        /// The property.
        property: &'static str,
        /// Its values with their red, green and blue, in the order of a legend.
        colours: Vec<(&'static str, [u8; 3])>,
    },
    /// Land by who held it and who holds it, as these properties say; apart from it what a flag says to be noise.
    Change {
        /// Who held it.
        from: &'static str,
        /// Who holds it.
        to: &'static str,
        /// Whether it is noise.
        noise: &'static str,
    },
}

impl Style {
    /// Land by who holds it, in a layer that names controllers so.
    pub fn of_holders(source: &ControllerSource) -> Self {
        Self::Each(holder_property(source).to_owned())
    }
}

/// The property of a layer as it is written that names controllers.
pub(super) fn holder_property(source: &ControllerSource) -> &str {
    match source {
        ControllerSource::Property(key) => key,
        _ => CONTROLLER,
    }
}

/// The usual one.
pub(super) const CONTROLLER: &str = "controller";
