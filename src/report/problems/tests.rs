//! Problems in every format.
