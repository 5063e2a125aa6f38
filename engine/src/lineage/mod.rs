//! Lineage: what became of every unit from one edition of a layer to the next, and what each came from.
//!
//! Units are the controllers of snapshots: districts by their code, say. Land alone links them, so that a code that one part of a
//! split district keeps hides no split, and new codes for all make no change. A unit is *of* another one if most of its land was
//! that one's; the two directions of that relation give every event ([`UnitEvent`]).

mod event;
mod graph;
mod labels;
mod moved;
mod relabelled;

pub use event::UnitEvent;
pub use graph::{Lineage, LineageUnit, UnitLink};
pub use labels::UnitLabels;
pub use moved::{Move, MovedPiece};
pub use relabelled::relabelled;
