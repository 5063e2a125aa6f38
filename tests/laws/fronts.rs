//! Noise against made fronts of which the truth is known: an advance is no noise, at whatever sampling; a line drawn by
//! another hand is; and where both happen at once they are told apart.

use landshift::{Area, ReferenceLayers, Settings, Snapshot, Study, Transition};

use crate::support::fronts::Front;
use crate::support::scaled;
use crate::support::scenes::Dice;

/// What a change comes to by default.
#[derive(Debug, Clone, Copy)]
struct Found {
    all: Area,
    noise: Area,
    /// What A gained less what it lost, without noise.
    net: Area,
}

impl Found {
    fn real_km2(self) -> f64 {
        (self.all - self.noise).km2()
    }
}

fn found(before: Snapshot, after: Snapshot) -> Found {
    let study = Study::new(
        vec![before, after],
        ReferenceLayers::default(),
        Settings::default(),
    )
    .unwrap();
    let change = study.change(study.overall()).unwrap().change;
    let net = |t: &Transition| {
        if t.to.as_deref() == Some("A") {
            t.without_noise()
        } else {
            Area::ZERO - t.without_noise()
        }
    };
    Found {
        all: change.changes().map(|t| t.area).sum(),
        noise: change.changes().map(|t| t.noise).sum(),
        net: change.changes().map(net).sum(),
    }
}

/// A front on each of some days, with an advance or more from a day to the next.
fn days(dice: &mut Dice, days: usize) -> Vec<Front> {
    let mut front = Front::new(dice);
    let mut all = vec![front.clone()];
    for _ in 1..days {
        for _ in 0..=(3.0 * dice.unit()) as usize {
            front.advance(dice);
        }
        all.push(front.clone());
    }
    all
}

/// A part of a front drawn anew: retraced by the first of the deviations, by other hands by the others.
fn drawn_anew<const N: usize>(
    front: &Front,
    dice: &mut Dice,
    part: [f64; 2],
    deviations_m: [f64; N],
) -> [(f64, Front); N] {
    let mut by_hand = false;
    deviations_m.map(|m| {
        let again = if std::mem::replace(&mut by_hand, true) {
            front.redrawn(dice, part, m)
        } else {
            front.retraced(dice, part, m)
        };
        (m, again)
    })
}

#[test]
fn an_advance_is_no_noise_however_it_is_sampled() {
    for seed in 0..scaled(2) {
        let fronts = days(&mut Dice(seed.into()), 181);
        for (every, until) in [(1, 30), (5, 90), (10, 180), (30, 180), (90, 180), (180, 180)] {
            let sampled: Vec<usize> = (0..=until).step_by(every).collect();
            let (mut all_km2, mut noise_km2) = (0.0, 0.0);
            for pair in sampled.windows(2) {
                let [before, after] = [pair[0], pair[1]].map(|day| fronts[day].snapshot(day, None));
                let found = found(before, after);
                all_km2 += found.all.km2();
                noise_km2 += found.noise.km2();
            }
            assert!(
                noise_km2 < 0.005 * all_km2,
                "seed {seed}, every {every} days: {noise_km2} of {all_km2} km²"
            );
        }
    }
}

#[test]
fn a_line_drawn_by_another_hand_is_noise() {
    const DEVIATIONS_M: [f64; 4] = [0.02, 5.0, 60.0, 400.0];
    let mut sums = [[0.0; 2]; DEVIATIONS_M.len()];
    let mut least: f64 = 1.0;
    for seed in 0..scaled(2) {
        let mut dice = Dice(seed.into());
        let front = Front::new(&mut dice);
        for part in [[0.0, 1.0], [0.3, 0.8], [0.45, 0.55]] {
            let anew = drawn_anew(&front, &mut dice, part, DEVIATIONS_M);
            for ((deviation_m, again), [noise_km2, all_km2]) in anew.into_iter().zip(&mut sums) {
                let found = found(front.snapshot(0, None), again.snapshot(1, None));
                let share = found.noise.km2() / found.all.km2();
                // In a short part one bay that the new positions cut off may weigh much.
                assert!(
                    share > 0.75,
                    "seed {seed}, {part:?} of the line off by {deviation_m} m: {found:?}"
                );
                least = least.min(share);
                *noise_km2 += found.noise.km2();
                *all_km2 += found.all.km2();
            }
        }
    }
    for ([noise_km2, all_km2], deviation_m) in sums.into_iter().zip(DEVIATIONS_M) {
        let share = noise_km2 / all_km2;
        println!("off by {deviation_m} m: {share:.4} is noise; of one line {least:.4} at least");
        assert!(share >= 0.97, "lines off by {deviation_m} m: {share}");
    }
}

#[test]
fn an_advance_and_a_line_drawn_anew_are_told_apart_in_one_step() {
    let mut worst: f64 = 0.0;
    for seed in 0..scaled(2) {
        let mut dice = Dice(seed.into());
        let fronts = days(&mut dice, 31);
        let [first, last] = [&fronts[0], &fronts[30]];
        let truth = found(first.snapshot(0, None), last.snapshot(30, None));
        for part in [[0.0, 1.0], [0.3, 0.8]] {
            for (deviation_m, again) in drawn_anew(last, &mut dice, part, [0.02, 5.0, 30.0]) {
                let found = found(first.snapshot(0, None), again.snapshot(30, None));
                let off = (found.real_km2() / truth.real_km2() - 1.0).abs();
                let net_off = (found.net.km2() / truth.net.km2() - 1.0).abs();
                worst = worst.max(off);
                assert!(
                    off < 0.03 && net_off < 0.03,
                    "seed {seed}, {part:?} of the line off by {deviation_m} m: {found:?}, in truth {truth:?}"
                );
            }
        }
    }
    println!("advance and redrawn at once: off by {worst:.4} at most");
}

#[test]
fn a_front_that_moved_less_than_its_accuracy_has_moved() {
    let mut dice = Dice(7);
    let front = Front::new(&mut dice);
    let mut moved = front.clone();
    moved.move_by(150_000.0, 15_000.0, 800.0);
    let mut shifted = front.clone();
    shifted.shift(800.0);
    for after in [moved.clone(), shifted.redrawn(&mut dice, [0.0, 1.0], 20.0)] {
        let found = found(front.snapshot(0, Some(1000.0)), after.snapshot(1, Some(1000.0)));
        assert!(found.noise.km2() < 0.005 * found.all.km2(), "{found:?}");
    }
    // Within what they state, and to both sides: that is no advance.
    let again = front.redrawn(&mut dice, [0.0, 1.0], 300.0);
    let found = found(front.snapshot(0, Some(1000.0)), again.snapshot(1, Some(1000.0)));
    assert!(found.noise.km2() >= 0.97 * found.all.km2(), "{found:?}");
}
