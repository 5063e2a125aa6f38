//! What a format of input has to provide.

use super::content::Content;
use crate::error::ErrorKind;
use crate::read::land::{Inspection, Mode};
use crate::{Error, Result};

/// A format of input. It recognises its files by their content and hands properties and positions to a
/// [`Collector`](crate::read::land::Collector), which does all the rest.
pub(super) trait Format: Sync {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// Whether a file that starts with these bytes is in this format; there are [`HEAD`] of them, or fewer in a shorter
    /// file.
    fn recognises(&self, head: &[u8]) -> bool;

    /// The endings, in small letters, of the files beside one of this format that belong to it.
    fn companions(&self) -> &'static [&'static str] {
        &[]
    }

    /// All features of a file, or of one of its layers.
    ///
    /// # Errors
    ///
    /// When the file is not well-formed, has no such layer, or several and none is stated; in [`Mode::Strict`] also at
    /// the first feature in error.
    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection>;
}

/// Which of the layers of a file is meant, by its name there.
///
/// # Errors
///
/// When there are none or several and none is stated, or no such one.
pub(super) fn chosen<'a>(layer: Option<&str>, layers: &[&'a str]) -> Result<&'a str> {
    let refused = |what: String| Error::new(what).of_kind(ErrorKind::Options);
    match (layer, layers) {
        (None, [only]) => Ok(only),
        (None, []) => Err(Error::new("it has no layers")),
        (None, [example, ..]) => Err(refused(format!("it has several layers: {}", list(layers)))
            .with_hint(format!("say which by its name after the file's: FILE#{example}"))),
        (Some(layer), layers) => layers.iter().copied().find(|name| *name == layer).ok_or_else(|| {
            refused(format!("it has no layer `{layer}`")).with_hint(match layers {
                [] => "it has no layers; name the file alone".to_owned(),
                layers => format!("it has {}", list(layers)),
            })
        }),
    }
}

/// Refuses a stated layer of a format whose files have none.
///
/// # Errors
///
/// When one is stated.
pub(super) fn without_layers(layer: Option<&str>) -> Result<()> {
    match layer {
        None => Ok(()),
        Some(_) => chosen(layer, &[]).map(drop),
    }
}

/// Names for a message, not too many.
pub(super) fn list(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(SHOWN + 1) {
        Some(_) => format!("{} and {} more", shown.join(", "), names.len() - SHOWN),
        None => shown.join(", "),
    }
}

/// How many bytes are enough to distinguish formats.
pub(in crate::read) const HEAD: usize = 4096;
