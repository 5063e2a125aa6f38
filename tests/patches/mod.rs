//! What tests of patches ask: by how much two snapshots differ, and what a reader of a diff has.

use landshift::diff::Diff;
use landshift::{ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::change::Change;
use landshift_engine::measure::Length;
use landshift_engine::model::Layer;

/// The change between two snapshots, in which every piece counts.
pub fn change(before: &Snapshot, after: &Snapshot) -> Change {
    change_beside(ReferenceLayers::default(), before, after)
}

/// The change between two snapshots with the reference layers, in which every piece counts.
pub fn change_beside(layers: ReferenceLayers, before: &Snapshot, after: &Snapshot) -> Change {
    let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let snapshots = vec![before.clone(), after.clone()];
    let study = Study::new(snapshots, layers, settings).unwrap();
    study.change(study.overall()).unwrap().change
}

/// Whether two snapshots differ on any land, be it less than a square millimetre.
pub fn differ(one: &Snapshot, other: &Snapshot) -> bool {
    !change(one, other).transfers.is_empty()
}

/// A diff as a reader of its file has it.
pub fn reread(diff: &Diff) -> Diff<'static> {
    let mut bytes = Vec::new();
    diff.write(&mut bytes).unwrap();
    Diff::from_layer(Layer::read(bytes, "diff.geojson").unwrap()).unwrap()
}
