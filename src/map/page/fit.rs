//! Pages of a size that was asked for: the maps take the room that all else leaves.

use crate::map::page::options::MapOptions;
use crate::map::scene::list::Scene;
use crate::map::scene::page::{PageDraft, WIDTH};
use crate::{Error, Result};

/// The lowest that a map gets, in layout pixels.
const LOWEST: f64 = 220.0;

/// How often a page is laid out again: what else stands on it depends a little on the height of its maps.
const ROUNDS: usize = 8;

/// The height of the page in layout pixels, if one was asked for.
pub(in crate::map) fn target(options: &MapOptions) -> Option<f64> {
    let height = options.height.map(f64::from)?;
    Some(height * WIDTH / f64::from(options.width))
}

/// Draws a page whose maps, in so many rows, are `natural` pixels high each, or as high as makes a page of the size
/// that was asked for. `draw` gets the height of a map and returns where the page ends.
///
/// # Errors
///
/// If the page has no room for a map; the error names the size that has.
pub(in crate::map) fn fitted<'a>(
    options: &MapOptions,
    natural: f64,
    rows: usize,
    draw: impl Fn(f64) -> Result<(PageDraft<'a>, f64)>,
) -> Result<Scene> {
    let height = height(options, natural, rows, |h| Ok(draw(h)?.1))?;
    let (page, end) = draw(height)?;
    page.finish(target(options).unwrap_or(end.ceil()))
}

/// The height of a map on such a page; `end` returns where a page with maps of a height ends.
pub(in crate::map) fn height(
    options: &MapOptions,
    natural: f64,
    rows: usize,
    end: impl Fn(f64) -> Result<f64>,
) -> Result<f64> {
    let Some(target) = target(options) else {
        return Ok(natural);
    };
    let mut high = natural;
    let mut best = None;
    for _ in 0..ROUNDS {
        let gap = target - end(high)?;
        if gap >= 0.0 {
            best = Some(best.map_or(high, |best: f64| best.max(high)));
        }
        let next = (high + gap / rows as f64).floor();
        if (0.0..2.0 * rows as f64).contains(&gap) || next < LOWEST || best == Some(next) {
            break;
        }
        high = next;
    }
    let lowest = end(LOWEST)?;
    best.or((lowest <= target).then_some(LOWEST)).ok_or_else(|| {
        let (width, height) = (options.width, options.height.unwrap_or_default());
        let least = (lowest * f64::from(width) / WIDTH).ceil();
        Error::new(format!(
            "a picture of {width}x{height} pixels has no room for the map"
        ))
        .with_hint(format!("give it {width}x{least} at least"))
    })
}
