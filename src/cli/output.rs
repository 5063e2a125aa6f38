//! Where results go.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::progress;
use crate::measure::count;
use crate::progress::stage;
use crate::report::{Format, Omitted, Report, Table, csv_headings, default_table};
use crate::write::{self, Replace};
use crate::{Error, Result};

/// Where a command writes.
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

    /// Says at once, before any work, if the file must not be written: it is an input, or somebody else's.
    pub(super) fn check(&self, inputs: &[&Path]) -> Result<()> {
        let Some(path) = self.file() else { return Ok(()) };
        let same = |input: &&Path| match (input.canonicalize(), path.canonicalize()) {
            (Ok(input), Ok(output)) => input == output,
            _ => false,
        };
        if inputs.iter().any(same) {
            return Err(Error::new("is an input of this command and would be lost")
                .in_file(path.display().to_string())
                .with_hint("choose another name"));
        }
        write::check(path, &replace(self.overwrite))
    }

    /// Writes a result in a format; as CSV the table of this name.
    pub(super) fn show<R: Report>(&self, result: &R, format: Format, table: &str) -> Result<()> {
        let document = || result.document().with_omitted(omitted::<R>);
        match format {
            Format::Text => self.write(|out| out.write_all(document().text().as_bytes())),
            Format::Markdown => self.write(|out| out.write_all(document().markdown().as_bytes())),
            Format::Csv => {
                let table = result.table(Some(table))?;
                self.write(|out| table.write(result, out))
            }
            _ => self.write(|out| result.write(format, None, out)),
        }
    }

    /// Writes content to the file or stdout.
    pub(super) fn write(&self, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        stage("writing");
        match self.file() {
            Some(path) => write::file(path, &replace(self.overwrite), content),
            None => print(content),
        }
    }
}

/// Where a command writes that can say the same in several formats.
#[derive(Debug, Clone, Args)]
pub(super) struct Targets {
    /// Write to this file, in the format of its ending; `-` is stdout. Several files may be named
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Replace files that are not outputs of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Targets {
    /// Each of them, stdout if none is named, once it is sure that all may be written.
    pub(super) fn check(&self, inputs: &[&Path]) -> Result<Vec<Target>> {
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
                return Err(Error::new("is named twice as an output").in_file(name.display().to_string()));
            }
        }
        Ok(targets)
    }
}

/// The values of `--format`: the formats in which a result can be written.
pub(super) fn formats<R: Report>() -> impl TypedValueParser<Value = Format> {
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

/// The values of `--table`: the tables of a result.
pub(super) fn tables<R: Report>() -> PossibleValuesParser {
    let value = |table: Table<R>| PossibleValue::new(table.name).help(table.about);
    PossibleValuesParser::new(R::tables().into_iter().map(value))
}

/// The format that is asked for, else that of the output's ending, else text.
pub(super) fn format_of<R: Report>(asked: Option<Format>, target: &Target) -> Format {
    let by_ending = || Format::of_ending(&ending(target.file()?)?);
    let by_ending = || by_ending().filter(|format| R::formats().contains(format));
    asked.or_else(by_ending).unwrap_or_default()
}

/// Says at once, before any work, if a table cannot be written: it is for CSV, and may need what is not among `given`.
pub(super) fn check_table<R: Report>(name: &str, formats: &[Format], given: &[&str]) -> Result<()> {
    if name == default_table::<R>() {
        return Ok(());
    }
    let needs = R::tables()
        .iter()
        .find(|table| table.name == name)
        .and_then(|table| table.needs);
    if let Some(needs) = needs.filter(|needs| !given.contains(needs)) {
        return Err(
            Error::new(format!("--table {name} is about {needs}, and there are none"))
                .with_hint(format!("name a file of them with --{needs}")),
        );
    }
    if formats.contains(&Format::Csv) {
        return Ok(());
    }
    Err(
        Error::new("--table is for CSV, and the other formats hold all tables")
            .with_hint("add --format csv, or leave --table out"),
    )
}

/// What a document says of the rows that a table leaves out: how to ask for them.
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

/// Says something to the person, beside the data.
pub(super) fn say(message: &str) {
    progress::aside(|| {
        // Where stderr is gone there is nobody to tell.
        let _ = writeln!(io::stderr(), "{message}");
    });
}
