//! The sums of all tiles, added up.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Manifest, TiledHolder, TiledSnapshot};
use super::sums::TileSums;
use crate::change::Fate;
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel};
use crate::overlay::closure;
use crate::overlay::{Flow, Heirs};
use crate::{Error, Result};

/// The change matrix of two snapshots that were measured tile by tile.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TiledChange {
    /// The earlier snapshot.
    pub before: TiledSnapshot,
    /// The later snapshot.
    pub after: TiledSnapshot,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// Every pair of holders that occurs, unchanged land first, then by size; nothing is noise.
    pub cells: Vec<TiledCell>,
    /// How many tiles were added up.
    pub tiles: usize,
    /// How many edges the mosaic has.
    pub edge_count: usize,
    /// The largest difference between a holder's input rings and what the tiles say they enclose, as a share of all land.
    pub closure: f64,
}

/// Land by holder before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TiledCell {
    /// Holder before; none is nobody.
    pub from: Option<String>,
    /// Holder after; none is nobody.
    pub to: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// How much it is.
    pub area: Area,
}

/// Adds up the sums of all tiles of a manifest, each with what its file is called.
///
/// # Errors
///
/// When a tile is missing, there twice, or not as the manifest has it, and when they do not add up to what the input rings
/// enclose. Errors name the file.
pub fn merged(manifest: &Manifest, sums: &[(String, TileSums)]) -> Result<TiledChange> {
    check_tiles(manifest, sums)?;
    let mut cells: BTreeMap<[Option<&str>; 2], Area> = BTreeMap::new();
    for cell in sums.iter().flat_map(|(_, sums)| &sums.cells) {
        *cells
            .entry([cell.from.as_deref(), cell.to.as_deref()])
            .or_default() += cell.area;
    }
    // What nobody holds reaches around the earth: less all others.
    cells.remove(&[None, None]);
    let work = &manifest.work;
    let edges = EdgeModel::named(&work.edges).ok_or_else(|| {
        Error::new(format!("`{}` is no model of edges", work.edges)).of_kind(ErrorKind::Syntax)
    })?;
    Ok(TiledChange {
        before: work.before.clone(),
        after: work.after.clone(),
        edges,
        closure: closure(manifest, sums, cells.values().copied().sum())?,
        cells: with_fates(&cells),
        tiles: sums.len(),
        edge_count: sums.iter().map(|(_, sums)| sums.edge_count).sum(),
    })
}

/// Each tile of the manifest is there once, as it was made, and no other is.
fn check_tiles(manifest: &Manifest, sums: &[(String, TileSums)]) -> Result<()> {
    let mut missing: BTreeMap<&str, &str> = BTreeMap::new();
    for listed in &manifest.tiles {
        missing.insert(&listed.tile, &listed.xxh3);
    }
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, sums) in sums {
        let refused = |what: String, hint: &str| {
            let error = Error::new(what).of_kind(ErrorKind::Base);
            Err(error.in_file(file).with_hint(hint))
        };
        if sums.tiles != manifest.id() {
            return refused(
                "is of a tile of other snapshots, or tiled otherwise".to_owned(),
                "name sums of the tiles that this manifest lists",
            );
        }
        if let Some(other) = known.insert(&sums.tile, file) {
            return refused(
                format!("is of tile {}, as {other} is", sums.tile),
                "name the sums of each tile once",
            );
        }
        if missing.remove(sums.tile.as_str()) != Some(&sums.tile_xxh3) {
            return refused(
                format!("is of a tile {} that is not the one of the manifest", sums.tile),
                "measure the tile again by `landshift tile-sums`",
            );
        }
    }
    all_there(manifest, &missing)
}

/// No tile is missing.
fn all_there(manifest: &Manifest, missing: &BTreeMap<&str, &str>) -> Result<()> {
    /// So many of them are named.
    const NAMED: usize = 8;
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.keys().take(NAMED).copied().collect();
    let more = if missing.len() > NAMED { ", …" } else { "" };
    Err(Error::new(format!(
        "{} of {} tiles are missing: {}{more}",
        missing.len(),
        manifest.tile_count(),
        names.join(", ")
    ))
    .of_kind(ErrorKind::Base)
    .with_hint("measure them by `landshift tile-sums`, and name the sums of all tiles"))
}

