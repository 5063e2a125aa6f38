//! How the files of a scenario are read, as it says.

use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{Scenario, SnapshotEntry, Unnamed};
use crate::read::{DatePattern, Filter, ReadOptions};
use crate::{Error, Result};

/// How a snapshot is read: as is `given`, else as its entry says, else as the scenario says of all.
///
/// # Errors
///
/// When a pattern of dates, whether ends are included, or what becomes of land without a name is not understood, or that is given
/// where the scenario names all land.
pub(super) fn entry_options(
    scenario: &Scenario,
    entry: &SnapshotEntry,
    given: &ReadOptions,
) -> Result<ReadOptions> {
    let mut options = given.clone();
    // Either way to name controllers overrules both of what is farther away.
    let names = [
        (given.name.clone(), given.by.clone()),
        (entry.name.clone(), entry.by.clone()),
        (scenario.name.clone(), scenario.by.clone()),
    ];
    let mut stated = names.into_iter();
    let stated = stated.find(|(name, by)| name.is_some() || by.is_some());
    (options.name, options.by) = stated.unwrap_or_default();
    let is_of_all = options.name.is_some() && given.name.is_none() && entry.name.is_none();
    if is_of_all && matches!(given.unnamed, Unnamed::Skip | Unnamed::Named(_)) {
        return Err(nameless(&entry.path));
    }
    options.date = given.date.or(entry.date);
    if let (Unnamed::Stop, Some(unnamed)) = (&given.unnamed, &scenario.unnamed) {
        options.unnamed = unnamed.parse()?;
    }
    if options.filter.is_none() {
        let filter = entry.filter.as_ref().or(scenario.filter.as_ref());
        options.filter = filter.map(|text| text.parse::<Filter>()).transpose()?;
    }
    if options.date_pattern.is_none() {
        let pattern = entry.date_pattern.as_ref().or(scenario.date_pattern.as_ref());
        options.date_pattern = pattern.map(|text| text.parse::<DatePattern>()).transpose()?;
    }
    if options.times.ends.is_none() {
        let ends = entry.end_date.as_ref().or(scenario.end_date.as_ref());
        options.times.ends = ends.map(|text| text.parse()).transpose()?;
    }
    if !options.times.is_named() {
        let columns = [
            [&entry.start, &entry.end, &entry.date_column],
            [&scenario.start, &scenario.end, &scenario.date_column],
        ];
        let mut stated = columns.into_iter();
        if let Some([start, end, date]) = stated.find(|columns| columns.iter().any(|c| c.is_some())) {
            options.times.start.clone_from(start);
            options.times.end.clone_from(end);
            options.times.date.clone_from(date);
        }
    }
    Ok(options)
}

/// Land without a name is asked about, where the scenario names all land.
fn nameless(file: &str) -> Error {
    let what = "the scenario names all its land by `as`, so none is without a name";
    let hint = Hint::from("leave ")
        .option(OptionName::Unnamed)
        .and(" out, or name a property with ");
    Error::new(what)
        .of_kind(ErrorKind::Options)
        .in_file(file)
        .with_hint(hint.option(OptionName::By))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearer_overrules_what_is_farther() {
        let scenario: Scenario = toml::from_str(
            r#"
            id = "x"
            title = "x"
            by = "NAME"
            date_pattern = "%Y"
            start = "from"
            end = "to"
            snapshot = [
                { path = "1.geojson" },
                { path = "2.geojson", as = "Russia", date = "2024-02", end_date = "inclusive" },
                { path = "3.geojson", date_column = "year", date_pattern = "%m_%Y" },
            ]
            "#,
        )
        .unwrap();
        let of = |n: usize, given| entry_options(&scenario, &scenario.snapshots[n], &given).unwrap();
        let first = of(0, ReadOptions::default());
        assert_eq!((first.by.as_deref(), first.name), (Some("NAME"), None));
        assert_eq!(first.times.start.as_deref(), Some("from"));
        let second = of(1, ReadOptions::default());
        assert_eq!((second.by, second.name.as_deref()), (None, Some("Russia")));
        assert_eq!(second.date.unwrap().to_string(), "2024-02");
        assert_eq!(second.times.ends.unwrap().name(), "inclusive");
        let third = of(2, ReadOptions::default());
        assert_eq!(
            (third.times.start, third.times.date.as_deref()),
            (None, Some("year"))
        );
        let given = of(1, ReadOptions::default().by("code"));
        assert_eq!((given.by.as_deref(), given.name), (Some("code"), None));
    }

    #[test]
    fn land_without_a_name_is_not_asked_about_where_all_has_one() {
        let scenario = |more: &str| -> Scenario {
            let text =
                format!("id = 'x'\ntitle = 'x'\nas = 'A'\nsnapshot = [{{ path = '1.geojson'{more} }}]");
            toml::from_str(&text).unwrap()
        };
        let of = |more: &str, given: ReadOptions| {
            let scenario = scenario(more);
            entry_options(&scenario, &scenario.snapshots[0], &given)
        };
        let skip = || ReadOptions::default().unnamed(Unnamed::Skip);
        let error = of("", skip()).unwrap_err();
        assert!(error.message().contains("names all its land by `as`"), "{error}");
        of("", skip().by("name")).unwrap();
        of(", by = 'name'", skip()).unwrap();
        of(", as = 'B'", skip()).unwrap();
    }
}
