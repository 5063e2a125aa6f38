//! GeoJSON out, to anything that takes bytes.

mod geojson;
mod snapshot;

pub use crate::files::MARK;
pub use geojson::{OutFeature, feature_collection};
pub use snapshot::snapshot;
