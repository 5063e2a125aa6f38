//! The `bbox` of a file or a feature, and whether it is that of its positions.

use serde_json::Value;

use crate::model::{Geometry, GridPoint, to_degrees};

/// By how many degrees positions may lie outside: boxes are rounded.
const ROUNDED: f64 = 1e-4;

/// West, south, east and north in degrees; west is greater than east where the box lies across ±180°.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bounds([f64; 4]);

impl Bounds {
    /// Those that a member states (RFC 7946, section 5); none if it is no box.
    fn stated(bbox: &Value) -> Option<Self> {
        let numbers: Option<Vec<f64>> = bbox.as_array()?.iter().map(Value::as_f64).collect();
        let ([west, south, east, north] | [west, south, _, east, north, _]) = *numbers?.as_slice() else {
            return None;
        };
        let is_lon = |lon: f64| lon.abs() <= 180.0 + ROUNDED;
        let is_lat = |lat: f64| lat.abs() <= 90.0 + ROUNDED;
        let is_box = is_lon(west) && is_lon(east) && is_lat(south) && is_lat(north) && south <= north;
        is_box.then_some(Self([west, south, east, north]))
    }

    fn hold(self, p: GridPoint) -> bool {
        let Self([west, south, east, north]) = self;
        let [lon, lat] = [p.x, p.y].map(to_degrees);
        let (is_east, is_west) = (lon >= west - ROUNDED, lon <= east + ROUNDED);
        let is_between = if west <= east {
            is_east && is_west
        } else {
            is_east || is_west
        };
        is_between && lat >= south - ROUNDED && lat <= north + ROUNDED
    }
}

/// Whether a `bbox` is none, or does not hold all positions of geometries. One that is larger holds them.
pub(super) fn is_wrong<'a>(bbox: &Value, geometries: impl IntoIterator<Item = &'a Geometry>) -> bool {
    if bbox.is_null() {
        return false;
    }
    let Some(bounds) = Bounds::stated(bbox) else {
        return true;
    };
    let holds = |geometry: &Geometry| geometry.positions().all(|&p| bounds.hold(p));
    !geometries.into_iter().all(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::to_grid;
    use serde_json::json;

    #[test]
    fn a_box_holds_all_positions_or_is_wrong() {
        let at = |[lon, lat]: [f64; 2]| GridPoint::from([lon, lat].map(to_grid));
        let points = |points: &[[f64; 2]]| Geometry {
            points: points.iter().copied().map(at).collect(),
            ..Geometry::default()
        };
        let here = points(&[[46.0, 39.0], [47.000_04, 40.0]]);
        let fiji = points(&[[179.0, -17.0], [-179.0, -16.0]]);
        for (bbox, geometry, wrong) in [
            (json!([46, 39, 47, 40]), &here, false),
            (json!([46, 39, 0, 47, 40, 9]), &here, false),
            (json!([-180, -90, 180, 90]), &here, false),
            (json!(null), &here, false),
            (json!([39, 46, 40, 47]), &here, true),
            (json!([46, 39, 46.5, 40]), &here, true),
            (json!([46, 40, 47, 39]), &here, true),
            (json!([46, 39, 47]), &here, true),
            (json!(["46", 39, 47, 40]), &here, true),
            (json!({}), &here, true),
            (json!([178, -18, -178, -15]), &fiji, false),
            (json!([178, -18, 180, -15]), &fiji, true),
        ] {
            assert_eq!(is_wrong(&bbox, [geometry]), wrong, "{bbox}");
        }
    }
}
