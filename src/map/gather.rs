//! From the overlay to what a map is drawn from: land by holder and sovereign, lines by kind, changed land, and what
//! the scenario adds around it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::highlight::Highlight;
use super::input::{
    Boundary, BoundaryKind, Breakdown, Context, ContextKind, MapInput, Place, PlaceKind, Region, Side,
    Transfer,
};
use super::ranges::{self, Ranges};
use super::series::{Series, State};
use crate::Result;
use crate::change::{self, Accuracy, Change, Overlay, SnapshotFigures};
use crate::language::{Language, fill};
use crate::measure::{Area, polygons_area};
use crate::model::{ControllerStyle, Date, Feature, GridLine, GridPolygon, Layer, Territory, rings};
use crate::mosaic::FaceId;

/// Districts with less changed land than this are not listed beside the map.
const LISTED_FROM: Area = Area::from_units(1_000_000_000_000);

/// What a scenario shows on maps beside the land in question.
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
    /// Which changes are highlighted: controllers, `FROM→TO`, units or places; without any all are told alike.
    pub highlight: Vec<String>,
    /// Reference lines and what the legend calls them.
    pub outlines: Vec<(String, Layer)>,
    /// How well lines are known, for ranges of areas, where that is not to be taken from the data.
    pub accuracy: Accuracy,
}

impl MapInput {
    /// What a map of the change from snapshot `before` to `after` of the overlay shows.
    ///
    /// # Errors
    ///
    /// If what is to be highlighted is not in the data.
    pub fn gather(
        overlay: &Overlay,
        change: &Change,
        [before, after]: [usize; 2],
        surroundings: &Surroundings,
    ) -> Result<Self> {
        let language = &surroundings.language;
        let side = |snapshot: usize| side(overlay, snapshot, surroundings);
        let context = |layer: &Layer| layer.features.iter().map(|f| context_of(f, language)).collect();
        let losers: BTreeSet<&str> = change.changes().filter_map(|t| t.from.as_deref()).collect();
        // What the losing side still holds of land that is not its own by law: the other part of the picture.
        let kept = |face: FaceId| {
            let holder = overlay
                .controller(after, face)
                .filter(|holder| losers.contains(holder))?;
            let sovereign = overlay.territory(after, face)?.sovereign.as_deref();
            let stayed = overlay.controller(before, face) == Some(holder);
            (stayed && sovereign.is_some_and(|s| s != holder)).then_some((holder, sovereign, None))
        };
        let highlight = Highlight::find(overlay, surroundings)?;
        let transfers = highlight.transfers(overlay, change);
        let kept_regions = regions(overlay, kept);
        let ranges = Ranges::of(
            (overlay, change, [before, after]),
            (&highlight, &surroundings.accuracy),
            |face| kept(face).map(|(holder, ..)| holder),
            (&transfers, &kept_regions),
        );
        Ok(Self {
            language: language.clone(),
            title: highlight
                .title(&transfers, language)
                .unwrap_or_else(|| change.headline_in(language)),
            subtitle: subtitle(change, &surroundings.title, language),
            credits: credits(change, surroundings),
            notes: called(language, &surroundings.notes),
            before: side(before),
            after: side(after),
            transfers,
            kept: kept_regions,
            controllers: surroundings.controllers.clone(),
            places: surroundings
                .places
                .features
                .iter()
                .filter_map(|feature| place(feature, language))
                .collect(),
            context: context(&surroundings.context),
            locator: context(&surroundings.locator),
            outlines: surroundings
                .outlines
                .iter()
                .map(|(label, layer)| (language.name(label).to_owned(), outline_lines(layer)))
                .collect(),
            breakdown: breakdown(overlay, [before, after], language),
            ranges,
        })
    }
}

