//! How every page starts: its extent, its styles, the headings over its maps.

use crate::language::fill;
use crate::map::input::data::MapInput;
use crate::map::input::unit_land::told;
use crate::map::page::fit::Detail;
use crate::map::page::options::MapOptions;
use crate::map::page::rows::rows;
use crate::map::panel::layers::Panel;
use crate::map::scene::page::{PageDraft, WIDTH};
use crate::map::style::classes::define_base;
use crate::map::style::theme::{Scales, Theme};
use crate::map::view::extent::MapExtent;
use crate::math::pow;
use crate::{Error, Result};

/// A map shows at least one part in so many of the width of all land.
pub(in crate::map) const WIDEST_ZOOM: f64 = 16.0;

/// The extent asked for, or the changed land with a margin, or all land.
pub(in crate::map) fn extent(input: &MapInput, options: &MapOptions, margin: f64) -> Result<MapExtent> {
    if let Some(extent) = options.extent {
        return MapExtent::from_array(extent);
    }
    let changed = MapExtent::around(input.focus());
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let all = MapExtent::around(regions.flat_map(|r| &r.polygons));
    // A small change is shown with what lies around it.
    let least = all.as_ref().map_or(0.0, |all| all.width() / WIDEST_ZOOM);
    changed
        .map(|extent| extent.grown(margin).at_least(least).between_continents())
        .or_else(|| all.map(|extent| extent.grown(0.04).between_continents()))
        .ok_or_else(|| Error::new("there is no land to draw").with_hint("both snapshots are empty"))
}

/// What becomes of the widths of lines on a map of an extent: a continent has more borders to the inch than a province.
fn lines(extent: &MapExtent) -> f64 {
    (30.0 / extent.width()).sqrt().clamp(0.5, 1.0)
}

/// An empty page with its styles, for maps of an extent or for charts.
pub(in crate::map) fn start<'a>(
    input: &'a MapInput,
    options: &MapOptions,
    theme: &Theme,
    extent: Option<&MapExtent>,
) -> Result<PageDraft<'a>> {
    if !(16..=20_000).contains(&options.width) {
        return Err(
            Error::new(format!("a map cannot be {} pixels wide", options.width))
                .with_hint("choose 16 to 20000"),
        );
    }
    let language = &input.language;
    if let Some(height) = options.height.filter(|height| !(16..=20_000).contains(height)) {
        return Err(
            Error::new(format!("a map cannot be {height} pixels high")).with_hint("choose 16 to 20000")
        );
    }
    if !(400.0..=4000.0).contains(&options.layout_width) {
        return Err(Error::new(format!(
            "a page cannot be {} layout pixels wide",
            options.layout_width
        ))
        .with_hint("choose 400 to 4000"));
    }
    let mut page = PageDraft::new(options.layout_width, options.width, language);
    page.scene.sheet = options.sheet;
    page.scene.legibility = options.legibility();
    page.scene.svg_text = options.svg_text;
    page.scene.background = theme.map_style.ground.page;
    theme.define(
        &mut page.scene.styles,
        Scales {
            lines: extent.map_or(1.0, lines),
            // On a narrow page titles need not stand out from that much.
            display: pow(options.layout_width / WIDTH, 0.25).min(1.0),
        },
        &options.fonts,
    );
    if let Some(extent) = extent {
        define_base(&mut page.scene.styles, theme.map_style, 1.3 * extent.rim());
    }
    page.scene.title.clone_from(&input.title);
    language.code().clone_into(&mut page.scene.lang);
    let changes = rows(input, theme);
    let changes = changes.iter().map(|row| {
        let range = row.range.map(|range| format!(" ({})", language.range(range)));
        let area = language.area(row.area);
        format!("{}: {area}{}", row.label, range.unwrap_or_default())
    });
    let events = input.units.iter().flat_map(|units| &units.counts);
    let changes: Vec<String> = changes
        .chain(events.map(|count| told(count.event, count.told(), language)))
        .collect();
    page.scene.description = fill(
        &language.words.subtitle.description,
        &[
            ("subtitle", &input.subtitle),
            ("before", &input.before.heading),
            ("after", &input.after.heading),
            ("changes", &changes.join("; ")),
        ],
    );
    Ok(page)
}

/// Date and caption over a panel, the date alone where that is least; returns where they end.
pub(in crate::map) fn heading(
    page: &mut PageDraft,
    panel: &Panel,
    (x, w): (f64, f64),
    (top, detail): (f64, Detail),
) -> f64 {
    page.open(format!("{}-heading", panel.id), None);
    let mut y = page.paragraph("heading", x, top, w, &panel.side.heading);
    let caption = panel.side.caption.as_ref();
    if let Some(caption) = caption.filter(|_| detail < Detail::Least) {
        y = page.paragraph("caption", x, y - 2.0, w, caption);
    }
    page.close();
    y + 8.0
}
