//! Where results go, and in which format.

use std::io::{self, ErrorKind, Write};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::{hints, progress, stdout};
use crate::error::ErrorKind as Kind;
use crate::files::{Batch, Replace, check_target, descriptor, is_in_the_way, is_same_place};
use crate::measure::count;
use crate::read::{LayerFile, LayerName};
use crate::report::{Format, Omitted, Report, Table, csv_headings, default_table};
use crate::write::{LandFormat, LandLayer};
use crate::{Error, Result};

/// The name of stdout among files, and of stdin.
const STDOUT: &str = "-";

/// Where a command writes a layer.
#[derive(Debug, Clone, Args)]
pub(super) struct LayerOutputs {
    #[arg(short = 'o', long = "output", value_name = "FILE", help = layer_help())]
    paths: Vec<PathBuf>,
    /// Replace files that are not outputs of landshift
    #[arg(long)]
    overwrite: bool,
    /// The format of all outputs [default: by each file's ending, else geojson]
    #[arg(long, value_parser = land_formats())]
    format: Option<LandFormat>,
    #[command(flatten)]
    positions: Positions,
}

/// How positions are written.
#[derive(Debug, Clone, Args)]
struct Positions {
    /// In TopoJSON, positions on a grid of so many lines each way, for small files; borders stay shared, and land is no longer
    /// exactly what it was [default: all digits]
    #[arg(long, value_name = "N")]
    quantize: Option<NonZeroU32>,
}

impl Positions {
    /// The format with positions as they are asked for.
    fn of(&self, format: LandFormat) -> LandFormat {
        match format {
            LandFormat::TopoJson(_) => LandFormat::TopoJson(self.quantize),
            other => other,
        }
    }

    /// Refuses to be asked for where none of the formats has it.
    fn check(&self, mut formats: impl Iterator<Item = LandFormat>) -> Result<()> {
        if self.quantize.is_none() || formats.any(|format| matches!(format, LandFormat::TopoJson(_))) {
            return Ok(());
        }
        Err(Error::new("--quantize is for TopoJSON, and no output is in it")
            .of_kind(Kind::Options)
            .with_hint("name a file that ends in .topojson, or leave --quantize out"))
    }
}

impl LayerOutputs {
    /// Fails at once, before any work, if a file must not be written, or its ending is of another format.
    pub(super) fn check(&self, inputs: &[&Path]) -> Result<()> {
        let targets = self.targets();
        check_targets(&targets, inputs)?;
        let formats = targets.iter().map(|target| self.format_of(target));
        let formats: Vec<LandFormat> = formats.collect::<Result<_>>()?;
        self.positions.check(formats.into_iter())
    }

    /// Writes a layer to each file, or to stdout if none is named.
    pub(super) fn write<P: Serialize + Sync>(&self, layer: io::Result<LandLayer<'_, P>>) -> Result<()> {
        let layer = &layer.map_err(|e| Error::failed("cannot write the layer", &e))?;
        let mut batch = Batch::default();
        for target in self.targets() {
            let format = self.format_of(&target)?;
            target.add(&mut batch, move |out| layer.write(format, out))?;
        }
        batch.finish()
    }

    fn targets(&self) -> Vec<Target> {
        targets(&self.paths, self.overwrite)
    }

    fn format_of(&self, target: &Target) -> Result<LandFormat> {
        let stated = self.format.map(|format| target.stated(format, format.name()));
        let format = stated.unwrap_or_else(|| land_format_of(target))?;
        Ok(self.positions.of(format))
    }
}

/// A file, or stdout, that a command writes.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// As it was named; none where nothing was.
    path: Option<PathBuf>,
    is_stdout: bool,
    overwrite: bool,
}

impl Target {
    pub(super) fn new(path: Option<&Path>, overwrite: bool) -> Self {
        Self {
            path: path.map(Path::to_owned),
            is_stdout: path.is_none_or(is_stdout),
            overwrite,
        }
    }

    /// The file to write, unless it is stdout.
    fn file(&self) -> Option<&Path> {
        self.path.as_deref().filter(|_| !self.is_stdout)
    }

