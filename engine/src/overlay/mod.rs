//! The overlay of a study: all its snapshots, units and claims in one mosaic.
//!
//! [`Overlay`] answers who held which face on which date. Beside it: the lines between holders (`boundaries`), by how
//! much areas may be off (`uncertainty`), the proof that no land was lost (`closure`), what a snapshot is and covers (`figures`),
//! and who only has another name (`heirs`).

mod accuracy;
mod boundaries;
pub(crate) mod closure;
mod figures;
mod geodesic;
mod heirs;
mod rest;
mod settings;
mod shared;
mod uncertainty;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

pub use accuracy::Accuracy;
pub use boundaries::{BoundaryKind, Front};
pub use figures::{SnapshotFigures, WithinFigures};
pub use geodesic::follow_edges;
pub use heirs::{Flow, HEART, Heirs, NEXT_TO_NOTHING, PASSED_ON};
pub use rest::completed;
pub use settings::{Settings, ToleranceSetting};
pub(crate) use uncertainty::MovedMargins;
pub use uncertainty::{Margin, Moved};
pub use units::{UnitOverlap, UnitOverlaps};

use crate::Result;
use crate::measure::{Area, AreaUnits, EdgeModel, polygons_area};
use crate::model::{Claims, GridLine, ReferenceLayers, RestOfLand, Snapshot, Territory, UnitList, Within};
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic};
use crate::parallel::prelude::*;
use crate::progress::Progress;
use shared::SharedFaces;

/// A controller of an overlay's snapshots; they are in alphabetical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControllerId(u32);

/// Two snapshots of an overlay, the earlier one first: a change is asked for between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    before: usize,
    after: usize,
}

impl Step {
    /// The step between the snapshots at these places of an overlay.
    pub(crate) const fn new(before: usize, after: usize) -> Self {
        Self { before, after }
    }

    /// The step from the first of so many snapshots to the last.
    pub const fn overall(snapshots: usize) -> Self {
        Self::new(0, snapshots.saturating_sub(1))
    }

    /// The steps from each of so many snapshots to the next.
    pub fn consecutive(snapshots: usize) -> impl Iterator<Item = Self> {
        (1..snapshots).map(|after| Self::new(after - 1, after))
    }

    /// The place of the earlier snapshot.
    pub const fn before(self) -> usize {
        self.before
    }

    /// The place of the later snapshot.
    pub const fn after(self) -> usize {
        self.after
    }

    /// The places of both.
    pub const fn places(self) -> [usize; 2] {
        [self.before, self.after]
    }
}

/// The snapshots of a study, in order of time, with its units and claims, overlaid once.
#[derive(Debug)]
pub struct Overlay {
    snapshots: Vec<Arc<Snapshot>>,
    layers: Arc<ReferenceLayers>,
    /// Which features of the units' layer are one unit.
    units: UnitList,
    accuracy: Accuracy,
    area_units: AreaUnits,
    arrangement: Arrangement,
    /// The names of the controllers, sorted.
    controllers: Vec<Arc<str>>,
    /// Per snapshot, the controller of each territory.
    holders: Vec<Vec<ControllerId>>,
    /// Per snapshot, what its file states.
    inputs: Vec<SnapshotInput>,
}

/// The lines that cut changed pieces, by step.
pub(crate) type Cuts = BTreeMap<Step, Vec<GridLine>>;

/// The mosaic of an overlay and the layers in it.
#[derive(Debug)]
struct Arrangement {
    mosaic: Arc<Mosaic>,
    snapshots: Vec<LayerId>,
    units: LayerId,
    /// The faces of several units.
    shared: SharedFaces,
    /// The land that all answers are about; none where that is all land.
    within: Option<LayerId>,
    /// The part of it that a picture frames; none frames all.
    frame: Option<LayerId>,
    /// None without claims.
    claims: Option<LayerId>,
    /// The lines that cut the changed pieces of a step.
    cuts: BTreeMap<Step, LayerId>,
}

