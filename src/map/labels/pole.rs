//! The point of some land farthest from its edges, where a label belongs.

use crate::map::plane::geometry::{PlaneBounds, Pt, clearance, edges, holds, signed_area};
use crate::map::plane::raster::PixelRaster;
use crate::map::scene::record::Named;
use crate::math::{cos, hypot, sin};
use crate::measure;

/// The point of some land farthest from every edge, with that distance: the best of the poles of its pieces on a
/// raster, moved until no step makes it better.
pub(in crate::map) fn pole(land: &Named, frame: (f64, f64)) -> Option<(Pt, f64)> {
    let raster = |rings: &[Vec<Pt>]| PixelRaster::of_rings(frame.0, frame.1, rings);
    let area = raster(&land.land).without(&raster(&land.less));
    let start = match area.pole() {
        Some((at, _)) => at,
        // Less than a cell of the raster: its own point that is nearest to the middle of its box.
        None => middle_of(&land.land)?,
    };
    let far = |p: Pt| {
        if holds(&land.land, p) && !holds(&land.less, p) {
            clearance(land.land.iter().chain(&land.less), p)
        } else {
            0.0
        }
    };
    // Two searches that err differently: cells, and quarters of the largest ring's box.
    let quarters = largest_ring_pole(&land.land).filter(|&p| far(p) > far(start));
    let start = quarters.unwrap_or(start);
    let (mut best, mut most, mut step) = (start, far(start), 2.0);
    while step > 0.05 {
        let around = (0..16).map(|k| f64::from(k) * std::f64::consts::TAU / 16.0);
        let tried = around.map(|angle| (best.0 + step * cos(angle), best.1 + step * sin(angle)));
        let next = tried
            .map(|p| (far(p), p))
            .fold((most, best), |a, b| if b.0 > a.0 { b } else { a });
        if next.0 > most {
            (most, best) = next;
        } else {
            step /= 2.0;
        }
    }
    Some((best, most))
}

/// The middle of that edge of some rings which is nearest to the middle of their box.
fn middle_of(rings: &[Vec<Pt>]) -> Option<Pt> {
    let center = PlaneBounds::around(rings.iter().flatten().copied())?.center();
    let edges = rings.iter().flat_map(|ring| edges(ring));
    let middles = edges.map(|(a, b)| (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1)));
    let off = |p: &Pt| hypot(p.0 - center.0, p.1 - center.1);
    middles.min_by(|a, b| off(a).total_cmp(&off(b)))
}

/// The pole of inaccessibility of the largest of some rings, holes and neighbours left out of account.
fn largest_ring_pole(rings: &[Vec<Pt>]) -> Option<Pt> {
    let area = |ring: &&Vec<Pt>| signed_area(std::slice::from_ref(*ring)).abs();
    let ring = rings.iter().max_by(|a, b| area(a).total_cmp(&area(b)))?;
    let polygon = geo_types::Polygon::new(ring.iter().copied().collect(), Vec::new());
    let (at, _) = measure::pole(&polygon, 0.05)?;
    Some((at.x, at.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_of_no_width_has_a_pole_at_once() {
        let strip = vec![
            (400.0, 10.0),
            (400.000_000_1, 10.0),
            (400.000_000_1, 390.0),
            (400.0, 390.0),
        ];
        let land = Named {
            land: vec![strip],
            less: Vec::new(),
        };
        let (at, clearance) = pole(&land, (800.0, 400.0)).unwrap();
        assert!(
            (at.0 - 400.0).abs() < 1.0 && clearance < 1e-6,
            "{at:?} {clearance}"
        );
    }
}
