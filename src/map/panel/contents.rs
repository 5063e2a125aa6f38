//! What a panel shows of a state and a change, as shapes in metres.

use std::collections::BTreeMap;

use crate::map::input::data::{ChangedLand, ContextKind, MapInput, PlaceKind, Region};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::plane::geometry::Pt;
use crate::map::style::status;
use crate::map::style::theme::Theme;
use crate::map::view::window::View;
use crate::math::{hypot, square};
use crate::measure::Area;
use crate::model::{GridLine, GridPoint};

/// A piece of land on the panel.
pub(in crate::map) struct DrawnLand {
    pub class: String,
    /// In metres.
    pub rings: Vec<Vec<Pt>>,
    /// What it is, in a few words.
    pub title: Option<String>,
    pub data: Vec<(&'static str, String)>,
}

impl DrawnLand {
    /// Whether this is land that the controller holds and no other is sovereign of.
    pub fn is_home_of(&self, controller: &str) -> bool {
        self.class.starts_with("home-")
            && self
                .data
                .iter()
                .any(|(k, v)| *k == "controller" && v == controller)
    }
}

/// A piece of changed land on the panel.
pub(in crate::map) struct ChangedPiece {
    /// Which of the theme's transitions.
    pub transition: usize,
    /// Whether it is the largest piece of its transition.
    pub first: bool,
    /// From whom to whom.
    #[cfg(feature = "page")]
    pub label: String,
    pub area: Area,
    pub land: DrawnLand,
}

/// What is too small to be seen: how many pieces, and their area.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::map) struct Unseen {
    pub pieces: usize,
    pub area: Area,
}

impl std::iter::Sum for Unseen {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            pieces: sum.pieces + one.pieces,
            area: sum.area + one.area,
        })
    }
}

/// Neighbouring land or water.
pub(in crate::map) struct ContextShape {
    pub kind: ContextKind,
    pub name: Option<String>,
    /// In metres.
    pub rings: Vec<Vec<Pt>>,
}

/// All lines of one class, in metres.
pub(in crate::map) struct ClassLines {
    pub class: String,
    pub lines: Vec<Vec<Pt>>,
}

impl ClassLines {
    pub fn new(class: impl Into<String>, lines: Vec<Vec<Pt>>) -> Self {
        Self {
            class: class.into(),
            lines,
        }
    }
}

/// A dot for a place.
pub(in crate::map) struct PlaceMark {
    pub at: Pt,
    pub kind: PlaceKind,
}

/// The lines along which only one region lies: the outer edge of the data.
pub(in crate::map) fn outer_edge<'a>(regions: impl Iterator<Item = &'a Region>) -> Vec<GridLine> {
    let polygons = regions.flat_map(|r| &r.polygons);
    let rings: Vec<&GridLine> = polygons.flat_map(crate::model::rings).collect();
    let segment = |pair: &[GridPoint]| {
        let [a, b] = [(pair[0].x, pair[0].y), (pair[1].x, pair[1].y)];
        (a.min(b), a.max(b))
    };
    let mut owners: BTreeMap<_, u32> = BTreeMap::new();
    for pair in rings.iter().flat_map(|ring| ring.0.windows(2)) {
        *owners.entry(segment(pair)).or_default() += 1;
    }
    let mut lines: Vec<GridLine> = Vec::new();
    for ring in rings {
        let mut joined = false;
        for pair in ring.0.windows(2) {
            let alone = owners.get(&segment(pair)) == Some(&1);
            match lines.last_mut() {
                Some(line) if alone && joined => line.0.push(pair[1]),
                _ if alone => lines.push(GridLine::new(pair.to_vec())),
                _ => {}
            }
            joined = alone;
        }
    }
    lines
}

/// Land as one holds it; none where the theme has no fill for it.
pub(in crate::map) fn region(theme: &Theme, view: &View, region: &Region) -> Option<DrawnLand> {
    let mut data = vec![("controller", region.controller.clone())];
    data.extend(region.sovereign.clone().map(|s| ("sovereign", s)));
    data.push(("km2", exact(region.area.km2())));
    Some(DrawnLand {
        class: theme.fill(region)?,
        rings: view.rings(&region.polygons),
        title: Some(told(theme, &region.controller, region.area)),
        data,
    })
}

/// Land around the frame, as one holds it: drawn as any other, without figures.
pub(in crate::map) fn land_around(theme: &Theme, view: &View, region: &Region) -> Option<DrawnLand> {
    let mut land = self::region(theme, view, region)?;
    land.data.retain(|(key, _)| *key != "km2");
    land.title = None;
    (!land.rings.is_empty()).then_some(land)
}

/// A piece of land in a few words: whose it is, or went from whom to whom, and its area.
fn told(theme: &Theme, whose: &str, area: Area) -> String {
    let whose = theme
        .controller(whose)
        .map_or(whose, |controller| &controller.title);
    format!("{whose}: {}", theme.language.area(area))
}

/// From whom to whom a piece of land went.
fn between(theme: &Theme, transfer: &ChangedLand) -> String {
    let name = |who: &Option<String>| theme.short(who.as_deref().and_then(|name| theme.index(name)));
    format!("{} → {}", name(&transfer.from), name(&transfer.to))
}

/// The class of changed land around the frame.
pub(in crate::map) const AROUND: &str = "change-around";

