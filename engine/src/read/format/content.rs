//! What a format is given: the bytes of a file, and those of the files beside it that belong to it.

use std::borrow::Cow;

use crate::Result;
use crate::read::filter::Filter;
use crate::read::reference::{LayerSystem, Origin, System};

/// The bytes of a file, and the files that belong to it.
#[derive(Clone, Copy)]
pub(super) struct Content<'a> {
    /// The bytes, unpacked and without a byte order mark.
    pub bytes: &'a [u8],
    /// The files that belong to it.
    #[cfg_attr(
        not(feature = "shapefile"),
        expect(dead_code, reason = "shapefiles alone have any")
    )]
    pub companions: &'a Companions<'a>,
    /// The reference system of the positions where it is stated from elsewhere, whatever the file says.
    pub stated: Option<&'a System>,
    /// The condition on features whose geometries are read.
    pub filter: Option<&'a Filter>,
}

impl Content<'_> {
    /// The reference system of the positions: what is stated from elsewhere, else what `own` finds in the file, WGS 84 if nothing.
    ///
    /// # Errors
    ///
    /// That of `own`, unless one is stated from elsewhere: of files whose own is not read.
    pub(super) fn system(&self, own: impl FnOnce() -> Result<Option<System>>) -> Result<LayerSystem> {
        match self.stated {
            None => Ok(own()?.unwrap_or_default().into()),
            Some(stated) => Ok(LayerSystem {
                system: stated.clone(),
                origin: Origin::User(own().unwrap_or_default()),
            }),
        }
    }
}

#[cfg(test)]
impl<'a> Content<'a> {
    /// The bytes of a file without any beside it.
    pub(super) fn alone(bytes: &'a [u8]) -> Self {
        const NONE: &Companions<'static> = &Companions(Vec::new());
        Self {
            bytes,
            companions: NONE,
            stated: None,
            filter: None,
        }
    }
}

/// The files beside one that belong to it, by their endings in small letters: `dbf` beside a shapefile.
#[derive(Debug, Default)]
pub(in crate::read) struct Companions<'a>(Vec<(&'static str, Cow<'a, [u8]>)>);

impl<'a> Companions<'a> {
    /// Those of these endings that `read` finds.
    ///
    /// # Errors
    ///
    /// The first one of `read`.
    pub(in crate::read) fn gather(
        endings: &[&'static str],
        read: impl Fn(&str) -> Result<Option<Cow<'a, [u8]>>>,
    ) -> Result<Self> {
        let found = endings
            .iter()
            .filter_map(|&ending| Some(read(ending).transpose()?.map(|bytes| (ending, bytes))));
        found.collect::<Result<_>>().map(Self)
    }

    /// The one of an ending.
    #[cfg_attr(
        not(any(feature = "shapefile", test)),
        expect(dead_code, reason = "shapefiles alone have any")
    )]
    pub(super) fn find(&self, ending: &str) -> Option<&[u8]> {
        let found = self.0.iter().find(|(known, _)| *known == ending);
        found.map(|(_, bytes)| bytes.as_ref())
    }
}
