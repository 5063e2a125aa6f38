//! Lineage: what became of every unit from one edition of a layer to the next, and what each came from.
//!
//! Units are the controllers of snapshots: districts by their code, say. Land links them, whatever makes two of
//! them the same unit ([`LinkBy`]), so that a code that one part of a split district keeps hides no split, and new codes for all make
//! no change. A unit is *of* another one if most of its land was
//! that one's; the two directions of that relation give every event ([`UnitEvent`]).

mod assign;
mod classify;
mod event;
mod form;
mod graph;
mod labels;
mod moved;
mod options;
mod pairs;
mod relabelled;
mod side;
mod tally;
mod unit;

pub use assign::AssignedCodes;
pub use event::UnitEvent;
pub use graph::Lineage;
pub use labels::UnitLabels;
pub use moved::{MoveKind, MovedPiece};
pub use options::{LineageOptions, LinkBy};
pub use relabelled::relabelled;
pub use tally::EventCount;
pub use unit::{LineageUnit, UnitLink};
