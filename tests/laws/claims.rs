//! Recognition beside control: claims may overlap, and control stays as it is.

use std::collections::BTreeMap;

use landshift::ReferenceLayers;
use landshift_engine::change::Recognised;
use landshift_engine::measure::Area;
use landshift_engine::model::{Claim, Claims};
use proptest::prelude::*;

use crate::series::snapshot;
use crate::support::scenes::{self, Cells, wide_frame};
use crate::support::{laws, study};

/// Three sovereigns; every third cell of two drawings, so that they overlap one another and leave land out.
fn claims(one: &Cells, other: &Cells) -> Claims {
    let cells = || one.layer().into_iter().chain(other.layer()).enumerate();
    let claim = |nth: usize| Claim {
        sovereign: ["X", "Y", "Z"][nth].to_owned(),
        polygons: cells()
            .filter(|(place, _)| place % 4 == nth)
            .flat_map(|(_, land)| land)
            .collect(),
    };
    Claims {
        sovereigns: (0..3).map(claim).collect(),
        ..Claims::default()
    }
}

/// Each holder's land as the rows have it: land of k sovereigns was counted k times.
fn held(rows: &[Recognised], area: impl Fn(&Recognised) -> Area) -> BTreeMap<&str, Area> {
    let mut held = BTreeMap::new();
    for row in rows {
        let Some(holder) = &row.holder else { continue };
        let times = match row.sovereigns.len() {
            0 | 1 => 1,
            several => 1 - several as i128,
        };
        *held.entry(holder.as_str()).or_default() += Area::from_units(times * area(row).units());
    }
    held.retain(|_, area| *area != Area::ZERO);
    held
}

proptest! {
    #![proptest_config(laws(100))]

    #[test]
    fn every_holders_land_can_be_had_back_exactly(
        [one, other, third, fourth] in wide_frame().prop_flat_map(|f| {
            let cells = || scenes::cells(Just(f));
            [cells(), cells(), cells(), cells()]
        }),
    ) {
        let claims = claims(&third, &fourth);
        let layers = ReferenceLayers { claims, ..ReferenceLayers::default() };
        let study = study(&[&snapshot(0, &one), &snapshot(1, &other)], layers, 0.0);
        let overlay = study.classified().unwrap().overlay();
        let change = study.change(study.overall()).unwrap().change;
        let rows = &change.recognition.as_ref().unwrap().rows;
        let nonzero = |index| {
            let mut areas = overlay.areas(index);
            areas.retain(|_, area| *area != Area::ZERO);
            areas
        };
        prop_assert_eq!(held(rows, |row| row.before), nonzero(0));
        prop_assert_eq!(held(rows, |row| row.after), nonzero(1));
    }
}
