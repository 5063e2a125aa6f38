//! Numbers and the small print.

use std::collections::{BTreeMap, BTreeSet};

use super::super::scene::Node;
use super::{Measured, Subject, judged, listed, void};
use crate::language::fill;
use crate::measure::{Area, EdgeModel, polygons_area};

/// Every text with the ids of its groups and its class.
fn texts<'a>(subject: &Subject<'a>) -> Vec<(Vec<&'a str>, &'a str, &'a str)> {
    let mut found = Vec::new();
    subject.scene.walk(&mut |ids, node| {
        if let Node::Text(text) = node {
            found.push((ids.to_vec(), text.class.as_str(), text.content.as_str()));
        }
    });
    found
}

/// All areas that the map may print, as they are printed.
fn known(subject: &Subject) -> BTreeSet<String> {
    let input = subject.input;
    let changes = || input.transfers.iter().filter(|t| !t.noise && t.from != t.to);
    let mut areas: Vec<Area> = vec![
        changes().map(|t| t.area).sum(),
        input.transfers.iter().filter(|t| t.noise).map(|t| t.area).sum(),
        subject.scene.record.unseen,
    ];
    let mut pairs: BTreeMap<_, Area> = BTreeMap::new();
    let mut gains: BTreeMap<_, Area> = BTreeMap::new();
    let mut losses: BTreeMap<_, Area> = BTreeMap::new();
    for t in changes() {
        areas.push(t.area);
        *pairs.entry((&t.from, &t.to, t.muted)).or_default() += t.area;
        *gains.entry(&t.to).or_default() += t.area;
        *losses.entry(&t.from).or_default() += t.area;
    }
    // What is left over after the largest so many, as lists and legends sum it.
    for sums in [
        pairs.values().copied().collect::<Vec<_>>(),
        gains.values().copied().collect(),
    ] {
        let mut sorted = sums;
        sorted.sort_by_key(|a| std::cmp::Reverse(*a));
        let mut rest = Area::ZERO;
        for area in sorted.into_iter().rev() {
            rest += area;
            areas.extend([area, rest]);
        }
    }
    for who in gains.keys().chain(losses.keys()) {
        let sum = |sums: &BTreeMap<_, Area>| sums.get(*who).copied().unwrap_or_default();
        areas.extend([sum(&gains), sum(&losses), sum(&gains) - sum(&losses)]);
    }
    for regions in [&input.before.regions, &input.after.regions, &input.kept] {
        let mut held: BTreeMap<_, Area> = BTreeMap::new();
        for region in regions {
            areas.push(region.area);
            *held
                .entry((&region.controller, region.is_held_by_other()))
                .or_default() += region.area;
        }
        areas.extend(held.into_values());
    }
    let kept: Area = input.kept.iter().map(|r| r.area).sum();
    areas.push(areas[0] + kept);
    let language = &input.language;
    areas.into_iter().map(|area| language.square_km(area)).collect()
}

/// The numbers before the unit (` km²`) in a text.
fn stated(text: &str, unit: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(unit).collect();
    let number = |part: &&str| {
        let word = part.rsplit([' ', '(']).next().unwrap_or_default();
        let word = word.trim_start_matches('+');
        word.starts_with(|c: char| c.is_ascii_digit() || c == '<' || c == '−')
            .then(|| word.to_owned())
    };
    parts[..parts.len() - 1].iter().filter_map(number).collect()
}

pub(super) fn numbers(subject: &Subject) -> Measured {
    let known = known(subject);
    let unit = fill(&subject.input.language.words.numbers.km2, &[("number", "")]);
    let mut bad = Vec::new();
    let mut seen = 0;
    for (ids, class, text) in texts(subject) {
        // A title may be the user's own.
        if ids.contains(&"header") {
            continue;
        }
        let alone = ids.contains(&"table") && (class == "table-number" || class == "table-total");
        let numbers = if alone {
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
    for region in subject
        .input
        .before
        .regions
        .iter()
        .chain(&subject.input.after.regions)
    {
        if !is_measured(region.area, &region.polygons) {
            bad.push(format!(
                "the area of {} is not that of its land",
                region.controller
            ));
        }
    }
    listed(&bad, &format!("{seen} numbers"))
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

pub(super) fn closes(subject: &Subject) -> Measured {
    let input = subject.input;
    let mut sums: BTreeMap<&str, [f64; 4]> = BTreeMap::new();
    for (k, regions) in [&input.before.regions, &input.after.regions]
        .into_iter()
        .enumerate()
    {
        for region in regions {
            sums.entry(&region.controller).or_default()[k] += region.area.m2();
        }
    }
    for t in input.transfers.iter().filter(|t| t.from != t.to) {
        for (who, k) in [(&t.to, 2), (&t.from, 3)] {
            if let Some(who) = who {
                sums.entry(who).or_default()[k] += t.area.m2();
            }
        }
    }
    let all: f64 = sums.values().map(|s| s[0].max(s[1])).sum();
    let mut worst = 0.0_f64;
    let mut bad = Vec::new();
    for (who, [before, after, gained, lost]) in &sums {
        let off = (before - lost + gained - after).abs() / all.max(1.0);
        worst = worst.max(off);
        if off > 1e-9 {
            bad.push(format!("{who}: before less lost plus gained is not after"));
        }
    }
    for (_, _, text) in texts(subject) {
        if text == "0%" || text.ends_with(" 0%") || text.ends_with("(0%)") {
            bad.push("a share reads “0%”".to_owned());
        }
    }
    listed(&bad, &format!("{} controllers, off by {worst:.0e}", sums.len()))
}

/// The small print, its lines joined.
fn small_text(subject: &Subject) -> String {
    let texts = texts(subject);
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

pub(super) fn small_print(subject: &Subject) -> Measured {
    let small = small_text(subject);
    let input = subject.input;
    let words = &input.language.words;
    let mut bad = Vec::new();
    for (what, needed) in [
        ("the earlier date", input.before.heading.as_str()),
        ("the later date", input.after.heading.as_str()),
        ("the disclaimer", words.notes.disclaimer.as_str()),
    ] {
        // Headings may break across lines of the small print.
        if !small.contains(needed) {
            bad.push(format!("{what} is missing"));
        }
    }
    if !projection(words, &small) {
        bad.push("the projection is missing".to_owned());
    }
    if !input.credits.is_empty() && !small.contains(before_brace(&words.notes.sources)) {
        bad.push("the sources are missing".to_owned());
    }
    listed(&bad, "all there")
}

pub(super) fn slivers(subject: &Subject) -> Measured {
    let noise: Vec<Area> = subject
        .input
        .transfers
        .iter()
        .filter(|t| t.noise)
        .map(|t| t.area)
        .collect();
    let unseen = subject.scene.record.unseen;
    if noise.is_empty() && unseen == Area::ZERO {
        return void("none");
    }
    let small = small_text(subject);
    let total: Area = noise.iter().copied().sum();
    let said = |area: Area| area == Area::ZERO || small.contains(&subject.input.language.square_km(area));
    let figure = format!(
        "{} slivers, {}; unseen {}",
        noise.len(),
        total.headline(),
        unseen.headline()
    );
    judged(said(total) && said(unseen), figure)
}
