//! A result as a graph, before it is written: nodes with a time in which they are there, and edges.

use super::format::GraphFormat;
use crate::Result;
use crate::measure::{Area, AreaUnits};

/// A graph whose edges go from what there was to what there is afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The nodes, in the order in which they began.
    pub nodes: Vec<GraphNode>,
    /// The edges, in order of time.
    pub edges: Vec<GraphEdge>,
    /// In which unit areas are told to people.
    pub area_units: AreaUnits,
}

/// What is there from one date to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphNode {
    /// Its code.
    pub code: String,
    /// Its name, where that is another than its code.
    pub name: Option<String>,
    /// The date from which it is there, or the file where there is none.
    pub start: String,
    /// That from which it is no longer; none if it is there on the last.
    pub end: Option<String>,
    /// How it came about; none if it is there on the first date.
    pub began: Option<&'static str>,
    /// What became of it; none if it is there on the last date.
    pub ended: Option<&'static str>,
    /// Its land.
    pub area: Area,
}

/// Land that went from one node to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphEdge {
    /// The place of the node that it is from.
    pub from: usize,
    /// That of the node that it went to.
    pub to: usize,
    /// The date on which it first was there.
    pub date: String,
    /// What became of the node that it is from.
    pub event: &'static str,
    /// How much land.
    pub area: Area,
    /// All land that the node that it is from had.
    pub whole: Area,
}

impl Graph {
    /// It in a format.
    ///
    /// # Errors
    ///
    /// When it is too large for the format; the hint says what to do.
    pub fn text(&self, format: GraphFormat) -> Result<String> {
        match format {
            GraphFormat::GraphMl => Ok(self.graphml()),
            GraphFormat::Mermaid => self.mermaid(),
        }
    }
}
