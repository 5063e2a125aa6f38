//! Areas and lengths on the WGS 84 ellipsoid, one edge at a time.
//!
//! Land is measured by the boundary integral of its edges: every edge has a signed area of its own, the strip
//! between it and the equator, and a piece of land is the sum over its boundary. The integral is rounded once per
//! edge to whole square millimetres and negated for the opposite direction, so the pieces of a coverage add up to
//! their union exactly, in any order.

mod authalic;
#[cfg(test)]
mod bits;
mod chains;
mod edge;
mod ellipsoid;
pub mod flat;
mod format;
mod geodesic;
mod inscribed;
mod plane;
mod pole;
mod quantity;
mod range;
mod ring;
mod unit;
mod written;

pub use authalic::{AuthalicLatitude, AzimuthalEqualArea};
pub use edge::EdgeModel;
pub use format::{MINUS, count};
pub use geodesic::along_geodesics;
pub use inscribed::Inscribed;
pub use plane::{LocalPlane, densified, densified_line};
pub use pole::{holds, pole};
pub use quantity::{Area, Length};
pub use range::AreaRange;
pub use ring::{polygon_area, polygons_area, polygons_boundary, ring_area, snapping_area};
pub use unit::{AreaUnit, AreaUnits};
pub use written::written_number;
