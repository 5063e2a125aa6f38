//! The judge: which stretches of border were drawn anew, and how far apart the two drawings lie.
//!
//! A border drawn anew differs from the earlier one along all its length, crosses it often, and lies to both sides alike.
//! A front that moved leaves land to one side, between borders that stayed. Only what looks like the former has noise.
//! `docs/uncertainty.md` states how well this works.

use std::collections::BTreeMap;

use super::Holders;
use super::evidence::Simplified;
use super::stretches::{PartedLengths, PieceSize, Stretch, Stretches};
use crate::math::{log10, pow, square};
use crate::measure::Length;

/// The fewest pieces that tell whether a border was drawn anew.
const PIECES: usize = 20;
/// The fewest where the snapshots state how well their lines are known.
const PIECES_STATED: usize = 4;
/// Not drawn anew is a stretch with so much common border about it.
const COMMON: f64 = 0.4;
/// With so much of all border in common, no stretch is judged by what all the others look like.
const COMMON_IN_ALL: f64 = 0.6;
/// The share of stretches that one snapshot draws without positions of its own, where its drawing is the other one thinned
/// out. Of a front that moved hardly any is: 0 to 0.2 on real ones.
const THINNED: f64 = 0.8;
/// Land between two drawings of a line has no other border, or one of at most this share of its perimeter: what lies at
/// a common border beside it, went from one holder to another whole.
const BESIDE: f64 = 0.1;
/// With so many stretches of that kind the whole map is the other one simplified, and all land along them is noise.
const SIMPLIFIED: f64 = 0.95;
/// A border drawn by another hand crosses the old one every few positions: on average, the one of the two borders of a
/// piece that turns less turns no more often than this. That of land that a front passed turns some dozen times.
const BENDS: f64 = 6.0;
/// A piece is a strip whose area is less than this share of that of a circle with its perimeter (the isoperimetric
/// quotient 4πA / P², of Polsby & Popper): a rectangle is when six times as long as wide.
const STRIP: f64 = 0.4;
/// The share of pieces that are strips where a border was drawn anew.
const STRIPS: f64 = 0.3;
/// Pieces to both sides alike: what is left when both directions are set off is no more than this share of their number…
const ONE_SIDED: f64 = 0.4;
/// …or so many times what tosses of a coin leave: the squares of what is left sum up to the number of pieces.
const COIN_TOSSES: f64 = 1.5;
/// What fronts leave to one side is more than this share of the land between; of borders drawn anew at most half is.
const ONE_SIDED_LAND: f64 = 0.8;
/// The width of pieces varies so much where one hand drew a border anew: up to six times the median of their mean
/// widths, on by octaves that have…
const SPREAD: f64 = 6.0;
/// …at least so many pieces, and once more where there are fewer, whose land is…
const OCTAVE: usize = 8;
/// …at most this share of that of all narrower pieces.
const TAIL: f64 = 0.25;
/// Of the pieces that are wider than noise, noise of a second kind is looked for where they are one in so many or more:
/// along a border that was traced anew by centimetres, a few dozen pieces are an advance.
const REST: usize = 4;
/// Nothing wider is noise unless someone says so: not even maps of the world at 1 : 110 million are that inexact.
const WIDEST_M: f64 = 50_000.0;

/// What became of the judgement of some pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// The border was drawn anew; pieces narrower than this are noise.
    Redrawn(Length),
    /// There is much common border about it, or there are too few pieces, or too compact ones, to tell.
    Open,
    /// Land changed hands to one side.
    Moved,
}

impl Verdict {
    fn is_redrawn(self) -> bool {
        matches!(self, Self::Redrawn(_))
    }

    fn width(self) -> Length {
        match self {
            Self::Redrawn(width) => width,
            Self::Open | Self::Moved => Length::ZERO,
        }
    }
}

/// What the stretches of a step are judged to be.
pub(super) struct Judgement {
    /// Below which width the pieces of each stretch are noise, in the order of [`Stretches::all`]; 0 where all count.
    pub(super) widths: Vec<Length>,
    /// Which snapshot is a simplified drawing of the other one, if one is.
    pub(super) simplified: Option<Simplified>,
}

