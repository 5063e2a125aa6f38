//! The judge: which stretches of border were drawn anew, and how far apart the two drawings lie.
//!
//! A border drawn anew differs from the earlier one along all its length, crosses it often, and lies to both sides alike.
//! A front that moved leaves land to one side, between borders that stayed. Only what looks like the former has noise.
//! `docs/uncertainty.md` states how well this works.

use std::collections::BTreeMap;

use super::Holders;
use super::stretches::{PieceSize, Stretch, Stretches, share};
use crate::measure::Length;

/// The fewest pieces that tell whether a border was drawn anew.
const PIECES: usize = 20;
/// The fewest where the snapshots state how well their lines are known.
const PIECES_STATED: usize = 4;
/// Not drawn anew is a stretch with so much common border about it.
const COMMON: f64 = 0.4;
/// With so much of all border in common, a stretch of few pieces is not judged by what all the others look like.
const COMMON_IN_ALL: f64 = 0.5;
/// A piece is a strip whose area is less than this share of that of a circle with its perimeter (the isoperimetric
/// quotient 4πA / P², of Polsby & Popper): a rectangle is when six times as long as wide.
const STRIP: f64 = 0.4;
/// The share of pieces that are strips where a border was drawn anew.
const STRIPS: f64 = 0.5;
/// Pieces to both sides alike: what is left when both directions are set off is no more than this share of their number…
const ONE_SIDED: f64 = 0.4;
/// …or so many times what tosses of a coin leave: the squares of what is left sum up to the number of pieces.
const COIN_TOSSES: f64 = 2.0;
/// What fronts leave to one side is more than this share of the land between; of borders drawn anew at most half is.
const ONE_SIDED_LAND: f64 = 0.8;
/// The width of pieces varies so much where one hand drew a border anew: up to four times the median of their mean
/// widths, and on by octaves that have…
const SPREAD: f64 = 4.0;
/// …at least so many pieces.
const OCTAVE: usize = 4;
/// Nothing wider is noise unless someone says so: not even maps of the world at 1 : 110 million are that inexact.
const WIDEST_M: f64 = 50_000.0;

/// What became of the judgement of some pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// The border was drawn anew; pieces narrower than this are noise.
    Redrawn(Length),
    /// Too few pieces, or too compact ones, to tell.
    Open,
    /// Land changed hands to one side, or between borders that stayed.
    Moved,
}

impl Verdict {
    fn width(self) -> Length {
        match self {
            Self::Redrawn(width) => width,
            Self::Open | Self::Moved => Length::ZERO,
        }
    }
}

/// Below which width the pieces of each stretch are noise, in the order of [`Stretches::all`]; 0 where all count.
/// `stated` is how far apart two drawings of one line may lie by what the snapshots state.
pub(super) fn widths(stretches: &Stretches, stated: Option<Length>) -> Vec<Length> {
    let all = &stretches.all;
    let mut verdicts = vec![Verdict::Moved; all.len()];
    let (islands, lines): (Vec<usize>, Vec<usize>) = (0..all.len())
        .filter(|&place| all[place].common_share() < COMMON)
        .partition(|&place| all[place].is_island());
    let (large, small): (Vec<usize>, Vec<usize>) =
        lines.iter().partition(|&&place| all[place].pieces.len() >= PIECES);
    for place in large {
        verdicts[place] = judged([&all[place]], stated);
    }
    let together = judged(small.iter().map(|&place| &all[place]), stated);
    for &place in &small {
        verdicts[place] = together;
    }
    if stretches.borders.common_share() < COMMON_IN_ALL {
        let whole = judged(lines.iter().map(|&place| &all[place]), stated);
        let undecided = |place: &&usize| verdicts[**place] == Verdict::Open;
        let undecided: Vec<usize> = lines.iter().filter(undecided).copied().collect();
        for place in undecided.into_iter().chain(islands) {
            verdicts[place] = whole;
        }
    }
    verdicts.into_iter().map(Verdict::width).collect()
}

