//! How maps look and in which language they speak.

use std::collections::BTreeSet;

use clap::Args;

use super::output::say;
use crate::Result;
use crate::language::Language;
use crate::map::{MapStyle, Picture, PictureInput};

/// The style and the language of maps.
#[derive(Debug, Clone, Args)]
pub(super) struct Looks {
    /// The style of maps: light, dark, print or a TOML file of one's own
    #[arg(long, value_name = "STYLE", default_value = "light")]
    style: String,
    /// The language of maps: en, de, fr, es, ru, az, hy or a TOML file of messages
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: String,
}

impl Looks {
    /// The style.
    pub(super) fn look(&self) -> Result<MapStyle> {
        MapStyle::named(&self.style)
    }

    /// Says what colours that are not the program's own make hard to read, or hard to tell apart: each item once.
    pub(super) fn tell(&self, picture: &Picture, input: &PictureInput) {
        let own_style = !MapStyle::is_built_in(&self.style);
        let given = input.shared().controllers.iter().any(|c| c.color.is_some());
        if !own_style && !given {
            return;
        }
        let mut said = BTreeSet::new();
        for finding in picture.lint_colors() {
            if said.insert(finding.item) {
                say(&format!("colours: {}: {}", finding.title, finding.figure));
            }
        }
    }

    /// The language; says what is left in English.
    pub(super) fn language(&self) -> Result<Language> {
        let language = Language::named(&self.lang)?;
        match language.missing() {
            [] => {}
            [one] => say(&format!("{}: `{one}` is missing and said in English", self.lang)),
            [first, rest @ ..] => say(&format!(
                "{}: `{first}` and {} more messages are missing and said in English",
                self.lang,
                rest.len()
            )),
        }
        Ok(language)
    }
}
