//! `landshift map`: a picture of who held what, and of what changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::drawn::{Drawn, DrawnInput, Told};
use super::messages::say;
use super::output::{check_distinct, check_file, ending, print, replace};
use super::values::Choice;
use super::{Outcome, progress, remarks};
use crate::error::{ErrorKind, printable};
use crate::files::Batch;
use crate::map::{
    self, Finding, Inset, MapKind, MapOptions, Medium, Picture, PictureFormat, Scene, Sheet, Surroundings,
    SvgText, Verdict,
};
use crate::model::Snapshot;
use crate::{Error, Result};

/// Draw maps and charts of what changed between snapshots, as vectors or pixels
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: DrawnInput,
    #[arg(short = 'o', long = "output", value_name = "FILE", required_unless_present = "lint", help = output_help())]
    outputs: Vec<PathBuf>,
    /// What to draw
    #[arg(long, value_enum, default_value_t)]
    kind: Choice<MapKind>,
    /// What the picture is for: size, shape and letters that can be read there; --width and --size change it
    #[arg(long = "for", value_enum, value_name = "MEDIUM")]
    medium: Option<Choice<Medium>>,
    /// Width of the picture in pixels; it is as high as what it shows [default: 1600, or as --for says]
    #[arg(long, value_parser = clap::value_parser!(u32).range(400..=8000))]
    width: Option<u32>,
    /// Width and height of the picture in pixels, such as 1200x675, or A4, A4-landscape, square
    #[arg(long, value_name = "WxH", value_parser = size, conflicts_with = "width")]
    size: Option<PageSize>,
    /// How an SVG has its text: as text in a font that it carries, or as outlines for programs that know no such font
    #[arg(long, value_enum, value_name = "HOW")]
    text: Option<Choice<SvgText>>,
    /// Pixels of a PNG to each of its width [default: 1]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=4))]
    scale: Option<u8>,
    /// Seconds that a date of an animation stays [default: 1.5]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pace: Option<f64>,
    /// Which part of a map of two dates is drawn once more, larger, with its box on the map [default: never]
    #[arg(long, value_enum, value_name = "WHERE")]
    inset: Option<Choice<Inset>>,
    /// Check the map against a cartographer's list; if it fails anywhere, say where and write nothing
    #[arg(long)]
    lint: bool,
    /// Replace files that are not outputs of landshift
    #[arg(long)]
    overwrite: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        let targets = self.targets()?;
        let case = self.input.case()?;
        let inputs = self.input.paths(case.as_ref())?;
        for (path, _) in &targets {
            check_file(path, &inputs, self.overwrite)?;
        }
        let Drawn { study, surroundings } =
            self.input
                .read(case.as_ref(), Told::of(self.kind.0), |snapshots| {
                    self.chosen(snapshots)
                })?;
        let mut input = study.picture_input(self.kind.0, &surroundings)?;
        remarks::report_answer(&study)?;
        if let Some(title) = &self.input.title {
            input.set_title(title);
        }
        progress::stage("drawing");
        let options = self.options()?;
        let picture = map::draw(self.kind.0, &input, &options)?;
        let told = self.input.style.report_colors(&picture, &input);
        report_missing_letters(&picture);
        report_lost_notes(&picture, &surroundings);
        let mut batch = Batch::default();
        if self.lint {
            let again = map::draw(self.kind.0, &input, &options)?;
            let passed = passed(&picture.lint(&again, &input))?;
            batch.act(move || print(|out| out.write_all(passed.as_bytes())));
        } else {
            progress::stage("checking");
            warn(&picture.lint_once(&input), &told);
        }
        for (path, format) in targets {
            let bytes = picture.write(format, f64::from(self.scale.unwrap_or(1)))?;
            progress::stage("writing");
            batch.add(path, &replace(self.overwrite), move |out| out.write_all(&bytes))?;
        }
        batch.finish()?;
        Ok(Outcome::Fine)
    }

    /// The files to write and their formats.
    fn targets(&self) -> Result<Vec<(&Path, PictureFormat)>> {
        if self.input.every.is_some() && self.kind.0.is_of_pair() {
            return ignored("--every is for many dates, and this shows two: leave it out, or add --kind");
        }
        if self.pace.is_some() && !self.kind.0.is_animated() {
            return ignored(
                "--pace is for animations, and this is none: add --kind animation, or leave it out",
            );
        }
        if self.inset.is_some() && !self.kind.0.is_of_pair() {
            return ignored(
                "--inset is for maps of two dates: add --kind change or before-after, or leave it out",
            );
        }
        if self.kind.0 == MapKind::Events && !self.input.highlight.is_empty() {
            return ignored("--highlight is for land that changed hands, and this shows units: leave it out");
        }
        let paths: Vec<&Path> = self.outputs.iter().map(PathBuf::as_path).collect();
        let target = |(n, &path)| {
            check_distinct(path, paths[..n].iter().copied())?;
            self.target(path)
        };
        let targets: Vec<_> = paths.iter().enumerate().map(target).collect::<Result<_>>()?;
        if self.text.is_some() && targets.iter().all(|(_, format)| *format != PictureFormat::Svg) {
            return ignored("--text is for an .svg: pixels have outlines anyway, and a PDF has its fonts");
        }
        Ok(targets)
    }

    fn target<'a>(&self, path: &'a Path) -> Result<(&'a Path, PictureFormat)> {
        let format = format_of(path)?;
        if self.kind.0.is_animated() && !format.is_animated() {
            let said = format!("an animation cannot be a .{}", format.extension());
            return Err(Error::new(said)
                .of_kind(ErrorKind::Options)
                .with_hint("name it .png or .gif"));
        }
        if !self.kind.0.is_animated() && !format.is_still() {
            return Err(Error::new("a .gif is for animations, and this is none")
                .of_kind(ErrorKind::Options)
                .with_hint("add --kind animation, or name it .png"));
        }
        if self.scale.is_some() && !matches!(format, PictureFormat::Png | PictureFormat::Gif) {
            return ignored("--scale is for pixels, and this is no .png");
        }
        Ok((path, format))
    }

    /// Of many snapshots those that are drawn.
    ///
    /// # Errors
    ///
    /// If an animation would be too long, before any of them is overlaid.
    fn chosen(&self, snapshots: Vec<Snapshot>) -> Result<Vec<Snapshot>> {
        // A chart is of all dates, and sums by the periods.
        if self.kind.0 == MapKind::Shares {
            return Ok(snapshots);
        }
        let snapshots = self.input.of_periods(snapshots);
        if self.kind.0.is_animated() {
            self.options()?.check_frames(snapshots.len())?;
        }
        Ok(snapshots)
    }

    fn options(&self) -> Result<MapOptions> {
        let options = self.medium.map(|medium| MapOptions::of_medium(medium.0));
        let mut options = options.unwrap_or_default().map_style(self.input.style.read()?);
        if let Some(width) = self.width {
            options = options.scaled_to(width);
        }
        match self.size {
            Some(PageSize::Sheet(sheet, width)) => options = options.on_sheet(sheet, width),
            Some(PageSize::Pixels(pixels)) => options = options.on_pixels(pixels),
            None => {}
        }
        options.svg_text = self.text.map(|text| text.0).unwrap_or_default();
        options.inset = self.inset.map(|inset| inset.0).unwrap_or_default();
        options.extent = self.input.extent;
        options.fonts = self.input.style.fonts()?;
        options.pace_s = self.pace.unwrap_or(options.pace_s);
        Ok(options)
    }
}