/// Judges the stretches of a step. `stated` is how far apart two drawings of one line may lie by what the snapshots state.
pub(super) fn judge(stretches: &Stretches, stated: Option<Length>) -> Judgement {
    let all = &stretches.all;
    let of = |places: &[usize]| judged(places.iter().map(|&place| &all[place]), stated);
    let mut verdicts = vec![Verdict::Open; all.len()];
    // What has the same border in both counts.
    let parted = (0..all.len()).filter(|&place| all[place].is_parted());
    let (islands, lines): (Vec<usize>, Vec<usize>) = parted.partition(|&place| all[place].is_island());
    let parted = lines
        .iter()
        .copied()
        .filter(|&place| all[place].common_share() < COMMON);
    let (large, small): (Vec<usize>, Vec<usize>) =
        parted.partition(|&place| all[place].pieces.len() >= PIECES);
    for place in large {
        verdicts[place] = of(&[place]);
    }
    let together = of(&small);
    for place in small {
        verdicts[place] = together;
    }
    let mut simplified = None;
    if let Some(thinned) = Thinned::of(all, &lines)
        && let found @ Verdict::Redrawn(width) = of(&thinned.lines)
    {
        let whole = thinned.is_whole.then(|| width.max(widest(all, &thinned.lines)));
        simplified = whole.map(|_| thinned.side);
        let verdict = whole.map_or(found, Verdict::Redrawn);
        for &place in &thinned.lines {
            if whole.is_some() || !verdicts[place].is_redrawn() {
                verdicts[place] = verdict;
            }
        }
        for &place in islands.iter().filter(|&&place| thinned.lacks(&all[place])) {
            // An enclave may have been taken; an island is left out.
            verdicts[place] = if all[place].is_nobodys() { verdict } else { found };
        }
    }
    if stretches.borders.common_share() < COMMON_IN_ALL {
        let whole = of(&lines);
        for place in lines.into_iter().chain(islands) {
            if verdicts[place] == Verdict::Open {
                verdicts[place] = whole;
            }
        }
    }
    Judgement {
        widths: verdicts.into_iter().map(Verdict::width).collect(),
        simplified,
    }
}

/// The stretches along which one snapshot has the border of the other one thinned out, as a map that was simplified has:
/// where the two part, it goes straight from one common position to the next.
struct Thinned {
    /// The snapshot with fewer positions.
    side: Simplified,
    /// The places of the stretches.
    lines: Vec<usize>,
    /// Whether they are as good as all.
    is_whole: bool,
}

impl Thinned {
    /// Those of some lines, if they are most of these.
    fn of(all: &[Stretch], lines: &[usize]) -> Option<Self> {
        if lines.len() < PIECES {
            return None;
        }
        let thinned = |side| {
            let mut thinned = Self {
                side,
                lines: Vec::new(),
                is_whole: false,
            };
            let places = lines.iter().copied();
            thinned.lines = places.filter(|&place| thinned.has(&all[place])).collect();
            let share = thinned.lines.len() as f64 / lines.len() as f64;
            thinned.is_whole = share >= SIMPLIFIED;
            (share >= THINNED).then_some(thinned)
        };
        [Simplified::Earlier, Simplified::Later]
            .into_iter()
            .find_map(thinned)
    }

    /// Whether all land of a stretch lies between a border of the other snapshot and a straight one of this.
    fn has(&self, stretch: &Stretch) -> bool {
        stretch.pieces.iter().all(|piece| {
            let is_between = piece.common_m() <= BESIDE * piece.perimeter_m;
            self.side.own(piece.bends) == 0 && self.own_m(piece.parted_m) > 0.0 && is_between
        })
    }

    /// Whether the snapshot has no border along a stretch.
    fn lacks(&self, stretch: &Stretch) -> bool {
        self.own_m(stretch.parted_m) <= 0.0
    }

    fn own_m(&self, PartedLengths { before_m, after_m }: PartedLengths) -> f64 {
        self.side.own([before_m, after_m])
    }
}

/// A width below which all pieces of some stretches are, but for [`WIDEST_M`].
fn widest(all: &[Stretch], places: &[usize]) -> Length {
    let pieces = places.iter().flat_map(|&place| &all[place].pieces);
    let pieces = pieces.filter(|piece| piece.perimeter_m > 0.0);
    let widest_m = pieces.map(|piece| 2.0 * piece.mean_width_m()).fold(0.0, f64::max);
    Length::from_m(two_digits_up(widest_m).min(WIDEST_M))
}

