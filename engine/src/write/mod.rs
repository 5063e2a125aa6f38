//! GeoJSON and well-known binary out.

mod geojson;
mod snapshot;
mod wkb;

pub use crate::files::MARK;
pub use geojson::{OutFeature, feature_collection};
pub use snapshot::snapshot;
pub use wkb::wkb;
