//! Colours: one per controller, pale where it is at home, full where it holds another's land, hatched where land
//! changed hands.

use crate::map::style::class::{Hatch, Marks};
use crate::map::style::color::Color;
use crate::map::style::sheet::MapStyle;
use crate::map::style::vision::least_difference;

/// The colours of one controller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct Scheme {
    /// Its own land.
    pub home: Color,
    /// Land it holds of another sovereign's.
    pub held: Color,
    /// The ground under the hatch of land it gained.
    pub gained: Color,
    /// Lines of that hatch.
    pub deep: Color,
    /// What distinguishes its land from that of another with the same colours.
    texture: usize,
}

impl Scheme {
    /// The `n`th of the palette.
    ///
    /// In normal, deutan, protan and tritan vision the full colours of the built-in ones differ by CIEDE2000 10 or more
    /// among each other, the pale ones by 7, and any pale one from any full one by 7. More controllers than there are
    /// colours get them once more with a texture.
    pub fn default(n: usize, map_style: &MapStyle) -> Self {
        let palette = &map_style.fill.palette;
        let [full, pale] = palette[n % palette.len()];
        let derived = Self::of(full, map_style);
        Self {
            home: if pale.contrast(map_style.text.ink) >= 4.5 {
                pale
            } else {
                derived.home
            },
            texture: n / palette.len(),
            ..derived
        }
    }

    /// What follows from a colour that was given: a tint of the paper is that of its land, another its full colour.
    pub fn of(color: Color, map_style: &MapStyle) -> Self {
        let (paper, ink, fill) = (map_style.ground.page, map_style.text.ink, &map_style.fill);
        let strong = color.strong(fill.neutral);
        let home = if color.is_tint_of(paper) {
            color
        } else {
            strong.mix(paper, fill.home_tint)
        };
        Self {
            home,
            held: strong.mix(paper, fill.held_tint).readable(ink, paper),
            gained: strong.mix(paper, fill.gained_tint).readable(ink, paper),
            deep: strong.mix(ink, fill.hatch_shade),
            texture: 0,
        }
    }

    /// Of what a colour does not tell: it steps back, and holds names in any ink.
    pub fn neutral(map_style: &MapStyle) -> Self {
        let neutral = map_style.fill.neutral;
        Self {
            gained: neutral.mix(map_style.ground.page, 0.58),
            ..Self::of(neutral, map_style)
        }
    }

    /// Whether a reader can distinguish land of one from land of the other by colour alone.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        let apart = |a, b, least| least_difference(a, b).0 >= least;
        apart(self.held, other.held, NEAR)
            && apart(self.home, other.home, 7.0)
            && apart(self.held, other.home, 7.0)
            && apart(self.home, other.held, 7.0)
    }

    /// The texture over its own land or, more strongly, over what it holds of another's.
    pub fn texture(&self, over: Color, map_style: &MapStyle) -> Option<Hatch> {
        let (width, spacing, marks) = match self.texture {
            0 => return None,
            n => TEXTURES[(n - 1) % TEXTURES.len()],
        };
        Some(Hatch {
            color: over.mix(map_style.text.ink, map_style.fill.texture_shade),
            width,
            spacing,
            marks,
        })
    }
}

/// Fills that differ by less (CIEDE2000) in any vision are not told apart by colour.
const NEAR: f64 = 10.0;

/// Width, spacing and marks of the textures: finer and quieter than any hatch of a change.
const TEXTURES: [(f64, f64, Marks); 6] = [
    (3.0, 11.0, Marks::Dots),
    (0.9, 8.0, Marks::Lines([Some(0.0), None])),
    (0.9, 8.0, Marks::Lines([Some(90.0), None])),
    (6.0, 22.0, Marks::Dots),
    (0.9, 11.0, Marks::Lines([Some(0.0), Some(90.0)])),
    (1.8, 5.5, Marks::Dots),
];

/// Directions of the lines of hatches, which are told apart at a glance.
const DIRECTIONS: [[Option<f64>; 2]; 6] = [
    [Some(-45.0), None],
    [Some(45.0), None],
    [Some(-45.0), Some(45.0)],
    [Some(0.0), None],
    [Some(90.0), None],
    [Some(0.0), Some(90.0)],
];

/// The hatch of a direction; `round` times the direction has been taken before, and the lines lie farther apart.
const fn hatch_of(direction: usize, round: usize, color: Color, width: f64) -> Hatch {
    Hatch {
        color,
        width,
        spacing: 10.0 + 5.0 * round as f64,
        marks: Marks::Lines(DIRECTIONS[direction]),
    }
}

/// The `n`th hatch, where colours play no part.
pub(in crate::map) const fn hatch(n: usize, color: Color, width: f64) -> Hatch {
    hatch_of(n % DIRECTIONS.len(), n / DIRECTIONS.len(), color, width)
}

