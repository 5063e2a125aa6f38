//! The rows that the balance bar and the tables share.

use std::collections::BTreeMap;

use crate::language::{Language, fill};
use crate::map::input::data::{ChangedLand, MapInput};
use crate::map::input::ranges::TransitionKey;
use crate::map::style::theme::{DrawnTransition, Theme};
use crate::measure::{Area, AreaRange};

/// One kind of land in the balance.
pub(in crate::map) struct BalanceRow {
    pub class: String,
    pub label: String,
    pub detail: Option<String>,
    pub area: Area,
    /// How many changes it sums.
    pub changes: usize,
    /// How far the area may be off, where that is known.
    pub range: Option<AreaRange>,
}

/// What changed hands, by transition, then what stayed with another than its sovereign.
pub(in crate::map) fn rows(input: &MapInput, theme: &Theme) -> Vec<BalanceRow> {
    let (language, words) = (theme.language, &theme.language.words.table);
    let mut rows: Vec<BalanceRow> = theme
        .transitions
        .iter()
        .map(|t| BalanceRow {
            class: t.class.clone(),
            label: theme.label(t),
            detail: match t.transfers.len() {
                0 | 1 => None,
                n => Some(fill(&words.in_areas, &[("count", &language.count(n))])),
            },
            area: t.area,
            changes: t.pairs,
            range: range_of(input, theme, t),
        })
        .collect();
    for controller in &theme.controllers {
        let kept = input.kept.iter().filter(|r| r.controller == controller.name);
        let area: Area = kept.clone().map(|r| r.area).sum();
        if area != Area::ZERO {
            let sovereigns: Vec<&str> = kept.filter_map(|r| r.sovereign.as_deref()).collect();
            rows.push(BalanceRow {
                class: controller.held(),
                label: fill(&words.still, &[("who", &controller.short)]),
                detail: sovereigns
                    .first()
                    .map(|s| fill(&words.recognised, &[("sovereign", language.name(s))])),
                area,
                changes: 1,
                range: input.ranges.kept.get(&controller.name).copied(),
            });
        }
    }
    rows
}

/// The changed land around the frame, which no row counts.
pub(in crate::map) fn changes_around(input: &MapInput) -> impl Iterator<Item = &ChangedLand> {
    input.around.iter().filter(|t| t.is_change())
}

/// The range of a transition; none of several together.
pub(in crate::map) fn range_of(input: &MapInput, theme: &Theme, t: &DrawnTransition) -> Option<AreaRange> {
    let name = |who: Option<usize>| who.map(|i| theme.controllers[i].name.clone());
    let key = TransitionKey {
        from: name(t.from),
        to: name(t.to),
        dimmed: t.dimmed,
    };
    let range = || input.ranges.transitions.get(&key).copied();
    (t.pairs == 1).then(range).flatten()
}

/// What the sum of the rows is.
pub(in crate::map) fn total_label(input: &MapInput, theme: &Theme) -> String {
    let words = &theme.language.words.table;
    let mut holders = theme
        .transitions
        .iter()
        .map(|t| t.from)
        .chain(input.kept.iter().map(|r| theme.index(&r.controller)));
    let first = holders.next().flatten();
    match first {
        Some(_) if holders.all(|h| h == first) => {
            let who = ("who", theme.short(first));
            if input.kept.is_empty() {
                fill(&words.lost_by, &[who])
            } else {
                fill(&words.held_by, &[who, ("date", &input.before.heading)])
            }
        }
        _ if input.kept.is_empty() => words.changed.clone(),
        _ => words.held_or_changed.clone(),
    }
}

/// The class of ranges, quieter than figures.
pub(in crate::map) const RANGE: &str = "range";

/// How many of `all` rows a list of `room` rows shows, leaving one for what the others come to.
pub(in crate::map) fn shown(all: usize, room: usize) -> usize {
    if all <= room { all } else { room.saturating_sub(1) }
}

/// Gained less lost. Two equal strips may differ by the rounding of their corners: that is nearly nothing.
pub(in crate::map) fn net(language: &Language, gained: Area, lost: Area) -> String {
    let net = gained - lost;
    let in_unit = |area: Area| language.unit().of(area.abs());
    let is_rounding = net != Area::ZERO && in_unit(net) < 0.000_5 && in_unit(gained) > 1.0;
    if is_rounding {
        "≈0".to_owned()
    } else {
        signed(language, net)
    }
}

pub(in crate::map) fn signed(language: &Language, area: Area) -> String {
    let sign = if area > Area::ZERO { "+" } else { "" };
    format!("{sign}{}", language.area_number(area))
}

/// The range of a net; a dash between signs would be read as one.
pub(in crate::map) fn net_range(language: &Language, range: AreaRange) -> String {
    [range.low, range.high]
        .map(|area| signed(language, area))
        .join(" … ")
}

/// What one controller gained and lost.
pub(in crate::map) struct HolderBalance<'a> {
    pub name: &'a str,
    pub gained: Area,
    pub lost: Area,
    /// Of gained less lost.
    pub range: Option<AreaRange>,
}

/// Those who gained or lost; the most moved first.
pub(in crate::map) fn balances<'a>(input: &MapInput, theme: &'a Theme) -> Vec<HolderBalance<'a>> {
    let mut sums: BTreeMap<usize, (Area, Area)> = BTreeMap::new();
    // Where some changes are highlighted, the balance is of those.
    for transfer in input.transfers.iter().filter(|t| t.is_told()) {
        let index = |who: &Option<String>| who.as_deref().and_then(|name| theme.index(name));
        if let Some(to) = index(&transfer.to) {
            sums.entry(to).or_default().0 += transfer.area;
        }
        if let Some(from) = index(&transfer.from) {
            sums.entry(from).or_default().1 += transfer.area;
        }
    }
    let balance = |(i, (gained, lost)): (usize, (Area, Area))| HolderBalance {
        name: &theme.controllers[i].short,
        gained,
        lost,
        // Of a single transition the table has it.
        range: Some(&theme.controllers[i].name)
            .filter(|_| theme.transitions.len() > 1 && theme.transitions.iter().all(|t| !t.dimmed))
            .and_then(|name| input.ranges.net.get(name).copied()),
    };
    let mut balances: Vec<HolderBalance> = sums.into_iter().map(balance).collect();
    balances.sort_by_key(|b| std::cmp::Reverse(b.gained + b.lost));
    balances
}
