//! Polygons of the georust crates, in memory, as a source of positions.

use geo_types::{LineString, MultiPolygon};

use crate::Result;
use crate::model::{Feature, GridPoint, Layer};
use crate::read::land::{Chain, Collector, Conversion, Converter, Mode, Place, Position, Source};

impl Source for MultiPolygon<f64> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        let place = &Place::ROOT;
        if self.0.is_empty() {
            converter.empty(place);
        }
        for (i, polygon) in self.0.iter().enumerate() {
            let place = match self.0.as_slice() {
                [_] => Place::ROOT,
                _ => place.at("polygon", i),
            };
            if polygon.exterior().0.is_empty() {
                converter.empty(&place);
            } else {
                converter.polygon(crate::model::rings(polygon), &place)?;
            }
        }
        Ok(())
    }
}

impl Chain for &LineString<f64> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        let positions = self.0.iter().map(|p| Position {
            lon: p.x,
            lat: p.y,
            extra: false,
        });
        converter.chain(positions, place)
    }
}

/// A layer of features whose geometries are polygons in degrees.
pub(in crate::read) fn polygons(
    features: impl IntoIterator<Item = (Feature, MultiPolygon<f64>)>,
) -> Result<Layer> {
    let mut collector = Collector::new(Mode::Strict, Conversion::Parallel);
    for (feature, land) in features {
        collector.feature(feature, land)?;
    }
    Ok(collector.finish()?.layer)
}
