//! Pages of a size that was asked for: the maps come first, and all else is as long as leaves them room.

use crate::map::input::data::MapInput;
use crate::map::page::options::MapOptions;
use crate::map::panel::labelling;
use crate::map::panel::layers::Panel;
use crate::map::panel::numbers::number;
use crate::map::scene::list::Scene;
use crate::map::scene::page::PageDraft;
use crate::map::style::theme::Theme;
use crate::{Error, Result};

/// The lowest that a map gets, in layout pixels and in widths of the page.
const LOWEST: (f64, f64) = (220.0, 0.25);

/// How often a page is laid out again: what else stands on it depends a little on the height of its maps.
const ROUNDS: usize = 8;

/// The share of a page's height that its maps get before all else is shortened.
const MAPS: f64 = 0.5;

/// How much stands around the maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::map) enum Detail {
    /// All there is.
    Full,
    /// What the maps do not show themselves, in a few rows.
    Short,
    /// What a map must not be without.
    Least,
}

/// What a page is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::map) enum Pass {
    /// To see where it ends.
    Measure,
    /// To be drawn.
    Draw,
}

impl Pass {
    /// Labels the maps of a page that is to be drawn: it ends in the same place without labels, which take most of the time.
    pub fn label(self, page: &mut PageDraft, panels: &mut [Panel], input: &MapInput, theme: &Theme) {
        if self == Self::Draw {
            page.scene.left_out = labelling::label(panels, input, theme, &page.scene);
            page.scene.record.numbers = number(panels, theme, &page.scene);
        }
    }
}

/// What a page is laid out by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct Fit {
    /// The height of a map, in layout pixels.
    pub height: f64,
    /// What stands around.
    pub detail: Detail,
    pub pass: Pass,
}

impl Fit {
    fn to_draw(height: f64, detail: Detail) -> Self {
        let pass = Pass::Draw;
        Self { height, detail, pass }
    }

    fn to_measure(height: f64, detail: Detail) -> Self {
        let pass = Pass::Measure;
        Self { height, detail, pass }
    }
}

/// The height of the page in layout pixels, if one was asked for.
pub(in crate::map) fn target(options: &MapOptions) -> Option<f64> {
    let height = options.height.map(f64::from)?;
    Some(height * options.layout_width / f64::from(options.width))
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
    draw: impl Fn(Fit) -> Result<(PageDraft<'a>, f64)>,
) -> Result<Scene> {
    let fit = fit(options, natural, rows, |fit| Ok(draw(fit)?.1))?;
    drawn(options, fit, draw)
}

/// The same where it is known what the page is laid out by.
pub(in crate::map) fn drawn<'a>(
    options: &MapOptions,
    fit: Fit,
    draw: impl Fn(Fit) -> Result<(PageDraft<'a>, f64)>,
) -> Result<Scene> {
    let (page, end) = draw(fit)?;
    page.finish(target(options).unwrap_or(end.ceil()))
}

/// The height of a map on such a page, and what stands around it; `end` returns where a page ends that is laid out so.
pub(in crate::map) fn fit(
    options: &MapOptions,
    natural: f64,
    rows: usize,
    end: impl Fn(Fit) -> Result<f64>,
) -> Result<Fit> {
    let Some(target) = target(options) else {
        return Ok(Fit::to_draw(natural, Detail::Full));
    };
    let lowest = LOWEST.0.min(LOWEST.1 * options.layout_width);
    let mut best: Option<Fit> = None;
    for detail in [Detail::Full, Detail::Short, Detail::Least] {
        let end = |height| end(Fit::to_measure(height, detail));
        let start = best.map_or(natural, |best| best.height);
        let Some(height) = highest(target, (lowest, start), rows, end)? else {
            continue;
        };
        if best.is_none_or(|best| best.height < height) {
            best = Some(Fit::to_draw(height, detail));
        }
        if height * rows as f64 >= target * MAPS {
            break;
        }
    }
    if let Some(best) = best {
        return Ok(best);
    }
    let least = Fit::to_measure(lowest, Detail::Least);
    let (width, height) = (options.width, options.height.unwrap_or_default());
    let least = (end(least)? * f64::from(width) / options.layout_width).ceil();
    Err(Error::new(format!(
        "a picture of {width}x{height} pixels has no room for the map"
    ))
    .with_hint(format!(
        "give it {width}x{least} at least, or show less: fewer dates, a shorter title, fewer notes"
    )))
}

/// The height of a map with which the page ends at `target`, looked for from `start` on; none where even the lowest map is too high.
fn highest(
    target: f64,
    (lowest, start): (f64, f64),
    rows: usize,
    end: impl Fn(f64) -> Result<f64>,
) -> Result<Option<f64>> {
    let mut high = start;
    let mut best = None;
    for _ in 0..ROUNDS {
        let gap = target - end(high)?;
        if gap >= 0.0 {
            best = Some(best.map_or(high, |best: f64| best.max(high)));
        }
        let next = (high + gap / rows as f64).floor();
        if (0.0..2.0 * rows as f64).contains(&gap) || next < lowest || best == Some(next) {
            break;
        }
        high = next;
    }
    if best.is_none() && end(lowest)? <= target {
        best = Some(lowest);
    }
    Ok(best)
}