/// Whether some stretches were drawn anew, judged together.
fn judged<'a>(stretches: impl IntoIterator<Item = &'a Stretch>, stated: Option<Length>) -> Verdict {
    let pieces = stretches.into_iter().flat_map(|stretch| &stretch.pieces);
    let mut pieces: Vec<PieceSize> = pieces.copied().filter(|piece| piece.perimeter_m > 0.0).collect();
    pieces.sort_by(|a, b| a.mean_width_m().total_cmp(&b.mean_width_m()));
    let by_pieces = by_pieces(&pieces);
    let Some(by_statement) = stated.map(|width| by_statement(&pieces, width)) else {
        return by_pieces;
    };
    match (by_pieces, by_statement) {
        (Verdict::Redrawn(found), Verdict::Redrawn(stated)) => Verdict::Redrawn(found.max(stated)),
        (Verdict::Redrawn(_) | Verdict::Moved, Verdict::Open | Verdict::Moved) => by_pieces,
        (Verdict::Open, _) | (_, Verdict::Redrawn(_)) => by_statement,
    }
}

/// Pieces narrower than stated are noise if they lie to both sides.
fn by_statement(pieces: &[PieceSize], width: Length) -> Verdict {
    let narrow = narrower(pieces, width.m() / 2.0);
    match narrow.len() {
        ..PIECES_STATED => Verdict::Open,
        _ if looks_redrawn(narrow) => Verdict::Redrawn(width),
        _ => Verdict::Moved,
    }
}

/// How wide the noise is by the pieces, in order of mean width. A border may have been drawn anew by two processes, as one
/// that was shifted by metres and rounded to millimetres elsewhere: what the first leaves is looked at again.
fn by_pieces(pieces: &[PieceSize]) -> Verdict {
    let mut verdict = Verdict::Open;
    let mut rest = pieces;
    while rest.len() >= PIECES.max(pieces.len() / REST) {
        let strips = rest.iter().filter(|piece| is_strip(piece)).count();
        if (strips as f64) < STRIPS * rest.len() as f64 {
            break;
        }
        let narrow = narrower(rest, top_m(rest));
        if !looks_redrawn(narrow) {
            return if verdict == Verdict::Open {
                Verdict::Moved
            } else {
                verdict
            };
        }
        let Some(widest) = narrow.last() else { break };
        // A lens is wider in its middle.
        let width_m = two_digits_up(2.0 * widest.mean_width_m());
        if width_m > WIDEST_M {
            break;
        }
        verdict = Verdict::Redrawn(Length::from_m(width_m));
        rest = &rest[narrow.len()..];
    }
    verdict
}

/// The mean width that noise reaches up to, of pieces in order of it.
fn top_m(pieces: &[PieceSize]) -> f64 {
    let mut top_m = SPREAD * pieces[pieces.len() / 2].mean_width_m();
    loop {
        let (below, octave) = narrower(pieces, 2.0 * top_m).split_at(narrower(pieces, top_m).len());
        let is_tail =
            octave.len() < OCTAVE && turn_little(octave) && land_m2(octave) <= TAIL * land_m2(below);
        if is_tail {
            return 2.0 * top_m;
        }
        if octave.len() < OCTAVE || !looks_redrawn(octave) {
            return top_m;
        }
        top_m *= 2.0;
    }
}

/// Whether two borders cross every few positions, and pieces lie to both sides.
fn looks_redrawn(pieces: &[PieceSize]) -> bool {
    turn_little(pieces) && lie_to_both_sides(pieces)
}

fn turn_little(pieces: &[PieceSize]) -> bool {
    let bends: f64 = pieces.iter().map(|piece| f64::from(piece.least_bends())).sum();
    bends <= BENDS * pieces.len() as f64
}

fn land_m2(pieces: &[PieceSize]) -> f64 {
    pieces.iter().map(|piece| piece.area_m2).sum()
}

/// Those up to a mean width, of pieces in order of it.
fn narrower(pieces: &[PieceSize], top_m: f64) -> &[PieceSize] {
    &pieces[..pieces.partition_point(|piece| piece.mean_width_m() <= top_m)]
}

fn is_strip(piece: &PieceSize) -> bool {
    4.0 * std::f64::consts::PI * piece.area_m2 < STRIP * piece.perimeter_m * piece.perimeter_m
}

/// What lies on one side of a border, less what lies on the other.
#[derive(Default)]
struct Net {
    pieces: f64,
    area_m2: f64,
}

impl Net {
    fn add(&mut self, sign: f64, area_m2: f64) {
        self.pieces += sign;
        self.area_m2 += sign * area_m2;
    }
}

