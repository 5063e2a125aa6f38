//! What a scenario shows on maps around the land in question.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Result;
use crate::case::Case;
use crate::language::Language;
use crate::map::input::data::{BaseMap, Context, ContextKind, MapPlace, PlaceKind};
use crate::model::{
    Annotation, ControllerStyle, Every, Feature, GridLine, Layer, Reference, Snapshot, Unit, rings,
};
use crate::overlay::Overlay;

/// What a scenario shows on maps around the land in question.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The language of maps, with what it calls the names of the case.
    pub language: Language,
    /// What the map is of, for the line under the title.
    pub title: String,
    /// Sources, each as it should be printed.
    pub credits: Vec<String>,
    /// What readers must know of the case.
    pub notes: Vec<String>,
    /// A line under each date, by snapshot.
    pub captions: Vec<Option<String>>,
    /// Names and colours of controllers.
    pub controllers: Vec<ControllerStyle>,
    /// Settlements: points with `name`, `name_alt`, `kind` and `rank`.
    pub places: Layer,
    /// Neighbouring land and water: polygons with `name` and `kind`.
    pub context: Layer,
    /// Countries of the wider region.
    pub locator: Layer,
    /// What is shown around where the case has no places, context or locator; none leaves the maps without.
    pub base: Option<Arc<BaseMap>>,
    /// Which changes are highlighted: controllers, `FROM→TO`, units or places; without any all are drawn alike.
    pub highlight: Vec<String>,
    /// By which periods a chart of many dates sums; without it by those that suit them.
    pub every: Option<Every>,
    /// Reference lines and what the legend calls them.
    pub outlines: Vec<ReferenceLayer>,
    /// What is said at places of the map.
    pub annotations: Vec<Annotation>,
}

impl Surroundings {
    /// Nothing around; what the program itself writes is in a language.
    pub fn in_language(language: Language) -> Self {
        Self {
            language,
            ..Self::default()
        }
    }

    /// What a scenario shows around.
    ///
    /// # Errors
    ///
    /// When a file that the scenario names cannot be read.
    pub fn of_case(case: &Case, mut language: Language) -> Result<Self> {
        let scenario = &case.scenario;
        let outlines = scenario.outlines.iter();
        let outlines = outlines.map(|o| {
            Ok(ReferenceLayer {
                label: o.label.clone(),
                layer: case.file(&o.path)?,
            })
        });
        let outlines = outlines.collect::<Result<_>>()?;
        let layer = |reference: &Option<Reference>| case.layer(reference.as_ref());
        let (units, places) = (layer(&scenario.units)?, layer(&scenario.places)?);
        let (context, locator) = (layer(&scenario.context)?, layer(&scenario.locator)?);
        language.call(scenario.names.get(language.code()).cloned().unwrap_or_default());
        let named = [&units, &places, &context, &locator];
        let named = named.into_iter().flat_map(|layer| &layer.features);
        language.learn(named.map(|feature| &feature.properties));
        Ok(Self {
            language,
            highlight: Vec::new(),
            every: None,
            title: scenario.title.clone(),
            credits: scenario.credits.clone(),
            notes: scenario.notes.clone(),
            captions: scenario.snapshots.iter().map(|s| s.caption.clone()).collect(),
            controllers: scenario.controllers.clone(),
            places,
            context,
            locator,
            base: None,
            outlines,
            annotations: scenario.annotations.clone(),
        })
    }

