//! What is done with any bytes whatever: the same for the fuzzer and for the replay of its corpus.
//!
//! Each entry panics where the program breaks a promise; an error that it returns is fine.

#[path = "coverage.rs"]
mod coverage;

use landshift::check::{Policy, check};
use landshift::compose::compose;
use landshift::diff::{Diff, apply, squash};
use landshift::{ReadOptions, ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::case::Case;
use landshift_engine::change::Change;
use landshift_engine::files::{Folder, MemoryFiles, Reach};
use landshift_engine::measure::{Area, EdgeModel, Length, polygons_area, snapping_area};
use landshift_engine::model::{GridPoint, GridPolygon, GridRing, Layer, Territory, doubled_area};
use landshift_engine::mosaic::Builder;
use landshift_engine::read::{Filter, Inspection, LayerName};
use landshift_engine::write;

/// What is done with some bytes.
pub type Entry = fn(&[u8]);

/// The entries by name.
pub const ALL: [(&str, Entry); 7] = [
    ("read", read),
    ("shapefile", shapefile),
    ("mosaic", mosaic),
    ("patch", patch),
    ("coverage", coverage),
    ("scenario", scenario),
    ("recipe", recipe),
];

/// Any text is read or refused, looked at closely or read in part; what is read can be written and read again, and means the same.
pub fn read(data: &[u8]) {
    const NAME: &str = "1994-05-12.geojson";
    let _ = Inspection::read(data, NAME);
    let filter: Filter = "name = 'A' OR controller = 'A'"
        .parse()
        .expect("it is a condition");
    let _ = Layer::read(data, LayerName::from(NAME).filtered(Some(&filter)));
    let Ok(layer) = Layer::read(data, NAME) else {
        return;
    };
    let checked = check(
        &Inspection::from(layer.clone()),
        &ReadOptions::default(),
        &Policy::default(),
    );
    assert_eq!(checked.file, layer.name);
    let Ok(snapshot) = Snapshot::of(layer, &ReadOptions::default()) else {
        return;
    };
    if snapshot.territories.is_empty() {
        return;
    }
    let again = reread(&snapshot);
    assert_eq!(again.territories.len(), snapshot.territories.len());
}

/// Shapes and what belongs to them, of any bytes, are read or refused. Lengths of the parts come first, two bytes each.
pub fn shapefile(data: &[u8]) {
    const ENDINGS: [&str; 5] = ["shp", "dbf", "shx", "prj", "cpg"];
    let Some((lengths, mut rest)) = data.split_at_checked(2 * ENDINGS.len()) else {
        return;
    };
    let mut files = MemoryFiles::new();
    for (length, ending) in lengths.chunks(2).zip(ENDINGS) {
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let (part, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        files.insert(format!("a.{ending}"), part);
    }
    if let Ok(layer) = Layer::among(&files, "a.shp") {
        let _ = Snapshot::of(layer, &ReadOptions::default());
    }
}

fn reread(snapshot: &Snapshot) -> Snapshot {
    let mut text = Vec::new();
    let layer = write::snapshot(snapshot, "fuzz", &serde_json::Map::new()).expect("it is JSON");
    layer
        .write(write::LandFormat::GeoJson, &mut text)
        .expect("memory takes all");
    let layer = Layer::read(&text, &snapshot.name).expect("what was written can be read");
    Snapshot::of(layer, &ReadOptions::default()).expect("what was written is a snapshot")
}

/// Polygons of whatever rings: faces add up to the rings, and dissolved land to the faces.
pub fn mosaic(data: &[u8]) {
    let layers = Rings(data).layers(3);
    let mut builder = Builder::new(EdgeModel::StraightLonLat);
    let ids: Vec<_> = layers
        .iter()
        .map(|layer| builder.land(layer.iter().map(std::slice::from_ref)))
        .collect();
    let mosaic = builder.build();
    let every: Area = mosaic.faces().map(|face| mosaic.area(face)).sum();
    for (layer, &id) in layers.iter().zip(&ids) {
        let key = |face| mosaic.label(id, face);
        let areas = mosaic.areas_by(key);
        let dissolved = mosaic.dissolve(key);
        assert_eq!(areas.len(), dissolved.len());
        for (label, polygons) in &dissolved {
            assert!(*label < layer.len());
            let boundary: Area = polygons_area(polygons, EdgeModel::StraightLonLat);
            assert_eq!(boundary, areas[label], "dissolved land is its faces");
        }
        let held: Area = areas.values().copied().sum();
        let nobody: Area = mosaic
            .faces()
            .filter(|&face| mosaic.label(id, face).is_none())
            .map(|face| mosaic.area(face))
            .sum();
        assert_eq!(held + nobody, every);
    }
}

/// Snapshots of whatever rings: the diff of two is a patch from one to the other and back, and diffs squash.
pub fn patch(data: &[u8]) {
    let layers = Rings(data).layers(3);
    let snapshots: Vec<Snapshot> = layers
        .iter()
        .enumerate()
        .map(|(n, layer)| snapshot(n, layer))
        .collect();
    let [first, second, third] = snapshots.as_slice() else {
        return;
    };
    let (Some(one), Some(two)) = (diff(first, second), diff(second, third)) else {
        return;
    };
    assert_eq!(one.clone().inverted().inverted(), one);
    let made = apply(first.clone(), &one).expect("a diff applies to its base");
    assert_near(&made, second);
    let undone = apply(made, &one.clone().inverted()).expect("a diff can be taken back");
    assert_near(&undone, first);
    let both = squash(&[one, two]).expect("consecutive diffs squash");
    let made = apply(first.clone(), &both).expect("a squashed diff applies to the first base");
    assert_near(&made, third);
}

fn snapshot(n: usize, land: &[GridPolygon]) -> Snapshot {
    let territories = land.iter().enumerate().map(|(i, polygon)| Territory {
        controller: ["A", "B", "C"][i % 3].to_owned(),
        polygons: vec![polygon.clone()],
        ..Territory::default()
    });
    Snapshot {
        name: format!("{n}.geojson"),
        territories: territories.map(Into::into).collect(),
        ..Snapshot::default()
    }
}

/// The change between two, of which no piece is noise.
fn change(before: &Snapshot, after: &Snapshot) -> Change {
    let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let snapshots = vec![before.clone(), after.clone()];
    let study =
        Study::new(snapshots, ReferenceLayers::default(), settings).expect("two snapshots are a study");
    study
        .change(study.overall())
        .expect("every overlay closes")
        .change
}

/// The diff, written and read again.
fn diff(before: &Snapshot, after: &Snapshot) -> Option<Diff<'static>> {
    let change = change(before, after);
    let mut text = Vec::new();
    Diff::of(&change).write(&mut text).expect("memory takes all");
    let layer = Layer::read(&text, "d.geojson").expect("a diff is GeoJSON");
    let diff = Diff::from_layer(layer).expect("a diff is a diff");
    // Pieces a grid unit across may have no area left to be read from.
    (diff.pieces.len() == change.transfers.len()).then_some(diff)
}

/// The two hold the same land, but for what half a grid unit along all borders may make.
fn assert_near(one: &Snapshot, other: &Snapshot) {
    let change = change(one, other);
    let differ: f64 = change.changes().map(|t| t.area.m2().abs()).sum();
    let slack = |snapshot: &Snapshot| {
        let land = snapshot.territories.iter().flat_map(|t| &t.polygons);
        snapping_area(land, EdgeModel::StraightLonLat).m2()
    };
    let allowed = slack(one) + slack(other);
    assert!(differ <= allowed, "{differ} m² differ, {allowed} are allowed");
}

/// Coverages made of bytes, with all that goes wrong where borders meet: they close, their change is the same the other way
/// round, their diffs lead there and back, and what is wrong with them can be mended.
pub fn coverage(data: &[u8]) {
    coverage::check(data);
}

/// Any scenario is opened or refused, and nothing outside its folder is read.
pub fn scenario(data: &[u8]) {
    in_a_folder("scenario.toml", data, |path| {
        if let Ok(case) = Case::open(path, Reach::Inside) {
            let _ = case.snapshots(&ReadOptions::default());
            for place in ["/etc/passwd", "../x.geojson"] {
                assert!(case.file(place).is_err());
            }
        }
    });
}

/// Any recipe is followed or refused.
pub fn recipe(data: &[u8]) {
    in_a_folder("recipe.toml", data, |path| {
        let (folder, name) = Folder::of(path);
        if let Ok(composed) = compose(&name, &folder) {
            let layer = composed.layer().expect("it is JSON");
            layer
                .write(write::LandFormat::GeoJson, &mut Vec::new())
                .expect("memory takes all");
        }
        // The same bytes as a layer that is looked at closely.
        let _ = Inspection::open(path);
    });
}

/// A file of these bytes, in a folder with a small layer, `land.geojson`.
fn in_a_folder(name: &str, data: &[u8], look: impl FnOnce(&std::path::Path)) {
    const LAND: &str = r#"{"type": "FeatureCollection", "date": "1994-05-12", "features": [
        {"type": "Feature", "properties": {"controller": "A", "name": "a"}, "geometry":
        {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}},
        {"type": "Feature", "properties": {"controller": "B", "name": "b"}, "geometry":
        {"type": "Polygon", "coordinates": [[[47, 39], [48, 39], [47, 40], [47, 39]]]}}]}"#;
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("land.geojson"), LAND).expect("it can be written");
    let path = folder.path().join(name);
    std::fs::write(&path, data).expect("it can be written");
    look(&path);
}

