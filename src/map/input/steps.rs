//! One step of a long series, as a page tells it: a finding, what went from whom to whom, and the land that moved.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Change;
use crate::map::input::data::{ChangedLand, Region};
use crate::map::input::highlight::Highlight;
use crate::map::input::measured::MeasuredChange;
use crate::map::input::pair::{around, subtitle, title_of, titled, told};
use crate::map::input::ranges::TransitionKey;
use crate::map::input::state::heading;
use crate::map::input::surroundings::Surroundings;
use crate::measure::{AreaRange, AreaUnit};
use crate::model::{Date, GridPolygon};
use crate::mosaic::FaceId;
use crate::overlay::Overlay;

/// A step from one date of a long series to the next.
#[derive(Debug, Clone)]
pub struct MapStep {
    /// The finding.
    pub title: String,
    /// What, where and when.
    pub subtitle: String,
    /// The later date as a heading.
    pub heading: String,
    /// The later date itself, where the data states it.
    pub date: Option<Date>,
    /// In which areas are told.
    pub unit: AreaUnit,
    /// Land that changed hands.
    pub transfers: Vec<ChangedLand>,
    /// The same around the frame, which no figure counts.
    pub around: Vec<ChangedLand>,
    /// How far the areas may be off, where that is known.
    pub ranges: BTreeMap<TransitionKey, AreaRange>,
    /// All land whose holder is another, noise included.
    pub turns: Vec<Turn>,
}

/// By whom land is held, and who is recognised as its sovereign where that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holder {
    /// Who holds it.
    pub controller: String,
    /// Its sovereign.
    pub sovereign: Option<String>,
}

impl Holder {
    /// Of a region.
    pub(in crate::map) fn of(region: &Region) -> Self {
        Self {
            controller: region.controller.clone(),
            sovereign: region.sovereign.clone(),
        }
    }

    /// Held so, any land.
    pub(in crate::map) fn region(&self) -> Region {
        Region {
            controller: self.controller.clone(),
            sovereign: self.sovereign.clone(),
            ..Region::default()
        }
    }
}

/// Land whose holder is another from a date on.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Who holds it then; none is nobody.
    pub to: Option<Holder>,
    /// Whether it counts as change of hands: it is neither noise nor merely a new name or title.
    pub counts: bool,
    /// The land.
    pub polygons: Vec<GridPolygon>,
}

impl MapStep {
    /// What is told of a change, in figures those of the change itself.
    pub fn of_change(measured: MeasuredChange, surroundings: &Surroundings) -> Self {
        let MeasuredChange { overlay, change } = measured;
        let surroundings = &*surroundings.isolating(overlay);
        let language = &surroundings.language;
        // What is highlighted need not be there in every step.
        let highlight = Highlight::find(overlay, surroundings).unwrap_or_default();
        let transfers = highlight.transfers(overlay, change);
        Self {
            title: title_of(change, &highlight, &transfers, &titled(change, language)),
            subtitle: subtitle(change, &surroundings.title, language),
            heading: heading(language, change.after.date, &change.after.path),
            date: change.after.date,
            unit: change.area_units.of(told(&transfers, &[])),
            ranges: measured.transitions(&highlight, &transfers),
            around: around(change),
            turns: turns(overlay, change),
            transfers,
        }
    }

    /// The land that comes to somebody, so that each of them has a colour.
    pub(in crate::map) fn newcomers(&self) -> impl Iterator<Item = Region> {
        let held = |turn: &Turn| {
            Some(Region {
                polygons: turn.polygons.clone(),
                ..turn.to.as_ref()?.region()
            })
        };
        self.turns.iter().filter_map(held)
    }
}

/// Controller and sovereign.
type Held<'a> = (&'a str, Option<&'a str>);

/// The land whose holder or sovereign is another after a change.
fn turns(overlay: &Overlay, change: &Change) -> Vec<Turn> {
    let [before, after] = change.step.places();
    let transfers = change.transfers.iter().chain(&change.around);
    let counted: BTreeSet<FaceId> = transfers
        .filter(|transfer| !transfer.noise && transfer.fate.is_change_of_hands())
        .flat_map(|transfer| transfer.faces.iter().copied())
        .collect();
    let holder = |snapshot, face| {
        let inside = overlay.territory(snapshot, face);
        let territory = inside.or_else(|| overlay.territory_around(snapshot, face))?;
        Some((territory.controller.as_str(), territory.sovereign.as_deref()))
    };
    let land = overlay.mosaic().dissolve(|face| {
        let to = holder(after, face);
        (holder(before, face) != to).then(|| (to, counted.contains(&face)))
    });
    let turn = |((to, counts), polygons): ((Option<Held>, bool), _)| Turn {
        to: to.map(|(controller, sovereign)| Holder {
            controller: controller.to_owned(),
            sovereign: sovereign.map(str::to_owned),
        }),
        counts,
        polygons,
    };
    land.into_iter().map(turn).collect()
}
