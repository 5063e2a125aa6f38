//! The integration suite: the built program on real and made-up data, and the laws the library keeps.

mod commands;
mod karabakh;
mod patch;
mod support;
