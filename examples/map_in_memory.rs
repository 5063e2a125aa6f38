//! A scenario whose files are in memory, drawn as an SVG in memory.
//!
//!     cargo run --example map_in_memory > map.svg

use std::io::Write;

use landshift::Case;
use landshift::Language;
use landshift::MemoryFiles;
use landshift::map::{MapKind, MapOptions, PictureFormat, Surroundings};
use landshift::{Error, Result, Study};

const SCENARIO: &str = r##"
id = "example"
title = "Example"
credits = ["Land: made up."]

[[snapshot]]
path = "1994.geojson"
caption = "Before"

[[snapshot]]
path = "2020.geojson"
caption = "After"

[[controller]]
name = "A"
color = "#4477aa"
"##;

fn layer(date: &str, border: f64) -> String {
    let land = |name: &str, west: f64, east: f64| {
        format!(
            r#"{{"type": "Feature", "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#
        )
    };
    let (a, b) = (land("A", 46.0, border), land("B", border, 48.0));
    format!(r#"{{"type": "FeatureCollection", "date": "{date}", "features": [{a}, {b}]}}"#)
}

fn main() -> Result<()> {
    let files = MemoryFiles::from([
        ("scenario.toml", SCENARIO.to_owned()),
        ("1994.geojson", layer("1994-05-12", 47.0)),
        ("2020.geojson", layer("2020-12-01", 47.5)),
    ]);
    let case = Case::read(files, "scenario.toml")?;
    let study = Study::of_case(&case)?;
    let surroundings = Surroundings::of_case(&case, Language::default())?;
    let mut options = MapOptions::default();
    options.width = 1000;
    let picture = study.picture(MapKind::Change, &surroundings, &options)?;
    let svg = picture.write(PictureFormat::Svg, 1.0)?;
    eprintln!("an SVG of {} bytes", svg.len());
    let written = std::io::stdout().write_all(&svg);
    written.map_err(|e| Error::io("cannot write", "standard output", &e))
}
