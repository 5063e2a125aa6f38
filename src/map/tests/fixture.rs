//! A made-up land with everything that is hard to draw: a hole with an enclave, an exclave, a tiny enclave, eight
//! controllers, long and hostile names, anywhere on the globe.

use geo_types::{Coord, LineString, Polygon};

use crate::map::*;
use crate::measure::Area;
use crate::model::{GridLine, GridPolygon, to_grid};

pub(super) const LONG: &str = "The Provisional Administration of Upper Vale";
pub(super) const HOSTILE: &str = "<script>alert(\"ə&Ğ\")</script>";

/// Degrees from the corner of the land, put on the globe, the longitude cut at the date line by the caller.
struct Ground {
    west: f64,
    south: f64,
}

impl Ground {
    fn ring(&self, (x, y, w, h): (f64, f64, f64, f64)) -> GridLine {
        let corner = |dx: f64, dy: f64| Coord {
            x: to_grid(self.west + x + dx),
            y: to_grid(self.south + y + dy),
        };
        LineString(vec![
            corner(0.0, 0.0),
            corner(w, 0.0),
            corner(w, h),
            corner(0.0, h),
            corner(0.0, 0.0),
        ])
    }

    /// A box with boxes cut out, in as many parts as the date line makes of it.
    fn land(&self, shell: (f64, f64, f64, f64), holes: &[(f64, f64, f64, f64)]) -> Vec<GridPolygon> {
        let whole = Polygon::new(self.ring(shell), holes.iter().map(|h| self.ring(*h)).collect());
        let line = 180.0 - self.west;
        if shell.0 + shell.2 <= line {
            return vec![whole];
        }
        if shell.0 >= line {
            let there = Ground {
                west: self.west - 360.0,
                south: self.south,
            };
            return there.land(shell, holes);
        }
        assert!(holes.is_empty(), "holes are not cut here");
        let left = (shell.0, shell.1, line - shell.0, shell.3);
        let right = (line, shell.1, shell.0 + shell.2 - line, shell.3);
        [self.land(left, &[]), self.land(right, &[])].concat()
    }
}

fn region(controller: &str, sovereign: &str, km2: f64, polygons: Vec<GridPolygon>) -> Region {
    Region {
        controller: controller.into(),
        sovereign: Some(sovereign.into()),
        area: Area::from_km2(km2),
        polygons,
        ..Region::default()
    }
}

/// Eight countries in a row of blocks; the second takes a strip of the first and a tiny enclave of the third, and holds
/// an exclave; `Elva` sits in a hole of the first.
pub(super) fn input(west: f64, south: f64) -> MapInput {
    let g = Ground { west, south };
    let hole = (0.25, 0.6, 0.3, 0.3);
    let strip = (0.7, 0.0, 0.3, 1.0);
    let tiny = (2.5, 0.5, 0.02, 0.02);
    let names = [LONG, "Bor", "Cyr", "Dun", HOSTILE, "Fen", "Gol", "Hex"];
    let mut before = vec![
        region(LONG, LONG, 8000.0, g.land((0.0, 0.0, 1.0, 1.0), &[hole])),
        region("Elva", LONG, 900.0, g.land(hole, &[])),
        region("Bor", "Bor", 9000.0, g.land((1.0, 0.0, 1.0, 1.0), &[])),
        region("Bor", "Bor", 400.0, g.land((0.05, -0.5, 0.4, 0.3), &[])),
        region("Cyr", "Cyr", 9000.0, g.land((2.0, 0.0, 1.0, 1.0), &[])),
    ];
    for (n, name) in names.iter().enumerate().skip(3) {
        let (x, y) = (((n - 3) % 3) as f64, -1.0 - ((n - 3) / 3) as f64);
        before.push(region(
            name,
            name,
            9000.0,
            g.land((x + 0.5, y + 0.3, 0.5, 0.6), &[]),
        ));
    }
    let mut after = before.clone();
    after[0].polygons = g.land((0.0, 0.0, 0.7, 1.0), &[hole]);
    after.push(region("Bor", LONG, 2700.0, g.land(strip, &[])));
    after.push(region("Bor", "Cyr", 4.3, g.land(tiny, &[])));
    let transfer = |from: Option<&str>, km2: f64, noise: bool, shape| ChangedLand {
        from: from.map(str::to_owned),
        to: Some("Bor".into()),
        area: Area::from_km2(km2),
        noise,
        polygons: g.land(shape, &[]),
        ..ChangedLand::default()
    };
    let place = |name: &str, alt: Option<&str>, kind, rank, x: f64, y: f64| MapPlace {
        name: name.into(),
        name_alt: alt.map(str::to_owned),
        kind,
        rank,
        at: g.land((x, y, 0.01, 0.01), &[])[0].exterior().0[0],
    };
    let side = |heading: &str, regions: Vec<Region>| DatedLand {
        heading: heading.into(),
        caption: Some("As reported <by> all".into()),
        regions,
        boundaries: vec![Boundary {
            kind: LineKind::Control,
            lines: g.land(strip, &[]).iter().map(|p| p.exterior().clone()).collect(),
        }],
        ..DatedLand::default()
    };
    MapInput {
        title: "A finding that is long enough that it has to be broken into two lines, as some findings are"
            .into(),
        subtitle: "What, where and when".into(),
        credits: vec!["A & B <c>".into()],
        before: side("1 May 1990", before),
        after: side("2 June 2001", after),
        transfers: vec![
            transfer(Some(LONG), 2700.0, false, strip),
            transfer(Some("Cyr"), 4.3, false, tiny),
            transfer(None, 12.0, false, (3.0, 0.2, 0.05, 0.2)),
            transfer(Some("Dun"), 0.02, true, (0.5, -0.1, 0.01, 0.01)),
        ],
        kept: vec![region("Elva", LONG, 900.0, g.land(hole, &[]))],
        places: vec![
            place("Alpha", Some("Ալֆա"), PlaceKind::Capital, 0, 0.2, 0.3),
            place("Beta", Some("ბეტა"), PlaceKind::City, 1, 1.5, 0.5),
            place("Gamma", None, PlaceKind::Town, 2, 0.75, 0.5),
            place("Upper Vale", None, PlaceKind::Area, 2, 1.4, 0.2),
            place("Crowded", None, PlaceKind::Town, 3, 0.76, 0.51),
        ],
        context: vec![Context {
            name: Some("Long Water".into()),
            kind: ContextKind::Water,
            polygons: g.land((-0.6, 0.2, 0.5, 0.5), &[]),
        }],
        locator: vec![Context {
            name: Some("Mainland".into()),
            kind: ContextKind::Land,
            polygons: g.land((-4.0, -4.0, 9.0, 7.0), &[]),
        }],
        outlines: vec![ReferenceLines {
            label: "Old border".into(),
            lines: vec![g.land((0.6, 0.0, 0.2, 1.0), &[])[0].exterior().clone()],
        }],
        ..MapInput::default()
    }
}
