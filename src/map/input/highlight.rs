//! The change that a reader is to look at: who or where, and the title that follows from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Balance, BalanceFlow, Change};
use crate::language::{ISOLATE, ISOLATE_END, Language, fill, isolated};
use crate::map::input::data::ChangedLand;
use crate::map::input::seam::joined;
use crate::map::input::surroundings::Surroundings;
use crate::model::canonical;
use crate::mosaic::FaceId;
use crate::overlay::Overlay;
use crate::{Error, Result, change};

/// What is highlighted.
#[derive(Debug, Clone)]
enum HighlightTarget {
    /// What a controller gained or lost.
    Holder(String),
    /// What went from one to another; none is nobody.
    Pair([Option<String>; 2]),
    /// What changed in a unit.
    Unit(String),
    /// The changed land that a place lies in.
    Place(String, FaceId),
}

/// Everything that is highlighted; empty if all is drawn alike.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct Highlight(Vec<HighlightTarget>);

impl Highlight {
    /// Finds what the names mean.
    ///
    /// # Errors
    ///
    /// If the data has no such name; the error lists near ones.
    pub fn find(overlay: &Overlay, surroundings: &Surroundings) -> Result<Self> {
        let names = Names::of(overlay, surroundings);
        let targets = surroundings.highlight.iter().map(|name| names.target(name));
        targets.collect::<Result<_>>().map(Self)
    }

    /// Whether nothing is highlighted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn holds(&self, overlay: &Overlay, transfer: &change::Transfer, face: FaceId) -> bool {
        self.0.iter().any(|target| match target {
            HighlightTarget::Holder(name) => [&transfer.from, &transfer.to]
                .into_iter()
                .flatten()
                .any(|holder| **holder == **name),
            HighlightTarget::Pair([from, to]) => {
                transfer.from.as_deref() == from.as_deref() && transfer.to.as_deref() == to.as_deref()
            }
            HighlightTarget::Unit(name) => overlay.is_in_unit(face, name),
            HighlightTarget::Place(_, at) => transfer.faces.contains(at),
        })
    }

    /// The faces of changed land that is dimmed; none if nothing is highlighted.
    pub fn dimmed(&self, overlay: &Overlay, change: &Change) -> BTreeSet<FaceId> {
        if self.0.is_empty() {
            return BTreeSet::new();
        }
        let dimmed = change.transfers.iter().flat_map(|transfer| {
            let faces = transfer.faces.iter().copied();
            faces.filter(|&face| !self.holds(overlay, transfer, face))
        });
        dimmed.collect()
    }

    /// The pieces that changed hands; one that is highlighted only in part is split.
    pub fn transfers(&self, overlay: &Overlay, change: &Change) -> Vec<ChangedLand> {
        if self.0.is_empty() {
            let drawn = change.transfers.iter().filter(|t| t.fate.is_change_of_hands());
            return joined(drawn.map(ChangedLand::from).collect());
        }
        let dimmed = self.dimmed(overlay, change);
        let mut keys: BTreeMap<FaceId, (usize, bool)> = BTreeMap::new();
        let drawn = change.transfers.iter().enumerate();
        for (n, transfer) in drawn.filter(|(_, t)| t.fate.is_change_of_hands()) {
            let key = |&face| (face, (n, dimmed.contains(&face)));
            keys.extend(transfer.faces.iter().map(key));
        }
        let mosaic = overlay.mosaic();
        let areas = mosaic.areas_by(|face| keys.get(&face).copied());
        let parts = mosaic.dissolve(|face| keys.get(&face).copied());
        let part = |((n, dimmed), polygons): ((usize, bool), _)| ChangedLand {
            area: areas.get(&(n, dimmed)).copied().unwrap_or_default(),
            dimmed,
            polygons,
            ..ChangedLand::from(&change.transfers[n])
        };
        joined(parts.into_iter().map(part).collect())
    }

    /// The finding about what is highlighted; none if nothing is.
    pub fn title(&self, transfers: &[ChangedLand], language: &Language) -> Option<String> {
        let highlighted = || {
            let drawn = transfers.iter().filter(|t| t.is_told());
            drawn.map(|t| BalanceFlow {
                from: t.from.as_deref(),
                to: t.to.as_deref(),
                area: t.area,
            })
        };
        let first = self.0.first()?;
        if let ([HighlightTarget::Place(place, _)], Some(flow)) = (self.0.as_slice(), highlighted().next()) {
            // The piece that it lies in is much more land than a place.
            let side = |who: Option<&str>| {
                who.map_or(&*language.words.legend.outside, |who| language.name(who))
                    .to_owned()
            };
            let passed = format!("{} → {}", side(flow.from), side(flow.to));
            return Some(about(language, place, &passed));
        }
        let balance = match first {
            HighlightTarget::Holder(name) if self.0.len() == 1 => Balance::of(name, highlighted()),
            _ => Balance::strongest_of(highlighted()),
        };
        let title = balance.map_or_else(
            || language.words.title.nothing.clone(),
            |balance| balance.sentence(language),
        );
        Some(match first {
            HighlightTarget::Unit(place) | HighlightTarget::Place(place, _) if self.0.len() == 1 => {
                about(language, place, &title)
            }
            _ => title,
        })
    }
}

