//! Files by path.

use std::io::Write;
use std::path::Path;

use super::TRIANGLE;
use crate::error::ErrorKind;
use crate::model::{Layer, Snapshot, Unnamed};
use crate::read::ReadOptions;

#[test]
fn what_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let directory = Layer::open(folder.path()).unwrap_err().to_string();
    assert!(directory.ends_with("this is a directory\n  hint: name a file in it"));
    let missing = Layer::open(Path::new("/nowhere/a.geojson")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Io);
    let missing = missing.to_string();
    assert!(
        missing.starts_with("/nowhere/a.geojson: cannot open it: "),
        "{missing}"
    );
}

#[test]
fn a_file_is_read_by_its_content_and_may_name_the_controller() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Artsakh.geojson");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(TRIANGLE.as_bytes()).unwrap();
    std::fs::write(&path, gzip.finish().unwrap()).unwrap();
    let by_file = ReadOptions::default().unnamed(Unnamed::File);
    let snapshot = Snapshot::open(&path, &by_file).unwrap();
    assert_eq!(snapshot.controllers(), ["Artsakh"]);
    assert_eq!(snapshot.name, path.display().to_string());
}
