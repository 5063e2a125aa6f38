//! A GeoJSON geometry as a source of positions.

use super::coordinates::Coordinates;
use super::object::Object;
use super::scan;
use crate::model::GridPoint;
use crate::read::land::{Chain, Converter, Place, Position, Source, error_at};
use crate::{Error, Result};

/// Whether a `type` is that of a geometry.
pub(super) fn is_kind(kind: &str) -> bool {
    matches!(
        kind,
        "Point"
            | "MultiPoint"
            | "LineString"
            | "MultiLineString"
            | "Polygon"
            | "MultiPolygon"
            | "GeometryCollection"
    )
}

/// The member `geometry` of a feature.
pub(super) enum GeometryMember<'t> {
    /// There is none, not even null.
    Missing,
    /// A geometry, or null.
    Present(Option<Box<Object<'t>>>),
}

impl Source for GeometryMember<'_> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        match self {
            Self::Missing => {
                Err(Error::new("it has no `geometry`")
                    .with_hint("a feature without one has \"geometry\": null"))
            }
            Self::Present(None) => {
                converter.no_geometry();
                Ok(())
            }
            Self::Present(Some(object)) => convert(*object, converter, &Place::ROOT),
        }
    }
}

fn convert(object: Object, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    let Some(kind) = object.kind.as_deref() else {
        return Err(error_at(place, "its geometry has no `type`"));
    };
    if kind == "GeometryCollection" {
        let Some(geometries) = object.geometries else {
            return Err(error_at(place, "the GeometryCollection has no `geometries`"));
        };
        for (i, part) in geometries.into_iter().enumerate() {
            convert(part, converter, &place.at("geometry", i))?;
        }
        return Ok(());
    }
    if !is_kind(kind) {
        return Err(error_at(place, format!("`{kind}` is not a type of geometry")));
    }
    let coordinates = match object.coordinates {
        Some(Coordinates::Text(text)) => Some(scanned(text, place)?),
        other => other,
    };
    match coordinates {
        None => Err(error_at(place, format!("the {kind} has no `coordinates`"))),
        Some(Coordinates::List(list)) if list.is_empty() => {
            converter.empty(place);
            Ok(())
        }
        Some(coordinates) => of_kind(kind, coordinates, converter, place),
    }
}

fn of_kind(kind: &str, coordinates: Coordinates, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    match (kind, coordinates) {
        ("Point", coordinates) => {
            let point = point(coordinates, converter, place)?;
            converter.points([point]);
        }
        ("MultiPoint", coordinates) => {
            let points = match coordinates {
                Coordinates::Chain(points) => points,
                other => converter.positions(positions(other, place)?, place)?,
            };
            converter.points(points);
        }
        ("LineString", coordinates) => converter.line(coordinates, place)?,
        ("MultiLineString", coordinates) => {
            for (i, line) in list(coordinates, place, "a list of lines")?
                .into_iter()
                .enumerate()
            {
                converter.line(line, &place.at("line", i))?;
            }
        }
        ("Polygon", coordinates) => polygon(coordinates, converter, place)?,
        (_, coordinates) => {
            for (i, part) in list(coordinates, place, "a list of polygons")?
                .into_iter()
                .enumerate()
            {
                polygon(part, converter, &place.at("polygon", i))?;
            }
        }
    }
    Ok(())
}

fn polygon(coordinates: Coordinates, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    converter.polygon(list(coordinates, place, "a list of rings")?, place)
}

fn point(coordinates: Coordinates, converter: &mut Converter, place: &Place<'_>) -> Result<GridPoint> {
    match coordinates {
        Coordinates::Point(point) => Ok(point),
        Coordinates::Position(position) => converter.snap(position, place),
        other => Err(no_position(&other, place)),
    }
}

impl Chain for Coordinates<'_> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        if let Self::Chain(points) = self {
            return Ok(points);
        }
        converter.chain(positions(self, place)?, place)
    }
}

/// Coordinates of which only the text was read.
fn scanned(text: &str, place: &Place<'_>) -> Result<Coordinates<'static>> {
    scan::coordinates(text).ok_or_else(|| error_at(place, "these coordinates are left to the thorough pass"))
}

/// The items of a list, or what was found instead of `wanted`.
fn list<'t>(coordinates: Coordinates<'t>, place: &Place<'_>, wanted: &str) -> Result<Vec<Coordinates<'t>>> {
    match coordinates {
        Coordinates::List(list) => Ok(list),
        other => Err(error_at(
            place,
            format!("its coordinates are {}, not {wanted}", other.describe()),
        )),
    }
}

/// The positions of a line or ring, or which of them is none.
fn positions(coordinates: Coordinates, place: &Place<'_>) -> Result<Vec<Position>> {
    let list = match coordinates {
        Coordinates::Positions(positions) => return Ok(positions),
        Coordinates::List(list) => list,
        other => {
            return Err(error_at(
                place,
                format!(
                    "its coordinates are {}, not a list of positions",
                    other.describe()
                ),
            ));
        }
    };
    match list
        .iter()
        .enumerate()
        .find(|(_, item)| !matches!(item, Coordinates::Position(_)))
    {
        Some((i, item)) => Err(no_position(item, &place.at("position", i))),
        None => Ok(Vec::new()),
    }
}

fn no_position(found: &Coordinates, place: &Place<'_>) -> Error {
    error_at(
        place,
        format!("a position is two numbers or more, not {}", found.describe()),
    )
}