/// What changed around the frame has dots, as no change has that counts, and wider apart than those of land.
pub(in crate::map) const fn dots_around(color: Color) -> Hatch {
    Hatch {
        color,
        width: 4.0,
        spacing: 16.0,
        marks: Marks::Dots,
    }
}

/// Hatches of changes, one after another, so that no two look alike even in grey, and two on grounds of nearly one colour
/// differ by direction as long as there are any.
#[derive(Debug, Default)]
pub(in crate::map) struct Hatches {
    /// The direction of each, and its ground.
    taken: Vec<(usize, Color)>,
}

impl Hatches {
    /// The next one, for a change with these colours.
    pub fn next(&mut self, colors: &Scheme, width: f64) -> Hatch {
        let rank = |direction: &usize| {
            let taken = self.taken.iter().filter(|(taken, _)| taken == direction);
            let grounds = taken.map(|(_, ground)| *ground);
            let same = grounds.clone().filter(|ground| *ground == colors.gained);
            let near = grounds
                .clone()
                .filter(|ground| least_difference(*ground, colors.gained).0 < NEAR);
            (same.count(), near.count(), grounds.count())
        };
        let direction = (0..DIRECTIONS.len()).min_by_key(rank).unwrap_or_default();
        let (_, _, round) = rank(&direction);
        self.taken.push((direction, colors.gained));
        hatch_of(direction, round, colors.deep, width)
    }
}

/// A name as part of a class or id: lower-case ASCII letters, digits and hyphens.
pub(in crate::map) fn slug(name: &str) -> String {
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
    use super::*;
    use crate::files::MemoryFiles;

    fn looks() -> [MapStyle; 3] {
        MapStyle::BUILT_IN.map(|name| MapStyle::named(name, &MemoryFiles::new()).unwrap())
    }

    #[test]
    fn ink_reads_on_every_fill() {
        for map_style in looks() {
            for n in 0..map_style.fill.palette.len() {
                let scheme = Scheme::default(n, &map_style);
                for fill in [scheme.home, scheme.held, scheme.gained] {
                    assert!(fill.contrast(map_style.text.ink) >= 4.5, "{n} {fill}");
                }
            }
        }
    }

    #[test]
    fn a_tint_is_kept_at_home_and_deepened_elsewhere() {
        let tint = Color::rgb(0xdb, 0xe6, 0xf1);
        let scheme = Scheme::of(tint, &MapStyle::default());
        assert_eq!(scheme.home, tint);
        assert!(scheme.held.b > scheme.held.r && least_difference(scheme.held, tint).0 > 15.0);
    }

    #[test]
    fn palettes_stay_apart_in_every_vision() {
        for map_style in looks() {
            for a in 0..map_style.fill.palette.len() {
                let scheme = Scheme::default(a, &map_style);
                for b in 0..a {
                    let other = Scheme::default(b, &map_style);
                    assert!(scheme.is_apart_from(&other), "{a} {b} {scheme:?} {other:?}");
                }
                assert!(least_difference(scheme.held, scheme.home).0 >= 7.0, "{a}");
            }
        }
    }

    #[test]
    fn changes_to_one_holder_differ_by_the_direction_of_their_hatch() {
        let map_style = MapStyle::default();
        let scheme = |n| Scheme::default(n, &map_style);
        let mut hatches = Hatches::default();
        // As many changes as there are directions, then one of the first's colour, and more.
        let grounds = [0, 1, 2, 0, 3, 4, 0, 5, 0, 1, 2, 0];
        let all: Vec<(usize, Hatch)> = grounds.map(|n| (n, hatches.next(&scheme(n), 2.0))).to_vec();
        for (place, (ground, hatch)) in all.iter().enumerate() {
            for (other_ground, other) in &all[..place] {
                assert_ne!(
                    (hatch.marks, hatch.spacing),
                    (other.marks, other.spacing),
                    "alike in grey"
                );
                assert!(
                    ground != other_ground || hatch.marks != other.marks,
                    "{place} on {ground}"
                );
            }
        }
        let first: Vec<Marks> = all[..6].iter().map(|(_, hatch)| hatch.marks).collect();
        assert_eq!(
            first,
            DIRECTIONS.map(Marks::Lines),
            "the usual order while colours leave it free"
        );
    }

    #[test]
    fn more_controllers_than_colours_differ_by_texture() {
        let light = MapStyle::default();
        let map_style = |n: usize| {
            let scheme = Scheme::default(n, &light);
            (scheme.home, scheme.texture(scheme.home, &light))
        };
        for a in 0..42 {
            for b in 0..a {
                assert!(map_style(a) != map_style(b), "{a} {b}");
            }
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Armenian forces (de facto)"), "armenian-forces-de-facto");
        assert_eq!(slug("<script>"), "script");
    }
}
