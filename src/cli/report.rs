//! `landshift report`: tables, diffs and maps of a whole scenario.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::{ClaimsFile, Layers, Measuring, ScenarioFiles, Weighing};
use super::output::{check_no_input, print, replace};
use super::rest::RestOptions;
use super::style::StyleOptions;
use super::values::Choice;
use super::{Outcome, progress, remarks, stdout};
use crate::Result;
use crate::case::Case;
use crate::files::{may_write_folder, write_folder};
use crate::map::{MapOptions, Surroundings};
use crate::read::ReadOptions;
use crate::report::Report;
use crate::study::{CasePart, NamedFile, Study, case_file_names};

/// The file that says that those beside it are outputs, too.
const MAIN: &str = "report.json";

/// Everything for a scenario: tables, a GeoJSON diff and maps for each step in time
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A scenario.toml or a folder with one [default: the built-in case of Karabakh]
    #[arg(default_value = "karabakh", hide_default_value = true)]
    scenario: PathBuf,
    /// The folder to write to [default: output/ID]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    files: ScenarioFiles,
    #[command(flatten)]
    measuring: Measuring,
    #[command(flatten)]
    layers: Layers,
    #[command(flatten)]
    weighing: Weighing,
    #[command(flatten)]
    recognition: ClaimsFile,
    #[command(flatten)]
    rest: RestOptions,
    #[command(flatten)]
    style: StyleOptions,
    /// Leave these out; the tables are always written
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    without: Vec<Choice<CasePart>>,
    /// Replace files that are not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        stdout::check()?;
        progress::stage("reading");
        let map_style = self.style.read()?;
        let case = self.files.open(&self.scenario)?;
        let surroundings = Surroundings::of_case(&case, self.style.language()?)?;
        remarks::report_layer(&surroundings.context)?;
        let study = self.study(&case)?;
        remarks::report(study.off_map(&surroundings.context));
        let surroundings = surroundings.on_base();
        remarks::report_layers(&study);
        let mut options = MapOptions::default().map_style(map_style);
        options.fonts = self.style.fonts()?;
        options.dark_style = self.style.dark()?;
        let report = study.case_report(&case)?;
        let folder = self.folder(&case);
        let parts = self.parts();
        let names = case_file_names(&report, &parts);
        let inputs = self.paths(&case);
        for name in &names {
            check_no_input(&folder.join(name), &inputs)?;
        }
        let names = names.iter().map(String::as_str);
        may_write_folder(&folder, MAIN, names, &replace(self.overwrite))?;
        let files = study.case_files(&report, &parts, &surroundings, &options)?;
        remarks::report_answer(&study)?;
        progress::stage("writing");
        self.write(&folder, &files)?;
        print(|out| {
            out.write_all(report.document().text().as_bytes())?;
            writeln!(out, "\nWritten to {}: {}", folder.display(), summary(&files))
        })?;
        Ok(Outcome::Fine)
    }

    fn parts(&self) -> Vec<CasePart> {
        let without: Vec<CasePart> = self.without.iter().map(|part| part.0).collect();
        CasePart::all_but(&without)
    }

    fn study(&self, case: &Case) -> Result<Study> {
        let snapshots = case.snapshots(&ReadOptions::default())?;
        let renames = case.renames()?;
        let rest = self.rest.read(Some(case), &renames)?;
        let mut layers = self.layers.read(&snapshots, Some(case), rest)?;
        self.weighing.weigh(&mut layers)?;
        layers.claims = self.recognition.read(Some(case), &renames)?;
        let holder = self.rest.holder(Some(case));
        remarks::report_renames(&renames, &snapshots, &layers, holder.as_deref());
        let settings = self.measuring.settings(Some(case));
        remarks::unreported_study(snapshots, layers, settings)
    }

    /// All files that are read.
    fn paths(&self, case: &Case) -> Vec<PathBuf> {
        let layers = self.layers.named().chain(self.recognition.named());
        let options = layers.map(|(_, path)| path).chain(self.rest.path());
        let options = options.chain(self.style.paths()).map(Path::to_owned);
        case.paths().into_iter().chain(options).collect()
    }

    fn folder(&self, case: &Case) -> PathBuf {
        let own = || Path::new("output").join(&case.scenario.id);
        self.output.clone().unwrap_or_else(own)
    }

    /// Writes all files, or none; the JSON among them states that the tables beside it are outputs, too.
    fn write(&self, folder: &Path, files: &[NamedFile]) -> Result<()> {
        let files = files
            .iter()
            .map(|file| (file.name.as_str(), file.bytes.as_slice()));
        let files: Vec<_> = files.collect();
        write_folder(folder, MAIN, &files, &replace(self.overwrite))
    }
}

/// What was written, by kind.
fn summary(files: &[NamedFile]) -> String {
    let names = |what: &str| {
        let names = files.iter().map(|file| file.name.as_str());
        let names = names.filter(|name| name.starts_with(what));
        names.collect::<Vec<_>>().join(", ")
    };
    let is_csv = |file: &&NamedFile| {
        Path::new(&file.name)
            .extension()
            .is_some_and(|ending| ending == "csv")
    };
    let tables = files.iter().filter(is_csv).count();
    let maps = [names("before_after"), names("change")];
    let maps = maps.iter().filter(|names| !names.is_empty());
    [
        ("tables", format!("{}, {tables} CSV files", names("report"))),
        ("diffs", names("diff")),
        ("maps", maps.map(String::as_str).collect::<Vec<_>>().join(", ")),
        ("page", names("index")),
    ]
    .iter()
    .filter(|(_, names)| !names.is_empty())
    .fold(String::new(), |text, (what, names)| {
        text + &format!("\n  {what:<6}  {names}")
    })
}
