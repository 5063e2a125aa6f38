//! Positions of any format to a geometry on the grid: checked, repaired, normalised. The one place where rings are
//! closed, wound and cut, whatever they were read from.

use super::mode::Mode;
use super::place::{Place, error_at, placed};
use super::reading::Reading;
use super::ring::Winding;
use super::{antimeridian, ring};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{
    Feature, GRID_PER_DEGREE, Geometry, GridLine, GridPoint, GridPolygon, NoticeKind, Notices, doubled_area,
    ring_contains, to_degrees, to_grid,
};
use crate::{Error, Result};

/// A geometry as a format has it: it hands its points, lines and polygons to the converter.
pub(in crate::read) trait Source {
    /// Hands all of them over.
    ///
    /// # Errors
    ///
    /// When it is malformed, or not on earth.
    fn convert(self, converter: &mut Converter) -> Result<()>;
}

/// A line or ring as a format has it.
pub(in crate::read) trait Chain {
    /// Its positions on the grid.
    ///
    /// # Errors
    ///
    /// When it is malformed, or not on earth.
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>>;
}

/// The geometry of a feature on the grid.
///
/// Where a layer is inspected, longitudes beyond ±180° are wrapped.
pub(super) fn convert(
    source: impl Source,
    feature: &Feature,
    notices: &mut Notices,
    reading: &Reading,
) -> Result<Geometry> {
    let mut converter = Converter {
        feature,
        notices,
        reading,
        geometry: Geometry::default(),
    };
    source
        .convert(&mut converter)
        .map_err(|e| e.of_kind(ErrorKind::Geometry))?;
    Ok(converter.geometry)
}

/// A position as a file has it, in degrees or in the reference system of its layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct Position {
    /// Longitude or easting.
    pub lon: f64,
    /// Latitude or northing.
    pub lat: f64,
    /// Whether more than three numbers were given.
    pub extra: bool,
}

/// Whether it is a place: longitude within ±180°, latitude within ±90°.
pub(in crate::read) fn is_on_earth(point: GridPoint) -> bool {
    const LON: i64 = 180 * GRID_PER_DEGREE;
    const LAT: i64 = 90 * GRID_PER_DEGREE;
    (-LON..=LON).contains(&point.x) && (-LAT..=LAT).contains(&point.y)
}

/// Takes the parts of one feature's geometry.
pub(in crate::read) struct Converter<'a> {
    feature: &'a Feature,
    notices: &'a mut Notices,
    reading: &'a Reading,
    geometry: Geometry,
}

