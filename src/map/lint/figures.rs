//! Numbers and the small print.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::fill;
use crate::map::input::data::{ChangedLand, DatedLand, Region};
use crate::map::input::series::SeriesState;
use crate::map::lint::checked::CheckedMap;
use crate::map::lint::finding::{Measured, judged, listed, void};
use crate::map::page::header::dates;
use crate::map::page::rows::{changes_around, net, net_range};
use crate::map::scene::node::Node;
use crate::measure::{Area, AreaRange, EdgeModel, polygons_area};

/// Every text with the ids of its groups and its class.
pub(in crate::map) fn texts<'a>(map: &CheckedMap<'a>) -> Vec<(Vec<&'a str>, &'a str, &'a str)> {
    let mut found = Vec::new();
    map.scene.walk(&mut |ids, node| {
        if let Node::Text(text) = node {
            found.push((ids.to_vec(), text.class.as_str(), text.content.as_str()));
        }
    });
    found
}

/// All areas that the picture may print, as they are printed.
fn known(map: &CheckedMap) -> BTreeSet<String> {
    let input = map.input;
    let mut areas = of_transfers(&input.transfers);
    let kept: Area = input.kept.iter().map(|r| r.area).sum();
    areas.extend([areas[0] + kept, map.scene.record.unseen]);
    areas.extend(of_regions(&input.kept));
    for state in &map.series.states {
        areas.extend(of_transfers(&state.transfers));
        areas.extend(of_regions(&state.side.regions));
    }
    areas.extend(of_transfers(&map.series.overall));
    areas.push(changes_around(input).map(|t| t.area).sum());
    areas.extend(of_the_rest(map));
    let language = &input.language;
    areas.into_iter().map(|area| language.area_number(area)).collect()
}

/// What each holder, by the last of its names, held on each date.
fn held_on_dates<'a>(map: &'a CheckedMap) -> BTreeMap<&'a str, Vec<Area>> {
    let states = &map.series.states;
    let mut held: BTreeMap<&str, Vec<Area>> = BTreeMap::new();
    for (n, state) in states.iter().enumerate() {
        for region in &state.side.regions {
            let areas = held
                .entry(map.input.last_heir(&region.controller))
                .or_insert_with(|| vec![Area::ZERO; states.len()]);
            areas[n] += region.area;
        }
    }
    held
}

/// The land that each holder, by the last of its names, gained and lost in all.
fn exchanged<'a>(map: &'a CheckedMap) -> BTreeMap<&'a str, Area> {
    let mut exchanged: BTreeMap<&str, Area> = BTreeMap::new();
    let pieces = map.series.states.iter().flat_map(|state| &state.transfers);
    for piece in pieces.filter(|piece| !piece.noise) {
        let parties = [&piece.from, &piece.to].into_iter().flatten();
        let parties: BTreeSet<&str> = parties.map(|who| map.input.last_heir(who)).collect();
        for who in parties {
            *exchanged.entry(who).or_default() += piece.area;
        }
    }
    exchanged
}

/// What those who held least over all dates held together on each, and those who exchanged least: from the last to all.
fn of_the_rest(map: &CheckedMap) -> Vec<Area> {
    let held = held_on_dates(map);
    let mut by_land: Vec<&Vec<Area>> = held.values().collect();
    by_land.sort_by_key(|areas| areas.iter().copied().sum::<Area>());
    let mut by_exchange: Vec<(&str, Area)> = exchanged(map).into_iter().collect();
    by_exchange.sort_by_key(|(_, area)| *area);
    let by_exchange = by_exchange.iter().filter_map(|(who, _)| held.get(who));
    let mut all = running_sums(by_land);
    all.extend(running_sums(by_exchange));
    all
}

/// Of areas on each date, the sums of the first, the first two, and so on.
fn running_sums<'a>(areas: impl IntoIterator<Item = &'a Vec<Area>>) -> Vec<Area> {
    let mut sums: Vec<Area> = Vec::new();
    let mut all = Vec::new();
    for areas in areas {
        sums.resize(areas.len(), Area::ZERO);
        sums.iter_mut().zip(areas).for_each(|(sum, area)| *sum += *area);
        all.extend_from_slice(&sums);
    }
    all
}

