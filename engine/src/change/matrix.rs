//! The change between two snapshots: who held what before and after, and the matrix from whom to whom.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::ground::Ground;
use super::transfer::{Tally, transfers, transfers_around};
use super::{Fate, Recognition, Succession, Transfer};
use crate::Result;
use crate::measure::{Area, AreaRange, AreaUnit, AreaUnits, EdgeModel, Length};
use crate::mosaic::FaceId;
use crate::noise::{ClassifiedOverlay, Evidence, Holders, NoiseReasons, StepEvidence};
use crate::overlay::{
    ControllerId, Heirs, Margin, MovedMargins, Overlay, SnapshotFigures, Step, WithinFigures, closure,
};
use crate::parallel::join;

/// One cell of the change matrix: land by holder before and after, unchanged land included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Holder before; none where the earlier snapshot has no land.
    pub from: Option<String>,
    /// Holder after; none where the later snapshot has no land.
    pub to: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// All of it, noise included.
    pub area: Area,
    /// The part in pieces narrower than the tolerance.
    pub noise: Area,
    /// By how much the area without noise may be off; none where the accuracy of its lines is not known.
    pub margin: Option<Margin>,
    /// How many pieces hang together along edges.
    pub parts: usize,
}

impl Transition {
    /// Whether its holder has another name after: it changed hands, or passed to its holder's heir.
    pub fn is_change(&self) -> bool {
        self.from != self.to
    }

    /// Whether it changed hands.
    pub fn changed_hands(&self) -> bool {
        self.fate.is_change_of_hands()
    }

    /// The area without noise: the change that is wider than the tolerance.
    pub fn without_noise(&self) -> Area {
        self.area - self.noise
    }

    /// The lowest and the highest area that the data allows: the lines off the one and the other way as far as they
    /// may be, noise left out and taken in.
    pub fn range(&self) -> AreaRange {
        let margin = self.margin.unwrap_or_default();
        margin.range_with_noise(self.without_noise(), self.noise)
    }
}

/// What one controller held before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ControllerChange {
    /// Its name.
    pub name: String,
    /// Held before.
    pub before: Area,
    /// Held after.
    pub after: Area,
    /// Held after and not before, but for what it took over by succession.
    pub gained: Area,
    /// Held before and not after, but for what passed to its heir.
    pub lost: Area,
    /// Taken over by succession, less what passed to its heir.
    pub succession: Area,
    /// By how much these may be off.
    pub margins: ControllerMargins,
}

/// By how much a controller's figures may be off, gains and losses without their noise; none where the accuracy of the
/// lines is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControllerMargins {
    /// Of [`ControllerChange::before`].
    pub before: Option<Margin>,
    /// Of [`ControllerChange::after`].
    pub after: Option<Margin>,
    /// Of [`ControllerChange::gained`].
    pub gained: Option<Margin>,
    /// Of [`ControllerChange::lost`].
    pub lost: Option<Margin>,
    /// Of [`ControllerChange::net`]; none where succession has part in it.
    pub net: Option<Margin>,
}

impl ControllerChange {
    /// After less before: gained less lost, and what came or went by succession.
    pub fn net(&self) -> Area {
        self.gained - self.lost + self.succession
    }
}

/// The change between two snapshots.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The step of the overlay that it is the change of.
    pub step: Step,
    /// The earlier snapshot.
    pub before: SnapshotFigures,
    /// The later snapshot.
    pub after: SnapshotFigures,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// The largest width below which a piece is noise; 0 where all count.
    pub tolerance: Length,
    /// Why changed land is noise or counts; none where the tolerance was set.
    pub evidence: Option<Evidence>,
    /// The change matrix: every pair that occurs, unchanged land first, then by size.
    pub transitions: Vec<Transition>,
    /// The controllers, by size before.
    pub controllers: Vec<ControllerChange>,
    /// The changed land, piece by piece.
    pub transfers: Vec<Transfer>,
    /// The changed land around the part that a picture frames, which no figure counts; none where it frames all.
    pub around: Vec<Transfer>,
    /// Who holds land that whom is recognised as sovereign over; none where the overlay has no claims.
    pub recognition: Option<Recognition>,
    /// The land that all figures are about; none is all land.
    pub within: Option<WithinFigures>,
    /// What each controller held before outside of it, without land that was added; nothing where it is all land.
    pub outside: BTreeMap<String, Area>,
    /// In which unit areas are told to people.
    pub area_units: AreaUnits,
    /// The largest difference between a controller's input rings and its land in the overlay, as a share of all land.
    pub closure: f64,
    /// What it was measured on.
    #[doc(hidden)]
    pub ground: Ground,
}

