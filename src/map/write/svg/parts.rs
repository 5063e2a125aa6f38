//! A scene in parts, for a document that puts them together: one style block, one list of definitions, the groups.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Writer, rule};
use crate::map::kinds::web::WebMaps;
use crate::map::scene::node::{Group, Node};
use crate::map::style::class::{Classes, Hatch};

/// The parts of an SVG.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SvgParts {
    /// Rules of all classes that are used, and the used part of the fonts.
    pub css: String,
    /// What differs of the rules on dark ground.
    pub dark: String,
    /// What the groups refer to: patterns.
    pub definitions: String,
    /// The groups by id, each an element `g` with that id. What is the same in several stands once, under the id `same-N`
    /// among the definitions, and is referred to.
    pub groups: BTreeMap<String, String>,
}

impl WebMaps {
    /// The maps as SVG in parts: the same bytes for the same maps.
    pub fn parts(&self) -> SvgParts {
        let mut writer = Writer::new(&self.scene);
        let mut groups = BTreeMap::new();
        for node in &self.scene.nodes {
            let Node::Group(group) = node else { continue };
            let children = group.children.iter().map(nameless).collect();
            let named = Group {
                children,
                ..group.clone()
            };
            writer.group(&named, 0);
            groups.insert(named.id, std::mem::take(&mut writer.out));
        }
        let shared = share(&mut groups);
        SvgParts {
            css: writer.rules(),
            dark: self
                .dark
                .as_ref()
                .map(|dark| writer.differences(dark))
                .unwrap_or_default(),
            definitions: writer.patterns_and_clips() + &shared,
            groups,
        }
    }
}

impl Writer<'_> {
    /// The rules of classes that look otherwise than in the scene.
    fn differences(&self, others: &Classes) -> String {
        let mut css = String::new();
        let used = others.all.iter().filter(|(class, _)| self.used.contains(class));
        for (class, style) in used {
            let Some(own) = self.scene.style(class).filter(|own| *own != style) else {
                continue;
            };
            let _ = writeln!(css, "{}", rule(class, style));
            let hatches = own.hatch.into_iter().chain(style.hatch).count() == 2;
            for (k, _) in style
                .hatch
                .iter()
                .filter(|_| hatches)
                .flat_map(Hatch::layers)
                .enumerate()
            {
                let color = style.hatch.map(|hatch| hatch.color).into_iter();
                for color in color {
                    let _ = writeln!(css, "#{class}-lines{k} *{{fill:{color}}}");
                }
            }
        }
        css
    }
}

/// An entry whose groups have no ids: there are labels for two widths, and one document has each id once.
fn nameless(node: &Node) -> Node {
    match node {
        Node::Group(group) => Node::Group(Group {
            id: String::new(),
            clip: group.clip,
            children: group.children.iter().map(nameless).collect(),
        }),
        other => other.clone(),
    }
}

/// A layer: a group within a group.
fn layers(group: &str) -> Vec<&str> {
    let mut layers = Vec::new();
    let mut rest = group;
    while let Some(start) = rest.find("\n  <g>") {
        let Some(end) = rest[start..].find("\n  </g>\n") else {
            break;
        };
        let end = start + end + "\n  </g>\n".len();
        layers.push(&rest[start + 1..end]);
        rest = &rest[end - 1..];
    }
    layers
}

/// Lets layers that several groups have stand once; returns those.
fn share(groups: &mut BTreeMap<String, String>) -> String {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for layer in groups.values().flat_map(|group| layers(group)) {
        *count.entry(content(layer)).or_default() += 1;
    }
    let shared: Vec<String> = count
        .into_iter()
        .filter(|(content, count)| *count > 1 && content.len() > LEAST && !content.contains(" id=\""))
        .map(|(content, _)| content.to_owned())
        .collect();
    let mut definitions = String::new();
    for (n, content) in shared.iter().enumerate() {
        let _ = writeln!(definitions, "<g id=\"same-{n}\">\n{content}</g>");
        for group in groups.values_mut() {
            *group = group.replace(content.as_str(), &format!("    <use href=\"#same-{n}\"/>\n"));
        }
    }
    definitions
}

/// Shorter layers are not worth a reference, in bytes.
const LEAST: usize = 200;

/// What is in a layer.
fn content(layer: &str) -> &str {
    let inner = layer.split_once('\n').map_or("", |(_, inner)| inner);
    inner.strip_suffix("  </g>\n").unwrap_or(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_that_are_the_same_stand_once() {
        let path = format!("    <path d=\"M{}\"/>\n", "1 ".repeat(200));
        let group =
            |n: usize| format!("<g id=\"d{n}\">\n  <g>\n{path}  </g>\n  <g>\n    <path/>\n  </g>\n</g>\n");
        let mut groups: BTreeMap<String, String> = (0..3).map(|n| (format!("d{n}"), group(n))).collect();
        assert_eq!(layers(&groups["d1"]).len(), 2);
        let shared = share(&mut groups);
        assert_eq!(shared, format!("<g id=\"same-0\">\n{path}</g>\n"));
        assert!(
            groups
                .values()
                .all(|group| group.contains("<use href=\"#same-0\"/>") && !group.contains("M1"))
        );
    }
}
