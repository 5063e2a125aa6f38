//! A file of renames: old name and new name, as CSV or TOML.

use toml::{Table, Value};

use crate::error::ErrorKind;
use crate::model::{Renames, canonical};
use crate::settings::{Places, Step, toml_error};
use crate::{Error, Result};

/// What the first line of a table may call its two columns.
const HEADINGS: [[&str; 2]; 5] = [
    ["old", "new"],
    ["old name", "new name"],
    ["old_name", "new_name"],
    ["from", "to"],
    ["name", "rename"],
];

/// The renames of a text; `name` is what messages call it, and TOML ends in `.toml`. CSV has an old and a new name in each
/// line, below a heading or not; lines that start with `#` are left out. TOML has them as keys and values, in a table
/// `[rename]` or not.
///
/// ```
/// let renames = landshift_engine::read::read_renames("old,new\nPersia,Iran\n", "renames.csv")?;
/// assert_eq!(renames.new_name("Persia"), Some("Iran"));
/// let toml = "[rename]\n\"Russian Empire\" = \"USSR\"\n";
/// assert_eq!(landshift_engine::read::read_renames(toml, "renames.toml")?.new_name("Russian Empire"), Some("USSR"));
/// # Ok::<(), landshift_engine::Error>(())
/// ```
///
/// # Errors
///
/// When it is neither, a line has not two names, or as [`Renames::new`].
pub fn read_renames(text: &str, name: &str) -> Result<Renames> {
    let text = text.trim_start_matches('\u{feff}');
    let is_toml = name.to_lowercase().ends_with(".toml");
    let read = if is_toml { of_toml(text) } else { of_csv(text) };
    read.map_err(|e| e.of_kind(ErrorKind::Settings).in_file(name))
}

/// The table of TOML that may hold the names.
const TABLE: &str = "rename";

/// What a table of renames is.
const TWO_NAMES: &str = "each line is an old name and a new one; names with a comma stand in quotes";

fn of_toml(text: &str) -> Result<Renames> {
    const PAIRS: &str = "write `\"old name\" = \"new name\"`, one a line";
    let places = Places::of(text);
    let file: Table = toml::from_str(text).map_err(|e| toml_error(&e, text).with_hint(PAIRS))?;
    places.check()?;
    let (above, table) = match file.get(TABLE) {
        Some(Value::Table(table)) => (Some(Step::Key(TABLE)), table),
        _ => (None, &file),
    };
    let error = |key: Option<&str>, what: &str| {
        let steps: Vec<Step> = above.into_iter().chain(key.map(Step::Key)).collect();
        places.error(&steps, what).with_hint(PAIRS)
    };
    if let (Some(_), Some(other)) = (above, file.keys().find(|key| *key != TABLE)) {
        let what = "it stands beside `[rename]`, which has all names";
        return Err(places.error(&[Step::Key(other)], what).with_hint(PAIRS));
    }
    let pair = |(old, new): (&String, &Value)| match new {
        Value::String(new) => Ok((old.clone(), new.clone())),
        _ => Err(error(Some(old), "a new name is a text in quotes")),
    };
    let pairs: Vec<(String, String)> = table.iter().map(pair).collect::<Result<_>>()?;
    Renames::new(pairs)
}

fn of_csv(text: &str) -> Result<Renames> {
    if text.trim_start().starts_with(['{', '[']) {
        return Err(Error::new("is no table of names").with_hint(TWO_NAMES));
    }
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut pairs = Vec::new();
    for (number, row) in reader.records().enumerate() {
        let row = row.map_err(|e| Error::new(format!("is no table: {e}")))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = row.iter().collect();
        let [old, new] = cells.as_slice() else {
            return Err(Error::new(format!("has {} cells and not two", cells.len()))
                .at_position(format!("line {line}"))
                .with_hint(TWO_NAMES));
        };
        let is_heading =
            |heading: &[&str; 2]| [old, new].map(|cell| canonical(cell).to_lowercase()) == *heading;
        if number == 0 && HEADINGS.iter().any(is_heading) {
            continue;
        }
        if [old, new].iter().any(|name| canonical(name).is_empty()) {
            return Err(Error::new("a name is blank")
                .at_position(format!("line {line}"))
                .with_hint(TWO_NAMES));
        }
        pairs.push(((*old).to_owned(), (*new).to_owned()));
    }
    Renames::new(pairs)
}

/// What parts the cells: the comma, unless the first line has none but a semicolon or a tab.
fn delimiter(text: &str) -> u8 {
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    let found = [b',', b'\t', b';']
        .into_iter()
        .find(|&d| first.contains(char::from(d)));
    found.unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> Renames {
        read_renames(text, "r.csv").unwrap()
    }

    #[test]
    fn tables_with_and_without_headings_say_the_same() {
        let expected = Renames::new([("Persia", "Iran"), ("Korea, North", "DPRK")]).unwrap();
        for text in [
            "Persia,Iran\n\"Korea, North\",DPRK\n",
            "\u{feff}old name, new name\r\n# a remark\r\nPersia , Iran\r\n\r\n\"Korea, North\",DPRK",
            "from\tto\nPersia\tIran\nKorea, North\tDPRK\n",
        ] {
            assert_eq!(csv(text), expected, "{text}");
        }
        for text in [
            "\"Persia\" = \"Iran\"\n\"Korea, North\" = \"DPRK\"",
            "[rename]\nPersia = \"Iran\"\n\"Korea, North\" = \"DPRK\"",
        ] {
            assert_eq!(read_renames(text, "r.TOML").unwrap(), expected);
        }
        assert!(csv("").is_empty());
    }

    #[test]
    fn what_is_no_pair_of_names_is_refused() {
        let message = |text: &str, name: &str| read_renames(text, name).unwrap_err().to_string();
        assert!(message("A,B\nC\n", "r.csv").starts_with("r.csv: line 2: has 1 cells and not two"));
        assert!(message("A,B\nB,A\n", "r.csv").contains("comes back to itself"));
        assert!(message("a = 3", "r.toml").starts_with("r.toml"));
        assert!(message("{\"type\": \"Feature\", \"a\": 1}", "r.csv").contains("is no table of names"));
    }
}
