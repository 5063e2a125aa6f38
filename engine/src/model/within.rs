//! The land that all answers of a study are about, where that is not all land.

use std::str::FromStr;

use super::{
    Date, GRID_PER_DEGREE, GridPoint, GridPolygon, GridRing, Layer, Snapshot, Unit, UnitList, to_grid,
};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::{Error, Result};

/// Positions along the edge of a box are so many grid units apart: edges that run the shortest way stay near its parallels.
const STEP: i64 = GRID_PER_DEGREE / 10;
/// The most names that a hint lists.
const LISTED: usize = 12;

/// The land that all answers are about: figures, findings, diffs and maps.
///
/// ```
/// use landshift_engine::model::Within;
/// let donbas: Within = "36.5,46.8,40.3,50.1".parse()?;
/// assert_eq!(donbas.name, "36.5 to 40.3° E, 46.8 to 50.1° N");
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Within {
    /// What it is called in titles and sentences.
    pub name: String,
    /// Where it is from, in words.
    pub about: String,
    /// The land; pieces may overlap.
    pub polygons: Vec<GridPolygon>,
    /// The layer that it was read from, if any.
    pub layer: Option<Layer>,
}

impl Within {
    /// The land of all features of a layer.
    ///
    /// # Errors
    ///
    /// When none has any.
    pub fn of_layer(layer: &Layer) -> Result<Self> {
        let polygons: Vec<GridPolygon> = layer
            .features
            .iter()
            .flat_map(|f| f.geometry.polygons.iter().cloned())
            .collect();
        if polygons.is_empty() {
            return Err(
                Error::new("has no polygons, and figures are to be confined to its land")
                    .of_kind(ErrorKind::Geometry)
                    .in_file(&layer.name)
                    .with_hint(Hint::from("name a file of areas with ").option(OptionName::Within)),
            );
        }
        let stated = || layer.members.get("name")?.as_str().map(str::to_owned);
        let only = || match layer.features.as_slice() {
            [one] => one.text("name"),
            _ => None,
        };
        let file = layer.name.rsplit(['/', '\\']).next().unwrap_or(&layer.name);
        let stem = file.split('.').next().unwrap_or(file);
        Ok(Self {
            name: only().or_else(stated).unwrap_or_else(|| stem.to_owned()),
            about: layer.name.clone(),
            polygons,
            layer: Some(layer.clone()),
        })
    }

    /// The land of a name: a unit (by its name, its id, or what tables call it; `units_by` is the property that tells units
    /// apart), else all that a controller held in the
    /// first snapshot.
    ///
    /// # Errors
    ///
    /// When there is neither, several units are called so, or a unit lacks what is to tell it apart.
    pub fn named(name: &str, units: &Layer, units_by: Option<&str>, snapshots: &[&Snapshot]) -> Result<Self> {
        let list = &UnitList::of(units, units_by)?;
        let called: Vec<_> = list.ids().filter(|id| list.unit(*id).is_called(name)).collect();
        match called.as_slice() {
            [] => Self::held_by(name, first(snapshots)).ok_or_else(|| unknown(name, list, snapshots)),
            [one] => {
                let features = list.features(units, *one);
                let unit = list.unit(*one);
                Ok(Self {
                    name: unit.label(),
                    about: format!("a unit of {}", units.name),
                    polygons: features
                        .flat_map(|f| f.geometry.polygons.iter().cloned())
                        .collect(),
                    layer: None,
                })
            }
            several => {
                let labels: Vec<String> = several.iter().map(|id| list.unit(*id).label()).collect();
                Err(Error::new(format!("{} units are called `{name}`", several.len()))
                    .of_kind(ErrorKind::Options)
                    .in_file(&units.name)
                    .with_hint(format!("name one of them: {}", labels.join(", "))))
            }
        }
    }

    /// Whether a text is meant as a box of longitudes and latitudes: numbers parted by commas.
    pub fn is_box(text: &str) -> bool {
        text.contains(',') && text.split(',').all(|part| part.trim().parse::<f64>().is_ok())
    }

