//! Names that run from right to left in sentences that run from left to right.

use std::borrow::Cow;

/// Begins text that is put in order by itself (U+2068, first strong isolate).
pub const ISOLATE: char = '\u{2068}';

/// Ends it (U+2069).
pub const ISOLATE_END: char = '\u{2069}';

/// Whether a letter is of a script that runs from right to left.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether a text has letters that run from right to left.
pub(super) fn runs_right_to_left(text: &str) -> bool {
    text.chars().any(is_right_to_left)
}

/// A name or sentence to be put into another: isolated if it has letters from right to left, so that what stands around it
/// keeps its place.
///
/// ```
/// use landshift_engine::language::isolated;
/// assert_eq!(isolated("Egypt"), "Egypt");
/// assert_eq!(isolated("مصر"), "\u{2068}مصر\u{2069}");
/// assert_eq!(isolated(&isolated("مصر")), "\u{2068}مصر\u{2069}");
/// ```
pub fn isolated(text: &str) -> Cow<'_, str> {
    if text.starts_with(ISOLATE) || !runs_right_to_left(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{ISOLATE}{text}{ISOLATE_END}"))
    }
}
