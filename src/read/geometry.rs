//! A geometry as the file has it to a geometry on the grid: checked, repaired, normalised.

use std::fmt;

use super::coordinates::{Coordinates, Position, is_on_earth};
use super::object::Object;
use super::ring::Winding;
use super::{antimeridian, ring, scan};
use crate::model::{
    Feature, Geometry, GridLine, GridPoint, GridPolygon, Notices, Oddity, doubled_area, to_degrees, to_grid,
};
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

/// The geometry of a feature on the grid.
pub(super) fn convert(object: Option<Object>, feature: &Feature, notices: &mut Notices) -> Result<Geometry> {
    let mut converter = Converter {
        feature,
        notices,
        geometry: Geometry::default(),
    };
    match object {
        Some(object) => converter.object(object, &Place::ROOT)?,
        None => converter.notice(Oddity::NoGeometry, None, &Place::ROOT),
    }
    Ok(converter.geometry)
}

/// Where in a geometry something is: `polygon 2, ring 0, position 12`.
struct Place<'a> {
    within: Option<&'a Place<'a>>,
    what: &'static str,
    index: usize,
}

impl Place<'_> {
    const ROOT: Place<'static> = Place {
        within: None,
        what: "",
        index: 0,
    };

    fn at<'a>(&'a self, what: &'static str, index: usize) -> Place<'a> {
        Place {
            within: Some(self),
            what,
            index,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(within) = self.within else { return Ok(()) };
        if within.within.is_some() {
            write!(f, "{within}, ")?;
        }
        write!(f, "{} {}", self.what, self.index)
    }
}

/// An error at a place of the geometry.
fn error_at(place: &Place<'_>, what: impl Into<String>) -> Error {
    placed(Error::new(what), place)
}

fn placed(error: Error, place: &Place<'_>) -> Error {
    if place.within.is_some() {
        error.position(place.to_string())
    } else {
        error
    }
}

struct Converter<'a> {
    feature: &'a Feature,
    notices: &'a mut Notices,
    geometry: Geometry,
}

impl Converter<'_> {
    fn notice(&mut self, what: Oddity, at: Option<GridPoint>, place: &Place<'_>) {
        self.notices.add(what, at, || {
            if place.within.is_some() {
                format!("{}, {place}", self.feature.describe())
            } else {
                self.feature.describe()
            }
        });
    }

    fn object(&mut self, object: Object, place: &Place<'_>) -> Result<()> {
        let Some(kind) = object.kind.as_deref() else {
            return Err(error_at(place, "its geometry has no `type`"));
        };
        if kind == "GeometryCollection" {
            let Some(geometries) = object.geometries else {
                return Err(error_at(place, "the GeometryCollection has no `geometries`"));
            };
            for (i, part) in geometries.into_iter().enumerate() {
                self.object(part, &place.at("geometry", i))?;
            }
            return Ok(());
        }
        if !is_kind(kind) {
            return Err(error_at(place, format!("`{kind}` is not a type of geometry")));
        }
        let coordinates = match object.coordinates {
            Some(Coordinates::Text(text)) => Some(looked_at(text, place)?),
            other => other,
        };
        match coordinates {
            None => Err(error_at(place, format!("the {kind} has no `coordinates`"))),
            Some(Coordinates::List(list)) if list.is_empty() => {
                self.notice(Oddity::EmptyGeometry, None, place);
                Ok(())
            }
            Some(coordinates) => self.kind(kind, coordinates, place),
        }
    }

    fn kind(&mut self, kind: &str, coordinates: Coordinates, place: &Place<'_>) -> Result<()> {
        match (kind, coordinates) {
            ("Point", coordinates) => {
                let point = self.point(coordinates, place)?;
                self.geometry.points.push(point);
            }
            ("MultiPoint", coordinates) => {
                let points = self.chain(coordinates, place)?;
                self.geometry.points.extend(points);
            }
            ("LineString", coordinates) => self.line(coordinates, place)?,
            ("MultiLineString", coordinates) => {
                for (i, line) in list(coordinates, place, "a list of lines")?
                    .into_iter()
                    .enumerate()
                {
                    self.line(line, &place.at("line", i))?;
                }
            }
            ("Polygon", coordinates) => self.polygon(coordinates, place)?,
            (_, coordinates) => {
                for (i, polygon) in list(coordinates, place, "a list of polygons")?
                    .into_iter()
                    .enumerate()
                {
                    self.polygon(polygon, &place.at("polygon", i))?;
                }
            }
        }
        Ok(())
    }

    /// A position on the grid.
    fn snap(&mut self, position: Position, place: &Place<'_>) -> Result<GridPoint> {
        let Position { lon, lat, extra } = position;
        let point = GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        };
        if !is_on_earth(point) {
            return Err(placed(out_of_range(lon, lat), place));
        }
        if extra {
            self.notice(Oddity::ExtraNumbers, Some(point), place);
        }
        Ok(point)
    }

    fn point(&mut self, coordinates: Coordinates, place: &Place<'_>) -> Result<GridPoint> {
        match coordinates {
            Coordinates::Point(point) => Ok(point),
            Coordinates::Position(position) => self.snap(position, place),
            other => Err(no_position(&other, place)),
        }
    }

    fn chain(&mut self, coordinates: Coordinates, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        if let Coordinates::Chain(points) = coordinates {
            return Ok(points);
        }
        positions(coordinates, place)?
            .into_iter()
            .enumerate()
            .map(|(i, position)| self.snap(position, &place.at("position", i)))
            .collect()
    }

    fn drop_repeats(&mut self, points: &mut Vec<GridPoint>, place: &Place<'_>) {
        for (index, point) in ring::drop_repeats(points) {
            self.notice(
                Oddity::RepeatedPosition,
                Some(point),
                &place.at("position", index),
            );
        }
    }

    fn line(&mut self, coordinates: Coordinates, place: &Place<'_>) -> Result<()> {
        let mut points = self.chain(coordinates, place)?;
        if points.len() < 2 {
            return Err(error_at(
                place,
                format!("the line has {} position, not 2 or more", points.len()),
            )
            .at(points.first().map(|p| [p.x, p.y].map(to_degrees))));
        }
        self.drop_repeats(&mut points, place);
        if points.len() < 2 {
            self.notice(Oddity::DegenerateLine, points.first().copied(), place);
            return Ok(());
        }
        match antimeridian::cut_line(&points) {
            Some(parts) => {
                self.notice(Oddity::LineAcross180, points.first().copied(), place);
                self.geometry.lines.extend(parts.into_iter().map(GridLine::new));
            }
            None => self.geometry.lines.push(GridLine::new(points)),
        }
        Ok(())
    }

    fn polygon(&mut self, coordinates: Coordinates, place: &Place<'_>) -> Result<()> {
        let (mut shells, mut holes) = (Vec::new(), Vec::new());
        for (i, ring) in list(coordinates, place, "a list of rings")?
            .into_iter()
            .enumerate()
        {
            let (into, winding) = if i == 0 {
                (&mut shells, Winding::CounterClockwise)
            } else {
                (&mut holes, Winding::Clockwise)
            };
            into.extend(self.ring(ring, winding, &place.at("ring", i))?);
        }
        self.geometry.polygons.extend(assemble(shells, holes));
        Ok(())
    }

    /// The parts of one ring, closed and wound so; none if it encloses nothing.
    fn ring(
        &mut self,
        coordinates: Coordinates,
        winding: Winding,
        place: &Place<'_>,
    ) -> Result<Vec<Vec<GridPoint>>> {
        let mut points = self.chain(coordinates, place)?;
        if points.first() != points.last() {
            self.notice(Oddity::UnclosedRing, points.last().copied(), place);
            points.extend(points.first().copied());
        }
        if points.len() < 4 {
            return Err(error_at(
                place,
                format!("the ring has {} positions, not 4 or more", points.len()),
            )
            .at(points.first().map(|p| [p.x, p.y].map(to_degrees)))
            .hint("a ring is a triangle at least, and its last position repeats the first"));
        }
        self.drop_repeats(&mut points, place);
        let first = points.first().copied();
        // Cut first: a circle of latitude is straight until it is closed through its pole.
        let rings = match antimeridian::cut_ring(&points).map_err(|e| placed(e, place))? {
            None => {
                if winding.is_against(doubled_area(&points)) {
                    self.notice(Oddity::MisWoundRing, first, place);
                }
                vec![points]
            }
            Some(cut) => {
                self.notice(Oddity::RingAcross180, first, place);
                if cut.pole {
                    self.notice(Oddity::RingRoundPole, first, place);
                }
                cut.rings
            }
        };
        let parts: Vec<_> = rings
            .into_iter()
            .filter_map(|ring| ring::wound(ring, winding))
            .collect();
        if parts.is_empty() {
            self.notice(Oddity::DegenerateRing, first, place);
        }
        Ok(parts)
    }
}