    /// Whether a text is meant as a file: it has a folder, or an ending of files of areas.
    pub fn is_file(text: &str) -> bool {
        let lower = text.to_lowercase();
        let endings = [
            "json", "gz", "zip", "gpkg", "shp", "kml", "kmz", "fgb", "parquet", "csv",
        ];
        let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
        text == "-" || text.contains(['/', '\\']) || endings.iter().any(|known| ending.ends_with(known))
    }

    fn held_by(name: &str, snapshot: Option<&Snapshot>) -> Option<Self> {
        let snapshot = snapshot?;
        let own = snapshot.territories.iter().filter(|t| t.controller == name);
        let polygons: Vec<GridPolygon> = own.flat_map(|t| t.polygons.iter().cloned()).collect();
        (!polygons.is_empty()).then(|| Self {
            name: match snapshot.date {
                Some(date) => format!("{name} as of {}", date.long()),
                None => format!("{name} as first held"),
            },
            about: format!("what it held in {}", snapshot.name),
            polygons,
            layer: None,
        })
    }
}

/// The earliest snapshot if all have dates, else the first one.
fn first<'a>(snapshots: &[&'a Snapshot]) -> Option<&'a Snapshot> {
    let dates: Option<Vec<Date>> = snapshots.iter().map(|s| s.date).collect();
    match dates {
        Some(_) => snapshots.iter().copied().min_by_key(|s| s.date),
        None => snapshots.first().copied(),
    }
}

fn unknown(name: &str, list: &UnitList, snapshots: &[&Snapshot]) -> Error {
    let units = list.units.iter().map(Unit::label);
    let holders = first(snapshots)
        .into_iter()
        .flat_map(Snapshot::controllers)
        .map(str::to_owned);
    let known: Vec<String> = units.chain(holders).collect();
    let more = known.len().saturating_sub(LISTED);
    let mut listed = near_first(name, known);
    listed.truncate(LISTED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    Error::new(format!(
        "`{name}` is no file, no box, no unit and no controller of the first snapshot"
    ))
    .of_kind(ErrorKind::Options)
    .with_hint(Hint::from("").option(OptionName::Within).and(format!(
        " takes a file of areas, W,S,E,N in degrees, or a name; the names are: {}{more}",
        listed.join(", ")
    )))
}

/// The names with those first of which a word begins as one of the name asked for, then by the alphabet.
fn near_first(name: &str, mut known: Vec<String>) -> Vec<String> {
    let is_near = |known: &String| {
        let mut pairs = words(name).flat_map(|asked| words(known).map(move |word| (asked.clone(), word)));
        pairs.any(|(asked, word)| {
            let same = asked
                .chars()
                .zip(word.chars())
                .take_while(|(a, b)| a == b)
                .count();
            same >= BEGINNING || same == asked.chars().count()
        })
    };
    known.sort_unstable();
    known.dedup();
    let (near, far): (Vec<String>, Vec<String>) = known.into_iter().partition(is_near);
    near.into_iter().chain(far).collect()
}

/// Words with so many letters in common at their beginning are alike.
const BEGINNING: usize = 4;

fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    name.split_whitespace().map(str::to_lowercase)
}

/// `W,S,E,N`: a box of longitudes and latitudes; where west is east of east, it runs across ±180°.
impl FromStr for Within {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad = |what: &str| {
            Error::new(format!("`{text}` is no box: {what}"))
                .of_kind(ErrorKind::Options)
                .with_hint("give west, south, east and north in degrees, such as 43,38.5,48,41")
        };
        let numbers: Option<Vec<f64>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
        let numbers = numbers.and_then(|n| <[f64; 4]>::try_from(n).ok());
        Self::of_box(numbers.ok_or_else(|| bad("it is not four numbers"))?)
    }
}