/// What may be printed of some transfers: of all (first), of each, of each pair, of what each gained and lost.
pub(in crate::map) fn of_transfers(transfers: &[ChangedLand]) -> Vec<Area> {
    let changes = || transfers.iter().filter(|t| t.is_change());
    let mut areas: Vec<Area> = vec![
        changes().map(|t| t.area).sum(),
        transfers.iter().filter(|t| t.noise).map(|t| t.area).sum(),
    ];
    let mut pairs: BTreeMap<_, Area> = BTreeMap::new();
    let mut gains: BTreeMap<_, Area> = BTreeMap::new();
    let mut losses: BTreeMap<_, Area> = BTreeMap::new();
    for t in changes() {
        areas.push(t.area);
        *pairs.entry((&t.from, &t.to, t.dimmed)).or_default() += t.area;
        *gains.entry(&t.to).or_default() += t.area;
        *losses.entry(&t.from).or_default() += t.area;
    }
    // What is left over after the largest so many, as lists and legends sum it; what is dimmed comes after all else.
    let listed = pairs.iter().map(|((_, _, dimmed), area)| (*dimmed, *area));
    let gained = gains.values().map(|area| (false, *area));
    for mut sums in [listed.collect::<Vec<_>>(), gained.collect()] {
        sums.sort_by_key(|(dimmed, area)| (*dimmed, std::cmp::Reverse(*area)));
        let mut rest = Area::ZERO;
        for (_, area) in sums.into_iter().rev() {
            rest += area;
            areas.extend([area, rest]);
        }
    }
    for who in gains.keys().chain(losses.keys()) {
        let sum = |sums: &BTreeMap<_, Area>| sums.get(*who).copied().unwrap_or_default();
        areas.extend([sum(&gains), sum(&losses), sum(&gains) - sum(&losses)]);
    }
    areas
}

/// What may be printed of land: of each region, of what each holds at home or elsewhere, and in all.
fn of_regions(regions: &[Region]) -> Vec<Area> {
    let mut areas: Vec<Area> = regions.iter().map(|r| r.area).collect();
    let mut held: BTreeMap<_, Area> = BTreeMap::new();
    let mut all: BTreeMap<_, Area> = BTreeMap::new();
    for region in regions {
        let key = (&region.controller, region.is_held_by_other());
        *held.entry(key).or_default() += region.area;
        *all.entry(&region.controller).or_default() += region.area;
    }
    areas.extend(held.into_values().chain(all.into_values()));
    areas
}

/// The numbers before the unit (` km²`) in a text.
fn stated(text: &str, unit: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(unit).collect();
    let number = |part: &&str| {
        let word = part.rsplit([' ', '(']).next().unwrap_or_default();
        let word = word.trim_start_matches('+');
        let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '<' || c == '−');
        // The unit of a heading follows a comma.
        (is_number && !word.ends_with(',')).then(|| word.to_owned())
    };
    parts[..parts.len() - 1].iter().filter_map(number).collect()
}

/// A figure and the range below it, as they are printed.
type Ranged = (String, String);

/// All figures with the ranges that the picture may print below them, and what is wrong with ranges themselves.
fn ranged(map: &CheckedMap) -> (BTreeSet<Ranged>, Vec<String>) {
    let (input, language) = (map.input, &map.input.language);
    let (mut pairs, mut bad) = (BTreeSet::new(), Vec::new());
    let mut add = |area: Area, figure: String, range: AreaRange, text: String| {
        if !range.contains(area) {
            bad.push(format!("{figure} is not in its range {text}"));
        }
        pairs.insert((figure, text));
    };
    let mut plain = |area: Area, range: AreaRange| {
        add(area, language.area_number(area), range, language.range(range));
    };
    let changes = || input.transfers.iter().filter(|t| t.is_change());
    for (key, range) in &input.ranges.transitions {
        let own = changes().filter(|t| (&t.from, &t.to, t.dimmed) == (&key.from, &key.to, key.dimmed));
        plain(own.map(|t| t.area).sum(), *range);
    }
    for (who, range) in &input.ranges.kept {
        plain(held_by(&input.kept, who), *range);
    }
    if let Some(range) = input.ranges.total {
        let kept: Area = input.kept.iter().map(|r| r.area).sum();
        plain(changes().map(|t| t.area).sum::<Area>() + kept, range);
    }
    for side in map.series.states.iter().map(|state| &state.side) {
        for (who, range) in &side.ranges {
            plain(held_by(&side.regions, who), *range);
        }
    }
    for (who, range) in &input.ranges.net {
        let sum = |side: fn(&ChangedLand) -> &Option<String>| -> Area {
            changes()
                .filter(|t| side(t).as_ref() == Some(who))
                .map(|t| t.area)
                .sum()
        };
        let (gained, lost) = (sum(|t| &t.to), sum(|t| &t.from));
        let figure = net(language, gained, lost);
        add(gained - lost, figure, *range, net_range(language, *range));
    }
    (pairs, bad)
}

