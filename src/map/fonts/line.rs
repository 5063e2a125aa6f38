//! Setting one line: which glyph of which font stands where.
//!
//! What the embedded fonts have and runs from left to right is set by advance widths and pair kerning, so that a browser
//! that reads the same font from the SVG sets the same line. All else is put in visual order and shaped by the font's own
//! rules: letters that join, marks, ligatures, conjuncts.

use ab_glyph::{Font, FontRef, GlyphId};
use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};

use crate::language::is_right_to_left;
use crate::map::fonts::face::Face;
use crate::map::fonts::files::{FontKey, Fonts};
use crate::map::fonts::scripts::{is_invisible, is_spaced};

/// A glyph with the distance of its origin from the start of the line, in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct PlacedGlyph {
    pub font: FontKey,
    pub glyph: u16,
    pub x: f64,
    /// Above the baseline.
    pub y: f64,
}

/// A line that is set.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::map) struct SetLine {
    /// From left to right.
    pub glyphs: Vec<PlacedGlyph>,
    /// The width of the whole, in ems.
    pub width: f64,
    /// Whether its letters had to be put in order or shaped: it is no row of letters with a glyph each.
    pub is_shaped: bool,
}

/// Sets one line. `spacing` (in ems) follows every glyph, where the script of the letters allows that.
pub(in crate::map) fn set(content: &str, face: Face, fonts: &Fonts, spacing: f64) -> SetLine {
    let spacing = if is_spaced(content) { spacing } else { 0.0 };
    if content.chars().all(|c| is_plain(c, face, fonts)) {
        return kerned(content, face, spacing);
    }
    shaped(content, face, fonts, spacing)
}

/// Whether a letter is set as it stands, from left to right by the embedded font, be it as a box where no font has it.
fn is_plain(c: char, face: Face, fonts: &Fonts) -> bool {
    let is_ours = || face.font().is_none_or(|font| font.glyph_id(c) != GlyphId(0));
    !is_right_to_left(c) && !is_invisible(c) && (is_ours() || fonts.with_glyph(c, face).is_none())
}

fn kerned(content: &str, face: Face, spacing: f64) -> SetLine {
    let Some(font) = face.font() else {
        return SetLine::default();
    };
    let em = f64::from(font.units_per_em().unwrap_or(1000.0));
    let mut x = 0.0;
    let mut previous: Option<GlyphId> = None;
    let mut glyphs = Vec::with_capacity(content.len());
    for c in content.chars() {
        let glyph = font.glyph_id(c);
        if let Some(previous) = previous {
            x += f64::from(font.kern_unscaled(previous, glyph)) / em;
        }
        glyphs.push(PlacedGlyph {
            font: FontKey::Built(face),
            glyph: glyph.0,
            x,
            y: 0.0,
        });
        x += f64::from(font.h_advance_unscaled(glyph)) / em + spacing;
        previous = Some(glyph);
    }
    // The space after the last glyph is no ink, yet SVG counts it in, so an anchor in the middle needs it too.
    SetLine {
        glyphs,
        width: x,
        is_shaped: false,
    }
}

/// Letters of one font and one script that run one way.
struct Run {
    font: FontKey,
    script: Script,
    text: String,
}

fn shaped(content: &str, face: Face, fonts: &Fonts, spacing: f64) -> SetLine {
    let mut line = SetLine {
        is_shaped: true,
        ..SetLine::default()
    };
    // Lines of maps run from left to right; names that do not are isolated in them.
    let bidi = BidiInfo::new(content, Some(Level::ltr()));
    for paragraph in &bidi.paragraphs {
        let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in ranges {
            let is_rtl = levels[range.start].is_rtl();
            let mut runs = runs(&content[range], face, fonts);
            if is_rtl {
                runs.reverse();
            }
            for run in runs {
                shape(&mut line, &run, is_rtl, fonts, spacing);
            }
        }
    }
    line
}

/// The parts of a text that have one font and one script each; marks and blanks stay with the letter before them.
fn runs(text: &str, face: Face, fonts: &Fonts) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for c in text.chars().filter(|c| !is_direction(*c)) {
        let script = c.script();
        let is_common = matches!(script, Script::Common | Script::Inherited);
        let has = |font: FontKey| with_font(font, fonts, |font| font.glyph_id(c) != GlyphId(0));
        match runs.last_mut() {
            Some(run)
                if is_common && (is_invisible(c) || has(run.font) == Some(true)) && joins(c, script) =>
            {
                run.text.push(c);
            }
            last => {
                let font = font_of(c, face, fonts);
                match last {
                    Some(run) if run.font == font && (run.script == script || is_common) => run.text.push(c),
                    _ => runs.push(Run {
                        font,
                        script,
                        text: c.to_string(),
                    }),
                }
            }
        }
    }
    runs
}

