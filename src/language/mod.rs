//! Texts of maps in a language: sentences, dates and numbers.
//!
//! Every language is a TOML file of messages with placeholders in braces. The built-in ones ([`Language::BUILT_IN`])
//! are read as a user's file is; a message that a file leaves out is in English. Titles are built so that no name needs
//! to be declined.

mod check;
mod locale;
#[cfg_attr(
    not(feature = "map"),
    expect(dead_code, reason = "maps say what tables do not")
)]
mod messages;
mod names;
mod sentences;
#[cfg(test)]
mod tests;

pub use locale::Language;
#[cfg(feature = "png")]
pub(crate) use messages::Messages;
#[cfg(feature = "map")]
pub(crate) use messages::fill;
#[cfg(feature = "map")]
pub(crate) use sentences::Part;
