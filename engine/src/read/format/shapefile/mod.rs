//! Shapefiles: shapes (`.shp`) with what belongs to them beside it: properties (`.dbf`) and their encoding (`.cpg`), the
//! reference system (`.prj`), the order of the shapes (`.shx`).

mod encoding;
mod nesting;
mod prj;
mod shapes;
mod table;
#[cfg(test)]
mod tests;

use self::shapes::{MAGIC, shapes};
use self::table::Table;
use super::archive::NOTES;
use super::content::Content;
use super::members::Members;
use super::reader::{Format, without_layers};
use crate::error::ErrorKind;
use crate::files::{MARK, OF_THE_WHOLE};
use crate::model::{Feature, NoticeKind};
use crate::read::land::{Collector, Conversion, Inspection, Mode};
use crate::{Error, Result};

/// The format.
pub(super) struct Shapefile;

impl Format for Shapefile {
    fn name(&self) -> &'static str {
        "shapefile"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn companions(&self) -> &'static [&'static str] {
        &["dbf", "cpg", "prj", "shx"]
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        without_layers(layer)?;
        let beside = |ending: &str| content.companions.find(ending);
        let shapes = shapes(content.bytes, beside("shx"))?;
        let table = beside("dbf")
            .map(|bytes| Table::open(bytes, beside("cpg")))
            .transpose()?;
        let prj = beside("prj");
        let system = content.system(|| prj.map(prj::system).transpose())?;
        let mut collector = Collector::new(mode, Conversion::Parallel)
            .in_system(system)
            .filtered(content.filter);
        if let Some(members) = beside(NOTES).and_then(of_the_whole) {
            members.hand_over(&mut collector)?;
        }
        if prj.is_none() && content.stated.is_none() {
            collector.notice(NoticeKind::NoReferenceSystem, String::new);
        }
        match &table {
            Some(table) if table.count() != shapes.len() => return Err(unlike(table, shapes.len())),
            Some(table) if table.is_guessed() => collector.notice(NoticeKind::GuessedEncoding, String::new),
            Some(_) => {}
            None => collector.notice(NoticeKind::NoTable, String::new),
        }
        for (index, shape) in shapes.into_iter().enumerate() {
            let row = table.as_ref().map(|table| table.row(index)).transpose()?;
            // A shape whose row is deleted is deleted as well.
            if let Some(properties) = row.unwrap_or(Some(serde_json::Map::new())) {
                let feature = Feature {
                    properties,
                    ..Feature::default()
                };
                collector.feature(feature, shape)?;
            }
        }
        collector.finish()
    }
}

/// What the text beside a shapefile that this program packed states of the whole; none of any other text.
fn of_the_whole(text: &[u8]) -> Option<Members> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix(MARK)?;
    let (_, members) = text.rsplit_once(OF_THE_WHOLE)?;
    Members::of_own(members)
}

fn unlike(table: &Table, shapes: usize) -> Error {
    let rows = table.count();
    Error::new(format!(
        "it has {shapes} shapes, and its table (.dbf) has {rows} rows"
    ))
    .of_kind(ErrorKind::Syntax)
    .with_hint("the files do not belong together, or one of them is cut short")
}
