//! A layer to a snapshot: which property names the controller, which date it has, what else its land states.

use geojson::FeatureCollection;

use super::attributes;
use super::layer_name::LayerName;
use super::naming::{Controllers, USUAL_NAMES, text, without};
use super::options::ReadOptions;
use super::territory::{Territories, accuracy, land_of};
use super::times::{TimedLayer, out_of_time};
use super::{dates, file_date};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{ControllerSource, Date, Feature, Geometry, Layer, NoticeKind, Snapshot};
use crate::{Error, Result};

impl Snapshot {
    /// Who holds what, as some bytes state; `name` is what messages call them, and a file's name may have the date. See
    /// [`Snapshot::of`] for how they are understood.
    ///
    /// ```
    /// use landshift_engine::{model::Snapshot, read::ReadOptions};
    /// let text = r#"{"type": "Feature", "properties": {"controller": "A"}, "geometry":
    ///     {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}"#;
    /// let snapshot = Snapshot::read(text, "1994-05-12.geojson", &ReadOptions::default())?;
    /// assert_eq!((snapshot.heading(), snapshot.controllers()), ("12 May 1994".into(), vec!["A"]));
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Layer::read`] and [`Snapshot::of`].
    pub fn read<'n>(
        bytes: impl AsRef<[u8]>,
        name: impl Into<LayerName<'n>>,
        options: &ReadOptions,
    ) -> Result<Self> {
        let name = name.into().filtered(options.geometry_filter());
        Self::of(Layer::read(bytes, name)?, options)
    }

    /// Who holds what, as a feature collection in memory states; treated as if it had been read from a file.
    ///
    /// ```
    /// use landshift_engine::{model::Snapshot, read::ReadOptions};
    /// let collection: geojson::FeatureCollection = r#"{"type": "FeatureCollection", "date": "1994", "features": [
    ///     {"type": "Feature", "properties": {"controller": "A"}, "geometry":
    ///     {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}]}"#.parse().unwrap();
    /// let snapshot = Snapshot::from_features(&collection, "1994", &ReadOptions::default())?;
    /// assert_eq!(snapshot.controllers(), ["A"]);
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Layer::from_features`] and [`Snapshot::of`].
    pub fn from_features(collection: &FeatureCollection, name: &str, options: &ReadOptions) -> Result<Self> {
        Self::of(Layer::from_features(collection, name)?, options)
    }
    /// Who holds what, as a layer states.
    ///
    /// **The controller** of a feature is, in this order:
    /// 1. the name given with `options.name`, one for all the land;
    /// 2. the text of the property `options.by`, which every feature with land must have;
    /// 3. the text of `controller`, if any feature has it: then every feature with land must have it;
    /// 4. the text of the first of `name`, `NAME`, `name:en`, `ADMIN`, `admin` that every feature with land has;
    /// 5. if no feature has any of these, the ids, which tell the features apart: the member `id`, or else the property,
    ///    unless they only number the features.
    ///
    /// A file without any of these is not named after itself, since one file of a series would then be another
    /// controller than the next; [`Unnamed`](crate::model::Unnamed) says what becomes of land without a name.
    ///
    /// Numbers count as text; null, blank text and nested values count as missing. Names are taken in their one form, see
    /// [`canonical`](crate::model::canonical), and then renamed as `options.renames` says. [`Snapshot::controller_from`] has
    /// the rule that was used.
    ///
    /// **The date** is `options.date`; else what `options.date_pattern` finds in the file's name; else the collection's
    /// member `date` or `time` (JSON-FG); else what all features agree on in their property `date`, member `time` or
    /// property `start_date`; else the one day, month or year in the file's name, as in `front-1994-05-12.geojson`,
    /// `31_12_2024.geojson`, `front_2025_04.geojson` or `w_1914.geojson`; else there is none.
    ///
    /// Where features hold from a start to an end of their own, `options.date` has those that hold then: see [`TimedLayer`].
    ///
    /// **The features** are those that `options.filter` selects, all if there is none.
    ///
    /// **The land** is the polygons. Points and lines are left out with a notice; lines and no polygons are an error.
    ///
    /// ```
    /// use landshift_engine::{model::Snapshot, read::ReadOptions};
    /// let text = r#"{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}"#;
    /// assert!(Snapshot::read(text, "front.geojson", &ReadOptions::default()).is_err());
    /// let snapshot = Snapshot::read(text, "front.geojson", &ReadOptions::default().name("Artsakh"))?;
    /// assert_eq!(snapshot.controllers(), ["Artsakh"]);
    /// assert_eq!(snapshot.controller_from.to_string(), "one name for all land");
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the controller of some land or the date is in doubt, or a property has a value that cannot be used.
    pub fn of(layer: Layer, options: &ReadOptions) -> Result<Self> {
        let name = layer.name.clone();
        understand(layer, options, file_date::in_name)
            .map_err(|e| e.of_kind(ErrorKind::Attribute).in_file(name))
    }
}

