//! What a map of units shows: the land of each by what became of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Result;
use crate::language::{Language, fill};
use crate::lineage::{EventCount, Lineage, LineageUnit, UnitEvent, UnitLabels};
use crate::map::input::data::{BaseMap, MapInput};
use crate::map::input::measured::MeasuredChange;
use crate::map::input::pair;
use crate::map::input::ranges::Ranges;
use crate::map::input::surroundings::Surroundings;
use crate::map::input::unit_land::{MapUnits, UnitLand, is_shown, told};
use crate::model::GridPolygon;
use crate::overlay::Overlay;

impl MapInput {
    /// What a map of units shows: a change between two editions of a layer, and what became of its units; `labels` are those of the
    /// later edition in the change.
    ///
    /// # Errors
    ///
    /// If what is to be highlighted is not in the data.
    pub fn of_units(
        measured: MeasuredChange,
        lineage: &Lineage,
        labels: &UnitLabels,
        surroundings: &Surroundings,
    ) -> Result<Self> {
        let MeasuredChange { overlay, change } = measured;
        let input = Self::of_change(measured, surroundings)?;
        let surroundings = &*surroundings.isolating(overlay);
        let language = &surroundings.language;
        let [before, after] = [&input.before.heading, &input.after.heading];
        let dates = [
            ("before", before.as_str()),
            ("after", after),
            ("title", language.name(&surroundings.title)),
        ];
        let words = &language.words.units;
        let form = if surroundings.title.is_empty() {
            &words.subtitle
        } else {
            &words.subtitle_of
        };
        let mut counts = EventCount::all([&lineage.became, &lineage.came_from]);
        // What befell most is told first, and last what changed no land.
        counts.sort_by_key(|count| (!count.event.is_change_of_land(), Reverse(count.told())));
        Ok(Self {
            title: pair::within(title(&counts, language), change, language),
            subtitle: fill(form, &dates),
            units: Some(MapUnits {
                land: land(overlay, change.step.places(), lineage, labels, language),
                counts,
            }),
            // Names of towns would stand between those of units.
            base: input.base.as_deref().map(without_towns),
            // What follows is of land by who holds it.
            around: Vec::new(),
            successions: Vec::new(),
            kept: Vec::new(),
            breakdown: None,
            ranges: Ranges::default(),
            ..input
        })
    }
}

/// How many of the units before changed, and by what; then how many there are that were none before.
fn title(counts: &[EventCount], language: &Language) -> String {
    let words = &language.words.units;
    let of = |is_counted: fn(UnitEvent) -> bool| -> usize {
        let counted = counts.iter().filter(|count| is_counted(count.event));
        counted.map(|count| count.units[0]).sum()
    };
    let parts = |is_counted: fn(UnitEvent) -> bool, side: usize| -> String {
        let counted = counts
            .iter()
            .filter(|count| is_counted(count.event) && count.units[side] > 0);
        let told: Vec<String> = counted
            .map(|count| told(count.event, count.units[side], language))
            .collect();
        told.join(&language.words.comma)
    };
    let changed = of(is_shown);
    let values = [
        ("changed", language.count(changed)),
        ("all", language.count(of(|_| true))),
        ("events", parts(is_shown, 0)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    let form = if changed == 0 {
        &words.unchanged
    } else {
        &words.title
    };
    let title = fill(form, &values);
    let created = parts(|event| event == UnitEvent::Created, 1);
    if created.is_empty() {
        return title;
    }
    fill(&words.and_created, &[("title", &title), ("created", &created)])
}

fn without_towns(base: &BaseMap) -> Arc<BaseMap> {
    Arc::new(BaseMap {
        places: Vec::new(),
        ..base.clone()
    })
}

type ByCode<'a> = BTreeMap<&'a str, &'a LineageUnit>;

/// The land of every unit.
fn land(
    overlay: &Overlay,
    [before, after]: [usize; 2],
    lineage: &Lineage,
    labels: &UnitLabels,
    language: &Language,
) -> Vec<UnitLand> {
    let [earlier, later] = [&*lineage.became, &lineage.came_from].map(by_code);
    let names = Names {
        earlier: &earlier,
        later: &later,
        language,
    };
    let unit = |face| {
        let ended = overlay
            .controller(before, face)
            .and_then(|code| earlier.get_key_value(code))
            .filter(|(_, unit)| unit.event == UnitEvent::Dissolved);
        let now = overlay
            .controller(after, face)
            .and_then(|label| later.get_key_value(labels.code(label)));
        match (ended, now) {
            // A unit that is made of parts of others is all of its land.
            (_, Some((code, unit))) if unit.event == UnitEvent::Created => Some((Edition::Later, *code)),
            (Some((code, _)), _) => Some((Edition::Earlier, *code)),
            (None, now) => now.map(|(code, _)| (Edition::Later, *code)),
        }
    };
    let land: BTreeMap<(Edition, &str), Vec<GridPolygon>> = overlay.mosaic().dissolve(unit);
    let made = |((edition, code), polygons): ((Edition, &str), _)| {
        let unit = match edition {
            Edition::Earlier => earlier.get(code)?,
            Edition::Later => later.get(code)?,
        };
        let origin = match edition {
            Edition::Earlier => None,
            Edition::Later => names.origin(unit),
        };
        Some(UnitLand {
            name: names.with_former(unit),
            origin,
            event: unit.event,
            area: unit.area,
            polygons,
        })
    };
    land.into_iter().filter_map(made).collect()
}

/// Of which edition a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Edition {
    Earlier,
    Later,
}

/// What units are called.
struct Names<'a> {
    earlier: &'a ByCode<'a>,
    later: &'a ByCode<'a>,
    language: &'a Language,
}

