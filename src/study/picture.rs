//! Pictures of a study.

use std::collections::BTreeSet;

use super::core::{Study, UnitStep};
use super::naming;
use crate::Result;
use crate::case::Case;
use crate::language::Language;
use crate::lineage::LineageOptions;
use crate::map::{
    self, MapCourse, MapInput, MapKind, MapOptions, MeasuredChange, Picture, PictureInput, Surroundings,
};
use crate::model::Within;

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
        let input = match options.extent {
            Some(extent) => {
                let framed = self.framed(extent)?;
                let input = framed.picture_input(kind, surroundings)?;
                self.take_remarks_of(&framed);
                input
            }
            None => self.picture_input(kind, surroundings)?,
        };
        self.progress().stage("drawing")?;
        map::draw(kind, &input, options)
    }

    /// What its pictures show around: what a case states, else the places of its layers. The language learns the names that
    /// the snapshots' properties have in it.
    ///
    /// # Errors
    ///
    /// As [`Surroundings::of_case`].
    pub fn surroundings(&self, case: Option<&Case>, mut language: Language) -> Result<Surroundings> {
        let territories = self.snapshots().iter().flat_map(|s| &s.territories);
        language.learn(territories.map(|t| &t.properties));
        match case {
            Some(case) => Surroundings::of_case(case, language),
            None => Ok(Surroundings {
                places: self.layers().places.clone(),
                ..Surroundings::in_language(language)
            }),
        }
    }

    /// The same study, whose answers are about what a picture of this extent frames: west, south, east and north in degrees,
    /// an east less than the west across ±180°. What a picture shows around that is not counted.
    ///
    /// # Errors
    ///
    /// When these are no degrees, or the extent has no width or height.
    pub fn framed(&self, [west, south, east, north]: [f64; 4]) -> Result<Self> {
        let turned = |lon: f64| if lon > 180.0 { lon - 360.0 } else { lon };
        let is_all_round = east - west >= 360.0;
        let sides = if is_all_round {
            [-180.0, south, 180.0, north]
        } else {
            [turned(west), south, turned(east), north]
        };
        Ok(self.with_frame(Within::of_box(sides)?))
    }

    /// Whether there are so many dates that shares are told by their course, and each has its own.
    fn is_course(&self) -> bool {
        let dates: BTreeSet<_> = self.snapshots().iter().filter_map(|s| s.date).collect();
        dates.len() >= MapCourse::LEAST && dates.len() == self.snapshots().len()
    }

    /// What a map of the units of the first and the last edition is drawn from.
    pub(super) fn events_input(
        &self,
        surroundings: &Surroundings,
        options: &LineageOptions,
    ) -> Result<PictureInput> {
        naming::check_editions(self.snapshots(), options)?;
        let UnitStep {
            study,
            change,
            labels,
            lineage,
        } = self.unit_step(self.overall(), options)?;
        let measured = MeasuredChange {
            overlay: study.classified()?.overlay(),
            change: &change,
        };
        let input = MapInput::of_units(measured, &lineage, &labels, &surroundings.of_ends())?;
        Ok(PictureInput::Pair(input))
    }

    /// What a picture of a kind is drawn from; kinds that show two dates show the first and the last, and shares of a dozen
    /// dates or more are figures without land.
    ///
    /// # Errors
    ///
    /// As [`Study::change`], and when what is to be highlighted is not in the data.
    pub fn picture_input(&self, kind: MapKind, surroundings: &Surroundings) -> Result<PictureInput> {
        if kind == MapKind::Shares && self.is_course() {
            let (series, _) = self.series_with(|_, _| Ok(()))?;
            return MapCourse::of_series(&series, surroundings).map(PictureInput::Course);
        }
        if kind == MapKind::Events {
            return self.events_input(surroundings, &LineageOptions::default());
        }
        if kind.is_of_pair() && self.snapshots().len() > 2 {
            let ends = self.of_ends();
            let input = kind.input(ends.classified()?, &surroundings.of_ends());
            self.take_remarks_of(&ends);
            return input.inspect(|input| self.remember_successions(input.shared().successions.clone()));
        }
        let input = kind.input(self.classified()?, surroundings)?;
        // A unit that goes on under another code is no change of name that is to be undone.
        if !kind.is_of_units() {
            self.remember_successions(input.shared().successions.clone());
        }
        Ok(input)
    }
}
