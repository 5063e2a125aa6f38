//! Units, such as districts: which features of a layer are one unit, and what each is called.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Feature, GridPolygon, Layer, rings, to_degrees};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::math::{cos, hypot};
use crate::{Error, Result};

/// A unit of a layer, by its place in the order of first mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub(crate) usize);

impl UnitId {
    /// Its place in the order of first mention.
    pub const fn place(self) -> usize {
        self.0
    }
}

/// A unit, such as a district.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    /// What it is called; several units may share a name.
    pub name: String,
    /// What tells it apart from others, where the layer states it.
    pub id: Option<String>,
    /// Whether the name alone does not tell which unit is meant.
    needs_id: bool,
}

impl Unit {
    /// What tables call it: its name, and its id where the name alone does not tell which unit is meant.
    pub fn label(&self) -> String {
        match &self.id {
            Some(id) if self.needs_id && *id != self.name => format!("{} ({id})", self.name),
            _ => self.name.clone(),
        }
    }

    /// Whether this is its name, its id, or what tables call it.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.id.as_deref() == Some(name) || (self.needs_id && self.label() == name)
    }
}

/// The units of a layer.
///
/// Features of one id are one unit. Without ids those of one name are, unless they lie far apart: farther than the
/// larger of them is across.
#[derive(Debug, Clone, Default)]
pub struct UnitList {
    /// The units in the order of first mention.
    pub units: Vec<Unit>,
    /// The unit of every feature, in the order of the file.
    pub of_features: Vec<UnitId>,
    /// The property that tells them apart, if any does.
    pub by: Option<String>,
}

/// By what features are told apart, and the name of their unit.
type Identity = (Option<String>, String);

impl UnitList {
    /// The units of a layer whose features a property tells apart; where none is named, one that looks like an id, such as
    /// `GEOID` or `adm2_pcode`, if every feature has it.
    ///
    /// # Errors
    ///
    /// When a property is named that a feature does not have.
    pub fn of(layer: &Layer, by: Option<&str>) -> Result<Self> {
        let key = match by {
            Some(by) => Some(checked(layer, by)?),
            None => id_key(layer),
        };
        let identity = |feature: &Feature| -> Identity {
            let id = key.as_ref().and_then(|key| feature.text(key));
            (id.clone(), name_of(feature, id.as_deref()))
        };
        let identities: Vec<Identity> = layer.features.iter().map(identity).collect();
        let groups = groups(layer, &identities, by.is_some());
        let mut list = Self {
            units: Vec::new(),
            of_features: Vec::new(),
            by: key,
        };
        let mut known: BTreeMap<usize, UnitId> = BTreeMap::new();
        for (feature, group) in groups.iter().enumerate() {
            let unit = *known.entry(*group).or_insert_with(|| {
                let (id, name) = identities[feature].clone();
                list.units.push(Unit {
                    name,
                    id,
                    needs_id: by.is_some(),
                });
                UnitId(list.units.len() - 1)
            });
            list.of_features.push(unit);
        }
        list.tell_namesakes_apart(layer);
        Ok(list)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The units by their place.
    pub fn ids(&self) -> impl Iterator<Item = UnitId> + use<> {
        (0..self.units.len()).map(UnitId)
    }

    /// A unit of the list.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0]
    }

    /// The features of a unit.
    pub fn features<'a>(&'a self, layer: &'a Layer, unit: UnitId) -> impl Iterator<Item = &'a Feature> {
        let features = layer.features.iter().zip(&self.of_features);
        features
            .filter(move |(_, of)| **of == unit)
            .map(|(feature, _)| feature)
    }

    /// The names that several units share, with how many do.
    pub fn namesakes(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for unit in &self.units {
            *counts.entry(&unit.name).or_default() += 1;
        }
        counts.into_iter().filter(|(_, count)| *count > 1).collect()
    }

