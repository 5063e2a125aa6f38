//! The maps of a web page: one a date and one a change, all of one extent and size, without header, key and small print.
//!
//! Land is drawn once, on the wide map; labels are placed twice, for a wide and for a narrow screen.

use std::collections::BTreeMap;

use crate::Result;
use crate::language::Language;
use crate::map::input::data::{ChangedLand, MapInput, PlaceKind};
use crate::map::input::pairs::{MapPair, MapPairs};
use crate::map::input::ranges::TransitionKey;
use crate::map::page::fit::Detail;
use crate::map::page::header::notes;
use crate::map::page::insets::{InsetPanels, Insets, SharedView};
use crate::map::page::legend::{Entry, SWATCH, legend_entries, swatch};
use crate::map::page::options::MapOptions;
use crate::map::page::start::{extent, start};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::panel::labelling;
use crate::map::panel::layers::Panel;
use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::Rect;
use crate::map::plane::simplify::{Simplifier, is_speck};
use crate::map::scene::list::Scene;
use crate::map::scene::page::PageDraft;
use crate::map::style::class::Classes;
use crate::map::style::sheet::MapStyle;
use crate::map::style::theme::Theme;
use crate::map::view::extent::{MapExtent, degrees};
use crate::map::view::window::View;
use crate::math::cos;
use crate::measure::{Area, AreaRange};
use crate::model::{GridPoint, GridRing, rings};

/// Width of the map in layout pixels, on a wide and on a narrow screen.
const WIDTHS: [f64; 2] = [900.0, 520.0];

/// The highest and the widest that a map is, width by height.
const SHAPES: [f64; 2] = [1.1, 1.35];

/// The maps of a web page, and what its tables say beside them.
#[derive(Debug)]
pub struct WebMaps {
    /// A group for each layer, all at one place; [`WebMaps::parts`] writes them.
    pub(in crate::map) scene: Scene,
    /// How the same classes look on dark ground.
    pub(in crate::map) dark: Option<Classes>,
    /// Width and height of the maps in their own units.
    pub size: [f64; 2],
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
    /// A change each.
    pub steps: Vec<WebStep>,
    /// Settlements on the map.
    pub places: Vec<WebPlace>,
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

/// A change; its groups are `ID-change`, `wide-ID` and `narrow-ID`.
#[derive(Debug)]
pub struct WebStep {
    /// Its id: `s0-1` from the first date to the second.
    pub id: String,
    /// The places of both dates.
    pub places: [usize; 2],
    /// The finding.
    pub title: String,
    /// What, where and when.
    pub subtitle: String,
    /// What changed hands, the largest first.
    pub rows: Vec<WebRow>,
    /// What they come to.
    pub total: Area,
    /// How areas of this change are told.
    pub language: Language,
    /// The small print.
    pub notes: Vec<String>,
    /// The changed land, simplified as the map is, but not cut off where the map ends; without noise.
    pub land: Vec<WebLand>,
}

/// A piece of changed land in degrees.
#[derive(Debug)]
pub struct WebLand {
    /// Holder before and after, as the data has them.
    pub holders: [Option<String>; 2],
    /// Its measured area.
    pub area: Area,
    /// Its polygons, each of rings of longitudes and latitudes, the outer one first; none of what no pixel shows.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// Land that went from one to another.
#[derive(Debug)]
pub struct WebRow {
    /// The class of its land.
    pub class: String,
    /// From whom to whom.
    pub label: String,
    /// Holder before and after, as the data has them; none of several pairs together.
    pub holders: Option<[Option<String>; 2]>,
    /// All of it.
    pub area: Area,
    /// How far that may be off, where it is known.
    pub range: Option<AreaRange>,
    /// The pieces that the map shows, the largest first: the id of each and its area.
    pub pieces: Vec<(String, Area)>,
    /// How many pieces are too small to be shown.
    pub unseen: usize,
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
    let theme = Theme::new(input, &options.map_style)?;
    let extent = extent(input, options, 0.16)?;
    let shape = extent.aspect()?.clamp(SHAPES[0], SHAPES[1]);
    let frames = frames(pairs);
    let views = WIDTHS.map(|w| View::fit(&extent, Rect::new(0.0, 0.0, w, (w / shape).round())));
    let [wide, narrow] = views;
    let (wide, narrow) = (wide?.grained(grain), narrow?);
    let maps = Maps {
        input,
        theme: &theme,
        extent,
        frames: &frames,
    };
    let mut page = maps.page(options)?;
    let panels = maps.labelled(&mut page, &wide, "wide");
    maps.labelled(&mut page, &narrow, "narrow");
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
    let entries = legend_entries(&panels, input, &theme);
    draw_key(&mut page, &entries);
    let steps = pairs.pairs.iter().zip(&panels[dates..]);
    let steps = steps.map(|(pair, panel)| step(pair, panel, &theme)).collect();
    let styles = std::iter::once(&options.map_style).chain(dark);
    Ok(WebMaps {
        size: [wide.rect.w, wide.rect.h],
        narrow: WIDTHS[0] / WIDTHS[1],
        scale: wide.metres_per_pixel(),
        key: entries
            .into_iter()
            .map(|entry| [entry.class, entry.label])
            .collect(),
        colors: styles.map(colors).collect(),
        language: input.language.clone(),
        dates: pairs
            .states
            .iter()
            .map(|state| WebDate {
                heading: state.heading.clone(),
                date: state.date,
                caption: state.caption.clone(),
            })
            .collect(),
        steps,
        places: places(input, &wide),
        dark: dark.map(|style| maps.classes(options, style)).transpose()?,
        scene: page.finish(wide.rect.h)?,
    })
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
            theme: &Theme::new(self.input, style)?,
            ..*self
        };
        Ok(maps.page(&options)?.scene.styles)
    }

