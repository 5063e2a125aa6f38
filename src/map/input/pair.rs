//! From the overlay and a change to what a map of a pair of dates is drawn from.

use std::collections::{BTreeMap, BTreeSet};

use crate::Result;
use crate::change::{Change, UnitChange};
use crate::language::{Absence, Language, fill};
use crate::map::input::data::{ChangedLand, MapInput, ReferenceLines, Region, UnitBar, UnitBars};
use crate::map::input::highlight::Highlight;
use crate::map::input::measured::{Kept, MeasuredChange};
use crate::map::input::seam::joined;
use crate::map::input::state::{Holding, heading, regions, side};
use crate::map::input::surroundings::{Surroundings, annotations_in, context_of, outline_lines, place};
use crate::measure::Area;
use crate::model::{Layer, Unit, Within, to_degrees};
use crate::mosaic::FaceId;
use crate::overlay::{Overlay, SnapshotFigures};

impl MapInput {
    /// What a map of a change shows; with ranges where the accuracy of the lines is known.
    ///
    /// # Errors
    ///
    /// If what is to be highlighted is not in the data.
    pub fn of_change(measured: MeasuredChange, surroundings: &Surroundings) -> Result<Self> {
        let MeasuredChange { overlay, change } = measured;
        let surroundings = &*surroundings.isolating(overlay);
        let [before, after] = change.step.places();
        let language = &surroundings.language;
        // The title says one thing, in the unit that suits it.
        let titled = &titled(change, language);
        let context = |layer: &Layer| layer.features.iter().map(|f| context_of(f, language)).collect();
        let losers: BTreeSet<&str> = change
            .changes_of_hands()
            .filter_map(|t| t.from.as_deref())
            .collect();
        // What the losing side still holds of land that is not its own by law: the other part of the picture.
        let kept = |face: FaceId| {
            let controller = overlay
                .controller(after, face)
                .filter(|holder| losers.contains(holder))?;
            let sovereign = overlay.territory(after, face)?.sovereign.as_deref();
            let stayed = overlay.controller(before, face) == Some(controller);
            (stayed && sovereign.is_some_and(|s| s != controller)).then_some(Holding {
                controller,
                sovereign,
                status: None,
            })
        };
        let highlight = Highlight::find(overlay, surroundings)?;
        let transfers = highlight.transfers(overlay, change);
        let kept_regions = regions(overlay, kept);
        let kept = Kept {
            regions: &kept_regions,
            holder: |face| kept(face).map(|holding| holding.controller),
        };
        let ranges = measured.ranges(&highlight, &transfers, &kept);
        let told = language.in_unit(change.area_units.of(told(&transfers, &kept_regions)));
        let mut sides = [before, after].map(|snapshot| side(overlay, snapshot, surroundings));
        sides[0].ranges = measured.held(|margins| margins.before, &sides[0].regions);
        sides[1].ranges = measured.held(|margins| margins.after, &sides[1].regions);
        let [before, after] = sides;
        Ok(Self {
            title: title_of(change, &highlight, &transfers, titled),
            subtitle: subtitle(change, &surroundings.title, language),
            credits: credits([&change.before, &change.after], surroundings),
            notes: called(language, &surroundings.notes),
            before,
            after,
            transfers,
            around: around(change),
            frame: overlay.frame().and_then(box_of),
            successions: change.successions(),
            kept: kept_regions,
            outlined: outlined(overlay),
            controllers: surroundings.controllers.clone(),
            places: surroundings
                .places
                .features
                .iter()
                .filter_map(|feature| place(feature, language))
                .collect(),
            annotations: annotations_in(language, &surroundings.annotations),
            context: context(&surroundings.context),
            locator: context(&surroundings.locator),
            base: surroundings.base.clone(),
            outlines: outlines(overlay, surroundings),
            breakdown: breakdown(measured, &told)?,
            ranges,
            units: None,
            language: told,
        })
    }
}

/// West, south, east and north in degrees of the box that a picture frames.
fn box_of(frame: &Within) -> Option<[f64; 4]> {
    // Across ±180° it is two boxes, the western one first.
    let (first, last) = (frame.polygons.first()?, frame.polygons.last()?);
    let (west, east) = (first.exterior().0.iter(), last.exterior().0.iter());
    let side = |extreme: Option<i64>| extreme.map(to_degrees);
    let lat = || first.exterior().0.iter().map(|p| p.y);
    Some([
        side(west.map(|p| p.x).min())?,
        side(lat().min())?,
        side(east.map(|p| p.x).max())?,
        side(lat().max())?,
    ])
}

/// The changed land around the frame, noise left out.
pub(in crate::map) fn around(change: &Change) -> Vec<ChangedLand> {
    let pieces = change.around.iter().filter(|t| !t.noise);
    let pieces = pieces.filter(|t| t.fate.is_change_of_hands());
    joined(pieces.map(ChangedLand::from).collect())
}

/// The finding, about what is highlighted if anything is.
pub(in crate::map) fn title_of(
    change: &Change,
    highlight: &Highlight,
    transfers: &[ChangedLand],
    titled: &Language,
) -> String {
    let title = highlight.title(transfers, titled);
    within(
        title.unwrap_or_else(|| change.headline_in(titled)),
        change,
        titled,
    )
}

/// The language of titles: in the unit of what changed; land that only one date has is nobody's gain or loss by name.
pub(in crate::map) fn titled(change: &Change, language: &Language) -> Language {
    language
        .in_unit(change.unit_of_changes())
        .telling(Absence::Untold)
}