impl Arrangement {
    /// All layers overlaid, and what `other` work yields that is done concurrently.
    fn alongside<T: Send>(
        snapshots: &[Arc<Snapshot>],
        layers: &ReferenceLayers,
        list: &UnitList,
        cuts: &Cuts,
        edges: EdgeModel,
        progress: &Progress,
        other: impl FnOnce() -> T + Send,
    ) -> Result<(Self, T)> {
        let ReferenceLayers {
            units,
            claims,
            within,
            frame,
            ..
        } = layers;
        let mut builder = Builder::new(edges);
        let snapshots = snapshots
            .iter()
            .map(|snapshot| builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice())))
            .collect();
        let units = builder.land(units.features.iter().map(|f| f.geometry.polygons.as_slice()));
        // All claims are one layer: where they overlap, the mosaic says which do.
        let sovereigns = claims.sovereigns.iter().map(|claim| claim.polygons.as_slice());
        let claims = (!claims.sovereigns.is_empty()).then(|| builder.land(sovereigns));
        let [within, frame] = [within, frame].map(|land| {
            let land = land.as_ref();
            land.map(|land| builder.land([land.polygons.as_slice()]))
        });
        let cuts = cuts.iter().map(|(&step, lines)| (step, builder.lines(lines)));
        let cuts = cuts.collect();
        let (mosaic, other) = builder.build_alongside(progress, other)?;
        let arrangement = Self {
            shared: SharedFaces::of(&mosaic, units, list),
            mosaic: Arc::new(mosaic),
            snapshots,
            units,
            within,
            frame,
            claims,
            cuts,
        };
        Ok((arrangement, other))
    }
}

/// What a snapshot states by itself, before any overlay.
#[derive(Debug)]
pub(crate) struct SnapshotInput {
    /// The signed area of each territory's rings.
    pub(crate) areas: Vec<Area>,
    /// See [`Snapshot::content_hash`].
    pub(crate) hash: String,
}

impl SnapshotInput {
    fn of(snapshot: &Snapshot, edges: EdgeModel) -> Self {
        let territories = snapshot.territories.par_iter();
        Self {
            areas: territories.map(|t| polygons_area(&t.polygons, edges)).collect(),
            hash: snapshot.as_read().content_hash(),
        }
    }
}

