//! Land of snapshots beyond all the land in question: what changes there is between its holder and nobody.

use std::sync::Arc;

use crate::measure::{Area, AreaUnits, EdgeModel, Length};
use crate::model::{GridPolygon, RestOfLand, Snapshot};
use crate::mosaic::Builder;
use crate::noise::is_narrower;
use crate::parallel::prelude::*;

/// Pieces narrower than so many metres are a border drawn twice.
const SLIVER_M: f64 = 10.0;

/// The snapshots that reach beyond the land of which somebody holds the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Beyond {
    /// What that land is called, usually its file.
    pub land: String,
    /// The snapshot with the most land beyond it.
    pub snapshot: String,
    /// How much that is, without pieces narrower than a sliver.
    pub area: Area,
    /// How many other snapshots reach beyond it.
    pub others: usize,
}

impl Beyond {
    /// Those among some snapshots; none where none does, or the land is whatever any of them covers.
    pub(super) fn of(snapshots: &[Arc<Snapshot>], rest: &RestOfLand) -> Option<Self> {
        if rest.land.features.is_empty() {
            return None;
        }
        let land: Vec<GridPolygon> = rest
            .land
            .features
            .iter()
            .flat_map(|feature| feature.geometry.polygons.iter().cloned())
            .collect();
        let areas: Vec<Area> = snapshots
            .par_iter()
            .map(|snapshot| beyond(snapshot, &land))
            .collect();
        let reaching = || areas.iter().enumerate().filter(|(_, area)| **area > Area::ZERO);
        // Of equal ones the first.
        let (most, &area) = reaching().max_by_key(|(place, area)| (**area, std::cmp::Reverse(*place)))?;
        Some(Self {
            land: rest.land.name.clone(),
            snapshot: snapshots[most].name.clone(),
            area,
            others: reaching().count() - 1,
        })
    }

    /// In a line, for people.
    pub(super) fn text(&self, units: AreaUnits) -> String {
        let Self {
            land,
            snapshot,
            area,
            others,
        } = self;
        let others = match others {
            0 => String::new(),
            1 => "; so does land of 1 other snapshot".to_owned(),
            others => format!("; so does land of {others} other snapshots"),
        };
        format!(
            "{snapshot}: {} of it lies beyond {land}, and what is gained or lost there is from or to nobody{others}",
            units.text(*area)
        )
    }
}

/// How much of a snapshot's land lies beyond other land, without slivers.
fn beyond(snapshot: &Snapshot, land: &[GridPolygon]) -> Area {
    let mut builder = Builder::new(EdgeModel::default());
    let land = builder.land([land]);
    let held = builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice()));
    let mosaic = builder.build();
    let pieces = mosaic.pieces(|face| {
        let is_beyond = mosaic.label(land, face).is_none() && mosaic.label(held, face).is_some();
        is_beyond.then_some(())
    });
    let wide = pieces
        .iter()
        .filter(|piece| !is_narrower(&piece.polygon, piece.area, Length::from_m(SLIVER_M)));
    wide.map(|piece| piece.area).sum()
}