impl Series {
    /// The states of all snapshots of the overlay, with the change of every step; at least one step.
    ///
    /// # Errors
    ///
    /// When a step does not close, see [`Change::between`], or what is to be highlighted is not in the data.
    pub fn gather(overlay: &Overlay, tolerance_m: f64, surroundings: &Surroundings) -> Result<Self> {
        let last = overlay.snapshots().len().saturating_sub(1);
        let whole = Change::between(overlay, 0, last, tolerance_m)?;
        let mut input = MapInput::gather(overlay, &whole, [0, last], surroundings)?;
        let highlight = Highlight::find(overlay, surroundings)?;
        let mut states = Vec::new();
        let mut transfers: Vec<Transfer> = Vec::new();
        for (n, snapshot) in overlay.snapshots().iter().enumerate() {
            let step = match n {
                0 => Vec::new(),
                n => {
                    let change = Change::between(overlay, n - 1, n, tolerance_m)?;
                    highlight.transfers(overlay, &change)
                }
            };
            transfers.extend(step.iter().cloned());
            let side = side(overlay, n, surroundings);
            if n > 0 && n < last {
                input.before.regions.extend(side.regions.iter().cloned());
            }
            states.push(State {
                side,
                day: snapshot.date.map(day_of),
                transfers: step,
            });
        }
        input.transfers = transfers;
        input.kept = Vec::new();
        // Tables are of pairs.
        input.ranges = Ranges::default();
        let (language, words) = (&surroundings.language, &surroundings.language.words.subtitle);
        input.subtitle = if surroundings.title.is_empty() {
            words.series.clone()
        } else {
            fill(&words.series_of, &[("title", language.name(&surroundings.title))])
        };
        Ok(Self { input, states })
    }
}

/// Days on a scale of mean years; fine enough to place a date on a chart.
fn day_of(date: Date) -> f64 {
    let text = date.to_string();
    let mut parts = text.splitn(3, '-').map(|p| p.parse::<f64>().unwrap_or(1.0));
    let mut next = || parts.next().unwrap_or(1.0);
    let (year, month, day) = (next(), next(), next());
    year * 365.2425 + (month - 1.0) * 30.44 + day
}

/// What, where and when, in one line.
fn subtitle(change: &Change, title: &str, language: &Language) -> String {
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
fn called(language: &Language, texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| language.name(text).to_owned()).collect()
}

