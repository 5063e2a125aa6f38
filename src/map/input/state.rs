//! The state on one date: land by holder, sovereign and status, and the lines between.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::change;
use crate::language::Language;
use crate::map::input::data::{Boundary, ChangedLand, DatedLand, LineKind, Region};
use crate::map::input::surroundings::Surroundings;
use crate::measure::polygons_area;
use crate::model::{Date, GridPolygon, Territory};
use crate::mosaic::FaceId;
use crate::overlay::{BoundaryKind, Overlay};

/// The date, or where there is none the name of the file without its folders.
pub(in crate::map) fn heading(language: &Language, date: Option<Date>, path: &str) -> String {
    let file = || {
        Path::new(path)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    date.map(|date| language.date(date))
        .or_else(file)
        .unwrap_or_else(|| path.to_owned())
}

/// The state on the date of a snapshot, without ranges.
pub(in crate::map) fn side(overlay: &Overlay, snapshot: usize, surroundings: &Surroundings) -> DatedLand {
    let boundaries = overlay.boundaries(snapshot).into_iter().map(|(kind, lines)| {
        let kind = match kind {
            BoundaryKind::Border => LineKind::Border,
            BoundaryKind::Control => LineKind::Control,
        };
        Boundary { kind, lines }
    });
    let held = |face| overlay.territory(snapshot, face).map(Holding::of);
    let around = |face| overlay.territory_around(snapshot, face).map(Holding::of);
    let mut regions = regions(overlay, held);
    for region in &mut regions {
        region.name = name_of(
            region,
            &overlay.snapshots()[snapshot].territories,
            &surroundings.language,
        );
    }
    DatedLand {
        heading: heading(
            &surroundings.language,
            overlay.snapshots()[snapshot].date,
            &overlay.snapshots()[snapshot].name,
        ),
        date: overlay.snapshots()[snapshot].date,
        caption: surroundings
            .captions
            .get(snapshot)
            .and_then(Option::as_deref)
            .map(|caption| surroundings.language.name(caption).to_owned()),
        regions,
        around: if overlay.frame().is_some() {
            self::regions(overlay, around)
        } else {
            Vec::new()
        },
        boundaries: boundaries
            .chain([Boundary {
                kind: LineKind::Edge,
                lines: overlay.rim(snapshot),
            }])
            .collect(),
        ranges: BTreeMap::new(),
    }
}

/// What all territories of a region are called, if they agree, and it is not merely the name of who holds it.
fn name_of(region: &Region, territories: &[Arc<Territory>], language: &Language) -> Option<String> {
    let own = |t: &&Arc<Territory>| {
        t.controller == region.controller
            && t.sovereign == region.sovereign
            && status_of(t) == region.status.as_deref()
    };
    let mut own = territories.iter().filter(own);
    let first = own.next()?;
    let called = first.name()?;
    (called != region.controller && own.all(|t| t.name() == Some(called)))
        .then(|| language.name_of(&first.properties, "name"))
        .flatten()
}

/// What the data states as the status of a territory.
fn status_of(territory: &Territory) -> Option<&str> {
    let status = territory.properties.get("status")?.as_str()?.trim();
    (!status.is_empty()).then_some(status)
}

/// By whom, under whom and in which status a piece of land is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::map) struct Holding<'a> {
    pub controller: &'a str,
    pub sovereign: Option<&'a str>,
    pub status: Option<&'a str>,
}

impl<'a> Holding<'a> {
    fn of(territory: &'a Territory) -> Self {
        Self {
            controller: &territory.controller,
            sovereign: territory.sovereign.as_deref(),
            status: status_of(territory),
        }
    }
}

/// Land by holder, sovereign and status.
pub(in crate::map) fn regions<'a>(
    overlay: &'a Overlay,
    held: impl Fn(FaceId) -> Option<Holding<'a>>,
) -> Vec<Region> {
    let edges = overlay.mosaic().edge_model();
    let land: BTreeMap<_, Vec<GridPolygon>> = overlay.mosaic().dissolve(held);
    land.into_iter()
        .map(|(holding, polygons)| Region {
            controller: holding.controller.to_owned(),
            sovereign: holding.sovereign.map(str::to_owned),
            name: None,
            status: holding.status.map(str::to_owned),
            area: polygons_area(&polygons, edges),
            polygons,
        })
        .collect()
}

impl From<&change::Transfer> for ChangedLand {
    fn from(transfer: &change::Transfer) -> Self {
        Self {
            from: transfer.from.as_deref().map(str::to_owned),
            to: transfer.to.as_deref().map(str::to_owned),
            area: transfer.area,
            noise: transfer.noise,
            dimmed: false,
            polygons: vec![transfer.polygon.clone()],
        }
    }
}
