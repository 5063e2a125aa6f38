//! The maps of a web page: one a date and one a change, all of one extent and size, without header, key and small print.
//!
//! Land is drawn once, on the wide map; labels are placed twice, for a wide and for a narrow screen.

use std::collections::BTreeMap;

use crate::Result;
use crate::language::Language;
use crate::map::input::data::{ChangedLand, MapInput, PlaceKind};
use crate::map::input::pairs::{MapPair, MapPairs, MapState};
use crate::map::kinds::moving::{PlacedName, WebCourse, course, drawn_classes};
use crate::map::kinds::web_step::{WebPiece, WebStep, land, rows};
use crate::map::page::fit::Detail;
use crate::map::page::header::notes;
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::legend::{Entry, SWATCH, legend_entries, swatch};
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, start};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::panel::labelling;
use crate::map::panel::layers::Panel;
use crate::map::panel::names::draw_holder_name;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::page::PageDraft;
use crate::map::style::class::Classes;
use crate::map::style::sheet::MapStyle;
use crate::map::style::theme::Theme;
use crate::map::view::extent::MapExtent;
use crate::map::view::window::View;

/// Width of the map in layout pixels, on a wide and on a narrow screen.
const WIDTHS: [f64; 2] = [900.0, 520.0];

/// The highest and the widest that a map is on a wide screen, width by height.
const SHAPES: [f64; 2] = [1.1, 1.35];

/// As high as this it is drawn, for narrow screens.
const NARROW_SHAPE: f64 = 1.0;

/// The maps of a web page, and what its tables say beside them.
#[derive(Debug)]
pub struct WebMaps {
    /// A group for each layer, all at one place; [`WebMaps::parts`] writes them.
    pub(in crate::map) scene: Scene,
    /// How the same classes look on dark ground.
    pub(in crate::map) dark: Option<Classes>,
    /// What of the maps a wide screen shows, in their own units; a narrow one shows as much more above and below as it has room.
    pub seen: Rect,
    /// By how much labels for narrow screens are larger.
    pub narrow: f64,
    /// Metres on the ground to one unit.
    pub scale: f64,
    /// What the key explains: a class and what it stands for; the group `key-N` is the swatch of the Nth from 0.
    pub key: Vec<[String; 2]>,
    /// Ink, dimmed ink, ground, rules and plates of the style, then of the dark one, as CSS colours.
    pub colors: Vec<[String; 5]>,
    /// The language that all is told in.
    pub language: Language,
    /// A date each.
    pub dates: Vec<WebDate>,
    /// A change each whose maps are drawn.
    pub steps: Vec<WebStep>,
    /// Settlements on the map.
    pub places: Vec<WebPlace>,
    /// The land of all dates and its steps, where these are too many to be drawn one by one.
    pub course: Option<WebCourse>,
}

/// A date; its groups are `dN-under`, `dN-over`, `wide-dN` and `narrow-dN`.
#[derive(Debug)]
pub struct WebDate {
    /// The date as a heading.
    pub heading: String,
    /// The date itself, where the data states it.
    pub date: Option<crate::model::Date>,
    /// A line under it.
    pub caption: Option<String>,
}

/// A settlement on the map.
#[derive(Debug)]
pub struct WebPlace {
    /// Its name, as the page calls it.
    pub name: String,
    /// Where it is, in units of the map.
    pub at: [f64; 2],
}

