//! The style of maps and the language of their texts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::messages::say;
use crate::Result;
use crate::files::{Files as _, Folder};
use crate::language::Language;
use crate::map::{Fonts, MapStyle, Picture, PictureInput};

/// The style and the language of maps.
#[derive(Debug, Clone, Args)]
pub(super) struct StyleOptions {
    /// The style of maps: light, dark, print or a TOML file of one's own
    #[arg(long, value_name = "STYLE", default_value = "light")]
    style: String,
    #[arg(long, value_name = "LANG", default_value = "en", help = languages())]
    lang: String,
    /// Fonts for letters that the built-in ones lack, TrueType or OpenType; they are asked in order
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,
}

/// The help text of `--lang`.
fn languages() -> String {
    let built_in = Language::BUILT_IN.join(", ");
    format!("The language of maps: {built_in} or a TOML file of messages")
}

impl StyleOptions {
    /// The files that are named.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        let style = Some(&self.style).filter(|name| !MapStyle::is_built_in(name));
        let language = Some(&self.lang).filter(|name| !Language::BUILT_IN.contains(&name.as_str()));
        let texts = [style, language].into_iter().flatten().map(Path::new);
        texts.chain(self.fonts.iter().map(PathBuf::as_path))
    }

    /// The style.
    pub(super) fn read(&self) -> Result<MapStyle> {
        MapStyle::named(&self.style, &Folder::anywhere(""))
    }

    /// The style for dark screens of a page in the usual one; none of a page in another.
    pub(super) fn dark(&self) -> Result<Option<MapStyle>> {
        let is_usual = self.style == MapStyle::BUILT_IN[0];
        is_usual
            .then(|| MapStyle::named("dark", &Folder::anywhere("")))
            .transpose()
    }

    /// The fonts that are named.
    pub(super) fn fonts(&self) -> Result<Fonts> {
        self.fonts.iter().try_fold(Fonts::default(), |fonts, path| {
            let name = path.display().to_string();
            let files = Folder::anywhere("");
            let bytes = files.read(&name).map_err(|e| e.in_file(&name))?;
            fonts.with(&name, bytes.into_owned())
        })
    }

    /// Reports what colours that are not the program's own make hard to read, or hard to distinguish: each item once.
    /// Returns the items.
    pub(super) fn report_colors(&self, picture: &Picture, input: &PictureInput) -> BTreeSet<u8> {
        let is_given = input.shared().controllers.iter().any(|c| c.color.is_some());
        if MapStyle::is_built_in(&self.style) && !is_given {
            return BTreeSet::new();
        }
        let mut reported = BTreeSet::new();
        for finding in picture.lint_colors() {
            if reported.insert(finding.item) {
                say(&format!("colours: {}: {}", finding.title, finding.figure));
            }
        }
        reported
    }

    /// The language; what is left in English is reported.
    pub(super) fn language(&self) -> Result<Language> {
        let language = Language::named(&self.lang, &Folder::anywhere(""))?;
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
