//! What a study has to say beside its answers.

use std::fmt;
use std::sync::Arc;

use super::beyond::Beyond;
use super::shared_code::SharedCode;
use crate::Error;
use crate::change::{Succession, rename_lines};
use crate::error::{ErrorKind, OptionName};
use crate::measure::{Area, AreaUnits, EdgeModel};
use crate::model::{
    Claims, ControllerSource, Date, Likeness, NearNames, NoticeKind, Notices, ProblemCount, ProblemKind,
    ProblemPlace, ReferenceLayers, Renames, Selected, Snapshot, UnitList, to_degrees,
};
use crate::noise::NoiseReasons;

/// The most names that several units share, of which is said how they are told apart.
const NAMESAKES: usize = 3;

/// How an input was understood, what was repaired in it, or why changed land is noise or counts; as text, for people.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// How a snapshot was understood.
    Understood {
        /// What it is called, usually its file.
        name: String,
        /// Its date.
        date: Option<Date>,
        /// How many controllers it has.
        controllers: usize,
        /// How they were found.
        controller_from: ControllerSource,
        /// Which of its features were read, where not all were asked for.
        selected: Option<Selected>,
    },
    /// What was read otherwise than written in one input.
    ReadOtherwise {
        /// What it is called, usually its file.
        name: String,
        /// What reading repaired or left out.
        notices: Notices,
        /// What is wrong with its land, as far as it was overlaid.
        land: Vec<ProblemCount>,
        /// In which unit areas are told.
        units: AreaUnits,
    },
    /// How units that share a name are told apart.
    Namesakes {
        /// What the layer of units is called, usually its file.
        layer: String,
        /// The name.
        unit: String,
        /// How many units have it.
        count: usize,
        /// The property that tells them apart; none where only how far apart they lie does.
        by: Option<String>,
    },
    /// The land that all answers are about, where that is not all land.
    Within {
        /// What it is called.
        name: String,
        /// Where it is from, in words.
        about: String,
    },
    /// Who holds what snapshots leave out.
    Rest {
        /// The holder.
        name: String,
        /// What all the land in question is called, usually its file; none where that is what any snapshot covers.
        land: Option<String>,
    },
    /// Snapshots reach beyond the land of which somebody holds the rest.
    Beyond {
        /// Which, and how far.
        beyond: Beyond,
        /// In which unit areas are told.
        units: AreaUnits,
    },
    /// Nothing in an input is near the land of another, or of all snapshots.
    Elsewhere {
        /// What the input is called, usually its file.
        name: String,
        /// What the other one is called.
        other: String,
    },
    /// Edges run the shortest way, but rings were cut at ±180° where their edges are straight in longitude and latitude.
    CutStraight {
        /// What the snapshot is called, usually its file.
        name: String,
    },
    /// A snapshot is earlier than the one before it.
    Backwards {
        /// The name and date of the one before it.
        first: Dated,
        /// Its own.
        second: Dated,
    },
    /// Two controllers that may be meant to be one.
    NearNames {
        /// They, and what joins them.
        near: NearNames,
        /// What the snapshot with the one is called, and that with the other.
        snapshots: [String; 2],
    },
    /// Features of one code have several names, and are one unit.
    SharedCode(SharedCode),
    /// So many more controllers that may be meant to be one with others.
    MoreNearNames(usize),
    /// A name is to be read as another, and no snapshot has it.
    UnusedRename {
        /// The name.
        old: String,
    },
    /// Why changed land is noise or counts; nothing is said where the tolerance was set.
    Noise(NoiseReasons),
    /// Who succeeded whom.
    Successions(Vec<Succession>),
}

/// The name and the date of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// What it is called, usually its file.
    pub name: String,
    /// Its date.
    pub date: Date,
}

impl Remark {
    /// How a snapshot was understood, and what was read otherwise than written in it; `land` is what is wrong with its land,
    /// where that is known.
    pub fn of_snapshot(snapshot: &Snapshot, land: Vec<ProblemCount>) -> Vec<Self> {
        let read = Self::of_input(&snapshot.name, &snapshot.notices, land);
        std::iter::once(Self::understood(snapshot)).chain(read).collect()
    }

