use super::locale::FAMILY;
use super::*;
use crate::measure::Area;
use crate::model::Date;

fn all() -> Vec<Language> {
    Language::BUILT_IN
        .iter()
        .map(|code| Language::built_in(code))
        .collect()
}

#[test]
fn every_built_in_language_is_complete() {
    for (language, &(code, _)) in all().iter().zip(FAMILY.files) {
        assert_eq!((language.code(), language.missing()), (code, &[][..]));
    }
    assert_eq!(Language::default().code(), "en");
}

#[test]
fn dates_are_written_as_people_write_them() {
    let dates = ["1994-05-12", "2020-12-01", "1994-05", "1994"].map(|d| d.parse::<Date>().unwrap());
    let written = |code: &str| dates.map(|date| Language::built_in(code).date(date).replace('\u{a0}', " "));
    assert_eq!(
        written("en"),
        ["12 May 1994", "1 December 2020", "May 1994", "1994"]
    );
    assert_eq!(
        written("de"),
        ["12. Mai 1994", "1. Dezember 2020", "Mai 1994", "1994"]
    );
    assert_eq!(written("fr")[1], "1er décembre 2020");
    assert_eq!(written("es")[0], "12 de mayo de 1994");
    assert_eq!(
        (&*written("ru")[0], &*written("ru")[2]),
        ("12 мая 1994", "май 1994")
    );
    assert_eq!(written("az")[0], "12 may 1994");
    assert_eq!(written("hy")[0], "12 մայիսի 1994 թ.");
    for date in dates {
        assert_eq!(Language::default().date(date), date.long());
    }
}

#[test]
fn numbers_take_the_marks_of_the_language() {
    let written = |code: &str| {
        let language = Language::built_in(code);
        [9090.06, 12345.6, 1.5, 0.000_1].map(|km2| language.area(Area::from_km2(km2)))
    };
    assert_eq!(
        written("en"),
        ["9,090 km²", "12,346 km²", "1.50 km²", "<0.001 km²"]
    );
    assert_eq!(written("es")[..2], ["9090\u{a0}km²", "12.346\u{a0}km²"]);
    assert_eq!(written("fr")[1], "12\u{202f}346\u{a0}km²");
    assert_eq!(written("ru")[2], "1,50\u{a0}км²");
    assert_eq!(
        Language::built_in("de").percent(Area::from_km2(1.0), Area::from_km2(2.0)),
        "50\u{a0}%"
    );
}

#[test]
fn titles_need_no_declension() {
    for language in all() {
        let parts = [
            (Some("B"), Area::from_km2(20.0)),
            (None, Area::from_km2(10.0)),
            (Some("C"), Area::from_km2(9.0)),
        ];
        for n in 0..=3 {
            for title in [
                language.gained("A", Area::from_km2(39.0), &parts[..n]),
                language.lost("A", Area::from_km2(39.0), &parts[..n]),
            ] {
                assert!(title.starts_with('A') && !title.contains('{'), "{title}");
                assert_eq!(title.contains('B'), n > 0, "{title}");
            }
        }
    }
}

#[test]
fn a_file_says_what_it_changes() {
    let swiss = Language::read("extends = 'de'\n[numbers]\ngroup = '’'").unwrap();
    assert_eq!(swiss.area(Area::from_km2(9090.0)), "9’090\u{a0}km²");
    assert!(swiss.missing().is_empty());
    let partial = Language::read("code = 'it'\nnobody = 'nessuno'").unwrap();
    assert_eq!(
        (partial.words.nobody.as_str(), partial.words.table.share.as_str()),
        ("nessuno", "share")
    );
    assert!(
        partial.missing().contains(&"table.share".to_owned())
            && !partial.missing().contains(&"nobody".to_owned())
    );
}

#[test]
fn bad_files_name_the_line() {
    for (text, says) in [
        (
            "[notes]\nas_of = 'Al {data}.'",
            "line 2, key `notes.as_of`: unknown placeholder {data}; there is {dates}",
        ),
        (
            "nobody = 'x {y}'",
            "line 1, key `nobody`: unknown placeholder {y}; there is none here",
        ),
        (
            "[table]\nshares = 'x'",
            "line 2, key `table.shares`: unknown field `shares`",
        ),
        (
            "[dates]\nmonths = ['a']",
            "line 2, key `dates.months`: invalid length 1",
        ),
        ("extends = 'xx'", "there is no language `xx` to extend"),
        ("code = ", "line 1: "),
    ] {
        let error = Language::read(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    assert!(
        Language::named("klingon", &crate::files::MemoryFiles::new())
            .unwrap_err()
            .to_string()
            .contains("choose one of en, de")
    );
}

#[test]
fn words_in_braces_are_replaced_once() {
    assert_eq!(fill("{a} and {b}{c", &[("a", "{b}"), ("b", "x")]), "{b} and x{c");
}
