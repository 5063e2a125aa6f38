//! The change between two snapshots: who held what before and after, and the matrix from whom to whom.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::transfer::{self, Holders, Tally};
use super::uncertainty::MovedMargins;
use super::{Accuracy, ControllerId, Margin, Overlay, Recognition, Transfer, closure};
use crate::Result;
use crate::measure::{Area, EdgeModel};
use crate::model::{Date, Overlaps, Snapshot};
use crate::mosaic::FaceId;

/// What a snapshot is, and how much land it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotFigures {
    /// The file it was read from.
    pub path: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// All land that anybody holds.
    pub area: Area,
    /// Land that features of different controllers overlap on; the first one is counted as its holder.
    pub overlap: Area,
    /// How overlaps of controllers were resolved beforehand, if they were.
    pub overlaps: Option<Overlaps>,
    /// Sources that its features state.
    pub sources: Vec<String>,
    /// A hash of who controls what, see [`Snapshot::content_hash`].
    pub hash: String,
}

impl SnapshotFigures {
    /// The figures of a snapshot of the overlay, by its place in it.
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshot.
    pub fn of(overlay: &Overlay, index: usize) -> Self {
        let snapshot = &overlay.snapshots()[index];
        Self {
            path: snapshot.name.clone(),
            title: snapshot.title.clone(),
            date: snapshot.date,
            area: overlay.areas(index).into_values().sum(),
            overlap: overlap_area(overlay, index, snapshot),
            overlaps: snapshot.overlaps,
            sources: snapshot.sources().into_iter().map(str::to_owned).collect(),
            hash: overlay.input(index).hash.clone(),
        }
    }

    /// The date as text, or the file's name where there is none.
    pub fn heading(&self) -> String {
        self.date.map_or_else(|| self.path.clone(), |date| date.long())
    }
}

/// One cell of the change matrix: land by holder before and after, unchanged land included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Holder before; none where the earlier snapshot has no land.
    pub from: Option<String>,
    /// Holder after; none where the later snapshot has no land.
    pub to: Option<String>,
    /// All of it, noise included.
    pub area: Area,
    /// The part in pieces narrower than the tolerance.
    pub noise: Area,
    /// By how much the area without noise may be off; none where the accuracy of its lines is not known.
    pub margin: Option<Margin>,
    /// How many pieces hang together along edges.
    pub parts: usize,
}

impl Transition {
    /// Whether the land changed hands.
    pub fn is_change(&self) -> bool {
        self.from != self.to
    }

    /// The area without noise: the change that is wider than the tolerance.
    pub fn without_noise(&self) -> Area {
        self.area - self.noise
    }

    /// The lowest and the highest area that the data allows: the lines off the one and the other way as far as they
    /// may be, noise left out and taken in.
    pub fn range(&self) -> [Area; 2] {
        let margin = self.margin.unwrap_or_default();
        margin.range_beside(self.without_noise(), self.noise)
    }
}

/// What one controller held before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ControllerChange {
    /// Its name.
    pub name: String,
    /// Held before.
    pub before: Area,
    /// Held after.
    pub after: Area,
    /// Held after and not before.
    pub gained: Area,
    /// Held before and not after.
    pub lost: Area,
    /// By how much these may be off.
    pub margins: ControllerMargins,
}

/// By how much a controller's figures may be off, gains and losses without their noise; none where the accuracy of the
/// lines is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControllerMargins {
    /// Of [`ControllerChange::before`].
    pub before: Option<Margin>,
    /// Of [`ControllerChange::after`].
    pub after: Option<Margin>,
    /// Of [`ControllerChange::gained`].
    pub gained: Option<Margin>,
    /// Of [`ControllerChange::lost`].
    pub lost: Option<Margin>,
    /// Of [`ControllerChange::net`].
    pub net: Option<Margin>,
}

impl ControllerChange {
    /// Gained less lost.
    pub fn net(&self) -> Area {
        self.gained - self.lost
    }
}