fn held_by(regions: &[Region], who: &str) -> Area {
    let own = regions.iter().filter(|r| r.controller == who);
    own.map(|r| r.area).sum()
}

/// Whether a text is the range of the figure before it.
fn is_range(class: &str) -> bool {
    class.starts_with("range")
}

/// What is wrong with ranges: each must be that of the figure that is written before it.
fn wrong_ranges(map: &CheckedMap, unit: &str) -> Vec<String> {
    let (known, mut bad) = ranged(map);
    let texts = texts(map);
    for pair in texts.windows(2) {
        let [(_, _, before), (_, class, range)] = pair else {
            continue;
        };
        if !is_range(class) {
            continue;
        }
        let figure = stated(before, unit).pop().unwrap_or_else(|| (*before).to_owned());
        if !known.contains(&(figure.clone(), (*range).to_owned())) {
            bad.push(format!("“{range}” is not the range of {figure}"));
        }
    }
    bad
}

pub(in crate::map) fn numbers(map: &CheckedMap) -> Measured {
    let known = known(map);
    let unit = fill(map.input.language.unit_message(), &[("number", "")]);
    let mut bad = wrong_ranges(map, &unit);
    let mut seen = 0;
    for (ids, class, text) in texts(map) {
        // A title may be the user's own; ranges are no areas.
        if ids.contains(&"header") || is_range(class) {
            continue;
        }
        let alone = ids.contains(&"table") && (class == "table-number" || class == "table-total");
        let in_column =
            ids.contains(&"shares") && is_number(text) && !is_date(map, text) && !is_name(map, text);
        let numbers = if alone || in_column {
            vec![text.to_owned()]
        } else {
            stated(text, &unit)
        };
        for number in numbers {
            seen += 1;
            if !known.contains(&number) {
                bad.push(format!("“{text}” is no measured area"));
            }
        }
    }
    for region in map.series.states.iter().flat_map(|state| &state.side.regions) {
        if !is_measured(region.area, &region.polygons) {
            bad.push(format!(
                "the area of {} is not that of its land",
                region.controller
            ));
        }
    }
    listed(&bad, &format!("{seen} numbers"))
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '<') && !text.contains(' ')
}

/// Whether a text is what a holder is called, such as the code of a unit.
fn is_name(map: &CheckedMap, text: &str) -> bool {
    let regions = map.series.states.iter().flat_map(|state| &state.side.regions);
    let mut names = regions.map(|region| map.input.last_heir(&region.controller));
    names.any(|name| map.input.language.name(name) == text)
}

/// Whether a text under a column is that of its date.
fn is_date(map: &CheckedMap, text: &str) -> bool {
    let mut sides = map.series.states.iter().map(|state| &state.side);
    sides.any(|side| side.heading == text || side.caption.as_ref().is_some_and(|c| c.contains(text)))
}

/// Whether an area is that of the polygons, under either way to run edges.
fn is_measured(area: Area, polygons: &[crate::model::GridPolygon]) -> bool {
    [EdgeModel::StraightLonLat, EdgeModel::Geodesic]
        .into_iter()
        .any(|edges| {
            let measured = polygons_area(polygons, edges).m2();
            (measured - area.m2()).abs() <= 1.0 + measured.abs() * 1e-9
        })
}

pub(in crate::map) fn closes(map: &CheckedMap) -> Measured {
    if map
        .series
        .states
        .iter()
        .all(|state| state.side.regions.is_empty())
    {
        return void("the picture tells of change alone");
    }
    let mut bad = Vec::new();
    let (mut worst, mut most) = (0.0_f64, 0);
    for pair in map.series.states.windows(2) {
        let sums = sums(&pair[0], &pair[1]);
        let all: f64 = sums.values().map(|s| s[0].max(s[1])).sum();
        most = most.max(sums.len());
        for (who, [before, after, gained, lost]) in &sums {
            let off = (before - lost + gained - after).abs() / all.max(1.0);
            worst = worst.max(off);
            if off > 1e-9 {
                bad.push(format!("{who}: before less lost plus gained is not after"));
            }
        }
    }
    let zero = fill(&map.input.language.words.numbers.percent, &[("number", "0")]);
    let endings = [format!(" {zero}"), format!("({zero})")];
    for (_, _, text) in texts(map) {
        if text == zero || endings.iter().any(|end| text.ends_with(end)) {
            bad.push(format!("a share reads “{zero}”"));
        }
    }
    listed(&bad, &format!("{most} controllers, off by {worst:.0e}"))
}

