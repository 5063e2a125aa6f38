//! What the content and the fonts of a document share: streams, numbers, opacities.

use std::collections::BTreeSet;
use std::io;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Content, Filter, Pdf, Ref};

/// What a page shows, the opacities (of 255) that it does so with, and what its parts are.
pub(super) struct Painted {
    pub content: Content,
    pub opacities: BTreeSet<u8>,
    /// What each part of the content is, by its number.
    pub roles: Vec<Role>,
}

/// What a part of the page is to who has it read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    /// A map, or a chart: it has a text in its place.
    Figure,
    Paragraph,
}

impl Role {
    /// The tag of its content.
    pub fn tag(self) -> &'static [u8] {
        match self {
            Self::Heading => b"H1",
            Self::Figure => b"Figure",
            Self::Paragraph => b"P",
        }
    }
}

/// The resource by which the content sets an opacity.
pub(super) fn opacity_name(opacity: u8) -> Vec<u8> {
    format!("opacity{opacity}").into_bytes()
}

/// A number to one part in `parts`, as more digits would only make the file longer.
pub(super) fn rounded(v: f64, parts: f64) -> f32 {
    ((v * parts).round() / parts) as f32
}

/// Adds a packed stream.
pub(super) fn stream(pdf: &mut Pdf, id: Ref, data: &[u8]) -> io::Result<()> {
    pdf.stream(id, &packed(data)?).filter(Filter::FlateDecode);
    Ok(())
}

pub(super) fn packed(data: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    encoder.finish()
}
