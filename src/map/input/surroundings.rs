//! What a scenario shows on maps around the land in question.

use crate::change::Accuracy;
use crate::language::Language;
use crate::map::input::data::{Context, ContextKind, MapPlace, PlaceKind};
use crate::model::{ControllerStyle, Feature, GridLine, Layer, rings};

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
    /// Which changes are highlighted: controllers, `FROM→TO`, units or places; without any all are drawn alike.
    pub highlight: Vec<String>,
    /// Reference lines, such as a former border.
    pub outlines: Vec<ReferenceLayer>,
    /// How well lines are known, for ranges of areas, where that is not to be taken from the data.
    pub accuracy: Accuracy,
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
