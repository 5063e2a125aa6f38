//! How every class of the maps is drawn: land, lines, marks, texts.

use crate::map::fonts::face::Face;
use crate::map::fonts::files::Fonts;
use crate::map::style::class::{Classes, Stroke, Style, TextStyle};
use crate::map::style::color::Color;
use crate::map::style::sheet::{MapStyle, TextInks};

pub(in crate::map) fn stroke(color: Color, width: f64, dash: &[f64]) -> Stroke {
    Stroke {
        color,
        width,
        dash: dash.to_vec(),
    }
}

/// A fill with a line of its own colour, which closes the hairline that anti-aliasing leaves between neighbours.
pub(in crate::map) fn land(color: Color) -> Style {
    Style {
        fill: Some(color),
        stroke: Some(stroke(color, 0.8, &[])),
        ..Style::default()
    }
}

pub(in crate::map) fn define_map(classes: &mut Classes, map_style: &MapStyle, thin: f64) {
    let MapStyle {
        ground,
        text,
        line: lines,
        mark,
        inset,
        chart,
        ..
    } = map_style;
    let thin = thin * lines.scale;
    let fill = |color| Style {
        fill: Some(color),
        ..Style::default()
    };
    let line = |color, width, dash: &[f64]| Style {
        stroke: Some(stroke(color, width, dash)),
        ..Style::default()
    };
    // Dashes keep their proportions.
    let map_line = |color, width: f64, dash: &[f64]| {
        let dash: Vec<f64> = dash.iter().map(|d| d * thin).collect();
        line(color, width * thin, &dash)
    };
    let both = |color, edge, width| Style {
        fill: Some(color),
        stroke: Some(stroke(edge, width, &[])),
        ..Style::default()
    };
    let accent = Color {
        a: 0.18,
        ..inset.accent
    };
    for (class, style) in [
        ("ground", fill(ground.panel)),
        ("neighbour", both(ground.neighbour, lines.neighbour, 1.2 * thin)),
        ("water", both(ground.sea, lines.shore, thin)),
        ("graticule", line(lines.graticule, 1.0, &[])),
        ("edge", map_line(lines.edge, 1.5, &[])),
        ("border", map_line(lines.border, 2.2, &lines.border_dash)),
        ("casing", map_line(lines.casing, 5.0, &[])),
        ("control", map_line(lines.control, 3.0, &lines.control_dash)),
        ("ghost", map_line(lines.ghost, 2.0, &lines.ghost_dash)),
        ("outline-1", map_line(lines.outline, 2.0, &[2.0, 4.0])),
        ("outline-2", map_line(lines.outline, 1.6, &[9.0, 3.0, 2.0, 3.0])),
        (
            "outline-3",
            map_line(lines.outline, 1.6, &[9.0, 3.0, 2.0, 3.0, 2.0, 3.0]),
        ),
        ("outline-4", map_line(lines.outline, 1.4, &[14.0, 6.0])),
        ("neatline", line(lines.frame, 1.5, &[])),
        ("leader-casing", line(lines.leader_casing, 4.0, &[])),
        ("leader", line(lines.leader, 1.6, &[])),
        ("leader-head", both(lines.leader, lines.leader_casing, 1.0)),
        ("leader-end", both(lines.leader, ground.page, 1.0)),
        ("capital", both(mark.ink, mark.fill, 1.5)),
        ("city", both(mark.fill, mark.ink, 2.2)),
        ("village", both(mark.ink, mark.fill, 2.0)),
        ("town", both(mark.fill, mark.ink, 1.8)),
        ("plate", fill(ground.plate)),
        ("scale", line(text.ink, 2.0, &[])),
        ("inset-sea", fill(inset.sea)),
        ("inset-land", both(inset.land, inset.border, 0.8)),
        ("inset-frame", line(inset.frame, 1.6, &[])),
        ("inset-box", both(accent, inset.accent, 2.4)),
        ("zoom-box", line(inset.frame, 2.4, &[])),
        ("band", fill(chart.band)),
        ("column", line(lines.border, 1.0, &[])),
        ("band-edge", line(lines.swatch, 1.0, &[])),
        ("gap", fill(chart.gap)),
        ("swatch-frame", line(lines.swatch, 1.0, &[])),
        ("rule", line(lines.rule, 1.2, &[])),
        ("rule-strong", line(lines.rule_strong, 2.0, &[])),
        ("bar", fill(chart.bar)),
    ] {
        classes.define(class, style);
    }
}

