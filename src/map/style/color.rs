//! Colours: their spelling, mixing and contrast.

use std::fmt;

use crate::math::pow;
use crate::{Error, Result};

/// A colour, sRGB with opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity, 0 to 1.
    pub a: f32,
}

impl Color {
    /// Paper, and screens where nothing is drawn.
    pub(in crate::map) const WHITE: Self = Self::rgb(0xff, 0xff, 0xff);

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 1.0 }
    }

    /// A colour with opacity.
    pub const fn rgba(r: u8, g: u8, b: u8, a: f32) -> Self {
        Self { r, g, b, a }
    }

    /// Reads `#rrggbb`.
    ///
    /// # Errors
    ///
    /// If the text is anything else.
    ///
    /// ```
    /// use landshift::map::Color;
    /// assert_eq!(Color::parse("#d9720d")?.to_string(), "#d9720d");
    /// assert!(Color::parse("orange").is_err());
    /// # Ok::<(), landshift::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        text.strip_prefix('#')
            .filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .map(|n| Self::rgb((n >> 16) as u8, (n >> 8) as u8, n as u8))
            .ok_or_else(|| {
                Error::new(format!("`{text}` is not a colour"))
                    .with_hint("write it as #rrggbb, such as #d9720d")
            })
    }

    /// Reads `#rrggbb` or, with opacity in whole per cent, `#rrggbbaa`.
    pub(in crate::map) fn parse_with_opacity(text: &str) -> Result<Self> {
        let opacity = text.is_ascii().then(|| text.get(7..9)).flatten();
        match opacity.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(a) if text.len() == 9 => {
                let percent = (f32::from(a) / 2.55).round();
                Ok(Self {
                    a: percent / 100.0,
                    ..Self::parse(&text[..7])?
                })
            }
            _ => Self::parse(text),
        }
    }

    /// `share` of the way to another colour.
    #[must_use]
    pub(in crate::map) fn mix(self, other: Self, share: f64) -> Self {
        let channel = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self {
            r: channel(self.r, other.r),
            g: channel(self.g, other.g),
            b: channel(self.b, other.b),
            a: self.a,
        }
    }

    /// Relative luminance as WCAG defines it.
    fn luminance(self) -> f64 {
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// Contrast ratio, 1 to 21.
    pub(in crate::map) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Mixed with the paper until ink can be read on it.
    #[must_use]
    pub(in crate::map) fn readable(self, ink: Self, paper: Self) -> Self {
        let steps = (0..=20).map(|i| self.mix(paper, f64::from(i) * 0.05));
        steps
            .into_iter()
            .find(|c| c.contrast(ink) >= 4.6)
            .unwrap_or(paper)
    }

    /// Its strong form: a pale colour gets the saturation and depth of its hue, others stay.
    #[must_use]
    pub(in crate::map) fn strong(self, neutral: Self) -> Self {
        if !self.is_pale() {
            return self;
        }
        let hue = self.hue();
        let channel = |n: f64| {
            // HSL with saturation 0.6 and lightness 0.44.
            let k = (n + hue / 30.0) % 12.0;
            let v = 0.44 - 0.6 * 0.44 * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
            (v * 255.0).round() as u8
        };
        if self.r == self.g && self.g == self.b {
            return neutral;
        }
        Self::rgb(channel(0.0), channel(8.0), channel(4.0))
    }

    /// Whether it is a tint already, as a scenario gives it for a country's land.
    fn is_pale(self) -> bool {
        self.is_tint_of(Self::WHITE)
    }

    /// Whether it hardly stands out from the paper.
    pub(in crate::map) fn is_tint_of(self, paper: Self) -> bool {
        self.contrast(paper) < 1.35
    }

    /// In degrees.
    fn hue(self) -> f64 {
        let [r, g, b] = [self.r, self.g, self.b].map(f64::from);
        let most = r.max(g).max(b);
        let span = most - r.min(g).min(b);
        if span == 0.0 {
            return 0.0;
        }
        let sixth = if r >= g && r >= b {
            (g - b) / span
        } else if g >= b {
            (b - r) / span + 2.0
        } else {
            (r - g) / span + 4.0
        };
        (sixth * 60.0).rem_euclid(360.0)
    }

    /// Its red, green and blue as linear light.
    pub(in crate::map) fn light(self) -> [f64; 3] {
        [self.r, self.g, self.b].map(linear)
    }
}

/// A channel of sRGB as linear light.
fn linear(c: u8) -> f64 {
    let c = f64::from(c) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        pow((c + 0.055) / 1.055, 2.4)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}
