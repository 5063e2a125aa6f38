//! Decimal numbers as JSON writes them, straight to the grid.
//!
//! Digits are read eight at a time: their bytes are loaded as one little-endian word (so that the first digit is its
//! lowest byte) and added up pairwise. See Lemire, "Quickly parsing eight digits" (2018), and Mula's "SWAR" notes.

use crate::model::{GRID_PER_DEGREE, to_grid};

/// Whole degrees have no more digits than this.
const WHOLE_DIGITS: usize = 3;
/// Digits after the point that are left of the grid unit, less the first eight.
const NINTH: u64 = 10_000_000;

/// The number at the start of a text in grid units, and how many bytes it takes; none if it is not finite.
///
/// The same as rounding the nearest double with [`to_grid`], which is done where it could make a difference: near
/// halves of a grid unit, for exponents and for more than three digits before the point. Elsewhere the two errors of
/// rounding on the way over a double, 2⁻⁵³ of 10¹² grid units each, are too small to reach a half.
///
/// Input: a number of JSON, and then something that cannot be part of it.
#[inline]
pub(super) fn read(text: &[u8]) -> Option<(i64, usize)> {
    fast(text).or_else(|| by_double(text))
}

#[inline]
fn fast(text: &[u8]) -> Option<(i64, usize)> {
    let sign = usize::from(text.first() == Some(&b'-'));
    let mut at = sign;
    let mut whole = 0;
    while at - sign <= WHOLE_DIGITS
        && let Some(digit) = digit(text, at)
    {
        whole = whole * 10 + i64::from(digit);
        at += 1;
    }
    if !(1..=WHOLE_DIGITS).contains(&(at - sign)) {
        return None;
    }
    let mut fraction = 0;
    if text.get(at) == Some(&b'.') {
        at += 1;
        let (first, count) = eight_digits(text.get(at..)?);
        at += count;
        fraction = first * 10;
        if count == 8 {
            let (ninth_and_rest, count) = eight_digits(text.get(at..)?);
            at += count;
            fraction += ninth_and_rest / NINTH + rounding(ninth_and_rest % NINTH)?;
            while count == 8 && digit(text, at).is_some() {
                at += 1;
            }
        }
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        return None;
    }
    let grid = whole * GRID_PER_DEGREE + fraction as i64;
    Some((if sign == 1 { -grid } else { grid }, at))
}

/// The digit at a place.
#[inline]
fn digit(text: &[u8], at: usize) -> Option<u8> {
    text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10)
}

/// Whether a rest, in 1e-7 grid units, rounds up (1) or down (0); none where a double might see it otherwise.
fn rounding(rest: u64) -> Option<u64> {
    match rest {
        ..4_990_000 => Some(0),
        5_010_000.. => Some(1),
        _ => None,
    }
}

/// Up to eight digits at the start of a text, with zeros behind them to make eight; and how many they are.
#[inline]
fn eight_digits(text: &[u8]) -> (u64, usize) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let bytes = text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[..text.len()].copy_from_slice(text);
        bytes
    });
    let word = u64::from_le_bytes(bytes) ^ (EACH * u64::from(b'0'));
    // A byte that is no digit now is 10 or more, which sets its highest bit. The carry of one of 0x80 or more goes
    // to bytes behind it, which do not count.
    let others = (word.wrapping_add(EACH * (0x80 - 10)) | word) & (EACH * 0x80);
    let bits = others.trailing_zeros() & !7;
    let digits = if bits == 64 {
        word
    } else {
        word & ((1 << bits) - 1)
    };
    let pairs = (digits * 10).wrapping_add(digits >> 8);
    let fours = |shift: u32, high: u64, low: u64| {
        ((pairs >> shift) & 0x0000_00ff_0000_00ff).wrapping_mul(high << 32 | low)
    };
    let value = fours(0, 1_000_000, 100).wrapping_add(fours(16, 10_000, 1)) >> 32;
    (value, bits as usize / 8)
}

/// By way of a double.
#[cold]
fn by_double(text: &[u8]) -> Option<(i64, usize)> {
    let part_of_it = |b: &&u8| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    let length = text.iter().take_while(part_of_it).count();
    let number: f64 = str::from_utf8(&text[..length]).ok()?.parse().ok()?;
    number.is_finite().then(|| (to_grid(number), length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As it was by way of a double.
    fn slow(number: &str) -> i64 {
        to_grid(number.parse().unwrap())
    }

    #[test]
    fn numbers_of_any_form_round_as_doubles_do() {
        for number in [
            "0",
            "-0",
            "-0.0",
            "7",
            "180",
            "-180",
            "999",
            "1000",
            "46.7528",
            "-46.7528",
            "0.1234567890",
            "0.12345678",
            "0.123456789",
            "1.0000000005",
            "1.00000000049999999999",
            "1.0000000005000000000001",
            "-1.0000000015",
            "117.704977049770491",
            "1e2",
            "1.5E-3",
            "-1.25e+1",
            "4400000.123",
            "1e-400",
            "179.99999999999999999999999999999999999",
            "0.0000000004",
            "0.99999999999",
        ] {
            for end in ["", "]", ",12345678", " ]]]]]]]]]]"] {
                let text = format!("{number}{end}");
                assert_eq!(
                    read(text.as_bytes()),
                    Some((slow(number), number.len())),
                    "{text}"
                );
            }
        }
        for nothing in ["", "-", "null", "\"1\"", "[1", "1e400", "-1e999"] {
            assert_eq!(read(nothing.as_bytes()), None, "{nothing}");
        }
    }

    #[test]
    fn digits_are_distinguished_from_every_other_byte() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut text = *b"12345678";
                text[at] = byte;
                let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
                let padded = format!("{:0<8}", str::from_utf8(&text[..count]).unwrap());
                assert_eq!(eight_digits(&text), (padded.parse().unwrap(), count));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn any_decimal_rounds_as_its_double_does(number in "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?") {
            prop_assert_eq!(read(number.as_bytes()), Some((slow(&number), number.len())));
        }

        /// Halves of a grid unit, and numbers close to them.
        #[test]
        fn near_halves_round_as_their_doubles_do(
            number in "-?(0|[1-9][0-9]{0,2})\\.[0-9]{9}(5(0{0,9}[0-9]{1,4})?|4(9{0,9}[0-9]{1,4})?)",
        ) {
            prop_assert_eq!(read(number.as_bytes()), Some((slow(&number), number.len())));
        }
    }
}
