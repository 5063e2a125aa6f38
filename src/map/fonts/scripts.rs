//! What the scripts of letters allow: spaced letters, capitals.

use unicode_script::{Script, UnicodeScript};

/// Whether letters may stand apart: those of scripts that join letters, or hang marks on them, may not.
///
/// ```text
/// ARMENIA  A R M E N I A       مصر  never م ص ر
/// ```
pub(in crate::map) fn is_spaced(content: &str) -> bool {
    let stands_alone = |c: char| {
        matches!(
            c.script(),
            Script::Common
                | Script::Inherited
                | Script::Latin
                | Script::Greek
                | Script::Cyrillic
                | Script::Armenian
                | Script::Georgian
                | Script::Hebrew
                | Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
                | Script::Bopomofo
                | Script::Ethiopic
                | Script::Cherokee
        )
    };
    content.chars().all(stands_alone)
}

/// Whether a character is never seen and takes no room: it joins, parts or turns what stands around it.
pub(in crate::map) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The capital of a letter in running text. Georgian has capitals for whole headings of its own alone, and maps name
/// countries by the common letters.
pub(in crate::map) fn capital(c: char) -> impl Iterator<Item = char> {
    let is_georgian = c.script() == Script::Georgian;
    let upper = (!is_georgian).then(|| c.to_uppercase());
    let same = is_georgian.then_some(c);
    upper.into_iter().flatten().chain(same)
}
