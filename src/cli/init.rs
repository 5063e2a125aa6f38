//! `landshift init`: a first scenario from files.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::Naming;
use super::output::{print, replace};
use super::{Outcome, crs, progress};
use crate::case::draft;
use crate::error::{ErrorKind, printable};
use crate::files::{Batch, check_target};
use crate::model::Layer;
use crate::{Error, Result};

/// The usual name of a scenario's file.
const SCENARIO: &str = "scenario.toml";
/// The endings of files that are looked for in a folder, gzipped or not.
const ENDINGS: [&str; 5] = ["geojson", "json", "geojsonl", "geojsons", "ndjson"];

/// Write a first scenario from files: what they are, their dates and controllers; `landshift report` then runs it
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  landshift init my-case archive/*.geojson districts.geojson\n  landshift report my-case\n\n\
    Land with a date is a snapshot, land without one the units by which changes are broken down, points are places. Files \
    that lie outside the folder are copied into it. What was found is printed; the scenario is a text to go on from."
)]
pub(super) struct Arguments {
    /// The folder of the scenario; it is made if it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Layers, or folders of them [default: those in DIR]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    naming: Naming,
    /// Replace a scenario and files that are there
    #[arg(long)]
    overwrite: bool,
}

/// A file of the scenario.
struct Source {
    path: PathBuf,
    /// Its name in the scenario.
    name: String,
    /// Whether it lies in the folder already.
    is_there: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let scenario = self.folder.join(SCENARIO);
        if scenario.exists() && !self.overwrite {
            return Err(Error::new("there is a scenario already")
                .of_kind(ErrorKind::Options)
                .in_file(scenario.display().to_string())
                .with_hint("choose another folder, or give --overwrite"));
        }
        crs::refuse("the layers of a scenario, which the report reads as their files state")?;
        self.naming.check_draft()?;
        progress::stage("reading");
        let sources = self.sources()?;
        let read = |source: &Source| {
            Ok(Layer {
                name: source.name.clone(),
                ..Layer::open(&source.path)?
            })
        };
        let layers: Vec<Layer> = sources.iter().map(read).collect::<Result<_>>()?;
        let draft = draft(&self.id(), layers, &self.naming.options(None)?)?;
        progress::stage("writing");
        self.write(&scenario, &sources, &draft.text)?;
        print(|out| {
            for found in &draft.found {
                writeln!(out, "{}", printable(found))?;
            }
            let (file, folder) = (scenario.display(), self.folder.display());
            writeln!(out, "\nWritten to {file}. Next: landshift report {folder}")
        })?;
        Ok(Outcome::Fine)
    }

    /// The short name of the scenario: that of its folder, with what names a folder anywhere.
    fn id(&self) -> String {
        let folder = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        };
        let id: String = name.unwrap_or_default().chars().map(plain).collect();
        if id.is_empty() { "my-case".to_owned() } else { id }
    }

    /// The files, each once, those of folders in the order of their names.
    fn sources(&self) -> Result<Vec<Source>> {
        let named = if self.files.is_empty() {
            std::slice::from_ref(&self.folder)
        } else {
            &self.files
        };
        let mut paths: Vec<PathBuf> = Vec::new();
        for path in named {
            if path.is_dir() {
                paths.extend(layers_in(path)?);
            } else {
                paths.push(path.clone());
            }
        }
        if paths.is_empty() {
            return Err(Error::new("there are no GeoJSON files in it")
                .of_kind(ErrorKind::Options)
                .in_file(self.folder.display().to_string())
                .with_hint("name files, or folders of them, after it"));
        }
        let folder = self.folder.canonicalize().ok();
        let mut sources: Vec<Source> = Vec::new();
        for path in paths {
            let source = Source::of(path, folder.as_deref())?;
            let same = sources.iter().find(|other| other.name == source.name);
            match same {
                Some(other) if other.path == source.path => {}
                Some(other) => {
                    return Err(Error::new(format!("has the name of {}", other.path.display()))
                        .of_kind(ErrorKind::Options)
                        .in_file(source.path.display().to_string())
                        .with_hint("both would be copied to one file: rename one"));
                }
                None => sources.push(source),
            }
        }
        Ok(sources)
    }

    /// Copies the files that lie elsewhere, and writes the scenario, once it is sure that all may be written.
    fn write(&self, scenario: &Path, sources: &[Source], text: &str) -> Result<()> {
        let is_new = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made: Vec<&Path> = self.folder.ancestors().take_while(is_new).collect();
        fs::create_dir_all(&self.folder)
            .map_err(|e| Error::io("cannot make the folder", self.folder.display(), &e))?;
        let filled = self.fill(scenario, sources, text);
        if filled.is_err() {
            for folder in made {
                // One that is not empty stays.
                let _ = fs::remove_dir(folder);
            }
        }
        filled
    }

    fn fill(&self, scenario: &Path, sources: &[Source], text: &str) -> Result<()> {
        let policy = replace(self.overwrite);
        let elsewhere = || sources.iter().filter(|source| !source.is_there);
        for source in elsewhere() {
            check_target(&self.folder.join(&source.name), &policy)?;
        }
        let mut batch = Batch::default();
        for source in elsewhere() {
            let content =
                fs::read(&source.path).map_err(|e| Error::io("cannot read it", source.path.display(), &e))?;
            batch.add(&self.folder.join(&source.name), &policy, move |out| {
                out.write_all(&content)
            })?;
        }
        // One that is there may be replaced by now.
        batch.add(scenario, &replace(true), |out| out.write_all(text.as_bytes()))?;
        batch.finish()
    }
}

impl Source {
    fn of(path: PathBuf, folder: Option<&Path>) -> Result<Self> {
        let whole = path
            .canonicalize()
            .map_err(|e| Error::io("cannot open it", path.display(), &e))?;
        let inside = folder.and_then(|folder| whole.strip_prefix(folder).ok());
        let name = |path: &Path| path.to_string_lossy().replace('\\', "/");
        Ok(match inside {
            Some(inside) => Self {
                name: name(inside),
                is_there: true,
                path,
            },
            None => Self {
                name: whole
                    .file_name()
                    .map(|file| name(Path::new(file)))
                    .unwrap_or_default(),
                is_there: false,
                path,
            },
        })
    }
}

/// The layers in a folder, by their endings, in the order of their names.
fn layers_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let fail = |e: &std::io::Error| Error::io("cannot read the folder", folder.display(), e);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| fail(&e))? {
        let path = entry.map_err(|e| fail(&e))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
        let name = name.unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        if ending.is_some_and(|ending| ENDINGS.contains(&ending)) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