/// A title about one place.
fn about(language: &Language, place: &str, title: &str) -> String {
    let place = &*isolated(language.name(place));
    fill(&language.words.title.place, &[("place", place), ("title", title)])
}

/// The names of the units, and what tables call those that share one.
fn unit_names(overlay: &Overlay) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for unit in &overlay.units().units {
        for name in [unit.name.clone(), unit.label()] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// The names that can be highlighted.
struct Names<'a> {
    language: &'a Language,
    holders: Vec<String>,
    /// Shorter names of holders.
    short: Vec<(String, String)>,
    units: Vec<String>,
    places: Vec<(String, FaceId)>,
}

impl<'a> Names<'a> {
    fn of(overlay: &Overlay, surroundings: &'a Surroundings) -> Self {
        let snapshots = overlay.snapshots().iter();
        let holders: BTreeSet<&str> = snapshots.flat_map(|s| s.controllers()).collect();
        let styles = surroundings.controllers.iter();
        let points = surroundings
            .places
            .features
            .iter()
            .filter_map(|f| Some((f, *f.geometry.points.first()?)));
        let (features, at): (Vec<_>, Vec<_>) = points.unzip();
        let faces = overlay.mosaic().locate(&at);
        let named = features.iter().zip(faces).flat_map(|(feature, face)| {
            let names = ["name", "name_alt"]
                .into_iter()
                .filter_map(|key| feature.text(key));
            names.map(move |name| (name, face))
        });
        Self {
            language: &surroundings.language,
            holders: holders.into_iter().map(str::to_owned).collect(),
            short: styles
                .filter_map(|s| Some((s.short.clone()?, s.name.clone())))
                .collect(),
            units: unit_names(overlay),
            places: named.collect(),
        }
    }

    fn target(&self, name: &str) -> Result<HighlightTarget> {
        let name = &*canonical(name);
        if let Some(holder) = self.holder(name) {
            return Ok(HighlightTarget::Holder(holder));
        }
        if let Some((from, to)) = name.split_once('→').or_else(|| name.split_once(':')) {
            return Ok(HighlightTarget::Pair([self.side(from)?, self.side(to)?]));
        }
        if let Some(unit) = self.units.iter().find(|unit| self.is_called(unit, name)) {
            return Ok(HighlightTarget::Unit(unit.clone()));
        }
        let place = self.places.iter().find(|(place, _)| self.is_called(place, name));
        place
            .map(|(place, face)| HighlightTarget::Place(place.clone(), *face))
            .ok_or_else(|| self.unknown(name))
    }

    /// Whether a name of the data, or what the language calls it, is what was given.
    fn is_called(&self, known: &str, given: &str) -> bool {
        let given = given.trim().to_lowercase();
        let called = self.language.name(known).trim_matches([ISOLATE, ISOLATE_END]);
        known.to_lowercase() == given || called.to_lowercase() == given
    }

    fn holder(&self, given: &str) -> Option<String> {
        let by_name = self.holders.iter().find(|known| self.is_called(known, given));
        let by_short = || {
            self.short
                .iter()
                .find(|(short, _)| self.is_called(short, given))
                .map(|(_, name)| name)
        };
        by_name.or_else(by_short).cloned()
    }

    /// One side of a pair.
    fn side(&self, given: &str) -> Result<Option<String>> {
        let given = given.trim();
        let words = &self.language.words;
        if ["nobody", &words.nobody, &words.legend.outside].contains(&given) {
            return Ok(None);
        }
        self.holder(given).map(Some).ok_or_else(|| self.unknown(given))
    }

    fn unknown(&self, given: &str) -> Error {
        let all = self
            .holders
            .iter()
            .chain(self.short.iter().map(|(short, _)| short));
        let all = all
            .chain(&self.units)
            .chain(self.places.iter().map(|(place, _)| place));
        let likeness = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &given.to_lowercase());
        let mut near: Vec<&String> = all.filter(|name| likeness(name) >= 0.7).collect();
        near.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)).then(a.cmp(b)));
        near.dedup();
        near.truncate(3);
        let names = if near.is_empty() {
            self.holders.iter().take(8).collect()
        } else {
            near
        };
        let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        Error::new(format!(
            "there is no controller, unit or place `{given}` to highlight"
        ))
        .with_hint(format!("did you mean {}?", listed.join(" or ")))
    }
}
