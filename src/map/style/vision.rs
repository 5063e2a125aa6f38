//! How different two colours look, to normal eyes and to those that lack one kind of cone.
//!
//! Differences are CIEDE2000 (CIE 142-2001, in the notation of Sharma, Wu and Dalal 2005); 1 is just noticeable, 10 is
//! plain at a glance. Colour-vision deficiency is simulated in linear light by the matrices of Machado, Oliveira and
//! Fernandes (2009) for full severity.

use crate::map::style::color::Color;
use crate::math::{atan2, cbrt, cos, exp, hypot, pow, sin, square};

/// How a reader sees colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::map) enum Vision {
    Normal,
    Deutan,
    Protan,
    Tritan,
}

impl Vision {
    pub const ALL: [Self; 4] = [Self::Normal, Self::Deutan, Self::Protan, Self::Tritan];

    #[cfg(feature = "png")]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Deutan => "deutan",
            Self::Protan => "protan",
            Self::Tritan => "tritan",
        }
    }

    fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Normal => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Deutan => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Protan => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Tritan => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        }
    }

    /// The colour as seen, in CIELAB under D65.
    fn lab(self, color: Color) -> Lab {
        let light = color.light();
        let [r, g, b] = self
            .matrix()
            .map(|row| (row[0] * light[0] + row[1] * light[1] + row[2] * light[2]).clamp(0.0, 1.0));
        let x = (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47;
        let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b;
        let z = (0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b) / 1.088_83;
        let [x, y, z] = [x, y, z].map(|t| {
            if t > 0.008_856 {
                cbrt(t)
            } else {
                7.787 * t + 16.0 / 116.0
            }
        });
        Lab {
            l: 116.0 * y - 16.0,
            a: 500.0 * (x - y),
            b: 200.0 * (y - z),
        }
    }

    /// The difference of two colours as seen.
    pub fn difference(self, one: Color, other: Color) -> f64 {
        ciede2000(self.lab(one), self.lab(other))
    }
}

/// The least difference of two colours in any vision, and in which.
pub(in crate::map) fn least_difference(one: Color, other: Color) -> (f64, Vision) {
    let seen = Vision::ALL.map(|vision| (vision.difference(one, other), vision));
    seen.into_iter()
        .fold((f64::INFINITY, Vision::Normal), |least, one| {
            if one.0 < least.0 { one } else { least }
        })
}

/// A colour in CIELAB.
#[derive(Debug, Clone, Copy)]
struct Lab {
    l: f64,
    a: f64,
    b: f64,
}

fn ciede2000(one: Lab, other: Lab) -> f64 {
    let seventh = |c: f64| {
        let c7 = pow(c, 7.0);
        (c7 / (c7 + 6_103_515_625.0)).sqrt()
    };
    let mean_c = f64::midpoint(hypot(one.a, one.b), hypot(other.a, other.b));
    let stretch = 1.0 + 0.5 * (1.0 - seventh(mean_c));
    let polar = |lab: Lab| {
        let a = lab.a * stretch;
        (hypot(a, lab.b), atan2(lab.b, a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(one), polar(other));
    let grey = c1 * c2 == 0.0;
    let turn = if grey {
        0.0
    } else {
        (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0
    };
    let (dl, dc) = (other.l - one.l, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * sin((turn / 2.0).to_radians());
    let (l, c) = (f64::midpoint(one.l, other.l), f64::midpoint(c1, c2));
    let h = if grey { h1 + h2 } else { h1 + turn / 2.0 };
    let cos = |degrees: f64| cos(degrees.to_radians());
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let off = square(l - 50.0);
    let (sl, sc, sh) = (
        1.0 + 0.015 * off / (20.0 + off).sqrt(),
        1.0 + 0.045 * c,
        1.0 + 0.015 * c * t,
    );
    let around_blue = 30.0 * exp(-square((h.rem_euclid(360.0) - 275.0) / 25.0));
    let rotation = -2.0 * seventh(c) * sin((2.0 * around_blue).to_radians());
    let (l, c, h) = (dl / sl, dc / sc, dh / sh);
    (l * l + c * c + h * h + rotation * c * h).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of the test data of Sharma, Wu and Dalal (2005).
    #[test]
    fn differences_are_those_that_were_published() {
        let lab = |[l, a, b]: [f64; 3]| Lab { l, a, b };
        for (one, other, expected) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, -1.0, 2.0], [50.0, 0.0, 0.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.4535),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
            ([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373),
            ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
        ] {
            let found = ciede2000(lab(one), lab(other));
            assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        }
    }

    /// The worst pair of the palette of Okabe and Ito, as found with other software: 10.9 under tritanopia.
    #[test]
    fn a_known_palette_scores_as_known() {
        let palette = [
            "#000000", "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
        ]
        .map(|c| Color::parse(c).unwrap());
        let mut worst = (f64::INFINITY, Vision::Normal);
        for (i, &one) in palette.iter().enumerate() {
            for &other in &palette[..i] {
                let found = least_difference(one, other);
                if found.0 < worst.0 {
                    worst = found;
                }
            }
        }
        assert!((worst.0 - 10.87).abs() < 0.01, "{worst:?}");
        assert_eq!(worst.1, Vision::Tritan);
    }
}
