//! All snapshots of a case in one mosaic.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::{Change, necks};
use crate::Result;
use crate::measure::{Area, EdgeModel, polygons_area};
use crate::model::{Claims, Feature, GridLine, Layer, Snapshot, Territory};
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic, Piece};
use crate::progress::stage;

/// A controller of an overlay's snapshots; they are in alphabetical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControllerId(u32);

/// The snapshots of a case, in order of time, and the units of its tables, laid over one another once.
#[derive(Debug)]
pub struct Overlay {
    snapshots: Vec<Snapshot>,
    units: Layer,
    claims: Claims,
    laid: Laid,
    /// The names of the controllers, sorted.
    controllers: Vec<Arc<str>>,
    /// Per snapshot, the controller of each territory.
    holders: Vec<Vec<ControllerId>>,
    /// Per snapshot, what its file says.
    inputs: Vec<Input>,
}

/// The mosaic of an overlay and the layers in it.
#[derive(Debug)]
struct Laid {
    mosaic: Mosaic,
    snapshots: Vec<LayerId>,
    units: LayerId,
    /// None without claims.
    claims: Option<LayerId>,
    /// By pair of snapshots, the lines that cut changed pieces.
    cuts: BTreeMap<[usize; 2], LayerId>,
}

impl Laid {
    /// Everything laid over one another, and what `other` work yields that is done meanwhile.
    fn beside<T: Send>(
        snapshots: &[Snapshot],
        units: &Layer,
        claims: &Claims,
        cuts: &BTreeMap<[usize; 2], Vec<GridLine>>,
        edges: EdgeModel,
        other: impl FnOnce() -> T + Send,
    ) -> (Self, T) {
        let mut builder = Builder::new(edges);
        let snapshots = snapshots
            .iter()
            .map(|snapshot| builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice())))
            .collect();
        let units = builder.land(units.features.iter().map(|f| f.geometry.polygons.as_slice()));
        // All claims are one layer: where they overlap, the mosaic says which do.
        let sovereigns = claims.sovereigns.iter().map(|claim| claim.polygons.as_slice());
        let claims = (!claims.sovereigns.is_empty()).then(|| builder.land(sovereigns));
        let cuts = cuts.iter().map(|(&pair, lines)| (pair, builder.lines(lines)));
        let cuts = cuts.collect();
        let (mosaic, other) = builder.build_beside(other);
        let laid = Self {
            mosaic,
            snapshots,
            units,
            claims,
            cuts,
        };
        (laid, other)
    }
}

/// What a snapshot says by itself, before any overlay.
#[derive(Debug)]
pub(super) struct Input {
    /// The signed area of each territory's rings.
    pub(super) areas: Vec<Area>,
    /// See [`Snapshot::content_hash`].
    pub(super) hash: String,
}

impl Input {
    fn of(snapshot: &Snapshot, edges: EdgeModel) -> Self {
        let territories = snapshot.territories.par_iter();
        Self {
            areas: territories.map(|t| polygons_area(&t.polygons, edges)).collect(),
            hash: snapshot.content_hash(),
        }
    }
}

impl Overlay {
    /// Lays the snapshots, and the polygons of `units`, over one another.
    pub fn new(snapshots: Vec<Snapshot>, units: Layer, edges: EdgeModel) -> Self {
        Self::with_claims(snapshots, units, Claims::default(), edges)
    }

    /// As [`Overlay::new`], with who is recognised as sovereign over the land.
    pub fn with_claims(snapshots: Vec<Snapshot>, units: Layer, claims: Claims, edges: EdgeModel) -> Self {
        let measure = || -> Vec<Input> {
            let inputs = snapshots.iter();
            inputs.map(|snapshot| Input::of(snapshot, edges)).collect()
        };
        let beside = || (measure(), controllers(&snapshots));
        let (laid, (inputs, (controllers, holders))) =
            Laid::beside(&snapshots, &units, &claims, &BTreeMap::new(), edges, beside);
        Self {
            snapshots,
            units,
            claims,
            laid,
            controllers,
            holders,
            inputs,
        }
    }

    /// The overlay with changed pieces cut where they are wide in one place and a thread, narrower than `tolerance_m`
    /// metres, elsewhere: [`Change::between`](super::Change::between) tells them apart there. `pairs` are the changes
    /// to be asked for, from which snapshot to which, by their places. Without a thread nothing is laid anew.
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshots.
    #[must_use]
    pub fn opened(mut self, pairs: impl IntoIterator<Item = [usize; 2]>, tolerance_m: f64) -> Self {
        if tolerance_m <= 0.0 {
            return self;
        }
        let pairs: BTreeSet<[usize; 2]> = pairs.into_iter().collect();
        let cuts = pairs
            .into_iter()
            .map(|pair| (pair, self.necks(pair, tolerance_m)));
        let cuts: BTreeMap<[usize; 2], Vec<GridLine>> = cuts.filter(|(_, cuts)| !cuts.is_empty()).collect();
        if !cuts.is_empty() {
            stage("overlaying: cutting threads off");
            let edges = self.mosaic().edge_model();
            let (laid, ()) = Laid::beside(&self.snapshots, &self.units, &self.claims, &cuts, edges, || ());
            self.laid = laid;
        }
        self
    }

    /// The change between the overlay's two snapshots, and the overlay [opened](Overlay::opened) for it.
    ///
    /// # Errors
    ///
    /// As [`Change::between`].
    ///
    /// # Panics
    ///
    /// When the overlay has fewer than two snapshots.
    pub fn change(self, tolerance_m: f64) -> Result<(Self, Change)> {
        let overlay = self.opened([[0, 1]], tolerance_m);
        let change = Change::between(&overlay, 0, 1, tolerance_m)?;
        Ok((overlay, change))
    }

