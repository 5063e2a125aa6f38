//! What a message must have in common with the English one.

use toml::Value;

use super::messages::braced;

/// Whether a message has no placeholder that the English one lacks.
pub(super) fn fits(english: &Value, message: &Value) -> Result<(), String> {
    let (Some(english), Some(message)) = (english.as_str(), message.as_str()) else {
        return Ok(());
    };
    let known = braced(english);
    match braced(message).into_iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) if known.is_empty() => Err(format!("unknown placeholder {{{name}}}; there is none here")),
        Some(name) => Err(format!(
            "unknown placeholder {{{name}}}; there is {{{}}}",
            known.join("}, {")
        )),
    }
}
