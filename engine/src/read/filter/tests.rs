use serde_json::{Map, json};

use super::*;

fn feature(properties: &serde_json::Value) -> Feature {
    Feature {
        properties: properties.as_object().cloned().unwrap_or_default(),
        id: Some("7".to_owned()),
        ..Feature::default()
    }
}

fn is_met(condition: &str, properties: &serde_json::Value) -> bool {
    let filter: Filter = condition.parse().unwrap();
    filter.is_met_by(&feature(properties))
}

#[test]
fn conditions_are_those_of_sql() {
    let ukraine = json!({
        "iso": "UA", "year": 1994, "since": "1991-08-24", "name:en": "Ukraine", "a b": 1.5, "code": "0080", "member": true,
        "none": null, "list": [1],
    });
    let met = [
        "iso = 'UA'",
        "iso='UA' AND year=1994",
        "iso <> 'RU' and year != 1993",
        "year > 1993 AND year < 1.995e3",
        "year >= 1994 AND year <= 1994",
        "1994 = year",
        "code = 80",
        "year = '1994'",
        "since BETWEEN '1991-01-01' AND '1991-12-31'",
        "NOT since NOT BETWEEN '1991-01-01' AND '1991-12-31'",
        "iso IN ('RU', 'UA')",
        "iso NOT IN ('RU')",
        "name:en LIKE 'Ukr%'",
        "name:en LIKE '%r_ine'",
        "name:en NOT LIKE 'ukr%'",
        "name:en ILIKE 'ukr%'",
        "\"a b\" = 1.5",
        "member = TRUE",
        "none IS NULL AND list IS NULL AND iso IS NOT NULL",
        "NOT (iso = 'RU' OR year = 1)",
        "iso = 'RU' OR iso = 'UA' AND year = 1994",
        "id = 7",
        "iso = ' UA '",
        "iso = iso",
    ];
    for condition in met {
        assert!(is_met(condition, &ukraine), "{condition}");
    }
    let unmet = [
        "iso = 'ua'",
        "iso = 'UA' AND year = 1995",
        "none = 1",
        "none <> 1",
        "NOT none = 1",
        "none = 1 OR iso = 'RU'",
        "none NOT IN (1)",
        "list = 1",
        "iso = 5",
        "iso <> 5",
        "name:en LIKE 'Ukr'",
        "(iso = 'RU' OR iso = 'UA') AND year = 1",
    ];
    for condition in unmet {
        assert!(!is_met(condition, &ukraine), "{condition}");
    }
}

#[test]
fn a_quote_in_text_is_written_twice() {
    assert!(is_met("name = 'Ma''ale'", &json!({"name": "Ma'ale"})));
    assert!(is_met("\"a\"\"b\" = 1", &json!({"a\"b": 1})));
}

#[test]
fn what_is_not_understood_is_said_with_its_place() {
    let cases = [
        ("", 1, "a condition is expected"),
        ("iso", 4, "a comparison is expected"),
        ("iso = ", 7, "the name of a property or a value"),
        ("iso = 'UA", 7, "this quote does not end"),
        ("iso = 'UA' year = 1", 12, "AND, OR or the end"),
        ("iso = UA AND", 13, "the name of a property or a value"),
        ("(iso = 'UA'", 12, "`)` is expected"),
        ("iso IN 'UA'", 8, "`(` is expected"),
        ("iso IN ()", 9, "the name of a property or a value"),
        ("year BETWEEN 1 OR 2", 16, "AND is expected"),
        ("iso IS 'UA'", 8, "NULL is expected"),
        ("iso = NULL", 7, "nothing compares with NULL"),
        ("iso NOT = 'UA'", 9, "expected after NOT"),
        ("name LIKE 5", 11, "text in single quotes"),
        ("1994a = 5", 1, "`1994a` is no number"),
        ("Київ ; 1", 6, "this sign means nothing"),
        ("AND = 1", 1, "the name of a property or a value"),
    ];
    for (condition, at, expected) in cases {
        let error = condition.parse::<Filter>().unwrap_err();
        let text = error.to_string();
        assert!(text.contains(expected), "{condition}: {text}");
        assert!(text.contains(&format!("letter {at} ")), "{condition}: {text}");
    }
}

#[test]
fn depth_is_bounded_and_time_follows_the_text() {
    let deep = format!("{}a = 1{}", "(".repeat(10_000), ")".repeat(10_000));
    assert!(deep.parse::<Filter>().unwrap_err().to_string().contains("deep"));
    let deep = format!("{} a = 1", "NOT ".repeat(10_000));
    assert!(deep.parse::<Filter>().unwrap_err().to_string().contains("deep"));
    let wide = vec!["a = 1"; 10_000].join(" OR ");
    assert!(is_met(&wide, &json!({"a": 1})));
    let stars = format!("a LIKE '{}b'", "%a".repeat(200));
    assert!(!is_met(&stars, &json!({"a": "a".repeat(5_000)})));
}

fn layer() -> Layer {
    Layer {
        name: "a.geojson".to_owned(),
        features: ["AM", "AZ", "GE"]
            .map(|iso| feature(&json!({"iso": iso})))
            .to_vec(),
        members: Map::new(),
        ..Layer::default()
    }
}

#[test]
fn features_that_meet_it_stay_in_their_order() {
    let mut layer = layer();
    let filter: Filter = " iso <> 'AZ' ".parse().unwrap();
    let selected = filter.select(&mut layer).unwrap();
    assert_eq!((selected.features, selected.of), (2, 3));
    assert_eq!(selected.filter, "iso <> 'AZ'");
    let left: Vec<_> = layer
        .features
        .iter()
        .map(|feature| &feature.properties["iso"])
        .collect();
    assert_eq!(left, ["AM", "GE"]);
}

#[test]
fn what_no_feature_has_is_an_error_with_what_they_have() {
    let refusal = |condition: &str| {
        let filter: Filter = condition.parse().unwrap();
        let error = filter.select(&mut layer()).unwrap_err();
        format!(
            "{error} {}",
            error.hint().map(ToString::to_string).unwrap_or_default()
        )
    };
    let unknown = refusal("ISO = 'AM'");
    assert!(
        unknown.contains("`ISO`") && unknown.contains("`iso`"),
        "{unknown}"
    );
    let nothing = refusal("iso = 'am'");
    assert!(
        nothing.contains("none of its 3 features") && nothing.contains("'AM', 'AZ', 'GE'"),
        "{nothing}"
    );
    let mut empty = Layer::default();
    assert_eq!(
        "a = 1".parse::<Filter>().unwrap().select(&mut empty).unwrap().of,
        0
    );
}
