//! Small pictures of the reference case, compared by how far their pixels lie apart, and its page in the documents.
//!
//! They change only on request: `LANDSHIFT_UPDATE_GOLDEN=1 cargo test golden`. Look at them before committing.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use crate::support::{karabakh_map, landshift};

/// The mean difference of a colour channel that rounding on another machine may make, of 255.
const MOST: f64 = 2.0;

struct Picture {
    size: (u32, u32),
    channels: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Picture {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut channels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut channels).unwrap();
    Picture {
        size: (info.width, info.height),
        channels,
    }
}

fn is_updated() -> bool {
    std::env::var_os("LANDSHIFT_UPDATE_GOLDEN").is_some()
}

#[test]
fn the_page_in_the_documents_is_that_of_the_reference_case() {
    let folder = tempfile::tempdir().unwrap();
    landshift(folder.path())
        .args(["page", "karabakh", "-o", "karabakh.html"])
        .assert()
        .success();
    let page = fs::read(folder.path().join("karabakh.html")).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/karabakh.html");
    if is_updated() {
        fs::write(&kept, &page).unwrap();
    }
    assert!(
        fs::read(&kept).unwrap() == page,
        "docs/karabakh.html is another one; if that is meant, see the head of this file"
    );
}

#[test]
fn golden_pictures_look_as_they_did() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for kind in ["change", "before-after", "shares", "flows", "lineage"] {
        let file = format!("{kind}.png");
        let drawn = folder.path().join(&file);
        karabakh_map("karabakh")
            .args(["--kind", kind, "--width", "400", "-o"])
            .arg(&drawn)
            .assert()
            .success();
        let bytes = fs::read(&drawn).unwrap();
        if is_updated() {
            fs::create_dir_all(&kept).unwrap();
            fs::write(kept.join(&file), &bytes).unwrap();
        }
        let (new, old) = (decode(&bytes), decode(&fs::read(kept.join(&file)).unwrap()));
        assert_eq!(new.size, old.size, "{kind}");
        let apart: u64 = new
            .channels
            .iter()
            .zip(&old.channels)
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        let mean = apart as f64 / new.channels.len() as f64;
        assert!(
            mean <= MOST,
            "{kind}: {mean:.2} of 255; if that is meant, see the head of this file"
        );
    }
}