/// Whether pieces lie to both sides of the borders alike, of the earlier ones and of the later ones, by their number and by
/// their area. Of which border, those say who hold the land on its two sides: what is beyond may have another holder in the
/// other snapshot, as where a unit was split. A strip that a third one took along a border lies to both sides of that one alone.
fn lie_to_both_sides(pieces: &[PieceSize]) -> bool {
    [0, 1]
        .into_iter()
        .all(|snapshot| lie_to_both(pieces, |piece| piece.sides()[snapshot]))
}

fn lie_to_both(pieces: &[PieceSize], sides: impl Fn(&PieceSize) -> Holders) -> bool {
    let (mut of_borders, mut of_holders) = (BTreeMap::<Holders, Net>::new(), BTreeMap::<_, Net>::new());
    for piece in pieces {
        let sides = sides(piece);
        let back = sides.reversed();
        let sign = if sides < back { 1.0 } else { -1.0 };
        let border = of_borders.entry(back.min(sides)).or_default();
        border.add(sign, piece.area_m2);
        for (holder, sign) in [(sides.from, -1.0), (sides.to, 1.0)] {
            of_holders.entry(holder).or_default().add(sign, piece.area_m2);
        }
    }
    let count = pieces.len() as f64;
    let left: f64 = of_borders.values().map(|net| net.pieces.abs()).sum();
    let squares: f64 = of_borders.values().map(|net| net.pieces * net.pieces).sum();
    if left > ONE_SIDED * count && squares > COIN_TOSSES * count {
        return false;
    }
    let most_m2 = ONE_SIDED_LAND * land_m2(pieces);
    let area = |net: &Net| net.area_m2.abs();
    if of_borders.values().map(area).sum::<f64>() <= most_m2 {
        return true;
    }
    // Of a border with a piece or two, as between cells drawn by their corners, most lies to one side by chance; but not of all
    // borders of a holder to the same.
    let squares_m4: f64 = of_borders.values().map(|net| square(net.area_m2)).sum();
    let alone_m4: f64 = pieces.iter().map(|piece| square(piece.area_m2)).sum();
    squares_m4 <= COIN_TOSSES * alone_m4 && of_holders.values().map(area).sum::<f64>() <= 2.0 * most_m2
}