/// For each controller in m²: held before, held after, gained and lost.
fn sums<'a>(before: &'a SeriesState, after: &'a SeriesState) -> BTreeMap<&'a str, [f64; 4]> {
    let mut sums: BTreeMap<&str, [f64; 4]> = BTreeMap::new();
    for (k, state) in [before, after].into_iter().enumerate() {
        for region in &state.side.regions {
            sums.entry(&region.controller).or_default()[k] += region.area.m2();
        }
    }
    for t in after.transfers.iter().filter(|t| t.from != t.to) {
        for (who, k) in [(&t.to, 2), (&t.from, 3)] {
            if let Some(who) = who {
                sums.entry(who).or_default()[k] += t.area.m2();
            }
        }
    }
    for succession in &after.successions {
        for (who, k) in [(&succession.to, 2), (&succession.from, 3)] {
            sums.entry(who).or_default()[k] += succession.area.m2();
        }
    }
    sums
}

/// The small print, its lines joined.
pub(in crate::map) fn small_text(map: &CheckedMap) -> String {
    let texts = texts(map);
    let lines = texts.iter().filter(|(ids, ..)| ids.contains(&"notes"));
    lines.map(|(_, _, text)| *text).collect::<Vec<_>>().join(" ")
}

/// The words of a message before the first that is replaced.
fn before_brace(message: &str) -> &str {
    message.split('{').next().unwrap_or_default()
}

/// How the name of any projection starts that the small print has.
fn projection(words: &crate::language::Messages, small: &str) -> bool {
    let forms = [&words.projection.azimuthal, &words.projection.equal_earth];
    forms.iter().any(|form| small.contains(before_brace(form)))
}

pub(in crate::map) fn small_print(map: &CheckedMap) -> Measured {
    let small = small_text(map);
    let words = &map.input.language.words;
    let mut bad = Vec::new();
    let sides: Vec<&DatedLand> = map.series.states.iter().map(|s| &s.side).collect();
    let dates = dates(&map.input.language, &sides);
    let mut needed: Vec<(String, &str)> = vec![(format!("the date {dates}"), &dates)];
    if !map.panels().is_empty() {
        needed.push(("the disclaimer".to_owned(), words.notes.disclaimer.as_str()));
    }
    for (what, needed) in needed {
        // Headings may break across lines of the small print.
        if !small.contains(needed) {
            bad.push(format!("{what} is missing"));
        }
    }
    if !map.panels().is_empty() && !projection(words, &small) {
        bad.push("the projection is missing".to_owned());
    }
    let has_ranges = texts(map).iter().any(|(_, class, _)| is_range(class));
    if has_ranges && !small.contains(&words.notes.ranges) {
        bad.push("what ranges mean is missing".to_owned());
    }
    if !map.input.credits.is_empty() && !small.contains(before_brace(&words.notes.sources)) {
        bad.push("the sources are missing".to_owned());
    }
    let all = if map.panels().is_empty() {
        "all there; no boundaries, no projection"
    } else {
        "all there"
    };
    listed(&bad, all)
}

pub(in crate::map) fn slivers(map: &CheckedMap) -> Measured {
    if map.panels().is_empty() {
        return void("a chart counts all land, however small");
    }
    let noise: Vec<Area> = map
        .input
        .transfers
        .iter()
        .filter(|t| t.noise)
        .map(|t| t.area)
        .collect();
    let unseen = map.scene.record.unseen;
    if noise.is_empty() && unseen == Area::ZERO {
        return void("no slivers, nothing too small");
    }
    let small = small_text(map);
    let total: Area = noise.iter().copied().sum();
    let is_stated = |area: Area| area == Area::ZERO || small.contains(&map.input.language.area_number(area));
    let figure = format!(
        "{} slivers, {}; unseen {}",
        noise.len(),
        map.input.language.area(total),
        map.input.language.area(unseen)
    );
    judged(is_stated(total) && is_stated(unseen), figure)
}