/// Draws the maps of a web page, `grain` times coarser than they could be shown.
///
/// # Errors
///
/// If there is no land to show, the extent is none, or a colour cannot be read.
pub fn draw_web(pairs: &MapPairs, options: &MapOptions, grain: f64) -> Result<WebMaps> {
    let (input, dark) = (&pairs.shared, options.dark_style.as_ref());
    let theme = Theme::of_maps(input, &options.map_style)?;
    let extent = extent(input, options, 0.16)?;
    let shape = extent.aspect()?.clamp(SHAPES[0], SHAPES[1]);
    let frames = frames(pairs);
    // One window in two sizes, so that labels of either lie on the same land.
    let views = WIDTHS.map(|w| View::fit(&extent, Rect::new(0.0, 0.0, w, w / shape)));
    let [wide, narrow] = views;
    let (wide, narrow) = (tall(&wide?).grained(grain), tall(&narrow?));
    let seen = Rect {
        y: ((wide.rect.h - wide.rect.w / shape) / 2.0).round(),
        h: (wide.rect.w / shape).round(),
        ..wide.rect
    };
    let maps = Maps {
        input,
        theme: &theme,
        extent,
        frames: &frames,
    };
    let mut page = maps.page(options)?;
    let panels = maps.labelled(&mut page, (&wide, seen), "wide");
    let narrow_panels = maps.labelled(&mut page, (&narrow, narrow.rect), "narrow");
    let dates = pairs.states.len();
    for (n, panel) in panels.iter().enumerate() {
        if n < dates {
            group(&mut page, format!("{}-under", panel.id), |page| {
                panel.draw_under(page, wide.rect);
            });
            group(&mut page, format!("{}-over", panel.id), |page| {
                panel.draw_over(page, wide.rect);
            });
        } else {
            group(&mut page, format!("{}-change", panel.id), |page| {
                panel.draw_changes(page, wide.rect);
                panel.draw_ghost(page, wide.rect);
            });
        }
    }
    let mut names = Vec::new();
    if let (Some(_), Some(panel)) = (&pairs.course, panels.first()) {
        for (panels, width) in [(&panels, "wide"), (&narrow_panels, "narrow")] {
            names.push(draw_names(&mut page, &panels[..dates], width));
        }
        group(&mut page, "ground".to_owned(), |page| {
            panel.draw_ground(page, wide.rect);
        });
        group(&mut page, "lasting".to_owned(), |page| {
            panel.draw_lasting(page, wide.rect);
        });
    }
    let mut entries = legend_entries(&panels, input, &theme);
    let course = course(pairs, &theme, &wide, (&page.scene, &names));
    let drawn = course.iter().flat_map(|course| drawn_classes(course, &theme));
    for entry in drawn {
        if entries.iter().all(|known| known.class != entry.class) {
            entries.push(entry);
        }
    }
    draw_key(&mut page, &entries);
    let steps = pairs.pairs.iter().zip(&panels[dates..]);
    let steps = steps.map(|(pair, panel)| step(pair, panel, &theme)).collect();
    let styles = std::iter::once(&options.map_style).chain(dark);
    Ok(WebMaps {
        seen,
        narrow: WIDTHS[0] / WIDTHS[1],
        scale: wide.metres_per_pixel(),
        key: entries
            .into_iter()
            .map(|entry| [entry.class, entry.label])
            .collect(),
        colors: styles.map(colors).collect(),
        language: input.language.clone(),
        dates: web_dates(pairs),
        steps,
        course,
        places: places(input, &wide),
        dark: dark.map(|style| maps.classes(options, style)).transpose()?,
        scene: page.finish(wide.rect.h)?,
    })
}

/// A view as high as narrow screens show it.
fn tall(view: &View) -> View {
    view.taller(view.rect.w / NARROW_SHAPE)
}

/// What the panels of both widths share.
struct Maps<'a> {
    input: &'a MapInput,
    theme: &'a Theme<'a>,
    extent: MapExtent,
    frames: &'a [PanelFrame<'a>],
}

impl<'a> Maps<'a> {
    fn page(&self, options: &MapOptions) -> Result<PageDraft<'a>> {
        let options = MapOptions {
            width: WIDTHS[0] as u32,
            height: None,
            layout_width: WIDTHS[0],
            ..options.clone()
        };
        start(self.input, &options, self.theme, Some(&self.extent))
    }

    /// How the classes look in another style.
    fn classes(&self, options: &MapOptions, style: &MapStyle) -> Result<Classes> {
        let options = options.clone().map_style(style.clone());
        let maps = Maps {
            theme: &Theme::of_maps(self.input, style)?,
            ..*self
        };
        Ok(maps.page(&options)?.scene.styles)
    }

    /// The panels in a view, with a group of the labels of each, and one of the scale bar, all within what is seen.
    fn labelled<'v>(
        &self,
        page: &mut PageDraft,
        (view, seen): (&'v View, Rect),
        width: &str,
    ) -> Vec<Panel<'v>>
    where
        'a: 'v,
    {
        let mut panels = Panel::all(self.input, self.theme, view, self.frames);
        for panel in &mut panels {
            panel.space.keep_within(seen);
        }
        let on = InsetPanels {
            locator: 0..0,
            bar: 0..panels.len(),
        };
        let shared = SharedView {
            input: self.input,
            view,
            extent: &self.extent,
        };
        let insets = Insets::place(page, shared, &mut panels, on);
        labelling::label(&mut panels, self.input, self.theme, &page.scene);
        for panel in &panels {
            group(page, format!("{width}-{}", panel.id), |page| {
                panel.draw_labels(page, (0.0, 0.0));
            });
        }
        page.open(format!("{width}-bar"), None);
        insets.draw_bar(page, (0.0, 0.0));
        page.close();
        panels
    }
}

