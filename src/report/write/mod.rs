//! The writers of all results: documents as text, Markdown and HTML, records as JSON with its schema, rows as CSV.

pub(super) mod csv;
pub(super) mod html;
pub(super) mod json;
mod markdown;
mod text;
