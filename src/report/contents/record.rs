//! What is in files, as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::Inventory;
use crate::contents::{Contents, Holders, Property};
use crate::measure::Area;
use crate::report::parts::quantity::{Day, Generator, Km2};

/// What is in files: formats, features, properties, controllers, dates.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What is in files")]
pub struct InventoryRecord {
    generator: Generator,
    /// File by file.
    files: Vec<FileRecord>,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileRecord {
    /// Its facts.
    #[serde(flatten)]
    facts: FileRow,
    /// What is in doubt about who holds its land; null where nothing is.
    doubt: Option<String>,
    /// What was read otherwise than it is written, and from which reference system.
    notices: Vec<String>,
    /// How many problems of each kind a check finds.
    problems: Vec<KindCount>,
    /// Who holds its land; empty of what is no snapshot.
    controllers: Vec<HolderRecord>,
    /// The properties of its features.
    properties: Vec<PropertyRecord>,
}

/// How many problems of a kind there are.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KindCount {
    /// The kind, as `landshift check` names it.
    kind: String,
    /// How many.
    count: usize,
}

/// A file in a row.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileRow {
    /// The file.
    file: String,
    /// Its format; null of what was in memory.
    format: Option<String>,
    /// How many features have land.
    land: usize,
    /// How many have lines and no land.
    lines: usize,
    /// How many have points alone.
    points: usize,
    /// How many have no positions.
    empty: usize,
    /// The westernmost longitude, in degrees; null without positions.
    west: Option<f64>,
    /// The southernmost latitude.
    south: Option<f64>,
    /// The easternmost longitude.
    east: Option<f64>,
    /// The northernmost latitude.
    north: Option<f64>,
    /// Its land, of overlaps what each feature has.
    area_km2: Km2,
    /// What it is.
    is: Nature,
    /// The date that it describes as a whole.
    date: Option<Day>,
    /// What names its controllers, in words.
    controllers_from: Option<String>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Nature {
    /// Who holds what on a date, or on none that is stated.
    Snapshot,
    /// Features with dates of their own.
    Series,
    /// No land.
    NoLand,
    /// Land of which it is not known who holds it.
    Unknown,
}

/// Who holds how much.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HolderRecord {
    /// Its name.
    controller: String,
    /// Its land, of overlaps what each feature has.
    area_km2: Km2,
}

/// A property of features.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PropertyRecord {
    /// Its name.
    property: String,
    /// The kinds of its values, joined by commas: text, number, true or false, list or object.
    kinds: String,
    /// How many features have it, null aside.
    features: usize,
    /// How many different values there are; null for more than ten thousand, and of lists and objects.
    values: Option<usize>,
    /// The first value.
    example: Option<String>,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RowOf<T> {
    /// The file.
    file: String,
    /// What it has.
    #[serde(flatten)]
    row: T,
}

impl From<&Inventory> for InventoryRecord {
    fn from(inventory: &Inventory) -> Self {
        Self {
            generator: Generator,
            files: inventory.files.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Contents> for FileRecord {
    fn from(contents: &Contents) -> Self {
        let problems = contents.problems.iter();
        Self {
            facts: contents.into(),
            doubt: match &contents.holders {
                Holders::Unknown { why, .. } => Some(why.clone()),
                _ => None,
            },
            notices: contents.notices.clone(),
            problems: problems
                .map(|(kind, count)| KindCount {
                    kind: kind.name().to_owned(),
                    count: *count,
                })
                .collect(),
            controllers: holders_of(contents),
            properties: contents.properties.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Contents> for FileRow {
    fn from(contents: &Contents) -> Self {
        let side = |place: usize| contents.bounds.map(|bounds| bounds[place]);
        let counts = contents.features;
        let (is, date, from) = match &contents.holders {
            Holders::NoLand => (Nature::NoLand, None, None),
            Holders::Series => (Nature::Series, None, None),
            Holders::Unknown { .. } => (Nature::Unknown, None, None),
            Holders::Snapshot { from, date, .. } => (Nature::Snapshot, *date, Some(from.to_string())),
        };
        Self {
            file: contents.file.clone(),
            format: contents.format.map(str::to_owned),
            land: counts.land,
            lines: counts.lines,
            points: counts.points,
            empty: counts.empty,
            west: side(0),
            south: side(1),
            east: side(2),
            north: side(3),
            area_km2: contents.area.into(),
            is,
            date: date.map(Into::into),
            controllers_from: from,
        }
    }
}

impl From<&Property> for PropertyRecord {
    fn from(property: &Property) -> Self {
        let kinds: Vec<&str> = property.kinds.iter().map(|kind| kind.name()).collect();
        Self {
            property: property.name.clone(),
            kinds: kinds.join(", "),
            features: property.features,
            values: property.values,
            example: property.example.clone(),
        }
    }
}

fn holders_of(contents: &Contents) -> Vec<HolderRecord> {
    let Holders::Snapshot { controllers, .. } = &contents.holders else {
        return Vec::new();
    };
    let record = |(name, area): &(String, Area)| HolderRecord {
        controller: name.clone(),
        area_km2: (*area).into(),
    };
    controllers.iter().map(record).collect()
}

/// Every file in a row.
pub(super) fn files(inventory: &Inventory) -> Vec<FileRow> {
    inventory.files.iter().map(Into::into).collect()
}

/// Every property of every file.
pub(super) fn properties(inventory: &Inventory) -> Vec<RowOf<PropertyRecord>> {
    rows(inventory, |contents| {
        contents.properties.iter().map(Into::into).collect()
    })
}

/// Who holds how much by each file.
pub(super) fn controllers(inventory: &Inventory) -> Vec<RowOf<HolderRecord>> {
    rows(inventory, holders_of)
}

fn rows<T>(inventory: &Inventory, of: impl Fn(&Contents) -> Vec<T>) -> Vec<RowOf<T>> {
    let rows = inventory.files.iter().flat_map(|contents| {
        of(contents).into_iter().map(|row| RowOf {
            file: contents.file.clone(),
            row,
        })
    });
    rows.collect()
}
