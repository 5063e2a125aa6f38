//! Whether what the picture says is so: its title, its names, the land in its key.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{ISOLATE, ISOLATE_END, fill, is_right_to_left};
use crate::map::input::data::ChangedLand;
use crate::map::lint::checked::{CheckedMap, is_change, is_land, is_on_map};
use crate::map::lint::figures::{of_transfers, small_text, texts};
use crate::map::lint::finding::{Measured, judged, listed, void};
use crate::map::lint::geometry::NO_MAP;
use crate::map::lint::layout::{area_of, bounds, share_of};
use crate::map::lint::zoom;
use crate::map::page::start::WIDEST_ZOOM;
use crate::map::panel::contents::AROUND;
use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::rect::Rect;
use crate::map::scene::node::Node;
use crate::map::scene::page::WIDTH;
use crate::map::view::extent::MapExtent;
use crate::math::hypot;
use crate::measure::{Area, AreaUnit};
use crate::model::{GRID_PER_DEGREE, GridPoint, rings};

/// The title's numbers are figures of the picture, and who gained or lost by it did on balance.
pub(in crate::map) fn title(map: &CheckedMap) -> Measured {
    let input = map.input;
    let mut bad = Vec::new();
    let overall = overall(map);
    let balances = balances(&overall);
    let mut areas = of_transfers(&overall);
    areas.extend(balances.values().flatten().copied());
    let is_figure = |text: &str| {
        AreaUnit::ALL.into_iter().any(|unit| {
            let language = input.language.in_unit(unit);
            areas.iter().any(|area| language.area(*area) == text)
        })
    };
    for figure in figures_of(&input.title, map) {
        if !is_figure(&figure) {
            bad.push(format!("{figure} of the title is no figure of the picture"));
        }
    }
    let words = &input.language.words.title;
    for (form, is_gain) in [(&words.gained, true), (&words.lost, false)] {
        let verb = form.replace("{who}", "").replace("{area}", "");
        for (who, [gained, lost]) in &balances {
            let said = format!("{}{}", input.language.name(who), verb.trim_end());
            if input.title.starts_with(&said) && gained != lost && (gained < lost) == is_gain {
                bad.push(format!("the title has it the other way round for {who}"));
            }
        }
    }
    listed(&bad, &input.title)
}

/// What each gained and lost.
fn balances(transfers: &[ChangedLand]) -> BTreeMap<&str, [Area; 2]> {
    let mut sums: BTreeMap<&str, [Area; 2]> = BTreeMap::new();
    for t in transfers.iter().filter(|t| t.is_told()) {
        for (who, k) in [(&t.to, 0), (&t.from, 1)] {
            if let Some(who) = who {
                sums.entry(who).or_default()[k] += t.area;
            }
        }
    }
    sums
}

/// What changed hands from the first state to the last, without the land: each by its last name.
fn overall(map: &CheckedMap) -> Vec<ChangedLand> {
    let last = |name: &Option<String>| name.as_deref().map(|name| map.input.last_heir(name).to_owned());
    let changes = map.series.overall.iter().map(|t| ChangedLand {
        from: last(&t.from),
        to: last(&t.to),
        area: t.area,
        noise: t.noise,
        dimmed: t.dimmed,
        polygons: Vec::new(),
    });
    changes.collect()
}

/// The areas in a text, each with its unit.
fn figures_of(text: &str, map: &CheckedMap) -> Vec<String> {
    let mut found = Vec::new();
    for unit in AreaUnit::ALL {
        let language = map.input.language.in_unit(unit);
        let symbol = fill(language.unit_message(), &[("number", "")]);
        for (at, _) in text.match_indices(&symbol) {
            let before = &text[..at];
            let number = before.rsplit([' ', '(']).next().unwrap_or_default();
            let ends = text[at + symbol.len()..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric());
            if ends && number.starts_with(|c: char| c.is_ascii_digit() || c == '<') {
                found.push(format!("{number}{symbol}"));
            }
        }
    }
    found
}

/// The least share of a country's name that lies on its land.
const ON_LAND: f64 = 0.5;

/// Every name of a country stands on land that it holds on the date of the map.
pub(in crate::map) fn holders(map: &CheckedMap) -> Measured {
    let (mut bad, mut seen) = (Vec::new(), 0);
    for panel in map.panels() {
        let side = &map.state(panel).side;
        for label in map
            .scene
            .record
            .holders
            .iter()
            .filter(|label| label.panel == panel.id)
        {
            seen += 1;
            let holds = side
                .regions
                .iter()
                .any(|region| region.controller == label.holder);
            if !holds {
                bad.push(format!("{} holds no land on {}", label.holder, side.heading));
            } else if share_of(&label.land, label.rect) < ON_LAND {
                bad.push(format!("the name of {} is mostly off its land", label.holder));
            }
        }
    }
    if seen == 0 {
        return void("no name of a country on this picture");
    }
    listed(&bad, &format!("{seen} names"))
}