    /// The lines across the necks of the pieces that changed between two snapshots.
    fn necks(&self, pair: [usize; 2], tolerance_m: f64) -> Vec<GridLine> {
        let changed = self.uncut(pair);
        let necks = |piece: &Piece<_>| necks(&piece.polygon, piece.area, tolerance_m);
        let necks: Vec<Vec<GridLine>> = changed.par_iter().map(necks).collect();
        necks.into_iter().flatten().collect()
    }

    /// The pieces that changed between two snapshots, by holder before and after, with their threads.
    pub(super) fn uncut(&self, pair: [usize; 2]) -> Vec<Piece<[Option<ControllerId>; 2]>> {
        self.mosaic().pieces(|face| {
            let holders = pair.map(|snapshot| self.controller_id(snapshot, face));
            Some(holders).filter(|[from, to]| from != to)
        })
    }

    /// The layer of the lines that cut the pieces changed between two snapshots, if any are cut.
    pub(super) fn cut_layer(&self, before: usize, after: usize) -> Option<LayerId> {
        self.laid.cuts.get(&[before, after]).copied()
    }

    /// The snapshots.
    pub fn snapshots(&self) -> &[Snapshot] {
        &self.snapshots
    }

    /// The mosaic.
    pub fn mosaic(&self) -> &Mosaic {
        &self.laid.mosaic
    }

    /// The layer of a snapshot in the mosaic.
    pub(super) fn layer(&self, snapshot: usize) -> LayerId {
        self.laid.snapshots[snapshot]
    }

    /// The territory that a face belongs to in a snapshot.
    pub fn territory(&self, snapshot: usize, face: FaceId) -> Option<&Territory> {
        let label = self.laid.mosaic.label(self.laid.snapshots[snapshot], face)?;
        self.snapshots[snapshot].territories.get(label)
    }

    /// What a snapshot says by itself.
    pub(super) fn input(&self, snapshot: usize) -> &Input {
        &self.inputs[snapshot]
    }

    /// Who holds a face in a snapshot.
    pub fn controller_id(&self, snapshot: usize, face: FaceId) -> Option<ControllerId> {
        let label = self.laid.mosaic.label(self.laid.snapshots[snapshot], face)?;
        self.holders[snapshot].get(label).copied()
    }

    /// The name of who holds a face in a snapshot.
    pub fn controller(&self, snapshot: usize, face: FaceId) -> Option<&str> {
        Some(self.name(self.controller_id(snapshot, face)?))
    }

    /// The name of a controller.
    ///
    /// # Panics
    ///
    /// When it is one of another overlay.
    pub fn name(&self, controller: ControllerId) -> &str {
        &self.controllers[controller.0 as usize]
    }

    /// The name of a controller, to be kept.
    pub(super) fn shared_name(&self, controller: ControllerId) -> Arc<str> {
        Arc::clone(&self.controllers[controller.0 as usize])
    }

    /// The place in the units layer of the unit that a face lies in.
    pub fn unit_index(&self, face: FaceId) -> Option<usize> {
        self.laid.mosaic.label(self.laid.units, face)
    }

    /// The name of the unit that a face lies in.
    pub fn unit(&self, face: FaceId) -> Option<String> {
        self.unit_name(self.unit_index(face)?)
    }

    /// The name of the unit at a place in the units layer.
    pub fn unit_name(&self, index: usize) -> Option<String> {
        self.units.features.get(index).map(unit_name)
    }

    /// The names of the units, each once, in the order of their file.
    pub fn unit_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.units.features.iter().map(unit_name) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Who is recognised as sovereign over what, if that was laid in.
    pub(super) fn claims(&self) -> Option<&Claims> {
        self.laid.claims.map(|_| &self.claims)
    }

    /// The layer of the claims in the mosaic; its labels are places in their list.
    pub(super) fn claim_layer(&self) -> Option<LayerId> {
        self.laid.claims
    }

    /// The area that each controller holds in a snapshot.
    pub fn areas(&self, snapshot: usize) -> BTreeMap<&str, Area> {
        let areas = self
            .laid
            .mosaic
            .areas_by(|face| self.controller_id(snapshot, face));
        areas
            .into_iter()
            .map(|(id, area)| (self.name(id), area))
            .collect()
    }
}

/// The names of all controllers, sorted; and per snapshot, the controller of each territory.
fn controllers(snapshots: &[Snapshot]) -> (Vec<Arc<str>>, Vec<Vec<ControllerId>>) {
    let territories = snapshots.iter().flat_map(|snapshot| &snapshot.territories);
    let names: HashSet<&str> = territories.map(|t| t.controller.as_str()).collect();
    let names: BTreeSet<&str> = names.into_iter().collect();
    let ids: HashMap<&str, ControllerId> = names.iter().copied().zip((0..).map(ControllerId)).collect();
    let holders = |snapshot: &Snapshot| {
        let territories = snapshot.territories.iter();
        territories.map(|t| ids[t.controller.as_str()]).collect()
    };
    let holders = snapshots.iter().map(holders).collect();
    (names.into_iter().map(Arc::from).collect(), holders)
}

fn unit_name(feature: &Feature) -> String {
    feature
        .text("name")
        .or_else(|| feature.id.clone())
        .unwrap_or_else(|| feature.describe())
}
