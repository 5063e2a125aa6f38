//! The commands: each parses its words, calls the library and prints.
//!
//! Data goes to stdout, messages to stderr. Exit code 0 is fine, 1 says that changes were found under `--exit-code`
//! or problems by `check`, conflicts by `merge`, 2 is an error.

mod align;
mod apply;
mod apportion;
mod check;
mod compare;
mod completions;
mod compose;
mod crs;
mod diff;
mod drawn;
mod hints;
mod info;
mod init;
mod inputs;
#[cfg(unix)]
mod interrupt;
mod invert;
mod lineage;
mod man;
mod map;
#[cfg(unix)]
mod memory;
mod merge;
mod merge_sums;
mod messages;
mod outcome;
mod output;
mod page;
mod progress;
mod remarks;
mod report;
mod rest;
mod schema;
mod sources;
mod squash;
#[cfg(unix)]
mod stderr;
mod stdout;
mod strict;
mod style;
mod threads;
mod tile;
mod tile_sums;
mod time_options;
mod timeline;
mod times;
mod values;
mod watch;
mod watcher;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use self::crs::StatedCrs;
use self::messages::MessageOptions;
use self::outcome::Outcome;
pub use self::stdout::StandardOutput;
use crate::{Error, Result};

/// What is read, below the list of commands.
const FORMATS: &str = "Layers are read from GeoJSON, TopoJSON, GeoPackage, GeoParquet, FlatGeobuf, shapefiles, KML and tables with \
                       geometries as text, gzipped or zipped or not; FILE#LAYER names one layer of several.";

/// Between these dates, what land changed hands, where, and how much?
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, max_term_width = 100, after_help = FORMATS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Number of threads; results are the same with any [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Refuse input that is read otherwise than written, such as rings that cross themselves or land that two features have:
    /// exit with 2 and write nothing [default: say so, and go on]
    #[arg(long, global = true)]
    strict: bool,
    /// The reference system of the positions of all layers, whatever their files say, as EPSG:2056; of one file as
    /// roads.shp=EPSG:2056. May be given several times [default: as each file says, else WGS 84]
    #[arg(long, global = true, value_name = "[FILE=]EPSG:N")]
    crs: Vec<StatedCrs>,
    #[command(flatten)]
    messages: MessageOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    Report(report::Arguments),
    Info(info::Arguments),
    Check(check::Arguments),
    Diff(diff::Arguments),
    Compare(compare::Arguments),
    Align(align::Arguments),
    Timeline(timeline::Arguments),
    Lineage(lineage::Arguments),
    Apportion(apportion::Arguments),
    Apply(apply::Arguments),
    Invert(invert::Arguments),
    Squash(squash::Arguments),
    Merge(merge::Arguments),
    Map(map::Arguments),
    Page(page::Arguments),
    Watch(watch::Arguments),
    Tile(tile::Arguments),
    TileSums(tile_sums::Arguments),
    MergeSums(merge_sums::Arguments),
    Compose(compose::Arguments),
    Init(init::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Runs the command that the process was started with; `stdout` is what standard output was then.
pub fn main(stdout: StandardOutput) -> ExitCode {
    stdout::remember(stdout);
    let (cli, words) = match parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            MessageOptions::of_arguments().set();
            return explain(&error);
        }
    };
    #[cfg(unix)]
    memory::watch(cli.messages);
    #[cfg(unix)]
    interrupt::watch();
    cli.messages.set();
    strict::set(cli.strict);
    let outcome = threads::set_number(cli.threads)
        .and_then(|()| crs::set(cli.crs, &words))
        .and_then(|()| run(cli.command));
    progress::clear();
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::ChangesFound | Outcome::ProblemsFound) => ExitCode::from(1),
        Err(error) => fail(&error),
    }
}

/// The arguments, and those words of them that may be inputs; hints name the options that their command has.
fn parse() -> std::result::Result<(Cli, Vec<PathBuf>), clap::Error> {
    let mut command = Cli::command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    let mut words = Vec::new();
    if let Some((name, given)) = matches.subcommand()
        && let Some(running) = command.find_subcommand(name)
    {
        hints::remember(running);
        words = inputs(running, given);
    }
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    Ok((cli, words))
}

/// The words given to a command that may be inputs.
fn inputs(command: &clap::Command, given: &ArgMatches) -> Vec<PathBuf> {
    let is_given = |id: &str| given.value_source(id) == Some(ValueSource::CommandLine);
    let is_input = |id: &&str| !matches!(*id, "crs" | "output" | "threads") && is_given(id);
    let ids = command.get_arguments().map(|argument| argument.get_id().as_str());
    let ids = ids.filter(is_input);
    let words = ids
        .filter_map(|id| given.try_get_raw(id).ok().flatten())
        .flatten();
    words.map(PathBuf::from).collect()
}

/// Prints the help that was asked for, or what is wrong with the arguments.
fn explain(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        messages::complain_of_arguments(error);
        return ExitCode::from(2);
    }
    if let Err(error) = stdout::check() {
        return fail(&error);
    }
    match error.print() {
        // Help that nobody reads any more (a closed pipe) is no error.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(&Error::io("cannot write", "standard output", &error))
        }
        _ => ExitCode::SUCCESS,
    }
}

fn fail(error: &Error) -> ExitCode {
    messages::complain(error);
    ExitCode::from(2)
}

fn run(command: Command) -> Result<Outcome> {
    match command {
        Command::Report(arguments) => arguments.run(),
        Command::Info(arguments) => arguments.run(),
        Command::Check(arguments) => arguments.run(),
        Command::Diff(arguments) => arguments.run(),
        Command::Compare(arguments) => arguments.run(),
        Command::Align(arguments) => arguments.run(),
        Command::Timeline(arguments) => arguments.run(),
        Command::Lineage(arguments) => arguments.run(),
        Command::Apportion(arguments) => arguments.run(),
        Command::Apply(arguments) => arguments.run(),
        Command::Invert(arguments) => arguments.run(),
        Command::Squash(arguments) => arguments.run(),
        Command::Merge(arguments) => arguments.run(),
        Command::Map(arguments) => arguments.run(),
        Command::Page(arguments) => arguments.run(),
        Command::Watch(arguments) => arguments.run(),
        Command::Tile(arguments) => arguments.run(),
        Command::TileSums(arguments) => arguments.run(),
        Command::MergeSums(arguments) => arguments.run(),
        Command::Compose(arguments) => arguments.run(),
        Command::Init(arguments) => arguments.run(),
        Command::Schema(arguments) => arguments.run(),
        Command::Completions(arguments) => arguments.run(Cli::command()),
        Command::Man(arguments) => arguments.run(Cli::command()),
    }
}
