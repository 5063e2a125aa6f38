//! What a recipe may not have meant: lines that cut nothing, seeds that take land on both sides of a line, rules that are
//! left without land.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::ground::GroundLayer;
use super::pieces::{PieceId, Pieces};
use crate::measure::Length;
use crate::model::{GridPoint, to_degrees};
use crate::mosaic::{Mosaic, Side};

/// How much longer than it was lengthened by the loose end of a line may be: it is measured along another model.
const EXTENDED: f64 = 1.1;

/// Something that a recipe may not have meant; rules are counted from 1, places are longitude and latitude in degrees.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Doubt {
    /// A line, or all of a layer, that a rule is to be cut by divides none of the land that the rule selects.
    CutsNothing {
        /// The rule.
        rule: usize,
        /// The layer of the line.
        layer: String,
        /// Where the line ends inside the land; none where no line of the layer runs through the land.
        loose_end: Option<[f64; 2]>,
        /// The seed that takes the land on both sides of it, if one does.
        seed: Option<[f64; 2]>,
    },
    /// A line divides the land, but one of its ends lies inside it.
    LooseEnd {
        /// The rule.
        rule: usize,
        /// The layer of the line.
        layer: String,
        /// Where the line ends.
        at: [f64; 2],
        /// The seed that takes the land on both sides of it.
        seed: [f64; 2],
    },
    /// Seeds of two rules lie in one piece of land.
    OnePiece {
        /// The rules.
        rules: [usize; 2],
        /// A seed of each.
        seeds: [[f64; 2]; 2],
    },
    /// A rule of which nothing is seen, since later rules set all that it sets on all its land.
    WithoutLand {
        /// The rule.
        rule: usize,
    },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |[lon, lat]: &[f64; 2]| format!("[{lon}, {lat}]");
        let takes = |seed: &Option<[f64; 2]>| {
            seed.map(|seed| format!("; the seed {} takes the land on both sides", at(&seed)))
                .unwrap_or_default()
        };
        match self {
            Self::CutsNothing {
                rule,
                layer,
                loose_end: Some(end),
                seed,
            } => write!(
                f,
                "rule {rule}: a line of the layer `{layer}` cuts nothing, since it ends inside the land at {}{}; \
                 lengthen it with `extend`, or close gaps with `join`",
                at(end),
                takes(seed)
            ),
            Self::CutsNothing { rule, layer, .. } => write!(
                f,
                "rule {rule}: the layer `{layer}` cuts nothing of the land that the rule selects"
            ),
            Self::LooseEnd {
                rule,
                layer,
                at: end,
                seed,
            } => write!(
                f,
                "rule {rule}: a line of the layer `{layer}` ends inside the land at {} and does not cut it there{}; \
                 lengthen it with `extend`, or close gaps with `join`",
                at(end),
                takes(&Some(*seed))
            ),
            Self::OnePiece {
                rules: [first, second],
                seeds: [one, other],
            } => write!(
                f,
                "the seed {} of rule {first} and the seed {} of rule {second} take the same piece of land; the later \
                 rule has it",
                at(one),
                at(other)
            ),
            Self::WithoutLand { rule } => write!(
                f,
                "rule {rule} is left without land: later rules set all that it sets"
            ),
        }
    }
}

/// What lines a layer has in the land that a rule selects.
struct Lines<'a> {
    pieces: &'a Pieces,
    edges: Vec<Side>,
    /// By position, the edges that end there.
    at: BTreeMap<(i64, i64), Vec<usize>>,
    /// Positions on the borders of pieces.
    borders: BTreeSet<(i64, i64)>,
}