/// Two dots are as near as each other, in pixels of the page.
const AS_NEAR: f64 = 4.0;

/// No other dot is nearer to the name of a place than its own.
pub(in crate::map) fn dots(map: &CheckedMap) -> Measured {
    let (mut bad, mut seen) = (Vec::new(), 0);
    for panel in map.panels() {
        let own: Vec<_> = map
            .scene
            .record
            .dots
            .iter()
            .filter(|dot| dot.panel == panel.id)
            .collect();
        for label in &own {
            seen += 1;
            let far = |at: Pt| distance(label.rect, at);
            let nearest = own.iter().map(|dot| far(dot.at)).fold(f64::INFINITY, f64::min);
            if far(label.at) > nearest + AS_NEAR {
                bad.push(format!("another dot is nearer to “{}” than its own", label.name));
            }
        }
    }
    if seen == 0 {
        return void("no place with a dot on this picture");
    }
    listed(&bad, &format!("{seen} places"))
}

fn distance(rect: Rect, (x, y): Pt) -> f64 {
    let off = |v: f64, low: f64, high: f64| (low - v).max(v - high).max(0.0);
    hypot(off(x, rect.x, rect.right()), off(y, rect.y, rect.bottom()))
}

/// The least that a class of the key shows on the maps, in pixels of the page.
const LEAST_SEEN: f64 = 4.0;

/// Land that the key or a table explains is to be seen.
pub(in crate::map) fn visible(map: &CheckedMap) -> Measured {
    if map.panels().is_empty() {
        return void(NO_MAP);
    }
    let mut drawn: BTreeMap<String, f64> = BTreeMap::new();
    for scene in map.frames {
        scene.walk(&mut |ids, node| {
            if let Node::Shape(shape) = node
                && is_on_map(ids)
                && is_land(&shape.class)
            {
                *drawn.entry(shape.class.clone()).or_default() += area_of(shape);
            }
        });
    }
    let explained = map.shapes.iter().filter(|grouped| {
        grouped.ids.iter().any(|id| ["legend", "table"].contains(id)) && is_land(&grouped.shape.class)
    });
    let classes: BTreeSet<&str> = explained.map(|grouped| grouped.shape.class.as_str()).collect();
    let is_told = map.scene.record.unseen != Area::ZERO;
    let mut bad: Vec<String> = Vec::new();
    for class in &classes {
        let seen = drawn.get(*class).copied().unwrap_or(0.0);
        // What is too small to be seen is in the small print, or has an outline and a label that leads to it.
        let is_change = is_change(class) || class.starts_with("held-");
        let is_found = is_change && (is_told || drawn.contains_key(*class));
        if seen < LEAST_SEEN && !is_found {
            bad.push(format!("{class} is explained, and {seen:.0} px² of it are drawn"));
        }
    }
    listed(&bad, &format!("{} classes", classes.len()))
}

/// A number on the map stands in the key, and one of the key on some map.
pub(in crate::map) fn numbered(map: &CheckedMap) -> Measured {
    let of_class = |class: &str| {
        let mut numbers = BTreeSet::new();
        for scene in map.frames {
            scene.walk(&mut |_, node| {
                if let Node::Text(text) = node
                    && text.class == class
                {
                    numbers.insert(text.content.clone());
                }
            });
        }
        numbers
    };
    let (on_maps, in_key) = (of_class("change-number"), of_class("key-number"));
    if on_maps.is_empty() && in_key.is_empty() {
        return void("no change has a number");
    }
    let bad = on_maps.symmetric_difference(&in_key);
    let bad: Vec<String> = bad
        .map(|number| format!("“{number}” is not on the map and in the key"))
        .collect();
    listed(&bad, &format!("{} numbers", in_key.len()))
}

/// The longest leader, as a share of the width of a page that is not narrow.
const LONGEST: f64 = 0.08;

pub(in crate::map) fn leaders(map: &CheckedMap) -> Measured {
    // On a narrow page letters are larger, and leaders no longer than they need.
    let width = map.scene.size().0.max(WIDTH);
    let leaders: Vec<_> = map
        .scene
        .record
        .labels
        .iter()
        .filter_map(|label| label.leader)
        .collect();
    if leaders.is_empty() {
        return void("no leaders on this picture");
    }
    let lengths = leaders.iter().map(|(a, b)| hypot(a.0 - b.0, a.1 - b.1) / width);
    let longest = lengths.fold(0.0, f64::max);
    judged(
        longest <= LONGEST + 0.001,
        format!(
            "{} leaders, the longest {:.1} % of the width",
            leaders.len(),
            longest * 100.0
        ),
    )
}

