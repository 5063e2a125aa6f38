//! The part of a font that a picture uses, to be embedded in it.
//!
//! Glyph numbers stay as they are; the outlines of unused glyphs are left out. That keeps every other table valid.

use std::collections::BTreeSet;

use crate::map::fonts::face::{self, Face};

/// Tables that a browser wants, sorted by tag.
pub(in crate::map) const FOR_BROWSERS: [&[u8; 4]; 12] = [
    b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"kern", b"loca", b"maxp", b"name", b"post",
    b"prep",
];

/// The same of a font that shapes its letters by rules of its own.
pub(in crate::map) const FOR_BROWSERS_SHAPED: [&[u8; 4]; 16] = [
    b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx",
    b"loca", b"maxp", b"name", b"post", b"prep",
];

/// Tables that a PDF wants, sorted by tag: it chooses and places the glyphs itself.
#[cfg(feature = "pdf")]
pub(in crate::map) const FOR_PDF: [&[u8; 4]; 7] =
    [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];

/// A TrueType file with these tables and the outlines of `chars` only; none if the font cannot be read.
pub(in crate::map) fn subset(face: Face, chars: &BTreeSet<char>, tables: &[&[u8; 4]]) -> Option<Vec<u8>> {
    let glyphs = chars.iter().map(|&c| face::glyph_id(face, c)).collect();
    of_glyphs(face.bytes(), glyphs, tables)
}

/// A TrueType file with these tables and the outlines of `glyphs` only; none if the font cannot be read, or its outlines are
/// not those of TrueType.
pub(in crate::map) fn of_glyphs(bytes: &[u8], glyphs: BTreeSet<u16>, tables: &[&[u8; 4]]) -> Option<Vec<u8>> {
    let table = |tag: &[u8; 4]| find(bytes, *tag);
    let (head, loca, glyf) = (table(b"head")?, table(b"loca")?, table(b"glyf")?);
    let long = u16_at(head, 50)? == 1;
    let count = usize::from(u16_at(table(b"maxp")?, 4)?);
    let offset = |glyph: usize| -> Option<usize> {
        if long {
            Some(u32_at(loca, glyph * 4)? as usize)
        } else {
            Some(usize::from(u16_at(loca, glyph * 2)?) * 2)
        }
    };
    let outline = |glyph: u16| glyf.get(offset(glyph.into())?..offset(usize::from(glyph) + 1)?);

    let mut kept = glyphs;
    kept.insert(0);
    let mut to_see: Vec<u16> = kept.iter().copied().collect();
    while let Some(glyph) = to_see.pop() {
        for part in outline(glyph).map_or_else(Vec::new, components) {
            if kept.insert(part) {
                to_see.push(part);
            }
        }
    }

    let (mut new_glyf, mut new_loca) = (Vec::new(), Vec::new());
    for glyph in 0..count {
        new_loca.extend((new_glyf.len() as u32).to_be_bytes());
        let glyph = glyph as u16;
        if kept.contains(&glyph) {
            new_glyf.extend_from_slice(outline(glyph)?);
            new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        }
    }
    new_loca.extend((new_glyf.len() as u32).to_be_bytes());
    let mut new_head = head.to_vec();
    new_head.get_mut(50..52)?.copy_from_slice(&[0, 1]);

    let parts: Vec<(&[u8; 4], Vec<u8>)> = tables
        .iter()
        .filter_map(|&tag| {
            let data = match tag {
                b"glyf" => new_glyf.clone(),
                b"loca" => new_loca.clone(),
                b"head" => new_head.clone(),
                b"kern" => few_pairs(table(tag)?, &kept),
                _ => table(tag)?.to_vec(),
            };
            Some((tag, data))
        })
        .collect();
    Some(assemble(&parts))
}

/// The box around every glyph of a face, in font units: left, bottom, right, top.
#[cfg(feature = "pdf")]
pub(in crate::map) fn bounds(face: Face) -> Option<[i16; 4]> {
    let head = find(face.bytes(), *b"head")?;
    let side = |at: usize| Some(i16::from_be_bytes(head.get(at..at + 2)?.try_into().ok()?));
    Some([side(36)?, side(38)?, side(40)?, side(42)?])
}

