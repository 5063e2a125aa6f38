//! Plain land: its edges meet at their ends only, and every piece of it has one holder.

use crate::measure::EdgeModel;
use crate::model::GridPolygon;
use crate::mosaic::{Builder, LayerId, Mosaic};

/// Whether the land of a layer is plain.
pub(super) fn is_plain(mosaic: &Mosaic, layer: LayerId) -> bool {
    !mosaic.is_tangled(layer) && mosaic.irregular(layer).next().is_none()
}

/// The land of features made plain: noded by itself, what several cover being of the first. None where it is plain already.
///
/// What is made is plain, and so is land with the same borders of some of its features together.
pub(super) fn plain<'a>(
    features: impl Iterator<Item = &'a [GridPolygon]> + Clone,
) -> Option<Vec<Vec<GridPolygon>>> {
    let mut builder = Builder::new(EdgeModel::default());
    let layer = builder.land(features.clone());
    let mosaic = builder.build();
    if is_plain(&mosaic, layer) {
        return None;
    }
    let mut land = mosaic.dissolve(|face| mosaic.label(layer, face));
    let places = features.enumerate();
    Some(
        places
            .map(|(place, _)| land.remove(&place).unwrap_or_default())
            .collect(),
    )
}