    /// How a snapshot was understood.
    pub fn understood(snapshot: &Snapshot) -> Self {
        Self::Understood {
            name: snapshot.name.clone(),
            date: snapshot.date,
            controllers: snapshot.controllers().len(),
            controller_from: snapshot.controller_from.clone(),
            selected: snapshot.selected.clone(),
        }
    }

    /// What was read otherwise than written in an input, if anything was.
    pub fn of_input(name: &str, notices: &Notices, land: Vec<ProblemCount>) -> Option<Self> {
        let remark = Self::ReadOtherwise {
            name: name.to_owned(),
            notices: notices.clone(),
            land,
            units: AreaUnits::default(),
        };
        Some(remark).filter(Self::says_something)
    }

    /// Whether it is of an input in which anything was read otherwise than written, or of something else.
    pub(super) fn says_something(&self) -> bool {
        match self {
            Self::ReadOtherwise { notices, land, .. } => !notices.is_empty() || !land.is_empty(),
            _ => true,
        }
    }

    /// Whether an input is not as it should be: something in it was read otherwise than written that a check lists as well, or
    /// two names in it look alike. Land that is left out because it is no land, or as the user asks, is no such thing.
    pub fn is_doubtful(&self) -> bool {
        match self {
            Self::ReadOtherwise { notices, land, .. } => {
                is_listed(notices, land) || notices.iter().any(|notice| notice.kind == NoticeKind::Overruled)
            }
            Self::NearNames { near, snapshots } => {
                near.likeness == Likeness::Spelling && snapshots[0] == snapshots[1]
            }
            _ => false,
        }
    }

    /// Whether something may be amiss, rather than told of how inputs were understood.
    pub fn is_warning(&self) -> bool {
        !matches!(
            self,
            Self::Understood { .. }
                | Self::Within { .. }
                | Self::Rest { .. }
                | Self::Noise(_)
                | Self::Successions(_)
        )
    }

    /// It as an error, for those who refuse an input that [is doubtful](Self::is_doubtful): with the file and, where that is known,
    /// the place of the first fault; options of the library in its text are shown as `option` has them.
    pub fn refusal(&self, option: impl Fn(OptionName) -> String) -> Error {
        match self {
            Self::ReadOtherwise {
                name,
                notices,
                land,
                units,
            } => {
                let error =
                    Error::new(read_otherwise(notices, land, *units) + &says_where(name, notices, land));
                let error = error.of_kind(ErrorKind::Geometry).in_file(name);
                match first_fault(notices, land) {
                    None => error,
                    Some(first) => {
                        let place = first.at.map(|p| [p.x, p.y].map(to_degrees));
                        let error = error.at_place(place);
                        match first.feature {
                            feature if feature.is_empty() => error,
                            feature => error.in_feature(feature),
                        }
                    }
                }
            }
            Self::NearNames { snapshots, .. } => Error::new(self.text(option))
                .of_kind(ErrorKind::Attribute)
                .in_file(&snapshots[0]),
            _ => Error::new(self.text(option)),
        }
    }

    /// Which controllers of snapshots may be meant to be one.
    pub fn of_names(snapshots: &[Arc<Snapshot>]) -> Vec<Self> {
        let name = |place: usize| snapshots.get(place).map(|s| s.name.clone()).unwrap_or_default();
        Self::of_near_names(NearNames::among(snapshots), name)
    }

    /// The codes whose features have several names, in each snapshot. `name` is the property with the names, `name` itself where
    /// none is stated.
    pub fn of_shared_codes(snapshots: &[Arc<Snapshot>], name: Option<&str>) -> Vec<Self> {
        let shared = snapshots
            .iter()
            .filter_map(|snapshot| SharedCode::of(snapshot, name.unwrap_or("name")));
        shared.map(Self::SharedCode).collect()
    }

