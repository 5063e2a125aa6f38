//! The index: a packed tree of boxes along a Hilbert curve.

use crate::model::GRID_PER_DEGREE;
use crate::write::positions::Box;

/// How many entries a node has at most.
pub(super) const NODE: u16 = 16;

/// The place of the middle of a box on a Hilbert curve over the whole earth.
pub(super) fn on_curve(area: Box) -> u64 {
    /// The curve goes through so many cells of each row.
    const CELLS: i64 = 1 << 16;
    let cell = |middle: i64, half_turns: i64| {
        let half = half_turns * 90 * GRID_PER_DEGREE;
        let cell = i128::from(middle + half) * i128::from(CELLS) / i128::from(2 * half + 1);
        cell.clamp(0, i128::from(CELLS - 1)) as i64
    };
    let mut x = cell(i64::midpoint(area.west, area.east), 2);
    let mut y = cell(i64::midpoint(area.south, area.north), 1);
    let (mut place, mut half) = (0, CELLS / 2);
    while half > 0 {
        let (right, upper) = (x & half != 0, y & half != 0);
        let quarter = match (right, upper) {
            (false, false) => 0,
            (false, true) => 1,
            (true, true) => 2,
            (true, false) => 3,
        };
        place += quarter * (half * half) as u64;
        if !upper {
            if right {
                (x, y) = (CELLS - 1 - x, CELLS - 1 - y);
            }
            (x, y) = (y, x);
        }
        half /= 2;
    }
    place
}

/// An entry: a box, and where what is in it starts.
type Entry = (Box, u64);

/// The tree over features, by their boxes and where they start among all features: the root first.
pub(super) fn tree(features: Vec<Entry>) -> Vec<u8> {
    let mut levels = vec![features];
    while let Some(level) = levels.last().filter(|level| level.len() > 1 || levels.len() == 1) {
        let nodes = level.chunks(NODE.into());
        let nodes = nodes.filter_map(|node| node.iter().map(|(area, _)| *area).reduce(Box::and));
        levels.push(nodes.map(|area| (area, 0)).collect());
    }
    let mut first_of_below = 0;
    let mut out = Vec::new();
    for (i, level) in levels.iter().enumerate().rev() {
        first_of_below += level.len() as u64;
        for (place, (area, start)) in level.iter().enumerate() {
            let start = if i == 0 {
                *start
            } else {
                first_of_below + place as u64 * u64::from(NODE)
            };
            out.extend(area.degrees().map(f64::to_le_bytes).concat());
            out.extend(start.to_le_bytes());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: i64, lat: i64) -> Box {
        let [x, y] = [lon, lat].map(|degrees| degrees * GRID_PER_DEGREE);
        Box {
            west: x,
            south: y,
            east: x,
            north: y,
        }
    }

    #[test]
    fn the_curve_goes_through_neighbours() {
        let corners = [at(-180, -90), at(-180, 90), at(180, 90), at(180, -90)].map(on_curve);
        assert!(corners.is_sorted(), "{corners:?}");
        assert_eq!(corners[0], 0);
        assert_eq!(corners[3], (1 << 32) - 1);
    }

    #[test]
    fn each_node_leads_to_its_children() {
        let count = 20;
        let bytes = tree((0..count).map(|i| (at(i, 0), 100 * i as u64)).collect());
        let entries: Vec<(f64, f64, u64)> = bytes
            .chunks(40)
            .map(|entry| {
                let real = |at: usize| f64::from_le_bytes(entry[at..at + 8].try_into().unwrap());
                (
                    real(0),
                    real(16),
                    u64::from_le_bytes(entry[32..].try_into().unwrap()),
                )
            })
            .collect();
        assert_eq!(
            entries[..4],
            [(0., 19., 1), (0., 15., 3), (16., 19., 19), (0., 0., 0)]
        );
        assert_eq!(entries[22], (19., 19., 1900));
        assert_eq!(
            tree(vec![(at(1, 1), 0)]).len(),
            2 * 40,
            "there is a root in any case"
        );
    }
}
