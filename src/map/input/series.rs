//! Maps of more than two dates: small multiples, frames of an animation, and the shares over time.

use crate::change::{Change, Succession};
use crate::language::fill;
use crate::map::input::data::{ChangedLand, DatedLand, MapInput};
use crate::map::input::highlight::Highlight;
use crate::map::input::measured::{MeasuredChange, of_held};
use crate::map::input::pair;
use crate::map::input::ranges::Ranges;
use crate::map::input::state::side;
use crate::map::input::surroundings::Surroundings;
use crate::measure::polygons_area;
use crate::model::Date;
use crate::noise::ClassifiedOverlay;
use crate::overlay::SnapshotFigures;
use crate::{Error, Result};

/// The states of a case on two dates or more.
#[derive(Debug, Clone, Default)]
pub struct MapSeries {
    /// What all maps share. Its earlier side holds the land of every date but the last, its transfers are those of all
    /// steps.
    pub input: MapInput,
    /// What changed hands from the first date to the last.
    pub overall: Vec<ChangedLand>,
    /// The states in order of time.
    pub states: Vec<SeriesState>,
}

/// The state on one date, and how it came about.
#[derive(Debug, Clone, Default)]
pub struct SeriesState {
    /// Who holds what.
    pub side: DatedLand,
    /// When, in days from any start; none if the data has no date.
    pub day: Option<f64>,
    /// What changed hands since the date before.
    pub transfers: Vec<ChangedLand>,
    /// What changed hands around the frame, see [`MapInput::around`].
    pub around: Vec<ChangedLand>,
    /// Who succeeded whom since then.
    pub successions: Vec<Succession>,
    /// Land whose holder is another than on the first date, by the holders then and now; only where that is shown.
    pub since_first: Vec<ChangedLand>,
}

impl From<&MapInput> for MapSeries {
    /// The two states of a pair.
    fn from(input: &MapInput) -> Self {
        let before = SeriesState {
            side: input.before.clone(),
            ..SeriesState::default()
        };
        let after = SeriesState {
            side: input.after.clone(),
            day: None,
            transfers: input.transfers.clone(),
            around: input.around.clone(),
            successions: input.successions.clone(),
            since_first: Vec::new(),
        };
        Self {
            overall: input.transfers.clone(),
            states: vec![before, after],
            input: input.clone(),
        }
    }
}

impl MapSeries {
    /// The states of all snapshots of the overlay, with the change of every step; at least one step.
    ///
    /// # Errors
    ///
    /// When there are fewer than two snapshots, a step does not close, see [`Change::between`], or what is to be
    /// highlighted is not in the data.
    pub fn of_overlay(classified: &ClassifiedOverlay, surroundings: &Surroundings) -> Result<Self> {
        let overlay = classified.overlay();
        let overall = classified
            .overall()
            .ok_or_else(|| Error::new("a series needs two dates or more"))?;
        let surroundings = &*surroundings.isolating(overlay);
        let whole = Change::between(classified, overall)?;
        let measured = MeasuredChange {
            overlay,
            change: &whole,
        };
        let mut input = MapInput::of_change(measured, surroundings)?;
        let highlight = Highlight::find(overlay, surroundings)?;
        let mut states = Vec::new();
        let mut transfers: Vec<ChangedLand> = Vec::new();
        let mut around: Vec<ChangedLand> = Vec::new();
        let mut successions: Vec<Succession> = Vec::new();
        let steps = std::iter::once(None).chain(classified.steps().map(Some));
        for ((n, snapshot), step) in overlay.snapshots().iter().enumerate().zip(steps) {
            let mut state = SeriesState {
                side: side(overlay, n, surroundings),
                day: snapshot.date.map(day_of),
                ..SeriesState::default()
            };
            if let Some(step) = step {
                let change = Change::between(classified, step)?;
                state.transfers = highlight.transfers(overlay, &change);
                state.around = pair::around(&change);
                state.successions = change.successions();
            }
            transfers.extend(state.transfers.iter().cloned());
            around.extend(state.around.iter().cloned());
            successions.extend(state.successions.iter().cloned());
            let side = &mut state.side;
            if overlay.has_accuracy(&[n]) {
                let margins = overlay.held_margins(n);
                side.ranges = of_held(margins, &side.regions);
            }
            if n > 0 && n < overall.after() {
                input.before.regions.extend(side.regions.iter().cloned());
            }
            states.push(state);
        }
        // Charts and small maps tell what is held.
        let held = states
            .iter()
            .flat_map(|state| &state.side.regions)
            .map(|region| region.area);
        input.language = input.language.in_unit(whole.area_units.of(held));
        let overall_changes = std::mem::replace(&mut input.transfers, transfers);
        input.around = around;
        input.successions = successions;
        input.kept = Vec::new();
        // Tables are of pairs.
        input.ranges = Ranges::default();
        if highlight.is_empty() {
            let titled = &pair::titled(&whole, &surroundings.language);
            let headline = whole.headline_over(&input.successions, titled);
            input.title = pair::within(headline, &whole, titled);
        }
        let figures: Vec<SnapshotFigures> = (0..=overall.after())
            .map(|n| SnapshotFigures::of(overlay, n))
            .collect();
        input.credits = pair::credits(&figures, surroundings);
        let (language, words) = (&surroundings.language, &surroundings.language.words.subtitle);
        input.subtitle = if surroundings.title.is_empty() {
            words.series.clone()
        } else {
            fill(&words.series_of, &[("title", language.name(&surroundings.title))])
        };
        Ok(Self {
            input,
            overall: overall_changes,
            states,
        })
    }
}

impl MapSeries {
    /// The same of units in place of controllers.
    #[must_use]
    pub fn of_units(mut self, surroundings: &Surroundings) -> Self {
        let (language, title) = (&surroundings.language, &surroundings.title);
        self.input.subtitle = if title.is_empty() {
            language.words.subtitle.units.clone()
        } else {
            language.name(title).to_owned()
        };
        self
    }

    /// The same with what each state shows of all that changed since the first.
    #[must_use]
    pub fn since_first(mut self, classified: &ClassifiedOverlay) -> Self {
        let overlay = classified.overlay();
        for (n, state) in self.states.iter_mut().enumerate().skip(1) {
            let holders = |face| [0, n].map(|snapshot| overlay.controller(snapshot, face));
            let changed = overlay
                .mosaic()
                .dissolve(|face| Some(holders(face)).filter(|[first, now]| first != now));
            let edges = overlay.mosaic().edge_model();
            let land = changed
                .into_iter()
                .filter_map(|([from, to], polygons)| Some((from, to?, polygons)));
            let land = land.map(|(from, to, polygons)| ChangedLand {
                from: from.map(str::to_owned),
                to: Some(to.to_owned()),
                area: polygons_area(&polygons, edges),
                polygons,
                ..ChangedLand::default()
            });
            state.since_first = land.collect();
        }
        self
    }
}

/// Days on a scale of mean years; fine enough to place a date on a chart.
fn day_of(date: Date) -> f64 {
    let text = date.to_string();
    let mut parts = text.splitn(3, '-').map(|p| p.parse::<f64>().unwrap_or(1.0));
    let mut next = || parts.next().unwrap_or(1.0);
    let (year, month, day) = (next(), next(), next());
    year * 365.2425 + (month - 1.0) * 30.44 + day
}
