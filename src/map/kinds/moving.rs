//! The land of a long series on a web page: every line once, every piece of land with who held it when. The script of the page
//! draws any date of it, and any step, without computing an area.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::fill;
use crate::map::input::data::ChangedLand;
use crate::map::input::moves::{Moves, Tenure};
use crate::map::input::pairs::{MapPairs, MapSteps};
use crate::map::input::steps::MapStep;
use crate::map::kinds::web_step::{WebPiece, WebStep, rows};
use crate::map::page::legend::Entry;
use crate::map::plane::geometry::Pt;
use crate::map::plane::simplify::{Simplifier, is_speck};
use crate::map::scene::list::Scene;
use crate::map::style::theme::Theme;
use crate::map::view::window::View;
use crate::model::GridPolygon;

/// Lines are as fine as a quarter of a layout pixel.
const FINENESS: f64 = 4.0;

/// Land thinner than this is not told from its neighbour, in layout pixels.
const THINNEST: f64 = 0.3;

/// So much is drawn around the map, so that its frame cuts no line that is seen, in layout pixels.
const MARGIN: f64 = 8.0;

/// The land of a long series, and its steps.
#[derive(Debug)]
pub struct WebCourse {
    /// So many units of the lines are one of the map.
    pub fineness: f64,
    /// All lines, each once.
    pub arcs: Vec<WebArc>,
    /// Per piece of land, who held it for how many dates, one after the other.
    pub land: Vec<Vec<Tenure>>,
    /// Who holds land.
    pub holders: Vec<WebHolder>,
    /// From whom to whom land goes.
    pub passages: Vec<WebPassage>,
    /// From each date to the next.
    pub steps: Vec<WebStep>,
    /// Names of holders on wide and on narrow maps: the group `wide-name-N` is the Nth from 0.
    pub names: Vec<Vec<WebName>>,
}

/// The name of who holds land on a date.
#[derive(Debug)]
pub struct WebName {
    /// The place of the date.
    pub date: usize,
    /// The piece of land that it stands on or points at; none if nobody ever holds that.
    pub land: Option<usize>,
}

/// A name of a holder on the map of a date, in shares of the map's width.
pub(in crate::map) struct PlacedName {
    pub date: usize,
    pub at: Pt,
}

/// A line that several pieces of land share.
#[derive(Debug)]
pub struct WebArc {
    /// Its points; of a ring the first is the last again.
    pub points: Vec<[i64; 2]>,
    /// Which pieces of land it bounds.
    pub land: Vec<usize>,
}

/// Who holds land, and how that looks.
#[derive(Debug)]
pub struct WebHolder {
    /// The number of the controller.
    pub controller: usize,
    /// The number of the sovereign, where that is known.
    pub sovereign: Option<usize>,
    /// The class of such land.
    pub class: String,
    /// How many layers its hatch has.
    pub hatches: usize,
}

/// From whom to whom land goes, and how that looks; from nobody to nobody is what is left over.
#[derive(Debug)]
pub struct WebPassage {
    /// The number of the controller before.
    pub from: Option<usize>,
    /// The number of the controller after.
    pub to: Option<usize>,
    /// The class of such land.
    pub class: String,
    /// How many layers its hatch has.
    pub hatches: usize,
}

/// The land of a long series in a view; none of other pages.
pub(in crate::map) fn course(
    pairs: &MapPairs,
    theme: &Theme,
    view: &View,
    (scene, names): (&Scene, &[Vec<PlacedName>]),
) -> Option<WebCourse> {
    let (series, first) = (pairs.course.as_ref()?, pairs.land(0)?);
    let thinnest_m = THINNEST * view.metres_per_pixel() * view.grain;
    let moves = Moves::of(first, &series.steps, series.edges, thinnest_m);
    let hatches = |class: &str| {
        let style = scene.style(class).and_then(|style| style.hatch);
        style.map_or(0, |hatch| hatch.layers().len())
    };
    let passages = theme.transitions.iter().map(|transition| WebPassage {
        from: transition.from,
        to: transition.to,
        hatches: hatches(&transition.class),
        class: transition.class.clone(),
    });
    Some(WebCourse {
        fineness: FINENESS,
        holders: holders(&moves, theme, hatches),
        passages: passages.collect(),
        steps: steps(series, pairs, theme),
        names: names.iter().map(|names| web_names(&moves, view, names)).collect(),
        arcs: arcs(&moves, &view.with_margin(MARGIN)),
        land: moves.land.iter().map(|land| land.tenures.clone()).collect(),
    })
}

fn holders(moves: &Moves, theme: &Theme, hatches: impl Fn(&str) -> usize) -> Vec<WebHolder> {
    let sovereigns = moves
        .holders
        .iter()
        .filter_map(|holder| holder.sovereign.as_deref());
    let sovereigns: BTreeSet<&str> = sovereigns.collect();
    let holders = moves.holders.iter().map(|holder| {
        let sovereign = holder.sovereign.as_deref();
        let class = theme.fill(&holder.region()).unwrap_or_default();
        WebHolder {
            controller: theme.index(&holder.controller).unwrap_or_default(),
            sovereign: sovereign.and_then(|name| sovereigns.iter().position(|known| *known == name)),
            hatches: hatches(&class),
            class,
        }
    });
    holders.collect()
}

