//! Tiles: whatever the grid, what they add up to is what the whole mosaic says, to the last square millimetre.

use std::collections::BTreeMap;

use landshift_engine::measure::Area;
use landshift_engine::mosaic::{Builder, FaceId, Tile, Tiling};
use landshift_engine::progress::Progress;
use proptest::prelude::*;

use crate::check::STRAIGHT;
use crate::support::scenes::{self, Cells, Frame, any_layers, wide_frame};
use crate::support::{Layer, labels, laws, mosaic};

/// What covers land, one label a layer, and how much there is; and how many edges there are.
type Sums = (BTreeMap<Vec<Option<usize>>, Area>, usize);

fn sums_of_whole(layers: &[Layer]) -> Sums {
    let (mosaic, ids) = mosaic(layers);
    let mut areas = mosaic.areas_by(|face| Some(labels(&mosaic, &ids, face)));
    *areas.entry(vec![None; layers.len()]).or_default() += mosaic.area(FaceId::OUTSIDE);
    (areas, mosaic.sides().len())
}

fn tiling(layers: &[Layer], grid: &str, passes: u16) -> Tiling {
    let mut builder = Builder::new(STRAIGHT);
    for layer in layers {
        builder.land(layer.iter().map(Vec::as_slice));
    }
    builder
        .tiled(grid.parse().unwrap(), passes, &Progress::default())
        .unwrap()
}

/// The sums of all tiles; none where some tile is made for too few passes.
fn sums_of_tiles(tiling: &Tiling) -> Option<Sums> {
    let (mut areas, mut edges) = (BTreeMap::new(), 0);
    let all = tiling.each(|_, tile| {
        let read = Tile::from_bytes(&tile.to_bytes()).unwrap();
        let of_tile = read.areas_by(STRAIGHT, <[_]>::to_vec)?;
        edges += of_tile.edges;
        for (labels, area) in of_tile.areas {
            *areas.entry(labels).or_insert(Area::ZERO) += area;
        }
        Ok::<(), landshift_engine::Error>(())
    });
    match all {
        Ok(()) => Some((areas, edges)),
        Err(error) => {
            assert!(error.to_string().contains("passes"), "{error}");
            None
        }
    }
}

fn without_zeros((areas, edges): Sums) -> Sums {
    let areas = areas.into_iter().filter(|(_, area)| *area != Area::ZERO);
    (areas.collect(), edges)
}

const GRIDS: [&str; 3] = ["1x1", "2x2", "5x3"];
/// Some scenes are noded after so few passes, in tiles that do not hold all of them; all are after so many.
const PASSES: [u16; 3] = [3, 5, 60];

fn check_tiles(layers: &[Layer], passes: u16) -> usize {
    let whole = without_zeros(sums_of_whole(layers));
    let mut done = 0;
    for grid in GRIDS {
        if let Some(sums) = sums_of_tiles(&tiling(layers, grid, passes)) {
            assert_eq!(without_zeros(sums), whole, "{grid}, {passes} passes");
            done += 1;
        }
    }
    done
}

proptest! {
    #![proptest_config(laws(40))]

    #[test]
    fn tiles_add_up_to_the_whole_exactly(layers in any_layers()) {
        let done = PASSES.map(|passes| check_tiles(&layers, passes));
        prop_assert_eq!(done[2], GRIDS.len());
    }

    #[test]
    fn tiles_of_coverages_add_up_to_the_whole_exactly(
        (cells, others) in wide_frame().prop_flat_map(|f| (scenes::cells(Just(f)), scenes::layers_in(f))),
    ) {
        let mut layers = vec![cells.layer()];
        layers.extend(others);
        let done = PASSES.map(|passes| check_tiles(&layers, passes));
        prop_assert_eq!(done[2], GRIDS.len());
    }
}

/// Two editions of many cells: no tile holds more than it needs.
#[test]
fn tiles_of_many_cells_hold_a_part_each() {
    let cells = Cells {
        frame: Frame::new((46_000_000_000, 40_000_000_000), (10_000_000, 10_000_000)),
        columns: 40,
        rows: 40,
        features: 100,
        reach: 3_000_000,
        seed: 7,
    };
    let layer = cells.layer();
    let layers = [scenes::redrawn(&layer, 2_000_000, 3), layer];
    let whole = sums_of_whole(&layers);
    let tiling = tiling(&layers, "4x4", 5);
    let mut most = 0;
    let counted = tiling.each(|_, tile| {
        most = most.max(tile.edge_count());
        Ok::<(), ()>(())
    });
    assert_eq!(counted, Ok(()));
    assert!(4 * most < whole.1, "{most} of {}", whole.1);
    assert_eq!(
        sums_of_tiles(&tiling).map(without_zeros),
        Some(without_zeros(whole))
    );
}