/// The change between two snapshots.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier snapshot.
    pub before: SnapshotFigures,
    /// The later snapshot.
    pub after: SnapshotFigures,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// Pieces narrower than this, in metres, are noise.
    pub tolerance_m: f64,
    /// The change matrix: every pair that occurs, unchanged land first, then by size.
    pub transitions: Vec<Transition>,
    /// The controllers, by size before.
    pub controllers: Vec<ControllerChange>,
    /// The changed land, piece by piece.
    pub transfers: Vec<Transfer>,
    /// Who holds land that whom is recognised as sovereign over; none where the overlay has no claims.
    pub recognition: Option<Recognition>,
    /// The largest difference between a controller's input rings and its land in the overlay, as a share of all land.
    pub closure: f64,
}

impl Change {
    /// The change from snapshot `before` to snapshot `after` of the overlay, by their places in it; pieces narrower than
    /// `tolerance_m` metres are noise. A piece that is a thread in part is noise in part where the overlay is
    /// [opened](Overlay::opened) there.
    ///
    /// # Errors
    ///
    /// When the overlay does not close, see [`Change::closure`].
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshots.
    pub fn between(overlay: &Overlay, before: usize, after: usize, tolerance_m: f64) -> Result<Self> {
        let pair = |face| {
            (
                overlay.controller_id(before, face),
                overlay.controller_id(after, face),
            )
        };
        let figures = || [before, after].map(|index| SnapshotFigures::of(overlay, index));
        let closure = || Ok(closure::check(overlay, before)?.max(closure::check(overlay, after)?));
        // All of these look at every face; none needs another.
        let (((transfers, changed), kept), (areas, figures, closure)) = rayon::join(
            || {
                rayon::join(
                    || transfer::transfers(overlay, pair, overlay.cut_layer(before, after), tolerance_m),
                    || kept_pieces(overlay, pair),
                )
            },
            || (areas(overlay, pair), figures(), closure()),
        );
        let transitions = transitions(overlay, areas, &kept, &changed);
        let [before_figures, after_figures] = figures;
        Ok(Self {
            before: before_figures,
            after: after_figures,
            edges: overlay.mosaic().edge_model(),
            tolerance_m,
            controllers: controllers(&transitions),
            transitions,
            transfers,
            recognition: Recognition::of(overlay, [before, after]),
            closure: closure?,
        })
    }

    /// The same change with a margin for every area whose lines are known to some accuracy; `pair` are the places of
    /// its snapshots in the overlay.
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshots.
    #[must_use]
    pub fn with_margins(mut self, overlay: &Overlay, pair: [usize; 2], accuracy: &Accuracy) -> Self {
        if !overlay.knows_accuracy(&pair, accuracy) {
            return self;
        }
        let cell = self.cell(overlay, pair);
        let cells = overlay.margins(&pair, accuracy, &cell);
        for t in &mut self.transitions {
            t.margin = cells.get(&[t.from.as_deref(), t.to.as_deref()]).copied();
        }
        let changed = |face| cell(face).filter(|[from, to]| from != to);
        let moved = overlay.moved_margins(&pair, accuracy, changed);
        let held = pair.map(|s| overlay.held_margins(s, accuracy));
        for c in &mut self.controllers {
            let of = |margins: &BTreeMap<&str, Margin>| margins.get(c.name.as_str()).copied();
            let MovedMargins { gained, lost, net } = moved.get(c.name.as_str()).copied().unwrap_or_default();
            c.margins = ControllerMargins {
                before: of(&held[0]),
                after: of(&held[1]),
                gained,
                lost,
                net,
            };
        }
        self
    }

