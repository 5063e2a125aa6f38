//! Whether the day on which a feature ends is still its own.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil;

use crate::model::{Date, Feature};
use crate::read::time_columns::Ends;

/// Why ends are understood as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It was stated, by the user or the file.
    Stated,
    /// So it is where properties are called so, and nothing in the data speaks against it.
    Custom,
    /// So many features end as another one in the same place begins.
    Data(usize),
}

/// How ends are understood, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EndsFound {
    pub(super) ends: Ends,
    pub(super) why: Why,
}

impl fmt::Display for EndsFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.ends {
            Ends::Inclusive => "the last day is included",
            Ends::Exclusive => "the day of the end is not included",
        };
        match (self.why, self.ends) {
            (Why::Data(times), Ends::Inclusive) => {
                write!(
                    f,
                    "{what}: {times} of its ends are the day before another begins there"
                )
            }
            (Why::Data(times), Ends::Exclusive) => {
                write!(f, "{what}: on {times} of them another begins there")
            }
            _ => f.write_str(what),
        }
    }
}

/// A feature with the times that it states.
pub(super) struct Stated<'a> {
    pub(super) feature: &'a Feature,
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
}

/// How ends are meant: as is stated; else as the data shows, in which features end where others begin; else by `custom`.
pub(super) fn find(stated: Option<Ends>, custom: Ends, features: &[Stated]) -> EndsFound {
    if let Some(ends) = stated {
        return EndsFound {
            ends,
            why: Why::Stated,
        };
    }
    let [included, excluded] = evidence(features);
    let (ends, why) = match (included, excluded) {
        (n, 0) if n > 0 => (Ends::Inclusive, Why::Data(n)),
        (0, n) if n > 0 => (Ends::Exclusive, Why::Data(n)),
        // Some of both: as by far the most.
        (n, m) if n > 4 * m => (Ends::Inclusive, Why::Data(n)),
        (n, m) if m > 4 * n => (Ends::Exclusive, Why::Data(m)),
        _ => (custom, Why::Custom),
    };
    let why = if ends == custom { Why::Custom } else { why };
    EndsFound { ends, why }
}

/// How many features end the day before another one begins in the same place, and how many on the day itself; those of
/// which both could be said are left out.
fn evidence(features: &[Stated]) -> [usize; 2] {
    let mut begins: BTreeMap<civil::Date, Vec<Bounds>> = BTreeMap::new();
    for stated in features {
        if let (Some(start), Some(bounds)) = (stated.start, Bounds::of(stated.feature)) {
            begins.entry(start.first_day()).or_default().push(bounds);
        }
    }
    let mut counts = [0, 0];
    for stated in features {
        let (Some(end), Some(bounds)) = (stated.end, Bounds::of(stated.feature)) else {
            continue;
        };
        let begins = |day: civil::Date| {
            let others = begins.get(&day);
            others.is_some_and(|others| others.iter().any(|other| other.meets(&bounds)))
        };
        let next = end.following().is_some_and(|next| begins(next.first_day()));
        match [next, begins(end.first_day())] {
            [true, false] => counts[0] += 1,
            [false, true] => counts[1] += 1,
            _ => {}
        }
    }
    counts
}

/// West, south, east and north of a feature's land.
#[derive(Clone, Copy)]
struct Bounds([i64; 4]);

impl Bounds {
    fn of(feature: &Feature) -> Option<Self> {
        let shells = feature
            .geometry
            .polygons
            .iter()
            .flat_map(|polygon| &polygon.exterior().0);
        let bounds = shells.fold(None, |bounds: Option<[i64; 4]>, p| {
            let [w, s, e, n] = bounds.unwrap_or([p.x, p.y, p.x, p.y]);
            Some([w.min(p.x), s.min(p.y), e.max(p.x), n.max(p.y)])
        });
        bounds.map(Self)
    }

    fn meets(&self, other: &Self) -> bool {
        let ([w, s, e, n], [west, south, east, north]) = (self.0, other.0);
        w < east && west < e && s < north && south < n
    }
}
