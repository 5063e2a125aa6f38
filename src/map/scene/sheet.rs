//! The sheet that a page fills, and how large it is seen.

/// A sheet of paper that a page fills exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sheet {
    /// A4 upright.
    A4,
    /// A4 across.
    A4Landscape,
    /// A4, upright or across, whichever gives the larger maps.
    A4AsLand,
}

/// How large the letters of a picture are seen, and should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct Legibility {
    /// How wide the picture is where it is seen.
    pub width: f64,
    /// The smallest letters that can be read there.
    pub least: f64,
    /// What both are counted in.
    pub unit: &'static str,
}

/// A4 in points of 1/72 inch, as programs write it.
pub(in crate::map) const A4: [f64; 2] = [595.0, 842.0];

/// A4 in millimetres.
pub(in crate::map) const A4_MM: [f64; 2] = [210.0, 297.0];

impl Sheet {
    /// Width and height in points; upright as long as the land is not known.
    pub(in crate::map) const fn points(self) -> [f64; 2] {
        match self {
            Self::A4 | Self::A4AsLand => A4,
            Self::A4Landscape => [A4[1], A4[0]],
        }
    }

    /// Width and height in millimetres.
    pub(in crate::map) const fn millimetres(self) -> [f64; 2] {
        match self {
            Self::A4 | Self::A4AsLand => A4_MM,
            Self::A4Landscape => [A4_MM[1], A4_MM[0]],
        }
    }
}
