//! What formats hand over becomes a layer: positions go to the grid, rings are closed, wound and cut at ±180°, and what
//! is repaired on the way is counted.

mod antimeridian;
mod bbox;
mod collector;
mod converter;
mod mode;
mod place;
mod reading;
mod ring;

pub use collector::Inspection;
pub(super) use collector::{Collector, Conversion};
pub(super) use converter::{Chain, Converter, Position, Source, is_on_earth};
pub(super) use mode::Mode;
pub(super) use place::{Place, error_at};
