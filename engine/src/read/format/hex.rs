//! Well-known binary as hexadecimal digits, as databases write it into texts. No format by itself.

use super::wkb;
use crate::Result;
use crate::read::land::{Converter, Place, Source, error_at};

/// A geometry in well-known binary as hexadecimal digits, such as PostGIS writes: of this reference system or of none that it
/// states; and in which line of its file it begins.
pub(super) struct HexWkb {
    pub digits: String,
    pub srid: u32,
    pub line: usize,
}

impl Source for HexWkb {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        let place = &Place::ROOT.at("line", self.line);
        let bytes = bytes_of(&self.digits).ok_or_else(|| {
            error_at(place, "its geometry is no even number of hexadecimal digits")
                .with_hint("the file is damaged, or was written by a faulty program")
        })?;
        wkb::convert(&bytes, self.srid, converter, place)
    }
}

/// The bytes of hexadecimal digits, after `\x` or `0x` if that is there.
fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.trim();
    let digits = digits
        .strip_prefix("\\x")
        .or(digits.strip_prefix("0x"))
        .unwrap_or(digits);
    let byte = |pair: &[u8]| {
        let [high, low] = pair.try_into().ok()?;
        let digit = |digit: u8| char::from(digit).to_digit(16);
        u8::try_from(digit(high)? << 4 | digit(low)?).ok()
    };
    digits.as_bytes().chunks(2).map(byte).collect()
}

/// What digits, of which there may be more, state if they begin as such a geometry.
pub(super) fn beginning(digits: &str) -> Option<wkb::Beginning> {
    wkb::beginning(&bytes_of(digits)?)
}