    /// A format that was stated for it. The endings of layers are those by which programs know how to read them: another
    /// format under such a name is a mistake.
    fn stated<F>(&self, format: F, name: &str) -> Result<F> {
        let by_ending = self.ending().and_then(|ending| LandFormat::of_ending(&ending));
        match by_ending {
            Some(layer) if layer != LandFormat::GeoJson && layer.name() != name => Err(Error::new(format!(
                "its name ends in .{}, and --format is {name}",
                layer.name()
            ))
            .of_kind(Kind::Options)
            .in_file(
                self.path
                    .as_deref()
                    .unwrap_or(Path::new(""))
                    .display()
                    .to_string(),
            )
            .with_hint("let the ending of the name and --format say the same, or leave --format out")),
            _ => Ok(format),
        }
    }

    /// The ending of its name, in small letters.
    fn ending(&self) -> Option<String> {
        self.path.as_deref().and_then(ending)
    }

    /// Fails at once, before any work, if it must not be written: it is an input, not an output of this program, or closed.
    pub(super) fn check(&self, inputs: &[impl AsRef<Path>]) -> Result<()> {
        let Some(path) = self.file() else {
            return stdout::check();
        };
        check_file(path, inputs, self.overwrite)
    }

    /// Refuses an ending of its name that is none of these, which the command writes; a name without one may be of any.
    pub(super) fn check_ending(&self, endings: &[&str]) -> Result<()> {
        match self.ending() {
            Some(ending) if !endings.contains(&ending.as_str()) => Err(unknown_ending(self, endings, "")),
            _ => Ok(()),
        }
    }

    /// Writes content to the file, or to stdout.
    pub(super) fn write(&self, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let mut batch = Batch::default();
        self.add(&mut batch, content)?;
        batch.finish()
    }

    /// Adds content to what is written: to the file, or to stdout.
    fn add<'a>(
        &self,
        batch: &mut Batch<'a>,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()> + 'a,
    ) -> Result<()> {
        progress::stage("writing");
        match self.file() {
            Some(path) => batch.add(path, &replace(self.overwrite), content)?,
            None => batch.act(|| print(content)),
        }
        Ok(())
    }
}

/// Fails if a file must not be written: it is an input, not an output of this program, or its folder is not there.
pub(super) fn check_file(path: &Path, inputs: &[impl AsRef<Path>], overwrite: bool) -> Result<()> {
    prepare(path);
    check_no_input(path, inputs)?;
    check_target(path, &replace(overwrite))
}

/// Fails if a file is an input.
pub(super) fn check_no_input(path: &Path, inputs: &[impl AsRef<Path>]) -> Result<()> {
    let inputs = inputs.iter().map(AsRef::as_ref);
    let mut inputs = inputs.filter(|input| *input != Path::new(STDOUT));
    let is_lost = |input: &Path| {
        let file = file_of(input);
        let beside = || LayerFile::at(&file).companions();
        is_in_the_way(path, input)
            || is_in_the_way(path, &file)
            || path.exists() && beside().iter().any(|beside| is_in_the_way(path, beside))
    };
    if inputs.any(is_lost) {
        return Err(Error::new("is an input of this command and would be lost")
            .of_kind(Kind::Options)
            .in_file(path.display().to_string())
            .with_hint("choose another name"));
    }
    Ok(())
}

/// The file of an input that may be one of its layers, as in `world.topojson#countries`.
fn file_of(input: &Path) -> PathBuf {
    let text = input.to_string_lossy();
    LayerName::parse(&text, |_| input.exists()).file().into()
}

/// Whether a name means stdout.
fn is_stdout(path: &Path) -> bool {
    path == Path::new(STDOUT) || descriptor(path) == Some(1)
}