    /// The same, with the names of some snapshots and units isolated where they run from right to left: sentences of maps put
    /// them beside others.
    pub(in crate::map) fn isolating(&self, overlay: &Overlay) -> Cow<'_, Self> {
        let holders = overlay.snapshots().iter().flat_map(|s| &s.territories);
        let holders = holders.flat_map(|t| [Some(t.controller.as_str()), t.sovereign.as_deref(), t.name()]);
        let units = overlay.units().units.iter().map(Unit::label);
        let within = overlay.within().map(|within| within.name.as_str());
        let own = units.chain(holders.flatten().chain(within).map(str::to_owned));
        self.isolating_names(own.collect())
    }

    /// The same where holders are units that are told apart by codes: each is called by the one name that all its land has last, unless
    /// another has it, too.
    pub(crate) fn calling_units(&self, editions: &[Arc<Snapshot>]) -> Self {
        let mut surroundings = self.clone();
        let language = &mut surroundings.language;
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        for edition in editions.iter().rev() {
            for (code, stated) in names_stated(edition) {
                if let [Some(name)] = stated.as_slice() {
                    let called = || language.name(name).to_owned();
                    names.entry(code).or_insert_with(called);
                }
            }
        }
        let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
        for name in names.values() {
            *bearers.entry(name).or_default() += 1;
        }
        let own = names.iter().filter(|(_, name)| bearers[name.as_str()] == 1);
        language.call(own.map(|(code, name)| ((*code).to_owned(), name.clone())));
        surroundings
    }

    /// The same for names that were found elsewhere.
    pub(in crate::map) fn isolating_names(&self, mut own: Vec<String>) -> Cow<'_, Self> {
        let shorts = self.controllers.iter().filter_map(|c| c.short.as_deref());
        own.extend(shorts.chain([self.title.as_str()]).map(str::to_owned));
        let mut language = self.language.clone();
        if !language.isolate(own.iter().map(String::as_str)) {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self {
            language,
            ..self.clone()
        })
    }

    /// The same, and around it the base that comes with the program, where anything is missing.
    #[cfg(feature = "base")]
    #[must_use]
    pub fn on_base(self) -> Self {
        let layers = [&self.places, &self.context, &self.locator];
        let is_missing = layers.into_iter().any(|layer| layer.features.is_empty());
        Self {
            base: is_missing.then(BaseMap::built_in),
            ..self
        }
    }

    /// The same around the first and the last snapshot alone.
    #[must_use]
    pub fn of_ends(&self) -> Self {
        self.of_places([0, self.captions.len().saturating_sub(1)])
    }

    /// The same around the snapshots at two places alone.
    pub(crate) fn of_places(&self, places: [usize; 2]) -> Self {
        Self {
            captions: places.map(|n| self.captions.get(n).cloned().flatten()).to_vec(),
            ..self.clone()
        }
    }
}

/// Lines of a layer, polygons as their boundary, to compare the maps with.
#[derive(Debug, Clone, Default)]
pub struct ReferenceLayer {
    /// What the legend calls them.
    pub label: String,
    /// The lines and polygons.
    pub layer: Layer,
}

pub(in crate::map) fn place(feature: &Feature, language: &Language) -> Option<MapPlace> {
    let kind = match feature.text("kind").as_deref() {
        Some("capital") => PlaceKind::Capital,
        Some("city") => PlaceKind::City,
        Some("village") => PlaceKind::Village,
        Some("area") => PlaceKind::Area,
        _ => PlaceKind::Town,
    };
    let name = language.name_of(&feature.properties, "name")?;
    Some(MapPlace {
        name_alt: language
            .name_of(&feature.properties, "name_alt")
            .filter(|alt| *alt != name),
        name,
        kind,
        rank: feature
            .text("rank")
            .and_then(|rank| rank.parse().ok())
            .unwrap_or(3),
        at: *feature.geometry.points.first()?,
    })
}

pub(in crate::map) fn context_of(feature: &Feature, language: &Language) -> Context {
    let water = matches!(
        feature.text("kind").as_deref(),
        Some("lake" | "sea" | "water" | "ocean" | "reservoir")
    );
    Context {
        name: language.name_of(&feature.properties, "name"),
        kind: if water {
            ContextKind::Water
        } else {
            ContextKind::Land
        },
        polygons: feature.geometry.polygons.clone(),
    }
}

/// Notes in the words of the language.
pub(in crate::map) fn annotations_in(language: &Language, all: &[Annotation]) -> Vec<Annotation> {
    let called = |note: &Annotation| Annotation {
        text: language.name(&note.text).to_owned(),
        ..note.clone()
    };
    all.iter().map(called).collect()
}

/// The lines of a layer, polygons as their boundary.
pub(in crate::map) fn outline_lines(layer: &Layer) -> Vec<GridLine> {
    layer
        .features
        .iter()
        .flat_map(|feature| {
            feature
                .geometry
                .polygons
                .iter()
                .flat_map(rings)
                .cloned()
                .chain(feature.geometry.lines.iter().cloned())
        })
        .collect()
}

/// The names of each holder's land, each once; none is land without a name other than the holder's.
fn names_stated(snapshot: &Snapshot) -> BTreeMap<&str, Vec<Option<&str>>> {
    let mut stated: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for territory in &snapshot.territories {
        let name = territory.name().filter(|name| *name != territory.controller);
        let names = stated.entry(&territory.controller).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    stated
}
