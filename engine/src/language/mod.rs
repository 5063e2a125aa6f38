//! Texts of maps in a language: sentences, dates and numbers.
//!
//! Every language is a TOML file of messages with placeholders in braces. The built-in ones ([`Language::BUILT_IN`])
//! are read as a user's file is; a message that a file leaves out is in English. Titles are built so that no name needs
//! to be declined.

mod check;
mod direction;
mod locale;
mod messages;
mod names;
mod sentences;
#[cfg(test)]
mod tests;

pub use direction::{ISOLATE, ISOLATE_END, is_right_to_left, isolated};
pub use locale::{Absence, Language};
pub use messages::Messages;
pub use messages::fill;
pub use sentences::Part;
