//! `landshift watch`: page and tables of a folder of daily files, made anew as files arrive.

use std::path::{Path, PathBuf};

use clap::Args;

use super::drawn::{Drawn, DrawnInput};
use super::messages::{complain, say};
use super::output::{check_no_input, print, replace};
use super::watcher::{State, Watcher};
use super::{Outcome, progress, remarks, stdout};
use crate::case::Case;
use crate::error::{ErrorKind, printable};
use crate::files::{is_same_place, may_write_folder, write_folder};
use crate::report::Timeline;
use crate::study::PageQuery;
use crate::study::{NamedFile, series_file_names};
use crate::{Error, Result};

/// The file that says that those beside it are outputs, too.
const MAIN: &str = "timeline.json";

/// Keep page and tables of a folder of daily files current as files arrive, until Ctrl-C
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  landshift watch daily -o current --units districts.geojson\n\n\
    Whenever files come, go or change, `landshift page` and `landshift timeline` are made anew: the folder has index.html, \
    timeline.txt, .md and .json, CSV tables and history.geojson, all of one moment. A file that cannot be read, such as one \
    that is half copied, is said once; what was written before stays until all files can be read again."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: DrawnInput,
    /// The folder to write to
    #[arg(short, long, value_name = "DIR", default_value = "output/watch")]
    output: PathBuf,
    /// Replace files that are not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Arguments {
    pub(super) fn run(mut self) -> Result<Outcome> {
        stdout::check()?;
        self.input.settle();
        self.check_output()?;
        let watcher = Watcher::of(self.watched()?.iter().map(PathBuf::as_path))?;
        let mut state = self.state();
        self.first()?;
        loop {
            state = watcher.wait(&state, || self.state());
            if let Err(error) = self.make() {
                complain(&error);
            }
        }
    }

    /// Makes all, before there is anything to wait for. What files that come later may mend is said, and no reason to end.
    fn first(&self) -> Result<()> {
        let files = self.inputs().map_or(0, |files| files.len());
        match self.make() {
            Err(error) if error.kind() == ErrorKind::Options && files > 1 => Err(error),
            Err(error) => {
                complain(&error);
                say("waiting for files");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Reads all files, and writes all or none.
    fn make(&self) -> Result<()> {
        let case = self.input.case()?;
        let inputs = self.input.paths(case.as_ref())?;
        let Drawn { study, surroundings } = self.input.read_dates(case.as_ref())?;
        let mut timeline = study.series()?;
        if let Some(every) = self.input.every {
            timeline = timeline.every(every);
        }
        let timeline = timeline.with_history(study.history()?);
        self.check(&timeline, &inputs)?;
        let wanted = PageQuery {
            title: self.input.title.clone(),
            ..PageQuery::default()
        };
        let files = study.series_files(&timeline, &surroundings, &self.input.page_options()?, &wanted)?;
        remarks::report_answer(&study)?;
        progress::stage("writing");
        self.write(&files)?;
        let dates = study.snapshots().len();
        let last = study
            .snapshots()
            .iter()
            .filter_map(|snapshot| snapshot.date)
            .max();
        let last = last.map_or_else(String::new, |date| format!(" up to {}", date.long()));
        let line = format!("{dates} dates{last}, written to {}", self.output.display());
        print(|out| writeln!(out, "{}", printable(&line)))
    }

    /// Refuses to take the place of files that are inputs or no outputs of this program.
    fn check(&self, timeline: &Timeline, inputs: &[PathBuf]) -> Result<()> {
        let names = series_file_names(timeline);
        for name in &names {
            check_no_input(&self.output.join(name), inputs)?;
        }
        let names = names.iter().map(String::as_str);
        may_write_folder(&self.output, MAIN, names, &replace(self.overwrite))
    }

    fn write(&self, files: &[NamedFile]) -> Result<()> {
        let files = files
            .iter()
            .map(|file| (file.name.as_str(), file.bytes.as_slice()));
        let files: Vec<_> = files.collect();
        write_folder(&self.output, MAIN, &files, &replace(self.overwrite))
    }

    /// Outputs in a folder that is watched would be its next files.
    fn check_output(&self) -> Result<()> {
        let is_watched = |name: &PathBuf| name.is_dir() && is_same_place(name, &self.output);
        if self.input.snapshots.iter().any(is_watched) {
            return Err(Error::new("is the folder that is watched")
                .of_kind(ErrorKind::Options)
                .in_file(self.output.display().to_string())
                .with_hint("choose another folder with -o"));
        }
        Ok(())
    }

    /// All files that are read.
    fn inputs(&self) -> Result<Vec<PathBuf>> {
        self.input.paths(self.input.case()?.as_ref())
    }

    /// What is read, as it is now; where even that cannot be told, the scenario alone.
    fn state(&self) -> State {
        let named = || self.input.scenario.clone().into_iter().collect();
        State::of(&self.inputs().unwrap_or_else(|_| named()))
    }

    /// The names whose folders are watched: of snapshots as they were given, and of all other files.
    fn watched(&self) -> Result<Vec<PathBuf>> {
        let case = self.input.case()?;
        let mut names = self.input.snapshots.clone();
        if names.contains(&PathBuf::from("-")) {
            return Err(Error::new("standard input cannot be watched")
                .of_kind(ErrorKind::Options)
                .with_hint("name a folder of files"));
        }
        names.extend(case.iter().flat_map(Case::paths));
        names.extend(self.input.other_paths().map(Path::to_owned));
        Ok(names)
    }
}
