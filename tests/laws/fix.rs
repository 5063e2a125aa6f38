//! A mended layer passes the check, and mending it again changes nothing.

use landshift::check::{Gaps, Policy};
use landshift::{Length, to_degrees};
use landshift_engine::model::{GridPolygon, Overlaps};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::mending::check_fix;
use crate::support::oracle;
use crate::support::scenes::{any_frame, any_layers, cells, layers_in, local_frame, redrawn};
use crate::support::{Layer, laws};

/// A layer as a file, whose features have the names of `names` in turn.
fn file(layer: &Layer, names: &[&str]) -> String {
    let positions = |polygon: &GridPolygon| -> Value {
        let rings = oracle::rings(polygon).filter(|ring| ring.0.len() > 3);
        let ring = |ring: &landshift::GridRing| -> Value {
            ring.0
                .iter()
                .map(|p| json!([to_degrees(p.x), to_degrees(p.y)]))
                .collect()
        };
        rings.map(ring).collect()
    };
    let features = layer.iter().enumerate().map(|(place, land)| {
        let land = land.iter().filter(|polygon| polygon.exterior().0.len() > 3);
        let geometry = json!({"type": "MultiPolygon", "coordinates": land.map(positions).collect::<Value>()});
        let name = names[place % names.len()];
        json!({"type": "Feature", "properties": {"controller": name}, "geometry": geometry})
    });
    json!({"type": "FeatureCollection", "features": features.collect::<Value>()}).to_string()
}

fn policy() -> impl Strategy<Value = Policy> {
    let overlaps = prop::sample::select(vec![Overlaps::First, Overlaps::Last, Overlaps::Contested]);
    let gaps = prop::sample::select(vec![
        None,
        Some(Gaps::Keep),
        Some(Gaps::Nearest),
        Some(Gaps::LongestBorder),
    ]);
    (overlaps, gaps).prop_map(|(overlaps, gaps)| Policy {
        overlaps,
        gaps,
        sliver: Length::from_m(10.0),
        ..Policy::default()
    })
}

/// Layers, and a policy about narrow gaps, most often one that gives them away, with a width that some of what is between lattice positions has. Not in
/// frames as large as the world: there a narrow place is looked for along millions of metres.
fn layers_with_gaps() -> impl Strategy<Value = (Vec<Layer>, Policy)> {
    let frames = local_frame().prop_flat_map(|frame| {
        let layers = prop_oneof![
            2 => layers_in(frame),
            1 => (cells(Just(frame)), any::<u64>()).prop_map(|(cells, seed)| vec![redrawn(&cells.layer(), 3, seed)]),
            1 => (cells(Just(frame)), 1..8_i64, any::<u64>())
                .prop_map(move |(cells, part, seed)| vec![redrawn(&cells.layer(), frame.step.y / part, seed)]),
        ];
        (layers, Just(frame))
    });
    let steps = prop::sample::select(vec![0.05, 0.3, 0.7, 1.0, 1.6, 3.0, 8.0]);
    let fills = prop_oneof![
        3 => prop::sample::select(vec![Some(Gaps::Nearest), Some(Gaps::LongestBorder)]),
        1 => prop::sample::select(vec![Some(Gaps::Keep), None]),
    ];
    (frames, steps, fills, policy()).prop_map(|((layers, frame), steps, fill, policy)| {
        let step_m = Length::from_m(steps * frame.step.y as f64 * GRID_UNIT_M);
        let gap_width = Some(step_m);
        let policy = Policy {
            gaps: fill,
            gap_width,
            ..policy
        };
        (layers, policy)
    })
}

/// About what a grid unit of latitude is, in metres.
const GRID_UNIT_M: f64 = 1.11e-4;

proptest! {
    #![proptest_config(laws(150))]

    /// Gaps narrower than a width: none is left where they are given away, and mending again changes nothing.
    #[test]
    fn narrow_gaps_are_mended((layers, policy) in layers_with_gaps()) {
        for layer in &layers {
            check_fix(&file(layer, &["A", "B"]), &policy);
        }
        check_fix(&file(&layers.concat(), &["A", "B", "C"]), &policy);
    }

    #[test]
    fn what_is_mended_passes_and_stays(layers in any_layers(), policy in policy()) {
        for layer in &layers {
            check_fix(&file(layer, &["A", "B"]), &policy);
        }
    }

    /// All layers in one file: the same land drawn twice by a few grid units.
    #[test]
    fn land_drawn_twice_is_mended(layers in any_layers(), policy in policy()) {
        check_fix(&file(&layers.concat(), &["A", "B", "C"]), &policy);
    }

    /// A coverage of which every vertex is off by a few grid units: slivers, spikes and gaps all along.
    #[test]
    fn a_shaken_coverage_is_mended(cells in cells(any_frame()), seed: u64, policy in policy()) {
        check_fix(&file(&redrawn(&cells.layer(), 3, seed), &["A", "B", "C"]), &policy);
    }

    #[test]
    fn a_coverage_of_a_few_grid_units_is_mended(
        layers in (1..=4_i64, 1..=4_i64).prop_flat_map(|step| {
            layers_in(crate::support::scenes::Frame::new((46_000_000_000, 40_000_000_000), step))
        }),
        policy in policy(),
    ) {
        check_fix(&file(&layers.concat(), &["A", "B"]), &policy);
    }
}