/// Rings drawn from bytes: few positions on a small lattice, so that everything touches everything.
struct Rings<'a>(&'a [u8]);

impl Rings<'_> {
    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// Layers of polygons, as the mosaic wants them: closed and wound.
    fn layers(&mut self, count: usize) -> Vec<Vec<GridPolygon>> {
        let mut layers = vec![Vec::new(); count];
        // One byte says how coarse the lattice is: a grid unit, or a tenth of a degree.
        let step = match self.next() {
            Some(byte) if byte % 2 == 0 => 1,
            _ => 100_000_000,
        };
        while let Some(kind) = self.next() {
            let Some(ring) = self.ring(step, usize::from(kind % 7) + 3) else {
                break;
            };
            layers[usize::from(kind / 7) % count].push(GridPolygon::new(ring, Vec::new()));
        }
        layers
    }

    fn ring(&mut self, step: i64, corners: usize) -> Option<GridRing> {
        let mut points = Vec::with_capacity(corners + 1);
        for _ in 0..corners {
            let byte = self.next()?;
            points.push(GridPoint {
                x: i64::from(byte % 16) * step + 46_000_000_000,
                y: i64::from(byte / 16) * step + 39_000_000_000,
            });
        }
        points.push(points[0]);
        points.dedup();
        if points.len() < 4 || doubled_area(&points) == 0 {
            return None;
        }
        if doubled_area(&points) < 0 {
            points.reverse();
        }
        Some(GridRing::new(points))
    }
}