    /// The panels in a view, with a group of the labels of each, and one of the scale bar.
    fn labelled<'v>(&self, page: &mut PageDraft, view: &'v View, width: &str) -> Vec<Panel<'v>>
    where
        'a: 'v,
    {
        let mut panels = Panel::all(self.input, self.theme, view, self.frames);
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
    let dates = pairs.states.iter().enumerate().map(|(n, side)| PanelFrame {
        id: format!("d{n}"),
        state: n,
        show: PanelKind::Before,
        side,
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
            side: &pairs.states[*after],
            earlier: Some(&pairs.states[*before]),
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

fn draw_key(page: &mut PageDraft, entries: &[Entry]) {
    for (n, Entry { class, line, .. }) in entries.iter().enumerate() {
        group(page, format!("key-{n}"), |page| {
            swatch(page, class, *line, Rect::new(1.0, 1.0, SWATCH.0, SWATCH.1));
        });
    }
}

fn step(pair: &MapPair, panel: &Panel, theme: &Theme) -> WebStep {
    let MapPair { places, input } = pair;
    let mut rows = Vec::new();
    for (n, transfers) in theme.by_transition(&input.transfers).into_iter().enumerate() {
        if transfers.is_empty() {
            continue;
        }
        let transition = &theme.transitions[n];
        let name = |who: Option<usize>| who.map(|i| theme.controllers[i].name.clone());
        let holders = (transition.pairs == 1).then(|| [name(transition.from), name(transition.to)]);
        let key = holders.clone().map(|[from, to]| TransitionKey {
            from,
            to,
            dimmed: transition.dimmed,
        });
        let drawn = panel
            .changes
            .iter()
            .enumerate()
            .filter(|(_, piece)| piece.transition == n);
        let pieces: Vec<(String, Area)> = drawn
            .map(|(i, piece)| (format!("{}-change-{}", panel.id, i + 1), piece.area))
            .collect();
        rows.push(WebRow {
            class: transition.class.clone(),
            label: theme.label(transition),
            holders,
            area: transfers.iter().map(|t| t.area).sum(),
            range: key.and_then(|key| input.ranges.transitions.get(&key).copied()),
            unseen: transfers.len() - pieces.len(),
            pieces,
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.area));
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

/// The changed land with no more points and rings than the map has.
fn land(input: &MapInput, view: &View) -> Vec<WebLand> {
    let shrink = cos(view.extent.center().1.to_radians());
    let flat = |at: GridPoint| {
        let (lon, lat) = degrees(at);
        (lon * METRES * shrink, lat * METRES)
    };
    let back = |(x, y): Pt| [x / shrink, y].map(|metres| round(metres / METRES));
    let is_told = |t: &&ChangedLand| !t.noise && t.from != t.to;
    let pieces: Vec<&ChangedLand> = input.transfers.iter().filter(is_told).collect();
    let mut simplifier = Simplifier::new(view.metres_per_pixel() * view.grain);
    let chain = |ring: &GridRing| ring.0.iter().map(|&at| flat(at)).collect::<Vec<Pt>>();
    for ring in pieces.iter().flat_map(|piece| &piece.polygons).flat_map(rings) {
        simplifier.note(&chain(ring), true);
    }
    let reduced = |ring: &GridRing| {
        let mut ring: Vec<[f64; 2]> = simplifier
            .reduce(&chain(ring), true)
            .into_iter()
            .map(back)
            .collect();
        ring.extend(ring.first().copied().filter(|first| ring.last() != Some(first)));
        ring
    };
    // What no pixel shows is left out; its area is stated all the same.
    let is_seen = |ring: &&GridRing| !is_speck(&chain(ring), view.metres_per_pixel() * view.grain);
    let polygons = |piece: &ChangedLand| {
        let seen = piece
            .polygons
            .iter()
            .filter(|polygon| is_seen(&polygon.exterior()));
        seen.map(|polygon| rings(polygon).filter(is_seen).map(reduced).collect())
            .collect()
    };
    let pieces = pieces.into_iter().map(|piece| WebLand {
        holders: [piece.from.clone(), piece.to.clone()],
        area: piece.area,
        polygons: polygons(piece),
    });
    pieces.collect()
}

/// Metres to a degree of latitude, nearly.
const METRES: f64 = 111_320.0;

/// Degrees to about a metre.
fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
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