/// Whether some stretches were drawn anew, judged together.
fn judged<'a>(stretches: impl IntoIterator<Item = &'a Stretch>, stated: Option<Length>) -> Verdict {
    let (mut pieces, mut common_m, mut parted_m) = (Vec::new(), 0.0, 0.0);
    for stretch in stretches {
        pieces.extend_from_slice(&stretch.pieces);
        common_m += stretch.adjoining_m();
        parted_m += stretch.parted_m.mean_m();
    }
    if share(common_m, parted_m) >= COMMON {
        return Verdict::Moved;
    }
    pieces.retain(|piece| piece.perimeter_m > 0.0);
    pieces.sort_by(|a, b| a.mean_width_m().total_cmp(&b.mean_width_m()));
    let by_pieces = by_pieces(&pieces);
    match (by_pieces, stated.map(|width| by_statement(&pieces, width))) {
        (Verdict::Redrawn(found), Some(Verdict::Redrawn(stated))) => Verdict::Redrawn(found.max(stated)),
        (Verdict::Open, Some(verdict)) | (_, Some(verdict @ Verdict::Redrawn(_))) => verdict,
        (verdict, _) => verdict,
    }
}

/// Pieces narrower than stated are noise if they lie to both sides.
fn by_statement(pieces: &[PieceSize], width: Length) -> Verdict {
    let narrow = narrower(pieces, width.m() / 2.0);
    match narrow.len() {
        ..PIECES_STATED => Verdict::Open,
        _ if lie_to_both_sides(narrow) => Verdict::Redrawn(width),
        _ => Verdict::Moved,
    }
}

/// How wide the noise is by the pieces, in order of mean width. A border may have been drawn anew by two processes, as one
/// that was shifted by metres and rounded to millimetres elsewhere: what the first leaves is looked at again.
fn by_pieces(pieces: &[PieceSize]) -> Verdict {
    let mut verdict = Verdict::Open;
    let mut rest = pieces;
    while rest.len() >= PIECES {
        let strips = rest.iter().filter(|piece| is_strip(piece)).count();
        if (strips as f64) < STRIPS * rest.len() as f64 {
            break;
        }
        let narrow = narrower(rest, top_m(rest));
        if !lie_to_both_sides(narrow) {
            return if verdict == Verdict::Open { Verdict::Moved } else { verdict };
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
        let octave = &narrower(pieces, 2.0 * top_m)[narrower(pieces, top_m).len()..];
        if octave.len() < OCTAVE || !lie_to_both_sides(octave) {
            return top_m;
        }
        top_m *= 2.0;
    }
}

/// Those up to a mean width, of pieces in order of it.
fn narrower(pieces: &[PieceSize], top_m: f64) -> &[PieceSize] {
    &pieces[..pieces.partition_point(|piece| piece.mean_width_m() <= top_m)]
}

fn is_strip(piece: &PieceSize) -> bool {
    4.0 * std::f64::consts::PI * piece.area_m2 < STRIP * piece.perimeter_m * piece.perimeter_m
}

/// What went from one holder to another, less what went back.
#[derive(Default)]
struct Net {
    pieces: f64,
    area_m2: f64,
}

/// Whether pieces lie to both sides of the borders alike, by their number and by their area.
fn lie_to_both_sides(pieces: &[PieceSize]) -> bool {
    let mut nets: BTreeMap<Holders, Net> = BTreeMap::new();
    for piece in pieces {
        let back = piece.holders.reversed();
        let sign = if piece.holders < back { 1.0 } else { -1.0 };
        let net = nets.entry(back.min(piece.holders)).or_default();
        net.pieces += sign;
        net.area_m2 += sign * piece.area_m2;
    }
    let count = pieces.len() as f64;
    let left: f64 = nets.values().map(|net| net.pieces.abs()).sum();
    let squares: f64 = nets.values().map(|net| net.pieces * net.pieces).sum();
    let land_m2: f64 = pieces.iter().map(|piece| piece.area_m2).sum();
    let left_m2: f64 = nets.values().map(|net| net.area_m2.abs()).sum();
    (left <= ONE_SIDED * count || squares <= COIN_TOSSES * count) && left_m2 <= ONE_SIDED_LAND * land_m2
}

/// Rounded up to two digits, so that a person can say it.
fn two_digits_up(value: f64) -> f64 {
    let unit = 10.0_f64.powf(value.log10().floor() - 1.0);
    let rounded = (value / unit).ceil();
    if unit < 1.0 {
        rounded / (1.0 / unit).round()
    } else {
        rounded * unit.round()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
