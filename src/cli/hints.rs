//! Messages of the library with options as the command line has them.

use std::sync::OnceLock;

use crate::Error;
use crate::error::OptionName;
use crate::model::ControllerSource;

/// The command that runs: its name and its options.
static RUNNING: OnceLock<(String, Vec<String>)> = OnceLock::new();

/// Remembers the command that runs: hints name no option that it does not have.
pub(super) fn remember(command: &clap::Command) {
    let options = command.get_arguments().filter_map(clap::Arg::get_long);
    let options = options.map(str::to_owned).collect();
    let _ = RUNNING.set((command.get_name().to_owned(), options));
}

/// The flag of an option; of one that the command does not have, what does the same.
pub(super) fn flag(option: OptionName) -> String {
    let name = match option {
        OptionName::Name => "as",
        OptionName::DatePattern => "date-pattern",
        OptionName::UnitsBy => "units-by",
        OptionName::AllowOutside => "allow-outside",
        OptionName::DateColumn => "date-column",
        OptionName::EndDate => "end-date",
        other => other.name(),
    };
    let Some((command, options)) = RUNNING.get() else {
        return format!("--{name}");
    };
    // All commands have it.
    if option == OptionName::Crs || options.iter().any(|known| known == name) {
        return format!("--{name}");
    }
    match option {
        // All options of reading are keys of a scenario.
        option if command == "report" => format!("`{}` in the scenario", key(option)),
        OptionName::Date => "a member `date` in the file".to_owned(),
        OptionName::DatePattern => "a name such as 1994-05-12.geojson".to_owned(),
        OptionName::At => "`landshift check FILE --fix -o NEW --at DATE`".to_owned(),
        _ => format!("--{name}"),
    }
}

/// The key of an option in a scenario.
fn key(option: OptionName) -> &'static str {
    match option {
        OptionName::Name => "as",
        other => other.name(),
    }
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
