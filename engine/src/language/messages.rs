//! The messages of a language, as its file has them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Every message; `en.toml` explains each.
#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    pub code: String,
    pub nobody: String,
    pub full_stop: String,
    pub comma: String,
    pub and: String,
    pub numbers: Numbers,
    pub dates: Dates,
    pub article: Article,
    pub title: Title,
    pub subtitle: Subtitle,
    pub notes: Notes,
    pub projection: Projection,
    pub legend: Legend,
    pub status: BTreeMap<String, String>,
    pub units: Units,
    pub table: Table,
    pub chart: Chart,
    pub page: Page,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    pub group: String,
    pub decimal: String,
    pub grouped_from: u8,
    pub percent: String,
    pub km2: String,
    pub ha: String,
    pub m2: String,
    pub acres: String,
    pub mi2: String,
    pub km: String,
    pub m: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    pub day: String,
    pub month: String,
    pub first_day: String,
    pub months: [String; 12],
    pub months_alone: [String; 12],
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub word: String,
    pub before_ends: Vec<String>,
    pub before_starts: Vec<String>,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    pub gained: String,
    pub gained_from: String,
    pub gained_from_two: String,
    pub gained_from_many: String,
    pub lost: String,
    pub lost_to: String,
    pub lost_to_many: String,
    pub lost_to_two: String,
    pub also_lost: String,
    pub also_gained: String,
    pub succeeded: String,
    pub succeeded_many: String,
    pub only_noise: String,
    pub nothing: String,
    pub place: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subtitle {
    pub pair: String,
    pub pair_of: String,
    pub series: String,
    pub series_of: String,
    pub units: String,
    pub description: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    pub as_of: String,
    pub projection: String,
    pub both_maps: String,
    pub all_maps: String,
    pub disclaimer: String,
    pub ellipsoid: String,
    pub ranges: String,
    pub noise: String,
    pub succession: String,
    pub same_unit: String,
    pub succession_more: String,
    pub unseen_one: String,
    pub unseen: String,
    pub specks: String,
    pub sources: String,
    pub base: String,
    pub base_towns: String,
    pub bands: String,
    pub even_dates: String,
    pub units_kept: String,
    pub status: String,
    pub dates: String,
    pub files: String,
    pub frame: String,
    pub frame_around: String,
    pub gaps: String,
    pub lines: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projection {
    pub azimuthal: String,
    pub equal_earth: String,
    pub north: String,
    pub south: String,
    pub east: String,
    pub west: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legend {
    pub others: String,
    pub held_by: String,
    pub lost_by: String,
    pub held_lost_by: String,
    pub held_recognised: String,
    pub held_recognised_two: String,
    pub held_recognised_many: String,
    pub recognised_border: String,
    pub boundary: String,
    pub control: String,
    pub disputed: String,
    pub ghost: String,
    pub date_before: String,
    pub other_changes: String,
    pub changes_left: String,
    pub elsewhere: String,
    pub around: String,
    pub outside: String,
    pub heir: String,
    pub status: String,
    pub latest: String,
    pub earlier: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    pub title: String,
    pub unchanged: String,
    pub and_created: String,
    pub subtitle: String,
    pub subtitle_of: String,
    pub counted: String,
    pub from: String,
    pub entry: String,
    pub heading: String,
    pub caption: String,
    pub changed: String,
    pub unit: String,
    pub event: String,
    pub full: String,
    pub events: BTreeMap<String, String>,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub change: String,
    pub share: String,
    pub km2: String,
    pub in_areas: String,
    pub still: String,
    pub recognised: String,
    pub lost_by: String,
    pub held_by: String,
    pub changed: String,
    pub held_or_changed: String,
    pub more: String,
    pub around: String,
    pub others: String,
    pub balance: String,
    pub gained: String,
    pub lost: String,
    pub net: String,
    pub by_unit: String,
    pub units_overlap: String,
    pub held: String,
    pub land: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    pub since: String,
    pub moved: String,
    pub by_day: String,
    pub by_days: String,
    pub by_month: String,
    pub by_quarter: String,
    pub by_year: String,
    pub gap: String,
    pub so_far: String,
}

#[doc(hidden)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub skip: String,
    pub modes: String,
    pub swipe: String,
    pub change: String,
    pub beside: String,
    pub before: String,
    pub after: String,
    pub split: String,
    pub split_at: String,
    pub dates: String,
    pub play: String,
    pub pause: String,
    pub zoom_in: String,
    pub zoom_out: String,
    pub zoom_all: String,
    pub search: String,
    pub unchanged: String,
    pub not_found: String,
    pub hint: String,
    pub caption: String,
    pub piece: String,
    pub more_pieces: String,
    pub total: String,
    pub places: String,
    pub units: String,
    pub full: String,
    pub key: String,
    pub download: String,
    pub embed: String,
    pub coarser: String,
}

/// A message with its words in braces replaced.
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The names in braces of a message.
pub(super) fn braced(message: &str) -> Vec<&str> {
    let parts = message.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}