impl Change {
    /// The change in a step of the overlay, with a margin for every area whose lines are known to some accuracy.
    ///
    /// # Errors
    ///
    /// When the overlay does not close, see [`Change::closure`], when it was not classified for the step, and when no
    /// snapshot has any of the land that it is confined to.
    pub fn between(classified: &ClassifiedOverlay, step: Step) -> Result<Self> {
        let (tolerance, evidence) = (classified.tolerance(step)?, classified.evidence(step)?);
        let overlay = classified.overlay();
        let within = WithinFigures::of(overlay)?;
        let figures = || step.places().map(|index| SnapshotFigures::of(overlay, index));
        let closure = || {
            let [before, after] = step.places().map(|index| closure::check(overlay, index));
            Ok(before?.max(after?))
        };
        // All of these look at every face; none needs another.
        let ((transfers, unchanged), (areas, figures, closure)) = join(
            || join(|| transfers(classified, step), || unchanged_pieces(overlay, step)),
            || (areas(overlay, step), figures(), closure()),
        );
        let (mut transfers, changed) = transfers?;
        let mut around = transfers_around(classified, step)?;
        let heirs = if overlay.is_confined() {
            Holders::heirs(&Holders::areas_anywhere(overlay, step))
        } else {
            Holders::heirs(&areas)
        };
        let heirs = heirs.map(|id| overlay.name(id));
        for t in transfers.iter_mut().chain(&mut around) {
            t.fate = Fate::of(t.from.as_deref(), t.to.as_deref(), &heirs);
        }
        let transitions = transitions(overlay, areas, &unchanged, &changed, &heirs);
        let [before, after] = figures;
        let change = Self {
            step,
            before,
            after,
            edges: overlay.mosaic().edge_model(),
            tolerance,
            evidence,
            controllers: controllers(&transitions),
            transitions,
            transfers,
            around,
            recognition: Recognition::of(overlay, step),
            outside: outside(overlay, step, within.as_ref()),
            within,
            area_units: overlay.area_units(),
            closure: closure?,
            ground: Ground::of(overlay, step),
        };
        Ok(change.with_margins(overlay))
    }

    fn with_margins(mut self, overlay: &Overlay) -> Self {
        let places = self.step.places();
        if !overlay.has_accuracy(&places) {
            return self;
        }
        let cell = self.cell(overlay);
        let heirs = self.heirs();
        let changed =
            |face| cell(face).filter(|[from, to]| Fate::of(*from, *to, &heirs).is_change_of_hands());
        let moved = overlay.moved_margins(&places, changed);
        let held = places.map(|s| overlay.held_margins(s));
        for c in &mut self.controllers {
            let of = |margins: &BTreeMap<&str, Margin>| margins.get(c.name.as_str()).copied();
            let MovedMargins { gained, lost, net } = moved.get(c.name.as_str()).copied().unwrap_or_default();
            c.margins = ControllerMargins {
                before: of(&held[0]),
                after: of(&held[1]),
                gained,
                lost,
                net: net.filter(|_| c.succession == Area::ZERO),
            };
        }
        let cells = overlay.margins(&places, &cell);
        for t in &mut self.transitions {
            let own = || cells.get(&[t.from.as_deref(), t.to.as_deref()]).copied();
            t.margin = margin_of_cell(t, &self.controllers, own);
        }
        self
    }

    /// Why changed land is noise or counts; none where the tolerance was set.
    pub fn noise_reasons(&self) -> Option<NoiseReasons> {
        let between = [self.before.heading(), self.after.heading()];
        let step = self.evidence.map(|evidence| StepEvidence { between, evidence });
        step.map(|step| NoiseReasons(vec![step]))
    }

