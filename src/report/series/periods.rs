//! A series by periods, in rows and as a table.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{Timeline, date};
use crate::measure::{Area, AreaUnit, count};
use crate::report::document::Grid;
use crate::report::parts::quantity::{Day, Km2, SignedKm2};
use crate::series::{PeriodController, PeriodFigures, Periods, Series};

/// What a controller gained and lost in a period, noise included, and since the beginning of the series.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PeriodRow {
    /// The period, such as 2024-05, 2024-Q2, 2024 or the first of its days; where one step spans several, the first and the
    /// last of them, with `to` between.
    period: String,
    /// How many periods it is: more than one where one step spans them, so that it is not known in which land changed hands.
    #[schemars(range(min = 1))]
    periods: usize,
    /// The date of the snapshot before its first step.
    before: Day,
    /// The date of the snapshot after its last step.
    after: Day,
    /// The number of steps.
    #[schemars(range(min = 1))]
    steps: usize,
    /// How many days its longest step takes.
    longest_step_days: i64,
    /// Who gained and lost.
    controller: String,
    /// Gained in the period, km².
    gained_km2: Km2,
    /// The part of the gains that is noise, km².
    gained_noise_km2: Km2,
    /// Lost in the period, km².
    lost_km2: Km2,
    /// The part of the losses that is noise, km².
    lost_noise_km2: Km2,
    /// Gained less lost in the period, km².
    net_km2: SignedKm2,
    /// Gained since the beginning of the series, km².
    gained_so_far_km2: Km2,
    /// Lost since the beginning of the series, km².
    lost_so_far_km2: Km2,
    /// Gained less lost since the beginning of the series, km².
    net_so_far_km2: SignedKm2,
    /// Held at the end of the period, km².
    held_km2: Km2,
}

/// The rows of a series by periods; none unless it was asked for.
pub(super) fn rows(timeline: &Timeline) -> Vec<PeriodRow> {
    let Some(periods) = &timeline.periods else {
        return Vec::new();
    };
    let rows = periods.all.iter().flat_map(|figures| {
        let row = move |c| row(&timeline.series, periods, figures, c);
        figures.controllers.iter().map(row)
    });
    rows.collect()
}

fn row(series: &Series, periods: &Periods, figures: &PeriodFigures, c: &PeriodController) -> PeriodRow {
    let snapshot = |place: usize| date(&series.snapshots[place]).into();
    PeriodRow {
        period: name(periods, figures),
        periods: figures.periods,
        before: snapshot(figures.steps.start),
        after: snapshot(figures.steps.end),
        steps: figures.steps.len(),
        longest_step_days: longest(series, figures),
        controller: c.name.clone(),
        gained_km2: c.gained.into(),
        gained_noise_km2: c.gained_noise.into(),
        lost_km2: c.lost.into(),
        lost_noise_km2: c.lost_noise.into(),
        net_km2: c.net().into(),
        gained_so_far_km2: c.gained_so_far.into(),
        lost_so_far_km2: c.lost_so_far.into(),
        net_so_far_km2: c.net_so_far().into(),
        held_km2: c.held.into(),
    }
}

/// `2024-05`, or `2024-08 to 2024-11` where one step spans several.
fn name(periods: &Periods, figures: &PeriodFigures) -> String {
    let name = |period| periods.every.name(period);
    if figures.is_gap() {
        format!("{} to {}", name(&figures.first), name(&figures.last))
    } else {
        name(&figures.first)
    }
}

fn longest(series: &Series, figures: &PeriodFigures) -> i64 {
    let days = series.days();
    days[figures.steps.clone()]
        .iter()
        .copied()
        .max()
        .unwrap_or_default()
}

/// `By month, km²`
pub(super) fn heading(periods: &Periods, unit: AreaUnit) -> String {
    format!("By {}, {unit}", periods.every)
}

/// The table of the controllers who gained or lost anything in each period; slivers are in the sums.
pub(super) fn table(series: &Series, periods: &Periods, unit: AreaUnit) -> Grid {
    let headings = [
        "period",
        "controller",
        "gained",
        "lost",
        "net",
        "net so far",
        "held",
        "from – to",
    ];
    let mut table = Grid::new(2, headings).last_in_words();
    for figures in &periods.all {
        let moved = figures
            .controllers
            .iter()
            .filter(|c| c.gained > Area::ZERO || c.lost > Area::ZERO);
        for c in moved {
            table.row([
                name(periods, figures),
                c.name.clone(),
                c.gained.number(unit),
                c.lost.number(unit),
                c.net().difference(unit),
                c.net_so_far().difference(unit),
                c.held.number(unit),
                span(series, figures),
            ]);
        }
    }
    table
}

/// The dates between which it all happened, and that one step spans several periods.
fn span(series: &Series, figures: &PeriodFigures) -> String {
    let [from, to] = [figures.steps.start, figures.steps.end].map(|place| date(&series.snapshots[place]));
    if figures.is_gap() {
        let days = u64::try_from(longest(series, figures)).unwrap_or_default();
        format!("{from} – {to}: one step of {} days, nothing between", count(days))
    } else {
        format!("{from} – {to}")
    }
}

/// What is to be said of the periods.
pub(super) fn notes(periods: &Periods) -> Vec<String> {
    let mut notes = vec![
        "A step belongs to the period in which most of its days are. So the dates of a row, not the bounds of its \
         period, say between which snapshots land changed hands."
            .to_owned(),
    ];
    let gaps = periods.all.iter().filter(|figures| figures.is_gap()).count();
    if gaps > 0 {
        let rows = if gaps == 1 { "One row is" } else { "Some rows are" };
        notes.push(format!(
            "{rows} of several periods: one step spans them, and the data does not say in which of them land changed \
             hands."
        ));
    }
    notes
}
