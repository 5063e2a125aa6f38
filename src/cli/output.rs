//! Where results go.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::progress;
use crate::files::{Replace, check_target, write_file};
use crate::progress::stage;
use crate::{Error, Result, report};

/// How the CSV tables that go to a file of the user's choice begin.
const CSV_STARTS: [&str; 11] = [
    "in_b,in_a,pieces,moved_km2,",
    "before,after,holder,sovereigns,",
    "before,after,from,to,area_km2,noise_km2,",
    "in_a,in_b,area_km2,noise_km2,",
    "controller,a_km2,b_km2,both_km2,",
    "lon,lat,in_a,in_b,area_km2,",
    "before,after,unit,from,to,area_km2,",
    "before,after,name,name_alt,kind,population,",
    "name,first_km2,last_km2,",
    "times,area_km2\n",
    "snapshot,one,other,kind,length_km\n",
];

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
        check_target(path, replace(self.overwrite))
    }

    /// Writes content to the file or stdout.
    pub(super) fn write(&self, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        stage("writing");
        match self.file() {
            Some(path) => write_file(path, replace(self.overwrite), content),
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

/// The formats of what two snapshots say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Tables for a terminal
    Text,
    /// Everything for programs; `landshift schema` describes it
    Json,
    /// One table, one row a fact
    Csv,
    /// Tables in GitHub Flavored Markdown
    #[value(alias = "markdown")]
    Md,
    /// The land on which the two differ, piece by piece
    Geojson,
}

impl Format {
    /// The format that is asked for, else that of the output's ending, else text.
    pub(super) fn of(asked: Option<Self>, target: &Target) -> Self {
        let is_land = || target.file().and_then(ending).as_deref() == Some("geojson");
        match asked {
            Some(format) => format,
            None if is_land() => Self::Geojson,
            None => table_format(None, target).into(),
        }
    }

    /// The format of its tables; none of GeoJSON, which holds land.
    pub(super) fn table(self) -> Option<report::Format> {
        match self {
            Self::Text => Some(report::Format::Text),
            Self::Json => Some(report::Format::Json),
            Self::Csv => Some(report::Format::Csv),
            Self::Md => Some(report::Format::Markdown),
            Self::Geojson => None,
        }
    }
}

impl From<report::Format> for Format {
    fn from(format: report::Format) -> Self {
        match format {
            report::Format::Text => Self::Text,
            report::Format::Json => Self::Json,
            report::Format::Csv => Self::Csv,
            report::Format::Markdown => Self::Md,
        }
    }
}

/// The format of tables that is asked for, else that of the output's ending, else text.
pub(super) fn table_format(asked: Option<report::Format>, target: &Target) -> report::Format {
    let by_ending = || match ending(target.file()?)?.as_str() {
        "json" => Some(report::Format::Json),
        "csv" => Some(report::Format::Csv),
        "md" => Some(report::Format::Markdown),
        _ => None,
    };
    asked.or_else(by_ending).unwrap_or_default()
}

/// Why a table was chosen in vain.
pub(super) fn only_csv_has_a_table() -> Error {
    Error::new("--table is for CSV, and the other formats hold all tables")
        .with_hint("add --format csv, or leave --table out")
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
        Replace::OwnOutput(&CSV_STARTS)
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
