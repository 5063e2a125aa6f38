//! Pictures of a study.

use super::core::Study;
use crate::Result;
use crate::map::{self, MapKind, MapOptions, Picture, PictureInput, Surroundings};

impl Study {
    /// A picture of a kind, with what `surroundings` show around the land in question.
    ///
    /// # Errors
    ///
    /// As [`Study::picture_input`] and [`map::draw`].
    pub fn picture(
        &self,
        kind: MapKind,
        surroundings: &Surroundings,
        options: &MapOptions,
    ) -> Result<Picture> {
        let input = self.picture_input(kind, surroundings)?;
        self.progress().stage("drawing")?;
        map::draw(kind, &input, options)
    }

    /// What a picture of a kind is drawn from; kinds that show two dates show the first and the last.
    ///
    /// # Errors
    ///
    /// As [`Study::change`], and when what is to be highlighted is not in the data.
    pub fn picture_input(&self, kind: MapKind, surroundings: &Surroundings) -> Result<PictureInput> {
        if kind.is_of_pair() && self.snapshots().len() > 2 {
            let ends = self.of_ends();
            let input = kind.input(ends.classified()?, &surroundings.of_ends());
            self.take_remarks_of(&ends);
            return input.inspect(|input| self.remember_successions(input.shared().successions.clone()));
        }
        let input = kind.input(self.classified()?, surroundings)?;
        self.remember_successions(input.shared().successions.clone());
        Ok(input)
    }
}
