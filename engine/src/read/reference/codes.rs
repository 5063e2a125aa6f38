//! Which systems are read: those where this program and PROJ agree within a centimetre, or two metres by region (`benches/reference-systems`).

/// Lines of codes after how many metres the shift of their datum may be wrong by.
const CODES: &str = include_str!("codes.txt");

/// How many metres the shift of the datum of a system may be wrong by; 0 where there is none, and none where the system is
/// not read.
pub(super) fn loss_m(code: u16) -> Option<u32> {
    CODES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let (loss, codes) = line.split_once(' ')?;
            let mut ranges = codes.split(' ').filter_map(range);
            ranges
                .any(|range| range.contains(&code))
                .then(|| loss.parse().ok())?
        })
}

/// All of them.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = u16> {
    let lines = CODES.lines().filter(|line| !line.starts_with('#'));
    lines
        .flat_map(|line| line.split(' ').skip(1))
        .filter_map(range)
        .flatten()
}

fn range(text: &str) -> Option<std::ops::RangeInclusive<u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(first.parse().ok()?..=last.parse().ok()?)
}