impl Converter<'_> {
    fn notice(&mut self, kind: NoticeKind, at: Option<GridPoint>, place: &Place<'_>) {
        self.notices.add(kind, at, || {
            if place.is_root() {
                self.feature.describe()
            } else {
                format!("{}, {place}", self.feature.describe())
            }
        });
    }

    /// The feature has no geometry.
    pub(in crate::read) fn no_geometry(&mut self) {
        self.notice(NoticeKind::NoGeometry, None, &Place::ROOT);
    }

    /// A geometry has no positions.
    pub(in crate::read) fn empty(&mut self, place: &Place<'_>) {
        self.notice(NoticeKind::EmptyGeometry, None, place);
    }

    /// A position on the grid.
    pub(in crate::read) fn snap(&mut self, position: Position, place: &Place<'_>) -> Result<GridPoint> {
        let degrees = self.degrees(position, place)?;
        self.snap_degrees(degrees, place)
    }

    /// A position in degrees.
    fn degrees(&self, position: Position, place: &Place<'_>) -> Result<Position> {
        let Position {
            lon: x,
            lat: y,
            extra,
        } = position;
        match self.reading.degrees([x, y]) {
            Some([lon, lat]) => Ok(Position { lon, lat, extra }),
            None => Err(error_at(
                place,
                format!("the position {x}, {y} is nowhere on earth in the reference system of the layer"),
            )
            .with_hint(self.reading.hint_at_nowhere([x, y]))),
        }
    }

    fn snap_degrees(&mut self, degrees: Position, place: &Place<'_>) -> Result<GridPoint> {
        let Position { lon, lat, extra } = degrees;
        let point = GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        };
        let may_wrap = self.reading.mode == Mode::Inspect && antimeridian::is_wrappable(point);
        // Not a number becomes 0 on the grid.
        if lon.is_nan() || lat.is_nan() || !(is_on_earth(point) || may_wrap) {
            let error = placed(out_of_range(lon, lat), place);
            return Err(error.at_place(antimeridian::is_wrappable(point).then(|| on_map(point))));
        }
        if extra {
            self.notice(NoticeKind::ExtraNumbers, Some(point), place);
        }
        Ok(point)
    }

    /// Single positions on the grid.
    pub(in crate::read) fn positions(
        &mut self,
        positions: impl IntoIterator<Item = Position>,
        place: &Place<'_>,
    ) -> Result<Vec<GridPoint>> {
        let positions = positions.into_iter().enumerate();
        positions
            .map(|(i, position)| self.snap(position, &place.at("position", i)))
            .collect()
    }

    /// The positions of a line or ring on the grid, with those between them that its edges need.
    pub(in crate::read) fn chain(
        &mut self,
        positions: impl IntoIterator<Item = Position>,
        place: &Place<'_>,
    ) -> Result<Vec<GridPoint>> {
        let positions = positions.into_iter();
        let mut points = Vec::with_capacity(positions.size_hint().0);
        let mut before: Option<[Position; 2]> = None;
        for (i, position) in positions.enumerate() {
            let place = place.at("position", i);
            let degrees = self.degrees(position, &place)?;
            if let Some([earlier, earlier_degrees]) = before {
                let [ends, degrees] = [[earlier, position], [earlier_degrees, degrees]]
                    .map(|pair| pair.map(|p| [p.lon, p.lat]));
                let between = self.reading.system.system.between(ends, degrees);
                for [lon, lat] in between.map_err(|e| placed(e, &place))? {
                    let extra = false;
                    points.push(self.snap_degrees(Position { lon, lat, extra }, &place)?);
                }
            }
            points.push(self.snap_degrees(degrees, &place)?);
            before = Some([position, degrees]);
        }
        Ok(points)
    }

    /// Adds points.
    pub(in crate::read) fn points(&mut self, points: impl IntoIterator<Item = GridPoint>) {
        let points = points.into_iter().map(antimeridian::wrapped);
        self.geometry.points.extend(points);
    }

    /// Brings longitudes beyond ±180° within it; whether there were any.
    fn wrap(&mut self, points: &mut [GridPoint], place: &Place<'_>) -> Result<bool> {
        let Some(&beyond) = points.iter().find(|p| !is_on_earth(**p)) else {
            return Ok(false);
        };
        if !antimeridian::wrap(points) {
            let lon = to_degrees(beyond.x);
            return Err(error_at(
                place,
                format!("longitude {lon} is out of range, and an edge spans more than half the earth"),
            )
            .at_place(Some(on_map(beyond)))
            .with_hint("add positions along its edges, or write longitudes within ±180°"));
        }
        self.notice(NoticeKind::Beyond180, points.first().copied(), place);
        Ok(true)
    }

    fn drop_repeats(&mut self, points: &mut Vec<GridPoint>, place: &Place<'_>) {
        for (index, point) in ring::drop_repeats(points) {
            self.notice(
                NoticeKind::RepeatedPosition,
                Some(point),
                &place.at("position", index),
            );
        }
    }

    /// Adds a line.
    pub(in crate::read) fn line(&mut self, line: impl Chain, place: &Place<'_>) -> Result<()> {
        let mut points = line.on_grid(self, place)?;
        if points.len() < 2 {
            let count = counted(points.len(), "position");
            return Err(
                error_at(place, format!("the line has {count}, not 2 or more")).at_place(on_map_of(&points))
            );
        }
        self.wrap(&mut points, place)?;
        self.drop_repeats(&mut points, place);
        if points.len() < 2 {
            self.notice(NoticeKind::DegenerateLine, points.first().copied(), place);
            return Ok(());
        }
        match antimeridian::cut_line(&points) {
            Some(parts) => {
                self.notice(NoticeKind::LineAcross180, points.first().copied(), place);
                self.geometry.lines.extend(parts.into_iter().map(GridLine::new));
            }
            None => self.geometry.lines.push(GridLine::new(points)),
        }
        Ok(())
    }

    /// Adds a polygon: its shell, then its holes, in any winding.
    pub(in crate::read) fn polygon<C: Chain>(
        &mut self,
        rings: impl IntoIterator<Item = C>,
        place: &Place<'_>,
    ) -> Result<()> {
        let (mut shells, mut holes) = (Vec::new(), Vec::new());
        for (i, ring) in rings.into_iter().enumerate() {
            let (into, winding) = if i == 0 {
                (&mut shells, Winding::CounterClockwise)
            } else {
                (&mut holes, Winding::Clockwise)
            };
            into.extend(self.ring(ring, winding, &place.at("ring", i))?);
        }
        if let Some(outer) = surrounding(&shells, &holes) {
            let at = holes.get(outer).and_then(|hole| hole.first().copied());
            self.notice(NoticeKind::ShellInHole, at, place);
            exchange(&mut shells, &mut holes, outer);
        }
        self.geometry.polygons.extend(assemble(shells, holes));
        Ok(())
    }

    /// The parts of one ring, closed and wound so; none if it encloses nothing.
    fn ring(&mut self, ring: impl Chain, winding: Winding, place: &Place<'_>) -> Result<Vec<Vec<GridPoint>>> {
        let mut points = ring.on_grid(self, place)?;
        if points.first() != points.last() {
            self.notice(NoticeKind::UnclosedRing, points.last().copied(), place);
            points.extend(points.first().copied());
        }
        if points.len() < 4 {
            let count = counted(points.len(), "position");
            return Err(error_at(place, format!("the ring has {count}, not 4 or more"))
                .at_place(on_map_of(&points))
                .with_hint("a ring is a triangle at least, and its last position repeats the first"));
        }
        let is_wrapped = self.wrap(&mut points, place)?;
        self.drop_repeats(&mut points, place);
        let first = points.first().copied();
        // Cut first: a circle of latitude is straight until it is closed through its pole.
        let rings = match antimeridian::cut_ring(&points)
            .map_err(|e| placed(e, place).at_place(on_map_of(&points)))?
        {
            None => {
                if winding.is_against(doubled_area(&points)) {
                    self.notice(NoticeKind::MisWoundRing, first, place);
                }
                vec![points]
            }
            Some(cut) => {
                if !is_wrapped {
                    self.notice(NoticeKind::RingAcross180, first, place);
                }
                if cut.pole {
                    self.notice(NoticeKind::RingRoundPole, first, place);
                }
                cut.rings
            }
        };
        let parts: Vec<_> = rings
            .into_iter()
            .filter_map(|ring| ring::wound(ring, winding))
            .collect();
        if parts.is_empty() {
            self.notice(NoticeKind::DegenerateRing, first, place);
        }
        Ok(parts)
    }
}

