//! A graph as GraphML (graphml.graphdrawing.org): every figure of nodes and edges with all digits.

use std::fmt::{Display, Write as _};

use crate::report::graph::{Graph, GraphEdge, GraphNode};
use crate::write::{MARK, escaped_xml};

/// The attributes of nodes and edges: of which of the two, name and type.
const KEYS: [(&str, &str, &str); 11] = [
    ("node", "code", "string"),
    ("node", "name", "string"),
    ("node", "start", "string"),
    ("node", "end", "string"),
    ("node", "began", "string"),
    ("node", "ended", "string"),
    ("node", "area_km2", "double"),
    ("edge", "date", "string"),
    ("edge", "event", "string"),
    ("edge", "area_km2", "double"),
    ("edge", "share", "double"),
];

impl Graph {
    /// The graph as GraphML.
    pub fn graphml(&self) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
             <desc>Made with {MARK}</desc>\n"
        );
        // Writing to a text cannot fail.
        for (of, name, kind) in KEYS {
            let _ = writeln!(
                out,
                "<key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            );
        }
        out.push_str("<graph id=\"lineage\" edgedefault=\"directed\">\n");
        for (place, one) in self.nodes.iter().enumerate() {
            node(place, one, &mut out);
        }
        for one in &self.edges {
            edge(one, &mut out);
        }
        out.push_str("</graph>\n</graphml>\n");
        out
    }
}

fn node(place: usize, node: &GraphNode, out: &mut String) {
    let _ = writeln!(out, "<node id=\"n{}\">", place + 1);
    data(out, "node_code", Some(&node.code));
    data(out, "node_name", node.name.as_ref());
    data(out, "node_start", Some(&node.start));
    data(out, "node_end", node.end.as_ref());
    data(out, "node_began", node.began);
    data(out, "node_ended", node.ended);
    data(out, "node_area_km2", Some(node.area.km2()));
    out.push_str("</node>\n");
}

fn edge(edge: &GraphEdge, out: &mut String) {
    let (from, to) = (edge.from + 1, edge.to + 1);
    let _ = writeln!(out, "<edge source=\"n{from}\" target=\"n{to}\">");
    data(out, "edge_date", Some(&edge.date));
    data(out, "edge_event", Some(edge.event));
    data(out, "edge_area_km2", Some(edge.area.km2()));
    data(out, "edge_share", edge.area.share_of(edge.whole));
    out.push_str("</edge>\n");
}

/// A value, if there is one.
fn data(out: &mut String, key: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        let value = value.to_string();
        let _ = writeln!(out, "<data key=\"{key}\">{}</data>", escaped_xml(&value));
    }
}
