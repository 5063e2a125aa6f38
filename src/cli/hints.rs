//! Messages of the library with options as the command line has them.

use crate::Error;
use crate::error::OptionName;
use crate::model::ControllerSource;

/// The flag of an option.
pub(super) fn flag(option: OptionName) -> String {
    let name = match option {
        OptionName::Name => "as",
        OptionName::DatePattern => "date-pattern",
        OptionName::UnitsBy => "units-by",
        OptionName::AllowOutside => "allow-outside",
        OptionName::DateColumn => "date-column",
        other => other.name(),
    };
    format!("--{name}")
}

/// An error with its hint in terms of flags.
pub(super) fn message(error: &Error) -> String {
    error.text(flag)
}

/// What names the controllers, in terms of flags.
pub(super) fn controllers_from(source: &ControllerSource) -> String {
    match source {
        ControllerSource::Options => format!("named by {}", flag(OptionName::Name)),
        other => other.to_string(),
    }
}
