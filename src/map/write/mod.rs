//! The formats of a picture, one file or folder each.
//!
//! A further format is a file here and a variant of [`PictureFormat`] with its arms below.

#[cfg(feature = "png")]
mod animated;
#[cfg(feature = "gif")]
mod gif;
pub(in crate::map) mod outline;
#[cfg(any(feature = "png", feature = "pdf"))]
pub(in crate::map) mod path;
#[cfg(feature = "pdf")]
pub(in crate::map) mod pdf;
#[cfg(feature = "png")]
pub(in crate::map) mod png;
pub(in crate::map) mod svg;
mod xml;

use crate::map::scene::picture::Picture;
use crate::{Error, Result};

/// The formats of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureFormat {
    /// Vectors and text, for browsers and editors.
    Svg,
    /// Pixels, of animations as well.
    #[cfg(feature = "png")]
    Png,
    /// Animations alone, in 255 colours, for programs that know no animated PNG.
    #[cfg(feature = "gif")]
    Gif,
    /// Vectors and text, for print.
    #[cfg(feature = "pdf")]
    Pdf,
}

impl PictureFormat {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Svg,
        #[cfg(feature = "png")]
        Self::Png,
        #[cfg(feature = "gif")]
        Self::Gif,
        #[cfg(feature = "pdf")]
        Self::Pdf,
    ];

    /// Those that a picture for a page and for a screen is written in.
    pub const STILL: &[Self] = &[
        Self::Svg,
        #[cfg(feature = "png")]
        Self::Png,
    ];

    /// How the names of its files end.
    ///
    /// ```
    /// use landshift::map::PictureFormat;
    /// for &format in PictureFormat::ALL {
    ///     assert_eq!(PictureFormat::of_extension(format.extension()), Some(format));
    /// }
    /// ```
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            #[cfg(feature = "png")]
            Self::Png => "png",
            #[cfg(feature = "gif")]
            Self::Gif => "gif",
            #[cfg(feature = "pdf")]
            Self::Pdf => "pdf",
        }
    }

    /// The format of files whose names end so, in lower case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|format| format.extension() == extension)
    }

    /// Whether it can hold an animation.
    pub const fn is_animated(self) -> bool {
        match self {
            #[cfg(feature = "png")]
            Self::Png => true,
            #[cfg(feature = "gif")]
            Self::Gif => true,
            _ => false,
        }
    }

    /// Whether it can hold a single picture.
    pub const fn is_still(self) -> bool {
        match self {
            #[cfg(feature = "gif")]
            Self::Gif => false,
            _ => true,
        }
    }
}

impl Picture {
    /// The picture as the bytes of a file; a PNG has `scale` times the width that was asked for.
    ///
    /// # Errors
    ///
    /// If an animation is to be written in a format that holds none, or a PNG would be too large.
    pub fn write(&self, format: PictureFormat, scale: f64) -> Result<Vec<u8>> {
        #[cfg(not(feature = "png"))]
        let _ = scale;
        #[cfg(feature = "png")]
        if let (Some(pace_s), PictureFormat::Png) = (self.pace_s(), format) {
            return png::animation(self.frames(), pace_s, scale);
        }
        #[cfg(feature = "gif")]
        if let (Some(pace_s), PictureFormat::Gif) = (self.pace_s(), format) {
            return gif::animation(self.frames(), pace_s, scale);
        }
        let ([scene], None) = (self.frames(), self.pace_s()) else {
            return Err(Error::new(format!(
                "an animation cannot be a .{}",
                format.extension()
            )));
        };
        match format {
            PictureFormat::Svg => Ok(scene.to_svg().into_bytes()),
            #[cfg(feature = "png")]
            PictureFormat::Png => scene.to_png(scale),
            #[cfg(feature = "gif")]
            PictureFormat::Gif => Err(Error::new("a .gif is for animations")),
            #[cfg(feature = "pdf")]
            PictureFormat::Pdf => scene.to_pdf(),
        }
    }
}
