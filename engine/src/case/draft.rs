//! A first scenario, from the files of a case and what they state.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{ControllerSource, Date, Feature, Layer, Snapshot, Unnamed};
use crate::read::ReadOptions;
use crate::{Error, Result};

/// No more controllers are listed; who has more wants no style for each.
const LISTED: usize = 12;

/// A scenario in the making: its text, and what it was made of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Draft {
    /// The text of the `scenario.toml`.
    pub text: String,
    /// What was found in each file, in words.
    pub found: Vec<String>,
}

/// A file of the draft that is a snapshot.
struct Dated {
    name: String,
    date: Date,
    controllers: Vec<String>,
    /// What the scenario must state so that the file is read so.
    keys: Vec<(&'static str, String)>,
}

/// What the files are.
#[derive(Default)]
struct Sorted {
    snapshots: Vec<Dated>,
    /// Polygons without a date.
    undated: Vec<String>,
    /// Points alone.
    places: Vec<String>,
    /// Lines alone.
    lines: Vec<String>,
    found: Vec<String>,
}

/// Drafts a scenario: `id` is its short name, `layers` are its files, each named as the scenario is to name it.
///
/// Files of polygons with a date are its snapshots, in order of time; the first file of polygons without one is its units;
/// the first of points alone its places. Where controllers are not named the usual way, the property is looked for that
/// every feature of every file has as a text, with the fewest values.
///
/// # Errors
///
/// When there are fewer than two dates, two files have the same one, or nothing names the controllers.
pub fn draft(id: &str, layers: Vec<Layer>, options: &ReadOptions) -> Result<Draft> {
    let guess = guess(&layers);
    let mut sorted = Sorted::default();
    for layer in layers {
        sorted.add(layer, options, guess.as_deref())?;
    }
    sorted
        .snapshots
        .sort_by(|a, b| (a.date, &a.name).cmp(&(b.date, &b.name)));
    for pair in sorted.snapshots.windows(2) {
        if pair[0].date == pair[1].date {
            return Err(
                Error::new(format!("is of {}, as {} is", pair[1].date, pair[0].name))
                    .of_kind(ErrorKind::Attribute)
                    .in_file(&pair[1].name)
                    .with_hint("leave one of them out, or put the land of both into one file"),
            );
        }
    }
    if sorted.snapshots.len() < 2 {
        return Err(sorted.too_few());
    }
    Ok(Draft {
        text: text(id, &sorted, options),
        found: sorted.found,
    })
}

impl Sorted {
    fn add(&mut self, layer: Layer, options: &ReadOptions, guess: Option<&str>) -> Result<()> {
        let has = |what: fn(&Feature) -> bool| layer.features.iter().any(what);
        let name = layer.name.clone();
        if !has(|f| !f.geometry.polygons.is_empty()) {
            let (list, what) = if has(|f| !f.geometry.lines.is_empty()) {
                (
                    &mut self.lines,
                    "lines and no land; `landshift compose` makes land of them",
                )
            } else if has(|f| !f.geometry.points.is_empty()) {
                (&mut self.places, "places")
            } else {
                return Err(Error::new("is empty").of_kind(ErrorKind::Geometry).in_file(name));
            };
            self.found.push(format!("{name}: {what}"));
            list.push(name);
            return Ok(());
        }
        let (snapshot, by) = understood(layer, options, guess)?;
        let Some(date) = snapshot.date else {
            self.found.push(format!("{name}: land without a date"));
            self.undated.push(name);
            return Ok(());
        };
        let controllers: Vec<String> = snapshot.controllers().into_iter().map(str::to_owned).collect();
        let from = match &snapshot.controller_from {
            ControllerSource::Property(key) => format!("named by the property `{key}`"),
            _ => "as you say".to_owned(),
        };
        let plural = if controllers.len() == 1 { "" } else { "s" };
        let count = controllers.len();
        self.found
            .push(format!("{name}: {date}, {count} controller{plural}, {from}"));
        let mut keys = Vec::new();
        keys.extend(by.map(|by| ("by", by)));
        keys.extend(options.name.clone().map(|name| ("as", name)));
        if options.date_pattern.is_some() {
            keys.push(("date", date.to_string()));
        }
        self.snapshots.push(Dated {
            name,
            date,
            controllers,
            keys,
        });
        Ok(())
    }

