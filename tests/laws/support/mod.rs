//! What the laws of the mosaic are tested with: scenes made to hurt, and slow, plain answers to compare with.

pub mod exact;
pub mod fronts;
pub mod oracle;
#[path = "../../scale/mod.rs"]
mod scale;
pub mod scenes;

pub use scale::scaled;

use landshift::{ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::measure::{Area, EdgeModel, Length};
use landshift_engine::model::GridPolygon;
use landshift_engine::mosaic::{Builder, FaceId, LayerId, Mosaic};
use proptest::test_runner::{Config, RngSeed};

/// The pieces of land of one feature.
pub type Feature = Vec<GridPolygon>;
/// Features in order.
pub type Layer = Vec<Feature>;

/// The same `cases` each time; `LANDSHIFT_CASES` multiplies them, `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for others.
pub fn laws(cases: u32) -> Config {
    let mut config = Config {
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = scaled(cases);
    }
    if matches!(config.rng_seed, RngSeed::Random) {
        config.rng_seed = RngSeed::Fixed(1994);
    }
    config
}

/// All layers laid over one another, measured straight in longitude and latitude.
pub fn mosaic(layers: &[Layer]) -> (Mosaic, Vec<LayerId>) {
    mosaic_by(EdgeModel::StraightLonLat, layers)
}

/// All layers laid over one another.
pub fn mosaic_by(edges: EdgeModel, layers: &[Layer]) -> (Mosaic, Vec<LayerId>) {
    let mut builder = Builder::new(edges);
    let ids = layers
        .iter()
        .map(|layer| builder.land(layer.iter().map(Vec::as_slice)))
        .collect();
    (builder.build(), ids)
}

/// What every layer says of a face.
pub fn labels(mosaic: &Mosaic, layers: &[LayerId], face: FaceId) -> Vec<Option<usize>> {
    layers.iter().map(|&layer| mosaic.label(layer, face)).collect()
}

/// The same, where any layer says anything.
pub fn covered(mosaic: &Mosaic, layers: &[LayerId], face: FaceId) -> Option<Vec<Option<usize>>> {
    Some(labels(mosaic, layers, face)).filter(|labels| labels.iter().any(Option::is_some))
}

/// What two layers say of a piece of land, and its area.
pub type Entry = ((Option<usize>, Option<usize>), Area);

/// The areas of all pairs of labels of two layers.
pub fn matrix(mosaic: &Mosaic, a: LayerId, b: LayerId) -> Vec<Entry> {
    mosaic
        .areas_by(|face| Some((mosaic.label(a, face), mosaic.label(b, face))))
        .into_iter()
        .collect()
}

/// A study of snapshots, whose changed pieces narrower than `tolerance_m` metres are noise.
pub fn study(snapshots: &[&Snapshot], layers: ReferenceLayers, tolerance_m: f64) -> Study {
    let tolerance = ToleranceSetting::Fixed(Length::from_m(tolerance_m));
    let snapshots = snapshots.iter().map(|&snapshot| snapshot.clone()).collect();
    Study::new(snapshots, layers, Settings::default().tolerance(tolerance)).unwrap()
}

/// A study of two snapshots alone.
pub fn study_of_pair(before: &Snapshot, after: &Snapshot, tolerance_m: f64) -> Study {
    study(&[before, after], ReferenceLayers::default(), tolerance_m)
}
