//! `landshift completions`: words that a shell completes.

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::Outcome;
use super::output::print;
use crate::Result;

/// Print a script by which a shell completes commands and options
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    landshift completions bash > ~/.local/share/bash-completion/completions/landshift\n  \
    landshift completions zsh > \"${fpath[1]}/_landshift\"\n  \
    landshift completions fish > ~/.config/fish/completions/landshift.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Arguments {
    /// Prints the script for the program with these commands.
    pub(super) fn run(&self, mut program: Command) -> Result<Outcome> {
        let mut script = Vec::new();
        let name = program.get_name().to_owned();
        generate(self.shell, &mut program, name, &mut script);
        print(|out| out.write_all(&script))?;
        Ok(Outcome::Fine)
    }
}