    /// Who held a face before and after; none of noise, and of land that neither snapshot has.
    pub fn cell<'a>(
        &self,
        overlay: &'a Overlay,
    ) -> impl Fn(FaceId) -> Option<[Option<&'a str>; 2]> + use<'a> {
        let noise = self.noise_faces();
        let places = self.step.places();
        move |face| {
            let holders = places.map(|snapshot| overlay.controller(snapshot, face));
            (holders != [None, None] && !noise.contains(&face)).then_some(holders)
        }
    }

    /// The cells of the matrix whose land changed hands or passed to an heir.
    pub fn changes(&self) -> impl Iterator<Item = &Transition> {
        self.transitions.iter().filter(|t| t.is_change())
    }

    /// The faces of the overlay's mosaic that make up noise.
    pub fn noise_faces(&self) -> BTreeSet<FaceId> {
        self.transfers
            .iter()
            .filter(|t| t.noise)
            .flat_map(|t| t.faces.iter().copied())
            .collect()
    }

    /// The cells of the matrix whose land changed hands.
    pub fn changes_of_hands(&self) -> impl Iterator<Item = &Transition> {
        self.transitions.iter().filter(|t| t.changed_hands())
    }

    /// The unit in which the land that changed hands is told to people.
    pub fn unit_of_changes(&self) -> AreaUnit {
        let without_noise: Vec<Area> = self
            .changes_of_hands()
            .map(Transition::without_noise)
            .filter(|area| *area > Area::ZERO)
            .collect();
        if without_noise.is_empty() {
            return self.area_units.of(self.changes_of_hands().map(|t| t.area));
        }
        self.area_units.of(without_noise)
    }

    /// All land that changed hands, noise left out.
    pub fn changed_area(&self) -> Area {
        self.changes_of_hands().map(Transition::without_noise).sum()
    }

    /// The noise in land that changed hands.
    pub fn noise_area(&self) -> Area {
        self.changes_of_hands().map(|t| t.noise).sum()
    }

    /// The successions, most land first.
    pub fn successions(&self) -> Vec<Succession> {
        successions(&self.transitions, &self.controllers)
    }

    /// Who is whose heir.
    pub fn heirs(&self) -> Heirs<&str> {
        let passed = self.transitions.iter().filter(|t| t.fate == Fate::Succession);
        passed
            .filter_map(|t| Some((t.from.as_deref()?, t.to.as_deref()?)))
            .collect()
    }
}

/// The successions among the transitions of a change with these controllers, most land first.
pub(crate) fn successions(transitions: &[Transition], controllers: &[ControllerChange]) -> Vec<Succession> {
    let held = |name: &str| controllers.iter().find(|c| c.name == name);
    let succession = |t: &Transition| {
        let (from, to) = (t.from.clone()?, t.to.clone()?);
        Some(Succession {
            before: held(&from).map(|c| c.before)?,
            after: held(&to).map(|c| c.after)?,
            area: t.area,
            from,
            to,
        })
    };
    let passed = transitions.iter().filter(|t| t.fate == Fate::Succession);
    let mut successions: Vec<Succession> = passed.filter_map(succession).collect();
    successions.sort_by_key(|s| std::cmp::Reverse(s.area));
    successions
}

/// The margin of a cell. Unchanged land that is all that its controller holds after, or held before, has that of the
/// holding, so that one area has one range; other land has its own.
fn margin_of_cell(
    t: &Transition,
    controllers: &[ControllerChange],
    own: impl FnOnce() -> Option<Margin>,
) -> Option<Margin> {
    let controller = controllers.iter().find(|c| Some(&c.name) == t.from.as_ref());
    match controller {
        Some(c) if !t.is_change() && t.area == c.after => c.margins.after,
        Some(c) if !t.is_change() && t.area == c.before => c.margins.before,
        _ => own(),
    }
}

/// What each controller held before outside the land that all figures are about.
fn outside(overlay: &Overlay, step: Step, within: Option<&WithinFigures>) -> BTreeMap<String, Area> {
    if within.is_none() {
        return BTreeMap::new();
    }
    let held = |face| {
        overlay
            .controller_anywhere(step.before(), face)
            .filter(|_| !overlay.is_inside(face) && !overlay.is_added(step.before(), face))
    };
    let areas = overlay.mosaic().areas_by(held).into_iter();
    areas
        .map(|(id, area)| (overlay.name(id).to_owned(), area))
        .collect()
}