/// The hole that is round all shells of its polygon, by its index: so it is the shell, and they are holes.
///
/// Told by areas and by positions, since rings of one polygon do not cross. Two rings round a pole, of which one is the hole of the
/// other, share the pole and the meridian: where the outermost positions are all on the hole, another one tells.
fn surrounding(shells: &[Vec<GridPoint>], holes: &[Vec<GridPoint>]) -> Option<usize> {
    if shells.is_empty() || holes.is_empty() {
        return None;
    }
    let size = |ring: &[GridPoint]| doubled_area(ring).unsigned_abs();
    let land: u128 = shells.iter().map(|shell| size(shell)).sum();
    let is_round = |hole: &[GridPoint], shell: &[GridPoint]| {
        let is_inside = |p: &GridPoint| ring_contains(hole, *p);
        !ring::outermost(shell).iter().any(|p| is_inside(p) == Some(false))
            && shell.iter().find_map(is_inside) == Some(true)
    };
    let is_outer =
        |hole: &Vec<GridPoint>| size(hole) > land && shells.iter().all(|shell| is_round(hole, shell));
    holes.iter().position(is_outer)
}

/// Makes a hole the shell, and the shells holes.
fn exchange(shells: &mut Vec<Vec<GridPoint>>, holes: &mut Vec<Vec<GridPoint>>, outer: usize) {
    let hole = holes.swap_remove(outer);
    let inner = std::mem::replace(shells, vec![hole]);
    let turned = |mut ring: Vec<GridPoint>| {
        ring.reverse();
        ring
    };
    *shells = std::mem::take(shells).into_iter().map(turned).collect();
    holes.extend(inner.into_iter().map(turned));
}

/// Shells with their holes. Only a polygon cut at ±180° has more than one shell; a hole then goes to the shell
/// that holds it.
fn assemble(shells: Vec<Vec<GridPoint>>, holes: Vec<Vec<GridPoint>>) -> Vec<GridPolygon> {
    let mut groups: Vec<_> = shells.into_iter().map(|shell| (shell, Vec::new())).collect();
    for hole in holes {
        let holds = |shell: &[GridPoint]| hole.iter().find_map(|p| ring_contains(shell, *p)) == Some(true);
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

/// A number and what it counts.
fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Where a position is on a map, in degrees.
fn on_map(point: GridPoint) -> [f64; 2] {
    let point = antimeridian::wrapped(point);
    [point.x, point.y].map(to_degrees)
}

/// Where the first position is on a map, in degrees.
fn on_map_of(points: &[GridPoint]) -> Option<[f64; 2]> {
    points.first().copied().map(on_map)
}

/// The error for a position that is nowhere on earth, with the likely cause.
fn out_of_range(lon: f64, lat: f64) -> Error {
    let (x, y) = (lon.abs(), lat.abs());
    let hint = if x > 540.0 || y > 180.0 || (x > 360.0 && y > 90.0) {
        Hint::from("the coordinates look projected, in metres; state their reference system with ")
            .option(OptionName::Crs)
            .and(
                " EPSG:n, or reproject them to longitude and latitude (WGS 84), for instance: ogr2ogr -t_srs \
                 EPSG:4326 out.geojson IN",
            )
    } else if y > 90.0 && x <= 90.0 {
        "longitude and latitude look swapped: GeoJSON has longitude first".into()
    } else if x > 180.0 && y <= 90.0 {
        "longitudes beyond ±180° are to be written within it: 190 as -170; `landshift check FILE --fix -o NEW` does so"
            .into()
    } else {
        "longitude is within ±180 and latitude within ±90 degrees".into()
    };
    let what = if y > 90.0 || lat.is_nan() {
        format!("latitude {lat} is out of range")
    } else {
        format!("longitude {lon} is out of range")
    };
    Error::new(what).with_hint(hint)
}
