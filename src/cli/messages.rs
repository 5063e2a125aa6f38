//! What the user is told beside the data, on standard error: notes, and the error of a run that fails.

#[cfg(not(unix))]
use std::io::{self, Write};
use std::sync::OnceLock;

use clap::Args;
use serde::Serialize;

use super::{hints, progress};
use crate::Error;
use crate::error::{escaped_json, printable};

static CHOSEN: OnceLock<MessageOptions> = OnceLock::new();

/// How the user is told.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct MessageOptions {
    /// Say nothing but errors on stderr: no notes on how files were read, no line of progress
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say an error as one line of JSON on stderr, with `kind`, `message`, `file`, `feature`, `position`, `place` and `hint`
    #[arg(long, global = true)]
    json_errors: bool,
    /// Say on stderr which stage the work enters, each as one line of JSON with `stage`: for programs that show it
    #[arg(long, global = true)]
    json_progress: bool,
}

impl MessageOptions {
    /// Those of arguments that cannot be parsed.
    pub(super) fn of_arguments() -> Self {
        let has = |flags: &[&str]| std::env::args_os().any(|word| flags.iter().any(|flag| word == *flag));
        Self {
            quiet: has(&["--quiet", "-q"]),
            json_errors: has(&["--json-errors"]),
            json_progress: false,
        }
    }

    /// What is said of why a run fails.
    pub(super) fn complaint(self, error: &Error) -> String {
        if self.json_errors {
            json(&ErrorRecord::from(error))
        } else {
            format!("landshift: {}", hints::message(error))
        }
    }

    /// From here on the user is told so; on a terminal with a line of progress, unless errors alone are to be said.
    pub(super) fn set(self) {
        let chosen = CHOSEN.get_or_init(|| self);
        if chosen.json_progress {
            progress::tell(|stage| print(&serde_json::json!({ "stage": stage }).to_string()));
        } else if !chosen.quiet {
            progress::show();
        }
    }
}

fn chosen() -> MessageOptions {
    CHOSEN.get().copied().unwrap_or_default()
}

/// Says a note, unless errors alone are to be said.
pub(super) fn say(note: &str) {
    if !chosen().quiet {
        print(note);
    }
}

/// Says why the run fails.
pub(super) fn complain(error: &Error) {
    print(&chosen().complaint(error));
}

/// Says what is wrong with the arguments.
pub(super) fn complain_of_arguments(error: &clap::Error) {
    if !chosen().json_errors {
        let _ = error.print();
        return;
    }
    let text = error.to_string();
    let (message, hint) = parts(&text);
    let record = ErrorRecord {
        kind: "arguments",
        message: message.trim_start_matches("error: ").trim(),
        file: None,
        feature: None,
        position: None,
        place: None,
        hint: Some(hint.trim().to_owned()).filter(|hint| !hint.is_empty()),
    };
    print(&json(&record));
}

/// What is wrong with arguments, and what to do: the hint of a value, the values that there are, else how the command is used.
fn parts(text: &str) -> (&str, &str) {
    const HINT: &str = "\n  hint: ";
    if let Some((message, hint)) = text.split_once(HINT) {
        return (message, hint.split_once("\n\n").map_or(hint, |(hint, _)| hint));
    }
    let text = text
        .split_once("\n\nFor more information")
        .map_or(text, |(text, _)| text);
    let ends = ["\n  [possible values: ", "\n\n"]
        .into_iter()
        .filter_map(|end| text.find(end));
    text.split_at(ends.min().unwrap_or(text.len()))
}

/// An error in parts; those that it does not have are null.
#[derive(Debug, Serialize)]
struct ErrorRecord<'a> {
    kind: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    feature: Option<&'a str>,
    position: Option<&'a str>,
    /// Longitude and latitude in degrees.
    place: Option<[f64; 2]>,
    hint: Option<String>,
}

impl<'a> From<&'a Error> for ErrorRecord<'a> {
    fn from(error: &'a Error) -> Self {
        Self {
            kind: error.kind().name(),
            message: error.message(),
            file: error.file(),
            feature: error.feature(),
            position: error.position(),
            place: error.place(),
            hint: error.hint().map(|hint| hint.text(hints::flag)),
        }
    }
}

fn json(record: &ErrorRecord<'_>) -> String {
    let json = serde_json::to_vec(record).map(escaped_json);
    let json = json.map(|json| String::from_utf8_lossy(&json).into_owned());
    json.unwrap_or_else(|_| printable(record.message))
}

/// Prints a line, with the line of progress out of the way.
fn print(message: &str) {
    let line = format!("{message}\n");
    progress::aside(|| print_aside(line.as_bytes()));
}

#[cfg(unix)]
fn print_aside(text: &[u8]) {
    super::stderr::print(text);
}

#[cfg(not(unix))]
fn print_aside(text: &[u8]) {
    // Where stderr is gone nobody reads it.
    let _ = io::stderr().write_all(text);
}