impl Overlay {
    /// Overlays the snapshots with the polygons of the units and claims.
    ///
    /// # Errors
    ///
    /// When a unit lacks what is to tell it apart, or the observer asks for the work to stop.
    pub fn new(
        snapshots: Vec<Arc<Snapshot>>,
        layers: Arc<ReferenceLayers>,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Self> {
        let edges = settings.edges;
        let units = UnitList::of(&layers.units, layers.units_by.as_deref())?;
        let measure = || -> Vec<SnapshotInput> {
            let inputs = snapshots.iter();
            inputs
                .map(|snapshot| SnapshotInput::of(snapshot, edges))
                .collect()
        };
        let alongside = || (measure(), controllers(&snapshots));
        let (arrangement, (inputs, (controllers, holders))) = Arrangement::alongside(
            &snapshots,
            &layers,
            &units,
            &Cuts::new(),
            edges,
            progress,
            alongside,
        )?;
        Ok(Self {
            snapshots,
            layers,
            units,
            accuracy: settings.accuracy,
            area_units: settings.area_units,
            arrangement,
            controllers,
            holders,
            inputs,
        })
    }

    /// The overlay with the changed pieces of some steps cut along lines. Without a line nothing is overlaid anew.
    ///
    /// # Errors
    ///
    /// As [`Overlay::new`].
    pub(crate) fn with_cuts(mut self, cuts: &Cuts, progress: &Progress) -> Result<Self> {
        if cuts.values().all(Vec::is_empty) {
            return Ok(self);
        }
        progress.stage("overlaying: cutting narrow strips off")?;
        let edges = self.mosaic().edge_model();
        let (snapshots, layers) = (&self.snapshots, &self.layers);
        let (arrangement, ()) =
            Arrangement::alongside(snapshots, layers, &self.units, cuts, edges, progress, || ())?;
        self.arrangement = arrangement;
        Ok(self)
    }

    /// The layer of the lines that cut the pieces changed in a step, if any are cut.
    pub(crate) fn cut_layer(&self, step: Step) -> Option<LayerId> {
        self.arrangement.cuts.get(&step).copied()
    }

    /// The snapshots.
    pub fn snapshots(&self) -> &[Arc<Snapshot>] {
        &self.snapshots
    }

    /// The mosaic.
    pub fn mosaic(&self) -> &Mosaic {
        &self.arrangement.mosaic
    }

    /// The mosaic, to be kept.
    pub fn shared_mosaic(&self) -> Arc<Mosaic> {
        Arc::clone(&self.arrangement.mosaic)
    }

    /// The layer of a snapshot in the mosaic.
    pub fn layer(&self, snapshot: usize) -> LayerId {
        self.arrangement.snapshots[snapshot]
    }

    /// The land that all answers are about, if that is not all land.
    pub fn within(&self) -> Option<&Within> {
        self.layers.within.as_ref()
    }

    /// Who holds the land that snapshots leave out, where somebody does.
    pub fn rest(&self) -> Option<&RestOfLand> {
        self.layers.rest.as_ref()
    }

    /// Whether a face is land that was added to a snapshot for whoever holds what it leaves out.
    pub(crate) fn is_added(&self, snapshot: usize, face: FaceId) -> bool {
        let added = self.snapshots[snapshot].added();
        added.is_some() && self.label(snapshot, face) == added
    }

    /// The part of that land that a picture frames, if it frames a part.
    pub fn frame(&self) -> Option<&Within> {
        self.layers.frame.as_ref()
    }

    /// Whether answers are about a part of all land.
    pub(crate) fn is_confined(&self) -> bool {
        self.within().is_some() || self.frame().is_some()
    }

    /// The layers of the land that all answers are about.
    pub(crate) fn confines(&self) -> Vec<LayerId> {
        let Arrangement { within, frame, .. } = &self.arrangement;
        [*within, *frame].into_iter().flatten().collect()
    }

    /// Whether a face is part of the land that all answers are about.
    pub fn is_inside(&self, face: FaceId) -> bool {
        self.is_on(self.arrangement.frame, face) && self.is_shown(face)
    }

    /// Whether a face is part of that land, or lies around the part of it that a picture frames.
    pub fn is_shown(&self, face: FaceId) -> bool {
        self.is_on(self.arrangement.within, face)
    }

    /// Whether a face lies around the part of the land that a picture frames.
    pub fn is_around(&self, face: FaceId) -> bool {
        self.is_shown(face) && !self.is_on(self.arrangement.frame, face)
    }

    fn is_on(&self, layer: Option<LayerId>, face: FaceId) -> bool {
        layer.is_none_or(|layer| self.arrangement.mosaic.label(layer, face).is_some())
    }

    /// How much land all answers are about, held by anybody or not; none where that is all land.
    pub fn within_area(&self) -> Option<Area> {
        self.arrangement.within?;
        let mosaic = self.mosaic();
        Some(
            mosaic
                .faces()
                .filter(|face| self.is_inside(*face))
                .map(|face| mosaic.area(face))
                .sum(),
        )
    }

    /// The territory that a face belongs to in a snapshot, by its place; none where there is no such snapshot, and
    /// outside [`Overlay::is_inside`].
    pub fn territory(&self, snapshot: usize, face: FaceId) -> Option<&Territory> {
        self.territory_anywhere(snapshot, face)
            .filter(|_| self.is_inside(face))
    }

    /// As [`Overlay::territory`], of the land around the part that a picture frames.
    pub fn territory_around(&self, snapshot: usize, face: FaceId) -> Option<&Territory> {
        self.territory_anywhere(snapshot, face)
            .filter(|_| self.is_around(face))
    }

    /// As [`Overlay::territory`], of all land.
    pub(crate) fn territory_anywhere(&self, snapshot: usize, face: FaceId) -> Option<&Territory> {
        let label = self.label(snapshot, face)?;
        self.snapshots
            .get(snapshot)?
            .territories
            .get(label)
            .map(AsRef::as_ref)
    }

    /// The place of the territory that a face belongs to in a snapshot.
    pub(crate) fn label(&self, snapshot: usize, face: FaceId) -> Option<usize> {
        let layer = *self.arrangement.snapshots.get(snapshot)?;
        self.arrangement.mosaic.label(layer, face)
    }

    /// What a snapshot states by itself.
    pub(crate) fn input(&self, snapshot: usize) -> &SnapshotInput {
        &self.inputs[snapshot]
    }

    /// Who holds a face in a snapshot, by its place; none where there is no such snapshot, and outside
    /// [`Overlay::is_inside`].
    pub fn controller_id(&self, snapshot: usize, face: FaceId) -> Option<ControllerId> {
        self.controller_anywhere(snapshot, face)
            .filter(|_| self.is_inside(face))
    }

    /// As [`Overlay::controller_id`], of all land.
    pub(crate) fn controller_anywhere(&self, snapshot: usize, face: FaceId) -> Option<ControllerId> {
        self.holder(snapshot, self.label(snapshot, face)?)
    }

    /// Who holds a territory of a snapshot, both by their places.
    pub(crate) fn holder(&self, snapshot: usize, territory: usize) -> Option<ControllerId> {
        self.holders.get(snapshot)?.get(territory).copied()
    }

    /// The name of who holds a face in a snapshot.
    pub fn controller(&self, snapshot: usize, face: FaceId) -> Option<&str> {
        Some(self.name(self.controller_id(snapshot, face)?))
    }

    /// The name of a controller of this overlay.
    pub(crate) fn name(&self, controller: ControllerId) -> &str {
        &self.controllers[controller.0 as usize]
    }

    /// The name of a controller, to be kept.
    pub(crate) fn shared_name(&self, controller: ControllerId) -> Arc<str> {
        Arc::clone(&self.controllers[controller.0 as usize])
    }

    /// The reference layers that take part.
    pub fn layers(&self) -> &ReferenceLayers {
        &self.layers
    }

    /// In which unit areas are told to people.
    pub(crate) fn area_units(&self) -> AreaUnits {
        self.area_units
    }

    /// Who is recognised as sovereign over what, if there are claims.
    pub(crate) fn claims(&self) -> Option<&Claims> {
        self.arrangement.claims.map(|_| &self.layers.claims)
    }

    /// The layer of the claims in the mosaic; its labels are places in their list.
    pub(crate) fn claim_layer(&self) -> Option<LayerId> {
        self.arrangement.claims
    }

    /// The area that each controller holds in a snapshot.
    pub fn areas(&self, snapshot: usize) -> BTreeMap<&str, Area> {
        let areas = self
            .arrangement
            .mosaic
            .areas_by(|face| self.controller_id(snapshot, face));
        areas
            .into_iter()
            .map(|(id, area)| (self.name(id), area))
            .collect()
    }
}

/// The names of all controllers, sorted; and per snapshot, the controller of each territory.
fn controllers(snapshots: &[Arc<Snapshot>]) -> (Vec<Arc<str>>, Vec<Vec<ControllerId>>) {
    let territories = snapshots.iter().flat_map(|snapshot| &snapshot.territories);
    let names: HashSet<&str> = territories.map(|t| t.controller.as_str()).collect();
    let names: BTreeSet<&str> = names.into_iter().collect();
    let ids: HashMap<&str, ControllerId> = names.iter().copied().zip((0..).map(ControllerId)).collect();
    let holders = |snapshot: &Arc<Snapshot>| {
        let territories = snapshot.territories.iter();
        territories.map(|t| ids[t.controller.as_str()]).collect()
    };
    let holders = snapshots.iter().map(holders).collect();
    (names.into_iter().map(Arc::from).collect(), holders)
}
