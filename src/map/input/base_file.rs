//! The file of the base.
//!
//! `geodata/base/build.py` writes it; its SOURCES.md says what is in it.

use std::io::Read;
use std::sync::{Arc, LazyLock};

use crate::map::input::data::{BaseMap, Context, ContextKind, MapPlace, PlaceKind};
use crate::model::{GridLine, GridPoint, GridPolygon, to_grid};

static BUILT_IN: LazyLock<Arc<BaseMap>> = LazyLock::new(|| Arc::new(BaseMap::read().unwrap_or_default()));

impl BaseMap {
    /// The base that comes with the program: Natural Earth at 1:50m, and towns by GeoNames. It is unpacked when first asked
    /// for.
    ///
    /// ```
    /// let base = landshift::map::BaseMap::built_in();
    /// assert!(base.areas.iter().any(|area| area.name.as_deref() == Some("Fiji")));
    /// assert!(base.places.len() > 10_000);
    /// ```
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// None if the file is damaged, which a test rules out.
    fn read() -> Option<Self> {
        let packed = include_bytes!("../../../geodata/base/base.bin").as_slice();
        let mut bytes = Vec::new();
        let unpacked = flate2::read::DeflateDecoder::new(packed).read_to_end(&mut bytes);
        unpacked.ok()?;
        Reader { bytes: &bytes }.base()
    }
}

/// Reads the file from front to back; every method is none where it ends too early.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn base(mut self) -> Option<BaseMap> {
        let scale = [self.float()?, self.float()?];
        let shift = [self.float()?, self.float()?];
        let on_grid = |x: i64, y: i64| GridPoint {
            x: to_grid(x as f64 * scale[0] + shift[0]),
            y: to_grid(y as f64 * scale[1] + shift[1]),
        };
        let arcs = self.list(|from| {
            let (mut x, mut y) = (0, 0);
            from.list(|from| {
                x += from.signed()?;
                y += from.signed()?;
                Some(on_grid(x, y))
            })
        })?;
        let areas = self.list(|from| {
            Some(Context {
                name: Some(from.text()?).filter(|name| !name.is_empty()),
                kind: if from.number()? == 0 {
                    ContextKind::Land
                } else {
                    ContextKind::Water
                },
                polygons: from.list(|from| from.polygon(&arcs))?,
            })
        })?;
        let borders = self.list(|from| from.line(&arcs))?;
        let disputed = self.list(|from| from.line(&arcs))?;
        let (mut x, mut y) = (0, 0);
        let places = self.list(|from| {
            Some(MapPlace {
                name: from.text()?,
                name_alt: Some(from.text()?).filter(|name| !name.is_empty()),
                kind: if from.number()? == 0 {
                    PlaceKind::City
                } else {
                    PlaceKind::Town
                },
                rank: u8::try_from(from.number()?).ok()?,
                at: {
                    x += from.signed()?;
                    y += from.signed()?;
                    on_grid(x, y)
                },
            })
        })?;
        Some(BaseMap {
            areas,
            borders,
            disputed,
            places,
        })
    }

    fn polygon(&mut self, arcs: &[Vec<GridPoint>]) -> Option<GridPolygon> {
        let mut rings = self.list(|from| Some(unrolled(from.line(arcs)?)))?.into_iter();
        Some(GridPolygon::new(rings.next()?, rings.collect()))
    }

    /// Arcs one after another; a negative number is an arc backwards: −1 is arc 0.
    fn line(&mut self, arcs: &[Vec<GridPoint>]) -> Option<GridLine> {
        let mut points: Vec<GridPoint> = Vec::new();
        for number in self.list(Self::signed)? {
            let arc = arcs.get(usize::try_from(if number < 0 { !number } else { number }).ok()?)?;
            let skip = usize::from(!points.is_empty());
            if number < 0 {
                points.extend(arc.iter().rev().skip(skip));
            } else {
                points.extend(arc.iter().skip(skip));
            }
        }
        Some(GridLine::new(points))
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.number()?).map(|_| item(self)).collect()
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        Some(std::str::from_utf8(self.take(length)?).ok()?.to_owned())
    }

    fn signed(&mut self) -> Option<i64> {
        let number = i64::try_from(self.number()?).ok()?;
        Some(if number % 2 == 0 {
            number / 2
        } else {
            -number / 2 - 1
        })
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn float(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}

/// A ring across ±180° with longitudes that go on beyond it; one round a pole is closed through the pole.
fn unrolled(ring: GridLine) -> GridLine {
    let (half, pole) = (to_grid(180.0), to_grid(90.0));
    let mut points = ring.0;
    let mut by = 0;
    for i in 1..points.len() {
        let step = points[i].x + by - points[i - 1].x;
        if step.abs() > half {
            by -= 2 * half * step.signum();
        }
        points[i].x += by;
    }
    if let (Some(first), Some(last), true) = (points.first().copied(), points.last().copied(), by != 0)
        && first.x != last.x
    {
        let y = pole * last.y.signum();
        points.extend([GridPoint { x: last.x, y }, GridPoint { x: first.x, y }, first]);
    }
    GridLine::new(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, polygons_area};

    #[test]
    fn the_base_is_whole_and_lies_where_it_should() {
        let base = BaseMap::built_in();
        let sum = |kind| {
            let of_kind = base.areas.iter().filter(|area| area.kind == kind);
            of_kind
                .map(|area| polygons_area(&area.polygons, EdgeModel::default()).km2())
                .sum::<f64>()
        };
        let (land, lakes) = (sum(ContextKind::Land), sum(ContextKind::Water));
        assert!((146e6..150e6).contains(&land.abs()), "{land}");
        assert!((1.1e6..1.4e6).contains(&lakes.abs()), "{lakes}");
        let kyiv = base.places.iter().find(|place| place.name == "Kyiv").unwrap();
        let off = |a: i64, degrees: f64| (a - to_grid(degrees)).abs();
        assert!(off(kyiv.at.x, 30.52) < to_grid(0.02) && off(kyiv.at.y, 50.45) < to_grid(0.02));
        assert!(base.places.is_sorted_by_key(|place| place.rank));
        assert!(base.borders.len() > 300 && base.disputed.len() > 20);
    }

    #[test]
    fn a_damaged_file_is_none() {
        let cut = [0_u8; 32 + 2];
        assert!(Reader { bytes: &cut }.base().is_none());
        assert!(Reader { bytes: &[255; 40] }.base().is_none());
    }
}
