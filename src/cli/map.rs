//! `landshift map`: a picture of the change between two snapshots.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::inputs::{Pair, surroundings};
use super::output::replace;
use crate::change::{Change, Overlay};
use crate::map::{self, MapInput, MapOptions, Scene};
use crate::measure::{EdgeModel, Length};
use crate::model::Layer;
use crate::progress::stage;
use crate::read::Case;
use crate::{Error, Result, write};

/// Draw what changed between two snapshots, as SVG or PNG
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pair: Pair,
    /// The picture, `.svg` or `.png`
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
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
    #[arg(
        long,
        value_name = "W,S,E,N",
        value_delimiter = ',',
        num_args = 4,
        allow_hyphen_values = true
    )]
    extent: Option<Vec<f64>>,
    /// Width of the picture in pixels
    #[arg(long, default_value_t = 1600, value_parser = clap::value_parser!(u32).range(400..=8000))]
    width: u32,
    /// Changed pieces narrower than this are noise and not drawn as change
    #[arg(long, value_name = "LENGTH", default_value = "0m")]
    tolerance: Length,
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
        let format = PictureFormat::of(&self.output)?;
        write::check(&self.output, replace(self.overwrite))?;
        let case = self.scenario.as_deref().map(Case::named).transpose()?;
        let snapshots = self.pair.read()?;
        stage("overlaying");
        let overlay = Overlay::new(snapshots.into(), Layer::default(), EdgeModel::default());
        stage("measuring");
        let change = Change::between(&overlay, 0, 1, self.tolerance.m())?;
        let around = case.as_ref().map(surroundings).transpose()?.unwrap_or_default();
        let mut input = MapInput::gather(&overlay, &change, [0, 1], &around);
        if let Some(title) = &self.title {
            input.title.clone_from(title);
        }
        let extent = self
            .extent
            .as_ref()
            .and_then(|e| <[f64; 4]>::try_from(e.as_slice()).ok());
        let options = MapOptions {
            width: self.width,
            extent,
            ..MapOptions::default()
        };
        stage("drawing");
        let scene = self.kind.draw(&input, &options)?;
        let picture = format.bytes(&scene)?;
        stage("writing");
        write::file(&self.output, replace(self.overwrite), |out| {
            out.write_all(&picture)
        })?;
        Ok(Outcome::Fine)
    }
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