/// What is doubtful about the cuts that a layer makes for a rule, counted from 1.
pub(super) fn of_layer(
    rule: usize,
    layer: &GroundLayer,
    mosaic: &Mosaic,
    pieces: &Pieces,
    seeds: &[([f64; 2], PieceId)],
) -> Vec<Doubt> {
    let lines = Lines::new(layer, mosaic, pieces);
    let seed_of = |edge: usize| {
        let piece = pieces.of(lines.edges[edge].left)?;
        let (seed, _) = seeds.iter().find(|(_, of)| *of == piece)?;
        Some(*seed)
    };
    let mut doubts = Vec::new();
    for network in lines.networks() {
        let divides = network.iter().any(|&edge| lines.divides(edge));
        let allowed = Length::from_m(EXTENDED * layer.extended.m());
        for (edge, at) in lines.loose_ends(&network, mosaic, allowed) {
            // In land that no seed takes, a line changes nothing.
            let Some(seed) = seed_of(edge) else { continue };
            doubts.push(if divides {
                Doubt::LooseEnd {
                    rule,
                    layer: layer.name.clone(),
                    at,
                    seed,
                }
            } else {
                Doubt::CutsNothing {
                    rule,
                    layer: layer.name.clone(),
                    loose_end: Some(at),
                    seed: Some(seed),
                }
            });
            if !divides {
                break;
            }
        }
    }
    let cuts = |side: &Side| {
        mosaic.label(layer.land, side.left) != mosaic.label(layer.land, side.right)
            && pieces.of(side.left).is_some()
            && pieces.of(side.right).is_some()
    };
    let is_without_use = !(0..lines.edges.len()).any(|edge| lines.divides(edge));
    if doubts.is_empty() && is_without_use && !mosaic.sides().any(|side| cuts(&side)) {
        doubts.push(Doubt::CutsNothing {
            rule,
            layer: layer.name.clone(),
            loose_end: None,
            seed: None,
        });
    }
    doubts
}

impl<'a> Lines<'a> {
    fn new(layer: &GroundLayer, mosaic: &Mosaic, pieces: &'a Pieces) -> Self {
        let mut lines = Self {
            pieces,
            edges: Vec::new(),
            at: BTreeMap::new(),
            borders: BTreeSet::new(),
        };
        for (number, side) in mosaic.sides().enumerate() {
            let ends = [side.from, side.to].map(|p| p.x_y());
            if pieces.of(side.left) != pieces.of(side.right) {
                lines.borders.extend(ends);
            }
            if mosaic.is_line(layer.lines, number) {
                for end in ends {
                    lines.at.entry(end).or_default().push(lines.edges.len());
                }
                lines.edges.push(side);
            }
        }
        lines
    }

    /// Whether selected land lies on both sides of an edge.
    fn is_inside(&self, edge: usize) -> bool {
        let side = &self.edges[edge];
        self.pieces.of(side.left).is_some() && self.pieces.of(side.right).is_some()
    }

    /// Whether different pieces of selected land lie on its sides.
    fn divides(&self, edge: usize) -> bool {
        let side = &self.edges[edge];
        self.is_inside(edge) && self.pieces.of(side.left) != self.pieces.of(side.right)
    }

    /// The edges that hang together.
    fn networks(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.edges.len()];
        let mut networks = Vec::new();
        for first in 0..self.edges.len() {
            let (mut network, mut waiting) = (Vec::new(), vec![first]);
            while let Some(edge) = waiting.pop() {
                if !std::mem::replace(&mut seen[edge], true) {
                    network.push(edge);
                    let ends = [self.edges[edge].from, self.edges[edge].to];
                    waiting.extend(ends.iter().flat_map(|end| &self.at[&end.x_y()]));
                }
            }
            if !network.is_empty() {
                network.sort_unstable();
                networks.push(network);
            }
        }
        networks
    }

    /// Where a network ends inside the land, farther than `allowed` from where it begins to divide it; with the edge there.
    fn loose_ends(&self, network: &[usize], mosaic: &Mosaic, allowed: Length) -> Vec<(usize, [f64; 2])> {
        let ends = network
            .iter()
            .flat_map(|&edge| [self.edges[edge].from, self.edges[edge].to].map(|end| (edge, end)));
        let is_loose = |&(edge, end): &(usize, GridPoint)| {
            self.at[&end.x_y()].len() == 1
                && self.is_inside(edge)
                && !self.divides(edge)
                && !self.borders.contains(&end.x_y())
                && self.spur(edge, end, mosaic) > allowed
        };
        ends.filter(is_loose)
            .map(|(edge, end)| (edge, degrees(end)))
            .collect()
    }

    /// How far it is from a loose end to where the line meets another, or the border of a piece.
    fn spur(&self, mut edge: usize, mut end: GridPoint, mosaic: &Mosaic) -> Length {
        let mut length = Length::ZERO;
        for _ in 0..self.edges.len() {
            let side = &self.edges[edge];
            length += mosaic.edge_model().length(side.from, side.to);
            end = if side.from == end { side.to } else { side.from };
            if self.borders.contains(&end.x_y()) {
                break;
            }
            match self.at[&end.x_y()].as_slice() {
                [a, b] => edge = if *a == edge { *b } else { *a },
                _ => break,
            }
        }
        length
    }
}

fn degrees(p: GridPoint) -> [f64; 2] {
    [p.x, p.y].map(to_degrees)
}
