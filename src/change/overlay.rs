//! All snapshots of a case in one mosaic.

use std::collections::BTreeMap;

use crate::measure::{Area, EdgeModel};
use crate::model::{Feature, Layer, Snapshot, Territory};
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic};

/// The snapshots of a case, in order of time, and the units of its tables, laid over one another once.
#[derive(Debug)]
pub struct Overlay {
    snapshots: Vec<Snapshot>,
    units: Layer,
    mosaic: Mosaic,
    snapshot_layers: Vec<LayerId>,
    unit_layer: LayerId,
}

impl Overlay {
    /// Lays the snapshots, and the polygons of `units`, over one another.
    pub fn new(snapshots: Vec<Snapshot>, units: Layer, edges: EdgeModel) -> Self {
        let mut builder = Builder::new(edges);
        let snapshot_layers = snapshots
            .iter()
            .map(|snapshot| builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice())))
            .collect();
        let unit_layer = builder.land(units.features.iter().map(|f| f.geometry.polygons.as_slice()));
        Self {
            snapshots,
            units,
            mosaic: builder.build(),
            snapshot_layers,
            unit_layer,
        }
    }

    /// The snapshots.
    pub fn snapshots(&self) -> &[Snapshot] {
        &self.snapshots
    }

    /// The mosaic.
    pub fn mosaic(&self) -> &Mosaic {
        &self.mosaic
    }

    /// The layer of a snapshot in the mosaic.
    pub(super) fn layer(&self, snapshot: usize) -> LayerId {
        self.snapshot_layers[snapshot]
    }

    /// The territory that a face belongs to in a snapshot.
    pub fn territory(&self, snapshot: usize, face: FaceId) -> Option<&Territory> {
        let label = self.mosaic.label(self.snapshot_layers[snapshot], face)?;
        self.snapshots[snapshot].territories.get(label)
    }

    /// Who holds a face in a snapshot.
    pub fn controller(&self, snapshot: usize, face: FaceId) -> Option<&str> {
        self.territory(snapshot, face).map(|t| t.controller.as_str())
    }

    /// The place in the units layer of the unit that a face lies in.
    pub fn unit_index(&self, face: FaceId) -> Option<usize> {
        self.mosaic.label(self.unit_layer, face)
    }

    /// The name of the unit that a face lies in.
    pub fn unit(&self, face: FaceId) -> Option<String> {
        Some(unit_name(&self.units.features[self.unit_index(face)?]))
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

    /// The area that each controller holds in a snapshot.
    pub fn areas(&self, snapshot: usize) -> BTreeMap<&str, Area> {
        self.mosaic.areas_by(|face| self.controller(snapshot, face))
    }
}

fn unit_name(feature: &Feature) -> String {
    feature
        .text("name")
        .or_else(|| feature.id.clone())
        .unwrap_or_else(|| feature.describe())
}
