//! Records as JSON, and the JSON Schema (draft 2020-12) of a record.
//!
//! The schema is derived from the type that is written, so that the two cannot disagree: every member is required, and
//! there are no others.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::error::escaped_json;

/// A record as JSON for people and programs: indented, members in the order of their type, a line feed at the end. What
/// a terminal would obey is escaped.
pub(in crate::report) fn write(record: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = escaped_json(serde_json::to_vec_pretty(record)?);
    text.push(b'\n');
    out.write_all(&text)
}

/// The schema of what is written of a type.
pub(in crate::report) fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(RecursiveTransform(closed))
        .into_generator()
        .into_root_schema_for::<T>()
}

/// Lets an object have no members but those that are named.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}
