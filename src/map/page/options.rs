//! How to draw: size, extent and style.

use crate::error::ErrorKind;
use crate::map::fonts::files::Fonts;
use crate::map::page::medium::{A4_LAYOUT, Medium};
use crate::map::page::zoom::Inset;
use crate::map::scene::list::SvgText;
use crate::map::scene::page::{MARGIN, WIDTH};
use crate::map::scene::sheet::{A4_MM, Legibility, Sheet};
use crate::map::style::sheet::MapStyle;
use crate::{Error, Result};

/// How to draw.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapOptions {
    /// Width of the picture in pixels. Everything scales with it; the layout stays the same.
    pub width: u32,
    /// Height of the picture in pixels; the maps take the room that all else leaves. Without it a picture is as high as
    /// what it shows.
    pub height: Option<u32>,
    /// Width of the page in layout pixels, in which sizes of type and widths of lines are stated: 1600, or less for larger
    /// letters.
    pub layout_width: f64,
    /// The sheet of paper that the page fills, as SVG and PDF state it.
    pub sheet: Option<Sheet>,
    /// What the picture is for: how large its letters must be.
    pub medium: Option<Medium>,
    /// How an SVG has its text.
    pub svg_text: SvgText,
    /// West, south, east, north in degrees; without it the changed land and a margin.
    pub extent: Option<[f64; 4]>,
    /// Which part of a map of two dates is drawn once more, larger.
    pub inset: Inset,
    /// Colours, lines and type.
    pub map_style: MapStyle,
    /// Colours, lines and type of a web page on dark screens; without it they are the same everywhere.
    pub dark_style: Option<MapStyle>,
    /// How long a frame of an animation stays, in seconds.
    pub pace_s: f64,
    /// Fonts for letters that the embedded ones lack.
    pub fonts: Fonts,
    /// How much coarser outlines of units are drawn than a map could show them: 1 or more.
    pub grain: f64,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self {
            width: 1600,
            height: None,
            layout_width: WIDTH,
            sheet: None,
            medium: None,
            svg_text: SvgText::default(),
            extent: None,
            inset: Inset::default(),
            map_style: MapStyle::default(),
            dark_style: None,
            pace_s: 1.5,
            fonts: Fonts::default(),
            grain: 1.0,
        }
    }
}

/// The most pixels of all frames of an animation together, and the most frames.
const MOST_PIXELS: f64 = 3e8;

const MOST_FRAMES: usize = 400;

/// How high an animation is, in its width, where that is not asked for.
const USUAL_SHAPE: f64 = 0.65;

impl MapOptions {
    /// From margin to margin, in layout pixels.
    pub(in crate::map) fn full(&self) -> f64 {
        self.layout_width - 2.0 * MARGIN
    }

    /// The same with another style.
    #[must_use]
    pub fn map_style(mut self, map_style: MapStyle) -> Self {
        self.map_style = map_style;
        self
    }

    /// Options for a picture that is for something.
    ///
    /// ```
    /// use landshift::map::{MapOptions, Medium};
    /// let options = MapOptions::of_medium(Medium::Story);
    /// assert_eq!((options.width, options.height), (1080, Some(1920)));
    /// ```
    #[must_use]
    pub fn of_medium(medium: Medium) -> Self {
        let (width, height) = medium.size();
        Self {
            width,
            height,
            layout_width: medium.layout(),
            sheet: (medium == Medium::Print).then_some(Sheet::A4AsLand),
            medium: Some(medium),
            ..Self::default()
        }
    }

    /// The same so many pixels wide, in the same shape.
    #[must_use]
    pub fn scaled_to(mut self, width: u32) -> Self {
        let zoom = f64::from(width) / f64::from(self.width);
        self.height = self
            .height
            .map(|height| (f64::from(height) * zoom).round() as u32);
        self.width = width;
        self
    }