/// What changed around the frame, as far as it is seen there; nothing before it changed.
pub(in crate::map) fn changes_around(view: &View, frame: &PanelFrame) -> Option<DrawnLand> {
    let pieces = frame.around.iter().filter(|_| frame.show != PanelKind::Before);
    let scale = view.metres_per_pixel();
    let rings: Vec<Vec<Pt>> = pieces
        .map(|piece| view.rings(&piece.polygons))
        .filter(|rings| is_visible(rings, scale))
        .flatten()
        .collect();
    (!rings.is_empty()).then(|| DrawnLand {
        class: AROUND.to_owned(),
        rings,
        title: None,
        data: Vec::new(),
    })
}

/// Land whose holder is another than on the first date, in the paler colour of who holds it now.
pub(in crate::map) fn since_first(theme: &Theme, view: &View, frame: &PanelFrame) -> Vec<DrawnLand> {
    let land = frame.since_first.iter().filter_map(|land| {
        let holder = theme.controller(land.to.as_deref()?)?;
        let rings = view.rings(&land.polygons);
        (!rings.is_empty()).then(|| DrawnLand {
            class: holder.taken(),
            rings,
            title: Some(told(theme, &between(theme, land), land.area)),
            data: Vec::new(),
        })
    });
    land.collect()
}

/// Land whose status the data states, over its holder's colour.
pub(in crate::map) fn status(view: &View, region: &Region) -> Option<DrawnLand> {
    let status = region.status.as_ref()?;
    Some(DrawnLand {
        class: status::class(status),
        rings: view.rings(&region.polygons),
        title: None,
        data: vec![
            ("status", status.clone()),
            ("controller", region.controller.clone()),
            ("km2", exact(region.area.km2())),
        ],
    })
}

/// The changed land as the panel shows it, and what is too small for that. Before, it stands out only if no sovereigns
/// distinguish it from its holder's home.
pub(in crate::map) fn changes(
    input: &MapInput,
    theme: &Theme,
    view: &View,
    frame: &PanelFrame,
) -> (Vec<ChangedPiece>, Unseen) {
    let show = frame.show;
    let has_held_land = input.before.regions.iter().any(Region::is_held_by_other);
    let (mut changes, mut unseen) = (Vec::new(), Unseen::default());
    if show == PanelKind::Units || (show == PanelKind::Before && has_held_land) {
        return (changes, unseen);
    }
    for (n, transfers) in theme.by_transition(frame.transfers).into_iter().enumerate() {
        let transition = &theme.transitions[n];
        let all: Area = transfers.iter().map(|t| t.area).sum();
        for (k, transfer) in transfers.into_iter().enumerate() {
            let holder = transfer.from.as_deref().and_then(|name| theme.controller(name));
            let class = match (show, holder) {
                (PanelKind::Before, None) => continue,
                (PanelKind::Before, Some(holder)) if holder.bystander => continue,
                (PanelKind::Before, Some(holder)) => holder.held(),
                _ => transition.class.clone(),
            };
            // The one piece of a transition is shown however small: the label finds it.
            let is_the_piece = k == 0 && transfer.area.units() * 10 >= all.units();
            // What is too small as a whole need not be cut to the window.
            if !is_the_piece && transfer.area.m2() < least_area(view.metres_per_pixel()) {
                let corner = transfer.polygons.first().and_then(|p| p.exterior().0.first());
                if corner.is_some_and(|at| view.place(*at).is_some()) {
                    unseen.pieces += 1;
                    unseen.area += transfer.area;
                }
                continue;
            }
            let rings = view.rings(&transfer.polygons);
            if !is_the_piece && !is_visible(&rings, view.metres_per_pixel()) {
                if !rings.is_empty() {
                    unseen.pieces += 1;
                    unseen.area += transfer.area;
                }
                continue;
            }
            let name = |who: &Option<String>| who.clone().unwrap_or_default();
            let label = between(theme, transfer);
            changes.push(ChangedPiece {
                transition: n,
                first: k == 0 && transition.pairs == 1,
                area: transfer.area,
                land: DrawnLand {
                    class,
                    rings,
                    title: Some(told(theme, &label, transfer.area)),
                    data: vec![
                        ("from", name(&transfer.from)),
                        ("to", name(&transfer.to)),
                        ("km2", exact(transfer.area.km2())),
                    ],
                },
                #[cfg(feature = "page")]
                label,
            });
        }
    }
    (changes, unseen)
}

/// The least area that can be seen, in m²: four pixels.
fn least_area(metres_per_pixel: f64) -> f64 {
    4.0 * square(metres_per_pixel)
}

/// Whether rings are wider than a pixel, on the whole, and larger than four.
fn is_visible(rings: &[Vec<Pt>], metres_per_pixel: f64) -> bool {
    let (mut twice_area, mut around) = (0.0, 0.0);
    for ring in rings {
        for (i, &b) in ring.iter().enumerate() {
            let a = if i == 0 { ring[ring.len() - 1] } else { ring[i - 1] };
            twice_area += a.0 * b.1 - b.0 * a.1;
            around += hypot(b.0 - a.0, b.1 - a.1);
        }
    }
    let area = twice_area.abs() / 2.0;
    area >= least_area(metres_per_pixel) && 2.0 * area >= around * metres_per_pixel
}

/// A number for a data attribute: more digits than the label, the same value.
pub(in crate::map) fn exact(km2: f64) -> String {
    format!("{km2:.6}")
}