/// Has a name of stderr mean what it meant when the program was started.
fn prepare(path: &Path) {
    #[cfg(unix)]
    if descriptor(path) == Some(2) {
        super::stderr::restore();
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Each of the files; stdout if none is named.
fn targets(paths: &[PathBuf], overwrite: bool) -> Vec<Target> {
    if paths.is_empty() {
        return vec![Target::new(None, overwrite)];
    }
    let target = |path: &PathBuf| Target::new(Some(path), overwrite);
    paths.iter().map(target).collect()
}

/// Each may be written, and none is named twice.
fn check_targets(targets: &[Target], inputs: &[&Path]) -> Result<()> {
    for (i, target) in targets.iter().enumerate() {
        target.check(inputs)?;
        let others = targets[..i].iter().filter_map(|other| other.path.as_deref());
        check_distinct(target.path.as_deref().unwrap_or(Path::new(STDOUT)), others)?;
    }
    Ok(())
}

/// An output is not named twice, in other words either, nor by links.
pub(super) fn check_distinct<'a>(path: &Path, mut others: impl Iterator<Item = &'a Path>) -> Result<()> {
    let is_same = |other: &Path| match (is_stdout(path), is_stdout(other)) {
        (false, false) => is_same_place(other, path),
        (one, other) => one && other,
    };
    if others.any(is_same) {
        return Err(Error::new("is named twice as an output")
            .of_kind(Kind::Options)
            .in_file(path.display().to_string()));
    }
    Ok(())
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
    #[command(flatten)]
    positions: Positions,
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

    /// Adds a result to what is written, as CSV the table of a name.
    pub(super) fn add<'a, R: Report>(
        &self,
        batch: &mut Batch<'a>,
        result: &'a R,
        table: Option<&str>,
    ) -> Result<()> {
        let target = &self.target;
        let document = || {
            let document = result.document().with_omitted(omitted::<R>);
            document.with_options(hints::flag)
        };
        match self.format {
            Format::Text => target.add(batch, move |out| out.write_all(document().text().as_bytes())),
            Format::Markdown => target.add(batch, move |out| out.write_all(document().markdown().as_bytes())),
            Format::Csv => {
                let table = result.table(table)?;
                target.add(batch, move |out| table.write(result, out))
            }
            Format::Graph(format) => {
                let text = result.graph()?.text(format)?;
                target.add(batch, move |out| out.write_all(text.as_bytes()))
            }
            format => target.add(batch, move |out| result.write(format, None, out)),
        }
    }

    /// Whether land is written to it.
    pub(super) fn is_land(&self) -> bool {
        self.format.land().is_some()
    }
}

impl<R: Report> Outputs<R> {
    /// Each of them, stdout if no file is named, once it is sure that all can be written; `given` is what the result is
    /// broken down by.
    pub(super) fn check(&self, inputs: &[&Path], given: &[&str]) -> Result<Vec<Output>> {
        let outputs = self.outputs_of::<R>(inputs, Format::Text)?;
        self.check_table(&outputs, given)?;
        Ok(outputs)
    }

    /// Each of them, where another result is written; `fallback` is the format of names without an ending.
    pub(super) fn outputs_of<Q: Report>(&self, inputs: &[&Path], fallback: Format) -> Result<Vec<Output>> {
        let targets = targets(&self.paths, self.overwrite);
        check_targets(&targets, inputs)?;
        let output = |target: Target| {
            let stated = self.format.map(|format| target.stated(format, format.name()));
            let format = stated.unwrap_or_else(|| format_of::<Q>(&target, fallback))?;
            let format = match format {
                Format::Land(land) => Format::Land(self.positions.of(land)),
                format => format,
            };
            Ok(Output { target, format })
        };
        let outputs: Vec<Output> = targets.into_iter().map(output).collect::<Result<_>>()?;
        self.positions
            .check(outputs.iter().filter_map(|output| output.format.land()))?;
        Ok(outputs)
    }

    /// Refuses a table where another result is written, which has one.
    pub(super) fn check_no_table(&self) -> Result<()> {
        match &self.table {
            None => Ok(()),
            Some(name) => Err(Error::new(format!("--table {name} is no table of this result"))
                .of_kind(Kind::Options)
                .with_hint("leave --table out")),
        }
    }