    /// The same on a page of so many pixels.
    #[must_use]
    pub fn on_pixels(mut self, [width, height]: [u32; 2]) -> Self {
        (self.width, self.height, self.sheet) = (width, Some(height), None);
        self
    }

    /// The same on a sheet of paper, `width` pixels across it.
    #[must_use]
    pub fn on_sheet(mut self, sheet: Sheet, width: u32) -> Self {
        let [across, down] = sheet.millimetres();
        self.width = width;
        self.height = Some((f64::from(width) * down / across).round() as u32);
        self.layout_width = (A4_LAYOUT * across / A4_MM[0]).round();
        self.sheet = Some(sheet);
        self
    }

    /// The same with the sheet, if any, held as a map wants it whose width is `aspect` times its height.
    pub(in crate::map) fn held_for(&self, aspect: f64) -> Self {
        match self.sheet {
            Some(Sheet::A4AsLand) if aspect > 1.0 => self.clone().on_sheet(Sheet::A4Landscape, self.width),
            Some(Sheet::A4AsLand) => self.clone().on_sheet(Sheet::A4, self.width),
            _ => self.clone(),
        }
    }

    /// The most frames that an animation of this size may have: more take minutes, and files that nobody waits for.
    #[must_use]
    pub fn most_frames(&self) -> usize {
        let height = self.height.map_or(f64::from(self.width) * USUAL_SHAPE, f64::from);
        ((MOST_PIXELS / (f64::from(self.width) * height)) as usize).clamp(2, MOST_FRAMES)
    }

    /// Refuses an animation of more frames than [`MapOptions::most_frames`].
    ///
    /// # Errors
    ///
    /// If there are more; the error says what to do.
    pub fn check_frames(&self, frames: usize) -> Result<()> {
        let most = self.most_frames();
        if frames <= most {
            return Ok(());
        }
        let width = self.width;
        Err(Error::new(format!(
            "an animation of {frames} dates, {width} pixels wide, is too long: at most {most}"
        ))
        .of_kind(ErrorKind::Options)
        .with_hint("take the last date of each period with --every month (or 7, quarter, year), or make it smaller with --width"))
    }

    /// How large its letters are seen, if it is made for that.
    pub(in crate::map) fn legibility(&self) -> Option<Legibility> {
        match (self.sheet, self.medium) {
            (Some(sheet), _) => Some(Legibility {
                width: sheet.points()[0],
                ..Medium::Print.legibility()
            }),
            (None, medium) => medium.map(Medium::legibility),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::fonts::files::Fonts;
    use crate::map::style::class::Classes;
    use crate::map::style::classes::define_texts;
    use crate::map::style::sheet::MapStyle;

    #[test]
    fn the_smallest_letters_can_be_read_where_they_are_seen() {
        use Medium::{Phone, Print, Slide, Story, Web};
        let mut classes = Classes::default();
        define_texts(&mut classes, &MapStyle::default().text, &Fonts::default(), 0.7);
        let sizes = classes
            .all
            .iter()
            .filter_map(|(_, style)| Some(style.text.as_ref()?.size));
        let smallest = sizes.fold(f64::INFINITY, f64::min);
        for medium in [Phone, Story, Slide, Print, Web] {
            let options = MapOptions::of_medium(medium).held_for(2.0);
            let Legibility { width, least, .. } = options.legibility().unwrap();
            let letters = smallest * width / options.layout_width;
            assert!(letters >= least, "{medium:?}: {letters}");
        }
    }

    #[test]
    fn a_sheet_is_held_as_the_land_is() {
        let options = MapOptions::of_medium(Medium::Print);
        assert_eq!(options.held_for(0.8).height, Some(3507));
        assert_eq!(options.held_for(1.6).sheet, Some(Sheet::A4Landscape));
        let upright = MapOptions::default().on_sheet(Sheet::A4, 1240);
        assert_eq!(upright.held_for(3.0).sheet, Some(Sheet::A4));
    }
}
