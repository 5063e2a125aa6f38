//! Fewer points where the picture cannot show them, shared edges staying shared.
//!
//! Every chain of a panel is cut where chains meet or part; each stretch between is simplified once, in one
//! direction, whoever draws it (Douglas and Peucker). Two neighbours therefore keep the same points. The points that
//! stay are then moved a little, so that the land on either side keeps its area.

use hashbrown::HashMap;

use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::rect::SUBPIXELS;
use crate::math::hypot;

/// The farthest that a point left out may lie from the line without it, in layout pixels.
const TOLERANCE: f64 = 0.3;

/// The farthest that a point is moved to make up for those left out, in layout pixels.
const NUDGE: f64 = 0.2;

/// The farthest that a simplified line may lie from the true one, in layout pixels.
#[cfg(feature = "png")]
pub(in crate::map) const FARTHEST: f64 = TOLERANCE + NUDGE;

type Key = (i64, i64);

/// The chains of one panel, by the positions that they pass.
pub(in crate::map) struct Simplifier {
    /// Metres in one subpixel.
    unit: f64,
    /// The two neighbours of a position; a third makes it a junction.
    near: HashMap<Key, Near>,
}

#[derive(Default)]
struct Near {
    two: [Option<Key>; 2],
    junction: bool,
}

impl Simplifier {
    pub fn new(metres_per_pixel: f64) -> Self {
        Self {
            unit: metres_per_pixel / f64::from(SUBPIXELS),
            near: HashMap::new(),
        }
    }

    fn key(&self, p: Pt) -> Key {
        ((p.0 / self.unit).round() as i64, (p.1 / self.unit).round() as i64)
    }

    /// The positions of a chain, none twice in a row.
    fn keys(&self, chain: &[Pt], closed: bool) -> Vec<Key> {
        let mut keys: Vec<Key> = chain.iter().map(|&p| self.key(p)).collect();
        keys.dedup();
        if closed && keys.len() > 1 && keys.first() == keys.last() {
            keys.pop();
        }
        keys
    }

    /// Takes note of a chain; all must be noted before any is reduced.
    pub fn note(&mut self, chain: &[Pt], closed: bool) {
        let keys = self.keys(chain, closed);
        let n = keys.len();
        for (i, &key) in keys.iter().enumerate() {
            let before = (i > 0 || closed).then(|| keys[(i + n - 1) % n]);
            let after = (i + 1 < n || closed).then(|| keys[(i + 1) % n]);
            let near = self.near.entry(key).or_default();
            near.junction |= before.is_none() || after.is_none();
            for other in [before, after].into_iter().flatten() {
                near.meet(other);
            }
        }
    }

    /// The chain with fewer points.
    pub fn reduce(&self, chain: &[Pt], closed: bool) -> Vec<Pt> {
        let keys = self.keys(chain, closed);
        if keys.len() < 4 {
            return chain.to_vec();
        }
        let mut kept = Vec::new();
        for stretch in self.stretches(keys, closed) {
            // Where one ends the next one starts.
            kept.truncate(kept.len().saturating_sub(1));
            kept.extend(stretch);
        }
        if closed {
            kept.pop();
        }
        // What would vanish stays as it is.
        if kept.len() < if closed { 3 } else { 2 } {
            return chain.to_vec();
        }
        self.points(kept)
    }

    /// A ring as the stretches that it shares with others, each with fewer points: the same ones whichever ring has them, in
    /// one order or the other.
    #[cfg(feature = "page")]
    pub fn shared(&self, ring: &[Pt]) -> Vec<Vec<Pt>> {
        let keys = self.keys(ring, true);
        if keys.len() < 3 {
            return Vec::new();
        }
        let stretches = self.stretches(keys, true).into_iter();
        stretches.map(|stretch| self.points(stretch)).collect()
    }

    fn points(&self, keys: Vec<Key>) -> Vec<Pt> {
        let point = |key: Key| (key.0 as f64 * self.unit, key.1 as f64 * self.unit);
        keys.into_iter().map(point).collect()
    }

    /// A chain cut at its junctions, each stretch with fewer points.
    fn stretches(&self, mut keys: Vec<Key>, closed: bool) -> Vec<Vec<Key>> {
        let junction = |key: &Key| self.near.get(key).is_some_and(|near| near.junction);
        if closed {
            // From a junction, or else from a position that every owner of the ring agrees on.
            let start = keys.iter().position(junction);
            let least = (0..keys.len()).min_by_key(|&i| keys[i]).unwrap_or(0);
            keys.rotate_left(start.unwrap_or(least));
            keys.push(keys[0]);
        }
        let mut stretches = Vec::new();
        let mut from = 0;
        for to in 1..keys.len() {
            if to + 1 == keys.len() || junction(&keys[to]) {
                stretches.push(stretch(&keys[from..=to]));
                from = to;
            }
        }
        stretches
    }
}

/// Whether a closed chain is so small that no picture shows it: less than a pixel either way, in metres to the pixel.
pub(in crate::map) fn is_speck(chain: &[Pt], metres_per_pixel: f64) -> bool {
    let bounds = PlaneBounds::around(chain.iter().copied());
    bounds.is_some_and(|b| b.width().max(b.height()) < 0.7 * metres_per_pixel)
}

impl Near {
    fn meet(&mut self, other: Key) {
        for slot in &mut self.two {
            match slot {
                Some(known) if *known == other => return,
                Some(_) => {}
                None => {
                    *slot = Some(other);
                    return;
                }
            }
        }
        self.junction = true;
    }
}