    /// Names that may be meant to be one, in lists of a name each.
    pub fn of_near_names(near: Vec<NearNames>, list: impl Fn(usize) -> String) -> Vec<Self> {
        /// So many pairs are named, the rest is counted.
        const MOST: usize = 8;
        let more = near.len().saturating_sub(MOST);
        let named = near.into_iter().take(MOST).map(|near| Self::NearNames {
            snapshots: [near.one_in, near.other_in].map(&list),
            near,
        });
        named
            .chain((more > 0).then_some(Self::MoreNearNames(more)))
            .collect()
    }

    /// Which renames no snapshot had any use for, nor the claims; and which are not of `others` who are named besides.
    pub fn of_renames(
        renames: &Renames,
        snapshots: &[Snapshot],
        claims: &Claims,
        others: &[&str],
    ) -> Vec<Self> {
        let is_used = |old: &&str| {
            let mut of_snapshots = snapshots.iter().map(|snapshot| &snapshot.renamed);
            of_snapshots.any(|renamed| renamed.contains_key(*old))
                || claims.renamed.contains(*old)
                || others.contains(old)
        };
        let unused = renames.old_names().filter(|old| !is_used(old));
        unused
            .map(|old| Self::UnusedRename { old: old.to_owned() })
            .collect()
    }
}

impl Remark {
    /// How units that share a name are told apart, and what land the answers are about.
    pub(super) fn of_layers(layers: &ReferenceLayers) -> Vec<Self> {
        let within = layers.within.as_ref().map(|within| Self::Within {
            name: within.name.clone(),
            about: within.about.clone(),
        });
        let rest = layers.rest.as_ref().map(|rest| Self::Rest {
            name: rest.name.clone(),
            land: (!rest.land.features.is_empty()).then(|| rest.land.name.clone()),
        });
        // What is wrong with the units is said by whoever asks for an answer.
        let list = UnitList::of(&layers.units, layers.units_by.as_deref()).unwrap_or_default();
        let namesakes = list.namesakes().into_iter().map(|(unit, count)| Self::Namesakes {
            layer: layers.units.name.clone(),
            unit: unit.to_owned(),
            count,
            by: list.by.clone(),
        });
        // However many share names, a few show how it is done.
        namesakes.take(NAMESAKES).chain(within).chain(rest).collect()
    }

    /// Which of the snapshots have rings that were cut where the edges do not run.
    pub(super) fn of_edges(edges: EdgeModel, snapshots: &[Arc<Snapshot>]) -> Vec<Self> {
        let is_cut = |snapshot: &&Arc<Snapshot>| {
            let mut notices = snapshot.notices.iter();
            edges == EdgeModel::Geodesic && notices.any(|notice| notice.kind == NoticeKind::RingAcross180)
        };
        let cut = snapshots.iter().filter(is_cut);
        cut.map(|snapshot| Self::CutStraight {
            name: snapshot.name.clone(),
        })
        .collect()
    }

