//! Reference systems by their numbers, as PostGIS has them (SRID): those of EPSG.

use crate::Error;
use crate::read::land::{Place, error_at};

/// That of longitude and latitude on WGS 84.
pub(super) const WGS84: u32 = 4326;

/// A geometry is in another reference system than the others of its file.
pub(super) fn other_system(srid: u32, of_file: u32, place: &Place<'_>) -> Error {
    error_at(
        place,
        format!("its geometry is in the reference system {srid}, and those of the file are in {of_file}"),
    )
    .with_hint("write all of them in one reference system: ST_Transform(geom, 4326), or ogr2ogr -t_srs EPSG:4326 out.geojson IN")
}
