//! The frames of an animation one after another: drawn one at a time, and of each what differs from the one before.

use tiny_skia::Pixmap;

use crate::map::scene::list::Scene;
use crate::{Error, Result};

/// What a frame changes.
pub(in crate::map) struct FrameChange {
    /// Left, top, width and height of the box that holds all that differs; at least one pixel.
    pub rect: [u32; 4],
    /// Red, green and blue of the pixels of the box.
    pub pixels: Vec<[u8; 3]>,
    /// Of each pixel whether it differs from the frame before.
    #[cfg_attr(
        not(feature = "gif"),
        expect(dead_code, reason = "a PNG shows pixels that stay as they are")
    )]
    pub differs: Vec<bool>,
    /// How long it stays, in hundredths of a second.
    pub delay: u16,
}

/// The size of the frames in pixels.
///
/// # Errors
///
/// If there is none, or they differ in size.
pub(in crate::map) fn size(scenes: &[Scene], scale: f64) -> Result<[u32; 2]> {
    let mut sizes = scenes.iter().map(|scene| scene.pixels(scale));
    let first = sizes
        .next()
        .ok_or_else(|| Error::new("an animation needs a picture"))??;
    for size in sizes {
        if size? != first {
            return Err(Error::new("the pictures of an animation differ in size"));
        }
    }
    Ok(first)
}

/// Hands over what each frame changes, in order; the last one stays twice as long.
///
/// # Errors
///
/// As [`Scene::to_png`], and as `see`.
pub(in crate::map) fn each_change(
    scenes: &[Scene],
    seconds: f64,
    scale: f64,
    mut see: impl FnMut(FrameChange) -> Result<()>,
) -> Result<()> {
    let mut before: Option<Pixmap> = None;
    for (n, scene) in scenes.iter().enumerate() {
        let now = scene.rasterise(scale)?;
        let stay = if n + 1 == scenes.len() { 2.0 } else { 1.0 };
        see(change(before.as_ref(), &now, (seconds * stay * 100.0) as u16))?;
        before = Some(now);
    }
    Ok(())
}

fn change(before: Option<&Pixmap>, now: &Pixmap, delay: u16) -> FrameChange {
    let (w, h) = (now.width() as usize, now.height() as usize);
    let is_new = |n: usize| before.is_none_or(|before| before.pixels()[n] != now.pixels()[n]);
    let mut sides = [w, h, 0, 0];
    for n in (0..w * h).filter(|n| is_new(*n)) {
        let (x, y) = (n % w, n / w);
        sides = [
            sides[0].min(x),
            sides[1].min(y),
            sides[2].max(x + 1),
            sides[3].max(y + 1),
        ];
    }
    if sides[2] == 0 {
        sides = [0, 0, 1, 1];
    }
    let [left, top, right, low] = sides;
    let inside = (top..low).flat_map(|y| (left..right).map(move |x| y * w + x));
    let pixel = |n: usize| {
        let p = now.pixels()[n];
        [p.red(), p.green(), p.blue()]
    };
    FrameChange {
        rect: [left, top, right - left, low - top].map(|v| v as u32),
        pixels: inside.clone().map(pixel).collect(),
        differs: inside.map(is_new).collect(),
        delay,
    }
}
