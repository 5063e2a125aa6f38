//! Maps of several dates and of the changes between pairs of them, as one page shows them.

use crate::map::input::data::{DatedLand, MapInput};
use crate::map::input::steps::MapStep;
use crate::measure::EdgeModel;
use crate::{Error, Result};

/// Several dates, and the changes between pairs of them.
#[derive(Debug, Clone, Default)]
pub struct MapPairs {
    /// What all maps share. Its earlier side holds the land of every date but the last, its transfers are those of all
    /// pairs.
    pub(in crate::map) shared: MapInput,
    /// The states that are drawn, in order of time.
    pub(in crate::map) states: Vec<MapState>,
    pub(in crate::map) pairs: Vec<MapPair>,
    /// Where there are too many dates for that: what moved from each to the next.
    pub(in crate::map) course: Option<MapSteps>,
}

/// A date, and its place in the order of time, from 0.
#[derive(Debug, Clone)]
pub(in crate::map) struct MapState {
    pub place: usize,
    pub land: DatedLand,
}

/// Two of the dates and the change between them.
#[derive(Debug, Clone)]
pub struct MapPair {
    /// The places of both dates in the order of time, from 0.
    pub places: [usize; 2],
    /// What a map of it shows.
    pub input: MapInput,
}

/// The steps of a long series.
#[derive(Debug, Clone)]
pub struct MapSteps {
    /// From each date to the next.
    pub steps: Vec<MapStep>,
    /// A line under each date, where there is one.
    pub captions: Vec<Option<String>>,
    /// How edges run.
    pub edges: EdgeModel,
}

impl MapPairs {
    /// Pairs of so many dates; the last one is over all.
    ///
    /// # Errors
    ///
    /// If there are none, or a date is in none of them.
    pub fn new(dates: usize, pairs: Vec<MapPair>) -> Result<Self> {
        let Some(overall) = pairs.last() else {
            return Err(Error::new("a page needs two dates or more"));
        };
        let states: Option<Vec<MapState>> = (0..dates).map(|n| state(&pairs, n)).collect();
        let states = states.ok_or_else(|| Error::new("a date of the page is in none of its pairs"))?;
        let mut shared = overall.input.clone();
        let between = states.iter().take(dates.saturating_sub(1)).skip(1);
        let regions = between.flat_map(|state| state.land.regions.iter().cloned());
        shared.before.regions.extend(regions);
        let inputs = || pairs.iter().map(|pair| &pair.input);
        shared.transfers = inputs()
            .flat_map(|input| input.transfers.iter().cloned())
            .collect();
        shared.around = inputs().flat_map(|input| input.around.iter().cloned()).collect();
        shared.successions.clear();
        for step in inputs().flat_map(|input| &input.successions) {
            let is_known =
                |known: &crate::change::Succession| (&known.from, &known.to) == (&step.from, &step.to);
            if !shared.successions.iter().any(is_known) {
                shared.successions.push(step.clone());
            }
        }
        Ok(Self {
            shared,
            states,
            pairs,
            course: None,
        })
    }

    /// The first and the last date of a long series, and its steps.
    pub fn of_series(overall: MapInput, series: MapSteps) -> Self {
        let last = series.steps.len();
        let mut shared = overall.clone();
        for step in &series.steps {
            shared.transfers.extend(step.transfers.iter().cloned());
            shared.around.extend(step.around.iter().cloned());
            shared.before.regions.extend(step.newcomers());
        }
        let state = |place: usize, land: &DatedLand| MapState {
            place,
            land: land.clone(),
        };
        Self {
            shared,
            states: vec![state(0, &overall.before), state(last, &overall.after)],
            pairs: vec![MapPair {
                places: [0, last],
                input: overall,
            }],
            course: Some(series),
        }
    }

    /// The drawn date at a place in the order of time.
    pub(in crate::map) fn land(&self, place: usize) -> Option<&DatedLand> {
        let state = self.states.iter().find(|state| state.place == place)?;
        Some(&state.land)
    }
}

/// A date, from the first pair that has it.
fn state(pairs: &[MapPair], place: usize) -> Option<MapState> {
    let land = pairs.iter().find_map(|MapPair { places, input }| match *places {
        [before, _] if before == place => Some(input.before.clone()),
        [_, after] if after == place => Some(input.after.clone()),
        _ => None,
    })?;
    Some(MapState { place, land })
}
