//! The layers beside the snapshots of a study, by which its answers are broken down or to which they are confined.

use super::{Claims, GridPolygon, Layer, Renames, Within, canonical};
use crate::error::ErrorKind;
use crate::{Error, Result};

/// The layers beside the snapshots of a study; any of them may be empty.
#[derive(Debug, Clone, Default)]
pub struct ReferenceLayers {
    /// Polygons with names, such as districts; they may overlap or lie in one another.
    pub units: Layer,
    /// The property that tells units apart; none is an id if the units have one, else their name.
    pub units_by: Option<String>,
    /// A property of the units with numbers, such as `population`, of which the share that changed hands is estimated.
    pub weigh: Option<String>,
    /// Points with names, such as settlements.
    pub places: Layer,
    /// Who is recognised as sovereign over what.
    pub claims: Claims,
    /// Who holds the land that snapshots leave out, where somebody does.
    pub rest: Option<RestOfLand>,
    /// The land that all answers are about; none is all land.
    pub within: Option<Within>,
    /// The part of it that a picture frames: its answers are about that, and tell what lies around it apart; none frames all.
    pub frame: Option<Within>,
}

impl ReferenceLayers {
    /// These layers with units.
    ///
    /// # Errors
    ///
    /// When they have no polygons.
    pub fn with_units(self, units: Layer) -> Result<Self> {
        if units.features.iter().all(|f| f.geometry.polygons.is_empty()) {
            return Err(Error::new("has no polygons")
                .of_kind(ErrorKind::Geometry)
                .in_file(units.name)
                .with_hint("units are areas, such as districts; points are given as places"));
        }
        Ok(Self { units, ..self })
    }

    /// These layers with places.
    ///
    /// # Errors
    ///
    /// When there are none.
    pub fn with_places(self, places: Layer) -> Result<Self> {
        if places.features.is_empty() {
            return Err(Error::new("has no features")
                .of_kind(ErrorKind::Geometry)
                .in_file(places.name)
                .with_hint("places are points with names, such as towns"));
        }
        Ok(Self { places, ..self })
    }

    /// These layers with nothing but the land that all answers are about.
    #[must_use]
    pub fn confined(&self) -> Self {
        Self {
            within: self.within.clone(),
            frame: self.frame.clone(),
            ..Self::default()
        }
    }

    /// All land in the layers, part by part.
    pub fn land_mut(&mut self) -> impl Iterator<Item = &mut Vec<GridPolygon>> {
        let Self {
            units,
            claims,
            rest,
            within,
            frame,
            ..
        } = self;
        let claims = claims.sovereigns.iter_mut().map(|claim| &mut claim.polygons);
        let parts = [within, frame].into_iter().flatten();
        let parts = parts.map(|part| &mut part.polygons);
        let rest = rest.iter_mut().flat_map(|rest| rest.land.polygons_mut());
        units.polygons_mut().chain(claims).chain(rest).chain(parts)
    }
}

/// Who holds the land that a snapshot leaves out: for outlines of what one side holds.
#[derive(Debug, Clone, Default)]
pub struct RestOfLand {
    /// Who holds it.
    pub name: String,
    /// All the land in question. Where it has no polygons, that is the land that any snapshot of the study covers.
    pub land: Layer,
}

impl RestOfLand {
    /// With the holder by the new name, if there is one.
    #[must_use]
    pub fn renamed(mut self, renames: &Renames) -> Self {
        self.name = renames.read(self.name);
        self
    }

    /// What `name`, in any spelling, holds of `land`, or of the land that any snapshot covers.
    ///
    /// # Errors
    ///
    /// When the name is blank, or the land has no polygons.
    pub fn new(name: &str, land: Option<Layer>) -> Result<Self> {
        let name = canonical(name).into_owned();
        if name.is_empty() {
            return Err(
                Error::new("the name of who holds the rest of the land is blank").of_kind(ErrorKind::Options)
            );
        }
        if let Some(land) = &land
            && land.features.iter().all(|f| f.geometry.polygons.is_empty())
        {
            return Err(Error::new("has no polygons")
                .of_kind(ErrorKind::Geometry)
                .in_file(&land.name)
                .with_hint("give all the land in question as polygons"));
        }
        Ok(Self {
            name,
            land: land.unwrap_or_default(),
        })
    }
}