/// How many pieces of land every controller held before and after.
fn unchanged_pieces(overlay: &Overlay, step: Step) -> BTreeMap<Holders, usize> {
    let unchanged = |face| {
        let holders = Holders::of(overlay, step, face);
        (!holders.is_change() && holders.from.is_some()).then_some(holders)
    };
    overlay.mosaic().piece_counts(unchanged)
}

/// The cells of the matrix.
fn areas(overlay: &Overlay, step: Step) -> BTreeMap<Holders, Area> {
    let held = |face| {
        let holders = Holders::of(overlay, step, face);
        (holders.from.is_some() || holders.to.is_some()).then_some(holders)
    };
    overlay.mosaic().areas_by(held)
}

fn transitions(
    overlay: &Overlay,
    areas: BTreeMap<Holders, Area>,
    unchanged: &BTreeMap<Holders, usize>,
    changed: &HashMap<Holders, Tally>,
    heirs: &Heirs<&str>,
) -> Vec<Transition> {
    let name = |id: Option<ControllerId>| id.map(|id| overlay.name(id));
    let transition = |(holders, area): (Holders, Area)| {
        let tally = changed.get(&holders).copied().unwrap_or_default();
        let (from, to) = (name(holders.from), name(holders.to));
        Transition {
            fate: Fate::of(from, to, heirs),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            area,
            noise: tally.noise,
            margin: None,
            parts: tally.parts + unchanged.get(&holders).unwrap_or(&0),
        }
    };
    let mut transitions: Vec<Transition> = areas.into_iter().map(transition).collect();
    transitions.sort_by(|a, b| a.is_change().cmp(&b.is_change()).then(b.area.cmp(&a.area)));
    transitions
}

fn controllers(transitions: &[Transition]) -> Vec<ControllerChange> {
    let mut by_name: BTreeMap<&str, ControllerChange> = BTreeMap::new();
    let named = |name: &str| ControllerChange {
        name: name.to_owned(),
        ..ControllerChange::default()
    };
    for t in transitions {
        let of = |fate| if t.fate == fate { t.area } else { Area::ZERO };
        let (changed, passed) = (of(Fate::ChangedHands), of(Fate::Succession));
        if let Some(from) = t.from.as_deref() {
            let holder = by_name.entry(from).or_insert_with(|| named(from));
            holder.before += t.area;
            holder.lost += changed;
            holder.succession -= passed;
        }
        if let Some(to) = t.to.as_deref() {
            let holder = by_name.entry(to).or_insert_with(|| named(to));
            holder.after += t.area;
            holder.gained += changed;
            holder.succession += passed;
        }
    }
    let mut controllers: Vec<ControllerChange> = by_name.into_values().collect();
    controllers.sort_by_key(|c| std::cmp::Reverse(c.before.max(c.after)));
    controllers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ReferenceLayers;
    use crate::testing::{band, classified, fixed, territory};

    #[test]
    fn unchanged_land_that_is_all_of_a_holding_has_its_range() {
        // A keeps the west and loses the east to B: what is left of A is the unchanged cell, seen from one date.
        let snapshot = |border: f64| crate::model::Snapshot {
            territories: vec![
                territory("A", band(0.0, border)).into(),
                territory("B", band(border, 4.0)).into(),
            ],
            ..crate::model::Snapshot::default()
        };
        let settings = fixed(0.0).accuracy("1km".parse().unwrap());
        let pair = vec![snapshot(3.0), snapshot(2.0)];
        let classified = classified(pair, ReferenceLayers::default(), &settings);
        let change = Change::between(&classified, Step::new(0, 1)).unwrap();
        let unchanged = |name: &str| {
            let mut cells = change.transitions.iter();
            cells
                .find(|t| !t.is_change() && t.from.as_deref() == Some(name))
                .unwrap()
        };
        let controller = |name: &str| change.controllers.iter().find(|c| c.name == name).unwrap();
        assert_eq!(unchanged("A").area, controller("A").after);
        assert_eq!(unchanged("A").margin, controller("A").margins.after);
        assert_eq!(unchanged("B").area, controller("B").before);
        assert_eq!(unchanged("B").margin, controller("B").margins.before);
        assert!(unchanged("A").margin.is_some());
    }
}
