//! `landshift map`: a picture of who held what, and of what changed.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{Accuracies, Naming, surroundings, tell};
use super::limit::Limit;
use super::looks::Looks;
use super::output::{ending, print, replace};
use crate::change::Overlay;
use crate::language::Language;
use crate::map::{self, Finding, MapKind, MapOptions, PictureFormat, Surroundings, Verdict};
use crate::measure::EdgeModel;
use crate::model::{Date, Layer, Snapshot};
use crate::progress::stage;
use crate::read::Case;
use crate::{Error, Result, write};

/// Draw what changed between snapshots, as SVG, PNG or PDF
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The snapshots in order of time, GeoJSON; `-` is stdin [default: those of the scenario]
    #[arg(value_name = "SNAPSHOT")]
    snapshots: Vec<PathBuf>,
    /// The picture, `.svg`, `.png` or `.pdf`
    #[arg(short, long, value_name = "FILE", required_unless_present = "lint")]
    output: Option<PathBuf>,
    /// What to draw
    #[arg(long, value_enum, default_value_t)]
    kind: MapKind,
    /// A scenario to take names, colours, places and surroundings from
    #[arg(long, value_name = "SCENARIO", required_unless_present = "snapshots")]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    naming: Naming,
    /// The dates of the snapshots, where the files do not say or are mistaken
    #[arg(long = "date", value_name = "DATE", num_args = 2..)]
    dates: Vec<Date>,
    /// The title [default: what changed most]
    #[arg(long)]
    title: Option<String>,
    /// West, south, east and north in degrees [default: the changed land and a margin]
    #[arg(long, value_name = "W,S,E,N", value_parser = extent, allow_hyphen_values = true)]
    extent: Option<[f64; 4]>,
    #[command(flatten)]
    looks: Looks,
    /// Tell this from the rest, which turns grey: a controller, FROM→TO (or FROM:TO), a unit or a place
    #[arg(long, value_name = "NAME")]
    highlight: Vec<String>,
    /// Width of the picture in pixels; it is as high as what it shows
    #[arg(long, default_value_t = 1600, value_parser = clap::value_parser!(u32).range(400..=8000))]
    width: u32,
    /// Width and height of the picture in pixels, such as 1200x675, or A4, A4-landscape, square
    #[arg(long, value_name = "WxH", value_parser = size, conflicts_with = "width")]
    size: Option<[u32; 2]>,
    /// Pixels of a PNG to each of its width
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
    scale: u8,
    /// Seconds that a date of an animation stays
    #[arg(long, default_value_t = 1.5, value_name = "SECONDS", value_parser = seconds)]
    pace: f64,
    /// Changed pieces narrower than this are noise and not drawn as change; `auto`: as the stated accuracy or
    /// the pieces themselves suggest, and why is told [default: the scenario's, else auto]
    #[arg(long, value_name = "LENGTH|auto")]
    tolerance: Option<Limit>,
    #[command(flatten)]
    accuracy: Accuracies,
    /// Check the map against a cartographer's list; if it fails anywhere, say where and write nothing
    #[arg(long)]
    lint: bool,
    /// Replace a file that is not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let target = self.output.as_deref().map(|path| Ok((path, format_of(path)?)));
        let target = target.transpose()?;
        if let Some((path, format)) = target {
            self.check(format)?;
            write::check(path, &replace(self.overwrite))?;
        }
        let mut language = self.looks.language()?;
        let case = self.scenario.as_deref().map(Case::named).transpose()?;
        let snapshots = match &case {
            Some(case) if self.snapshots.is_empty() => case.snapshots()?,
            _ => self.naming.read(&self.snapshots, &self.dates, tell)?,
        };
        if snapshots.len() < 2 {
            return Err(Error::new("a map of change needs two snapshots or more"));
        }
        let last = snapshots.len() - 1;
        let territories = snapshots.iter().flat_map(|s| &s.territories);
        language.learn(territories.map(|t| &t.properties));
        let (mut around, units) = match &case {
            Some(case) => (
                self.surroundings(case, &snapshots, language)?,
                case.layer(case.scenario.units.as_ref())?,
            ),
            None => (
                Surroundings {
                    language,
                    ..Surroundings::default()
                },
                Layer::default(),
            ),
        };
        around.highlight.clone_from(&self.highlight);
        around.accuracy = self.accuracy.of(case.as_ref());
        let limit = Limit::or_of(self.tolerance, case.as_ref().map(|case| &case.scenario));
        let steps = self.kind.steps(snapshots.len());
        let overlay = Overlay::new(snapshots, units, EdgeModel::default());
        let tolerance_m = limit.of(&overlay, &steps);
        let overlay = overlay.opened(steps.into_iter().chain([[0, last]]), tolerance_m);
        stage("drawing");
        let options = MapOptions {
            width: self.size.map_or(self.width, |[width, _]| width),
            height: self.size.map(|[_, height]| height),
            extent: self.extent,
            map_style: self.looks.look()?,
            pace_s: self.pace,
        };
        let mut input = self.kind.input(&overlay, tolerance_m, &around)?;
        if let Some(title) = &self.title {
            input.set_title(title);
        }
        let draw = || map::draw(self.kind, &input, &options);
        let picture = draw()?;
        self.looks.tell(&picture, &input);
        if self.lint {
            check(&picture.lint(&draw()?, &input))?;
        }
        let bytes = target
            .map(|(_, format)| picture.write(format, f64::from(self.scale)))
            .transpose()?;
        stage("writing");
        if let (Some((path, _)), Some(bytes)) = (target, bytes) {
            write::file(path, &replace(self.overwrite), |out| out.write_all(&bytes))?;
        }
        Ok(Outcome::Fine)
    }

    /// Says at once what does not go together.
    fn check(&self, format: PictureFormat) -> Result<()> {
        if self.kind.is_animated() && !format.is_animated() {
            return Err(Error::new("an animation can only be a .png"));
        }
        Ok(())
    }

    /// What a case shows around, its captions put to the snapshots of the same date.
    fn surroundings(&self, case: &Case, snapshots: &[Snapshot], language: Language) -> Result<Surroundings> {
        let mut around = surroundings(case, language)?;
        if !self.snapshots.is_empty() {
            let dates: Vec<Option<Date>> = case.snapshots()?.iter().map(|s| s.date).collect();
            let caption = |snapshot: &Snapshot| {
                let known = dates.iter().position(|date| *date == snapshot.date)?;
                around.captions.get(known).cloned().flatten()
            };
            around.captions = snapshots.iter().map(caption).collect();
        }
        Ok(around)
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

/// Width and height in pixels, or a name for them.
fn size(text: &str) -> Result<[u32; 2], String> {
    let named = match text.to_lowercase().as_str() {
        // 150 dots to the inch.
        "a4" => Some([1240, 1754]),
        "a4-landscape" => Some([1754, 1240]),
        "square" => Some([1200, 1200]),
        _ => None,
    };
    let numbers = || {
        let (width, height) = text.split_once(['x', '×'])?;
        Some([width.trim().parse().ok()?, height.trim().parse().ok()?])
    };
    named
        .or_else(numbers)
        .filter(|size| size.iter().all(|side| (400..=8000).contains(side)))
        .ok_or_else(|| {
            "give width and height from 400 to 8000 pixels, such as 1200x675, or A4, A4-landscape, square"
                .to_owned()
        })
}

/// A time that a picture can stay.
fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|s| (0.02..=60.0).contains(s));
    number.ok_or_else(|| "give seconds from 0.02 to 60".to_owned())
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
        .with_hint("draw it without --lint to look at it"));
    }
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    print(|out| writeln!(out, "{}", lines.join("\n")))
}

/// The format that a picture's name asks for.
fn format_of(path: &Path) -> Result<PictureFormat> {
    let format = ending(path).and_then(|ending| PictureFormat::of_extension(&ending));
    format.ok_or_else(|| {
        let all: Vec<String> = PictureFormat::ALL
            .iter()
            .map(|format| format!(".{}", format.extension()))
            .collect();
        let (last, others) = all
            .split_last()
            .map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        Error::new(format!(
            "a picture's name must end in {} or {last}",
            others.join(", ")
        ))
        .in_file(path.display().to_string())
    })
}
