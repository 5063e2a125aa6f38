//! Two layers as bytes, and the change matrix between them as text and as JSON.
//!
//!     cargo run --example table

use landshift::{Format, ReadOptions, ReferenceLayers, Report, Settings, Snapshot, Study};

const BEFORE: &str = r#"{"type": "FeatureCollection", "date": "1994-05-12", "features": [
    {"type": "Feature", "properties": {"controller": "A"}, "geometry":
        {"type": "Polygon", "coordinates": [[[46, 40], [47, 40], [47, 41], [46, 41], [46, 40]]]}},
    {"type": "Feature", "properties": {"controller": "B"}, "geometry":
        {"type": "Polygon", "coordinates": [[[47, 40], [48, 40], [48, 41], [47, 41], [47, 40]]]}}]}"#;

const AFTER: &str = r#"{"type": "FeatureCollection", "date": "2020-12-01", "features": [
    {"type": "Feature", "properties": {"controller": "A"}, "geometry":
        {"type": "Polygon", "coordinates": [[[46, 40], [47.5, 40], [47.5, 41], [46, 41], [46, 40]]]}},
    {"type": "Feature", "properties": {"controller": "B"}, "geometry":
        {"type": "Polygon", "coordinates": [[[47.5, 40], [48, 40], [48, 41], [47.5, 41], [47.5, 40]]]}}]}"#;

fn main() -> landshift::Result<()> {
    // Names are for messages; the bytes may come from anywhere, gzipped or not.
    let options = ReadOptions::default();
    let snapshots = vec![
        Snapshot::read(BEFORE, "before.geojson", &options)?,
        Snapshot::read(AFTER, "after.geojson", &options)?,
    ];
    let study = Study::new(snapshots, ReferenceLayers::default(), Settings::default())?;
    let report = study.change(study.overall())?;

    println!("{}\n", report.change.finding());
    for transition in &report.change.transitions {
        let holder = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody".to_owned());
        println!(
            "{} → {}: {:.1} km²",
            holder(&transition.from),
            holder(&transition.to),
            transition.area.km2()
        );
    }
    println!("\n{}", report.written(Format::Text, None)?);
    println!("{}", report.written(Format::Json, None)?);

    // How the input was understood, and why the tolerance is what it is.
    for remark in study.remarks() {
        eprintln!("{remark}");
    }
    Ok(())
}