    /// Units of one name are called by their id, too; where they have none, by their first feature.
    fn tell_namesakes_apart(&mut self, layer: &Layer) {
        let shared: Vec<String> = self
            .namesakes()
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        for (place, unit) in self.units.iter_mut().enumerate() {
            if shared.binary_search(&unit.name).is_err() {
                continue;
            }
            unit.needs_id = true;
            if unit.id.is_none() {
                let first = self.of_features.iter().position(|of| of.0 == place);
                let feature = first.map(|first| &layer.features[first]);
                let described = |f: &Feature| f.id.clone().unwrap_or_else(|| format!("feature {}", f.index));
                unit.id = feature.map(described);
            }
        }
    }
}

/// The property that is to tell units apart, which every feature of land has.
fn checked(layer: &Layer, by: &str) -> Result<String> {
    let land = || layer.features.iter().filter(|f| !f.geometry.polygons.is_empty());
    match land().find(|feature| feature.text(by).is_none_or(|id| id.trim().is_empty())) {
        None => Ok(by.to_owned()),
        Some(lacking) => {
            let known: Vec<&str> = lacking.properties.keys().map(String::as_str).collect();
            Err(Error::new(format!("has no `{by}` to tell it apart by"))
                .of_kind(ErrorKind::Attribute)
                .in_file(&layer.name)
                .in_feature(lacking)
                .with_hint(
                    Hint::from(format!(
                        "the feature has: {}; name one of them with ",
                        known.join(", ")
                    ))
                    .option(OptionName::UnitsBy),
                ))
        }
    }
}

/// What a unit is called: its `name`, spelt with whichever capitals, else what tells it apart, else its place in the file.
fn name_of(feature: &Feature, id: Option<&str>) -> String {
    let spelt = || {
        let key = feature
            .properties
            .keys()
            .find(|key| key.eq_ignore_ascii_case("name"))?;
        feature.text(key)
    };
    let named = feature
        .text("name")
        .or_else(spelt)
        .filter(|name| !name.is_empty());
    named
        .or_else(|| id.map(str::to_owned))
        .or_else(|| feature.id.clone())
        .unwrap_or_else(|| feature.describe())
}

/// Numbers of rows tell features apart, not units.
const ROW_NUMBERS: &[&str] = &[
    "fid",
    "ogcfid",
    "objectid",
    "gid",
    "cartodbid",
    "featureid",
    "osmid",
    "uid",
];
/// How keys of ids end, with the marks between words and the digits at the end left out.
const ID_ENDS: &[&str] = &[
    "id", "code", "fips", "nuts", "hasc", "iso", "insee", "ags", "wikidata",
];

/// The first property that looks like an id and that every feature has, if there is one.
fn id_key(layer: &Layer) -> Option<String> {
    let looks_like_one = |key: &str| {
        let letters: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        let letters = letters.to_lowercase();
        let letters = letters.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_gadm = key.starts_with("GID_");
        is_gadm || (!ROW_NUMBERS.contains(&letters) && ID_ENDS.iter().any(|end| letters.ends_with(end)))
    };
    let scalar = |value: Option<&Value>| match value {
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Number(number)) => number.is_i64() || number.is_u64(),
        _ => false,
    };
    let first = layer.features.first()?;
    let has_all = |key: &&String| layer.features.iter().all(|f| scalar(f.properties.get(*key)));
    let mut keys: Vec<&String> = first
        .properties
        .keys()
        .filter(|key| looks_like_one(key))
        .collect();
    keys.retain(has_all);
    // An id of a state that many districts share tells none of them apart; the most telling key is taken.
    let values = |key: &String| {
        let values = layer.features.iter().filter_map(|f| f.text(key));
        values.collect::<BTreeSet<_>>().len()
    };
    let most = keys.iter().map(|key| values(key)).max()?;
    let names = layer.features.iter().map(|f| name_of(f, None));
    let names = names.collect::<BTreeSet<_>>().len();
    keys.into_iter()
        .find(|key| values(key) == most && most >= names)
        .cloned()
}

