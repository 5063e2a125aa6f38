//! The one form of a name: spellings that nobody can tell apart on paper are one.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A name in its one form: letters composed (Unicode NFC), blanks of any kind one space each and none at the ends,
/// invisible characters left out. Two names are one if this is the same of both.
///
/// ```
/// use landshift_engine::model::canonical;
/// assert_eq!(canonical("Chambe\u{301}ry"), canonical("Chamb\u{e9}ry"));
/// assert_eq!(canonical("  New\u{a0} York "), "New York");
/// ```
pub fn canonical(text: &str) -> Cow<'_, str> {
    if is_canonical(text) {
        return Cow::Borrowed(text);
    }
    let composed: String = text.chars().filter(|c| !is_invisible(*c)).nfc().collect();
    Cow::Owned(composed.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_canonical(text: &str) -> bool {
    let mut after_blank = true;
    for c in text.chars() {
        let is_blank = c.is_whitespace();
        if is_blank && (after_blank || c != ' ') || is_invisible(c) {
            return false;
        }
        after_blank = is_blank;
    }
    (text.is_empty() || !after_blank) && (text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes)
}

/// Soft hyphens, zero-width spaces and byte order marks: they leave no mark and say nothing. Joiners do in some scripts.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_look_alike_are_one() {
        for (spelling, name) in [
            ("Chambe\u{301}ry", "Chamb\u{e9}ry"),
            (" a  b\t\n c ", "a b c"),
            ("a\u{a0}b", "a b"),
            ("\u{feff}Co\u{ad}te", "Cote"),
            ("\u{212b}land", "\u{c5}land"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("", ""),
            (" \u{200b} ", ""),
        ] {
            assert_eq!(canonical(spelling), name, "{spelling:?}");
            assert_eq!(canonical(name), name);
            assert!(matches!(canonical(name), Cow::Borrowed(_)), "{name:?}");
        }
        // A joiner that Persian spelling needs stays.
        assert_eq!(
            canonical("\u{645}\u{6cc}\u{200c}\u{631}"),
            "\u{645}\u{6cc}\u{200c}\u{631}"
        );
    }
}
