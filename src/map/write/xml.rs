//! Numbers and texts as XML holds them.

use crate::map::fonts::text::printable;
use crate::report::escaped;

/// A number with at most two decimals and no trailing zeros.
pub(in crate::map) fn number(v: f64) -> String {
    let text = format!("{v:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Text as XML content or attribute; what XML cannot hold becomes U+FFFD.
pub(in crate::map) fn escape(text: &str) -> String {
    escaped(&text.chars().map(printable).collect::<String>())
}
