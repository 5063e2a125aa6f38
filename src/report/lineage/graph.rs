//! A lineage as a graph: a node for each unit as long as its land, name and code stay, an edge for land that two have in common.

use std::collections::BTreeMap;

use super::figures::LineageReport;
use crate::lineage::{LineageUnit, UnitEvent};
use crate::measure::AreaUnits;
use crate::report::graph::{Graph, GraphEdge, GraphNode};

/// The node of each unit of an edition, by its code.
type Nodes<'a> = BTreeMap<&'a str, usize>;

/// The graph of all editions.
pub(super) fn graph(report: &LineageReport) -> Graph {
    let editions = report.editions();
    let mut graph = Graph {
        nodes: Vec::new(),
        edges: Vec::new(),
        area_units: report
            .steps
            .first()
            .map_or_else(AreaUnits::default, |step| step.area_units),
    };
    let mut earlier = Nodes::new();
    if !report.steps.is_empty() {
        for unit in report.became(0) {
            earlier.insert(&unit.code, graph.begin(unit, &editions[0], None));
        }
    }
    for (step, after) in editions.iter().skip(1).enumerate() {
        let became = report.became(step);
        let stay = became.iter().filter(|unit| stays(unit));
        let mut later: Nodes = stay
            .filter_map(|unit| Some((unit.code.as_str(), *earlier.get(unit.code.as_str())?)))
            .collect();
        for unit in report.came_from(step) {
            later
                .entry(&unit.code)
                .or_insert_with(|| graph.begin(unit, after, Some(unit.event.name())));
        }
        for unit in became {
            if let Some(&node) = earlier.get(unit.code.as_str()) {
                graph.go_on(unit, node, &later, after);
            }
        }
        earlier = later;
    }
    graph
}

/// Whether a unit is what it was.
fn stays(unit: &LineageUnit) -> bool {
    matches!(unit.event, UnitEvent::Unchanged | UnitEvent::Redrawn)
}

impl Graph {
    /// Adds a unit that begins with an edition; its place.
    fn begin(&mut self, unit: &LineageUnit, edition: &str, began: Option<&'static str>) -> usize {
        self.nodes.push(GraphNode {
            code: unit.code.clone(),
            name: unit.name.clone(),
            start: edition.to_owned(),
            end: None,
            began,
            ended: None,
            area: unit.area,
        });
        self.nodes.len() - 1
    }

    /// Adds what became of a unit in an edition, of which `later` are the units.
    fn go_on(&mut self, unit: &LineageUnit, node: usize, later: &Nodes, edition: &str) {
        let event = unit.event.name();
        if !stays(unit) {
            self.nodes[node].end = Some(edition.to_owned());
            self.nodes[node].ended = Some(event);
        }
        let links = unit.links.iter().filter(|link| link.is_substantial());
        for link in links {
            let to = link.code.as_deref().and_then(|code| later.get(code));
            if let Some(&to) = to.filter(|to| **to != node) {
                self.edges.push(GraphEdge {
                    from: node,
                    to,
                    date: edition.to_owned(),
                    event,
                    area: link.area,
                    whole: unit.area,
                });
            }
        }
    }
}
