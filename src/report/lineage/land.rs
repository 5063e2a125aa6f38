//! The land that went from unit to unit, as a layer.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::slice;

use serde::Serialize;
use serde_json::{Map, json};

use super::figures::LineageReport;
use crate::lineage::{Lineage, LineageUnit, MoveKind, MovedPiece, UnitEvent};
use crate::write::{LandFormat, LandLayer, MARK, OutFeature, OutGeometry, Style};

/// The properties of a piece in a step, in the order they are written.
#[derive(Clone, Serialize)]
struct Properties<'a> {
    before: &'a str,
    after: &'a str,
    /// The code of the unit that it was of; null is no unit.
    from: Option<&'a str>,
    /// The code of the unit that it is of afterwards.
    to: Option<&'a str>,
    /// What became of the unit that it was of or, where that is none, how the later one came about.
    event: &'static str,
    area_km2: f64,
    noise: bool,
    /// The code that the earlier unit has for as long as it goes on, if that was asked for.
    from_assigned: Option<&'a str>,
    /// That of the later unit.
    to_assigned: Option<&'a str>,
    /// The number of the piece: one that moves in several steps is as many features.
    piece: usize,
    /// By edition, the code of the unit that it was of.
    units: Vec<Option<&'a str>>,
}

/// Writes moved land: one feature for each piece and each step in which it went to another unit.
pub(super) fn write(
    report: &LineageReport,
    moved: &[MovedPiece],
    format: LandFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let editions = report.editions();
    let events: Vec<StepEvents> = report.steps.iter().map(StepEvents::of).collect();
    let mut features = Vec::new();
    for (number, piece) in moved.iter().enumerate() {
        let steps = piece.moves.iter().zip(&events).enumerate();
        features.extend(steps.filter_map(|(step, (moved, events))| {
            let code = |edition: usize| piece.units[edition].as_deref();
            let is_shown = |edition| code(edition).is_some_and(|code| report.shows(edition, code));
            let is_noise = (*moved)? == MoveKind::Noise;
            (is_shown(step) || is_shown(step + 1)).then(|| OutFeature {
                id: None,
                properties: Properties {
                    before: &editions[step],
                    after: &editions[step + 1],
                    from: code(step),
                    to: code(step + 1),
                    event: events.event(code(step), code(step + 1)),
                    area_km2: piece.area.km2(),
                    noise: is_noise,
                    from_assigned: code(step).and_then(|code| report.assigned(step, code)),
                    to_assigned: code(step + 1).and_then(|code| report.assigned(step + 1, code)),
                    piece: number + 1,
                    units: piece.units.iter().map(Option::as_deref).collect(),
                },
                geometry: OutGeometry::Land(slice::from_ref(&piece.polygon)),
            })
        }));
    }
    let members = Map::from_iter([
        ("generator".to_owned(), json!(format!("{MARK} lineage"))),
        ("editions".to_owned(), json!(editions)),
    ]);
    LandLayer::new("pieces", features)
        .styled(Style::Coloured {
            property: "event",
            colours: UnitEvent::ALL
                .map(|event| (event.name(), event.colour()))
                .to_vec(),
        })
        .with_members(members)?
        .write(format, out)
}

/// What happened to the units of a step, by code.
struct StepEvents<'a> {
    became: BTreeMap<&'a str, &'static str>,
    came_from: BTreeMap<&'a str, &'static str>,
}

impl<'a> StepEvents<'a> {
    fn of(step: &'a Lineage) -> Self {
        let by_code = |units: &'a [LineageUnit]| {
            let events = units.iter().map(|unit| (unit.code.as_str(), unit.event.name()));
            events.collect()
        };
        Self {
            became: by_code(&step.became),
            came_from: by_code(&step.came_from),
        }
    }

    fn event(&self, from: Option<&str>, to: Option<&str>) -> &'static str {
        let became = from.and_then(|code| self.became.get(code));
        let came_from = || to.and_then(|code| self.came_from.get(code));
        became.or_else(came_from).copied().unwrap_or_default()
    }
}
