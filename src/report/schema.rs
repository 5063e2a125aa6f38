//! The JSON Schemas of what is written as JSON.

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Schema {
    /// `landshift diff --format json`
    #[default]
    Diff,
    /// `landshift timeline --format json`
    Timeline,
    /// `landshift compare --format json`
    Compare,
    /// `landshift align --format json`
    Align,
}

/// A JSON Schema (draft 2020-12), as the program prints it.
///
/// ```
/// use landshift::report::{Schema, schema};
/// let schema: serde_json::Value = serde_json::from_str(&schema(Schema::Diff))?;
/// assert_eq!(schema["properties"]["closure"]["required"][0], "max_relative");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn schema(what: Schema) -> String {
    let text = match what {
        Schema::Diff => include_str!("change.schema.json"),
        Schema::Timeline => include_str!("timeline.schema.json"),
        Schema::Compare => include_str!("agreement.schema.json"),
        Schema::Align => include_str!("alignment.schema.json"),
    };
    text.to_owned()
}