/// One stretch simplified, the same whichever way it is walked.
fn stretch(keys: &[Key]) -> Vec<Key> {
    let n = keys.len();
    let backwards = (keys[0], keys[1.min(n - 1)]) > (keys[n - 1], keys[n.saturating_sub(2)]);
    let mut walked = keys.to_vec();
    if backwards {
        walked.reverse();
    }
    let mut keep = vec![false; n];
    (keep[0], keep[n - 1]) = (true, true);
    let mut open = vec![(0, n - 1)];
    while let Some((a, b)) = open.pop() {
        let far = (a + 1..b).map(|i| (distance(walked[i], walked[a], walked[b]), i));
        let far = far.fold((0.0, a), |most, one| if one.0 > most.0 { one } else { most });
        if far.0 > TOLERANCE * f64::from(SUBPIXELS) {
            keep[far.1] = true;
            open.extend([(a, far.1), (far.1, b)]);
        }
    }
    let kept: Vec<usize> = (0..n).filter(|&i| keep[i]).collect();
    let mut kept = area_kept(&walked, &kept);
    if backwards {
        kept.reverse();
    }
    kept
}

/// The kept points of a stretch, all but its ends moved across the line so that it cuts off on one side what it adds on
/// the other; what one point cannot make up for, the next one does.
fn area_kept(walked: &[Key], kept: &[usize]) -> Vec<Key> {
    let cross = |a: Key, b: Key, c: Key| ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)) as f64;
    // Twice the area between the true line and each of the new edges.
    let lost: Vec<f64> = kept
        .windows(2)
        .map(|pair| {
            let true_line = walked[pair[0]..=pair[1]].windows(2);
            true_line
                .map(|edge| cross(walked[pair[0]], edge[0], edge[1]))
                .sum()
        })
        .collect();
    let mut points: Vec<Key> = kept.iter().map(|&i| walked[i]).collect();
    let mut owed = lost[0];
    for i in 1..points.len().saturating_sub(1) {
        let is_last = i + 2 == points.len();
        let (here, later) = if is_last {
            (lost[i], 0.0)
        } else {
            (lost[i] / 2.0, lost[i] / 2.0)
        };
        owed += here;
        let (p, v, n) = (points[i - 1], points[i], points[i + 1]);
        let (wx, wy) = ((n.0 - p.0) as f64, (n.1 - p.1) as f64);
        let across = hypot(wx, wy);
        if across > 0.0 {
            let most = NUDGE * f64::from(SUBPIXELS);
            let by = (owed / across).clamp(-most, most);
            let moved = (
                v.0 + (by * wy / across).round() as i64,
                v.1 - (by * wx / across).round() as i64,
            );
            owed -= cross(p, moved, n) - cross(p, v, n);
            points[i] = moved;
        }
        owed += later;
    }
    points
}

/// The distance of `p` from the segment a–b.
fn distance(p: Key, a: Key, b: Key) -> f64 {
    let (dx, dy) = ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let (px, py) = ((p.0 - a.0) as f64, (p.1 - a.1) as f64);
    let long = dx * dx + dy * dy;
    let t = if long > 0.0 {
        ((px * dx + py * dy) / long).clamp(0.0, 1.0)
    } else {
        0.0
    };
    hypot(px - dx * t, py - dy * t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{cos, sin};

    #[test]
    fn land_keeps_its_area() {
        let ring: Vec<Pt> = (0..720)
            .map(|i| {
                let (t, r) = (
                    f64::from(i) / 720.0 * std::f64::consts::TAU,
                    f64::from(i * 7919 % 13) / 40.0,
                );
                ((8.0 + r) * cos(t), (8.0 + r) * sin(t))
            })
            .collect();
        let mut simplifier = Simplifier::new(1.0);
        simplifier.note(&ring, true);
        let simple = simplifier.reduce(&ring, true);
        assert!(simple.len() < 60, "{}", simple.len());
        let area = |ring: &[Pt]| super::super::geometry::signed_area(&[ring.to_vec()]);
        let change = area(&simple) / area(&ring) - 1.0;
        assert!(change.abs() < 5e-4, "{change}");
    }

    #[test]
    fn neighbours_keep_the_same_points_and_corners_stay() {
        // A wiggly shared edge, in pixels: most wiggles are too small to see.
        let edge: Vec<Pt> = (0..=100)
            .map(|i| {
                let y = f64::from(i);
                (50.0 + if i == 50 { 5.0 } else { sin(y * 1.7) * 0.1 }, y)
            })
            .collect();
        let mut left = vec![(0.0, 0.0)];
        left.extend(&edge);
        left.push((0.0, 100.0));
        let mut right = vec![(100.0, 100.0)];
        right.extend(edge.iter().rev());
        right.push((100.0, 0.0));
        let mut simplifier = Simplifier::new(1.0);
        simplifier.note(&left, true);
        simplifier.note(&right, true);
        simplifier.note(&edge, false);
        let [a, b, line] =
            [(&left, true), (&right, true), (&edge, false)].map(|(c, closed)| simplifier.reduce(c, closed));
        assert!(a.len() < 12, "{a:?}");
        assert!(
            line.iter().all(|p| a.contains(p) && b.contains(p)),
            "{line:?} {a:?} {b:?}"
        );
        assert!(a.contains(&(0.0, 0.0)) && line.iter().any(|p| hypot(p.0 - 55.0, p.1 - 50.0) <= NUDGE + 0.1));
    }
}