/// As [`Snapshot::of`], for land in memory, whose name is no file's: no date is looked for in it.
pub(super) fn of_memory(layer: Layer, options: &ReadOptions) -> Result<Snapshot> {
    let name = layer.name.clone();
    understand(layer, options, |_| Ok(None)).map_err(|e| e.of_kind(ErrorKind::Attribute).in_file(name))
}

fn understand(
    mut layer: Layer,
    options: &ReadOptions,
    in_name: impl Fn(&str) -> Result<Option<Date>>,
) -> Result<Snapshot> {
    if let Some(date) = options.date
        && TimedLayer::has_spans(&layer, &options.times)?
    {
        return TimedLayer::of(vec![layer], options)?.at(date);
    }
    if options.times.is_named() && options.date.is_none() {
        return Err(
            Error::new("its features have times, and a snapshot is of one date")
                .of_kind(ErrorKind::Options)
                .with_hint(Hint::from("choose the date with ").option(OptionName::At)),
        );
    }
    let selected = options.select(&mut layer)?;
    let land = land_of(&layer);
    if let Some(error) = lines_alone(&layer).or_else(|| points_alone(&layer)) {
        return Err(error);
    }
    let controller = Controllers::find(&land, &layer.name, options)?;
    let date = match (options.date, &options.date_pattern) {
        (Some(date), _) => Some(date),
        (None, Some(pattern)) => Some(pattern.date(&layer.name)?),
        (None, None) => match dates::of_layer(&layer, &land)? {
            Some(date) => Some(date),
            None => in_name(&layer.name)?,
        },
    };
    let is_stated = options.date.is_some() || options.date_pattern.is_some();
    let holder = |feature: &Feature| controller.of(feature, options).ok().flatten();
    if !is_stated && let Some(error) = out_of_time(&layer, &options.times, holder) {
        return Err(error);
    }
    let mut notices = layer.notices.clone();
    attributes::note(
        &layer.features,
        &land,
        &controller.source(),
        options,
        &mut notices,
    );
    let mut snapshot = Snapshot {
        name: layer.name,
        title: ["title", "name"].iter().find_map(|key| text(&layer.members, key)),
        date,
        controller_from: controller.source(),
        selected,
        notices,
        ..Snapshot::default()
    };
    let mut territories = Territories::new(&controller, options);
    for feature in layer.features {
        if !feature.geometry.points.is_empty() || !feature.geometry.lines.is_empty() {
            let at = feature.geometry.points.first().copied();
            snapshot
                .notices
                .add(NoticeKind::NoLand, at, || feature.describe());
        }
        if feature.geometry.polygons.is_empty() {
            continue;
        }
        if let Some(holder) = territories.holder(&feature, &mut snapshot.notices)? {
            let territory = territories.held(feature, holder)?;
            snapshot.territories.push(territory.into());
        }
    }
    (snapshot.unnamed, snapshot.renamed) = (territories.unnamed, territories.renamed);
    Ok(snapshot)
}

