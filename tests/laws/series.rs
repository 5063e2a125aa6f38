//! A series tells what one mosaic of all its snapshots tells.

use std::collections::BTreeMap;

use landshift::{ReferenceLayers, Snapshot};
use landshift_engine::measure::{Area, EdgeModel, snapping_area};
use landshift_engine::model::Territory;
use landshift_engine::overlay::Overlay;
use proptest::prelude::*;

use crate::support::scenes::{self, Cells, wide_frame};
use crate::support::{laws, study};

const STRAIGHT: EdgeModel = EdgeModel::StraightLonLat;

/// Each cell belongs to one of three controllers.
pub fn snapshot(day: usize, cells: &Cells) -> Snapshot {
    let cells = cells.layer().into_iter().enumerate();
    let territory = |(place, polygons): (usize, _)| Territory {
        controller: ["A", "B", "C"][(place + day) % 3].to_owned(),
        polygons,
        ..Territory::default()
    };
    Snapshot {
        name: format!("day {day}"),
        date: format!("2020-01-0{}", day + 1).parse().ok(),
        territories: cells.map(territory).map(Into::into).collect(),
        ..Snapshot::default()
    }
}

/// By one mosaic of all dates: land by how often it changed hands, and per controller what it kept and retook.
fn by_one_mosaic(overlay: &Overlay) -> (Vec<Area>, BTreeMap<String, [Area; 2]>) {
    let dates = overlay.snapshots().len();
    let mut times = vec![Area::ZERO; dates];
    let mut controllers: BTreeMap<String, [Area; 2]> = BTreeMap::new();
    for face in overlay.mosaic().faces() {
        let area = overlay.mosaic().area(face);
        let history: Vec<Option<&str>> = (0..dates).map(|date| overlay.controller(date, face)).collect();
        times[history.windows(2).filter(|pair| pair[0] != pair[1]).count()] += area;
        for name in ["A", "B", "C"] {
            let sums = controllers.entry(name.to_owned()).or_default();
            let held: Vec<bool> = history.iter().map(|holder| *holder == Some(name)).collect();
            if held.iter().all(|&held| held) {
                sums[0] += area;
            }
            let starts = (0..dates).filter(|&date| held[date] && (date == 0 || !held[date - 1]));
            if starts.count() > 1 {
                sums[1] += area;
            }
        }
    }
    (times, controllers)
}

proptest! {
    #![proptest_config(laws(60))]

    #[test]
    fn a_series_tells_what_one_mosaic_of_all_dates_tells(
        days in wide_frame().prop_flat_map(|f| proptest::collection::vec(scenes::cells(Just(f)), 3..6)),
    ) {
        let snapshots: Vec<Snapshot> = days.iter().enumerate().map(|(day, cells)| snapshot(day, cells)).collect();
        let land = snapshots.iter().flat_map(|s| &s.territories).flat_map(|t| &t.polygons);
        // Each step and each mosaic snaps every border once more.
        let allowed_m2 = 8.0 * snapshots.len() as f64 * snapping_area(land, STRAIGHT).m2();
        let snapshots: Vec<&Snapshot> = snapshots.iter().collect();
        let study = study(&snapshots, ReferenceLayers::default(), 0.0);
        let series = study.series().unwrap().series;
        // Land that passes to an heir does not change hands.
        prop_assume!(series.intervals.iter().all(|step| step.successions().is_empty()));
        let (times, controllers) = by_one_mosaic(study.classified().unwrap().overlay());
        for (n, seen) in times.iter().enumerate().skip(1) {
            let told = series.times.get(n - 1).copied().unwrap_or_default();
            prop_assert!((told - *seen).abs().m2() <= allowed_m2, "{}×: {:?} {:?}", n, told, seen);
        }
        for c in &series.controllers {
            let [kept, retaken] = controllers[&c.name];
            prop_assert!((c.kept - kept).abs().m2() <= allowed_m2, "{} kept {:?} {:?}", c.name, c.kept, kept);
            prop_assert!((c.retaken - retaken).abs().m2() <= allowed_m2, "{} {:?} {:?}", c.name, c.retaken, retaken);
        }
    }
}