    /// As text, with options of the library shown as `option` has them.
    pub fn text(&self, option: impl Fn(OptionName) -> String) -> String {
        match self {
            Self::Understood {
                name,
                date,
                controllers,
                controller_from,
                selected,
            } => {
                let date = date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
                let plural = if *controllers == 1 { "" } else { "s" };
                let from = match controller_from {
                    ControllerSource::Options => format!("named by {}", option(OptionName::Name)),
                    ControllerSource::Unnamed => format!("named by {}", option(OptionName::Unnamed)),
                    ControllerSource::Id => "named by their ids".to_owned(),
                    other => other.to_string(),
                };
                let of = selected
                    .as_ref()
                    .map_or_else(String::new, |selected| format!(": {selected}"));
                format!("{name}: {date}, {controllers} controller{plural}, {from}{of}")
            }
            Self::ReadOtherwise {
                name,
                notices,
                land,
                units,
            } => {
                let all = read_otherwise(notices, land, *units);
                let check = says_where(name, notices, land);
                format!("{name}: {all}{check}")
            }
            Self::Namesakes {
                layer,
                unit,
                count,
                by,
            } => match by {
                Some(by) => format!("{layer}: {count} units are called {unit}, told apart by `{by}`"),
                None => format!(
                    "{layer}: {count} units are called {unit}, told apart by how far apart they lie; {} names what tells \
                     them apart",
                    option(OptionName::UnitsBy)
                ),
            },
            Self::Within { name, about } => format!("within {name}: {about}"),
            Self::Rest { name, land } => match land {
                Some(land) => format!("{name} holds what is left of {land}"),
                None => format!(
                    "{name} holds what one file leaves out and another covers; {} names all the land in question",
                    option(OptionName::Land)
                ),
            },
            Self::Beyond { beyond, units } => beyond.text(*units),
            Self::Elsewhere { name, other } => format!(
                "{name}: nothing in it is near the land of {other}: look whether longitude and latitude are swapped"
            ),
            Self::CutStraight { name } => format!(
                "{name}: rings were cut at ±180° where their edges are straight in longitude and latitude, not where the shortest \
                 way crosses it: areas are off where such an edge is long"
            ),
            Self::Backwards { first, second } => format!(
                "{} is of {}, earlier than {} of {} before it: what is gained is what was lost, and the other way round",
                second.name, second.date, first.name, first.date
            ),
            Self::NearNames {
                near,
                snapshots: [one, other],
            } => {
                let rename = option(OptionName::Rename);
                let (a, b, line) = (&near.one, &near.other, near.line());
                let places = if one == other {
                    format!("\"{a}\" and \"{b}\" in {one}")
                } else {
                    format!("\"{a}\" in {one} and \"{b}\" in {other}")
                };
                format!("{places} may be one name: {rename} joins them by the line {line}")
            }
            Self::SharedCode(shared) => shared.to_string(),
            Self::MoreNearNames(count) => format!("{count} more pairs of names are as near to each other"),
            Self::UnusedRename { old } => format!(
                "{}: no snapshot has the name \"{old}\"",
                option(OptionName::Rename)
            ),
            Self::Noise(reasons) => format!("noise: {reasons}"),
            Self::Successions(found) => {
                let lines = rename_lines(found).into_iter();
                let lines: Vec<String> = lines.map(|line| format!("\n{line}")).collect();
                format!(
                    "{} by land alone, not counted as change of hands; {} makes one name of each pair by these lines:{}",
                    if found.len() == 1 {
                        "1 succession".to_owned()
                    } else {
                        format!("{} successions", found.len())
                    },
                    option(OptionName::Rename),
                    lines.concat()
                )
            }
        }
    }
}

/// Whether a check of an input lists any of what was read otherwise than written in it.
fn is_listed(notices: &Notices, land: &[ProblemCount]) -> bool {
    let mut kinds = notices.iter().map(|notice| notice.kind);
    !land.is_empty() || kinds.any(|kind| ProblemKind::of_fault(kind).is_some())
}

/// Where the first of what a check of an input lists is, if that is known.
fn first_fault(notices: &Notices, land: &[ProblemCount]) -> Option<ProblemPlace> {
    let of_notices = notices.iter().filter_map(ProblemCount::of_notice);
    let faults = of_notices.filter(|count| !count.kind.is_asked_for());
    faults.chain(land.iter().cloned()).find_map(|count| count.first)
}

/// What says more of what was read otherwise than written in an input, if anything does.
fn says_where(name: &str, notices: &Notices, land: &[ProblemCount]) -> String {
    if !is_listed(notices, land) {
        return String::new();
    }
    let file = if name == "-" { "FILE" } else { name };
    format!("; `landshift check {file}` says where")
}

/// What was read otherwise than written in an input.
fn read_otherwise(notices: &Notices, land: &[ProblemCount], units: AreaUnits) -> String {
    let notices = notices.iter().map(ToString::to_string);
    let land = land.iter().map(|count| of_land(count, units));
    let all: Vec<String> = notices.chain(land).collect();
    all.join("; ")
}

/// What is wrong with land, how often and how much of it.
fn of_land(count: &ProblemCount, units: AreaUnits) -> String {
    let text = count.kind.reading();
    match count.area_mm2 {
        Some(area) => format!(
            "{text} ({}×, {})",
            count.count,
            units.text(Area::from_units(area))
        ),
        None => format!("{text} ({}×)", count.count),
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(|option| format!("`{}`", option.name())))
    }
}