/// More units than these are not named as what another one was.
const MOST_ORIGINS: usize = 3;

impl<'a> Names<'a> {
    fn of(&self, unit: &'a LineageUnit) -> &'a str {
        self.language.name(unit.name.as_deref().unwrap_or(&unit.code))
    }

    /// The name of an earlier unit; one without a name has that of the later unit of its code.
    fn former(&self, code: &str) -> Option<&'a str> {
        let unit = *self.earlier.get(code)?;
        let namesake = || *self.later.get(code).unwrap_or(&unit);
        Some(self.of(if unit.name.is_some() { unit } else { namesake() }))
    }

    /// The name of a unit, with the one that it had on the same land.
    fn with_former(&self, unit: &'a LineageUnit) -> String {
        let own = self.of(unit);
        let is_renamed = matches!(unit.event, UnitEvent::Renamed | UnitEvent::Recoded);
        let same = unit.same.as_deref().filter(|_| is_renamed);
        let former = same.and_then(|code| self.former(code));
        let form = &self.language.words.legend.heir;
        match former.filter(|former| *former != own) {
            Some(former) => fill(form, &[("to", own), ("from", former)]),
            None => own.to_owned(),
        }
    }

    /// What a unit was part of, or is made of, where that is called otherwise.
    fn origin(&self, unit: &'a LineageUnit) -> Option<String> {
        if !matches!(unit.event, UnitEvent::Split | UnitEvent::Merged) {
            return None;
        }
        let links = unit.links.iter();
        let links = links.filter(|link| link.is_most_of_this || link.is_most_of_other);
        let names = links.filter_map(|link| self.former(link.code.as_deref()?));
        let mut names: Vec<&str> = names.collect();
        let own = self.of(unit);
        let is_told = names.iter().any(|name| *name != own);
        let more = names.len().saturating_sub(MOST_ORIGINS);
        names.truncate(MOST_ORIGINS);
        let (language, words) = (self.language, &self.language.words);
        let more = (more > 0).then(|| fill(&words.table.more, &[("count", &language.count(more))]));
        let names: Vec<&str> = names.into_iter().chain(more.as_deref()).collect();
        is_told.then(|| fill(&words.units.from, &[("names", &language.list(&names))]))
    }
}

fn by_code(units: &[LineageUnit]) -> ByCode<'_> {
    units.iter().map(|unit| (unit.code.as_str(), unit)).collect()
}
