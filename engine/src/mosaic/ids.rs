//! How faces and layers of a mosaic are named.

/// A face of the mosaic. [`FaceId::OUTSIDE`] is the unbounded one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) u32);

impl FaceId {
    /// The unbounded face, in which nothing lies.
    pub const OUTSIDE: Self = Self(0);

    /// Its place in the order of [`super::Mosaic::faces`]; none of the unbounded face.
    pub(crate) const fn place(self) -> Option<usize> {
        match self.0 {
            0 => None,
            number => Some(number as usize - 1),
        }
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A layer that takes part in a mosaic, as an index in the order they were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub(super) u16);

impl LayerId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}
