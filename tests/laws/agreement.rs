//! A comparison of two sources is the same from either side, and leaves no land out.

use landshift::{Result, Snapshot};
use landshift_engine::change::Agreement;
use landshift_engine::measure::Area;
use proptest::prelude::*;

use crate::series::snapshot;
use crate::support::scenes::{self, wide_frame};
use crate::support::{laws, study_of_pair};

fn agreement(a: &Snapshot, b: &Snapshot, tolerance_m: f64) -> Result<Agreement> {
    Ok(study_of_pair(a, b, tolerance_m).agreement(0)?.agreement)
}

/// Two sources of the same land, each drawn by its own hand and with its own idea of who holds what.
fn sources() -> impl Strategy<Value = [Snapshot; 2]> {
    let pair = |frame| (scenes::cells(Just(frame)), scenes::cells(Just(frame)));
    wide_frame()
        .prop_flat_map(pair)
        .prop_map(|(a, b)| [snapshot(0, &a), snapshot(1, &b)])
}

proptest! {
    #![proptest_config(laws(100))]

    #[test]
    fn comparing_the_other_way_round_transposes([a, b] in sources(), tolerance_m in 0.0..5000.0_f64) {
        let there = agreement(&a, &b, tolerance_m).unwrap();
        let back = agreement(&b, &a, tolerance_m).unwrap();
        prop_assert_eq!(there.agreed(), back.agreed());
        prop_assert_eq!(there.differing(), back.differing());
        prop_assert_eq!([there.only_a(), there.only_b()], [back.only_b(), back.only_a()]);
        prop_assert_eq!(there.noise(), back.noise());
        for (one, other) in there.controllers.iter().zip(&back.controllers) {
            prop_assert_eq!(&one.name, &other.name);
            prop_assert_eq!([one.a, one.b, one.both], [other.b, other.a, other.both]);
            prop_assert_eq!(one.jaccard(), other.jaccard());
        }
        let pieces = |agreement: &Agreement| {
            let mut pieces: Vec<Area> = agreement.pieces().map(|p| p.area).collect();
            pieces.sort_unstable();
            pieces
        };
        prop_assert_eq!(pieces(&there), pieces(&back));
    }

    #[test]
    fn a_source_agrees_with_itself([a, _] in sources()) {
        let same = agreement(&a, &a, 0.0).unwrap();
        prop_assert_eq!(same.disagreed(), Area::ZERO);
        prop_assert_eq!(same.pieces().count(), 0);
        prop_assert_eq!(same.share_of_either(), Some(1.0));
        prop_assert!(same.controllers.iter().all(|c| c.jaccard() == Some(1.0)));
    }

    /// Summed face by face, without the change between.
    #[test]
    fn agreement_and_disagreement_are_the_union_exactly([a, b] in sources(), tolerance_m in 0.0..5000.0_f64) {
        let study = study_of_pair(&a, &b, tolerance_m);
        let overlay = study.classified().unwrap().overlay();
        let agreement = study.agreement(0).unwrap().agreement;
        let sum = |counts: &dyn Fn(Option<&str>, Option<&str>) -> bool| -> Area {
            let mosaic = overlay.mosaic();
            let faces = mosaic.faces();
            let counted = faces.filter(|&f| counts(overlay.controller(0, f), overlay.controller(1, f)));
            counted.map(|face| mosaic.area(face)).sum()
        };
        let union = sum(&|a, b| a.is_some() || b.is_some());
        prop_assert_eq!(agreement.agreed() + agreement.disagreed(), union);
        let parts = agreement.agreed() + agreement.differing() + agreement.only_a() + agreement.only_b();
        prop_assert_eq!(parts, union);
        let pieces: Area = agreement.pieces().map(|p| p.area).sum();
        prop_assert_eq!(pieces + agreement.noise(), agreement.disagreed());
        for c in &agreement.controllers {
            let name = Some(c.name.as_str());
            prop_assert_eq!(c.both, sum(&|a, b| a == name && b == name));
            prop_assert_eq!(c.either(), sum(&|a, b| a == name || b == name));
            prop_assert!(c.jaccard().is_none_or(|index| (0.0..=1.0).contains(&index)));
        }
    }
}
