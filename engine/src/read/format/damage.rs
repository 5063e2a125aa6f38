//! Damage, for tests of what formats make of files that are not as they were.

/// A file with up to three bytes changed, now and then cut short. `below` yields numbers below a bound, the same in each run;
/// `place` picks by it which of so many bytes is changed.
pub(super) fn damaged(
    whole: &[u8],
    below: &mut dyn FnMut(usize) -> usize,
    place: impl Fn(&mut dyn FnMut(usize) -> usize, usize) -> usize,
) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=below(3) {
        let at = place(below, bytes.len());
        match below(4) {
            0 => bytes[at] = below(256) as u8,
            1 => bytes[at] ^= 1 << below(8),
            2 => bytes[at] = 0xff,
            _ => bytes[at] = 0,
        }
    }
    if below(20) == 0 {
        bytes.truncate(below(bytes.len()));
    }
    bytes
}
