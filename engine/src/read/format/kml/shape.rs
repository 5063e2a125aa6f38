//! The geometry of a placemark.

use std::borrow::Cow;

use crate::Result;
use crate::model::GridPoint;
use crate::read::land::{Chain, Converter, Place, Position, Source, error_at};

/// A geometry whose coordinates are text still.
pub(super) enum Shape<'t> {
    Point(Cow<'t, str>),
    Line(Cow<'t, str>),
    /// A shell, then holes.
    Polygon(Vec<Cow<'t, str>>),
    /// Several, in one another at most as deep as elements are.
    Many(Vec<Shape<'t>>),
}

impl Source for Shape<'_> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        match self {
            Self::Many(parts) if parts.is_empty() => {
                converter.no_geometry();
                Ok(())
            }
            shape => shape.convert_at(converter, &Place::ROOT),
        }
    }
}

impl Shape<'_> {
    fn convert_at(self, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
        match self {
            Self::Point(text) => {
                let points = Tuples(text).on_grid(converter, place)?;
                converter.points(points);
            }
            Self::Line(text) if text.trim().is_empty() => converter.empty(place),
            Self::Line(text) => converter.line(Tuples(text), place)?,
            Self::Polygon(rings) if rings.is_empty() => converter.empty(place),
            Self::Polygon(rings) => converter.polygon(rings.into_iter().map(Tuples), place)?,
            Self::Many(parts) => {
                if parts.is_empty() {
                    converter.empty(place);
                }
                if let [_] = parts.as_slice() {
                    return parts
                        .into_iter()
                        .try_for_each(|part| part.convert_at(converter, place));
                }
                for (i, part) in parts.into_iter().enumerate() {
                    let what = match part {
                        Self::Point(_) => "point",
                        Self::Line(_) => "line",
                        Self::Polygon(_) => "polygon",
                        Self::Many(_) => "geometry",
                    };
                    part.convert_at(converter, &place.at(what, i))?;
                }
            }
        }
        Ok(())
    }
}

/// Tuples of longitude, latitude and perhaps height, separated by blanks: `46.7,39.8,1400 46.8,39.8`.
struct Tuples<'t>(Cow<'t, str>);

impl Chain for Tuples<'_> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        let tuples = self.0.split_ascii_whitespace().enumerate();
        let on_grid = tuples.map(|(i, tuple)| {
            let place = &place.at("position", i);
            converter.snap(position(tuple, place)?, place)
        });
        on_grid.collect()
    }
}

fn position(tuple: &str, place: &Place<'_>) -> Result<Position> {
    const SHOWN: usize = 24;
    let wrong = || {
        let shown: String = tuple.chars().take(SHOWN).collect();
        error_at(place, format!("`{shown}` is not a longitude and a latitude"))
            .with_hint("a position is written without blanks in it: 46.75,39.76 or 46.75,39.76,1400")
    };
    let number = |text: Option<&str>| {
        let text = text.filter(|text| text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)));
        text.and_then(|text| text.parse::<f64>().ok()).ok_or_else(wrong)
    };
    let mut numbers = tuple.split(',');
    let position = Position {
        lon: number(numbers.next())?,
        lat: number(numbers.next())?,
        extra: false,
    };
    // A height, which some programs leave blank.
    let extra = numbers.skip(1).filter(|more| !more.is_empty()).count() > 0;
    Ok(Position { extra, ..position })
}
