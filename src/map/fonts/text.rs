//! The embedded fonts: measuring, outlines, and what they lack.
//!
//! One family in three faces, each with Latin, Greek, Cyrillic, Armenian, Georgian and the signs of a map
//! (`fonts/FONTS.md`). Other fonts may be given for what they lack.

use ab_glyph::{Font, FontRef, GlyphId, OutlineCurve};

use crate::language::{ISOLATE, ISOLATE_END};
use crate::map::fonts::face::Face;
use crate::map::fonts::files::{FontKey, Fonts};
use crate::map::fonts::line::{missing, set, with_font};
use crate::map::fonts::scripts::capital;

/// Height of a capital above the baseline, in ems, with a little room for accents.
pub(in crate::map) const ASCENT: f64 = 0.80;

/// Depth of a descender below the baseline, in ems.
pub(in crate::map) const DESCENT: f64 = 0.22;

/// The width of a line in pixels at `size` pixels to the em, `spacing` pixels after every glyph.
pub fn width(content: &str, face: Face, size: f64, spacing: f64) -> f64 {
    set(content, face, &Fonts::default(), spacing / size).width * size
}

/// The characters of `content` that the face cannot draw.
///
/// ```
/// use landshift::map::{Face, missing_glyphs};
/// assert!(missing_glyphs("Xankəndi → Ստեփանակերտ, სტეფანაკერტი", Face::Regular).is_empty());
/// assert_eq!(missing_glyphs("北", Face::Bold), ['北']);
/// ```
pub fn missing_glyphs(content: &str, face: Face) -> Vec<char> {
    missing(content, face, &Fonts::default())
}

/// The outline of a glyph in ems, the baseline at 0 and up positive.
pub(in crate::map) fn outline(key: FontKey, fonts: &Fonts, glyph: u16) -> Vec<OutlineCurve> {
    with_font(key, fonts, |font| outline_of(font, GlyphId(glyph))).unwrap_or_default()
}

fn outline_of(font: &FontRef, glyph: GlyphId) -> Vec<OutlineCurve> {
    let em = font.units_per_em().unwrap_or(1000.0);
    let scale = |p: ab_glyph::Point| ab_glyph::point(p.x / em, p.y / em);
    font.outline(glyph).map_or_else(Vec::new, |outline| {
        outline
            .curves
            .into_iter()
            .map(|curve| match curve {
                OutlineCurve::Line(a, b) => OutlineCurve::Line(scale(a), scale(b)),
                OutlineCurve::Quad(a, b, c) => OutlineCurve::Quad(scale(a), scale(b), scale(c)),
                OutlineCurve::Cubic(a, b, c, d) => {
                    OutlineCurve::Cubic(scale(a), scale(b), scale(c), scale(d))
                }
            })
            .collect()
    })
}

/// A character as a document may hold it: control characters become a space or U+FFFD.
pub(in crate::map) fn printable(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        c => c,
    }
}

/// Whether a line may end here: no-break spaces hold a number and its unit together.
fn is_gap(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Breaks `content` into lines no wider than `limit` at spaces; a word that is wider alone stays whole, and an
/// arrow or stroke stays with its neighbour (`→ B`, `A /`), a unit with its number.
pub(in crate::map) fn wrap(content: &str, limit: f64, width: impl Fn(&str) -> f64) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in content.split(is_gap).filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if last == "→" || word == "/" || is_unit_of(last, word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}")) <= limit => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    isolated_each(lines)
}

/// Whether a word is the unit of the number before it.
fn is_unit_of(number: &str, word: &str) -> bool {
    let unit = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
    number.ends_with(|c: char| c.is_ascii_digit())
        && ["km²", "ha", "m²", "mi²", "acres", "km"].contains(&unit)
}

/// Lines of which each closes the isolates that it opens; what is broken within one goes on in one.
fn isolated_each(lines: Vec<String>) -> Vec<String> {
    let mut open = 0_usize;
    let isolated = |line: String| {
        let before = open;
        for c in line.chars() {
            match c {
                ISOLATE => open += 1,
                ISOLATE_END => open = open.saturating_sub(1),
                _ => {}
            }
        }
        if before == 0 && open == 0 {
            return line;
        }
        let (start, end) = (
            ISOLATE.to_string().repeat(before),
            ISOLATE_END.to_string().repeat(open),
        );
        format!("{start}{line}{end}")
    };
    lines.into_iter().map(isolated).collect()
}