impl Within {
    /// West, south, east and north in degrees; where west is east of east, it runs across ±180°.
    ///
    /// # Errors
    ///
    /// When a number is no such degree, or the box has no width or height.
    pub fn of_box([west, south, east, north]: [f64; 4]) -> Result<Self> {
        let bad = |what: &str| {
            Error::new(format!("`{west},{south},{east},{north}` is no box: {what}"))
                .of_kind(ErrorKind::Options)
                .with_hint("give west, south, east and north in degrees, such as 43,38.5,48,41")
        };
        let is_lon = |lon: f64| (-180.0..=180.0).contains(&lon);
        let is_lat = |lat: f64| (-90.0..=90.0).contains(&lat);
        if !is_lon(west) || !is_lon(east) || !is_lat(south) || !is_lat(north) {
            return Err(bad("longitudes are from -180 to 180, latitudes from -90 to 90"));
        }
        if south >= north {
            return Err(bad("the south is not south of the north"));
        }
        if west.total_cmp(&east).is_eq() {
            return Err(bad("it has no width"));
        }
        let polygons = if west < east {
            vec![rectangle([west, south, east, north])]
        } else {
            let halves = [[west, south, 180.0, north], [-180.0, south, east, north]];
            halves
                .into_iter()
                .filter(|half| half[0] < half[2])
                .map(rectangle)
                .collect()
        };
        let lon = |degrees: f64| if degrees < 0.0 { "W" } else { "E" };
        let lat = |degrees: f64| if degrees < 0.0 { "S" } else { "N" };
        let range = |low: f64, high: f64, side: fn(f64) -> &'static str| {
            let (one, other) = (side(low), side(high));
            let first = if one == other {
                String::new()
            } else {
                format!("° {one}")
            };
            format!("{}{first} to {}° {other}", low.abs(), high.abs())
        };
        Ok(Self {
            name: format!("{}, {}", range(west, east, lon), range(south, north, lat)),
            about: "a box of longitudes and latitudes".to_owned(),
            polygons,
            layer: None,
        })
    }
}

/// A rectangle, counter-clockwise, with positions along its parallels.
fn rectangle([west, south, east, north]: [f64; 4]) -> GridPolygon {
    let [west, south, east, north] = [west, south, east, north].map(to_grid);
    let between = || (1..).map(move |n| west + n * STEP).take_while(move |x| *x < east);
    let along: Vec<i64> = std::iter::once(west).chain(between()).chain([east]).collect();
    let lower = along.iter().map(|&x| GridPoint { x, y: south });
    let upper = along.iter().rev().map(|&x| GridPoint { x, y: north });
    let ring = lower.chain(upper).chain([GridPoint { x: west, y: south }]);
    GridPolygon::new(GridRing::new(ring.collect()), vec![])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, polygons_area};
    use crate::testing::bands;

    #[test]
    fn a_box_has_the_area_of_its_sides() {
        let area = |text: &str| {
            let within: Within = text.parse().unwrap();
            polygons_area(&within.polygons, EdgeModel::StraightLonLat).km2()
        };
        let one = area("1,0,3,1");
        assert!((one - 2.0 * 12_308.8).abs() < 1.0, "{one}");
        assert!((area("179,0,-179,1") - one).abs() < 1e-3, "across ±180°");
        assert!((area("-180,-90,180,90") - 510_065_621.7).abs() < 1.0);
    }

    #[test]
    fn a_box_that_is_none_says_why() {
        for (text, says) in [
            ("1,2,3", "not four numbers"),
            ("1,5,3,2", "not south"),
            ("4,5,4,7", "no width"),
            ("4,5,400,7", "from -180"),
            ("nan,5,4,7", "from -180"),
        ] {
            let error = text.parse::<Within>().unwrap_err().to_string();
            assert!(error.contains(says) && error.contains("such as"), "{error}");
        }
    }

    #[test]
    fn a_name_is_of_a_unit_or_of_the_first_holder() {
        let snapshot = |date: &str, west: f64| Snapshot {
            name: format!("{date}.geojson"),
            date: date.parse().ok(),
            ..bands(&[("A", west, 4.0)])
        };
        let (late, early) = (snapshot("2020", 0.0), snapshot("2010", 2.0));
        let named = |name: &str| Within::named(name, &Layer::default(), None, &[&late, &early]);
        let a = named("A").unwrap();
        assert_eq!(
            (a.name.as_str(), a.about.as_str()),
            ("A as of 2010", "what it held in 2010.geojson")
        );
        let known = ["Zaire", "Bavaria", "German Empire", "Austria"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(
            near_first("Germany", known),
            ["German Empire", "Austria", "Bavaria", "Zaire"]
        );
        let error = named("B").unwrap_err().to_string();
        assert!(
            error.contains("`B`") && error.contains("the names are: A"),
            "{error}"
        );
    }
}
