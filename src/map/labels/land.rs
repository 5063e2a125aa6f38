//! The label of a piece of land.

use crate::map::labels::block::TextBlock;
use crate::map::labels::placement::{Fit, LeaderEnd, inside, outside};
use crate::map::labels::pole::pole;
use crate::map::labels::space::LabelSpace;
use crate::map::plane::raster::PixelRaster;
use crate::map::scene::list::Scene;
use crate::map::scene::record::Named;

/// Labels a piece of land: inside, or else outside with a leader line that ends at the pole of inaccessibility.
pub(in crate::map) fn on_land(
    scene: &Scene,
    space: &mut LabelSpace,
    area: &PixelRaster,
    land: Named,
    lines: &[(String, &'static str)],
) -> bool {
    let block = TextBlock::new(scene, lines);
    let largest = area.pieces().into_iter().next();
    let fit = Fit {
        inside: 0.93,
        off_focus: false,
    };
    let fits =
        largest.is_some_and(|piece| inside(&mut [&mut *space], &piece, std::slice::from_ref(&block), fit));
    let done = fits
        || pole(&land, space.size()).is_some_and(|(target, _)| {
            outside(
                space,
                area,
                LeaderEnd {
                    at: target,
                    short: 0.0,
                },
                &block,
            )
        });
    if let (true, Some(label)) = (done, space.labels.last_mut()) {
        label.names = Some(land);
    }
    done
}
