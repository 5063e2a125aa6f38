//! The law of mending: a mended layer passes the check, and mending it again changes nothing.

use landshift::check::{self, Fixed, Gaps, Policy};
use landshift::{Inspection, ReadOptions};

fn inspect(text: &str) -> Inspection {
    Inspection::read(text, "x.geojson").unwrap()
}

fn written(fixed: &Fixed) -> String {
    let mut out = Vec::new();
    fixed
        .layer()
        .unwrap()
        .write(landshift_engine::write::LandFormat::GeoJson, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// The law for one file. A file that cannot be mended is refused, and then only for what nobody but its author can mend.
pub fn check_fix(text: &str, policy: &Policy) {
    let options = ReadOptions::default();
    let fixed = match check::fix(&inspect(text), &options, policy) {
        Ok(fixed) => fixed,
        Err(error) => {
            let text = error.to_string();
            assert!(
                text.contains("cannot be mended") && !text.contains("rounds"),
                "{text}"
            );
            return;
        }
    };
    let once = written(&fixed);
    let mended = inspect(&once);
    let found = check::check(&mended, &options, &Policy::default()).problems;
    let told: Vec<_> = found
        .iter()
        .map(|p| (p.kind, &p.place, p.at, p.width_m))
        .collect();
    assert!(found.is_empty(), "{told:?}");
    if matches!(policy.gaps, Some(Gaps::Nearest | Gaps::LongestBorder)) {
        let found = check::check(&mended, &options, policy).problems;
        assert!(found.is_empty(), "gaps that count: {found:?}");
    }
    let twice = written(&check::fix(&mended, &options, policy).unwrap());
    assert_eq!(once, twice, "mended again");
}
