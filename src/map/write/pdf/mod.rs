//! Writes a scene as PDF (ISO 32000-1): vector paths and real text on one page, the used part of the fonts embedded.

mod content;
mod font;
mod parts;
mod structure;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;

use pdf_writer::writers::{ExtGraphicsState, Resources};
use pdf_writer::{Finish as _, Name, Pdf, Rect, Ref, TextStr};

use crate::map::scene::list::Scene;
use crate::map::scene::sheet::Sheet;
use crate::map::write::pdf::content::PdfPainter;
use crate::map::write::pdf::font::Fonts;
use crate::map::write::pdf::parts::{opacity_name, rounded, stream};
use crate::map::write::pdf::structure::Structure;
use crate::write::MARK;
use crate::{Error, Result};

/// Points of 1/72 inch in a pixel of CSS, of which 96 make an inch.
const POINTS_PER_PIXEL: f64 = 0.75;

impl Scene {
    /// The map as a PDF of one page: a sheet in true size, else 0.75 points to a pixel of the width that was asked for.
    ///
    /// Text is text: it can be searched and copied. Parts are tagged: the title, maps with a text in their place, the rest as
    /// paragraphs. Colours are those of the screen. The file bears title, description and language but no date, so the same input gives the same bytes.
    ///
    /// # Errors
    ///
    /// If the content cannot be packed.
    pub fn to_pdf(&self) -> Result<Vec<u8>> {
        self.document()
            .map_err(|e| Error::new(format!("cannot write the picture as PDF: {e}")))
    }

    /// Width and height of the page in points.
    fn points(&self) -> [f32; 2] {
        let zoom = f64::from(self.pixel_width) / self.width;
        let screen = || [self.width, self.height].map(|v| (v * zoom).round() * POINTS_PER_PIXEL);
        self.sheet.map_or_else(screen, Sheet::points).map(|v| v as f32)
    }

    fn document(&self) -> io::Result<Vec<u8>> {
        let fonts = Fonts::of(self);
        let [width, height] = self.points();
        let zoom = match self.sheet {
            Some(_) => f64::from(width) / self.width,
            None => f64::from(self.pixel_width) * POINTS_PER_PIXEL / self.width,
        };
        let painted = PdfPainter::new(self, &fonts).page([width, height], zoom);

        let mut next = Ref::new(1);
        let [info, catalog, pages, page, content] = [(); 5].map(|()| next.bump());
        let mut pdf = Pdf::new();
        // First, as the producer is what the file is recognised by.
        pdf.document_info(info)
            .producer(TextStr(MARK))
            .creator(TextStr(MARK))
            .title(TextStr(&self.title))
            .subject(TextStr(&self.description));
        let mut root = pdf.catalog(catalog);
        root.pages(pages).lang(TextStr(&self.lang));
        root.viewer_preferences().display_doc_title(true);
        root.mark_info().marked(true);
        let structure = Structure::new(&mut next, page, painted.roles.len());
        root.pair(Name(b"StructTreeRoot"), structure.root());
        root.finish();
        structure.write(&mut pdf, &painted.roles, &self.description);
        pdf.pages(pages).kids([page]).count(1);

        let embedded = fonts.write(&mut pdf, &mut next)?;
        let mut sheet = pdf.page(page);
        sheet
            .parent(pages)
            .contents(content)
            .struct_parents(Structure::PAGE);
        sheet.media_box(Rect::new(0.0, 0.0, width, height));
        sheet.group().transparency().color_space().device_rgb();
        let mut resources = sheet.resources();
        resources
            .fonts()
            .pairs(embedded.iter().map(|(name, id)| (Name(name), *id)));
        opacities(&mut resources, &painted.opacities);
        resources.finish();
        sheet.finish();
        stream(&mut pdf, content, &painted.content.finish())?;
        Ok(pdf.finish())
    }
}

/// Lists the opacities that the content sets, for lines and fills alike.
fn opacities(resources: &mut Resources, used: &BTreeSet<u8>) {
    let mut states = resources.ext_g_states();
    for &opacity in used {
        let name = opacity_name(opacity);
        let mut state: ExtGraphicsState = states.insert(Name(&name)).start();
        let share = rounded(f64::from(opacity) / 255.0, 1000.0);
        state.non_stroking_alpha(share).stroking_alpha(share);
    }
}
