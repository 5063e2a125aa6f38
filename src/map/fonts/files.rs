//! Fonts for what the embedded ones lack, in the order in which they are asked.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use ab_glyph::{Font, FontRef, GlyphId};
use rustybuzz::ttf_parser;

use crate::error::ErrorKind;
use crate::map::fonts::face::Face;
use crate::{Error, Result};

/// Fonts for letters that the embedded ones lack: TrueType or OpenType files, asked in order after those.
///
/// ```
/// use landshift::map::Fonts;
/// let error = Fonts::default().with("notes.txt", b"no font".to_vec()).unwrap_err();
/// assert!(error.to_string().contains("notes.txt: is no font"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Fonts(Arc<Vec<Arc<FontFile>>>);

/// A font that was given.
pub(in crate::map) struct FontFile {
    /// The family, as the font itself calls it.
    pub family: String,
    bytes: Vec<u8>,
    is_bold: bool,
    is_italic: bool,
    /// Whether its outlines are those of TrueType, of which documents can have a part.
    pub is_true_type: bool,
}

impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontFile")
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.is_empty() && other.0.is_empty())
    }
}

impl Fonts {
    /// These and one more: the bytes of a file, of a collection the first font.
    ///
    /// # Errors
    ///
    /// If they are no font.
    pub fn with(&self, name: &str, bytes: Vec<u8>) -> Result<Self> {
        let no_font = || {
            Error::new("is no font that letters can be drawn with")
                .of_kind(ErrorKind::Syntax)
                .in_file(name)
                .with_hint("give TrueType or OpenType files: .ttf, .otf or .ttc")
        };
        let face = ttf_parser::Face::parse(&bytes, 0).map_err(|_| no_font())?;
        FontRef::try_from_slice(&bytes).map_err(|_| no_font())?;
        let of_family =
            |name: &ttf_parser::name::Name| name.name_id == ttf_parser::name_id::FAMILY && name.is_unicode();
        let family = face
            .names()
            .into_iter()
            .find(of_family)
            .and_then(|name| name.to_string());
        let (is_bold, is_italic) = (face.is_bold(), face.is_italic() || face.is_oblique());
        let file = FontFile {
            family: family.unwrap_or_else(|| name.to_owned()),
            is_bold,
            is_italic,
            is_true_type: face.tables().glyf.is_some(),
            bytes,
        };
        let all = self.0.iter().cloned().chain([Arc::new(file)]);
        Ok(Self(Arc::new(all.collect())))
    }

    /// How many there are.
    pub(in crate::map) fn len(&self) -> usize {
        self.0.len()
    }

    pub(in crate::map) fn get(&self, n: usize) -> Option<&FontFile> {
        self.0.get(n).map(AsRef::as_ref)
    }

    /// The first that has a letter, those of the weight and slant of a face before the others.
    pub(in crate::map) fn with_glyph(&self, c: char, face: Face) -> Option<usize> {
        let suits = |file: &FontFile| {
            file.is_bold == (face == Face::Bold) && file.is_italic == (face == Face::Italic)
        };
        let has = |n: &usize| self.0[*n].has(c);
        let (first, later): (Vec<usize>, Vec<usize>) = (0..self.0.len()).partition(|n| suits(&self.0[*n]));
        first.into_iter().chain(later).find(has)
    }
}

impl FontFile {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn font(&self) -> Option<FontRef<'_>> {
        FontRef::try_from_slice(&self.bytes).ok()
    }

    fn has(&self, c: char) -> bool {
        self.font().is_some_and(|font| font.glyph_id(c) != GlyphId(0))
    }

    /// Bold and slanted, or not, for the style of a document.
    pub fn weight_and_slant(&self) -> (u16, &'static str) {
        let weight = if self.is_bold { 700 } else { 400 };
        (weight, if self.is_italic { "italic" } else { "normal" })
    }
}

/// Which font a glyph is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::map) enum FontKey {
    /// One of the embedded family.
    Built(Face),
    /// One that was given, by its place.
    Given(usize),
}

/// The glyphs that are used of each font that was given.
pub(in crate::map) type UsedGlyphs = std::collections::BTreeMap<usize, BTreeSet<u16>>;
