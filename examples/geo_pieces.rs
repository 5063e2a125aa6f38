//! Polygons of the `geo` crates in, pieces of changed land with their areas out; no GeoJSON between.
//!
//!     cargo run --example geo_pieces

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use landshift::{Date, to_geo};
use landshift::{ReferenceLayers, Result, Settings, Snapshot, Study};

/// Land between two longitudes, in degrees on WGS 84.
fn land(west: f64, east: f64) -> MultiPolygon<f64> {
    let corners = [(west, 40.0), (east, 40.0), (east, 41.0), (west, 41.0)];
    let ring: LineString<f64> = corners.map(|(x, y)| Coord { x, y }).into_iter().collect();
    MultiPolygon::new(vec![Polygon::new(ring, vec![])])
}

/// A and B on either side of a border.
fn snapshot(name: &str, date: &str, border: f64) -> Result<Snapshot> {
    Snapshot::builder(name, date.parse::<Date>()?)
        .land("A", land(46.0, border))
        .land("B", land(border, 48.0))
        .build()
}

/// A piece of land that changed hands.
struct Piece {
    from: Option<String>,
    to: Option<String>,
    km2: f64,
    is_noise: bool,
    shape: MultiPolygon<f64>,
}

fn main() -> Result<()> {
    let snapshots = vec![
        snapshot("before", "1994-05-12", 47.0)?,
        snapshot("after", "2020-12-01", 47.5)?,
    ];
    let study = Study::new(snapshots, ReferenceLayers::default(), Settings::default())?;
    let change = study.change(study.overall())?.change;

    // None is land that only one of the snapshots covers.
    let pieces = change.transfers.iter().map(|transfer| Piece {
        from: transfer.from.as_deref().map(str::to_owned),
        to: transfer.to.as_deref().map(str::to_owned),
        km2: transfer.area.km2(),
        is_noise: transfer.noise,
        shape: to_geo([&transfer.polygon]),
    });
    for piece in pieces {
        let noise = if piece.is_noise { ", noise" } else { "" };
        println!("{:?} → {:?}: {:.1} km²{noise}", piece.from, piece.to, piece.km2);
        for polygon in &piece.shape {
            println!("  {:?}", polygon.exterior().0);
        }
    }
    Ok(())
}
