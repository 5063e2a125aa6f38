//! The reference systems of layers as the command line states them, whatever their files say.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::OnceLock;

use crate::error::ErrorKind;
use crate::read::{LayerName, ReferenceSystem};
use crate::{Error, Result};

static STATED: OnceLock<Vec<StatedCrs>> = OnceLock::new();

/// A value of `--crs`: the reference system of one file or layer, or of all others.
#[derive(Debug, Clone)]
pub(super) struct StatedCrs {
    of: Option<Input>,
    system: ReferenceSystem,
}

/// `EPSG:2056`, or of one file `roads.shp=EPSG:2056`.
impl FromStr for StatedCrs {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (of, system) = match text.rsplit_once('=') {
            Some((file, system)) => (Some(Input::at(Path::new(file))), system),
            None => (None, text),
        };
        let system = system.parse()?;
        Ok(Self { of, system })
    }
}

/// A file, whatever path leads to it, or one of its layers.
#[derive(Debug, Clone)]
struct Input {
    /// As it is written.
    name: String,
    file: PathBuf,
    layer: Option<String>,
}

impl Input {
    fn at(path: &Path) -> Self {
        let name = path.display().to_string();
        let parsed = LayerName::parse(&name, |_| path.exists());
        let file = Path::new(parsed.file());
        let (file, layer) = (
            // What is no file is itself, such as `-`.
            file.canonicalize().unwrap_or_else(|_| file.to_owned()),
            parsed.layer().map(str::to_owned),
        );
        Self { name, file, layer }
    }

    /// Whether both are the same file or layer.
    fn is(&self, other: &Self) -> bool {
        self.file == other.file && self.layer == other.layer
    }

    /// Whether another is it, or a layer of it.
    fn has(&self, other: &Self) -> bool {
        self.file == other.file && (self.layer.is_none() || self.layer == other.layer)
    }
}

/// As it is written.
impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// From here on, layers are in these systems; `words` are those of the command line that may be inputs.
///
/// # Errors
///
/// When several are stated of the same, or one of a file that is no input.
pub(super) fn set(stated: Vec<StatedCrs>, words: &[PathBuf]) -> Result<()> {
    let inputs: Vec<Input> = words.iter().map(|word| Input::at(word)).collect();
    for (place, one) in stated.iter().enumerate() {
        let is_same = |other: &StatedCrs| match (&other.of, &one.of) {
            (Some(other), Some(one)) => other.is(one),
            (other, one) => other.is_none() && one.is_none(),
        };
        if stated[..place].iter().any(is_same) {
            return Err(
                refused("--crs states two reference systems of the same".to_owned())
                    .with_hint("give it once for all layers, or of single files: --crs roads.shp=EPSG:2056"),
            );
        }
        if let Some(of) = &one.of
            && !inputs.iter().any(|input| of.has(input))
        {
            return Err(no_input(of, &inputs));
        }
    }
    STATED.get_or_init(|| stated);
    Ok(())
}

/// The error for a file that is no input.
fn no_input(of: &Input, inputs: &[Input]) -> Error {
    const SHOWN: usize = 12;
    let is_read = |input: &&Input| input.file.is_file() || input.name == "-";
    let mut names = inputs.iter().filter(is_read).map(|input| format!("`{input}`"));
    let shown: Vec<String> = names.by_ref().take(SHOWN).collect();
    let more = if names.next().is_some() { " and others" } else { "" };
    let hint = match shown.as_slice() {
        [] => "leave it out".to_owned(),
        names => format!(
            "name a file as the command line has it: {}{more}",
            names.join(", ")
        ),
    };
    refused(format!("--crs is stated of `{of}`, and no input is called so")).with_hint(hint)
}

fn refused(what: String) -> Error {
    Error::new(what).of_kind(ErrorKind::Options)
}

/// The system that is stated of the layer at a path, if one is.
pub(super) fn of(path: &Path) -> Option<&'static ReferenceSystem> {
    of_file(path).or_else(|| of_all().map(|one| &one.system))
}

/// The system that is stated of the layer at a path by its name, if one is.
pub(super) fn of_file(path: &Path) -> Option<&'static ReferenceSystem> {
    let input = Input::at(path);
    let named = || stated().iter().filter_map(|one| Some((one.of.as_ref()?, one)));
    let of_layer = named().find(|(of, _)| of.is(&input));
    let of_file = || named().find(|(of, _)| of.has(&input));
    of_layer.or_else(of_file).map(|(_, one)| &one.system)
}

fn stated() -> &'static [StatedCrs] {
    STATED.get().map_or(&[], Vec::as_slice)
}

fn of_all() -> Option<&'static StatedCrs> {
    stated().iter().find(|one| one.of.is_none())
}

/// Refuses a system of all layers where it would not hold for all: for `others`.
///
/// # Errors
///
/// When one is stated.
pub(super) fn refuse_of_all(others: &str) -> Result<()> {
    match of_all() {
        None => Ok(()),
        Some(_) => Err(refused(format!("--crs does not hold for {others}")).with_hint(
            "leave it out, or name files of the command line that it is about: --crs FILE=EPSG:n",
        )),
    }
}

/// Refuses any system, where layers are read as their files state.
///
/// # Errors
///
/// When one is stated.
pub(super) fn refuse(others: &str) -> Result<()> {
    match stated() {
        [] => Ok(()),
        _ => Err(refused(format!("--crs does not hold for {others}")).with_hint(
            "leave it out, and reproject them first: ogr2ogr -s_srs EPSG:n -t_srs EPSG:4326 out.geojson IN",
        )),
    }
}
