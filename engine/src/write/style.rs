//! How a GIS is to draw a layer, for formats that have room for that.

/// How a GIS is to draw a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Style {
    /// Land by each value of this property, such as who holds it.
    Each(String),
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