/// The `kern` table (version 0, one subtable of format 0) with the pairs of kept glyphs only.
fn few_pairs(table: &[u8], kept: &BTreeSet<u16>) -> Vec<u8> {
    let pairs: Vec<&[u8]> = table
        .get(18..)
        .unwrap_or_default()
        .chunks_exact(6)
        .filter(|p| {
            [0, 2]
                .iter()
                .all(|&i| u16_at(p, i).is_some_and(|g| kept.contains(&g)))
        })
        .collect();
    let count = pairs.len() as u16;
    let (range, selector) = search_range(count.max(1), 6);
    let mut out = Vec::new();
    for value in [
        0,
        1,
        0,
        14 + 6 * count,
        1,
        count,
        range,
        selector,
        (6 * count).saturating_sub(range),
    ] {
        out.extend(value.to_be_bytes());
    }
    out.extend(pairs.into_iter().flatten());
    out
}

/// `searchRange` and `entrySelector` of a binary search over `count` entries of `size` bytes.
fn search_range(count: u16, size: u16) -> (u16, u16) {
    let selector = 15 - count.leading_zeros() as u16;
    (size << selector, selector)
}

/// The glyphs that a composite glyph is made of.
fn components(outline: &[u8]) -> Vec<u16> {
    let mut parts = Vec::new();
    if u16_at(outline, 0).is_none_or(|contours| contours < 0x8000) {
        return parts;
    }
    let mut at = 10;
    while let (Some(flags), Some(glyph)) = (u16_at(outline, at), u16_at(outline, at + 2)) {
        parts.push(glyph);
        at += if flags & 0x0001 == 0 { 6 } else { 8 };
        at += match flags {
            f if f & 0x0008 != 0 => 2,
            f if f & 0x0040 != 0 => 4,
            f if f & 0x0080 != 0 => 8,
            _ => 0,
        };
        if flags & 0x0020 == 0 {
            break;
        }
    }
    parts
}

fn assemble(parts: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = parts.len() as u16;
    let (range, selector) = search_range(count, 16);
    let mut out = vec![0, 1, 0, 0];
    for value in [count, range, selector, count * 16 - range] {
        out.extend(value.to_be_bytes());
    }
    let mut offset = 12 + 16 * parts.len();
    for (tag, data) in parts {
        out.extend_from_slice(*tag);
        out.extend(checksum(data).to_be_bytes());
        out.extend((offset as u32).to_be_bytes());
        out.extend((data.len() as u32).to_be_bytes());
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in parts {
        out.extend_from_slice(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn find(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    // Of a collection the first font.
    let is_collection = font.starts_with(b"ttcf");
    let start = if is_collection {
        u32_at(font, 12)? as usize
    } else {
        0
    };
    let count = usize::from(u16_at(font, start + 4)?);
    (0..count).find_map(|i| {
        let at = start + 12 + 16 * i;
        let record = font.get(at..at + 16)?;
        if record[..4] != tag[..] {
            return None;
        }
        let (start, len) = (u32_at(record, 8)? as usize, u32_at(record, 12)? as usize);
        font.get(start..start + len)
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// Base 64 with padding (RFC 4648).
pub(in crate::map) fn base64(data: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(data.len().div_ceil(3) * 4);
    for chunk in data.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(char::from(DIGITS[(bits >> (18 - 6 * i)) as usize & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ab_glyph::{Font, FontRef};

    #[test]
    fn a_subset_keeps_used_outlines_and_widths_and_drops_the_rest() {
        let chars: BTreeSet<char> = "Kəlbəcər → Ğ".chars().collect();
        let small = subset(Face::Bold, &chars, &FOR_BROWSERS).unwrap();
        assert!(small.len() < 30_000, "{}", small.len());
        let font = FontRef::try_from_slice(&small).unwrap();
        let whole = FontRef::try_from_slice(Face::Bold.bytes()).unwrap();
        for c in ['ə', 'Ğ', '→'] {
            let glyph = font.glyph_id(c);
            assert!((font.h_advance_unscaled(glyph) - whole.h_advance_unscaled(glyph)).abs() < 1e-6);
            assert_eq!(
                font.outline(glyph).unwrap().curves.len(),
                whole.outline(glyph).unwrap().curves.len()
            );
        }
        assert!(font.outline(font.glyph_id('q')).is_none());
    }

    #[test]
    fn base64_pads() {
        assert_eq!(
            ["", "f", "fo", "foo"].map(|s| base64(s.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v"]
        );
    }
}
