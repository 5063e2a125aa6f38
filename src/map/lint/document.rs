//! The SVG as a file to work with.

use std::collections::BTreeSet;

use crate::map::lint::checked::CheckedMap;
use crate::map::lint::finding::{Measured, judged, listed};
use crate::map::scene::list::Scene;

/// The tags of a document, without their brackets.
fn tags(svg: &str) -> impl Iterator<Item = &str> {
    svg.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value)
}

pub(in crate::map) fn structure(map: &CheckedMap) -> Measured {
    let svg = &map.svg;
    let mut bad = Vec::new();
    let root = tags(svg).next().unwrap_or_default();
    for (what, there) in [
        ("role", attribute(root, "role") == Some("img")),
        ("lang", attribute(root, "lang").is_some_and(|l| !l.is_empty())),
        ("title", svg.contains("<title id=")),
        ("desc", svg.contains("<desc id=")),
    ] {
        if !there {
            bad.push(format!("{what} is missing"));
        }
    }
    let mut ids = BTreeSet::new();
    let (mut features, mut groups) = (0, 0);
    for tag in tags(svg) {
        let id = attribute(tag, "id");
        if let Some(id) = id
            && !ids.insert(id)
        {
            bad.push(format!("id “{id}” is there twice"));
        }
        let is_feature = attribute(tag, "data-km2").is_some();
        if is_feature {
            features += 1;
            if id.is_none() || attribute(tag, "class").is_none() {
                bad.push("a feature has no id or no class".to_owned());
            }
            let named = ["data-from", "data-controller", "data-unit"]
                .iter()
                .any(|key| attribute(tag, key).is_some());
            if !named {
                bad.push("a feature does not say whose it is".to_owned());
            }
        } else if tag.starts_with("g ") {
            groups += 1;
            // A hatched swatch is two paths of one class.
            if id.is_none() && attribute(tag, "class").is_none() {
                bad.push("a layer has no id".to_owned());
            }
        }
    }
    for reference in svg.split("url(#").skip(1) {
        let id = reference.split(')').next().unwrap_or_default();
        if !ids.contains(id) {
            bad.push(format!("“{id}” is used but not there"));
        }
    }
    listed(&bad, &format!("{groups} layers, {features} features"))
}

/// The most bytes that the map of a region may take; one that is continents wide has more coasts.
fn most_bytes(map: &CheckedMap) -> usize {
    let panels = &map.scene.record.panels;
    let wide = panels.iter().any(|p| p.extent.width() > 40.0);
    let (two, each) = if wide {
        (2_500_000, 1_000_000)
    } else {
        (300_000, 120_000)
    };
    two + each * panels.len().saturating_sub(2)
}

/// The bytes of a document without the fonts that were given and the outlines of letters that were asked for.
fn own_bytes(svg: &str) -> usize {
    let given = svg.lines().filter(|line| {
        let is_font = line.contains("font-family:'Landshift ") && !line.contains("Sans'");
        is_font || line.contains(" letters\" aria-label=") || line.contains("-halo\" d=")
    });
    svg.len() - given.map(str::len).sum::<usize>()
}

pub(in crate::map) fn style(map: &CheckedMap) -> Measured {
    let svg = &map.svg;
    let mut bad = Vec::new();
    if svg.matches("<style>").count() != 1 {
        bad.push("not one style block".to_owned());
    }
    for unwanted in [" style=\"", "<script", "<image", "href=", "@import"] {
        if svg.contains(unwanted) {
            bad.push(format!("{} is there", unwanted.trim()));
        }
    }
    // The namespace is the one address.
    if svg.matches("http").count() != 1 {
        bad.push("a reference to outside".to_owned());
    }
    if own_bytes(svg) >= most_bytes(map) {
        bad.push(format!("{} kB", svg.len() / 1000));
    }
    listed(&bad, &format!("{} kB", svg.len() / 1000))
}

pub(in crate::map) fn repeats(map: &CheckedMap, again: Option<&Scene>) -> Measured {
    let Some(again) = again else {
        return judged(false, "drawn once more, it has fewer frames");
    };
    let same_svg = again.to_svg() == map.svg;
    // Of two pictures with the same pixels the PNGs are the same.
    let same_pixels = match (map.scene.rasterise(0.5), again.rasterise(0.5)) {
        (Ok(one), Ok(other)) => one.data() == other.data(),
        _ => false,
    };
    judged(
        same_svg && same_pixels,
        "drawn twice; SVG and PNG are written from one scene",
    )
}