/// Says which notes of the scenario found no room.
fn report_lost_notes(picture: &Picture, surroundings: &Surroundings) {
    let left_out: BTreeSet<&String> = picture.frames().iter().flat_map(Scene::left_out).collect();
    for note in &surroundings.annotations {
        if left_out.contains(&surroundings.language.name(&note.text).to_owned()) {
            say(&printable(&format!(
                "the note “{}” found no room on every map: shorten it, or let an arrow lead to its place",
                note.text
            )));
        }
    }
}

/// Says which letters no font has, and what to do about it.
fn report_missing_letters(picture: &Picture) {
    const LISTED: usize = 12;
    let letters: BTreeSet<char> = picture.frames().iter().flat_map(Scene::missing_glyphs).collect();
    if letters.is_empty() {
        return;
    }
    let listed: Vec<String> = letters
        .iter()
        .take(LISTED)
        .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
        .collect();
    let more = letters.len() - listed.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    say(&format!(
        "no font has the letters {}{more}: the picture shows boxes; name fonts that have them with --font FILE",
        listed.join(", ")
    ));
}

/// How large a page is to be.
#[derive(Debug, Clone, Copy)]
enum PageSize {
    Pixels([u32; 2]),
    /// A sheet, and the pixels across it.
    Sheet(Sheet, u32),
}

/// Width and height in pixels, or a name for them.
fn size(text: &str) -> Result<PageSize, String> {
    let named = match text.to_lowercase().as_str() {
        // 150 dots to the inch.
        "a4" => return Ok(PageSize::Sheet(Sheet::A4, 1240)),
        "a4-landscape" => return Ok(PageSize::Sheet(Sheet::A4Landscape, 1754)),
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
        .map(PageSize::Pixels)
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

/// Says what a check found wrong, but for items that were told.
fn warn(findings: &[Finding], told: &BTreeSet<u8>) {
    let is_new =
        |f: &&Finding| f.verdict == Verdict::Fail && f.item != MISSING_LETTERS && !told.contains(&f.item);
    for Finding {
        item, title, figure, ..
    } in findings.iter().filter(is_new)
    {
        say(&printable(&format!(
            "check {item} of the map fails ({title}): {figure}"
        )));
    }
}

/// The item on letters that no font has: they are told with what to do.
const MISSING_LETTERS: u8 = 22;

/// What a check found, a line for each item.
///
/// # Errors
///
/// If the map fails an item; the error names each.
fn passed(findings: &[Finding]) -> Result<String> {
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
    let lines: Vec<String> = findings.iter().map(|finding| format!("{finding}\n")).collect();
    Ok(lines.concat())
}

/// The format that a picture's name asks for.
fn format_of(path: &Path) -> Result<PictureFormat> {
    let format = ending(path).and_then(|ending| PictureFormat::of_extension(&ending));
    format.ok_or_else(|| {
        Error::new(format!("a picture's name must end in {}", endings()))
            .of_kind(ErrorKind::Options)
            .in_file(path.display().to_string())
    })
}

/// The help text of `--output`.
fn output_help() -> String {
    format!(
        "The picture: its name ends in {}; several may be named",
        endings()
    )
}

/// The endings of pictures' names: `.svg, .png or .pdf`.
fn endings() -> String {
    let endings = PictureFormat::ALL
        .iter()
        .map(|format| format!(".{}", format.extension()));
    let endings: Vec<String> = endings.collect();
    match endings.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => endings.concat(),
    }
}

/// The error of an option that would be ignored.
fn ignored<T>(what: &str) -> Result<T> {
    Err(Error::new(what).of_kind(ErrorKind::Options))
}