/// Whose land is no country but what they hold, as the data is the outline of one side.
fn outlined(overlay: &Overlay) -> BTreeSet<String> {
    let snapshots = overlay.snapshots().iter();
    let all: BTreeSet<&str> = snapshots.flat_map(|s| s.controllers()).collect();
    let rest = overlay.rest();
    let has_rest = |name: &str| rest.is_some_and(|rest| rest.name == name && !rest.land.features.is_empty());
    let is_outline = rest.is_some() || all.len() == 1;
    let outlined = all.into_iter().filter(|name| is_outline && !has_rest(name));
    outlined.map(str::to_owned).collect()
}

/// The areas that the tables of a map tell: of what went from whom to whom, and of what each kept.
pub(in crate::map) fn told(transfers: &[ChangedLand], kept: &[Region]) -> Vec<Area> {
    let mut sums: BTreeMap<[Option<&str>; 2], Area> = BTreeMap::new();
    for t in transfers.iter().filter(|t| !t.noise && t.from != t.to) {
        *sums.entry([t.from.as_deref(), t.to.as_deref()]).or_default() += t.area;
    }
    let mut held: BTreeMap<&str, Area> = BTreeMap::new();
    for region in kept {
        *held.entry(&region.controller).or_default() += region.area;
    }
    sums.into_values().chain(held.into_values()).collect()
}

/// A title about the land that all figures are about, where that is not all land.
pub(in crate::map) fn within(title: String, change: &Change, language: &Language) -> String {
    at(
        change.within.as_ref().map(|within| within.name.as_str()),
        title,
        language,
    )
}

/// A title about a place, if it is about one.
pub(in crate::map) fn at(place: Option<&str>, title: String, language: &Language) -> String {
    let Some(place) = place else { return title };
    let values = [("place", language.name(place)), ("title", &title)];
    fill(&language.words.title.place, &values)
}

/// The reference lines of the surroundings, and the rim of the land that all figures are about.
fn outlines(overlay: &Overlay, surroundings: &Surroundings) -> Vec<ReferenceLines> {
    let language = &surroundings.language;
    let stated = surroundings.outlines.iter().map(|outline| ReferenceLines {
        label: language.name(&outline.label).to_owned(),
        lines: outline_lines(&outline.layer),
    });
    let rim = overlay.within().map(|within| ReferenceLines {
        label: language.name(&within.name).to_owned(),
        lines: overlay.rim_of_within(),
    });
    stated.chain(rim).collect()
}

/// What, where and when, in one line.
pub(in crate::map) fn subtitle(change: &Change, title: &str, language: &Language) -> String {
    let heading = |figures: &SnapshotFigures| heading(language, figures.date, &figures.path);
    let (before, after) = (heading(&change.before), heading(&change.after));
    let dates = [("before", before.as_str()), ("after", &after)];
    let words = &language.words.subtitle;
    if title.is_empty() {
        return fill(&words.pair, &dates);
    }
    fill(
        &words.pair_of,
        &[&[("title", language.name(title))], &dates[..]].concat(),
    )
}

/// Texts of the case as the language has them.
pub(in crate::map) fn called(language: &Language, texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| language.name(text).to_owned()).collect()
}

/// The scenario's sources, or else those that the snapshots state, or else their files.
pub(in crate::map) fn credits<'a>(
    snapshots: impl IntoIterator<Item = &'a SnapshotFigures>,
    surroundings: &Surroundings,
) -> Vec<String> {
    if !surroundings.credits.is_empty() {
        return called(&surroundings.language, &surroundings.credits);
    }
    let (mut credits, mut files): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for figures in snapshots {
        let all = if figures.sources.is_empty() {
            files.push(heading(&surroundings.language, None, &figures.path));
            &mut files
        } else {
            credits.extend(figures.sources.iter().cloned());
            &mut credits
        };
        let mut seen = BTreeSet::new();
        all.retain(|source| seen.insert(source.clone()));
    }
    let files = match files.as_slice() {
        [first, .., last] if files.len() > MOST_FILES => {
            let language = &surroundings.language;
            let values = [
                ("count", &*language.count(files.len())),
                ("first", first),
                ("last", last),
            ];
            vec![fill(&language.words.notes.files, &values)]
        }
        _ => files,
    };
    credits.into_iter().chain(files).collect()
}

/// More files that state no source are not listed one by one.
const MOST_FILES: usize = 6;

/// Changed land by unit, noise left out as in the tables, largest first.
///
/// Districts with less than one of the map's unit are left out: 1 km² on most maps.
fn breakdown(measured: MeasuredChange, language: &Language) -> Result<Option<UnitBars>> {
    let mut areas: BTreeMap<Unit, Area> = BTreeMap::new();
    for change in UnitChange::of(measured.overlay, measured.change)? {
        if !change.fate.is_change_of_hands() {
            continue;
        }
        let area = change.without_noise();
        if let Some(unit) = change.unit {
            *areas.entry(unit).or_default() += area;
        }
    }
    let least = Area::from_m2(language.unit().m2());
    let mut rows: Vec<UnitBar> = areas
        .into_iter()
        .filter(|(_, area)| *area >= least)
        .map(|(unit, area)| UnitBar {
            name: unit.label(),
            area,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.area));
    for row in &mut rows {
        row.name = language.name(&row.name).to_owned();
    }
    Ok((!rows.is_empty()).then(|| UnitBars {
        heading: language.with_unit(&language.words.table.by_unit),
        rows,
        overlap: measured.overlay.unit_overlaps().area,
    }))
}
