//! `landshift man`: manual pages.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Outcome;
use super::output::print;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// What the program returns to its caller.
const EXIT_CODES: [(&str, &str); 3] = [
    ("0", "All is well."),
    (
        "1",
        "Changes were found and --exit-code asks for them; check found problems; merge found conflicts.",
    ),
    (
        "2",
        "The arguments or an input are wrong, or a file cannot be written. A message says what, where, and what to do; files \
         that were there before are as they were.",
    ),
];

/// What is read from the environment.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("NO_COLOR", "Set to anything: no colours in help and messages."),
    ("CLICOLOR", "0: no colours in help and messages."),
    (
        "CLICOLOR_FORCE",
        "Other than 0: colours even where the output is no terminal.",
    ),
];

/// Print a manual page: of landshift, or of one of its commands
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  landshift man | man -l -\n  landshift man diff > landshift-diff.1")]
pub(super) struct Arguments {
    /// The command
    command: Option<String>,
}

impl Arguments {
    /// Prints a page of the program with these commands.
    pub(super) fn run(&self, mut program: Command) -> Result<Outcome> {
        program.build();
        let page = match &self.command {
            None => program,
            Some(name) => page_of(&program, name)?,
        };
        let text = rendered(&page).map_err(|e| Error::failed("cannot write the page", &e))?;
        print(|out| out.write_all(&text))?;
        Ok(Outcome::Fine)
    }
}

/// The command of a name.
fn page_of(program: &Command, name: &str) -> Result<Command> {
    let found = program.find_subcommand(name).cloned().ok_or_else(|| {
        Error::new(format!("there is no command `{name}`"))
            .of_kind(ErrorKind::Options)
            .with_hint("landshift --help lists them")
    })?;
    Ok(found.version(env!("CARGO_PKG_VERSION")))
}

/// A page in the format of troff.
fn rendered(command: &Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    Man::new(command.clone()).render(&mut text)?;
    section("EXIT STATUS", &EXIT_CODES, &mut text)?;
    section("ENVIRONMENT", &ENVIRONMENT, &mut text)?;
    Ok(text)
}

/// A section of terms, each with what it means.
fn section(title: &str, terms: &[(&str, &str)], out: &mut dyn Write) -> io::Result<()> {
    let mut roff = Roff::default();
    roff.control("SH", [title]);
    for (term, meaning) in terms {
        roff.control("TP", []);
        roff.text([bold(*term)]);
        roff.text([roman(*meaning)]);
    }
    roff.to_writer(out)
}