/// The least share of the map that what changed spans.
const SPANNED: f64 = 0.15;

pub(in crate::map) fn spanned(map: &CheckedMap) -> Measured {
    let mut widest: Option<f64> = None;
    for panel in map.panels() {
        let changes = map.on_maps().filter(|grouped| {
            let is_own = grouped.ids.contains(&panel.id.as_str());
            is_own && is_change(&grouped.shape.class) && grouped.shape.class != AROUND
        });
        let boxes = changes.filter_map(|grouped| bounds(grouped.shape));
        let share = share_spanned(boxes, panel.rect);
        widest = widest.into_iter().chain(share).reduce(f64::max);
    }
    // What is small on the map is seen in its inset.
    for spot in map.scene.record.zooms.iter().filter_map(|zoom| zoom.spot) {
        let share = share_spanned(zoom::changes(map), spot);
        widest = widest.into_iter().chain(share).reduce(f64::max);
    }
    match widest {
        None => void("no changed land on this picture"),
        Some(share) => judged(
            share >= SPANNED || is_as_near_as_maps_go(map),
            format!("what changed spans {:.0} % of the map", share * 100.0),
        ),
    }
}

/// The share of a map that some boxes span together, the longer way: a strip is as long as it can be.
fn share_spanned(boxes: impl Iterator<Item = Rect>, map: Rect) -> Option<f64> {
    let corners = boxes.flat_map(|b| [(b.x, b.y), (b.right(), b.bottom())]);
    let all = PlaneBounds::around(corners)?;
    Some((all.width() / map.w).max(all.height() / map.h))
}

/// Whether a map of a small change shows no more around it than every map does.
fn is_as_near_as_maps_go(map: &CheckedMap) -> bool {
    let regions = map.series.states.iter().flat_map(|state| &state.side.regions);
    let all = MapExtent::around(regions.flat_map(|region| &region.polygons));
    let (Some(all), Some(panel)) = (all, map.panels().first()) else {
        return false;
    };
    panel.extent.width() <= 1.01 * all.width() / WIDEST_ZOOM
}

/// Every source stands in the small print.
pub(in crate::map) fn sources(map: &CheckedMap) -> Measured {
    let credits = &map.input.credits;
    if credits.is_empty() {
        return void("the data names no source");
    }
    let small = plain(&small_text(map));
    let missing: Vec<String> = credits
        .iter()
        .map(|credit| credit.trim().trim_end_matches('.'))
        .filter(|credit| !small.contains(&plain(credit)))
        .map(|credit| format!("“{credit}” is not named"))
        .collect();
    listed(&missing, &format!("{} sources", credits.len()))
}

/// A text without what states directions, with single blanks.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| ![ISOLATE, ISOLATE_END].contains(c))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names from right to left are isolated in texts that have more than them.
pub(in crate::map) fn isolates(map: &CheckedMap) -> Measured {
    let (mut bad, mut seen) = (Vec::new(), 0);
    for (_, _, text) in texts(map) {
        if !text.chars().any(is_right_to_left) {
            continue;
        }
        seen += 1;
        let others = text
            .chars()
            .any(|c| c == '→' || (c.is_alphanumeric() && !is_right_to_left(c)));
        let (mut depth, mut bare) = (0_usize, false);
        for c in text.chars() {
            match c {
                ISOLATE => depth += 1,
                ISOLATE_END => depth = depth.saturating_sub(1),
                c => bare |= depth == 0 && is_right_to_left(c),
            }
        }
        if others && bare {
            bad.push(format!("“{text}” may be read the other way round"));
        }
    }
    if seen == 0 {
        return void("no text from right to left");
    }
    listed(&bad, &format!("{seen} texts"))
}

/// What is counted lies in the frame, where the figures are about that.
pub(in crate::map) fn scope(map: &CheckedMap) -> Measured {
    let Some([west, south, east, north]) = map.input.frame else {
        return void("the figures are about all land");
    };
    let slack = 1e-6;
    let is_inside = |p: &GridPoint| {
        let degrees = |v: i64| v as f64 / GRID_PER_DEGREE as f64;
        let (x, y) = (degrees(p.x), degrees(p.y));
        let is_between = if west < east {
            x >= west - slack && x <= east + slack
        } else {
            x >= west - slack || x <= east + slack
        };
        is_between && y >= south - slack && y <= north + slack
    };
    let states = &map.series.states;
    let regions = states
        .iter()
        .flat_map(|state| &state.side.regions)
        .map(|r| &r.polygons);
    let counted = map.input.transfers.iter().map(|t| &t.polygons).chain(regions);
    let mut points = counted.flatten().flat_map(rings).flat_map(|ring| &ring.0);
    judged(
        points.all(is_inside),
        format!("{west}° to {east}°, {south}° to {north}°"),
    )
}
