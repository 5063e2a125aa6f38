//! A scenario: the files of one case, with what the map and the tables need to know about it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Date, Within, canonical};

/// One case, as its `scenario.toml` states it. Paths are relative to that file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Short name; outputs go to `output/ID/`.
    pub id: String,
    /// What the case is, for headings.
    pub title: String,
    /// Who or what is said of sources on every output.
    #[serde(default)]
    pub credits: Vec<String>,
    /// What readers of every table and map must know of the case, such as other names of a controller.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Width in metres below which a changed piece is drawing noise; 0 counts everything, none what the data suggests.
    pub tolerance_m: Option<f64>,
    /// The one controller of all land of all snapshots, where their files outline what one side holds.
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// The property that names the controller.
    pub by: Option<String>,
    /// The features that are read, by their properties as in SQL, such as `iso = 'UA'`; none is all.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What in the file's name is its date, such as `%d_%m_%Y`.
    pub date_pattern: Option<String>,
    /// The property that states from when a feature holds, where each has times of its own.
    pub start: Option<String>,
    /// The property that states until when.
    pub end: Option<String>,
    /// Whether the day of the end is still the feature's own: `inclusive` or `exclusive`.
    pub end_date: Option<String>,
    /// The property that states the one date of a feature.
    pub date_column: Option<String>,
    /// The snapshots, in order of time.
    #[serde(rename = "snapshot")]
    pub snapshots: Vec<SnapshotEntry>,
    /// Units (districts) by which tables are broken down.
    pub units: Option<Reference>,
    /// Settlements, for tables and maps.
    pub places: Option<Reference>,
    /// The GeoJSON file of who is recognised as sovereign over what, for a table beside control; claims may overlap.
    pub claims: Option<String>,
    /// The land that all answers are about: a file, `W,S,E,N` in degrees, or the name of a unit or of a controller of the
    /// first snapshot; none is all land.
    pub within: Option<String>,
    /// Neighbouring land and water, for the maps.
    pub context: Option<Reference>,
    /// Countries of the wider region, for the locator map.
    pub locator: Option<Reference>,
    /// Reference lines on the maps, such as a former border.
    #[serde(default, rename = "outline")]
    pub outlines: Vec<Outline>,
    /// What maps say at a place.
    #[serde(default, rename = "note")]
    pub annotations: Vec<Annotation>,
    /// Which controllers and sovereigns are read by another name: old names and new ones.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
    /// What becomes of land whose features name no controller: `skip` leaves it out, any other word is who holds it.
    pub unnamed: Option<String>,
    /// Who holds the land that a snapshot leaves out.
    pub rest: Option<String>,
    /// The GeoJSON file of all the land in question, of which that is the rest; none is the land that any snapshot covers.
    pub land: Option<String>,
    /// How controllers are named and coloured; others get colours of the palette.
    #[serde(default, rename = "controller")]
    pub controllers: Vec<ControllerStyle>,
    /// What maps in a language call the names and texts of the case, by the code of the language: `[names.ru]`.
    #[serde(default)]
    pub names: BTreeMap<String, BTreeMap<String, String>>,
    /// Areas that others published, to set beside the measured ones.
    #[serde(default)]
    pub published: Vec<Published>,
}

impl Scenario {
    /// The files that it names, as it names them.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let references = [&self.units, &self.places, &self.context, &self.locator];
        let within = self.within.as_ref().filter(|text| Within::is_file(text));
        let texts = [self.claims.as_ref(), self.land.as_ref(), within];
        let snapshots = self.snapshots.iter().map(|entry| &entry.path);
        let outlines = self.outlines.iter().map(|outline| &outline.path);
        snapshots
            .chain(references.into_iter().flatten().map(|reference| &reference.path))
            .chain(texts.into_iter().flatten())
            .chain(outlines)
            .map(String::as_str)
    }

    /// With all names of controllers, units and sovereigns in their one form.
    pub(crate) fn with_canonical_names(mut self) -> Self {
        let set = |name: &mut String| *name = canonical(name).into_owned();
        for controller in &mut self.controllers {
            set(&mut controller.name);
        }
        for Published { measure, .. } in &mut self.published {
            let PublishedMeasure {
                controller,
                sovereign,
                units,
                ..
            } = measure;
            controller.iter_mut().chain(sovereign).chain(units).for_each(set);
        }
        self.rest.iter_mut().for_each(set);
        self
    }
}