/// Rounded up to two digits, so that a person can say it.
fn two_digits_up(value: f64) -> f64 {
    let unit = pow(10.0, log10(value).floor() - 1.0);
    let rounded = (value / unit).ceil();
    if unit < 1.0 {
        rounded / (1.0 / unit).round()
    } else {
        rounded * unit.round()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::math::sin;
    use crate::model::{ReferenceLayers, Snapshot};
    use crate::noise::Evidence;
    use crate::overlay::Settings;
    use crate::testing::{classified, front, polygon, random, territory};

    /// A and B on either side of a border that runs north at lon 46, `offset(n)` degrees off it at each of 200 positions.
    fn snapshot(accuracy_m: Option<f64>, offset: impl Fn(usize) -> f64) -> Snapshot {
        through(
            (0..=200).map(|n| (46.0 + offset(n), 40.0 + n as f64 / 200.0)),
            accuracy_m,
        )
    }

    fn through(border: impl Iterator<Item = (f64, f64)>, accuracy_m: Option<f64>) -> Snapshot {
        let mut snapshot = front(&border.collect::<Vec<_>>(), [45.0, 47.0]);
        for territory in snapshot.territories.iter_mut().map(Arc::make_mut) {
            territory.accuracy_m = accuracy_m;
        }
        snapshot
    }

    fn evidence(before: Snapshot, after: Snapshot) -> Evidence {
        let classified = classified(
            vec![before, after],
            ReferenceLayers::default(),
            &Settings::default(),
        );
        classified
            .evidence(classified.overall().unwrap())
            .unwrap()
            .unwrap()
    }

    /// A line that strays to both sides by up to `degrees`, crossing over every third position.
    fn wavering(degrees: f64) -> impl Fn(usize) -> f64 {
        move |n| degrees * sin(n as f64 * std::f64::consts::PI / 3.0 + 0.5)
    }

    #[test]
    fn a_line_drawn_twice_tells_how_far_apart_it_lies() {
        // 1e-3 degrees of longitude at 40.5° are 84.7 m.
        let twice = evidence(snapshot(None, |_| 0.0), snapshot(None, wavering(1e-3)));
        assert!((84.7..170.0).contains(&twice.width.m()), "{twice}");
        assert!(twice.redrawn.km() > 100.0);
    }

    #[test]
    fn a_line_drawn_twice_is_one_whatever_the_sides_are_called_after() {
        let renamed = |names: [&str; 2]| {
            let mut after = snapshot(None, wavering(1e-3));
            for (territory, name) in after.territories.iter_mut().zip(names) {
                Arc::make_mut(territory).controller = name.to_owned();
            }
            evidence(snapshot(None, |_| 0.0), after)
        };
        let same = renamed(["A", "B"]);
        assert!(same.has_noise());
        for names in [["A", "X"], ["X", "B"], ["X", "Y"]] {
            assert_eq!(renamed(names), same, "{names:?}");
        }
        // One who takes the other's land has not its name.
        assert!(!renamed(["B", "A"]).has_noise());
    }

    /// A border, as positions from south to north.
    fn line(offset: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
        (0..=200)
            .map(|n| (46.0 + offset(n), 40.0 + n as f64 / 200.0))
            .collect()
    }

    #[test]
    fn a_line_drawn_twice_is_one_where_those_beside_it_were_split() {
        let later = line(wavering(1e-3));
        let halves = [&later[..=100], &later[100..]].map(|half| front(half, [45.0, 47.0]));
        let [mut split, mut north] = halves;
        Arc::make_mut(&mut split.territories[1]).controller = "B South".to_owned();
        Arc::make_mut(&mut north.territories[1]).controller = "B North".to_owned();
        split.territories.append(&mut north.territories);
        let before = || snapshot(None, |_| 0.0);
        assert!(evidence(before(), split.clone()).has_noise());
        assert!(evidence(split, before()).has_noise());
    }

    /// Ten by ten cells of a tenth of a degree, named by their place and with corners alone, each of these elsewhere by an offset.
    fn cells(offset: impl Fn(usize, usize) -> (f64, f64)) -> Snapshot {
        let corner = |(x, y): (usize, usize)| {
            let (dx, dy) = offset(x, y);
            (46.0 + x as f64 / 10.0 + dx, 40.0 + y as f64 / 10.0 + dy)
        };
        let mut snapshot = snapshot(None, |_| 0.0);
        let cell = |(x, y)| {
            let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
            territory(&format!("{x}-{y}"), polygon(&corners.map(corner))).into()
        };
        let places = (0..10).flat_map(|x| (0..10).map(move |y| (x, y)));
        snapshot.territories = places.map(cell).collect();
        snapshot
    }

    #[test]
    fn cells_drawn_twice_by_their_corners_are_the_same_cells() {
        let mut next = random(5);
        let offsets: Vec<(f64, f64)> = (0..121)
            .map(|_| (1e-4 * (next() - 0.5), 1e-4 * (next() - 0.5)))
            .collect();
        let twice = evidence(cells(|_, _| (0.0, 0.0)), cells(|x, y| offsets[11 * x + y]));
        assert!((5.0..30.0).contains(&twice.width.m()), "{twice}");
        // All went to one side, between borders that stayed: every second column took some land of both its neighbours.
        let side = |x: usize, _| match x {
            0 | 10 => (0.0, 0.0),
            x if x % 2 == 0 => (5e-5, 0.0),
            _ => (-5e-5, 0.0),
        };
        let moved = evidence(cells(|_, _| (0.0, 0.0)), cells(side));
        assert!(!moved.has_noise(), "{moved}");
    }

    #[test]
    fn a_strip_that_a_third_took_on_both_sides_of_a_border_was_taken() {
        let west = line(|n| wavering(5e-4)(n) - 1e-3);
        let east = line(|n| wavering(5e-4)(n + 1) + 1e-3);
        let strip = west
            .iter()
            .chain(east.iter().rev())
            .copied()
            .rev()
            .collect::<Vec<_>>();
        let mut after = front(&west, [45.0, 46.0]);
        after.territories[1] = front(&east, [46.0, 47.0]).territories.remove(1);
        after.territories.push(territory("C", polygon(&strip)).into());
        let before = || snapshot(None, wavering(2e-3));
        assert!(!evidence(before(), after.clone()).has_noise());
        assert!(!evidence(after, before()).has_noise());
    }

    #[test]
    fn a_front_that_moved_is_no_line_drawn_twice() {
        let bumps = |n: usize| if n % 3 == 1 { 1e-3 } else { 0.0 };
        let back_and_forth = |n: usize| match n % 60 {
            10..25 => 4e-3,
            40..55 => -4e-3,
            _ => 0.0,
        };
        let shifted = |n: usize| 0.05 + wavering(1e-4)(n);
        for (name, moved) in [
            ("to one side", &shifted as &dyn Fn(usize) -> f64),
            ("in bumps", &bumps),
            ("to both sides, over many positions", &back_and_forth),
        ] {
            let moved = evidence(snapshot(None, |_| 0.0), snapshot(None, moved));
            assert!(!moved.has_noise(), "{name}: {moved}");
        }
    }

    #[test]
    fn a_line_simplified_is_the_same_line() {
        let line = |n: usize| {
            (
                46.0 + wavering(1e-3)(n) + 3e-4 * sin(n as f64 * 1.7),
                40.0 + n as f64 / 200.0,
            )
        };
        let kept = (0..=200).filter(|n| n % 4 != 1 && n % 7 != 3);
        let simplified = evidence(through((0..=200).map(line), None), through(kept.map(line), None));
        assert!(
            simplified.has_noise() && simplified.common_share() > 0.05,
            "{simplified}"
        );
    }

    /// A line of which one position in eight was left out, and the change along it where `moved` bulges by 4e-2 degrees.
    fn thinned(moved: std::ops::Range<usize>) -> Evidence {
        let line = |n: usize| {
            (
                46.0 + wavering(1e-3)(n) + 3e-4 * sin(n as f64 * 1.7),
                40.0 + n as f64 / 200.0,
            )
        };
        let later = (0..=200).filter(|n| n % 8 != 5).map(|n| {
            let bulge = if moved.contains(&n) { 4e-2 } else { 0.0 };
            (line(n).0 + bulge, line(n).1)
        });
        evidence(through((0..=200).map(line), None), through(later, None))
    }

    #[test]
    fn a_line_simplified_lightly_is_the_same_line() {
        let same = thinned(0..0);
        assert!(same.common_share() > COMMON_IN_ALL, "{same}");
        assert!(
            (same.redrawn_share() + same.common_share() - 1.0).abs() < 1e-9,
            "{same}"
        );
        let moved = thinned(90..102);
        let counted = moved.border - moved.common - moved.redrawn;
        assert!(moved.has_noise() && counted.km() > 5.0, "{moved}");
    }

    #[test]
    fn bulges_to_both_sides_of_a_line_are_not_the_line_simplified() {
        // Each bulge has positions of its own in both snapshots.
        let bulges = |n: usize| match n % 8 {
            2..5 if n % 16 < 8 => 1e-3,
            2..5 => -1e-3,
            _ => 0.0,
        };
        let moved = evidence(
            snapshot(None, wavering(1e-4)),
            snapshot(None, |n| wavering(1e-4)(n) + bulges(n)),
        );
        assert!(!moved.has_noise(), "{moved}");
    }

    #[test]
    fn what_is_stated_is_a_reason_only_for_what_lies_to_both_sides() {
        let both = |offset: &dyn Fn(usize) -> f64, stated: [Option<f64>; 2]| {
            evidence(snapshot(stated[0], |_| 0.0), snapshot(stated[1], offset))
        };
        let stated = [Some(200.0), Some(300.0)];
        let wide = both(&wavering(1e-3), stated);
        assert_eq!(
            (wide.width, wide.stated),
            (Length::from_m(500.0), Some(Length::from_m(500.0)))
        );
        assert!(both(&wavering(1e-3), [Some(200.0), None]).width < Length::from_m(200.0));
        // 340 m to one side, and a bulge between stretches that stayed.
        assert!(!both(&|_| 4e-3, stated).has_noise());
        assert!(!both(&|n| if (50..90).contains(&n) { 4e-3 } else { 0.0 }, stated).has_noise());
    }

    #[test]
    fn the_real_change_left_over_is_the_one_that_is_told() {
        let after = |n: usize| wavering(1e-3)(n) + if (90..110).contains(&n) { 0.05 } else { 0.0 };
        let both = vec![snapshot(None, |_| 0.0), snapshot(None, after)];
        let classified = classified(both, ReferenceLayers::default(), &Settings::default());
        let change = crate::change::Change::between(&classified, classified.overall().unwrap()).unwrap();
        assert_eq!(change.transfers.iter().filter(|t| !t.noise).count(), 1);
    }

    #[test]
    fn roundings_go_up_and_have_two_digits() {
        for (value, rounded) in [
            (0.034_1, 0.035),
            (1.0, 1.0),
            (84.01, 85.0),
            (123.4, 130.0),
            (1999.0, 2000.0),
        ] {
            assert!((two_digits_up(value) / rounded - 1.0).abs() < 1e-12, "{value}");
        }
    }
}
