//! Which part of the globe is shown, and where its positions are on the picture.

pub(in crate::map) mod extent;
pub(in crate::map) mod projection;
mod seam;
pub(in crate::map) mod window;