/// One snapshot of a scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { path = \"1994-05-12.geojson\" }"
)]
pub struct SnapshotEntry {
    /// The GeoJSON file.
    pub path: String,
    /// The date, where the file does not state it or is mistaken.
    pub date: Option<Date>,
    /// The date on which the file is looked at, where its features have times of their own.
    pub at: Option<Date>,
    /// The one controller of all land of the file, where it outlines what one side holds.
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// The property that names the controller.
    pub by: Option<String>,
    /// The features that are read, by their properties as in SQL, such as `iso = 'UA'`; none is all.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What in the file's name is its date, such as `%d_%m_%Y`.
    pub date_pattern: Option<String>,
    /// The property that states from when a feature holds, where each has times of its own.
    pub start: Option<String>,
    /// The property that states until when.
    pub end: Option<String>,
    /// Whether the day of the end is still the feature's own: `inclusive` or `exclusive`.
    pub end_date: Option<String>,
    /// The property that states the one date of a feature.
    pub date_column: Option<String>,
    /// What the map says under the date, such as `After the second war`.
    pub caption: Option<String>,
}

/// A layer that the scenario refers to.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { path = \"layer.geojson\" }"
)]
pub struct Reference {
    /// The GeoJSON file.
    pub path: String,
    /// How far its lines may be from the truth, in metres, where that is known.
    pub accuracy_m: Option<f64>,
    /// Of units, the property that tells them apart.
    pub by: Option<String>,
    /// Of units, a property with numbers, such as `population`, of which the share that changed hands is estimated.
    pub weigh: Option<String>,
}

/// A reference line on the maps.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { path = \"border.geojson\", label = \"border of 1991\" }"
)]
pub struct Outline {
    /// The GeoJSON file; polygons are drawn as their boundary.
    pub path: String,
    /// What the legend calls it.
    pub label: String,
}

/// What maps say at a place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { at = [46.75, 39.82], text = \"Stepanakert\" }"
)]
pub struct Annotation {
    /// Where, longitude and latitude in degrees.
    pub at: [f64; 2],
    /// What is said, in a few words.
    pub text: String,
    /// Whether an arrow leads from the words to the place; else they stand about it.
    #[serde(default)]
    pub arrow: bool,
}

/// How a controller appears on maps and in tables.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { name = \"Armenia\", color = \"#d9720d\" }"
)]
pub struct ControllerStyle {
    /// The name as the data has it.
    pub name: String,
    /// Fill colour, `#rrggbb`.
    pub color: Option<String>,
    /// A shorter name for tight places.
    pub short: Option<String>,
}

/// An area that somebody published.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { quantity = \"land regained\", measure = { controller = \"Azerbaijan\" }, km2 = [4400, 4400], source = \"a ministry\" }"
)]
pub struct Published {
    /// What it is the area of, in words.
    pub quantity: String,
    /// What to measure for it.
    pub measure: PublishedMeasure,
    /// Lowest and highest published figure, in km²; equal where there is one figure.
    pub km2: [f64; 2],
    /// Who published it.
    pub source: String,
}

/// The land that a published figure is about: all conditions hold at once.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { date = \"2020-12-01\", controller = \"Azerbaijan\" }"
)]
pub struct PublishedMeasure {
    /// On the snapshot of this date.
    pub date: Option<Date>,
    /// Held by this controller.
    pub controller: Option<String>,
    /// Under this sovereign.
    pub sovereign: Option<String>,
    /// Inside any of these units, by their `name`.
    #[serde(default)]
    pub units: Vec<String>,
}
