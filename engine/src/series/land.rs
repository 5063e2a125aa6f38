//! The history of the land: who held what from when to when, as shapes.
//!
//! All snapshots are overlaid at once. A face has one holder on each date; as long as the holder stays the same it is one
//! run. The faces with a run of the same holder, from the same date to the same date, are one piece of the history. So the
//! pieces that hold on a date are the land of its snapshot, exactly.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel};
use crate::model::{Date, GridPolygon, ReferenceLayers, Snapshot};
use crate::mosaic::FaceId;
use crate::overlay::{ControllerId, Overlay, Settings, closure};
use crate::progress::Progress;
use crate::{Error, Result};

/// The land of a series, cut into pieces that one controller held without a break.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LandHistory {
    /// The pieces, in order of their start, their controller and their end.
    pub pieces: Vec<HeldLand>,
    /// The dates of the snapshots, in order.
    pub dates: Vec<Date>,
    /// How edges run and measure.
    pub edges: EdgeModel,
}

/// Land that one controller held from one date to another.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldLand {
    /// Who held it.
    pub controller: Arc<str>,
    /// The date of the first snapshot in which it did.
    pub start: Date,
    /// The date of the first snapshot in which it no longer did; none if it did to the last.
    pub end: Option<Date>,
    /// Its area.
    pub area: Area,
    /// Its shape.
    pub polygons: Vec<GridPolygon>,
}

/// From its first snapshot to the one after its last: who holds a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    holder: ControllerId,
    start: usize,
    end: usize,
}

impl LandHistory {
    /// The history of snapshots, which have dates and are in order of time, on the land that the layers confine it to.
    ///
    /// # Errors
    ///
    /// When there is none, one has no date, two have the same or are not in order, the overlay does not close, or the work is
    /// interrupted.
    pub fn of(
        snapshots: &[Arc<Snapshot>],
        layers: &ReferenceLayers,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Self> {
        let dates = dates(snapshots)?;
        let layers = Arc::new(layers.confined());
        let overlay = Overlay::new(snapshots.to_vec(), layers, settings, progress)?;
        for snapshot in 0..dates.len() {
            closure::check(&overlay, snapshot)?;
        }
        progress.stage("joining the land of each holder")?;
        let mosaic = overlay.mosaic();
        let runs = Runs::of(&overlay);
        let mut pieces = Vec::new();
        for (start, &date) in dates.iter().enumerate() {
            let key = |face| runs.from(face, start).map(|run| (run.holder, run.end));
            let mut areas: BTreeMap<(ControllerId, usize), Area> = mosaic.areas_by(key);
            for (key, polygons) in mosaic.dissolve(key) {
                let (holder, end) = key;
                pieces.push(HeldLand {
                    controller: overlay.shared_name(holder),
                    start: date,
                    end: dates.get(end).copied(),
                    area: areas.remove(&key).unwrap_or_default(),
                    polygons,
                });
            }
        }
        Ok(Self {
            pieces,
            dates,
            edges: settings.edges,
        })
    }

    /// The pieces that hold on a date.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &HeldLand> {
        self.pieces.iter().filter(move |piece| {
            piece.start.first_day() <= date.first_day()
                && piece.end.is_none_or(|end| date.first_day() < end.first_day())
        })
    }
}

/// The runs of all faces, in order of faces and time.
struct Runs {
    all: Vec<Run>,
    /// By face, where its runs begin in `all`; and where the last ones end.
    first: Vec<usize>,
}

impl Runs {
    fn of(overlay: &Overlay) -> Self {
        let snapshots = overlay.snapshots().len();
        // No face has the number 0: it is the outside.
        let (mut all, mut first) = (Vec::new(), vec![0, 0]);
        for face in overlay.mosaic().faces() {
            let begins = all.len();
            for snapshot in 0..snapshots {
                let Some(holder) = overlay.controller_id(snapshot, face) else {
                    continue;
                };
                let last = all[begins..].last_mut();
                match last.filter(|run: &&mut Run| run.end == snapshot && run.holder == holder) {
                    Some(run) => run.end += 1,
                    None => all.push(Run {
                        holder,
                        start: snapshot,
                        end: snapshot + 1,
                    }),
                }
            }
            first.push(all.len());
        }
        Self { all, first }
    }

    /// The run of a face that begins with a snapshot.
    fn from(&self, face: FaceId, start: usize) -> Option<&Run> {
        let runs = &self.all[self.first[face.index()]..self.first[face.index() + 1]];
        let place = runs.binary_search_by_key(&start, |run| run.start).ok()?;
        runs.get(place)
    }
}

fn dates(snapshots: &[Arc<Snapshot>]) -> Result<Vec<Date>> {
    let mut dates: Vec<Date> = Vec::new();
    for snapshot in snapshots {
        let wrong = |what: String| {
            Error::new(what)
                .of_kind(ErrorKind::Attribute)
                .in_file(&snapshot.name)
        };
        let date = snapshot.date.ok_or_else(|| wrong("has no date".to_owned()))?;
        if let Some(before) = dates
            .last()
            .filter(|before| before.first_day() >= date.first_day())
        {
            return Err(wrong(format!("is of {date}, not after {before}"))
                .with_hint("a history has one snapshot for each day, in order of time"));
        }
        dates.push(date);
    }
    Ok(dates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{bands, shared};

    fn history(days: &[&[(&str, f64, f64)]]) -> LandHistory {
        let snapshots = days.iter().enumerate().map(|(day, land)| Snapshot {
            date: format!("2024-01-0{}", day + 1).parse().ok(),
            ..bands(land)
        });
        LandHistory::of(
            &shared(snapshots.collect()),
            &ReferenceLayers::default(),
            &Settings::default(),
            &Progress::default(),
        )
        .unwrap()
    }

    #[test]
    fn land_is_cut_by_who_held_it_from_when_to_when() {
        let history = history(&[
            &[("A", 0., 2.), ("B", 2., 4.)],
            &[("A", 0., 3.), ("B", 3., 4.)],
            &[("A", 0., 2.), ("B", 2., 4.)],
            &[("A", 0., 2.)],
        ]);
        let told: Vec<String> = history
            .pieces
            .iter()
            .map(|p| {
                let end = p.end.map_or("..".to_owned(), |end| end.to_string());
                format!(
                    "{} {} {end} {:.0}",
                    p.controller,
                    p.start,
                    p.area.km2() / 12_308.8
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "A 2024-01-01 .. 2",
                "B 2024-01-01 2024-01-02 1",
                "B 2024-01-01 2024-01-04 1",
                "A 2024-01-02 2024-01-03 1",
                "B 2024-01-03 2024-01-04 1",
            ]
        );
        let on = |date: &str| history.on(date.parse().unwrap()).map(|p| p.area).sum::<Area>();
        let whole =
            crate::measure::polygons_area(&bands(&[("A", 0., 4.)]).territories[0].polygons, history.edges);
        assert_eq!(on("2024-01-01"), on("2024-01-02"));
        assert!((on("2024-01-03") - whole).abs().m2() < 1e-3);
    }
}