/// Compares what the tiles say that rings enclose with what they enclosed before.
fn closure(manifest: &Manifest, sums: &[(String, TileSums)], all: Area) -> Result<f64> {
    let snapshots = [&manifest.work.before, &manifest.work.after];
    let mut enclosed: BTreeMap<(usize, &str), Area> = BTreeMap::new();
    for ring in sums.iter().flat_map(|(_, sums)| &sums.rings) {
        *enclosed.entry((ring.snapshot, &ring.holder)).or_default() += ring.area;
    }
    let mut worst = 0.0_f64;
    for (place, snapshot) in snapshots.into_iter().enumerate() {
        let names: BTreeSet<&str> = snapshot
            .holders
            .iter()
            .map(|holder| holder.name.as_str())
            .collect();
        for TiledHolder {
            name,
            rings,
            snapping,
        } in &snapshot.holders
        {
            let found = enclosed.get(&(place, name.as_str())).copied().unwrap_or_default();
            let difference = (found - *rings).abs();
            if difference.m2() > closure::bound_m2(snapping.m2(), all) {
                return Err(does_not_close(snapshot, name, difference));
            }
            worst = worst.max(difference.m2() / all.m2());
        }
        let is_known = |&&(at, name): &&(usize, &str)| at != place || names.contains(name);
        if let Some((_, name)) = enclosed.keys().find(|key| !is_known(key)) {
            return Err(does_not_close(snapshot, name, enclosed[&(place, *name)]));
        }
    }
    Ok(worst)
}

fn does_not_close(snapshot: &TiledSnapshot, holder: &str, difference: Area) -> Error {
    Error::new(format!(
        "the tiles do not close: {holder} differs by {} m² from its input",
        difference.m2()
    ))
    .of_kind(ErrorKind::Internal)
    .in_file(&snapshot.name)
    .with_hint(closure::OUR_FAULT)
}

/// The cells in the order of a change matrix.
fn with_fates(cells: &BTreeMap<[Option<&str>; 2], Area>) -> Vec<TiledCell> {
    let flows = cells.iter().map(|(&[from, to], &area)| Flow { from, to, area });
    let heirs = Heirs::of(&flows.collect::<Vec<_>>());
    let cell = |(&[from, to], &area): (&[Option<&str>; 2], &Area)| TiledCell {
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        fate: Fate::of(from, to, &heirs),
        area,
    };
    let mut cells: Vec<TiledCell> = cells.iter().map(cell).collect();
    cells.sort_by_key(|cell| (cell.from != cell.to, std::cmp::Reverse(cell.area)));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Progress;
    use crate::testing::{bands, front};
    use crate::tiles::TiledPair;

    /// A front that moved, across which B's land of before reaches: tiled in three columns.
    fn tiled(passes: u16) -> (Manifest, Vec<Result<TileSums>>) {
        let before = bands(&[("A", 0.0, 1.0), ("B", 1.0, 3.0)]);
        let after = front(&[(1.0, 0.0), (2.3, 0.7), (1.5, 1.0)], [0.0, 3.0]);
        let (grid, progress) = ("3x1".parse().unwrap(), Progress::default());
        let edges = EdgeModel::StraightLonLat;
        let pair = TiledPair::new([&before, &after], edges, grid, passes, &progress).unwrap();
        let mut sums = Vec::new();
        let manifest = pair.files(|_, bytes| {
            sums.push(TileSums::of(bytes));
            Ok(())
        });
        (manifest.unwrap(), sums)
    }

    fn measured() -> (Manifest, Vec<(String, TileSums)>) {
        let (manifest, sums) = tiled(TiledPair::PASSES);
        let named = sums.into_iter().enumerate();
        let named = named.map(|(i, sums)| (format!("{i}.json"), sums.unwrap()));
        (manifest, named.collect())
    }

    #[test]
    fn files_say_what_was_made() {
        let (manifest, sums) = measured();
        assert_eq!(Manifest::read(&manifest.to_json().unwrap()).unwrap(), manifest);
        for (_, sums) in &sums {
            assert_eq!(TileSums::read(sums.to_json().unwrap().as_bytes()).unwrap(), *sums);
        }
        let change = merged(&manifest, &sums).unwrap();
        assert!(change.closure < 1e-12, "{}", change.closure);
        let kept = [("A", "A"), ("B", "B"), ("B", "A")].map(|(from, to)| (Some(from), Some(to)));
        let cells = change.cells.iter();
        let cells: BTreeSet<_> = cells
            .map(|cell| (cell.from.as_deref(), cell.to.as_deref()))
            .collect();
        assert_eq!(cells, BTreeSet::from(kept));
    }

    #[test]
    fn sums_that_do_not_close_are_an_error() {
        let (manifest, mut sums) = measured();
        sums[1].1.rings[0].area += Area::from_m2(1e6);
        let error = merged(&manifest, &sums).unwrap_err().to_string();
        assert!(error.contains("do not close"), "{error}");
    }

    #[test]
    fn a_tile_that_needs_more_passes_says_so() {
        let (_, sums) = tiled(1);
        let errors = sums.into_iter().filter_map(Result::err);
        let errors: Vec<String> = errors.map(|error| error.to_string()).collect();
        assert!(!errors.is_empty());
        assert!(
            errors.iter().all(|error| error.contains("made for 1")),
            "{errors:?}"
        );
    }
}