/// Shells with their holes. Only a polygon cut at ±180° has more than one shell; a hole then goes to the shell
/// that holds it.
fn assemble(shells: Vec<Vec<GridPoint>>, holes: Vec<Vec<GridPoint>>) -> Vec<GridPolygon> {
    let mut groups: Vec<_> = shells.into_iter().map(|shell| (shell, Vec::new())).collect();
    for hole in holes {
        let holds = |shell: &[GridPoint]| hole.iter().find_map(|p| ring::contains(shell, *p)) == Some(true);
        let home = match groups.as_slice() {
            [_] => 0,
            several => several.iter().position(|(shell, _)| holds(shell)).unwrap_or(0),
        };
        if let Some((_, holes)) = groups.get_mut(home) {
            holes.push(GridLine::new(hole));
        }
    }
    groups
        .into_iter()
        .map(|(shell, holes)| GridPolygon::new(GridLine::new(shell), holes))
        .collect()
}

/// Coordinates of which only the text was read.
fn looked_at(text: &str, place: &Place<'_>) -> Result<Coordinates<'static>> {
    scan::coordinates(text).ok_or_else(|| error_at(place, "these coordinates are to be looked at closely"))
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

/// The error for a position that is nowhere on earth, with the likely cause.
fn out_of_range(lon: f64, lat: f64) -> Error {
    let (x, y) = (lon.abs(), lat.abs());
    let hint = if x > 360.0 || y > 180.0 {
        "the coordinates look projected, in metres; reproject them to longitude and latitude (WGS 84), \
         for instance: ogr2ogr -t_srs EPSG:4326 out.geojson IN"
    } else if y > 90.0 && x <= 90.0 {
        "longitude and latitude look swapped: GeoJSON has longitude first"
    } else if x > 180.0 && y <= 90.0 {
        "longitudes beyond ±180° are to be written within it: 190 as -170"
    } else {
        "longitude is within ±180 and latitude within ±90 degrees"
    };
    let what = if y > 90.0 {
        format!("latitude {lat} is out of range")
    } else {
        format!("longitude {lon} is out of range")
    };
    Error::new(what).hint(hint)
}
