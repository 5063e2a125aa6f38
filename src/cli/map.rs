//! `landshift map`: a picture of the change between two snapshots.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::inputs::{Pair, surroundings};
use super::output::{print, replace};
use crate::change::{Change, Overlay};
use crate::map::{self, Finding, MapInput, MapOptions, Scene, Verdict};
use crate::measure::{EdgeModel, Length};
use crate::model::Layer;
use crate::read::Case;
use crate::{Error, Result, write};

/// Draw what changed between two snapshots, as SVG or PNG
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    /// The picture, `.svg` or `.png`
    #[arg(short, long, value_name = "FILE", required_unless_present = "lint")]
    output: Option<PathBuf>,
    /// What to draw
    #[arg(long, value_enum, default_value_t)]
    kind: Kind,
    /// A scenario to take names, colours, places and surroundings from
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// The title [default: what changed most]
    #[arg(long)]
    title: Option<String>,
    /// West, south, east and north in degrees [default: the changed land and a margin]
    #[arg(long, value_name = "W,S,E,N", value_parser = extent, allow_hyphen_values = true)]
    extent: Option<[f64; 4]>,
    /// Width of the picture in pixels
    #[arg(long, default_value_t = 1600, value_parser = clap::value_parser!(u32).range(400..=8000))]
    width: u32,
    /// Changed pieces narrower than this are noise and not drawn as change
    #[arg(long, value_name = "LENGTH", default_value = "0m")]
    tolerance: Length,
    /// Check the map against a cartographer's list; if it fails anywhere, say where and write nothing
    #[arg(long)]
    lint: bool,
    /// Replace a file that is not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

/// The kinds of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Kind {
    /// The changed land on one map, with a table
    #[default]
    Change,
    /// Before and after side by side
    BeforeAfter,
}

impl Kind {
    /// Draws it.
    pub(super) fn draw(self, input: &MapInput, options: &MapOptions) -> Result<Scene> {
        match self {
            Self::Change => map::change(input, options),
            Self::BeforeAfter => map::before_after(input, options),
        }
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let target = self
            .output
            .as_deref()
            .map(|path| Ok((path, PictureFormat::of(path)?)));
        let target = target.transpose()?;
        if let Some((path, _)) = target {
            write::check(path, replace(self.overwrite))?;
        }
        let case = self.scenario.as_deref().map(Case::named).transpose()?;
        let overlay = Overlay::new(self.pair.read()?.into(), Layer::default(), EdgeModel::default());
        let change = Change::between(&overlay, 0, 1, self.tolerance.m())?;
        let around = case.as_ref().map(surroundings).transpose()?.unwrap_or_default();
        let mut input = MapInput::gather(&overlay, &change, [0, 1], &around);
        if let Some(title) = &self.title {
            input.title.clone_from(title);
        }
        let options = MapOptions {
            width: self.width,
            extent: self.extent,
            ..MapOptions::default()
        };
        let scene = self.kind.draw(&input, &options)?;
        if self.lint {
            check(&map::lint(&scene, &self.kind.draw(&input, &options)?, &input))?;
        }
        if let Some((path, format)) = target {
            write::file(path, &format.bytes(&scene)?, replace(self.overwrite))?;
        }
        Ok(Outcome::Fine)
    }
}

/// Four numbers, parted by commas.
fn extent(text: &str) -> Result<[f64; 4], String> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|n| n.trim().parse()).collect();
    numbers
        .ok()
        .and_then(|n| n.try_into().ok())
        .ok_or_else(|| "give west, south, east and north in degrees, such as 43,38.5,48,41".to_owned())
}

/// Prints what a check found.
///
/// # Errors
///
/// If the map fails an item; the error names each.
fn check(findings: &[Finding]) -> Result<()> {
    let failed: Vec<String> = findings
        .iter()
        .filter(|f| f.verdict == Verdict::Fail)
        .map(Finding::to_string)
        .collect();
    if !failed.is_empty() {
        let items = if failed.len() == 1 { "item" } else { "items" };
        return Err(Error::new(format!(
            "the map fails {} {items} of the list:\n{}",
            failed.len(),
            failed.join("\n")
        ))
        .hint("draw it without --lint to look at it"));
    }
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    print(&format!("{}\n", lines.join("\n")))
}

/// The formats of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFormat {
    Svg,
    Png,
}

impl PictureFormat {
    /// By the file's ending.
    fn of(path: &Path) -> Result<Self> {
        match path
            .extension()
            .and_then(|e| e.to_str())
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => {
                Err(Error::new("a picture's name must end in .svg or .png").file(path.display().to_string()))
            }
        }
    }

    /// The picture in this format.
    pub(super) fn bytes(self, scene: &Scene) -> Result<Vec<u8>> {
        match self {
            Self::Svg => Ok(scene.to_svg().into_bytes()),
            Self::Png => scene.to_png(1.0),
        }
    }
}