/// Letters made capital where their script has capitals for that, unless the fonts lack one of them: then as written.
pub(in crate::map) fn capitals(content: &str, face: Face, language: &str) -> String {
    let content = &*match language {
        "az" | "tr" => content.replace('i', "İ"),
        // The reformed spelling; Unicode knows the classical one.
        "hy" => content.replace('և', "եվ"),
        _ => content.to_owned(),
    };
    let upper: String = content.chars().flat_map(capital).collect();
    let lacks = |text: &str| missing_glyphs(text, face).len();
    // What is missing either way is no reason.
    if lacks(&upper) <= lacks(content) {
        upper
    } else {
        content.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::language::Language;

    #[test]
    fn every_face_covers_the_scripts_of_the_reference_case() {
        let wanted = "AZaz09 əƏğıİşŞçÇöü Ђяж Աբև აბჰ –—→²×·“”’…−≈%()/";
        for face in Face::ALL {
            assert_eq!(missing_glyphs(wanted, face), [], "{face:?}");
        }
    }

    #[test]
    fn every_face_covers_the_built_in_languages() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("engine/src/language");
        for code in Language::BUILT_IN {
            let text = fs::read_to_string(folder.join(format!("{code}.toml"))).unwrap();
            let letters = text.replace("\\u202f", "\u{202f}").replace("\\u00a0", "\u{a0}");
            for face in Face::ALL {
                assert_eq!(
                    missing_glyphs(&letters.replace('\n', ""), face),
                    [],
                    "{code} {face:?}"
                );
            }
        }
    }

    #[test]
    fn a_wide_letter_is_wider_and_pairs_are_kerned() {
        assert!(width("W", Face::Bold, 20.0, 0.0) > width("i", Face::Bold, 20.0, 0.0));
        let apart = width("A", Face::Regular, 20.0, 0.0) + width("V", Face::Regular, 20.0, 0.0);
        assert!(width("AV", Face::Regular, 20.0, 0.0) < apart);
        assert!(
            (width("AB", Face::Regular, 20.0, 5.0) - width("AB", Face::Regular, 20.0, 0.0) - 10.0).abs()
                < 1e-9
        );
    }

    #[test]
    fn capitals_are_those_of_the_language() {
        assert_eq!(capitals("Bakı şəhəri", Face::Bold, "az"), "BAKI ŞƏHƏRİ");
        assert_eq!(capitals("Երևան", Face::Bold, "hy"), "ԵՐԵՎԱՆ");
        assert_eq!(capitals("Paris", Face::Bold, "fr"), "PARIS");
        assert_eq!(capitals("საქართველო", Face::Bold, "en"), "საქართველო");
        assert_eq!(capitals("مصر a", Face::Bold, "en"), "مصر A");
    }

    #[test]
    fn lines_keep_names_isolated_where_they_break() {
        let lines = wrap("\u{2068}ab cd\u{2069} → e", 4.0, |s| s.chars().count() as f64);
        assert_eq!(lines, ["\u{2068}ab\u{2069}", "\u{2068}cd\u{2069}", "→ e"]);
    }

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(
            wrap("one two  three", 7.0, |s| s.len() as f64),
            ["one two", "three"]
        );
        assert_eq!(
            wrap("lost 508 km², x", 9.0, |s| s.chars().count() as f64),
            ["lost", "508 km²,", "x"]
        );
        assert_eq!(wrap("A → B", 3.0, |s| s.chars().count() as f64), ["A", "→ B"]);
        assert_eq!(
            wrap("9\u{202f}090\u{a0}km² x", 5.0, |s| s.chars().count() as f64),
            ["9\u{202f}090\u{a0}km²", "x"]
        );
        assert_eq!(wrap("extraordinary", 3.0, |s| s.len() as f64), ["extraordinary"]);
    }
}