/// For every feature, the first feature of its unit.
fn groups(layer: &Layer, identities: &[Identity], is_by: bool) -> Vec<usize> {
    let mut same: BTreeMap<(Option<&str>, &str), Vec<usize>> = BTreeMap::new();
    for (feature, (id, name)) in identities.iter().enumerate() {
        let key = match id {
            // The names of one unit's features may differ.
            Some(id) if is_by => (Some(id.as_str()), ""),
            Some(id) => (Some(id.as_str()), name.as_str()),
            None => (None, name.as_str()),
        };
        same.entry(key).or_default().push(feature);
    }
    let mut of_features: Vec<usize> = (0..identities.len()).collect();
    for ((id, _), features) in same {
        let near = match id {
            Some(_) => vec![0; features.len()],
            None => near(
                &features
                    .iter()
                    .map(|f| Extent::of(&layer.features[*f]))
                    .collect::<Vec<_>>(),
            ),
        };
        for (feature, first) in features.iter().zip(near) {
            of_features[*feature] = features[first];
        }
    }
    of_features
}

/// For every extent, the first of those that are not far apart, one from the next.
fn near(extents: &[Option<Extent>]) -> Vec<usize> {
    if extents.len() > FRAGMENTS {
        return vec![0; extents.len()];
    }
    let mut first: Vec<usize> = (0..extents.len()).collect();
    for (n, extent) in extents.iter().enumerate() {
        for (m, other) in extents.iter().enumerate().take(n) {
            let joined = match (extent, other) {
                (Some(one), Some(other)) => !one.is_far_from(other),
                _ => true,
            };
            if joined && first[n] != first[m] {
                let (low, high) = (first[n].min(first[m]), first[n].max(first[m]));
                first.iter_mut().filter(|f| **f == high).for_each(|f| *f = low);
            }
        }
    }
    first
}

/// More features of one name than this are the fragments of one unit, wherever they lie.
const FRAGMENTS: usize = 2_000;

/// A box of longitudes and latitudes.
#[derive(Debug, Clone, Copy)]
struct Extent {
    low: [f64; 2],
    high: [f64; 2],
}

impl Extent {
    fn of(feature: &Feature) -> Option<Self> {
        let points = feature.geometry.polygons.iter().flat_map(corners);
        points.map(|at| Self { low: at, high: at }).reduce(|a, b| Self {
            low: [a.low[0].min(b.low[0]), a.low[1].min(b.low[1])],
            high: [a.high[0].max(b.high[0]), a.high[1].max(b.high[1])],
        })
    }

    /// Whether the gap between the two is wider than the larger is across.
    fn is_far_from(&self, other: &Self) -> bool {
        let between = |axis: usize| {
            let gap = f64::max(
                self.low[axis] - other.high[axis],
                other.low[axis] - self.high[axis],
            );
            gap.max(0.0)
        };
        // Units on both sides of ±180° are as near as their way across it.
        let round =
            (360.0 - f64::max(self.high[0], other.high[0]) + f64::min(self.low[0], other.low[0])).max(0.0);
        let middle = f64::midpoint(self.low[1], self.high[1]).to_radians();
        let gap = hypot(between(0).min(round) * cos(middle), between(1));
        gap > f64::max(self.across(), other.across())
    }

    fn across(&self) -> f64 {
        let middle = f64::midpoint(self.low[1], self.high[1]).to_radians();
        hypot(
            (self.high[0] - self.low[0]) * cos(middle),
            self.high[1] - self.low[1],
        )
    }
}

