//! What columns of geometries are called.

/// What columns of geometries are usually called, in small letters.
pub(super) const GEOMETRIES: [&str; 9] = [
    "wkt",
    "geom",
    "geometry",
    "the_geom",
    "wkt_geom",
    "geom_wkt",
    "wkb_geometry",
    "shape",
    "geo",
];
/// What columns of longitude and of latitude are usually called.
pub(super) const LONGITUDES: [&str; 5] = ["lon", "longitude", "lng", "long", "x"];
pub(super) const LATITUDES: [&str; 4] = ["lat", "latitude", "lat.", "y"];

/// The column of one of these names, in whatever letters; the names are in order of preference.
pub(super) fn named(header: &[String], names: &[&str]) -> Option<usize> {
    let column = |name: &&str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
    names.iter().find_map(column)
}