    /// Who held a face before and after; none of noise, and of land that neither snapshot has.
    pub(crate) fn cell<'a>(
        &self,
        overlay: &'a Overlay,
        pair: [usize; 2],
    ) -> impl Fn(FaceId) -> Option<[Option<&'a str>; 2]> + use<'a> {
        let noise = self.noise_faces();
        move |face| {
            let holders = pair.map(|snapshot| overlay.controller(snapshot, face));
            (holders != [None, None] && !noise.contains(&face)).then_some(holders)
        }
    }

    /// The cells of the matrix that are changes.
    pub fn changes(&self) -> impl Iterator<Item = &Transition> {
        self.transitions.iter().filter(|t| t.is_change())
    }

    /// The faces of the overlay's mosaic that make up noise.
    pub fn noise_faces(&self) -> BTreeSet<FaceId> {
        self.transfers
            .iter()
            .filter(|t| t.noise)
            .flat_map(|t| t.faces.iter().copied())
            .collect()
    }

    /// All land that changed hands, noise left out.
    pub fn changed_area(&self) -> Area {
        self.changes().map(Transition::without_noise).sum()
    }
}

/// The land on which territories of different controllers overlap.
fn overlap_area(overlay: &Overlay, index: usize, snapshot: &Snapshot) -> Area {
    let controller = |feature: &usize| &snapshot.territories[*feature].controller;
    overlay
        .mosaic()
        .overlaps(overlay.layer(index))
        .filter(|o| o.covering.iter().map(controller).collect::<BTreeSet<_>>().len() > 1)
        .map(|o| overlay.mosaic().area(o.face))
        .sum()
}

/// How many pieces of land every controller kept.
fn kept_pieces(overlay: &Overlay, pair: impl Fn(FaceId) -> Holders) -> BTreeMap<Holders, usize> {
    let kept = |face| Some(pair(face)).filter(|&(from, to)| from == to && from.is_some());
    overlay.mosaic().piece_counts(kept)
}

/// The cells of the matrix.
fn areas(overlay: &Overlay, pair: impl Fn(FaceId) -> Holders) -> BTreeMap<Holders, Area> {
    let key = |face| Some(pair(face)).filter(|&pair| pair != (None, None));
    overlay.mosaic().areas_by(key)
}

fn transitions(
    overlay: &Overlay,
    areas: BTreeMap<Holders, Area>,
    kept: &BTreeMap<Holders, usize>,
    changed: &HashMap<Holders, Tally>,
) -> Vec<Transition> {
    let name = |id: Option<ControllerId>| id.map(|id| overlay.name(id).to_owned());
    let transition = |(pair, area): (Holders, Area)| {
        let tally = changed.get(&pair).copied().unwrap_or_default();
        Transition {
            from: name(pair.0),
            to: name(pair.1),
            area,
            noise: tally.noise,
            margin: None,
            parts: tally.parts + kept.get(&pair).unwrap_or(&0),
        }
    };
    let mut transitions: Vec<Transition> = areas.into_iter().map(transition).collect();
    transitions.sort_by(|a, b| a.is_change().cmp(&b.is_change()).then(b.area.cmp(&a.area)));
    transitions
}

fn controllers(transitions: &[Transition]) -> Vec<ControllerChange> {
    let mut by_name: BTreeMap<&str, ControllerChange> = BTreeMap::new();
    let named = |name: &str| ControllerChange {
        name: name.to_owned(),
        ..ControllerChange::default()
    };
    for t in transitions {
        let changed = if t.is_change() { t.area } else { Area::ZERO };
        if let Some(from) = t.from.as_deref() {
            let holder = by_name.entry(from).or_insert_with(|| named(from));
            holder.before += t.area;
            holder.lost += changed;
        }
        if let Some(to) = t.to.as_deref() {
            let holder = by_name.entry(to).or_insert_with(|| named(to));
            holder.after += t.area;
            holder.gained += changed;
        }
    }
    let mut controllers: Vec<ControllerChange> = by_name.into_values().collect();
    controllers.sort_by_key(|c| std::cmp::Reverse(c.before.max(c.after)));
    controllers
}
