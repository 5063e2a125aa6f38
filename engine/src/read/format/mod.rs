//! Bytes of any format to the features of a layer. A format is a module here and a line in [`FORMATS`].

mod archive;
mod bounded;
mod budget;
mod content;
#[cfg(test)]
mod damage;
mod delimited;
mod flatgeobuf;
mod foreign;
mod geojson;
#[cfg(feature = "geoparquet")]
mod geoparquet;
mod georust;
mod gpkg;
mod gzip;
mod hex;
mod json;
#[cfg(feature = "kml")]
mod kml;
mod members;
mod reader;
#[cfg(feature = "shapefile")]
mod shapefile;
mod sqlite;
mod srid;
mod topojson;
mod wkb;
mod wkt;
mod zip;

use std::borrow::Cow;
use std::io::Read;

pub(super) use self::geojson::collection;
pub(super) use content::Companions;
pub(super) use georust::polygons;
pub(super) use wkb::Wkb;

use self::archive::Member;
use self::content::Content;
use self::reader::Format;
pub(super) use self::reader::HEAD;
use super::land::{Inspection, Mode};
use super::layer_name::LayerName;
use super::reference::ReferenceSystem;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// The formats that are read, in the order in which they are tried. GeoJSON is last: it takes any text.
const FORMATS: &[&dyn Format] = &[
    &gpkg::GeoPackage,
    &flatgeobuf::FlatGeobuf,
    #[cfg(feature = "geoparquet")]
    &geoparquet::GeoParquet,
    #[cfg(feature = "shapefile")]
    &shapefile::Shapefile,
    #[cfg(feature = "kml")]
    &kml::Kml,
    &topojson::TopoJson,
    &delimited::Delimited,
    &geojson::GeoJson,
];

/// All features of some bytes, in whatever format they are, gzipped, in a zip archive or neither; of one of several layers.
/// `companions` are the files beside them that belong to them.
pub(super) fn read(
    bytes: &[u8],
    companions: &Companions<'_>,
    name: LayerName<'_>,
    mode: Mode,
) -> Result<Inspection> {
    let bytes = if gzip::recognises(bytes) {
        Cow::Owned(gzip::unpack(bytes, is_known)?)
    } else {
        Cow::Borrowed(bytes)
    };
    if !zip::recognises(&bytes) {
        return read_unpacked(&bytes, companions, name.layer(), name, mode);
    }
    let archive = zip::Archive::open(&bytes)?;
    let member = Member::of(&archive, name.layer(), |head| {
        is_meant(head).then(|| beside(head))
    })?;
    read_unpacked(&member.bytes, &member.companions, member.layer, name, mode)
}

fn read_unpacked(
    bytes: &[u8],
    companions: &Companions<'_>,
    layer: Option<&str>,
    name: LayerName<'_>,
    mode: Mode,
) -> Result<Inspection> {
    let bytes = without_mark(bytes);
    let content = Content {
        bytes,
        companions,
        stated: name.system().map(ReferenceSystem::system),
        filter: name.filter(),
    };
    let format = format(&bytes[..bytes.len().min(HEAD)])?;
    let inspection = format.read(content, layer, mode)?;
    Ok(Inspection {
        format: Some(format.name()),
        ..inspection
    })
}

/// The endings of the files that belong to one which starts with these bytes.
pub(super) fn beside(head: &[u8]) -> &'static [&'static str] {
    format(head).map_or(&[], Format::companions)
}

/// Whether a file among others that starts with these bytes is one to be read, not a text about them.
fn is_meant(head: &[u8]) -> bool {
    let head = without_mark(head);
    let [others @ .., any_text] = FORMATS else {
        return false;
    };
    let is_json = matches!(head.trim_ascii_start(), [b'{' | b'[' | 0x1e, ..]);
    others.iter().any(|format| format.recognises(head)) || is_json && any_text.recognises(head)
}

/// Refuses a file beside which `has` finds changes that are not in it yet, by what is added to its name.
pub(super) fn refuse_unmerged(bytes: &[u8], has: impl FnOnce(&str) -> bool) -> Result<()> {
    const LOG: &str = "-wal";
    if !sqlite::may_have_log(bytes) || !has(LOG) {
        return Ok(());
    }
    Err(Error::new(format!(
        "a file `…{LOG}` beside it may hold changes that are not in it yet"
    ))
    .of_kind(ErrorKind::Io)
    .with_hint("close the program that has it open; if none has: sqlite3 FILE 'PRAGMA journal_mode=DELETE'"))
}

/// The bytes without the byte order mark of UTF-8 that they may start with.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The format of a file that starts with these bytes.
///
/// # Errors
///
/// When it is none that is read.
fn format(head: &[u8]) -> Result<&'static dyn Format> {
    let head = without_mark(head);
    let known = FORMATS.iter().copied().find(|format| format.recognises(head));
    known.ok_or_else(|| foreign::recognise(head).unwrap_or_else(|| Error::new("this is not GeoJSON")))
}

/// Refuses what starts as no format that is read.
fn is_known(head: &[u8]) -> Result<()> {
    if zip::recognises(head) {
        return Ok(());
    }
    format(head).map(|_| ())
}

/// The bytes that a stream yields, if they may be of a format that is read: what is not is refused after a few bytes.
pub(super) fn bytes(mut stream: impl Read) -> Result<Vec<u8>> {
    let fail = |e: std::io::Error| Error::failed("cannot read it", &e);
    let mut bytes = Vec::new();
    let mut head = Read::by_ref(&mut stream).take(HEAD as u64);
    head.read_to_end(&mut bytes).map_err(fail)?;
    if !gzip::recognises(&bytes) {
        is_known(&bytes)?;
    }
    stream.read_to_end(&mut bytes).map_err(fail)?;
    Ok(bytes)
}
