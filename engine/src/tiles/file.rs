//! A tile as a file: a line that says what it is, a hash of all that follows, a line of JSON, and the tile.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::version::of_this_version;
use crate::error::ErrorKind;
use crate::measure::EdgeModel;
use crate::mosaic::Tile;
use crate::{Error, Result};

/// What the file begins with.
const TITLE: &[u8] = b"landshift tile\n";

/// What to do about a file that is not what it should be.
const MAKE_ANEW: &str = "copy it again, or make the tiles anew";

/// A tile with what it takes to say who holds its land.
#[derive(Debug)]
pub(super) struct TileFile {
    pub(super) heading: Heading,
    pub(super) tile: Tile,
    /// The hash that the file states.
    pub(super) hash: String,
}

/// What a tile belongs to, and who holds its land.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Heading {
    pub(super) version: String,
    /// See [`super::Manifest::id`].
    pub(super) tiles: String,
    /// Its column and row, as in `3-2`.
    pub(super) tile: String,
    pub(super) edges: String,
    /// The names of all who hold land in it.
    pub(super) names: Vec<String>,
    /// By snapshot and feature, the place of who holds it among the names.
    pub(super) holders: [BTreeMap<usize, usize>; 2],
}

impl Heading {
    /// Who holds what a feature of a snapshot covers.
    pub(super) fn holder(&self, snapshot: usize, feature: usize) -> Option<&str> {
        let place = *self.holders.get(snapshot)?.get(&feature)?;
        self.names.get(place).map(String::as_str)
    }

    /// How edges run and measure.
    pub(super) fn edge_model(&self) -> Result<EdgeModel> {
        EdgeModel::named(&self.edges).ok_or_else(|| damaged("names no model of edges"))
    }
}

/// The bytes of a file, and the hash that it states.
pub(super) fn bytes(heading: &Heading, tile: &Tile) -> Result<(Vec<u8>, String)> {
    let heading = serde_json::to_vec(heading).map_err(|e| Error::new(e.to_string()))?;
    let content = [heading.as_slice(), b"\n", &tile.to_bytes()].concat();
    let hash = hash_of(&content);
    Ok(([TITLE, hash.as_bytes(), b"\n", &content].concat(), hash))
}

/// 32 hexadecimal digits (XXH3, 128 bits).
pub(super) fn hash_of(content: &[u8]) -> String {
    format!("{:032x}", xxh3_128(content))
}

impl TileFile {
    /// Reads a file of a tile.
    ///
    /// # Errors
    ///
    /// When it is none, was damaged, or is of another version of this program.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let Some(rest) = bytes.strip_prefix(TITLE) else {
            return Err(Error::new("is no tile")
                .of_kind(ErrorKind::Syntax)
                .with_hint("name a file that `landshift tile` wrote"));
        };
        let (hash, content) = line(rest).ok_or_else(|| damaged("is cut off"))?;
        if hash != hash_of(content).as_bytes() {
            return Err(damaged("is not as it was written"));
        }
        let (heading, tile) = line(content).ok_or_else(|| damaged("is cut off"))?;
        Ok(Self {
            heading: of_this_version(heading, damaged)?,
            tile: Tile::from_bytes(tile).ok_or_else(|| damaged("holds no tile"))?,
            hash: String::from_utf8_lossy(hash).into_owned(),
        })
    }
}

/// The first line, and what comes after.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

fn damaged(how: &str) -> Error {
    Error::new(format!("the tile was damaged: it {how}"))
        .of_kind(ErrorKind::Syntax)
        .with_hint(MAKE_ANEW)
}
