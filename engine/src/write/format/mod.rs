//! The formats of land. A format is a module here, and a variant with its ending and what writes it.

mod flatgeobuf;
mod geojson;
#[cfg(feature = "geoparquet")]
mod geoparquet;
mod gpkg;
mod kml;
#[cfg(feature = "shapefile")]
mod shapefile;
#[cfg(test)]
mod tests;
mod topojson;
mod xml;

use std::io::{self, BufWriter, Write};
use std::num::NonZeroU32;

use serde::Serialize;

use super::layer::LandLayer;
use super::sheet::Sheet;

pub use xml::escaped as escaped_xml;

/// A format that land is written in.
///
/// ```
/// use landshift_engine::write::LandFormat;
/// assert_eq!(LandFormat::of_ending("gpkg"), Some(LandFormat::GeoPackage));
/// assert_eq!(LandFormat::of_ending("dwg"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum LandFormat {
    /// RFC 7946.
    #[default]
    GeoJson,
    /// OGC 12-128, version 1.3.
    GeoPackage,
    /// Version 3, with its index.
    FlatGeobuf,
    /// Version 1.1, with the boxes of geometries.
    #[cfg(feature = "geoparquet")]
    GeoParquet,
    /// Version 1.0; on a grid of so many lines each way, if that is stated.
    TopoJson(Option<NonZeroU32>),
    /// OGC 12-007, version 2.2.
    Kml,
    /// A shapefile and what belongs to it in a zip archive.
    #[cfg(feature = "shapefile")]
    Shapefile,
}

impl LandFormat {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::GeoJson,
        Self::GeoPackage,
        Self::FlatGeobuf,
        #[cfg(feature = "geoparquet")]
        Self::GeoParquet,
        Self::TopoJson(None),
        Self::Kml,
        #[cfg(feature = "shapefile")]
        Self::Shapefile,
    ];

    /// The ending of its files, which is also what commands call it, and what it is.
    const fn entry(self) -> (&'static str, &'static str) {
        match self {
            Self::GeoJson => ("geojson", "GeoJSON"),
            Self::GeoPackage => ("gpkg", "GeoPackage, with a style for QGIS"),
            Self::FlatGeobuf => ("fgb", "FlatGeobuf, with an index by place"),
            #[cfg(feature = "geoparquet")]
            Self::GeoParquet => ("parquet", "GeoParquet, with boxes to search by"),
            Self::TopoJson(_) => ("topojson", "TopoJSON, shared borders once"),
            Self::Kml => ("kml", "KML, with colours"),
            #[cfg(feature = "shapefile")]
            Self::Shapefile => ("zip", "zipped shapefile, names of 10 letters"),
        }
    }

    /// Its short name, which is the ending of its files: `geojson`.
    pub const fn name(self) -> &'static str {
        self.entry().0
    }

    /// What it is, in a few words.
    pub const fn about(self) -> &'static str {
        self.entry().1
    }

    /// The format that the ending of a file's name asks for, in small letters and without its dot; none of any other.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == ending)
    }
}

impl<P: Serialize + Sync> LandLayer<'_, P> {
    /// Writes the layer: the same bytes for the same content. `out` is written in large pieces and needs no buffer.
    ///
    /// # Errors
    ///
    /// When `out` takes no more, properties are no JSON object, or the format has no room for so much.
    pub fn write(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        let sheet = || Sheet::of(self);
        let out = &mut BufWriter::with_capacity(1 << 16, out);
        match format {
            LandFormat::GeoJson => geojson::write(&self.members, &self.features, out),
            LandFormat::GeoPackage => gpkg::write(&sheet()?, out),
            LandFormat::FlatGeobuf => flatgeobuf::write(&sheet()?, out),
            #[cfg(feature = "geoparquet")]
            LandFormat::GeoParquet => geoparquet::write(&sheet()?, out),
            LandFormat::TopoJson(lines) => topojson::write(&sheet()?, lines, out),
            LandFormat::Kml => kml::write(&sheet()?, out),
            #[cfg(feature = "shapefile")]
            LandFormat::Shapefile => shapefile::write(&sheet()?, out),
        }?;
        out.flush()
    }
}
