//! Text in XML.

use std::borrow::Cow;

/// A text as content or in quotes; what XML has no room for is a blank.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| is_no_text(c) || "&<>\"'".contains(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // Readers make blanks of line ends and tabs in attributes.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            c if is_no_text(c) => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Whether XML 1.0 (section 2.2) has no room for it, or advises against it.
fn is_no_text(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_else_is_escaped() {
        assert_eq!(escaped("Côte d'Ivoire"), "Côte d&apos;Ivoire");
        assert_eq!(
            escaped("<a & \"b\">\u{1b}\n"),
            "&lt;a &amp; &quot;b&quot;&gt; &#10;"
        );
    }
}
