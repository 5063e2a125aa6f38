//! A graph as a flowchart of Mermaid (mermaid.js.org), which GitHub and others draw where they find it in Markdown.

use std::fmt::Write as _;

use hashbrown::HashSet;

use crate::error::{ErrorKind, Hint, OptionName};
use crate::measure::count;
use crate::report::graph::{Graph, GraphEdge, GraphNode};
use crate::write::MARK;
use crate::{Error, Result};

/// Mermaid draws no more edges, unless its `maxEdges` says so.
const MOST_EDGES: usize = 500;

/// Mermaid takes no longer texts, unless its `maxTextSize` says so.
const MOST_CHARACTERS: usize = 50_000;

impl Graph {
    /// The graph as a flowchart of Mermaid, from left to right. Nodes that are there on all dates and exchanged no land are left out.
    ///
    /// # Errors
    ///
    /// When it has more than 500 edges or 50,000 characters, which Mermaid does not draw.
    pub fn mermaid(&self) -> Result<String> {
        let joined: HashSet<usize> = self.edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        let is_told = |(place, node): &(usize, &GraphNode)| {
            joined.contains(place) || node.began.is_some() || node.ended.is_some()
        };
        let told: Vec<(usize, &GraphNode)> = self.nodes.iter().enumerate().filter(is_told).collect();
        let mut out = format!("%% Made with {MARK}\n");
        let left_out = self.nodes.len() - told.len();
        if left_out > 0 {
            let _ = writeln!(out, "%% {left_out} units that stayed as they were are left out");
        }
        out.push_str("flowchart LR\n");
        for (place, node) in told {
            let _ = writeln!(out, "  n{}[\"{}\"]", place + 1, self.label(node));
        }
        for GraphEdge {
            from,
            to,
            event,
            area,
            whole,
            ..
        } in &self.edges
        {
            let (from, to, share) = (from + 1, to + 1, area.percent_of(*whole));
            let _ = writeln!(out, "  n{from} -->|\"{event} {}\"| n{to}", escaped(&share));
        }
        let characters = out.chars().count();
        if self.edges.len() > MOST_EDGES || characters > MOST_CHARACTERS {
            return Err(too_large(self.edges.len(), characters));
        }
        Ok(out)
    }

    /// What a node is called, from when to when it is there, and its land.
    fn label(&self, node: &GraphNode) -> String {
        let code = escaped(&node.code);
        let name = match &node.name {
            Some(name) => format!("{} ({code})", escaped(name)),
            None => code,
        };
        let time = match &node.end {
            Some(end) => format!("{} – {}", escaped(&node.start), escaped(end)),
            None => format!("since {}", escaped(&node.start)),
        };
        format!("{name}<br/>{time}<br/>{}", self.area_units.text(node.area))
    }
}

fn too_large(edges: usize, characters: usize) -> Error {
    let [edges, most_edges, characters, most_characters] =
        [edges, MOST_EDGES, characters, MOST_CHARACTERS].map(|number| count(number as u64));
    Error::new(format!(
        "the graph has {edges} edges and {characters} characters, and Mermaid draws {most_edges} and {most_characters} at most"
    ))
    .of_kind(ErrorKind::Options)
    .with_hint(
        Hint::from("ask for one unit with ")
            .option(OptionName::Of)
            .and(", or write GraphML"),
    )
}

/// A text in quotes: what means something to Mermaid, Markdown or HTML as the number of its character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() => escaped.push(' '),
            '"' | '#' | '<' | '>' | '&' | '`' | '%' | ';' | '*' | '_' | '\\' | '$' => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use crate::measure::{Area, AreaUnits};
    use crate::report::graph::{Graph, GraphEdge, GraphNode};

    /// A node that became others, so many of them, each with this name.
    fn graph(name: &str, edges: usize) -> Graph {
        let node = |place: usize| GraphNode {
            code: place.to_string(),
            name: Some(name.to_owned()),
            start: "2000".to_owned(),
            end: (place == 0).then(|| "2010".to_owned()),
            began: (place > 0).then_some("split"),
            ended: (place == 0).then_some("split"),
            area: Area::from_m2(2e6),
        };
        let edge = |place: usize| GraphEdge {
            from: 0,
            to: place,
            date: "2010".to_owned(),
            event: "split",
            area: Area::from_m2(1e6),
            whole: Area::from_m2(2e6),
        };
        Graph {
            nodes: (0..=edges).map(node).collect(),
            edges: (1..=edges).map(edge).collect(),
            area_units: AreaUnits::default(),
        }
    }

    #[test]
    fn no_name_breaks_out() {
        let name = "a\"] --> b\n%%{init}%% <b>#1; & `c`\u{1b}";
        let mermaid = graph(name, 1).mermaid().unwrap();
        let expected = "%% Made with landshift\nflowchart LR\n\
            \x20 n1[\"a#34;] --#62; b #37;#37;{init}#37;#37; #60;b#62;#35;1#59; #38; #96;c#96;  (0)<br/>2000 – 2010<br/>2.00 km²\"]\n\
            \x20 n2[\"a#34;] --#62; b #37;#37;{init}#37;#37; #60;b#62;#35;1#59; #38; #96;c#96;  (1)<br/>since 2000<br/>2.00 km²\"]\n\
            \x20 n1 -->|\"split 50.0#37;\"| n2\n";
        assert_eq!(mermaid, expected);
        let graphml = graph(name, 1).graphml();
        let escaped =
            "<data key=\"node_name\">a&quot;] --&gt; b&#10;%%{init}%% &lt;b&gt;#1; &amp; `c` </data>";
        assert_eq!(graphml.matches(escaped).count(), 2, "{graphml}");
    }

    #[test]
    fn large_graphs_are_refused_with_advice() {
        assert!(graph("A", 500).mermaid().is_ok());
        let message = graph("A", 501).mermaid().unwrap_err().to_string();
        assert!(message.starts_with("the graph has 501 edges and "), "{message}");
        assert!(
            message.contains("ask for one unit with `of`, or write GraphML"),
            "{message}"
        );
        let message = graph(&"long ".repeat(100), 200)
            .mermaid()
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("Mermaid draws 500 and 50,000 at most"),
            "{message}"
        );
        assert_eq!(graph("A", 501).graphml().matches("<edge ").count(), 501);
    }
}