/// Each date by itself, then each change on its later date.
fn frames(pairs: &MapPairs) -> Vec<PanelFrame<'_>> {
    let dates = pairs.states.iter().map(|MapState { place, land }| PanelFrame {
        id: format!("d{place}"),
        state: *place,
        show: PanelKind::Before,
        side: land,
        earlier: None,
        transfers: &[],
        around: &[],
        since_first: &[],
    });
    let changes = pairs.pairs.iter().map(
        |MapPair {
             places: [before, after],
             input,
         }| PanelFrame {
            id: format!("s{before}-{after}"),
            state: *after,
            show: PanelKind::After,
            side: pairs.land(*after).unwrap_or(&input.after),
            earlier: Some(pairs.land(*before).unwrap_or(&input.before)),
            transfers: &input.transfers,
            around: &input.around,
            since_first: &[],
        },
    );
    dates.chain(changes).collect()
}

fn group(page: &mut PageDraft, id: String, draw: impl FnOnce(&mut PageDraft)) {
    page.open(id, None);
    draw(page);
    page.close();
}

/// Draws the labels of dates between the first and the last: a group of what is true on any date, and one of each name of a
/// holder on either of the two. Returns which date each of these is of, and where, in shares of the width.
fn draw_names(page: &mut PageDraft, ends: &[Panel], width: &str) -> Vec<PlacedName> {
    if let Some(first) = ends.first() {
        group(page, format!("{width}-lasting"), |page| {
            first.draw_lasting_labels(page);
        });
    }
    let mut names = Vec::new();
    for panel in ends {
        for (label, (x, y)) in panel.holder_names() {
            group(page, format!("{width}-name-{}", names.len()), |page| {
                draw_holder_name(page, label);
            });
            let w = panel.view.rect.w;
            names.push(PlacedName {
                date: panel.state,
                at: (x / w, y / w),
            });
        }
    }
    names
}

fn draw_key(page: &mut PageDraft, entries: &[Entry]) {
    for (n, Entry { class, line, .. }) in entries.iter().enumerate() {
        group(page, format!("key-{n}"), |page| {
            swatch(page, class, *line, Rect::new(1.0, 1.0, SWATCH.0, SWATCH.1));
        });
    }
}

/// All dates of the page.
fn web_dates(pairs: &MapPairs) -> Vec<WebDate> {
    let drawn = pairs.states.iter().map(|MapState { land, .. }| WebDate {
        heading: land.heading.clone(),
        date: land.date,
        caption: land.caption.clone(),
    });
    let Some(series) = &pairs.course else {
        return drawn.collect();
    };
    let captions = series.captions.iter().cloned().chain(std::iter::repeat(None));
    let later = series.steps.iter().zip(captions.skip(1));
    let later = later.map(|(step, caption)| WebDate {
        heading: step.heading.clone(),
        date: step.date,
        caption,
    });
    drawn.take(1).chain(later).collect()
}

fn step(pair: &MapPair, panel: &Panel, theme: &Theme) -> WebStep {
    let MapPair { places, input } = pair;
    let drawn = |n: usize, _: &[&ChangedLand]| {
        let drawn = panel.changes.iter().enumerate();
        let drawn = drawn.filter(|(_, piece)| piece.transition == n);
        drawn
            .map(|(i, piece)| WebPiece {
                id: format!("{}-change-{}", panel.id, i + 1),
                label: piece.label.clone(),
                area: piece.area,
            })
            .collect()
    };
    let rows = rows(theme, &input.transfers, &input.ranges.transitions, drawn);
    let ranges = rows.iter().filter(|row| row.range.is_some()).count();
    WebStep {
        id: panel.id.clone(),
        places: *places,
        title: input.title.clone(),
        subtitle: input.subtitle.clone(),
        total: rows.iter().map(|row| row.area).sum(),
        land: land(input, panel.view),
        rows,
        language: input.language.clone(),
        notes: notes(input, theme, std::slice::from_ref(panel), ranges, Detail::Full),
    }
}

/// Settlements with the place of each on the map; of those of one name the most important.
fn places(input: &MapInput, view: &View) -> Vec<WebPlace> {
    let mut named: BTreeMap<&str, (u8, [f64; 2])> = BTreeMap::new();
    for place in input.settlements().iter().filter(|p| p.kind != PlaceKind::Area) {
        if let Some((x, y)) = view.place(place.at) {
            let known = named.entry(&place.name).or_insert((place.rank, [x, y]));
            if place.rank < known.0 {
                *known = (place.rank, [x, y]);
            }
        }
    }
    let places = named.into_iter().map(|(name, (_, at))| WebPlace {
        name: name.to_owned(),
        at,
    });
    places.collect()
}

/// Ink, dimmed ink, ground, rules and plates of a style, as CSS colours.
fn colors(style: &MapStyle) -> [String; 5] {
    [
        style.text.ink,
        style.text.dimmed,
        style.ground.page,
        style.line.rule,
        style.ground.panel,
    ]
    .map(|color| color.to_string())
}
