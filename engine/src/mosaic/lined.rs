//! A mosaic with more lines: what is near them is noded anew, and every face is a part of a face that was there before.

use hashbrown::HashMap;

use super::cutting::line_parts;
use super::edges::{Edges, Ends, is_forward};
use super::input::Ring;
use super::noding::{self, Noded};
use super::vertices::Vertices;
use super::{FaceId, LayerId, Mosaic};
use crate::Result;
use crate::model::GridLine;
use crate::progress::Progress;

/// A mosaic with more layers of lines.
pub(crate) struct Lined {
    pub(crate) mosaic: Mosaic,
    /// The layers, which are the last of it.
    pub(crate) layers: Vec<LayerId>,
    /// Per face, the unbounded one first, that of the mosaic without the lines that it is a part of.
    pub(crate) parts_of: Vec<FaceId>,
}

impl Mosaic {
    /// The same with more layers of lines. Only what is near the lines is noded anew.
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop.
    pub(crate) fn with_lines<'a>(
        &self,
        layers: impl IntoIterator<Item = &'a [GridLine]>,
        progress: &Progress,
    ) -> Result<Lined> {
        let mut rings = self.meaning.rings.clone();
        let mut noded = Noded {
            edges: Edges {
                vertices: Vertices::of(self.positions.clone()),
                ends: self.ends.clone(),
                sets: self.meaning.sets.clone(),
                tags: self.meaning.tags.clone(),
            },
            bends: self.bends.clone(),
            tangled: self.tangled.clone(),
        };
        let (mut parts, mut added) = (Vec::new(), Vec::new());
        for lines in layers {
            let layer = LayerId((self.labels.layers() + added.len()) as u16);
            added.push(layer);
            for line in lines {
                parts.extend(line_parts(&mut noded.edges, line, rings.len() as u32));
                rings.push(Ring::of_line(layer));
            }
        }
        let layer_count = self.labels.layers() + added.len();
        noding::add(&mut noded, parts);
        let stage = |stage| progress.stage(stage);
        let mosaic = Self::of_noded(self.edge_model, noded, rings, layer_count, stage)?;
        Ok(Lined {
            parts_of: self.parts_in(&mosaic),
            mosaic,
            layers: added,
        })
    }

    /// Per face of a mosaic that is this one with more lines, the face here that it is a part of.
    fn parts_in(&self, lined: &Self) -> Vec<FaceId> {
        let mut parts_of = vec![FaceId::OUTSIDE; lined.areas.len()];
        let mut beside = |edge: usize, faces: [u32; 2]| {
            for (half, face) in [2 * edge, 2 * edge + 1].into_iter().zip(faces) {
                parts_of[lined.of_half[half] as usize] = FaceId(face);
            }
        };
        let faces = |edge: usize| [0, 1].map(|side| self.of_half[2 * edge + side]);
        // What was not cut has kept its order.
        let mut at = 0;
        let mut cut: HashMap<Ends, [u32; 2]> = HashMap::new();
        for (edge, ends) in self.ends.iter().enumerate() {
            if lined.ends.get(at) == Some(ends) {
                beside(at, faces(edge));
                at += 1;
            } else {
                cut.insert(*ends, faces(edge));
            }
        }
        let (known, _) = self.bends.counts();
        let (count, _) = lined.bends.counts();
        for way in (known..count).map(|number| lined.bends.way(number)) {
            let Some(&[left, right]) = cut.get(&[way[0], way[way.len() - 1]]) else {
                continue;
            };
            for part in way.windows(2) {
                if is_forward(&lined.positions, part[0], part[1]) {
                    cut.insert([part[0], part[1]], [left, right]);
                } else {
                    cut.insert([part[1], part[0]], [right, left]);
                }
            }
        }
        for edge in at..lined.ends.len() {
            if let Some(&faces) = cut.get(&lined.ends[edge]) {
                beside(edge, faces);
            }
        }
        parts_of
    }
}
