//! A snapshot: who controls what on one date.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use hashbrown::HashSet;
use serde_json::{Map, Value};

use super::{Date, GridPolygon, Notices, ProblemCount, Unnamed};

/// Who controls what on one date, as one file says.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Where it was read from, as messages name it.
    pub name: String,
    /// What the file calls itself, such as `After the first war`.
    pub title: Option<String>,
    /// The date it describes.
    pub date: Option<Date>,
    /// What names its controllers.
    pub controller_from: ControllerSource,
    /// Which of the features of its file it has, where not all were asked for.
    pub selected: Option<Selected>,
    /// What became of land without a name, if there was any.
    pub unnamed: Unnamed,
    /// The names that its file has and that were read as others: old names and new ones.
    pub renamed: BTreeMap<String, String>,
    /// How overlaps of controllers were resolved, if they were.
    pub overlaps: Option<Overlaps>,
    /// Land with its controller, in the order of the file; where two overlap, the earlier one holds the land. Land that
    /// several snapshots have may be one and the same in memory.
    pub territories: Vec<Arc<Territory>>,
    /// What reading had to repair or leave out.
    pub notices: Notices,
    /// What was wrong with its land and is not any more, since its overlaps were resolved; those overlaps themselves are
    /// no problem.
    pub resolved: Vec<ProblemCount>,
    /// What it was completed from, where land that it leaves out was added to it.
    pub completed: Option<Completed>,
}

/// The features that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// The condition that they meet, as in SQL.
    pub filter: String,
    /// How many meet it.
    pub features: usize,
    /// How many the file has.
    pub of: usize,
}

impl fmt::Display for Selected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { filter, features, of } = self;
        write!(f, "{features} of {of} features, where {filter}")
    }
}

/// How a snapshot was completed.
#[derive(Debug, Clone)]
pub struct Completed {
    /// The snapshot as it was read.
    pub read: Arc<Snapshot>,
    /// The place of the territory that was added.
    pub added: usize,
}

impl Snapshot {
    /// The snapshot as it was read, without land that was added to it.
    pub fn as_read(&self) -> &Self {
        self.completed.as_ref().map_or(self, |completed| &completed.read)
    }

    /// The place of the territory that was added for the land that it leaves out, if one was.
    pub fn added(&self) -> Option<usize> {
        Some(self.completed.as_ref()?.added)
    }
}

/// What names the controllers of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ControllerSource {
    /// They were not read from anything.
    #[default]
    Unknown,
    /// A property of the features.
    Property(String),
    /// The ids of the features.
    Id,
    /// One name for all land, in the options.
    Options,
    /// One name for all land without a name, in the options; no feature has one.
    Unnamed,
    /// The name of the file, one for all land.
    FileName,
}

impl fmt::Display for ControllerSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("controllers as given"),
            Self::Property(key) => write!(f, "property \"{key}\""),
            Self::Id => f.write_str("the ids of the features"),
            Self::Options => f.write_str("one name for all land"),
            Self::Unnamed => f.write_str("one name for all land without a name"),
            Self::FileName => f.write_str("named by the file"),
        }
    }
}

/// A piece of land and who holds it.
#[derive(Debug, Clone, Default)]
pub struct Territory {
    /// Who holds it in fact (de facto).
    pub controller: String,
    /// Who is recognised as sovereign over it (de jure), where the data says so.
    pub sovereign: Option<String>,
    /// Stated accuracy of its boundary, in metres.
    pub accuracy_m: Option<f64>,
    /// Where its boundary comes from, where the data says so.
    pub source: Option<String>,
    /// All properties of the feature.
    pub properties: Map<String, Value>,
    /// Its land, normalised and on the grid.
    pub polygons: Vec<GridPolygon>,
}

impl Territory {
    /// How a message names it: `"Lachin"`, or `land of` whoever holds it.
    pub fn describe(&self) -> String {
        match self.name() {
            Some(name) => format!("\"{name}\""),
            None => format!("land of {}", self.controller),
        }
    }

    /// What the data calls it, if anything.
    pub fn name(&self) -> Option<&str> {
        self.properties.get("name")?.as_str()
    }
}

/// Who holds land that several controllers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlaps {
    /// Nobody: somebody has to say.
    #[default]
    Error,
    /// The first one in the file.
    First,
    /// The last one in the file.
    Last,
    /// All of them, as contested land.
    Contested,
}

impl Overlaps {
    /// Its name in commands and diffs, such as `contested`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::First => "first",
            Self::Last => "last",
            Self::Contested => "contested",
        }
    }

    /// The policy of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Error, Self::First, Self::Last, Self::Contested]
            .into_iter()
            .find(|policy| policy.name() == name)
    }
}

impl Snapshot {
    /// The date as text, or the file's name where there is none: a heading that is never empty.
    pub fn heading(&self) -> String {
        self.date.map_or_else(|| self.name.clone(), |d| d.long())
    }

    /// The sources its features state, each once, in order of first mention.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for source in self.territories.iter().filter_map(|t| t.source.as_deref()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// The controllers, each once, in order of first mention.
    pub fn controllers(&self) -> Vec<&str> {
        let mut known = HashSet::new();
        let names = self.territories.iter().map(|t| t.controller.as_str());
        names.filter(|&name| known.insert(name)).collect()
    }
}
