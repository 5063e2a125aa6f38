//! The fonts of a PDF: the used part of each face, with the characters of its glyphs.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::writers::FontDescriptor;
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use xxhash_rust::xxh3::xxh3_64;

use crate::map::fonts::face::{self, Face};
use crate::map::fonts::subset;
use crate::map::fonts::text::{self, printable};
use crate::map::scene::list::Scene;
use crate::map::write::pdf::parts::{packed, stream};

/// Characters are numbered for each font, not taken from one of the collections of glyphs that Adobe lists.
const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Of Noto Sans, in thousandths of an em.
const CAPITAL_HEIGHT: f32 = 714.0;

/// The faces that a scene uses.
pub(in crate::map) struct Fonts(BTreeMap<Face, Font>);

/// The characters used of a face, with number and width in thousandths of an em.
///
/// Every character has a number of its own, so those without a glyph, or with a shared one, differ when copied.
pub(in crate::map) struct Font {
    face: Face,
    glyphs: BTreeMap<char, (u16, f64)>,
}

impl Fonts {
    pub fn of(scene: &Scene) -> Self {
        let font = |(face, chars): (Face, BTreeSet<char>)| {
            let glyph = |(cid, c): (u16, char)| (c, (cid, text::width(&c.to_string(), face, 1000.0, 0.0)));
            let glyphs = (1..).zip(chars).map(glyph).collect();
            (face, Font { face, glyphs })
        };
        Self(scene.characters().into_iter().map(font).collect())
    }

    pub fn get(&self, face: Face) -> Option<&Font> {
        self.0.get(&face)
    }

    /// Embeds them; gives the name of each as a resource, and its object.
    pub fn write(&self, pdf: &mut Pdf, next: &mut Ref) -> io::Result<Vec<(Vec<u8>, Ref)>> {
        let fonts = self.0.values();
        fonts
            .map(|font| Ok((font.name(), font.write(pdf, next)?)))
            .collect()
    }
}

impl Font {
    /// Its name as a resource of the page.
    pub fn name(&self) -> Vec<u8> {
        format!("{:?}", self.face).into_bytes()
    }

    /// The number of a character, and its width in thousandths of an em.
    pub fn glyph(&self, c: char) -> (u16, f64) {
        self.glyphs.get(&c).copied().unwrap_or_default()
    }

    fn write(&self, pdf: &mut Pdf, next: &mut Ref) -> io::Result<Ref> {
        let [font, descendant, descriptor, file, to_unicode, to_glyph] = [(); 6].map(|()| next.bump());
        let chars = self.glyphs.keys().copied().collect();
        let bytes = subset::subset(self.face, &chars, &subset::FOR_PDF).unwrap_or_default();
        let name = format!("{}+LandshiftSans-{:?}", tag(&bytes), self.face);
        let name = Name(name.as_bytes());

        pdf.type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(to_unicode);
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .cid_to_gid_map_stream(to_glyph);
        cid.widths()
            .consecutive(1, self.glyphs.values().map(|(_, width)| *width as f32));
        cid.finish();
        self.describe(pdf, descriptor, name).font_file2(file);

        let mut glyph_ids = vec![0, 0];
        let mut characters = UnicodeCmap::<u16>::new(Name(b"Characters"), IDENTITY);
        for (c, (cid, _)) in &self.glyphs {
            glyph_ids.extend(face::glyph_id(self.face, *c).to_be_bytes());
            characters.pair(*cid, printable(*c));
        }
        stream(pdf, to_glyph, &glyph_ids)?;
        stream(pdf, to_unicode, &characters.finish())?;
        pdf.stream(file, &packed(&bytes)?)
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), bytes.len() as i32);
        Ok(font)
    }

    fn describe<'a>(&self, pdf: &'a mut Pdf, id: Ref, name: Name) -> FontDescriptor<'a> {
        let (flags, angle, stem) = match self.face {
            Face::Regular => (FontFlags::SYMBOLIC, 0.0, 80.0),
            Face::Bold => (FontFlags::SYMBOLIC, 0.0, 140.0),
            Face::Italic => (FontFlags::SYMBOLIC | FontFlags::ITALIC, -12.0, 80.0),
        };
        let [left, low, right, top] = subset::bounds(self.face).unwrap_or_default().map(f32::from);
        let mut descriptor = pdf.font_descriptor(id);
        descriptor
            .name(name)
            .flags(flags)
            .bbox(Rect::new(left, low, right, top))
            .italic_angle(angle)
            .ascent(top)
            .descent(low)
            .cap_height(CAPITAL_HEIGHT)
            .stem_v(stem);
        descriptor
    }
}

/// Six capitals that distinguish one part of a font from another, as the format wants.
fn tag(font: &[u8]) -> String {
    let mut hash = xxh3_64(font);
    let letter = |_| {
        let letter = (hash % 26) as u8;
        hash /= 26;
        char::from(b'A' + letter)
    };
    (0..6).map(letter).collect()
}
