//! A finished picture, whatever the format that it is written in.

use crate::map::scene::list::Scene;

/// A drawn picture: one scene, or the frames of an animation.
#[derive(Debug, Clone)]
pub struct Picture {
    frames: Vec<Scene>,
    pace_s: Option<f64>,
}

impl Picture {
    /// A single picture.
    pub fn still(scene: Scene) -> Self {
        Self {
            frames: vec![scene],
            pace_s: None,
        }
    }

    /// Frames that are shown one after another, each for `pace_s` seconds.
    pub fn animated(frames: Vec<Scene>, pace_s: f64) -> Self {
        Self {
            frames,
            pace_s: Some(pace_s),
        }
    }

    /// The scenes: one, or those of an animation in order.
    pub fn frames(&self) -> &[Scene] {
        &self.frames
    }

    /// How long a frame of an animation stays, in seconds; none for a single picture.
    pub fn pace_s(&self) -> Option<f64> {
        self.pace_s
    }
}
