//! Land out, in any format, to anything that takes bytes.
//!
//! ```text
//! result ─► LandLayer ─┬─► GeoJSON
//!                      └─► Sheet: columns of one kind each ─► all other formats
//! ```

mod classes;
mod format;
mod layer;
mod names;
mod positions;
mod sheet;
mod snapshot;
mod style;
mod wkb;

pub use crate::files::MARK;
pub use format::{LandFormat, escaped_xml};
pub use layer::{ColumnKind, LandLayer, OutFeature, OutGeometry};
pub use snapshot::snapshot;
pub use style::Style;
pub use wkb::wkb;
