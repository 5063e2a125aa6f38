//! Where results go, and in which format.

use std::io::{self, ErrorKind, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::progress;
use crate::error::ErrorKind as Kind;
use crate::files::{Replace, check_target, write_file};
use crate::measure::count;
use crate::report::{Format, Omitted, Report, Table, csv_headings, default_table};
use crate::{Error, Result};

/// Where a command writes a file that has one format.
#[derive(Debug, Clone, Args)]
pub(super) struct Target {
    /// Write to this file; `-` is stdout
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(super) path: Option<PathBuf>,
    /// Replace a file that is not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Target {
    /// The file to write, unless it is stdout.
    pub(super) fn file(&self) -> Option<&Path> {
        self.path.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Fails at once, before any work, if the file must not be written: it is an input, or not an output of this program.
    pub(super) fn check(&self, inputs: &[&Path]) -> Result<()> {
        let Some(path) = self.file() else { return Ok(()) };
        let same = |input: &&Path| match (input.canonicalize(), path.canonicalize()) {
            (Ok(input), Ok(output)) => input == output,
            _ => false,
        };
        if inputs.iter().any(same) {
            return Err(Error::new("is an input of this command and would be lost")
                .of_kind(Kind::Options)
                .in_file(path.display().to_string())
                .with_hint("choose another name"));
        }
        check_target(path, &replace(self.overwrite))
    }

    /// Writes content to the file or stdout.
    pub(super) fn write(&self, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        progress::stage("writing");
        match self.file() {
            Some(path) => write_file(path, &replace(self.overwrite), content),
            None => print(content),
        }
    }
}

/// Where a command writes its result, and in which formats.
#[derive(Debug, Args)]
pub(super) struct Outputs<R: Report> {
    /// Write to this file, in the format of its ending; `-` is stdout. Several files may be named
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Replace files that are not outputs of landshift
    #[arg(long)]
    overwrite: bool,
    /// The format of all outputs [default: by each file's ending, else text]
    #[arg(long, value_parser = formats::<R>())]
    format: Option<Format>,
    #[arg(long, value_parser = tables::<R>(), help = table_help::<R>())]
    table: Option<String>,
    #[arg(skip)]
    result: PhantomData<R>,
}

/// A file or stdout, and what is written to it.
pub(super) struct Output {
    target: Target,
    format: Format,
}

impl Output {
    /// Whether it is a file.
    pub(super) fn is_file(&self) -> bool {
        self.target.file().is_some()
    }

    /// Whether land is written to it.
    pub(super) fn is_land(&self) -> bool {
        self.format == Format::GeoJson
    }
}

impl<R: Report> Outputs<R> {
    /// Each of them, stdout if no file is named, once it is sure that all can be written; `given` is what the result is
    /// broken down by.
    pub(super) fn check(&self, inputs: &[&Path], given: &[&str]) -> Result<Vec<Output>> {
        let target = |path: Option<&PathBuf>| Target {
            path: path.cloned(),
            overwrite: self.overwrite,
        };
        let mut targets: Vec<Target> = self.paths.iter().map(|path| target(Some(path))).collect();
        if targets.is_empty() {
            targets.push(target(None));
        }
        for (i, target) in targets.iter().enumerate() {
            target.check(inputs)?;
            if targets[..i].iter().any(|other| other.path == target.path) {
                let name = target.path.as_deref().unwrap_or(Path::new("-"));
                return Err(Error::new("is named twice as an output")
                    .of_kind(Kind::Options)
                    .in_file(name.display().to_string()));
            }
        }
        let output = |target: Target| {
            let format = self.format.map_or_else(|| format_of::<R>(&target), Ok)?;
            Ok(Output { target, format })
        };
        let outputs: Vec<Output> = targets.into_iter().map(output).collect::<Result<_>>()?;
        self.check_table(&outputs, given)?;
        Ok(outputs)
    }

    /// The one target, where something else than the result is written; none if several files are named.
    pub(super) fn only_target(&self) -> Option<Target> {
        let [path] = self.paths.as_slice() else {
            return None;
        };
        Some(Target {
            path: Some(path.clone()),
            overwrite: self.overwrite,
        })
    }

    /// Writes the result to all of them.
    pub(super) fn write(&self, result: &R, outputs: &[Output]) -> Result<()> {
        let document = || result.document().with_omitted(omitted::<R>);
        outputs
            .iter()
            .try_for_each(|Output { target, format }| match format {
                Format::Text => target.write(|out| out.write_all(document().text().as_bytes())),
                Format::Markdown => target.write(|out| out.write_all(document().markdown().as_bytes())),
                Format::Csv => {
                    let table = result.table(self.table.as_deref())?;
                    target.write(|out| table.write(result, out))
                }
                format => target.write(|out| result.write(*format, None, out)),
            })
    }

    /// A table is for CSV, and may need what is not given.
    fn check_table(&self, outputs: &[Output], given: &[&str]) -> Result<()> {
        let Some(name) = self.table.as_deref().filter(|name| *name != default_table::<R>()) else {
            return Ok(());
        };
        let tables = R::tables();
        let table = tables.iter().find(|table| table.name == name);
        let needs = table.and_then(|table| table.needs);
        if let Some(needs) = needs.filter(|needs| !given.contains(needs)) {
            return Err(
                Error::new(format!("--table {name} needs --{needs}, which is not given"))
                    .of_kind(Kind::Options)
                    .with_hint(format!("add --{needs}, or leave --table out")),
            );
        }
        if outputs.iter().any(|output| output.format == Format::Csv) {
            return Ok(());
        }
        Err(
            Error::new("--table is for CSV, and the other formats hold all tables")
                .of_kind(Kind::Options)
                .with_hint("add --format csv, or leave --table out"),
        )
    }
}

/// The values of `--format`: the formats in which a result can be written.
fn formats<R: Report>() -> impl TypedValueParser<Value = Format> {
    let value = |format: Format| {
        let about = match format {
            Format::GeoJson => R::LAND.unwrap_or(format.about()),
            Format::Json => "Everything for programs; `landshift schema` describes it",
            _ => format.about(),
        };
        let value = PossibleValue::new(format.name()).help(about);
        match format {
            Format::Markdown => value.alias("markdown"),
            _ => value,
        }
    };
    PossibleValuesParser::new(R::formats().into_iter().map(value)).try_map(|name| name.parse::<Format>())
}

/// The help text of `--table`.
fn table_help<R: Report>() -> String {
    format!("The table to write as CSV [default: {}]", default_table::<R>())
}

/// The values of `--table`: the tables of a result.
fn tables<R: Report>() -> PossibleValuesParser {
    let value = |table: Table<R>| PossibleValue::new(table.name).help(table.about);
    PossibleValuesParser::new(R::tables().into_iter().map(value))
}

/// The format that the ending of an output's name asks for; text for stdout and names without one.
fn format_of<R: Report>(target: &Target) -> Result<Format> {
    let Some(ending) = target.file().and_then(ending) else {
        return Ok(Format::Text);
    };
    if ending == "txt" {
        return Ok(Format::Text);
    }
    let known = Format::of_ending(&ending).filter(|format| R::formats().contains(format));
    known.ok_or_else(|| {
        let endings = R::formats().into_iter().map(|format| match format {
            Format::Text => ".txt".to_owned(),
            format => format!(".{format}"),
        });
        let endings: Vec<String> = endings.collect();
        let name = target.file().unwrap_or(Path::new("")).display().to_string();
        Error::new(format!("no output of this command is a .{ending} file"))
            .of_kind(Kind::Options)
            .in_file(name)
            .with_hint(format!(
                "end its name in {}, or name the format with --format",
                endings.join(", ")
            ))
    })
}

/// What a document states of the rows that a table leaves out: how to ask for them.
fn omitted<R: Report>(omitted: &Omitted) -> String {
    if R::tables().iter().all(|table| table.name != omitted.table) {
        return omitted.sentence();
    }
    let rows = count(omitted.rows as u64);
    format!("And {rows} more: --format csv --table {}.", omitted.table)
}

/// The ending of a file's name, in small letters.
pub(super) fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// The policy that `--overwrite` asks for.
pub(super) fn replace(overwrite: bool) -> Replace {
    if overwrite {
        Replace::Any
    } else {
        Replace::OwnOutput {
            csv_headings: csv_headings(),
        }
    }
}

/// Prints data; a reader that has seen enough (`| head`) is no error.
pub(super) fn print(content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    progress::clear();
    let mut stdout = io::stdout().lock();
    match content(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("cannot write", "standard output", &error))
        }
        _ => Ok(()),
    }
}

/// Prints a message to the user, apart from the data.
pub(super) fn say(message: &str) {
    progress::aside(|| {
        // Where stderr is gone nobody reads it.
        let _ = writeln!(io::stderr(), "{message}");
    });
}