    /// Writes the result to all of them, or to none if one has no room for it or cannot be written.
    pub(super) fn write(&self, result: &R, outputs: &[Output]) -> Result<()> {
        let mut batch = Batch::default();
        self.add(&mut batch, result, outputs)?;
        batch.finish()
    }

    /// Adds the result to what is written, for each of them.
    pub(super) fn add<'a>(&self, batch: &mut Batch<'a>, result: &'a R, outputs: &[Output]) -> Result<()> {
        outputs
            .iter()
            .try_for_each(|output| output.add(batch, result, self.table.as_deref()))
    }

    /// A table is for CSV, and may need what is not given.
    fn check_table(&self, outputs: &[Output], given: &[&str]) -> Result<()> {
        let Some(name) = self.table.as_deref() else {
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
            Format::GEO_JSON => R::LAND.unwrap_or(format.about()).to_owned(),
            Format::Land(format) => format!("The same land, {}", format.about()),
            Format::Graph(_) => format!("{}: {}", R::GRAPH.unwrap_or("A graph"), format.about()),
            Format::Json => "Everything for programs; `landshift schema` describes it".to_owned(),
            _ => format.about().to_owned(),
        };
        let value = PossibleValue::new(format.name()).help(about);
        match format {
            Format::Markdown => value.alias("markdown"),
            _ => value,
        }
    };
    PossibleValuesParser::new(R::formats().into_iter().map(value)).try_map(|name| name.parse::<Format>())
}

/// The values of `--format` where a layer is written.
fn land_formats() -> impl TypedValueParser<Value = LandFormat> {
    let value = |format: &LandFormat| PossibleValue::new(format.name()).help(format.about());
    PossibleValuesParser::new(LandFormat::ALL.iter().map(value))
        .try_map(|name| LandFormat::of_ending(&name).ok_or("there is no such format"))
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

/// The format that the ending of an output's name asks for; `fallback` for stdout and names without one.
fn format_of<R: Report>(target: &Target, fallback: Format) -> Result<Format> {
    let Some(ending) = target.ending() else {
        return Ok(fallback);
    };
    let known = Format::of_ending(&ending).filter(|format| R::formats().contains(format));
    known.ok_or_else(|| {
        let endings: Vec<&str> = R::formats().into_iter().map(Format::ending).collect();
        unknown_ending(target, &endings, BY_FORMAT)
    })
}

/// The help text of `--output` where a layer is written.
fn layer_help() -> String {
    format!(
        "Write to this file, in the format of its ending: {}; `-` is stdout. Several files may be named",
        dotted(&land_endings())
    )
}

/// The format of land that the ending of an output's name asks for; GeoJSON for stdout and names without one.
fn land_format_of(target: &Target) -> Result<LandFormat> {
    match target.ending().as_deref() {
        None | Some("json") => Ok(LandFormat::GeoJson),
        Some(ending) => {
            LandFormat::of_ending(ending).ok_or_else(|| unknown_ending(target, &land_endings(), BY_FORMAT))
        }
    }
}

/// The endings of the names of layers that are written.
fn land_endings() -> Vec<&'static str> {
    let mut endings: Vec<&str> = LandFormat::ALL.iter().map(|format| format.name()).collect();
    endings.insert(1, "json");
    endings
}

/// Endings as a message lists them.
fn dotted(endings: &[&str]) -> String {
    let endings: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
    endings.join(", ")
}

/// What else can be done about an ending that says no format.
const BY_FORMAT: &str = ", or name the format with --format";

/// The error for an output whose ending is of no format that the command writes.
fn unknown_ending(target: &Target, endings: &[&str], or: &str) -> Error {
    let path = target.path.as_deref().unwrap_or(Path::new(""));
    let ending = target.ending().unwrap_or_default();
    Error::new(format!("no output of this command is a .{ending} file"))
        .of_kind(Kind::Options)
        .in_file(path.display().to_string())
        .with_hint(format!("end its name in {}{or}", dotted(endings)))
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
    stdout::check()?;
    progress::clear();
    let mut stdout = io::stdout().lock();
    match content(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("cannot write", "standard output", &error))
        }
        _ => Ok(()),
    }
}