/// Who controls each feature with land, by the rule of [`Snapshot::of`]; none of those that are left out.
///
/// # Errors
/// When that is in doubt for some.
pub fn controllers(layer: &Layer, options: &ReadOptions) -> Result<Vec<Option<String>>> {
    let land = land_of(layer);
    let controllers = Controllers::find(&land, &layer.name, options)?;
    let read = |name| options.renames.read(name);
    let holder = |feature| Ok(controllers.of(feature, options)?.map(read));
    land.into_iter().map(holder).collect()
}

/// What names the controllers of a layer, by the rule of [`Snapshot::of`].
///
/// # Errors
///
/// When that is in doubt.
pub fn controller_source(layer: &Layer, options: &ReadOptions) -> Result<ControllerSource> {
    Ok(Controllers::find(&land_of(layer), &layer.name, options)?.source())
}

/// The error of a layer with lines and no land: a front line is not a snapshot in which nobody holds anything.
fn lines_alone(layer: &Layer) -> Option<Error> {
    no_land_but(layer, "lines", |geometry| !geometry.lines.is_empty()).map(|error| {
        error.with_hint(
            "a snapshot is polygons of who holds what; `landshift compose` makes them from front lines, base land and seed \
             points, see `landshift compose --help`",
        )
    })
}

/// The error of a layer with points and no land, which may be places and is no snapshot.
fn points_alone(layer: &Layer) -> Option<Error> {
    no_land_but(layer, "points", |geometry| !geometry.points.is_empty()).map(|error| {
        error.with_hint(
            "a snapshot is polygons of who holds what; points can be the places that changes are told by",
        )
    })
}

fn no_land_but(layer: &Layer, what: &str, has: impl Fn(&Geometry) -> bool) -> Option<Error> {
    let has_land = layer.features.iter().any(|f| !f.geometry.polygons.is_empty());
    let feature = layer
        .features
        .iter()
        .find(|f| has(&f.geometry))
        .filter(|_| !has_land)?;
    Some(
        Error::new(format!("it has {what} and no land"))
            .of_kind(ErrorKind::Geometry)
            .in_feature(feature),
    )
}