/// The steps from each date to the next, whose figures are those of the change itself.
fn steps(series: &MapSteps, pairs: &MapPairs, theme: &Theme) -> Vec<WebStep> {
    let step = |(n, step): (usize, &MapStep)| {
        let id = format!("s{n}-{}", n + 1);
        // All land that went from one to another is one piece.
        let piece = |passage: usize, transfers: &[&ChangedLand]| {
            vec![WebPiece {
                id: format!("{id}-change-{passage}"),
                label: theme.label_of_rest(transfers),
                area: transfers.iter().map(|t| t.area).sum(),
            }]
        };
        let rows = rows(theme, &step.transfers, &step.ranges, piece);
        WebStep {
            places: [n, n + 1],
            title: step.title.clone(),
            subtitle: step.subtitle.clone(),
            total: rows.iter().map(|row| row.area).sum(),
            language: pairs.shared.language.in_unit(step.unit),
            notes: Vec::new(),
            land: Vec::new(),
            rows,
            id,
        }
    };
    series.steps.iter().enumerate().map(step).collect()
}

/// The names with the land that they name.
fn web_names(moves: &Moves, view: &View, names: &[PlacedName]) -> Vec<WebName> {
    let name = |&PlacedName { date, at: (x, y) }: &PlacedName| {
        let at = (x * view.rect.w, y * view.rect.w);
        let is_there = |polygons: &[GridPolygon]| {
            let rings = view.rings(polygons);
            let crossed = rings.iter().map(|ring| crossings(ring, view, at));
            crossed.sum::<usize>() % 2 == 1
        };
        WebName {
            date,
            land: moves.land.iter().position(|land| is_there(&land.polygons)),
        }
    };
    names.iter().map(name).collect()
}

/// How many edges of a ring lie right of a position on the map.
fn crossings(ring: &[Pt], view: &View, (x, y): Pt) -> usize {
    let points: Vec<Pt> = ring.iter().map(|&point| view.pixel(point)).collect();
    let edges = points.iter().zip(points.iter().cycle().skip(1));
    let is_right = |&(a, b): &(&Pt, &Pt)| {
        let is_beside = (a.1 > y) != (b.1 > y);
        is_beside && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
    };
    edges.filter(is_right).count()
}

/// The lines around all land, each once, in units of a quarter of a pixel.
fn arcs(moves: &Moves, view: &View) -> Vec<WebArc> {
    let metres = view.metres_per_pixel() * view.grain;
    let rings = moves.land.iter().map(|land| {
        let mut rings = view.rings(&land.polygons);
        rings.retain(|ring| !is_speck(ring, metres));
        rings
    });
    let rings: Vec<Vec<Vec<Pt>>> = rings.collect();
    let mut simplifier = Simplifier::new(metres);
    for ring in rings.iter().flatten() {
        simplifier.note(ring, true);
    }
    let unit = |at: Pt| {
        let (x, y) = view.pixel(at);
        [x, y].map(|v| (v * FINENESS).round() as i64)
    };
    let mut arcs: BTreeMap<Vec<[i64; 2]>, BTreeSet<usize>> = BTreeMap::new();
    for (land, ring) in rings
        .iter()
        .enumerate()
        .flat_map(|(n, rings)| rings.iter().map(move |ring| (n, ring)))
    {
        for stretch in simplifier.shared(ring) {
            let mut points: Vec<[i64; 2]> = stretch.into_iter().map(unit).collect();
            points.dedup();
            if points.len() < 2 {
                continue;
            }
            let back: Vec<[i64; 2]> = points.iter().rev().copied().collect();
            let bounded = arcs.entry(points.min(back)).or_default();
            // Land on both sides of a line is not bounded by it.
            if !bounded.remove(&land) {
                bounded.insert(land);
            }
        }
    }
    let bounding = arcs.into_iter().filter(|(_, land)| !land.is_empty());
    bounding
        .map(|(points, land)| WebArc {
            points,
            land: land.into_iter().collect(),
        })
        .collect()
}

/// The classes of all that a script may draw of a series, as the key explains them; those without a label it leaves out.
pub(in crate::map) fn drawn_classes(course: &WebCourse, theme: &Theme) -> Vec<Entry> {
    let entry = |class: &str, label: String| Entry {
        class: class.to_owned(),
        line: false,
        label,
    };
    let rows = course.steps.iter().flat_map(|step| &step.rows);
    let passages = rows.map(|row| entry(&row.class, row.label.clone()));
    let holders = course.holders.iter().filter(|holder| !holder.class.is_empty());
    let holders = holders.map(|holder| {
        let controller = &theme.controllers[holder.controller];
        let is_own = holder.class == controller.home() && !controller.outlined;
        let held = || {
            fill(
                &theme.language.words.legend.held_by,
                &[("who", &controller.short)],
            )
        };
        // A tint is that of many, and no key tells whose.
        let label = match controller.tint {
            Some(_) if is_own => String::new(),
            _ if is_own => controller.title.clone(),
            _ => held(),
        };
        entry(&holder.class, label)
    });
    holders.chain(passages).collect()
}