fn corners(polygon: &GridPolygon) -> impl Iterator<Item = [f64; 2]> + '_ {
    let points = rings(polygon).flat_map(|ring| &ring.0);
    points.map(|point| [to_degrees(point.x), to_degrees(point.y)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::band;

    /// Properties, and the longitudes that a feature lies between.
    type Band<'a> = (&'a [(&'a str, &'a str)], f64, f64);

    /// Features with properties, each a band between two longitudes.
    fn layer(features: &[Band]) -> Layer {
        let feature = |(index, (properties, west, east)): (usize, &Band)| {
            let mut feature = Feature {
                index,
                ..Feature::default()
            };
            for (key, value) in *properties {
                feature.properties.insert((*key).to_owned(), Value::from(*value));
            }
            feature.geometry.polygons = vec![band(*west, *east)];
            feature
        };
        Layer {
            name: "units.geojson".to_owned(),
            features: features.iter().enumerate().map(feature).collect(),
            ..Layer::default()
        }
    }

    fn labels(layer: &Layer, by: Option<&str>) -> Vec<String> {
        UnitList::of(layer, by)
            .unwrap()
            .units
            .iter()
            .map(Unit::label)
            .collect()
    }

    #[test]
    fn features_of_one_name_are_one_unit_unless_far_apart() {
        let near = layer(&[
            (&[("name", "X")], 0., 1.),
            (&[("name", "X")], 1.5, 2.),
            (&[("name", "Y")], 2., 3.),
        ]);
        assert_eq!(labels(&near, None), ["X", "Y"]);
        assert_eq!(
            UnitList::of(&near, None).unwrap().of_features,
            [UnitId(0), UnitId(0), UnitId(1)]
        );
        let far = layer(&[(&[("name", "X")], 0., 1.), (&[("name", "X")], 90., 91.)]);
        assert_eq!(labels(&far, None), ["X (feature 0)", "X (feature 1)"]);
        let across = layer(&[(&[("name", "X")], 179., 180.), (&[("name", "X")], -180., -179.)]);
        assert_eq!(labels(&across, None), ["X"]);
    }

    #[test]
    fn ids_tell_namesakes_apart_and_stand_beside_their_name() {
        let counties = layer(&[
            (
                &[("NAME", "Richmond"), ("STATEFP", "51"), ("GEOID", "51159")],
                0.,
                1.,
            ),
            (
                &[("NAME", "Richmond"), ("STATEFP", "51"), ("GEOID", "51760")],
                1.,
                2.,
            ),
            (&[("NAME", "Lee"), ("STATEFP", "51"), ("GEOID", "51105")], 2., 3.),
        ]);
        assert_eq!(
            labels(&counties, None),
            ["Richmond (51159)", "Richmond (51760)", "Lee"]
        );
        assert_eq!(
            UnitList::of(&counties, None).unwrap().by.as_deref(),
            Some("GEOID")
        );
        assert_eq!(labels(&counties, Some("GEOID")).last().unwrap(), "Lee (51105)");
        assert_eq!(labels(&counties, Some("STATEFP")).len(), 1);
        let list = UnitList::of(&counties, None).unwrap();
        assert_eq!(list.namesakes(), [("Richmond", 2)]);
        assert!(list.units[0].is_called("51159") && list.units[0].is_called("Richmond (51159)"));
    }

    #[test]
    fn row_numbers_are_no_ids() {
        let parts = layer(&[
            (&[("name", "X"), ("fid", "1"), ("OBJECTID_1", "1")], 0., 1.),
            (&[("name", "X"), ("fid", "2"), ("OBJECTID_1", "2")], 1., 2.),
        ]);
        assert_eq!(labels(&parts, None), ["X"]);
    }

    #[test]
    fn a_property_that_a_feature_lacks_is_said() {
        let some = layer(&[
            (&[("name", "X"), ("code", "1")], 0., 1.),
            (&[("name", "Y")], 1., 2.),
        ]);
        let error = UnitList::of(&some, Some("code")).unwrap_err().to_string();
        assert!(
            error.contains("units.geojson") && error.contains("feature 1 (\"Y\")"),
            "{error}"
        );
        assert!(
            error.contains("`code`") && error.contains("the feature has: name"),
            "{error}"
        );
    }
}
