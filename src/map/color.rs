//! Colours: their spelling, mixing and contrast.

use std::fmt;

use crate::{Error, Result};

/// Text and strong lines.
pub(super) const INK: Color = Color::rgb(0x1c, 0x1f, 0x24);
/// Quiet text.
pub(super) const GREY: Color = Color::rgb(0x56, 0x5b, 0x63);
pub(super) const WHITE: Color = Color::rgb(0xff, 0xff, 0xff);

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
                Error::new(format!("`{text}` is not a colour")).hint("write it as #rrggbb, such as #d9720d")
            })
    }

    /// `share` of the way to another colour.
    #[must_use]
    pub(super) fn mix(self, other: Self, share: f64) -> Self {
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
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Lightened until ink can be read on it.
    #[must_use]
    pub(super) fn readable(self) -> Self {
        let steps = (0..=20).map(|i| self.mix(WHITE, f64::from(i) * 0.05));
        steps
            .into_iter()
            .find(|c| c.contrast(INK) >= 4.6)
            .unwrap_or(WHITE)
    }

    /// Its strong form: a pale colour gets the saturation and depth of its hue, others stay.
    #[must_use]
    pub(super) fn strong(self) -> Self {
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
            return GREY;
        }
        Self::rgb(channel(0.0), channel(8.0), channel(4.0))
    }

    /// Whether it is a tint already, as a scenario gives it for a country's land.
    fn is_pale(self) -> bool {
        self.contrast(WHITE) < 1.35
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
    pub(super) fn light(self) -> [f64; 3] {
        [self.r, self.g, self.b].map(linear)
    }

    /// Where the controller is at home.
    #[must_use]
    pub(super) fn pale(self) -> Self {
        if self.is_pale() {
            self
        } else {
            self.mix(WHITE, 0.76)
        }
    }

    /// Where it holds another's land.
    #[must_use]
    pub(super) fn full(self) -> Self {
        self.strong().readable()
    }

    /// The ground under the hatch of land it gained.
    #[must_use]
    pub(super) fn gained(self) -> Self {
        self.strong().mix(WHITE, 0.58).readable()
    }

    /// Lines of its hatch and outline.
    #[must_use]
    pub(super) fn deep(self) -> Self {
        self.strong().mix(INK, 0.12)
    }
}

/// A channel of sRGB as linear light.
fn linear(c: u8) -> f64 {
    let c = f64::from(c) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}
