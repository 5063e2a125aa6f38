//! The subject of a panel: the state it tells, and its land as shapes in metres.

use std::collections::BTreeMap;

use crate::measure::Area;
use crate::model::{GridLine, GridPoint};

use super::element::Pt;
use super::input::{Context, ContextKind, MapInput, PlaceKind, Region, Side, Transfer};
use super::theme::Theme;
use super::view::View;

/// What a panel tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// The earlier state.
    Before,
    /// The later state, the change hatched, the earlier line as a ghost.
    After,
    /// The change on the later state, the earlier line in full.
    Change,
}

/// A piece of land on the panel.
pub(super) struct Land {
    pub class: String,
    /// In metres.
    pub rings: Vec<Vec<Pt>>,
    pub data: Vec<(&'static str, String)>,
}

impl Land {
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
pub(super) struct Change {
    /// Which of the theme's transitions.
    pub transition: usize,
    /// Whether it is the largest piece of its transition.
    pub first: bool,
    pub area: Area,
    pub land: Land,
}

/// What is too small to be seen: how many pieces, and their area.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unseen {
    pub pieces: usize,
    pub area: Area,
}

/// Land or water around the subject.
pub(super) struct Around {
    pub kind: ContextKind,
    pub name: Option<String>,
    /// In metres.
    pub rings: Vec<Vec<Pt>>,
}

/// A dot for a place.
pub(super) struct Mark {
    pub at: Pt,
    pub kind: PlaceKind,
}

/// What one panel is drawn from.
pub(super) struct Frame<'a> {
    pub id: String,
    pub show: Show,
    pub side: &'a Side,
    /// The state before, whose lines are shown as a ghost.
    pub earlier: Option<&'a Side>,
    /// What changed hands since, or will.
    pub transfers: &'a [Transfer],
}

impl<'a> Frame<'a> {
    /// A panel of a pair of states.
    pub fn of(input: &'a MapInput, show: Show) -> Self {
        let (id, side, earlier) = match show {
            Show::Before => ("before", &input.before, None),
            Show::After => ("after", &input.after, Some(&input.before)),
            Show::Change => ("change", &input.after, Some(&input.before)),
        };
        Self {
            id: id.to_owned(),
            show,
            side,
            earlier,
            transfers: &input.transfers,
        }
    }
}

/// The lines along which only one region lies: the outer edge of the data.
pub(super) fn rim(regions: &[Region]) -> Vec<GridLine> {
    let polygons = regions.iter().flat_map(|r| &r.polygons);
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

/// Neighbouring land and water.
pub(super) fn around(input: &MapInput, view: &View) -> Vec<Around> {
    let item = |c: &Context| Around {
        kind: c.kind,
        name: c.name.clone(),
        rings: view.rings(&c.polygons),
    };
    input.context.iter().map(item).collect()
}

/// Land as one holds it; none where the theme has no fill for it.
pub(super) fn region(theme: &Theme, view: &View, region: &Region) -> Option<Land> {
    let mut data = vec![("controller", region.controller.clone())];
    data.extend(region.sovereign.clone().map(|s| ("sovereign", s)));
    data.push(("km2", exact(region.area.km2())));
    Some(Land {
        class: theme.fill(region)?,
        rings: view.rings(&region.polygons),
        data,
    })
}

/// Land whose status the data states, over its holder's colour.
pub(super) fn status(view: &View, region: &Region) -> Option<Land> {
    let status = region.status.as_ref()?;
    Some(Land {
        class: super::status::class(status),
        rings: view.rings(&region.polygons),
        data: vec![
            ("status", status.clone()),
            ("controller", region.controller.clone()),
            ("km2", exact(region.area.km2())),
        ],
    })
}

/// The changed land as the panel shows it, and what is too small for that. Before, it stands out only if no sovereigns
/// tell it from its holder's home.
pub(super) fn changes(input: &MapInput, theme: &Theme, view: &View, frame: &Frame) -> (Vec<Change>, Unseen) {
    let show = frame.show;
    let told = input.before.regions.iter().any(Region::is_held_by_other);
    let (mut changes, mut unseen) = (Vec::new(), Unseen::default());
    if show == Show::Before && told {
        return (changes, unseen);
    }
    for (n, transfers) in theme.by_transition(frame.transfers).into_iter().enumerate() {
        let transition = &theme.transitions[n];
        let all: Area = transfers.iter().map(|t| t.area).sum();
        for (k, transfer) in transfers.into_iter().enumerate() {
            let holder = transfer.from.as_deref().and_then(|name| theme.controller(name));
            let class = match (show, holder) {
                (Show::Before, None) => continue,
                (Show::Before, Some(holder)) if holder.bystander => continue,
                (Show::Before, Some(holder)) => holder.held(),
                _ => transition.class.clone(),
            };
            let rings = view.rings(&transfer.polygons);
            // The one piece of a transition is shown however small: the label finds it.
            let told_by_itself = k == 0 && transfer.area.units() * 10 >= all.units();
            if !told_by_itself && !is_visible(&rings, view.metres_per_pixel()) {
                if !rings.is_empty() {
                    unseen.pieces += 1;
                    unseen.area += transfer.area;
                }
                continue;
            }
            let name = |who: &Option<String>| who.clone().unwrap_or_default();
            changes.push(Change {
                transition: n,
                first: k == 0 && transition.pairs == 1,
                area: transfer.area,
                land: Land {
                    class,
                    rings,
                    data: vec![
                        ("from", name(&transfer.from)),
                        ("to", name(&transfer.to)),
                        ("km2", exact(transfer.area.km2())),
                    ],
                },
            });
        }
    }
    (changes, unseen)
}

/// Whether rings are wider than a pixel, on the whole, and larger than four.
fn is_visible(rings: &[Vec<Pt>], metres_per_pixel: f64) -> bool {
    let (mut twice_area, mut around) = (0.0, 0.0);
    for ring in rings {
        for (i, &b) in ring.iter().enumerate() {
            let a = if i == 0 { ring[ring.len() - 1] } else { ring[i - 1] };
            twice_area += a.0 * b.1 - b.0 * a.1;
            around += (b.0 - a.0).hypot(b.1 - a.1);
        }
    }
    let area = twice_area.abs() / 2.0;
    area >= 4.0 * metres_per_pixel.powi(2) && 2.0 * area >= around * metres_per_pixel
}

/// A number for a data attribute: more digits than the label, the same value.
fn exact(km2: f64) -> String {
    format!("{km2:.6}")
}