/// The base under the data; the rim that covers its coasts and borders along the data is so wide on either side.
pub(in crate::map) fn define_base(classes: &mut Classes, map_style: &MapStyle, rim: f64) {
    let MapStyle {
        ground, inset, line, ..
    } = map_style;
    let lines = |color, width, dash: &[f64]| Style {
        stroke: Some(stroke(color, width, dash)),
        ..Style::default()
    };
    // Much sea is paler than a lake: land is the figure.
    let sea = Style {
        fill: Some(inset.sea),
        ..Style::default()
    };
    let lake = Style {
        stroke: Some(stroke(line.shore, 0.8, &[])),
        ..sea.clone()
    };
    for (class, style) in [
        ("sea", sea),
        ("base-land", land(ground.neighbour)),
        ("base-water", lake),
        ("base-border", lines(line.neighbour, 1.2, &[])),
        ("base-disputed", lines(line.neighbour, 1.2, &[4.0, 4.0])),
        ("rim-sea", lines(inset.sea, 2.0 * rim, &[])),
        ("rim-land", lines(ground.neighbour, 2.0 * rim, &[])),
    ] {
        classes.define(class, style);
    }
}

/// Classes of text; `display` is what becomes of the size of titles and headings.
pub(in crate::map) fn define_texts(classes: &mut Classes, text: &TextInks, fonts: &Fonts, display: f64) {
    let halo = Some((text.halo, text.halo_width));
    let TextInks {
        ink,
        dimmed,
        country,
        water,
        ..
    } = *text;
    for (class, color, face, size, spacing, halo) in [
        ("title", ink, Face::Bold, 38.0 * display, 0.0, None),
        ("subtitle", dimmed, Face::Regular, 24.0 * display, 0.0, None),
        ("heading", ink, Face::Bold, 28.0 * display, 0.0, None),
        ("caption", dimmed, Face::Regular, 21.0, 0.0, None),
        ("country", country, Face::Bold, 22.0, 6.0, halo),
        ("country-small", country, Face::Bold, 18.0, 2.0, halo),
        ("country-strong", ink, Face::Bold, 22.0, 6.0, halo),
        ("country-strong-small", ink, Face::Bold, 18.0, 2.0, halo),
        ("neighbour-name", dimmed, Face::Regular, 20.0, 4.0, halo),
        ("change-name", ink, Face::Bold, 20.0, 0.0, halo),
        ("change-number", ink, Face::Bold, 18.0, 0.0, halo),
        ("key-number", ink, Face::Bold, 18.0, 0.0, halo),
        ("change-area", ink, Face::Regular, 20.0, 0.0, halo),
        ("place-name", ink, Face::Regular, 18.0, 0.0, halo),
        ("capital-name", ink, Face::Bold, 18.0, 0.0, halo),
        ("area-name", ink, Face::Regular, 18.0, 0.0, halo),
        ("note", ink, Face::Italic, 18.0, 0.0, halo),
        ("water-name", water, Face::Italic, 18.0, 0.0, halo),
        ("scale-text", ink, Face::Regular, 18.0, 0.0, None),
        ("inset-name", dimmed, Face::Regular, 16.0, 0.5, None),
        ("legend", ink, Face::Regular, 19.0, 0.0, None),
        ("bar-title", ink, Face::Bold, 20.0, 0.0, None),
        ("bar-text", ink, Face::Bold, 19.0, 0.0, halo),
        ("table-head", dimmed, Face::Regular, 18.0, 0.0, None),
        ("table-name", ink, Face::Bold, 20.0, 0.0, None),
        ("table-detail", dimmed, Face::Regular, 17.0, 0.0, None),
        ("range-on-land", ink, Face::Regular, 17.0, 0.0, halo),
        ("range", dimmed, Face::Regular, 17.0, 0.0, None),
        ("table-number", ink, Face::Regular, 21.0, 0.0, None),
        ("table-total", ink, Face::Bold, 21.0, 0.0, None),
        ("foot", dimmed, Face::Regular, 16.5, 0.0, None),
    ] {
        let style = Style {
            fill: Some(color),
            text: Some(TextStyle {
                face,
                fonts: fonts.clone(),
                size: size * text.scale,
                spacing,
                halo,
            }),
            ..Style::default()
        };
        classes.define(class, style);
    }
}
