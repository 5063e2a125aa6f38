//! `landshift report`: tables, diffs and maps of a whole scenario.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::inputs::{Accuracies, Recognition, surroundings, tell_notices};
use super::limit::Limit;
use super::looks::Looks;
use super::output::{print, replace};
use crate::change::{Change, Overlay};
use crate::diff::Diff;
use crate::map::{
    self, MapInput, MapKind, MapOptions, MeasuredChange, PictureFormat, PictureInput, Surroundings,
};
use crate::measure::EdgeModel;
use crate::progress::stage;
use crate::read::Case;
use crate::report::{CaseReport, Format, Report};
use crate::{Error, Result, write};

/// Everything for a scenario: tables, a GeoJSON diff and maps for each step in time
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A scenario.toml or a folder with one [default: the built-in case of Karabakh]
    #[arg(default_value = "karabakh", hide_default_value = true)]
    scenario: PathBuf,
    /// The folder to write to [default: output/ID]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Changed pieces narrower than this are noise: kept, summed apart; `auto`: as the stated accuracy or
    /// the pieces themselves suggest, and why is told [default: the scenario's, else auto]
    #[arg(long, value_name = "LENGTH|auto")]
    tolerance: Option<Limit>,
    #[command(flatten)]
    recognition: Recognition,
    #[command(flatten)]
    accuracy: Accuracies,
    /// How edges between positions run
    #[arg(long, value_enum, default_value_t)]
    edges: EdgeModel,
    #[command(flatten)]
    looks: Looks,
    /// Replace files that are not an output of landshift
    #[arg(long)]
    overwrite: bool,
}

/// A file of the report, whole in memory before any is written.
struct Page {
    name: String,
    bytes: Vec<u8>,
}

impl Page {
    fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
        }
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<Outcome> {
        stage("reading");
        let options = MapOptions {
            map_style: self.looks.look()?,
            ..MapOptions::default()
        };
        let case = Case::named(&self.scenario)?;
        let folder = self
            .output
            .clone()
            .unwrap_or_else(|| Path::new("output").join(&case.scenario.id));
        let mut around = surroundings(&case, self.looks.language()?)?;
        let snapshots = case.snapshots()?;
        for snapshot in &snapshots {
            tell_notices(&snapshot.name, &snapshot.notices);
        }
        let units = case.layer(case.scenario.units.as_ref())?;
        let claims = self.recognition.read(Some(&case))?;
        let accuracy = self.accuracy.of(Some(&case));
        around.accuracy = accuracy;
        stage("overlaying");
        let steps: Vec<[usize; 2]> = (1..snapshots.len()).map(|after| [after - 1, after]).collect();
        let overlay = Overlay::with_claims(snapshots, units, claims, self.edges);
        let tolerance_m = Limit::or_of(self.tolerance, Some(&case.scenario)).of(&overlay, &steps);
        let overlay = overlay.opened(steps.iter().copied(), tolerance_m);
        stage("measuring");
        let changes = steps
            .iter()
            .map(|&[before, after]| {
                let change = Change::between(&overlay, before, after, tolerance_m)?;
                Ok(change.with_margins(&overlay, [before, after], &accuracy))
            })
            .collect::<Result<Vec<_>>>()?;
        let report = CaseReport::new(&case.scenario, &overlay, &around.places, changes, &accuracy)?;
        let mut pages = tables(&report)?;
        for (i, entry) in report.changes.iter().enumerate() {
            stage("drawing");
            let name = format!("{}_{}", entry.before, entry.after);
            let (diff, mut document) = (Diff::of(&entry.change), Vec::new());
            diff.write(&mut document)
                .map_err(|e| Error::new(format!("cannot write the diff: {e}")))?;
            pages.push(Page::new(format!("diff_{name}.geojson"), document));
            pages.extend(maps(
                &overlay,
                &entry.change,
                [i, i + 1],
                &around,
                &options,
                &name,
            )?);
        }
        stage("writing");
        self.write(&folder, &pages)?;
        print(|out| {
            out.write_all(report.document().text().as_bytes())?;
            writeln!(out, "\nWritten to {}: {}", folder.display(), summary(&pages))
        })?;
        Ok(Outcome::Fine)
    }

    /// Writes all pages, once it is sure that each may be written.
    fn write(&self, folder: &Path, pages: &[Page]) -> Result<()> {
        std::fs::create_dir_all(folder)
            .map_err(|e| Error::io("cannot make the folder", folder.display(), &e))?;
        // Tables in CSV carry no mark of ours; the JSON beside them speaks for them.
        let ours = folder.join("report.json").exists()
            && write::check(&folder.join("report.json"), &replace(false)).is_ok();
        let replace = replace(self.overwrite || ours);
        for page in pages {
            write::check(&folder.join(&page.name), &replace)?;
        }
        pages.iter().try_for_each(|page| {
            write::file(&folder.join(&page.name), &replace, |out| {
                out.write_all(&page.bytes)
            })
        })
    }
}

fn tables(report: &CaseReport) -> Result<Vec<Page>> {
    let mut pages = vec![
        Page::new("report.json", report.written(Format::Json, None)?),
        Page::new("report.txt", report.written(Format::Text, None)?),
        Page::new("report.md", report.written(Format::Markdown, None)?),
    ];
    for table in CaseReport::tables() {
        if table.is_in(report) {
            let text = report.written(Format::Csv, Some(table.name))?;
            pages.push(Page::new(format!("{}.csv", table.name), text));
        }
    }
    Ok(pages)
}

fn maps(
    overlay: &Overlay,
    change: &Change,
    pair: [usize; 2],
    around: &Surroundings,
    options: &MapOptions,
    name: &str,
) -> Result<Vec<Page>> {
    let measured = MeasuredChange {
        overlay,
        change,
        pair,
    };
    let input = PictureInput::Pair(MapInput::of_change(measured, around)?);
    let mut pages = Vec::new();
    for (kind, what) in [
        (MapKind::BeforeAfter, "before_after"),
        (MapKind::Change, "change"),
    ] {
        let picture = map::draw(kind, &input, options)?;
        for format in [PictureFormat::Svg, PictureFormat::Png] {
            let file = format!("{what}_{name}.{}", format.extension());
            pages.push(Page::new(file, picture.write(format, 1.0)?));
        }
    }
    Ok(pages)
}

/// What was written, by kind.
fn summary(pages: &[Page]) -> String {
    let names = |what: &str| {
        let names = pages
            .iter()
            .map(|page| page.name.as_str())
            .filter(|name| name.starts_with(what));
        names.collect::<Vec<_>>().join(", ")
    };
    let is_csv = |page: &&Page| {
        Path::new(&page.name)
            .extension()
            .is_some_and(|ending| ending == "csv")
    };
    let tables = pages.iter().filter(is_csv).count();
    format!(
        "\n  tables  {}, {tables} CSV files\n  diffs   {}\n  maps    {}, {}",
        names("report"),
        names("diff"),
        names("before_after"),
        names("change")
    )
}
