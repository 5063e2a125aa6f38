//! Colours: one per controller, pale where it is at home, full where it holds another's land, hatched where land
//! changed hands.

use super::color::{Color, WHITE};
use super::scene::Hatch;

/// Colours in the order they are given out. As drawn in full (lightened until text reads on them), the first six differ
/// by CIEDE2000 8.7 or more, the first eight by 6.6 or more, in normal, deuteran, protan and tritan vision; boundary
/// lines and hatches are the second cue.
const DEFAULTS: [Color; 12] = [
    Color::rgb(0xd9, 0x72, 0x0d),
    Color::rgb(0x2f, 0x6d, 0xb0),
    Color::rgb(0x4f, 0xb5, 0x8f),
    Color::rgb(0xb0, 0x45, 0x7c),
    Color::rgb(0xef, 0xd3, 0x5a),
    Color::rgb(0xa5, 0xdc, 0xf5),
    Color::rgb(0x8a, 0x4b, 0x14),
    Color::rgb(0xb9, 0xbe, 0xc4),
    Color::rgb(0x6b, 0x5b, 0xb5),
    Color::rgb(0xc2, 0x3b, 0x2e),
    Color::rgb(0x8a, 0xa0, 0x2c),
    Color::rgb(0xe2, 0x8f, 0xa8),
];

/// The `n`th default colour; after a round they return lighter.
pub(super) fn default_color(n: usize) -> Color {
    let round = n / DEFAULTS.len();
    DEFAULTS[n % DEFAULTS.len()].mix(WHITE, (round as f64 * 0.35).min(0.7))
}

/// The `n`th hatch, so that no two changes look alike even in grey.
pub(super) fn hatch(n: usize, color: Color) -> Hatch {
    let angles = [
        [Some(-45.0), None],
        [Some(45.0), None],
        [Some(-45.0), Some(45.0)],
        [Some(0.0), None],
        [Some(90.0), None],
        [Some(0.0), Some(90.0)],
    ];
    let round = n / angles.len();
    Hatch {
        color,
        width: 2.0,
        spacing: 10.0 + 5.0 * round as f64,
        angles: angles[n % angles.len()],
    }
}

/// A name as part of a class or id: lower-case ASCII letters, digits and hyphens.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::color::INK;
    use super::*;

    #[test]
    fn ink_reads_on_every_fill() {
        for n in 0..30 {
            let color = default_color(n);
            for fill in [color.pale(), color.full(), color.gained()] {
                assert!(fill.contrast(INK) >= 4.5, "{n} {fill}");
            }
        }
    }

    #[test]
    fn a_tint_is_kept_at_home_and_deepened_elsewhere() {
        let tint = Color::rgb(0xdb, 0xe6, 0xf1);
        assert_eq!(tint.pale(), tint);
        let full = tint.full();
        assert!(full.b > full.r && full.distance(tint) > 30.0, "{full}");
    }

    #[test]
    fn default_colours_stay_apart() {
        for a in 0..12 {
            for b in 0..a {
                let (a, b) = (default_color(a), default_color(b));
                assert!(a.distance(b) > 15.0, "{a} {b}");
                assert!(a.pale().distance(b.pale()) > 2.5, "{a} {b}");
            }
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Armenian forces (de facto)"), "armenian-forces-de-facto");
        assert_eq!(slug("<script>"), "script");
    }
}
