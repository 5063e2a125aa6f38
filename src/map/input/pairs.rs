//! Maps of several dates and of the changes between pairs of them, as one page shows them.

use crate::map::input::data::{DatedLand, MapInput};
use crate::{Error, Result};

/// Several dates, and the changes between pairs of them.
#[derive(Debug, Clone, Default)]
pub struct MapPairs {
    /// What all maps share. Its earlier side holds the land of every date but the last, its transfers are those of all
    /// pairs.
    pub(in crate::map) shared: MapInput,
    /// The states in order of time.
    pub(in crate::map) states: Vec<DatedLand>,
    pub(in crate::map) pairs: Vec<MapPair>,
}

/// Two of the dates and the change between them.
#[derive(Debug, Clone)]
pub struct MapPair {
    /// The places of both dates in the order of time, from 0.
    pub places: [usize; 2],
    /// What a map of it shows.
    pub input: MapInput,
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
        let states: Option<Vec<DatedLand>> = (0..dates).map(|n| state(&pairs, n)).collect();
        let states = states.ok_or_else(|| Error::new("a date of the page is in none of its pairs"))?;
        let mut shared = overall.input.clone();
        let between = states.iter().take(dates.saturating_sub(1)).skip(1);
        let regions = between.flat_map(|state| state.regions.iter().cloned());
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
        })
    }
}

/// A date, from the first pair that has it.
fn state(pairs: &[MapPair], n: usize) -> Option<DatedLand> {
    pairs.iter().find_map(|MapPair { places, input }| match *places {
        [before, _] if before == n => Some(input.before.clone()),
        [_, after] if after == n => Some(input.after.clone()),
        _ => None,
    })
}
