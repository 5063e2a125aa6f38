//! What a picture is for: how large its page is, how large it is seen, and so how large its letters must be.

use crate::map::scene::sheet::{A4, Legibility};

/// What a picture is for. Each has a page of its own, and letters that can be read at the size at which it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Medium {
    /// A phone held upright: 1080 pixels wide, seen 360 wide; as high as what it shows.
    Phone,
    /// A story: 1080 × 1920 pixels, its letters 28 or more.
    Story,
    /// A slide: 1920 × 1080 pixels, seen from afar.
    Slide,
    /// A sheet of A4, upright or across as the land is; 2480 pixels wide.
    Print,
    /// An article: 1600 pixels wide, seen 800 wide; as high as what it shows.
    Web,
}

/// Layout pixels across a sheet of A4 upright: letters of the small print are 8 points.
pub(in crate::map) const A4_LAYOUT: f64 = 1240.0;

impl Medium {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Phone, Self::Story, Self::Slide, Self::Print, Self::Web];

    /// Its name, such as `phone`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Story => "story",
            Self::Slide => "slide",
            Self::Print => "print",
            Self::Web => "web",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.name() == name)
    }

    /// Width and height in pixels.
    pub(in crate::map) const fn size(self) -> (u32, Option<u32>) {
        match self {
            Self::Phone => (1080, None),
            Self::Story => (1080, Some(1920)),
            Self::Slide => (1920, Some(1080)),
            Self::Print => (2480, None),
            Self::Web => (1600, None),
        }
    }

    /// How many layout pixels wide the page is: the fewer, the larger the letters.
    pub(in crate::map) const fn layout(self) -> f64 {
        match self {
            Self::Phone => 680.0,
            Self::Story => 600.0,
            Self::Slide => 1360.0,
            Self::Print => A4_LAYOUT,
            Self::Web => 1280.0,
        }
    }

    pub(in crate::map) const fn legibility(self) -> Legibility {
        let (width, least, unit) = match self {
            Self::Phone => (360.0, 8.0, "px"),
            Self::Story => (1080.0, 28.0, "px"),
            Self::Slide => (1920.0, 20.0, "px"),
            Self::Print => (A4[0], 6.0, "pt"),
            Self::Web => (800.0, 8.0, "px"),
        };
        Legibility { width, least, unit }
    }
}
