//! The JSON Schema of the change as JSON.

/// The JSON Schema (draft 2020-12) of `landshift diff --format json`, as the program prints it.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&landshift::report::schema())?;
/// assert_eq!(schema["properties"]["closure"]["required"][0], "max_relative");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn schema() -> String {
    include_str!("change.schema.json").to_owned()
}
