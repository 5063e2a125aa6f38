//! Areas and lengths on the WGS 84 ellipsoid.

mod quantity;

pub use quantity::{Area, Length};