    fn too_few(&self) -> Error {
        let number = self.snapshots.len();
        let undated = self.undated.join(", ");
        let hint = if undated.is_empty() {
            Hint::from("a scenario has two snapshots or more: name their files")
        } else {
            Hint::from(format!(
                "no date was found for {undated}: give each a member \"date\": \"1994-05-12\", put the day into its name, or \
                 say with "
            ))
            .option(OptionName::DatePattern)
            .and(" how names state it")
        };
        Error::new(format!(
            "land of two dates is needed, and {number} of the files have one"
        ))
        .of_kind(ErrorKind::Attribute)
        .with_hint(hint)
    }
}

/// The snapshot that a layer is, and the property that has to be named for it.
fn understood(
    layer: Layer,
    options: &ReadOptions,
    guess: Option<&str>,
) -> Result<(Snapshot, Option<String>)> {
    let name = layer.name.clone();
    let usual = Snapshot::of(layer.clone(), options);
    let is_stated = options.by.is_some() || options.name.is_some();
    match (usual, guess) {
        (Ok(snapshot), _) if is_stated || snapshot.controller_from != ControllerSource::FileName => {
            Ok((snapshot, options.by.clone()))
        }
        (Err(error), _) if is_stated => Err(error),
        (_, Some(by)) => {
            let options = ReadOptions {
                by: Some(by.to_owned()),
                ..options.clone()
            };
            Ok((Snapshot::of(layer, &options)?, Some(by.to_owned())))
        }
        (Err(error), None) => Err(error),
        (Ok(_), None) => Err(Error::new("no property names who holds its land")
            .of_kind(ErrorKind::Attribute)
            .in_file(name)
            .with_hint(
                Hint::from("name the property with ")
                    .option(OptionName::By)
                    .and(", or, for outlines of what one side holds, that side with ")
                    .option(OptionName::Name),
            )),
    }
}

/// The property that every feature with land of every file has as a text, with the fewest values, of those with several.
fn guess(layers: &[Layer]) -> Option<String> {
    let features = || {
        let all = layers.iter().flat_map(|layer| &layer.features);
        all.filter(|feature| !feature.geometry.polygons.is_empty())
    };
    let first = features().next()?;
    let values = |key: &&String| {
        let texts: Option<BTreeSet<&str>> = features().map(|f| f.properties.get(*key)?.as_str()).collect();
        let texts = texts?;
        let is_name = texts
            .iter()
            .all(|text| text.parse::<f64>().is_err() && text.parse::<Date>().is_err());
        (texts.len() > 1 && is_name).then_some((texts.len(), (*key).clone()))
    };
    // The first of those with equally few, in the order of the file.
    let keys = first.properties.keys().enumerate();
    let found = keys.filter_map(|(place, key)| values(&key).map(|(few, key)| (few, place, key)));
    found.min().map(|(_, _, key)| key)
}

/// The scenario as TOML.
fn text(id: &str, sorted: &Sorted, options: &ReadOptions) -> String {
    let [first, .., last] = sorted.snapshots.as_slice() else {
        return String::new();
    };
    let mut text = format!(
        "# Made by landshift init: change what you like. Run it with: landshift report {id}\n\
         id = {}\n\
         title = {}\n\
         # credits = [\"Whom the data comes from\"]\n\
         # notes = [\"What readers must know, such as other names of a controller\"]\n\
         # tolerance_m = 250    # changed pieces narrower than this are noise; left out, the data says\n",
        quoted(id),
        quoted(&format!(
            "Control from {} to {}",
            first.date.long(),
            last.date.long()
        )),
    );
    if let Some(filter) = &options.filter {
        let _ = writeln!(text, "where = {}", quoted(&filter.to_string()));
    }
    match &options.unnamed {
        Unnamed::Skip => text.push_str("unnamed = \"skip\"\n"),
        Unnamed::Named(name) => {
            let _ = writeln!(text, "unnamed = {}", quoted(name));
        }
        Unnamed::Stop | Unnamed::File => {}
    }
    let reference = |text: &mut String, key: &str, files: &[String], about: &str| {
        let mut files = files.iter();
        if let Some(file) = files.next() {
            let _ = write!(text, "\n[{key}]    # {about}\npath = {}\n", quoted(file));
        }
        for file in files {
            let _ = writeln!(text, "# also found: {}", quoted(file));
        }
    };
    for snapshot in &sorted.snapshots {
        let names = shortened(&snapshot.controllers);
        let names: String = names.chars().filter(|c| !c.is_control()).collect();
        let _ = write!(
            text,
            "\n[[snapshot]]    # {}: {names}\npath = {}\n",
            snapshot.date,
            quoted(&snapshot.name)
        );
        for (key, value) in &snapshot.keys {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
        text.push_str("# caption = \"What the map says under the date\"\n");
    }
    reference(
        &mut text,
        "units",
        &sorted.undated,
        "areas by which changes are broken down",
    );
    reference(
        &mut text,
        "places",
        &sorted.places,
        "places that may change hands",
    );
    for file in &sorted.lines {
        let _ = write!(
            text,
            "\n# lines, which are no land: {}; see landshift compose --help\n",
            quoted(file)
        );
    }
    let mut controllers: Vec<&str> = Vec::new();
    for name in sorted.snapshots.iter().flat_map(|snapshot| &snapshot.controllers) {
        if !controllers.contains(&name.as_str()) {
            controllers.push(name);
        }
    }
    for name in controllers.iter().take(LISTED) {
        let _ = write!(
            text,
            "\n[[controller]]\nname = {}\n# color = \"#a03c32\"\n# short = \"A shorter name for tight places\"\n",
            quoted(name)
        );
    }
    if !options.renames.is_empty() {
        text.push_str("\n[rename]\n");
    }
    for old in options.renames.old_names() {
        let new = options.renames.new_name(old).unwrap_or(old);
        let _ = writeln!(text, "{} = {}", quoted(old), quoted(new));
    }
    text
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// The first of some names; of many, how many more there are.
fn shortened(names: &[String]) -> String {
    const NAMED: usize = 8;
    match names.len() {
        ..=NAMED => names.join(", "),
        count => format!("{} and {} more", names[..NAMED].join(", "), count - NAMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::files::MemoryFiles;

    #[test]
    fn of_many_names_the_first_are_listed() {
        let names = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(shortened(&names(2)), "0, 1");
        assert_eq!(shortened(&names(142)), "0, 1, 2, 3, 4, 5, 6, 7 and 134 more");
    }

    fn land(properties: &[&str]) -> String {
        let features: Vec<String> = properties
            .iter()
            .enumerate()
            .map(|(i, p)| {
                format!(
                    r#"{{"type": "Feature", "properties": {{{p}}}, "geometry": {{"type": "Polygon",
                    "coordinates": [[[{i}, 39], [{i}.9, 39], [{i}.9, 40], [{i}, 39]]]}}}}"#
                )
            })
            .collect();
        features.join("\n")
    }

    fn drafted(files: &[(&str, String)], options: &ReadOptions) -> Result<Draft> {
        let layers = files
            .iter()
            .map(|(name, text)| Layer::read(text, *name))
            .collect::<Result<_>>()?;
        draft("my-case", layers, options)
    }

    #[test]
    fn what_was_found_is_a_scenario_that_reads() {
        let point = r#"{"type": "Feature", "properties": {"name": "P"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}"#;
        let files = [
            (
                "b-2020-12-01.geojson",
                land(&[r#""name": "A \"x\"""#, r#""name": "B""#]),
            ),
            (
                "a-1994-05-12.geojson",
                land(&[r#""name": "A \"x\"""#, r#""name": "C""#]),
            ),
            ("towns.geojson", point.to_owned()),
            ("districts.geojson", land(&[r#""name": "D""#, r#""name": "E""#])),
        ];
        let draft = drafted(&files, &ReadOptions::default()).unwrap();
        assert_eq!(draft.found.len(), 4);
        let mut all = vec![("scenario.toml", draft.text.clone())];
        all.extend(files.iter().cloned());
        let memory: MemoryFiles = all.into_iter().collect();
        let case = Case::read(memory, "scenario.toml").unwrap();
        let paths: Vec<&str> = case.scenario.snapshots.iter().map(|s| s.path.as_str()).collect();
        assert_eq!(paths, ["a-1994-05-12.geojson", "b-2020-12-01.geojson"]);
        assert_eq!(case.scenario.title, "Control from 12 May 1994 to 1 December 2020");
        assert_eq!(case.scenario.controllers.len(), 3);
        assert_eq!(case.scenario.units.as_ref().unwrap().path, "districts.geojson");
        assert_eq!(case.scenario.places.as_ref().unwrap().path, "towns.geojson");
    }

    #[test]
    fn the_property_with_the_fewest_names_is_found() {
        let file = |a: &str, b: &str| {
            land(&[
                &format!(r#""cell": "{a}1", "year": "1994", "holder": "A""#),
                &format!(r#""cell": "{b}2", "year": "1994", "holder": "B""#),
            ])
        };
        let files = [
            ("1994-05-12.geojson", file("x", "y")),
            ("2020-12-01.geojson", file("v", "w")),
        ];
        let draft = drafted(&files, &ReadOptions::default()).unwrap();
        assert!(draft.text.contains("by = \"holder\""), "{}", draft.text);
        assert!(draft.found[0].contains("property `holder`"), "{:?}", draft.found);
    }

    #[test]
    fn what_cannot_be_found_is_asked_for() {
        let outline = || land(&[r#""area": 1"#]);
        let error = drafted(
            &[
                ("1994-05-12.geojson", outline()),
                ("2020-12-01.geojson", outline()),
            ],
            &ReadOptions::default(),
        );
        let hint = error.unwrap_err().hint().unwrap().to_string();
        assert!(hint.contains("`name`"), "{hint}");
        let named = ReadOptions::default().name("Russia");
        let draft = drafted(
            &[
                ("1994-05-12.geojson", outline()),
                ("2020-12-01.geojson", outline()),
            ],
            &named,
        );
        assert!(draft.unwrap().text.contains("as = \"Russia\""));
        let undated = drafted(
            &[("a.geojson", outline()), ("2020-12-01.geojson", outline())],
            &named,
        );
        let message = undated.unwrap_err().to_string();
        assert!(
            message.contains("a.geojson") && message.contains("date_pattern"),
            "{message}"
        );
        let twice = [
            ("x/1994-05-12.geojson", outline()),
            ("y/1994-05-12.geojson", outline()),
        ];
        let message = drafted(&twice, &named).unwrap_err().to_string();
        assert!(message.contains("x/1994-05-12.geojson"), "{message}");
    }
}