/// All that keeps a layer from being a snapshot: the features whose controller or accuracy is in doubt, and dates that
/// contradict one another. Where [`Snapshot::of`] stops at the first, this goes on.
pub fn snapshot_faults(layer: &Layer, options: &ReadOptions) -> Vec<Error> {
    let land = land_of(layer);
    let mut faults = match Controllers::find(&land, &layer.name, options) {
        Ok(_) => Vec::new(),
        Err(first) => {
            let has = |key: &&str| land.iter().any(|f| text(&f.properties, key).is_some());
            let key = options
                .by
                .as_deref()
                .or_else(|| USUAL_NAMES.into_iter().find(has));
            let lacking = |key: &str| -> Vec<Error> {
                let without_it = land.iter().filter(|f| text(&f.properties, key).is_none());
                without_it.map(|f| without(key, f, &land)).collect()
            };
            key.filter(has).map_or_else(|| vec![first], lacking)
        }
    };
    faults.extend(lines_alone(layer));
    faults.extend(land.iter().filter_map(|f| accuracy(f).err()));
    // What is in doubt of times of their own is told by who reads them.
    let is_series = TimedLayer::is(layer, &options.times).unwrap_or(true);
    if options.date.is_none() && !is_series {
        faults.extend(dates::of_layer(layer, &land).err());
    }
    faults
        .into_iter()
        .map(|e| e.of_kind(ErrorKind::Attribute))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Renames, Unnamed};

    /// A collection of triangles with these properties, its members before them.
    fn layer(members: &str, properties: &[&str]) -> Layer {
        let features: Vec<_> = properties
            .iter()
            .map(|p| {
                format!(
                    r#"{{"type": "Feature", "properties": {p}, "geometry":
                    {{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"type": "FeatureCollection"{members}, "features": [{}]}}"#,
            features.join(",")
        );
        Layer::read(text, "maps/1994.geojson").unwrap()
    }

    fn by(by: &str) -> ReadOptions {
        ReadOptions {
            by: Some(by.into()),
            ..Default::default()
        }
    }

    fn read(properties: &[&str], options: &ReadOptions) -> Result<(Vec<String>, String)> {
        let snapshot = Snapshot::of(layer("", properties), options)?;
        let names = snapshot.controllers().into_iter().map(String::from).collect();
        Ok((names, snapshot.controller_from.to_string()))
    }

    fn error(properties: &[&str], options: &ReadOptions) -> String {
        read(properties, options).unwrap_err().to_string()
    }

    #[test]
    fn features_that_hold_at_different_times_are_no_snapshot_whatever_their_times_are_called() {
        let read = |features: &[(&str, &str)]| {
            let features: Vec<String> = features
                .iter()
                .map(|(name, times)| {
                    format!(
                        r#"{{"type": "Feature", "properties": {{"name": "{name}", {times}}}, "geometry": {{"type": "Polygon",
                            "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}}}"#
                    )
                })
                .collect();
            let text = format!(
                r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
                features.join(", ")
            );
            Snapshot::read(text, "a.geojson", &ReadOptions::default())
        };
        for [early, late] in [
            [
                r#""valid_from": 1900, "valid_to": 1910"#,
                r#""valid_from": 1910, "valid_to": 1920"#,
            ],
            [
                r#""begin": "1900", "end": "1909""#,
                r#""begin": "1910", "end": "1920""#,
            ],
            [r#""year": 1900"#, r#""year": 1910"#],
        ] {
            let message = read(&[("A", early), ("B", early), ("A", late)])
                .unwrap_err()
                .to_string();
            assert!(message.contains("is of another time"), "{message}");
            // A date may be that on which each came to be what it is; what has an end is no more.
            let is_date = early.contains("year");
            assert_eq!(read(&[("A", early), ("B", late)]).is_ok(), is_date, "{early}");
            assert!(read(&[("A", early), ("A", early)]).is_ok(), "{early}");
        }
        let founded = |year: i32| format!(r#""year": {year}"#);
        let [one, two, three] = [1900, 1910, 1920].map(founded);
        assert!(read(&[("A", &one), ("A", &two), ("B", &three)]).is_ok());
    }

    #[test]
    fn the_controller_is_found_by_the_rule() {
        let default = ReadOptions::default();
        let by_file = ReadOptions::default().unnamed(Unnamed::File);
        for (properties, options, name, from) in [
            (
                r#"{"name": "N", "controller": " C "}"#,
                &default,
                "C",
                "property \"controller\"",
            ),
            (r#"{"NAME": "N", "name": ""}"#, &default, "N", "property \"NAME\""),
            (r#"{"admin": "A"}"#, &default, "A", "property \"admin\""),
            (
                r#"{"name": "N", "code": 7}"#,
                &by("code"),
                "7",
                "property \"code\"",
            ),
            (r#"{"area": 7}"#, &by_file, "1994", "named by the file"),
            ("null", &by_file, "1994", "named by the file"),
        ] {
            let found = read(&[properties, properties], options).unwrap();
            assert_eq!(found, (vec![name.to_string()], from.to_string()));
        }
        let given = ReadOptions {
            name: Some("Artsakh".into()),
            ..Default::default()
        };
        let found = read(&[r#"{"name": "N"}"#], &given).unwrap();
        assert_eq!(
            found,
            (vec!["Artsakh".to_string()], "one name for all land".to_string())
        );
        let complete = read(&[r#"{"name": "N", "NAME": "A"}"#, r#"{"NAME": "B"}"#], &default).unwrap();
        assert_eq!(complete.0, ["A", "B"]);
        assert!(read(&[], &by("code")).unwrap().0.is_empty());
    }

    #[test]
    fn a_controller_in_doubt_is_an_error() {
        let default = ReadOptions::default();
        assert_eq!(
            error(&[r#"{"name": "N", "x": 1}"#], &by("code")),
            "maps/1994.geojson: no feature has the property `code`\n  hint: the features have `name`, `x`"
        );
        let null = [r#"{"name": "N", "code": 1}"#, r#"{"name": "M", "code": null}"#];
        assert_eq!(
            error(&null, &by("code")),
            "maps/1994.geojson: feature 1 (\"M\"): it has no `code` to name its controller, though other features \
             do\n  hint: fill it in, leave such land out with `unnamed` skip, say who holds it with `unnamed` NAME, or name \
             another property with `by`: the features have `name`, `code`"
        );
        // `controller` counts before a complete `name`, so that a gap in it is not papered over.
        let partly = [r#"{"name": "N", "controller": "C"}"#, r#"{"name": "M"}"#];
        assert!(error(&partly, &default).contains("feature 1 (\"M\"): it has no `controller`"));
        let named_partly = [r#"{"name": "N"}"#, r#"{"id": 2}"#];
        assert!(error(&named_partly, &default).contains("feature 1: it has no `name`"));
        let mut stdin = layer("", &["{}"]);
        stdin.name = "-".into();
        let message = Snapshot::of(stdin, &default).unwrap_err().to_string();
        assert!(
            message.starts_with("-: no feature names its controller"),
            "{message}"
        );
        let both = ReadOptions {
            name: Some("A".into()),
            ..by("name")
        };
        assert!(error(&["{}"], &both).contains("stated twice"));
    }

    #[test]
    fn land_without_a_name_stops_is_left_out_or_given_away() {
        let default = ReadOptions::default();
        let some = [r#"{"NAME": "N"}"#, r#"{"NAME": null}"#, r#"{"NAME": " "}"#];
        let message = error(&some, &default);
        assert!(
            message.contains("feature 1: it has no `NAME`") && message.contains("2 of 3 features"),
            "{message}"
        );
        let skip = ReadOptions::default().unnamed(Unnamed::Skip);
        assert_eq!(read(&some, &skip).unwrap().0, ["N"]);
        let notices = Snapshot::of(layer("", &some), &skip).unwrap().notices;
        assert_eq!(
            notices.iter().next().map(|n| (n.kind, n.count)),
            Some((NoticeKind::Unnamed, 2))
        );
        let named = ReadOptions::default().unnamed("U".parse().unwrap());
        assert_eq!(read(&some, &named).unwrap().0, ["N", "U"]);
        let none = ["{}", r#"{"area": 7}"#];
        for options in [&default, &skip] {
            let message = error(&none, options);
            assert!(
                message.contains(
                    "no feature names its controller\n  hint: name one controller for all its land \
                with `name`"
                ),
                "{message}"
            );
            assert!(message.ends_with("the features have `area`"), "{message}");
        }
        assert_eq!(
            read(&none, &named).unwrap(),
            (
                vec!["U".to_owned()],
                "one name for all land without a name".to_owned()
            )
        );
    }

    #[test]
    fn ids_tell_features_apart_unless_they_only_number_them() {
        let read = |ids: &[&str], options: &ReadOptions| {
            let mut layer = layer("", &vec!["{}"; ids.len()]);
            for (feature, id) in layer.features.iter_mut().zip(ids) {
                feature.id = Some((*id).to_owned());
            }
            let snapshot = Snapshot::of(layer, options)?;
            Ok::<_, Error>(
                snapshot
                    .controllers()
                    .into_iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            )
        };
        let default = ReadOptions::default();
        assert_eq!(read(&["A", "B"], &default).unwrap(), ["A", "B"]);
        assert_eq!(read(&["4", "7"], &default).unwrap(), ["4", "7"]);
        assert_eq!(read(&["A"], &default).unwrap(), ["A"]);
        for numbers in [&["0", "1"][..], &["1", "2", "3"], &["0"]] {
            let message = read(numbers, &default).unwrap_err().to_string();
            assert!(message.contains("only number them, `by` id"), "{message}");
            assert_eq!(read(numbers, &by("id")).unwrap(), numbers);
        }
        let properties = [r#"{"id": "X"}"#, r#"{"id": "Y"}"#];
        let snapshot = Snapshot::of(layer("", &properties), &default).unwrap();
        assert_eq!(
            (snapshot.controllers(), snapshot.controller_from.clone()),
            (vec!["X", "Y"], ControllerSource::Id)
        );
    }

    #[test]
    fn names_have_one_form_and_are_renamed() {
        let features = [
            "{\"controller\": \"Chambe\u{301}ry\", \"sovereign\": \"Savoy\"}",
            "{\"controller\": \" Chamb\u{e9}ry\u{a0}\"}",
        ];
        let options = ReadOptions::default();
        assert_eq!(read(&features, &options).unwrap().0, ["Chamb\u{e9}ry"]);
        let renames = Renames::new([("Chambe\u{301}ry", "Town"), ("Savoy", "France")]).unwrap();
        let snapshot = Snapshot::of(layer("", &features), &options.renames(renames)).unwrap();
        assert_eq!(snapshot.controllers(), ["Town"]);
        assert_eq!(snapshot.territories[0].sovereign.as_deref(), Some("France"));
        assert_eq!(snapshot.renamed.len(), 2);
        let decomposed = ["{\"sie\u{300}ge\": \"X\"}"];
        assert_eq!(read(&decomposed, &by("si\u{e8}ge")).unwrap().0, ["X"]);
    }

    #[test]
    fn title_date_and_what_land_states_of_itself() {
        let members = r#", "name": "After the first war", "date": "1994-05-12""#;
        let properties =
            r#"{"controller": "C", "sovereign": "S", "accuracy_m": "500", "source": "ICG", "date": "1995"}"#;
        let snapshot = Snapshot::of(layer(members, &[properties]), &ReadOptions::default()).unwrap();
        assert_eq!(snapshot.title.as_deref(), Some("After the first war"));
        assert_eq!(snapshot.heading(), "12 May 1994");
        assert_eq!(snapshot.sources(), ["ICG"]);
        let territory = &snapshot.territories[0];
        assert_eq!(territory.sovereign.as_deref(), Some("S"));
        assert_eq!(territory.accuracy_m, Some(500.0));
        assert_eq!(territory.properties["date"], "1995");
        let options = ReadOptions::default()
            .date("2020".parse::<crate::model::Date>().unwrap())
            .name("C");
        assert_eq!(
            Snapshot::of(layer(members, &[]), &options).unwrap().heading(),
            "2020"
        );
        let message = error(
            &[r#"{"controller": "C", "accuracy_m": "about 500"}"#],
            &ReadOptions::default(),
        );
        assert!(
            message.contains("feature 0: its `accuracy_m` is `about 500`"),
            "{message}"
        );
        let message = error(&[r#"{"date": "1994"}"#, r#"{"date": "1995"}"#], &by("date"));
        assert!(message.contains("its `date` is 1995, but that of feature 0 is 1994"));
    }

    #[test]
    fn points_and_lines_are_left_out_with_a_notice() {
        let text = r#"{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}"#;
        let land = r#"{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}"#;
        let layer = Layer::read([text, land].join("\n"), "a.geojson").unwrap();
        let snapshot = Snapshot::of(layer, &ReadOptions::default().name("A")).unwrap();
        assert_eq!(snapshot.territories.len(), 1);
        let notices: Vec<_> = snapshot.notices.iter().map(ToString::to_string).collect();
        assert_eq!(
            notices,
            ["feature with points or lines, which are no land and left out (2×, first at feature 0)"]
        );
        let error =
            Snapshot::of(Layer::read(text, "a.geojson").unwrap(), &ReadOptions::default()).unwrap_err();
        assert_eq!(
            (error.kind(), error.feature()),
            (ErrorKind::Geometry, Some("feature 1"))
        );
        let hint = error.hint().unwrap().to_string();
        assert!(hint.contains("landshift compose"), "{hint}");
    }
}