/// Whether a letter of no script of its own belongs to the one before it.
fn joins(c: char, script: Script) -> bool {
    script == Script::Inherited || is_invisible(c) || c.is_whitespace()
}

/// Whether a character only states which way the text runs.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

fn font_of(c: char, face: Face, fonts: &Fonts) -> FontKey {
    let built = FontKey::Built(face);
    let is_ours = with_font(built, fonts, |font| font.glyph_id(c) != GlyphId(0)) == Some(true);
    let given = || fonts.with_glyph(c, face).map_or(built, FontKey::Given);
    if is_ours || is_invisible(c) {
        built
    } else {
        given()
    }
}

/// What a font says; none if it cannot be read.
pub(in crate::map) fn with_font<T>(
    key: FontKey,
    fonts: &Fonts,
    ask: impl FnOnce(&FontRef) -> T,
) -> Option<T> {
    match key {
        FontKey::Built(face) => face.font().map(ask),
        FontKey::Given(n) => Some(ask(&fonts.get(n)?.font()?)),
    }
}

/// Adds the glyphs of a run, in the order in which they are seen.
fn shape(line: &mut SetLine, run: &Run, is_rtl: bool, fonts: &Fonts, spacing: f64) {
    let bytes = match run.font {
        FontKey::Built(face) => Some(face.bytes()),
        FontKey::Given(n) => fonts.get(n).map(crate::map::fonts::files::FontFile::bytes),
    };
    let Some(font) = bytes.and_then(|bytes| rustybuzz::Face::from_slice(bytes, 0)) else {
        return;
    };
    let em = f64::from(font.units_per_em());
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&run.text);
    buffer.set_direction(if is_rtl {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    buffer.guess_segment_properties();
    let glyphs = rustybuzz::shape(&font, &[], buffer);
    for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
        line.glyphs.push(PlacedGlyph {
            font: run.font,
            // Fonts have 65,535 glyphs at most.
            glyph: info.glyph_id as u16,
            x: line.width + f64::from(position.x_offset) / em,
            y: f64::from(position.y_offset) / em,
        });
        let gap = if position.x_advance == 0 { 0.0 } else { spacing };
        line.width += f64::from(position.x_advance) / em + gap;
    }
}

/// The characters of a text that no font has.
pub(in crate::map) fn missing(content: &str, face: Face, fonts: &Fonts) -> Vec<char> {
    let has = |c: char| {
        is_invisible(c)
            || face.font().is_some_and(|font| font.glyph_id(c) != GlyphId(0))
            || fonts.with_glyph(c, face).is_some()
    };
    content.chars().filter(|&c| !has(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(content: &str) -> f64 {
        set(content, Face::Regular, &Fonts::default(), 0.0).width
    }

    #[test]
    fn what_states_a_direction_takes_no_room() {
        assert!((width("A\u{2068}B\u{2069}C") - width("ABC")).abs() < 0.02);
        let line = set("\u{2068}AB\u{2069}", Face::Bold, &Fonts::default(), 0.0);
        assert_eq!(line.glyphs.len(), 2);
        assert_eq!(missing("\u{2068}א\u{2069}", Face::Bold, &Fonts::default()), ['א']);
    }

    #[test]
    fn isolated_names_keep_their_places_from_left_to_right() {
        let fonts = Fonts::default();
        // No font has the letters: each is a box, but the arrow and the figures show the order.
        let order = |text: &str| {
            let line = set(text, Face::Regular, &fonts, 0.0);
            let arrow = crate::map::fonts::face::glyph_id(Face::Regular, '→');
            line.glyphs.iter().position(|glyph| glyph.glyph == arrow)
        };
        let isolated = "\u{2068}ישראל\u{2069} → \u{2068}מצר\u{2069}";
        assert_eq!(order(isolated), Some(6), "the longer name stands first");
        assert_eq!(
            order("ישראל → מצר"),
            Some(4),
            "without isolates it would be the other way round"
        );
    }

    #[test]
    fn plain_lines_are_set_as_before() {
        let line = set("AV → ə", Face::Regular, &Fonts::default(), 0.1);
        assert!(!line.is_shaped && line.glyphs.len() == 6);
        assert_eq!(line, kerned("AV → ə", Face::Regular, 0.1));
    }
}
