//! How to draw: size, extent and style.

use crate::map::fonts::files::Fonts;
use crate::map::style::sheet::MapStyle;

/// How to draw.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapOptions {
    /// Width of the picture in pixels. Everything scales with it; the layout stays the same.
    pub width: u32,
    /// Height of the picture in pixels; the maps take the room that all else leaves. Without it a picture is as high as
    /// what it shows.
    pub height: Option<u32>,
    /// West, south, east, north in degrees; without it the changed land and a margin.
    pub extent: Option<[f64; 4]>,
    /// Colours, lines and type.
    pub map_style: MapStyle,
    /// How long a frame of an animation stays, in seconds.
    pub pace_s: f64,
    /// Fonts for letters that the embedded ones lack.
    pub fonts: Fonts,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self {
            width: 1600,
            height: None,
            extent: None,
            map_style: MapStyle::default(),
            pace_s: 1.5,
            fonts: Fonts::default(),
        }
    }
}

impl MapOptions {
    /// The same with another style.
    #[must_use]
    pub fn map_style(mut self, map_style: MapStyle) -> Self {
        self.map_style = map_style;
        self
    }
}