/// The date, or where there is none the name of the file without its folders.
fn heading(language: &Language, date: Option<Date>, path: &str) -> String {
    let file = || {
        Path::new(path)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    date.map(|date| language.date(date))
        .or_else(file)
        .unwrap_or_else(|| path.to_owned())
}

/// The scenario's sources, or else those that the snapshots state, or else their files.
fn credits(change: &Change, surroundings: &Surroundings) -> Vec<String> {
    if !surroundings.credits.is_empty() {
        return called(&surroundings.language, &surroundings.credits);
    }
    let mut credits: Vec<String> = Vec::new();
    for figures in [&change.before, &change.after] {
        let stated = if figures.sources.is_empty() {
            vec![heading(&surroundings.language, None, &figures.path)]
        } else {
            figures.sources.clone()
        };
        for source in stated {
            if !credits.contains(&source) {
                credits.push(source);
            }
        }
    }
    credits
}

fn side(overlay: &Overlay, snapshot: usize, surroundings: &Surroundings) -> Side {
    let boundaries = overlay.boundaries(snapshot).into_iter().map(|(kind, lines)| {
        let kind = match kind {
            change::BoundaryKind::Border => BoundaryKind::Border,
            change::BoundaryKind::Control => BoundaryKind::Control,
        };
        Boundary { kind, lines }
    });
    let held = |face| {
        let territory = overlay.territory(snapshot, face)?;
        Some((
            territory.controller.as_str(),
            territory.sovereign.as_deref(),
            status_of(territory),
        ))
    };
    let mut regions = regions(overlay, held);
    for region in &mut regions {
        region.name = name_of(
            region,
            &overlay.snapshots()[snapshot].territories,
            &surroundings.language,
        );
    }
    Side {
        heading: heading(
            &surroundings.language,
            overlay.snapshots()[snapshot].date,
            &overlay.snapshots()[snapshot].name,
        ),
        caption: surroundings
            .captions
            .get(snapshot)
            .and_then(Option::as_deref)
            .map(|caption| surroundings.language.name(caption).to_owned()),
        ranges: ranges::held(overlay, snapshot, &surroundings.accuracy, &regions),
        regions,
        boundaries: boundaries
            .chain([Boundary {
                kind: BoundaryKind::Edge,
                lines: overlay.rim(snapshot),
            }])
            .collect(),
    }
}

/// What all territories of a region are called, if they agree, and it is not merely the name of who holds it.
fn name_of(region: &Region, territories: &[Territory], language: &Language) -> Option<String> {
    let own = |t: &&Territory| {
        t.controller == region.controller
            && t.sovereign == region.sovereign
            && status_of(t) == region.status.as_deref()
    };
    let mut own = territories.iter().filter(own);
    let first = own.next()?;
    let called = first.name()?;
    (called != region.controller && own.all(|t| t.name() == Some(called)))
        .then(|| language.name_of(&first.properties, "name"))
        .flatten()
}

/// What the data says of the status of a territory.
fn status_of(territory: &Territory) -> Option<&str> {
    let status = territory.properties.get("status")?.as_str()?.trim();
    (!status.is_empty()).then_some(status)
}

/// Land by holder, sovereign and status.
fn regions<'a>(
    overlay: &'a Overlay,
    held: impl Fn(FaceId) -> Option<(&'a str, Option<&'a str>, Option<&'a str>)>,
) -> Vec<Region> {
    let edges = overlay.mosaic().edge_model();
    let land: BTreeMap<_, Vec<GridPolygon>> = overlay.mosaic().dissolve(held);
    land.into_iter()
        .map(|((controller, sovereign, status), polygons)| Region {
            controller: controller.to_owned(),
            sovereign: sovereign.map(str::to_owned),
            name: None,
            status: status.map(str::to_owned),
            area: polygons_area(&polygons, edges),
            polygons,
        })
        .collect()
}

impl From<&change::Transfer> for Transfer {
    fn from(transfer: &change::Transfer) -> Self {
        Self {
            from: transfer.from.as_deref().map(str::to_owned),
            to: transfer.to.as_deref().map(str::to_owned),
            area: transfer.area,
            noise: transfer.noise,
            muted: false,
            polygons: vec![transfer.polygon.clone()],
        }
    }
}

fn place(feature: &Feature, language: &Language) -> Option<Place> {
    let kind = match feature.text("kind").as_deref() {
        Some("capital") => PlaceKind::Capital,
        Some("city") => PlaceKind::City,
        Some("village") => PlaceKind::Village,
        Some("area") => PlaceKind::Area,
        _ => PlaceKind::Town,
    };
    let name = language.name_of(&feature.properties, "name")?;
    Some(Place {
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

fn context_of(feature: &Feature, language: &Language) -> Context {
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
fn outline_lines(layer: &Layer) -> Vec<GridLine> {
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

/// Changed land by unit, largest first.
fn breakdown(overlay: &Overlay, [before, after]: [usize; 2], language: &Language) -> Option<Breakdown> {
    let areas = overlay.mosaic().areas_by(|face| {
        let changed = overlay.controller(before, face) != overlay.controller(after, face);
        changed.then(|| overlay.unit(face)).flatten()
    });
    let mut rows: Vec<(String, Area)> = areas
        .into_iter()
        .filter(|(_, area)| *area >= LISTED_FROM)
        .collect();
    rows.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
    for (name, _) in &mut rows {
        *name = language.name(name).to_owned();
    }
    (!rows.is_empty()).then(|| Breakdown {
        heading: language.words.table.by_unit.clone(),
        rows,
    })
}
