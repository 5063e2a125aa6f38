//! How much land each held on each date: columns whose parts are joined by bands.

use super::bands::Inside;
use super::columns::{Columns, Shown, as_on_maps, by_size, columns_joined};
use crate::Result;
use crate::map::input::series::MapSeries;
use crate::map::page::header::note_on_successions;
use crate::map::page::options::MapOptions;
use crate::map::scene::element::PathElement;
use crate::map::scene::list::Scene;
use crate::map::style::theme::Theme;

/// Draws how much land each held on each date, as columns along a true axis of time, joined by bands.
///
/// # Errors
///
/// If there are fewer than two dates, or a colour cannot be read.
pub(in crate::map) fn shares(series: &MapSeries, options: &MapOptions) -> Result<Scene> {
    let what = Shown {
        order: by_size,
        joins: bands,
        inside: Inside::Areas,
        colours: as_on_maps,
        note_on_heirs: note_on_successions,
    };
    columns_joined(series, options, &what)
}

/// What each held on one date and on the next.
fn bands(chart: &Columns, _: &MapSeries, _: &Theme) -> Vec<PathElement> {
    let mut elements = Vec::new();
    for band in &chart.bands {
        for (k, pair) in band.spans.windows(2).enumerate() {
            let (before, after) = (pair[0], pair[1]);
            let (left, right) = (chart.side(k, 1.0), chart.side(k + 1, -1.0));
            let ring = [vec![
                (left, before.0),
                (right, after.0),
                (right, after.1),
                (left, before.1),
            ]];
            elements.push(band.filled(&ring));
            elements.push(PathElement::rings("band", &ring));
            let edge = vec![(left, before.1), (right, after.1)];
            elements.push(PathElement::lines("band-edge", &[edge]));
        }
    }
    elements
}
