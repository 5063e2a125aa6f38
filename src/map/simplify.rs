//! Fewer points where the picture cannot show them, shared edges staying shared.
//!
//! Every chain of a panel is cut where chains meet or part; each stretch between is simplified once, in one
//! direction, whoever draws it (Douglas and Peucker). Two neighbours therefore keep the same points.

use std::collections::BTreeMap;

use super::element::Pt;
use super::geometry::Bounds;
use super::scene::SUBPIXELS;

/// The farthest that a simplified line may lie from the true one, in layout pixels.
pub(super) const TOLERANCE: f64 = 0.3;

type Key = (i64, i64);

/// The chains of one panel, by the positions that they pass.
pub(super) struct Simplifier {
    /// Metres in one subpixel.
    unit: f64,
    /// The two neighbours of a position; a third makes it a junction.
    near: BTreeMap<Key, Near>,
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
            near: BTreeMap::new(),
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
        let mut keys = self.keys(chain, closed);
        if keys.len() < 4 {
            return chain.to_vec();
        }
        let junction = |key: &Key| self.near.get(key).is_some_and(|near| near.junction);
        if closed {
            // From a junction, or else from a position that every owner of the ring agrees on.
            let start = keys.iter().position(junction);
            let least = (0..keys.len()).min_by_key(|&i| keys[i]).unwrap_or(0);
            keys.rotate_left(start.unwrap_or(least));
            keys.push(keys[0]);
        }
        let mut kept = vec![keys[0]];
        let mut from = 0;
        for to in 1..keys.len() {
            if to + 1 == keys.len() || junction(&keys[to]) {
                let stretch = stretch(&keys[from..=to]);
                kept.extend_from_slice(&stretch[1..]);
                from = to;
            }
        }
        if closed {
            kept.pop();
        }
        // What would vanish stays as it is.
        if kept.len() < if closed { 3 } else { 2 } {
            return chain.to_vec();
        }
        kept.into_iter()
            .map(|k| (k.0 as f64 * self.unit, k.1 as f64 * self.unit))
            .collect()
    }
}

/// Whether a closed chain is so small that no picture shows it: less than a pixel either way, in metres to the pixel.
pub(super) fn is_speck(chain: &[Pt], metres_per_pixel: f64) -> bool {
    let bounds = Bounds::around(chain.iter().copied());
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
    let mut kept: Vec<Key> = walked
        .iter()
        .zip(&keep)
        .filter(|(_, k)| **k)
        .map(|(p, _)| *p)
        .collect();
    if backwards {
        kept.reverse();
    }
    kept
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
    (px - dx * t).hypot(py - dy * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_keep_the_same_points_and_corners_stay() {
        // A wiggly shared edge, in pixels: most wiggles are too small to see.
        let edge: Vec<Pt> = (0..=100)
            .map(|i| {
                let y = f64::from(i);
                (50.0 + if i == 50 { 5.0 } else { (y * 1.7).sin() * 0.1 }, y)
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
        assert!(a.contains(&(0.0, 0.0)) && line.contains(&(55.0, 50.0)));
    }
}
