//! Results.

use landshift::check::{Checked, check};
use landshift::contents::contents;
use landshift::map::MapKind;
use landshift::report::{AnyReport, ChangeReport, Inventory, Problems, Timeline};
use landshift::{Format, Snapshot};
use serde_json::{Value, json};

use crate::error::{Result, of_option};
use crate::options::Options;
use crate::sources::Sources;
use crate::studies::Made;

/// A result, with what it was asked of.
pub enum Answer {
    /// What changed between two snapshots.
    Change(Box<ChangeReport>, Box<Made>),
    /// What changed over many, and from the first to the last in a sentence.
    Series(Box<Timeline>, Box<Made>, String),
    /// What is in files.
    Contents(Inventory),
    /// What is wrong with files.
    Problems(Problems),
}

impl Answer {
    /// What changed from the first snapshot of a study to the last.
    ///
    /// # Errors
    ///
    /// As [`landshift::Study::change`].
    pub fn change(made: Made) -> Result<Self> {
        let report = made.study.change(made.study.overall())?;
        Ok(Self::Change(Box::new(report), Box::new(made)))
    }

    /// What changed from each snapshot of a study to the next.
    ///
    /// # Errors
    ///
    /// As [`landshift::Study::series`].
    pub fn series(made: Made, options: &Options) -> Result<Self> {
        let timeline = made.study.series()?;
        let timeline = match options.every()? {
            Some(every) => timeline.every(every),
            None => timeline,
        };
        let ends = made.study.of_ends();
        let finding = ends.change(ends.overall())?.change.finding();
        Ok(Self::Series(Box::new(timeline), Box::new(made), finding))
    }

    /// What is in files.
    ///
    /// # Errors
    ///
    /// When one cannot be read at all.
    pub fn contents(sources: &Sources, options: &Options) -> Result<Self> {
        let reading = options.reading_alone()?;
        let found = sources.inspections()?.into_iter();
        let found = found.map(|inspection| contents(inspection, &reading)).collect();
        let inventory = Inventory::new(found).area_units(options.area_units()?);
        Ok(Self::Contents(inventory))
    }

    /// What is wrong with files.
    ///
    /// # Errors
    ///
    /// When one cannot be read at all.
    pub fn problems(sources: &Sources, options: &Options) -> Result<Self> {
        let (reading, policy) = (options.reading_alone()?, options.policy()?);
        let found = sources.inspections()?.into_iter();
        let found = found.map(|inspection| Checked {
            date: None,
            ..check(&inspection, &reading, &policy)
        });
        let problems = Problems::new(found.collect()).area_units(options.area_units()?);
        Ok(Self::Problems(problems))
    }

    /// It, whichever it is.
    pub fn report(&self) -> &dyn AnyReport {
        match self {
            Self::Change(report, _) => report.as_ref(),
            Self::Series(report, ..) => report.as_ref(),
            Self::Contents(report) => report,
            Self::Problems(report) => report,
        }
    }

    /// It in a format.
    ///
    /// # Errors
    ///
    /// When there is no such format, or the result has nothing for it.
    pub fn write(&self, format: &str, table: Option<&str>) -> Result<Vec<u8>> {
        let format: Format = format.parse()?;
        match self {
            // Who held which land is worked out for those who ask.
            Self::Series(timeline, made, _) if format.land().is_some() => {
                let timeline = timeline.as_ref().clone().with_history(made.study.history()?);
                AnyReport::bytes(&timeline, format, table)
            }
            _ => self.report().bytes(format, table),
        }
    }

    /// What it was asked of.
    ///
    /// # Errors
    ///
    /// When there is none, as nothing was compared.
    pub fn made(&self) -> Result<&Made> {
        match self {
            Self::Change(_, made) | Self::Series(_, made, _) => Ok(made),
            Self::Contents(_) | Self::Problems(_) => Err(of_option(
                "maps and pages are of what changed, and this result is of files alone",
            )),
        }
    }

    /// What there is to know of it at once.
    pub fn summary(&self) -> Value {
        let report = self.report();
        let tables = report.named_tables().into_iter();
        let formats = report.all_formats().into_iter();
        let mut summary = json!({
            "tables": tables.map(|(name, about)| json!({ "name": name, "about": about })).collect::<Value>(),
            "formats": formats.map(format).collect::<Value>(),
            "remarks": [],
            "snapshots": [],
            "maps": [],
        });
        match self {
            Self::Change(report, _) => summary["finding"] = report.change.finding().into(),
            Self::Series(_, _, finding) => summary["finding"] = finding.as_str().into(),
            Self::Problems(problems) => summary["ok"] = problems.is_empty().into(),
            Self::Contents(_) => {}
        }
        if let Ok(made) = self.made() {
            let remarks = made.remarks().into_iter();
            let remarks = remarks.map(|(warning, text)| json!({ "warning": warning, "text": text }));
            summary["remarks"] = remarks.collect();
            let snapshots = made.study.snapshots().iter();
            summary["snapshots"] = snapshots.map(|one| snapshot(one)).collect();
            summary["maps"] = MapKind::ALL.map(MapKind::name).as_slice().into();
        }
        summary
    }
}

fn format(format: Format) -> Value {
    json!({
        "name": format.name(),
        "ending": format.ending(),
        "about": format.about(),
        "isLand": format.land().is_some(),
    })
}

fn snapshot(snapshot: &Snapshot) -> Value {
    json!({
        "name": snapshot.name,
        "date": snapshot.date.map(|date| date.to_string()),
        "controllers": snapshot.controllers(),
    })
}
