//! The embedded family: one in three faces, each with Latin, Greek, Cyrillic, Armenian, Georgian and the signs of a map
//! (`fonts/FONTS.md`).

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef};

const FILES: [&[u8]; 3] = [
    include_bytes!("LandshiftSans-Regular.ttf"),
    include_bytes!("LandshiftSans-Bold.ttf"),
    include_bytes!("LandshiftSans-Italic.ttf"),
];

/// A face of the embedded family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Face {
    /// Upright, regular weight.
    #[default]
    Regular,
    /// Upright, bold.
    Bold,
    /// Italic, regular weight.
    Italic,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Italic];

    /// The font file.
    pub(in crate::map) fn bytes(self) -> &'static [u8] {
        FILES[self as usize]
    }

    pub(in crate::map) fn font(self) -> Option<&'static FontRef<'static>> {
        static FONTS: OnceLock<[Option<FontRef<'static>>; 3]> = OnceLock::new();
        FONTS.get_or_init(|| FILES.map(|bytes| FontRef::try_from_slice(bytes).ok()))[self as usize].as_ref()
    }
}

/// The glyph of a character, for embedding.
pub(in crate::map) fn glyph_id(face: Face, c: char) -> u16 {
    face.font().map_or(0, |font| font.glyph_id(c).0)
}
