//! FlatGeobuf, version 3 (<https://flatgeobuf.org>): a header, an index that is passed over, and features one after another.

mod buffer;
mod geometry;
mod header;
mod properties;
#[cfg(test)]
mod tests;

use serde_json::Value;

use self::buffer::{Table, broken};
use self::geometry::Geometry;
use self::header::Header;
use super::budget::Budget;
use super::content::Content;
use super::members::Members;
use super::reader::{Format, without_layers};
use crate::Result;
use crate::files::FEATURE_ORDER;
use crate::model::Feature;
use crate::read::land::{Collector, Conversion, Inspection, Mode};

/// The format.
pub(super) struct FlatGeobuf;

/// How files of any version start.
const MAGIC: &[u8] = b"fgb";
/// The version that is read.
const VERSION: u8 = 3;
/// How many bytes precede the header.
const PREFIX: usize = 8;

impl Format for FlatGeobuf {
    fn name(&self) -> &'static str {
        "FlatGeobuf"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        without_layers(layer)?;
        match content.bytes.get(MAGIC.len()) {
            Some(&VERSION) => features(content, mode),
            other => Err(broken(format!(
                "it is of version {} of FlatGeobuf, and {VERSION} is read",
                other.copied().unwrap_or_default()
            ))),
        }
    }
}

fn features(content: Content<'_>, mode: Mode) -> Result<Inspection> {
    let bytes = content.bytes;
    let mut rest = bytes.get(PREFIX..).unwrap_or_default();
    let header = Header::of(sized(&mut rest)?)?;
    let index = usize::try_from(header.index_size()?).ok();
    let index = index.and_then(|size| rest.get(size..));
    rest = index.ok_or_else(|| broken(format!("its index should have {} features", header.features)))?;
    let mut budget = Budget::of_file(bytes.len());
    let mut collector = Collector::new(mode, Conversion::Parallel)
        .in_system(content.system(|| header.system())?)
        .filtered(content.filter);
    let mut order = None;
    if let Some(mut members) = header.metadata.and_then(Members::parse) {
        order = members.remove(FEATURE_ORDER);
        members.hand_over(&mut collector)?;
    }
    let mut buffers = Vec::new();
    while !rest.is_empty() {
        buffers.push(sized(&mut rest)?);
    }
    let count = buffers.len();
    if let Some(order) = order {
        buffers = in_order(buffers, &order)?;
    }
    for (place, buffer) in buffers.into_iter().enumerate() {
        let in_feature = |e: crate::Error| e.in_feature(format!("feature {place}"));
        let (feature, geometry) = feature(buffer, &header, &mut budget).map_err(in_feature)?;
        collector.feature(feature, geometry)?;
    }
    if header.features != 0 && header.features != count as u64 {
        return Err(broken(format!(
            "it has {count} features, and should have {}",
            header.features
        )));
    }
    collector.finish()
}

/// Features as they were before an index had them in its order; `order` is the place that each had.
fn in_order<'b>(buffers: Vec<&'b [u8]>, order: &Value) -> Result<Vec<&'b [u8]>> {
    let wrong = || broken(format!("its `{FEATURE_ORDER}` is not that of its features"));
    let places = order.as_array().filter(|places| places.len() == buffers.len());
    let mut sorted = vec![None; buffers.len()];
    for (place, buffer) in places.ok_or_else(wrong)?.iter().zip(buffers) {
        let place = place.as_u64().and_then(|place| usize::try_from(place).ok());
        let slot = place.and_then(|place| sorted.get_mut(place)).ok_or_else(wrong)?;
        *slot = Some(buffer);
    }
    sorted.into_iter().collect::<Option<_>>().ok_or_else(wrong)
}

/// Fields of a feature by their places in the schema.
mod field {
    pub(super) const GEOMETRY: usize = 0;
    pub(super) const PROPERTIES: usize = 1;
    pub(super) const COLUMNS: usize = 2;
}

fn feature<'b>(
    buffer: &'b [u8],
    header: &Header<'_>,
    budget: &mut Budget,
) -> Result<(Feature, Option<Geometry<'b>>)> {
    let table = Table::root(buffer)?;
    let properties = table.list(field::PROPERTIES, 1)?.unwrap_or_default();
    let own = header::columns(&table, field::COLUMNS)?;
    let columns = if own.is_empty() { &header.columns } else { &own };
    let feature = Feature {
        properties: properties::properties(properties, columns, budget)?,
        ..Feature::default()
    };
    let geometry = table.table(field::GEOMETRY)?;
    Ok((
        feature,
        geometry.map(|table| Geometry::new(table, header.kind, buffer.len())),
    ))
}

/// Bytes whose number precedes them.
fn sized<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8]> {
    let cut = || broken("it is cut short");
    let (size, after) = rest.split_first_chunk().ok_or_else(cut)?;
    let (bytes, after) = after
        .split_at_checked(u32::from_le_bytes(*size) as usize)
        .ok_or_else(cut)?;
    *rest = after;
    Ok(bytes)
}
