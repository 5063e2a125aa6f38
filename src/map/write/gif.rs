//! Writes an animation as GIF, with one palette for all frames.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gif::{DisposalMethod, Encoder, Extension, Frame, Repeat};

use crate::map::scene::list::Scene;
use crate::map::write::animated::{FrameChange, each_change, size};
use crate::write::MARK;
use crate::{Error, Result};

/// The last colour of the palette stands for what stays as it is.
const STAYS: u8 = 255;

/// So many frames are looked at for their colours, spread evenly: styles are the same on all.
const LOOKED_AT: usize = 3;

/// Pictures of one size shown one after another, for ever; the last one stays longer.
///
/// # Errors
///
/// As [`Scene::to_png`], or if there is no picture, they differ in size or are larger than the format knows.
pub(in crate::map) fn animation(scenes: &[Scene], seconds: f64, scale: f64) -> Result<Vec<u8>> {
    let failed = |e: gif::EncodingError| Error::new(format!("cannot write the animation as GIF: {e}"));
    let [width, height] = size(scenes, scale)?;
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else {
        return Err(
            Error::new(format!("a GIF cannot be {width} × {height} pixels large"))
                .with_hint("choose a smaller width or scale, or a .png"),
        );
    };
    let mut palette = Palette::of(scenes, scale)?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height, &palette.bytes()).map_err(failed)?;
    encoder.set_repeat(Repeat::Infinite).map_err(failed)?;
    encoder
        .write_raw_extension(Extension::Comment.into(), &[MARK.as_bytes()])
        .map_err(failed)?;
    each_change(scenes, seconds, scale, |change| {
        encoder.write_frame(&palette.frame(&change)).map_err(failed)
    })?;
    drop(encoder);
    Ok(bytes)
}

/// The colours of all frames: those that fill most exactly, the others by the nearest.
struct Palette {
    colors: Vec<[u8; 3]>,
    /// The nearest of each colour that was looked for.
    nearest: BTreeMap<[u8; 3], u8>,
}

impl Palette {
    /// The most frequent colours that differ enough; the fewer are left, the less they need to.
    fn of(scenes: &[Scene], scale: f64) -> Result<Self> {
        let mut counts: BTreeMap<[u8; 3], u64> = BTreeMap::new();
        let step = scenes.len().div_ceil(LOOKED_AT).max(1);
        for scene in scenes.iter().step_by(step).chain(scenes.last()) {
            for p in scene.rasterise(scale)?.pixels() {
                *counts.entry([p.red(), p.green(), p.blue()]).or_default() += 1;
            }
        }
        let mut order: Vec<([u8; 3], u64)> = counts.into_iter().collect();
        order.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
        let mut colors: Vec<[u8; 3]> = Vec::new();
        for least in [48, 24, 12, 6, 1] {
            for (color, _) in &order {
                if colors.len() < usize::from(STAYS)
                    && colors
                        .iter()
                        .all(|other| distance(*color, *other) >= least * least)
                {
                    colors.push(*color);
                }
            }
        }
        Ok(Self {
            colors,
            nearest: BTreeMap::new(),
        })
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.colors.concat();
        bytes.resize(3 * 256, 0);
        bytes
    }

    fn index(&mut self, color: [u8; 3]) -> u8 {
        let colors = &self.colors;
        *self.nearest.entry(color).or_insert_with(|| {
            let all = colors.iter().enumerate();
            let nearest = all.min_by_key(|(_, other)| distance(color, **other));
            nearest.map_or(0, |(n, _)| n as u8)
        })
    }

    fn frame(&mut self, change: &FrameChange) -> Frame<'static> {
        let [left, top, width, height] = change.rect.map(|v| v as u16);
        let pixels = change.pixels.iter().zip(&change.differs);
        let indices = pixels.map(|(color, differs)| if *differs { self.index(*color) } else { STAYS });
        Frame {
            delay: change.delay,
            dispose: DisposalMethod::Keep,
            transparent: Some(STAYS),
            left,
            top,
            width,
            height,
            buffer: Cow::Owned(indices.collect()),
            ..Frame::default()
        }
    }
}

/// The square of the distance of two colours, by how well the eye tells them.
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let [r, g, b] = [0, 1, 2].map(|k| u32::from(a[k].abs_diff(b[k])));
    (2 * r * r + 4 * g * g + 3 * b * b) / 3
}
